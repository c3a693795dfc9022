/// The losses of all epochs of a line, in bounded memory.
///
/// Every epoch's up to the capacity; beyond it every second's, every fourth's and so on, so that
/// two million epochs are kept whole and no number of them takes more than 16 MiB. They lie in
/// chunks, so that a run that was copied and goes on copies only the last one.
struct LossRecord: Sendable, Equatable {
  private static let chunkCount = 4096

  private var chunks: [[Double]] = []
  private(set) var count = 0
  private(set) var stride = 1
  private let capacity: Int

  init(capacity: Int = 1 << 21) { self.capacity = capacity }

  /// The losses of the epochs `stride`, `2 * stride`, ...
  subscript(index: Int) -> Double {
    chunks[index / Self.chunkCount][index % Self.chunkCount]
  }

  mutating func note(_ value: Double, epoch: Int) {
    guard epoch % stride == 0 else { return }
    let index = epoch / stride - 1
    if index < count {
      chunks[index / Self.chunkCount][index % Self.chunkCount] = value
    } else if index == count {
      append(value)
      if count > capacity { thin() }
    }
  }

  /// The same of epochs that follow one another, from this one on.
  mutating func note(_ values: ArraySlice<Double>, from epoch: Int) {
    let end = epoch + values.count
    var next = epoch
    while true {
      next = (next + stride - 1) / stride * stride
      guard next < end else { return }
      let place = values.startIndex + next - epoch
      guard next / stride - 1 == count else {
        note(values[place], epoch: next)
        next += 1
        continue
      }
      // As many as the chunk has room for, and no more than one above the capacity.
      let room = min(Self.chunkCount - count % Self.chunkCount, capacity + 1 - count)
      let some = min(room, (end - next + stride - 1) / stride)
      append(values[place...], count: some)
      next += (some - 1) * stride + 1
      if count > capacity { thin() }
    }
  }

  /// One after the other: a chunk is looked up once.
  struct Iterator: IteratorProtocol {
    private let chunks: [[Double]]
    private var chunk: [Double] = []
    private var place = 0
    private var number = 0
    private var remaining: Int

    /// - Parameter count: how many of them, from the first one on.
    fileprivate init(_ record: LossRecord, count: Int) {
      chunks = record.chunks
      remaining = count
    }

    mutating func next() -> Double? {
      guard remaining > 0 else { return nil }
      remaining -= 1
      if place == chunk.count {
        chunk = chunks[number]
        (number, place) = (number + 1, 0)
      }
      place += 1
      return chunk[place - 1]
    }
  }

  private mutating func append(_ value: Double) {
    if count % Self.chunkCount == 0 { chunks.append([]) }
    chunks[chunks.count - 1].append(value)
    count += 1
  }

  /// Appends every `stride`-th value from the first one on, to a chunk that has room for them.
  private mutating func append(_ values: ArraySlice<Double>, count some: Int) {
    if count % Self.chunkCount == 0 { chunks.append([]) }
    let last = chunks.count - 1
    if stride == 1 {
      chunks[last].append(contentsOf: values.prefix(some))
    } else {
      for number in 0..<some { chunks[last].append(values[values.startIndex + number * stride]) }
    }
    count += some
  }

  /// Forgets what came after an epoch.
  mutating func truncate(after epoch: Int) {
    count = min(count, max(epoch, 0) / stride)
    let (whole, rest) = count.quotientAndRemainder(dividingBy: Self.chunkCount)
    chunks.removeLast(chunks.count - whole - (rest > 0 ? 1 : 0))
    if rest > 0 { chunks[whole].removeLast(chunks[whole].count - rest) }
  }

  private mutating func thin() {
    var thinned = LossRecord(capacity: capacity)
    for index in Swift.stride(from: 1, to: count, by: 2) { thinned.append(self[index]) }
    thinned.stride = stride * 2
    self = thinned
  }
}

/// The losses of the epochs up to a moment: at index 0 that of epoch 1 and so on, or where there
/// are more than two million, of every `stride`-th epoch. The last one may be of an epoch that is
/// not finished, or between two of these.
public struct Losses: RandomAccessCollection, Sendable, Equatable {
  private let record: LossRecord
  private let whole: Int
  private let latest: Double?

  /// - Parameter latest: the loss last noted and its epoch.
  init(_ record: LossRecord, latest: (epoch: Int, value: Double)?) {
    self.record = record
    self.latest = latest?.value
    // What the record has of that epoch may be of its end, which is still ahead.
    whole = Swift.min(record.count, (Swift.max(latest?.epoch ?? 0, 1) - 1) / record.stride)
  }

  /// How many epochs lie between two of them.
  public var stride: Int { record.stride }

  public var startIndex: Int { 0 }
  public var endIndex: Int { whole + (latest == nil ? 0 : 1) }

  public subscript(index: Int) -> Double {
    index == whole ? latest ?? .nan : record[index]
  }

  /// All of them, one after the other.
  public struct Iterator: IteratorProtocol {
    fileprivate var noted: LossRecord.Iterator
    fileprivate var latest: Double?

    public mutating func next() -> Double? {
      if let loss = noted.next() { return loss }
      defer { latest = nil }
      return latest
    }
  }

  public func makeIterator() -> Iterator {
    Iterator(noted: LossRecord.Iterator(record, count: whole), latest: latest)
  }

  public static func == (left: Losses, right: Losses) -> Bool {
    left.stride == right.stride
      && left.elementsEqual(right) { $0.bitPattern == $1.bitPattern }
  }
}
