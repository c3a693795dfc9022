import Equations

/// An expression as a sum of products, with the numbers that scale each of them apart.
///
///     w - lr * 2 * g / m      // w; and g, scaled by -lr, 2 and 1 / m
struct ScaledSum {
  struct Factor {
    let number: Expression
    let isInverse: Bool
  }

  struct Part {
    var isNegative = false
    var factors: [Factor] = []
    /// What is scaled; `nil` where there is nothing but numbers.
    var core: Expression?

    var negated: Part {
      var part = self
      part.isNegative.toggle()
      return part
    }

    func scaled(by other: Part) -> Part {
      Part(
        isNegative: isNegative != other.isNegative, factors: factors + other.factors, core: core)
    }

    var inverse: Part {
      Part(
        isNegative: isNegative,
        factors: factors.map { Factor(number: $0.number, isInverse: !$0.isInverse) })
    }

    /// The part as an expression.
    var expression: Expression {
      var result = core ?? .integer(1)
      for factor in factors {
        result = factor.isInverse ? result / factor.number : factor.number * result
      }
      return isNegative ? -result : result
    }
  }

  let parts: [Part]

  /// - Parameter isNumber: whether an expression is a number that no gradient is in.
  init(_ expression: Expression, isNumber: (Expression) -> Bool) {
    parts = Self.parts(expression, isNumber)
  }

  private static func parts(
    _ expression: Expression, _ isNumber: (Expression) -> Bool
  ) -> [Part] {
    if isNumber(expression) { return [number(expression)] }
    switch expression.node {
    case .unary(.minus, let operand): return parts(operand, isNumber).map(\.negated)
    case .unary(.plus, let operand): return parts(operand, isNumber)
    case .binary(.add, let left, let right):
      return parts(left, isNumber) + parts(right, isNumber)
    case .binary(.subtract, let left, let right):
      return parts(left, isNumber) + parts(right, isNumber).map(\.negated)
    case .binary(.divide, let left, let right) where isNumber(right):
      let divisor = number(right).inverse
      return parts(left, isNumber).map { $0.scaled(by: divisor) }
    case .binary(.multiply, let left, let right) where isNumber(left):
      let factor = number(left)
      return parts(right, isNumber).map { $0.scaled(by: factor) }
    case .binary(.multiply, let left, let right) where isNumber(right):
      let factor = number(right)
      return parts(left, isNumber).map { $0.scaled(by: factor) }
    default: return [product(expression, isNumber)]
    }
  }

  /// An expression as a single product, in which a sum is a factor as it stands.
  private static func product(
    _ expression: Expression, _ isNumber: (Expression) -> Bool
  ) -> Part {
    if isNumber(expression) { return number(expression) }
    switch expression.node {
    case .unary(.minus, let operand): return product(operand, isNumber).negated
    case .binary(let op, let left, let right)
    where [.multiply, .divide, .matrixProduct].contains(op):
      let (a, b) = (product(left, isNumber), product(right, isNumber))
      var part = a.scaled(by: op == .divide ? b.inverse : b)
      switch (a.core, b.core) {
      case (let x?, let y?): part.core = .binary(op, x, y)
      case (nil, let y?): part.core = op == .divide ? .binary(.divide, .integer(1), y) : y
      case (_, nil): part.core = a.core
      }
      return part
    default: return Part(core: expression)
    }
  }

  /// A number as the product that it is written as.
  private static func number(_ expression: Expression) -> Part {
    switch expression.node {
    case .unary(.minus, let operand): number(operand).negated
    case .binary(.multiply, let left, let right): number(left).scaled(by: number(right))
    case .binary(.divide, let left, let right): number(left).scaled(by: number(right).inverse)
    default: Part(factors: [Factor(number: expression, isInverse: false)])
    }
  }
}
