import Arrays
import Equations
import Phrases

/// Something that is wrong with a net at this moment, with the numbers that show it.
public struct Finding: Sendable, Equatable {
  /// What it is: a word that stays the same, which each diagnosis has in its file.
  public struct Kind: RawRepresentable, Sendable, Hashable {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    init(_ name: String) { rawValue = name }
  }

  public enum Severity: String, Sendable, Comparable {
    /// Worth knowing.
    case note
    /// Training is slow or poor because of it.
    case warning
    /// Training cannot succeed like this.
    case error

    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
    private var rank: Int { self == .note ? 0 : self == .warning ? 1 : 2 }
  }

  /// A number that shows it, with what it is: `loss`, `epochsToLeave`, `share`.
  public struct Measure: Sendable, Equatable {
    public let label: String
    public let value: Double

    public init(_ label: String, _ value: Double) {
      self.label = label
      self.value = value
    }
  }

  /// A command to try.
  public struct Suggestion: Sendable, Equatable {
    /// What there is to be gained by it, in words.
    public struct Idea: Sendable, Equatable {
      package let words: Phrase

      init(_ words: Phrase) { self.words = words }
    }
    public let idea: Idea
    public let command: String

    public init(_ idea: Idea, _ command: String) {
      self.idea = idea
      self.command = command
    }
  }

  public let kind: Kind
  public let severity: Severity
  /// The values that it is about: `W1`, `A1`.
  public let names: [String]
  /// Units by row, or the element that it is about.
  public let elements: [ElementOperand]
  public let measures: [Measure]
  public let suggestions: [Suggestion]
  /// The equation in question, if it is one.
  public let equation: Statement?

  public init(
    _ kind: Kind, _ severity: Severity, names: [String] = [], elements: [ElementOperand] = [],
    measures: [Measure] = [], suggestions: [Suggestion] = [], equation: Statement? = nil
  ) {
    self.kind = kind
    self.severity = severity
    self.names = names
    self.elements = elements
    self.measures = measures
    self.suggestions = suggestions
    self.equation = equation
  }

  public subscript(label: String) -> Double? { measures.first { $0.label == label }?.value }

  public static func == (left: Finding, right: Finding) -> Bool {
    left.kind == right.kind && left.names == right.names && left.elements == right.elements
      && left.measures == right.measures
  }
}

/// What several diagnoses advise.
extension Finding.Suggestion.Idea {
  static let largerStart = Self("larger weights leave the flat region sooner")
  static let smallerStart = Self("smaller weights keep the units where they have a slope")
  static let randomStart = Self("different numbers break the symmetry")
  static let smallerRate = Self("shorter steps")
  static let otherOptimizer = Self("an optimizer with momentum or a pace of its own")
  static let moreUnits = Self("more units, more ways out")
  static let otherSeed = Self("another draw of the numbers")
  static let otherActivation = Self("an activation with a slope everywhere")
  static let askWhy = Self("the moment at which it happened; then ask why")
  static let wait = Self("it is on its way out")
  static let stopEarlier = Self("where the examples that are kept back were predicted best")
}
