import Arrays
import Equations
import Networks

/// Why one number is what it is.
public final class Explanation: Sendable {
  public let element: ElementOperand
  /// The number, as an array of rank 0.
  public let value: NDArray
  /// The shape of the value that it is an element of.
  public let shape: Shape
  public let role: Role
  public let origin: Origin
  /// When it was computed; `nil` for settings and what was set by hand.
  public let moment: ComputedAt?
  /// The equation for this one element; `nil` where there is none, or its operands are lost.
  public let node: ElementNode?
  /// The elements that it is computed from, in reading order.
  public let operands: [Operand]
  /// The seed that its random numbers come from, if there are any in the equation.
  public let seed: Seed?
  /// The examples that stand for groups of terms in its sums, by number counted from 0.
  public let examples: [Int: [ExampleColumn]]
  /// The chain rule, of a gradient.
  public let chain: ChainRuleExplanation?
  /// From the first value to this one, of a parameter that has been updated.
  public let course: ParameterCourse?

  init(_ builder: ExplanationBuilder) {
    element = builder.element
    value = builder.value
    shape = builder.shape
    role = builder.role
    origin = builder.origin
    moment = builder.moment
    node = builder.node
    operands = builder.operands
    seed = builder.seed
    examples = builder.examples
    chain = builder.chain
    course = builder.course
  }

  /// What kind of value it is.
  public enum Role: String, Sendable, Equatable {
    case setting, data, parameter, initial, cache, loss, gradient, optimizerState, update, count
    case metric
    /// What the network says with the parameters as they are, when it is asked.
    case prediction
  }

  /// When an equation ran.
  public struct ComputedAt: Sendable, Equatable {
    public let epoch: Int
    public let phase: Phase
    /// Counted from 1; `nil` where the epoch is one batch.
    public let batch: Int?
  }

  /// Where a number comes from.
  public enum Origin: Sendable, Equatable {
    case equation(Statement, ProgramEquation.Origin)
    /// A gradient that cancelled against the next derivative and is computed only on demand.
    case foldedGradient(Statement)
    case setting(Expression)
    /// `m`, where no equation counts it.
    case counted
    /// `epoch`, and the number of the batch: how far the training has come.
    case progress(ofBatch: Bool)
    /// Computed when it is asked for, at the parameters that are there.
    case metric(Metric, of: Expression?)
    case setByHand
    /// This equation, but what it was computed from has been overwritten since.
    case lost(Statement)
  }

  public struct Operand: Sendable {
    public let element: ElementOperand
    public let value: NDArray
    public let role: Role
    /// The number of the example, counted from 0, for the data.
    public let example: Int?
    /// Where it came from, as far as was asked.
    public internal(set) var explanation: Explanation?
  }

  public struct Seed: Sendable, Equatable {
    public let value: Int
    /// Whether the model calls `seed`; else it is the run's own.
    public let isWritten: Bool
  }

  /// One example's column of one matrix of the data.
  public struct ExampleColumn: Sendable {
    public let name: String
    public let values: [NDArray]
  }
}

/// Why there is no explanation.
public enum ExplanationError: Error, Equatable, Sendable {
  case unknownName(String, candidates: [String])
  case notComputed(UnavailableName)
  /// A name of something that has no elements.
  case notAnArray(String)
  case wrongNumberOfIndices(name: String, shape: Shape, given: Int)
  case indexOutOfRange(name: String, shape: Shape, index: [Int])
  case language(LanguageError)
}

extension Run {
  /// The array that a name holds at this moment.
  ///
  /// - Throws: `ExplanationError` of a name that is unknown, has no value yet, or holds no array.
  func array(named name: String) throws(ExplanationError) -> NDArray {
    switch value(of: name) {
    case .found(.array(let array)): return array
    case .found: throw .notAnArray(name)
    case .unavailable(let name): throw .notComputed(name)
    case .unknown: throw .unknownName(name, candidates: candidateNames)
    }
  }
}
