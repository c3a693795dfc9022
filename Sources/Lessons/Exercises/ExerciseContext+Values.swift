import Arrays
import Equations
import Networks

extension ExerciseContext {
  var examples: Int { program.exampleCount ?? 1 }

  func array(_ expression: Expression) throws(LanguageError) -> NDArray {
    try Self.array(expression, values)
  }

  /// What an expression of the exercise comes to.
  ///
  /// - Throws: `LanguageError` where it cannot be computed, or is no array.
  package func expected(_ expression: Expression) throws(LanguageError) -> NDArray {
    try Self.array(expression, later)
  }

  private static func array(
    _ expression: Expression, _ values: any Scope
  ) throws(LanguageError) -> NDArray {
    guard let array = try Evaluation.value(of: expression, in: values).array else {
      throw LanguageError(.notAnArray(expression.text), at: expression.span)
    }
    return array
  }

  /// The kindest judgement of what a text can mean.
  func best(
    _ expressions: [Expression], _ judge: (NDArray) -> Judgement
  ) throws(LanguageError) -> Judgement {
    var best = Judgement.wrong(.other)
    for (index, expression) in expressions.enumerated() {
      let judgement = judge(try array(expression))
      if index == 0 || judgement.isRight { best = judgement }
      if judgement.isRight { break }
    }
    return best
  }

  /// The shape that an expression is (`X.shape`), not the one that it has.
  func shapeGiven(by expression: Expression) throws(LanguageError) -> Shape? {
    switch try Evaluation.value(of: expression, in: values) {
    case .tuple(let items):
      let numbers = items.compactMap { $0.array?.integers.first }
      return numbers.count == items.count ? Shape(numbers) : nil
    default: return nil
    }
  }
}

extension Expression {
  /// Whether a condition is true; what cannot be computed is not.
  package func holds(in values: any Scope) -> Bool {
    guard let array = try? Evaluation.value(of: self, in: values).array else { return false }
    return array.count > 0 && array.doubles.allSatisfy { $0 != 0 }
  }

  /// Whether it is more than a number, or some, that were written down.
  package var isComputed: Bool {
    var plain = self
    if case .unary(_, let operand) = plain.node { plain = operand }
    switch plain.node {
    case .integer, .float, .list: return false
    default: return true
    }
  }

  /// Whether it is written as a whole number.
  var isWholeNumber: Bool {
    switch node {
    case .integer: true
    case .unary(_, let operand): operand.isWholeNumber
    case .list(let items): items.allSatisfy(\.isWholeNumber)
    default: false
    }
  }
}
