import Arrays
import Equations

/// What the columns of a table hold, found in two walks over its rows: a large table is in memory
/// row by row.
struct ColumnScan {
  let rowCount: Int
  let width: Int
  private(set) var missing: [Int]
  private(set) var low: [Double]
  private(set) var high: [Double]
  private(set) var isWhole: [Bool]
  /// Whether a column counts the rows, from 0 or 1.
  private(set) var countsRows: [Bool]
  /// How often each value occurs, in the order of the values; `nil` where there are many.
  private(set) var counts: [[(value: Double, count: Int)]?]
  /// How many values lie in each of ten equal stretches of the range.
  private(set) var histograms: [[Int]]

  static let mostClasses = 20
  static let stretches = 10

  /// - Parameters:
  ///   - values: row by row.
  ///   - tell: told how many of all rows have been walked over.
  /// - Throws: `FileFault` when Ctrl-C is heard.
  init(
    _ values: [Double], width: Int, tell: (_ done: Int, _ total: Int) -> Void
  ) throws(FileFault) {
    rowCount = values.count / max(width, 1)
    self.width = width
    missing = Array(repeating: 0, count: width)
    low = Array(repeating: .infinity, count: width)
    high = Array(repeating: -.infinity, count: width)
    isWhole = Array(repeating: true, count: width)
    countsRows = Array(repeating: rowCount > 1, count: width)
    counts = []
    histograms = []
    var tallies = Array(repeating: Tally(), count: width)
    for rows in Self.blocks(rowCount, width) {
      if Interruption.isRequested { throw .format(.interrupted) }
      tell(rows.lowerBound, 2 * rowCount)
      for row in rows {
        for column in 0..<width {
          take(values[row * width + column], column, row, &tallies[column])
        }
      }
    }
    counts = tallies.map(\.counts)
    var bins = Array(repeating: 0, count: width * Self.stretches)
    let (starts, widths) = (low, zip(low, high).map { $1 - $0 })
    for rows in Self.blocks(rowCount, width) {
      if Interruption.isRequested { throw .format(.interrupted) }
      tell(rowCount + rows.lowerBound, 2 * rowCount)
      for row in rows {
        for column in 0..<width {
          let value = values[row * width + column]
          guard widths[column] > 0, widths[column] < .infinity, !value.isNaN else { continue }
          let place = Int((value - starts[column]) / widths[column] * Double(Self.stretches))
          bins[column * Self.stretches + min(place, Self.stretches - 1)] += 1
        }
      }
    }
    histograms = (0..<width).map { column in
      Array(bins[(column * Self.stretches)..<((column + 1) * Self.stretches)])
    }
    for column in 0..<width where missing[column] == rowCount {
      (low[column], high[column]) = (.nan, .nan)
    }
  }

  private mutating func take(_ value: Double, _ column: Int, _ row: Int, _ tally: inout Tally) {
    if value.isNaN {
      missing[column] += 1
      countsRows[column] = false
      return
    }
    if value < low[column] { low[column] = value }
    if value > high[column] { high[column] = value }
    if isWhole[column], value != value.rounded(.towardZero) || value.isInfinite {
      isWhole[column] = false
    }
    if countsRows[column] {
      let first = low[column]
      countsRows[column] = (first == 0 || first == 1) && value - Double(row) == first
    }
    tally.take(value)
  }

  /// The rows, so many at a time that someone who waits is heard.
  private static func blocks(_ rows: Int, _ width: Int) -> [Range<Int>] {
    let stretch = max(1, (1 << 20) / max(width, 1))
    return stride(from: 0, to: rows, by: stretch).map { $0..<min($0 + stretch, rows) }
  }

  /// The different values of a column, as long as they may be classes.
  private struct Tally {
    private var values: [Double] = []
    private var numbers: [Int] = []
    private var areMany = false

    mutating func take(_ value: Double) {
      if areMany { return }
      for place in values.indices where values[place] == value {
        numbers[place] += 1
        return
      }
      guard values.count < ColumnScan.mostClasses else {
        areMany = true
        return
      }
      values.append(value)
      numbers.append(1)
    }

    var counts: [(value: Double, count: Int)]? {
      areMany
        ? nil
        : zip(values, numbers).map { (value: $0, count: $1) }.sorted { $0.value < $1.value }
    }
  }
}
