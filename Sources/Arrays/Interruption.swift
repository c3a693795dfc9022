import Synchronization

/// Whether whoever waits for a computation still wants it: asked within long work on arrays, so
/// that one expression ends as soon as a long run does.
///
/// What is asked is known to what is called from `heard(by:_:)` and to nothing else; elsewhere
/// nobody interrupts. Work of less than a stretch never asks.
public final class Interruption: Sendable {
  @TaskLocal private static var current: Interruption?

  private let isWanted: @Sendable () -> Bool
  /// Once asked for it stays, so that all of the work ends at it.
  private let wasWanted = Atomic(false)

  private init(_ isWanted: @escaping @Sendable () -> Bool) { self.isWanted = isWanted }

  /// How many elements are worked on between two questions: some milliseconds at most.
  package static let stretch = 1 << 18

  /// Does something that ends with `ArrayError.interrupted` where that is asked for.
  public static func heard<R>(
    by isWanted: @escaping @Sendable () -> Bool, _ body: () throws -> R
  ) rethrows -> R {
    try $current.withValue(Interruption(isWanted), operation: body)
  }

  /// Whether the work is no longer wanted.
  public static var isRequested: Bool {
    guard let current else { return false }
    if current.wasWanted.load(ordering: .relaxed) { return true }
    guard current.isWanted() else { return false }
    current.wasWanted.store(true, ordering: .relaxed)
    return true
  }

  /// Whether it has turned out on the way that the work is no longer wanted; nobody is asked.
  public static var wasRequested: Bool {
    current?.wasWanted.load(ordering: .relaxed) ?? false
  }

  /// - Parameter work: how many elements are next; few are done at once.
  /// - Throws: `interrupted`.
  public static func check(before work: Int = .max) throws(ArrayError) {
    if work >= stretch, isRequested { throw .interrupted }
  }

  /// Does work in stretches, each with its range of 0 ..< count.
  ///
  /// - Parameter stretch: how much of it takes some milliseconds.
  /// - Throws: `interrupted`.
  @inline(__always)
  package static func stretches(
    _ count: Int, of stretch: Int = stretch, _ body: (Range<Int>) -> Void
  ) throws(ArrayError) {
    var start = 0
    while start < count {
      let end = min(start + stretch, count)
      body(start..<end)
      start = end
      if start < count { try check() }
    }
  }

  /// Works through a matrix in stretches: some whole rows each, or a part of one long row.
  ///
  /// - Throws: `interrupted`.
  @inline(__always)
  package static func stretches(
    _ rows: Int, _ columns: Int, _ body: (_ rows: Range<Int>, _ columns: Range<Int>) -> Void
  ) throws(ArrayError) {
    if columns <= stretch {
      return try stretches(rows, of: max(stretch / max(columns, 1), 1)) { body($0, 0..<columns) }
    }
    for row in 0..<rows {
      if row > 0 { try check() }
      try stretches(columns) { body(row..<row + 1, $0) }
    }
  }
}
