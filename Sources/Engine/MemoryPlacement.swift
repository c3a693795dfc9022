import CKernels

/// Hands out places in a pass's memory, which is allocated once when all are known.
struct MemoryPlacement {
  /// A matrix of doubles in a pass's memory.
  struct Place {
    /// In doubles, from the start of the memory.
    var offset: Int
    /// From a row to the next.
    var row: Int
    var addressing: uh_addressing

    func moved(by count: Int) -> Place {
      var place = self
      place.offset += count
      return place
    }
  }

  private let lanes: Int
  private let examples: Int
  private(set) var count = 0
  /// Of the places that each thread has for itself, which lie behind the others.
  private(set) var ownCount = 0
  /// Places that are not used any more, by size.
  private var free: [Int: [Int]] = [:]

  init(lanes: Int, examples: Int) {
    self.lanes = lanes
    self.examples = examples
  }

  /// The distance between rows of so many columns: long rows, and those of the examples, begin at
  /// whole vectors, and not all at the same place of the cache.
  func row(_ columns: Int) -> Int {
    if columns < 16, columns != examples { return columns }
    let whole = (columns + lanes - 1) / lanes * lanes
    return whole % 64 == 0 ? whole + 8 : whole
  }

  mutating func place(rows: Int, row: Int, addressing: uh_addressing) -> Place {
    let place = Place(offset: count, row: row, addressing: addressing)
    count += size(rows, row)
    return place
  }

  /// A place that is needed within a block only, until it is released.
  mutating func passingPlace(rows: Int, row: Int) -> Place {
    if let offset = free[size(rows, row)]?.popLast() {
      return Place(offset: offset, row: row, addressing: UH_OWN)
    }
    let place = Place(offset: ownCount, row: row, addressing: UH_OWN)
    ownCount += size(rows, row)
    return place
  }

  mutating func release(_ place: Place, rows: Int) {
    free[size(rows, place.row), default: []].append(place.offset)
  }

  /// Whole vectors, and one behind the end, which those of a last row may reach into.
  private func size(_ rows: Int, _ row: Int) -> Int {
    (rows * row + lanes - 1) / lanes * lanes + lanes
  }
}
