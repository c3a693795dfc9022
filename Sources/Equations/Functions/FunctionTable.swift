/// Every function of the language. A new one is a line here and a file beside.
public struct FunctionTable: Sendable {
  public let functions: [Function]
  private let byName: [String: Function]

  public static let standard = FunctionTable(
    Function.mathematics
      + Function.rounding
      + Function.logic
      + Function.reductions
      + Function.construction
      + Function.shaping
      + Function.combining
      + Function.comparing
      + Function.python
      + Function.readWords
      + Function.readArrayWords + Function.rearrangingWords
      + Function.sorting
      + Function.randomNumbers
      + Function.shapes
      + Function.generators
      + Function.activations
      + Function.losses)

  private init(_ functions: [Function]) {
    self.functions = functions
    var byName: [String: Function] = [:]
    for function in functions {
      for name in [function.name] + function.aliases { byName[name] = function }
    }
    self.byName = byName
  }

  public subscript(name: String) -> Function? { byName[name] }

  /// Every name that can be called, aliases included, in alphabetical order.
  public var names: [String] {
    byName.keys.filter { !$0.contains(".") }.sorted()
  }

  /// The names that work as `x.name(...)`.
  public var methodNames: [String] { functions.filter(\.isMethod).map(\.name) }
}

extension Function {
  /// Functions applied between layers, each in a file of its own.
  static let activations: [Function] = [
    .sigmoid, .tanh, .relu, .leakyReLU, .softplus, .gelu, .softmax, .identity,
  ]

  /// Functions that compare predictions with targets, each in a file of its own.
  static let losses: [Function] = [
    .binaryCrossEntropy, .meanSquaredError, .meanAbsoluteError, .crossEntropy, .huber,
  ]
}

extension Expression {
  /// Whether computing it draws random numbers.
  package var drawsRandomNumbers: Bool {
    calledFunctions.contains { FunctionTable.standard[$0]?.isRandom ?? false }
  }
}

extension Statement {
  /// Whether executing it draws random numbers.
  package var drawsRandomNumbers: Bool { expressions.contains(where: \.drawsRandomNumbers) }
}

extension Function {
  /// Whether it compares predictions with targets.
  package var isLoss: Bool { Self.losses.contains { $0.name == name } }
}
