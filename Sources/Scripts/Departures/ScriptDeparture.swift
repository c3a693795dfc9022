import Arrays
import Equations
import Networks
import Training

/// Something in a script that departs from what its own forward pass and loss would need.
public struct ScriptDeparture: Sendable {
  public enum Kind: Sendable, Equatable {
    /// A gradient is not the derivative of the loss.
    case gradient
    /// A value is changed before its old one was used, here.
    case changedTooEarly(usedAfter: Statement)
    /// The step goes up the gradient.
    case uphill
    /// Every gradient is so many times the derivative, which the rate takes up.
    case factor(Double)
    /// Prediction and target spread over each other.
    case spread(ModelNote)
    /// A number that is declared, and that nothing reads.
    case unusedSetting
    /// What init makes and forward reads, and no update changes.
    case neverUpdated
    /// A gradient that goes on from the last round's.
    case accumulated
    /// A parameter that is as long as there are examples.
    case columnForEachExample(axis: Int, examples: Int)
    /// What should add up to 1 for each example does so over the examples, or over all there is.
    case sharesOfAll(overExamples: Bool)
    /// The gradients are those of another loss.
    case otherLoss(Expression)
    /// The loss is so many times, as there are examples, the one whose gradients are taken.
    case lossTimesExamples(Int)
    /// What predictions are compared with is the same for every example.
    case constantTarget
    /// A number for each row, which spreads over the columns as it has lost its axis.
    case lostAxis(Expression)
    /// A step is taken with its rate twice; this line has it, too.
    case rateTwice(String, otherLine: Int?)
    /// What is remembered is not divided by what makes up for its start at zero.
    case correction(of: String)
    /// Each round draws the numbers of the one before.
    case seededAgain
    /// The targets are not picked in the order in which these examples are.
    case unpaired(of: String)
  }

  /// What is written, and what the loss says, of one element.
  public struct Number: Sendable, Equatable {
    public let element: String
    public let written: Double
    public let right: Double
  }

  public let kind: Kind
  /// What it is about.
  public let name: String
  /// The script's line; 0 for what no line says.
  public let line: Int
  /// What the line has become in the model.
  public let equation: Statement?
  public let number: Number?
  /// The line as it should read.
  public internal(set) var right: Statement?
  /// Another line that may be the mistaken one instead: the two contradict each other.
  public internal(set) var otherwise: Alternative?

  public struct Alternative: Sendable, Equatable {
    public let line: Int
    public let right: Statement
  }

  init(
    kind: Kind, name: String, line: Int, equation: Statement?, number: Number? = nil,
    right: Statement? = nil
  ) {
    self.kind = kind
    self.name = name
    self.line = line
    self.equation = equation
    self.number = number
    self.right = right
  }

  /// The section of a program in which its equation stands.
  public func section(in program: Program) -> Phase? {
    (program.iteration + program.setup).first { $0.statement == equation }?.phase
  }

  /// What puts the right line in the place of the mistaken one.
  public var mending: Assignment? {
    guard var assignment = right?.assignment else { return nil }
    if assignment.updateOperator != nil {
      assignment.value = assignment.computedValue
      assignment.updateOperator = nil
    }
    return assignment
  }

  /// A factor that the rate absorbs is no mistake.
  public var isHarmless: Bool { if case .factor = kind { true } else { false } }
}
