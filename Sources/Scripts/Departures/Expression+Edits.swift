import Equations
import Networks

/// What may have been meant: a line with one thing in it written otherwise.
extension Expression {
  /// The expression with one change in one place, the likelier first: a transpose, `@` for `*`, a sign,
  /// an axis, a mean for a sum, a slope, a share of the examples, and at last another name.
  ///
  /// - Parameter names: what may stand in the place of a name.
  func edits(names: (String) -> [String]) -> [Expression] {
    let structural = places(\.changedForms)
    let whole = [
      self / .name(Program.examplesName), .name(Program.examplesName) * self, -self,
    ]
    let renamed = places { part in
      part.nameAlone.map { names($0).map(Expression.name) } ?? []
    }
    // A name that is wrong in one place is mostly wrong in all of them.
    let everywhere = Set(valueNames).sorted().flatMap { old in
      names(old).map { self.substituting([old: .name($0)]) }
    }
    return structural + whole + everywhere + renamed
  }

  /// The expression with each of the changes of each of its parts.
  private func places(_ changes: (Expression) -> [Expression]) -> [Expression] {
    var found = changes(self)
    let parts = children
    for (place, part) in parts.enumerated() {
      for changed in part.places(changes) {
        var next = -1
        found.append(
          mapChildren { child in
            next += 1
            return next == place ? changed : child
          })
      }
    }
    return found
  }

  private var changedForms: [Expression] {
    if let (left, right) = matrixFactors { return productForms(left, right) }
    return switch node {
    case .binary(.multiply, let left, let right): [left.matrixProduct(right), left, right]
    case .binary(.divide, let left, let right) where right.isCountOfExamples: [left]
    case .binary(.add, let left, let right): [left - right]
    case .binary(.subtract, let left, let right): [left + right, right - left]
    case .unary(.minus, let operand): [operand]
    case .call(let name, let arguments) where ["sum", "mean"].contains(name):
      reductionForms(name, arguments)
    default: []
    }
  }

  private func productForms(_ left: Expression, _ right: Expression) -> [Expression] {
    func product(_ left: Expression, _ right: Expression) -> Expression {
      guard case .call(let name, _) = node else { return left.matrixProduct(right) }
      return .call(name, left, right)
    }
    return [
      product(left.transposed, right), product(left, right.transposed), left * right,
      product(right, left),
    ]
  }

  private func reductionForms(_ name: String, _ arguments: [Argument]) -> [Expression] {
    guard let operand = arguments.first?.value else { return [] }
    let keepsAxis = arguments.contains { $0.keyword == "keepdims" }
    let axes = [0, 1].flatMap { axis in
      [keepsAxis, !keepsAxis].map {
        Expression.reduction(name, operand, axis: axis, keepDimensions: $0)
      }
    }
    return axes + [Expression(.call(name == "sum" ? "mean" : "sum", arguments))]
  }

  /// Whether it is how many examples there are, as scripts say it.
  private var isCountOfExamples: Bool {
    switch node {
    case .call("len", _): true
    case .index(let base, _): if case .attribute(_, .shape) = base.node { true } else { false }
    default: nameAlone != nil || isLiteralNumber
    }
  }
}
