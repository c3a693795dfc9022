/// Short spellings for building trees in code: derivatives, optimizers, writers.
extension Expression {
  public static func name(_ name: String) -> Expression { Expression(.name(name)) }
  /// A negative number is the minus of one, as it is when it is read.
  public static func integer(_ value: Int) -> Expression {
    value < 0 && value != .min ? -Expression(.integer(-value)) : Expression(.integer(value))
  }
  public static func boolean(_ value: Bool) -> Expression { Expression(.boolean(value)) }

  public static func call(_ function: String, _ arguments: Expression...) -> Expression {
    Expression(.call(function, arguments.map { Argument($0) }))
  }

  /// `sum(x, axis=1, keepdims=True)` and its like.
  public static func reduction(
    _ function: String, _ operand: Expression, axis: Int?, keepDimensions: Bool
  ) -> Expression {
    var arguments = [Argument(operand)]
    if let axis { arguments.append(Argument(keyword: "axis", .integer(axis))) }
    if keepDimensions { arguments.append(Argument(keyword: "keepdims", .boolean(true))) }
    return Expression(.call(function, arguments))
  }

  public var transposed: Expression {
    if case .attribute(let base, .transpose) = node { return base }
    return Expression(.attribute(self, .transpose))
  }

  public static func binary(
    _ op: BinaryOperator, _ left: Expression, _ right: Expression
  ) -> Expression {
    Expression(.binary(op, left, right))
  }

  public static func + (left: Expression, right: Expression) -> Expression {
    .binary(.add, left, right)
  }
  public static func - (left: Expression, right: Expression) -> Expression {
    .binary(.subtract, left, right)
  }
  public static func * (left: Expression, right: Expression) -> Expression {
    .binary(.multiply, left, right)
  }
  public static func / (left: Expression, right: Expression) -> Expression {
    .binary(.divide, left, right)
  }
  public static prefix func - (operand: Expression) -> Expression {
    Expression(.unary(.minus, operand))
  }
  public func matrixProduct(_ right: Expression) -> Expression {
    .binary(.matrixProduct, self, right)
  }
}

extension Expression {
  /// How the tree has `rng.shuffle(x)` and `rng.permutation(x)`.
  package static let generatorShuffle = PythonWords.generatorPrefix + "shuffle"
  package static let generatorPermutation = PythonWords.generatorPrefix + "permutation"
}
