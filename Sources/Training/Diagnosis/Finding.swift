import Arrays
import Equations

/// Something that is wrong with a net at this moment, with the numbers that show it.
public struct Finding: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable {
    case notFinite, twinNeurons, plateau, trap, saturatedUnits, deadUnits, learningRateTooLarge
    case unbalancedData, noHiddenLayer, overfitting, lossWasNotFinite
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
    public enum Idea: String, Sendable {
      case largerStart, smallerStart, randomStart, smallerRate, otherOptimizer, moreUnits, otherSeed
      case otherActivation, askWhy, wait, stopEarlier
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
