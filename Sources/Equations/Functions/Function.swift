import Arrays

/// A function of the language: its parameters, what it returns, how it is computed and
/// differentiated, in one value, so that a new one is one file and one line in `FunctionTable`.
public struct Function: Sendable {
  public let name: String
  /// Other names that mean the same: `amax` for `max`.
  public let aliases: [String]
  public let parameters: [Parameter]
  /// What it does, in one line for `help`.
  public let summary: String
  /// Whether `x.name(...)` works too.
  public let isMethod: Bool
  /// The same arguments give another result each time: it draws random numbers.
  public let isRandom: Bool
  /// The function as an expression of the language, if it is one.
  public let definition: Definition?
  /// Whether its `axis`, where it is left out, is the axis of the classes: 0 where the examples are
  /// columns, which is also what is taken where nothing is known of examples.
  public internal(set) var goesAlongClasses = false
  /// How it is written in mathematics, in NumPy and in PyTorch.
  public internal(set) var notation = Notation()
  /// What it means in other words, by the shapes of its arguments, if it has such a meaning.
  var reading: Rewording?

  /// The values that its results lie between, where it has such on both sides.
  package internal(set) var bounds: ClosedRange<Double>?
  /// Its derivative by its own argument, where that is not the derivative rule.
  var ownSlope: String?

  package let infer: Infer
  package let evaluate: Evaluate
  let derivative: DerivativeRule
  /// How one element of the result comes from elements of the arguments.
  package let elements: ElementRule

  package typealias Infer = @Sendable (Arguments<StaticValue>) throws(FunctionFault) -> StaticValue
  package typealias Evaluate =
    @Sendable (Arguments<Value>, inout RandomState?) throws(FunctionFault) -> Value

  init(
    _ name: String, aliases: [String] = [], _ parameters: [Parameter], isMethod: Bool = false,
    isRandom: Bool = false, summary: String, derivative: DerivativeRule = .none,
    elements: ElementRule = .whole, definition: Definition? = nil, infer: @escaping Infer,
    evaluate: @escaping Evaluate
  ) {
    self.name = name
    self.aliases = aliases
    self.parameters = parameters
    self.summary = summary
    self.isMethod = isMethod
    self.isRandom = isRandom
    self.derivative = derivative
    self.elements = elements
    self.definition = definition
    self.infer = infer
    self.evaluate = evaluate
  }

  /// The name as people write it: without what tells it from another of the same name.
  package var spelling: String {
    PythonWords.spelling(name)
  }

  /// How it is called: `sum(x, axis=None, keepdims=False)`.
  public var signature: String {
    let isMethod = name.hasPrefix(PythonWords.generatorPrefix)
    let given = isMethod ? parameters.dropFirst() : parameters[...]
    return "\(isMethod ? name : spelling)(\(given.map(\.description).joined(separator: ", ")))"
  }
}

/// One parameter of a function.
public struct Parameter: Sendable, CustomStringConvertible {
  public enum Presence: Sendable, Equatable {
    case required
    /// With the default as it is written in `help`.
    case optional(String)
    /// Takes all positional arguments from here on: `rand(2, 3)`.
    case rest
  }

  public let name: String
  public let presence: Presence
  /// An older keyword for the same: `a_min` of `clip`.
  package var synonym: String?
  /// Whether a list in its place is several arrays and not the rows of one: `vstack([a, b])`.
  var isSequence = false

  package static func required(_ name: String) -> Parameter {
    Parameter(name: name, presence: .required)
  }
  package static func optional(
    _ name: String, _ text: String = "None", synonym: String? = nil
  ) -> Parameter {
    Parameter(name: name, presence: .optional(text), synonym: synonym)
  }
  static func sequence(_ name: String) -> Parameter {
    Parameter(name: name, presence: .required, isSequence: true)
  }
  static func rest(_ name: String) -> Parameter { Parameter(name: name, presence: .rest) }

  public var description: String {
    switch presence {
    case .required: name
    case .optional(let text): "\(name)=\(text)"
    case .rest: "*\(name)"
    }
  }
}

/// Why a function cannot be applied to its arguments; the place is added by whoever calls it.
package enum FunctionFault: Error {
  case array(ArrayError)
  case argument(Int, LanguageError.ExpectedKind)
  case missing(Int)
  case noRandomNumbers
  /// An array of this shape would need more than the limit, in bytes.
  case tooLarge(Shape, limit: Int)
  /// So many bytes more than are there do not fit into the limit of the process, or the system has not got
  /// them.
  case noRoom(bytes: Int)
}

/// How a call's derivative with respect to its arguments is found.
enum DerivativeRule: Sendable {
  /// There is none, or nobody has written it: asking for it is an error.
  case none
  /// Zero wherever it exists: `sign`, `floor`, comparisons.
  case zero
  /// For elementwise functions: what the adjoint is multiplied with, for each differentiable
  /// parameter, in the language itself. The parameters stand for the arguments and `result` for the
  /// function's own value: `["x": "result * (1 - result)"]`. Where more than one argument depends
  /// on a parameter of the network, `ofSeveral` says it, if it is there.
  case elementwise([String: String], ofSeveral: [String: String]? = nil)
  /// Adjoints of the arguments in the shape that all of them have together: what was broadcast is
  /// then summed up.
  case broadcasting(@Sendable (Backpropagation) throws(LanguageError) -> [Int: Expression])
  /// Anything else: the adjoints of the arguments, each in its argument's shape (or smaller, the
  /// same number in each place).
  case custom(@Sendable (Backpropagation) throws(LanguageError) -> [Int: Expression])
  /// That of the expression which the function is.
  case opening
  /// Several arrays into one: each of them with its part of the adjoint.
  case joining(
    @Sendable (Backpropagation) throws(LanguageError) -> [(part: Expression, adjoint: Expression)])
}
