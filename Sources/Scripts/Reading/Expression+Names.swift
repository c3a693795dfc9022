import Equations

extension Expression {
  var nameAlone: String? { if case .name(let name) = node { name } else { nil } }

  /// Whether it is a number as it is typed, whole or not.
  func isNumber(_ number: Int) -> Bool {
    switch node {
    case .integer(let value): value == number
    case .float(let value): value == Double(number)
    default: false
    }
  }

  func contains(_ other: Expression) -> Bool {
    self == other || children.contains { $0.contains(other) }
  }

  /// The expression with another in the place of one that stands in it.
  func replacing(_ old: Expression, with new: Expression) -> Expression {
    self == old ? new : mapChildren { $0.replacing(old, with: new) }
  }

  /// The name inside what only dresses a number: `float(np.squeeze(cost))`.
  var undressed: String? {
    guard case .call(let function, let arguments) = node, let first = arguments.first?.value,
      ["float", "squeeze", "item", "round", "python.round", "asarray", "array", "mean"]
        .contains(function)
    else { return nil }
    return first.nameAlone ?? first.undressed
  }
}
