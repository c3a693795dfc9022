import Arrays
import Phrases

/// What became of an attempt.
public enum Judgement: Sendable, Equatable {
  case right
  /// Right to two digits where no more were asked for.
  case rightToTwoDigits
  case wrong(Mistake)

  public var isRight: Bool {
    if case .wrong = self { false } else { true }
  }

  /// A word for it that stays the same when the sentences change.
  package var code: String {
    switch self {
    case .right: "right"
    case .rightToTwoDigits: "right-to-two-digits"
    case .wrong(let mistake): mistake.code
    }
  }

  /// What is wrong with an attempt, as far as it can be told.
  public enum Mistake: Sendable, Equatable {
    /// The author's `wrong` line with this index.
    case foreseen(Int)
    /// What a kind of exercise finds out by itself, and what is said of it.
    case found(code: String, Phrase)
    /// The same in words of the author's.
    case told(code: String, String)
    /// An array of another shape.
    case otherShape(given: Shape)
    /// Wrong, and nothing more can be said.
    case other

    package var code: String {
      switch self {
      case .foreseen(let index): "foreseen-\(index + 1)"
      case .found(let code, _), .told(let code, _): code
      case .otherShape: "other-shape"
      case .other: "wrong"
      }
    }
  }
}

/// What many students get wrong.
extension Judgement.Mistake {
  /// Right to two digits, and more are asked for.
  static let twoDigits = found(
    code: "two-digits", "Two digits are right. More are wanted here.")
  /// Near a whole number, which has to be exact.
  static let nearlyWhole = found(
    code: "two-digits", "That is close, but a whole number has to be exact.")
  /// Near a whole number, and not one.
  static let notWhole = found(
    code: "not-whole", "That is close, but a whole number is wanted here.")
  static let signFlipped = found(
    code: "sign-flipped", "The size is right, the sign is not.")
  static let transposed = found(
    code: "transposed", "That is the transpose: rows and columns have changed places.")
  static let transposedShape = found(
    code: "transposed", "Right numbers, other order: which counts rows, and which columns?")
  /// As many times the value as there are examples.
  static let multipliedByExamples = found(
    code: "times-m",
    "That is m times too large, m being the number of examples: a sum where a mean is wanted?")
  /// The value, divided by the number of examples.
  static let dividedByExamples = found(
    code: "divided-by-m",
    "That is m times too small, m being the number of examples: divided once too often?")
  /// A single number that is too large, or too small.
  static let tooLarge = found(code: "too-large", "That is too large.")
  static let tooSmall = found(code: "too-small", "That is too small.")
  /// Of a negative number.
  static let notNegative = found(code: "not-negative", "The right number is below 0.")
  static let tooNearZero = found(
    code: "too-near-zero", "The right number is further away from 0.")
  static let tooFarFromZero = found(code: "too-far-from-zero", "The right number is nearer to 0.")
  /// The right command, followed by something else.
  static let otherArgument = found(
    code: "other-argument", "That is the right command. Look again at what follows it.")

  /// So many elements of an array are right.
  static func elements(right: Int, of count: Int) -> Self {
    found(
      code: "some-elements",
      right == 1
        ? "Of the \(count) numbers 1 is right." : "Of the \(count) numbers \(right) are right.")
  }

  /// A shape with another number of dimensions.
  static func otherRank(given: Int, expected: Int) -> Self {
    found(
      code: "other-rank",
      given == 1
        ? "That has 1 dimension, and \(expected) are wanted."
        : "That has \(given) dimensions, and \(expected) are wanted.")
  }

  /// The equation asked for, with another name before it.
  static func otherName(given: String, wanted: String) -> Self {
    found(
      code: "other-name",
      """
      The right side is right. As \(given) = ... it would make another value, or change one: call \
      it \(wanted).
      """)
  }

  /// An equation for a name that differs from the one asked for in small and capital letters.
  static func otherCase(given: String, wanted: String) -> Self {
    found(
      code: "other-case",
      """
      The equation asked for is that of \(wanted); \(given) is another name, since capital and \
      small letters differ.
      """)
  }
}

extension Judgement {
  /// What it says of an answer to a task, in the program's words.
  package func words(of task: any ExerciseTask) -> Phrase {
    switch self {
    case .right: "Right."
    case .rightToTwoDigits: "That is right to two digits."
    case .wrong(.found(_, let words)): words
    case .wrong(.otherShape(let given)):
      given.rank == 0
        ? "One number is not enough here."
        : "That has the shape \(given), which is not the one wanted."
    case .wrong(.foreseen), .wrong(.told), .wrong(.other): task.wrong
    }
  }
}
