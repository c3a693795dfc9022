/// A stretch of source text, in UTF-8 bytes from the start of the text that was parsed.
///
/// Expressions that no one typed (derived gradients, expanded optimizers) carry `SourceSpan.none`.
public struct SourceSpan: Hashable, Sendable {
  public var start: Int
  public var end: Int

  public init(start: Int, end: Int) {
    self.start = start
    self.end = end
  }

  /// The span of something that stands in no source text.
  public static let none = SourceSpan(start: -1, end: -1)

  /// Whether there is a place in a source text to point at.
  public var isSome: Bool { start >= 0 }

  /// The smallest span that covers both.
  public func joined(with other: SourceSpan) -> SourceSpan {
    guard isSome else { return other }
    guard other.isSome else { return self }
    return SourceSpan(start: min(start, other.start), end: max(end, other.end))
  }

  /// The same stretch within a text that has `offset` bytes before it.
  public func shifted(by offset: Int) -> SourceSpan {
    isSome ? SourceSpan(start: start + offset, end: end + offset) : self
  }
}
