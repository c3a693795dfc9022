import Arrays

/// What became of an attempt. The words for it are the shell's.
public enum Judgement: Sendable, Hashable {
  case right
  /// Right to two digits where no more were asked for.
  case rightToTwoDigits
  case wrong(Mistake)

  public var isRight: Bool {
    if case .wrong = self { false } else { true }
  }

  /// What is wrong with an attempt, as far as it can be told.
  public enum Mistake: Sendable, Hashable {
    /// The author's `wrong` line with this index.
    case foreseen(Int)
    /// Right to two digits, and more are asked for.
    case twoDigits
    case signFlipped
    case transposed
    /// As many times the value as there are examples.
    case multipliedByExamples
    /// The value, divided by the number of examples.
    case dividedByExamples
    /// A single number that is too large, or too small.
    case tooLarge, tooSmall
    /// So many elements of an array are right.
    case elements(right: Int, of: Int)
    /// An array of another shape.
    case otherShape(given: Shape)
    /// A shape with another number of dimensions.
    case otherRank(given: Int, expected: Int)
    /// An equation for a name that differs from the one asked for in small and capital letters.
    case otherCase(given: String, wanted: String)
    /// The right command, followed by something else.
    case otherArgument
    /// Not true yet.
    case notYet
    /// Wrong, and nothing more can be said.
    case other
  }
}
