import Arrays
import Equations

/// Finds matrices of which every column sums to exactly one, because they are columns of an
/// identity matrix: classes written one-hot.
///
/// With such targets the gradient of a cross-entropy behind a softmax is `A - Y`. It is read off
/// the equations, so only what they say is known, not what numbers happen to be; and no longer of
/// what someone has changed by hand since.
package enum UnitColumns {
  /// - Parameter changed: names that hold something else than what their equations say.
  package static func names(in steps: [Step], except changed: Set<String> = []) -> Set<String> {
    var names: Set<String> = []
    for step in steps {
      guard let assignment = step.statement.assignment else { continue }
      if assignment.subscripts == nil, assignment.updateOperator == nil,
        !changed.contains(assignment.name), isUnit(assignment.value, names)
      {
        names.insert(assignment.name)
      } else {
        names.remove(assignment.name)
      }
    }
    return names
  }

  /// Whether every column of a matrix sums to exactly one.
  package static func hold(in array: NDArray) -> Bool {
    guard array.rank == 2 else { return false }
    let (rows, columns) = (array.shape[0], array.shape[1])
    let values = array.doubles
    return (0..<columns).allSatisfy { column in
      (0..<rows).reduce(0) { $0 + values[$1 * columns + column] } == 1
    }
  }

  private static func isUnit(_ expression: Expression, _ names: Set<String>) -> Bool {
    switch expression.node {
    case .name(let name):
      return names.contains(name)
    case .attribute(let base, .transpose):
      // Rows of the identity, stood upright.
      guard case .index(let identity, let items) = base.node, items.count == 1 else { return false }
      return isIdentity(identity) && selects(items[0])
    case .index(let base, let items):
      guard items.count == 2, items[0] == .slice(start: nil, stop: nil, step: nil),
        selects(items[1])
      else { return false }
      return isIdentity(base) || isUnit(base, names)
    default:
      return isIdentity(expression)
    }
  }

  private static func isIdentity(_ expression: Expression) -> Bool {
    guard case .call("eye", let arguments) = expression.node else { return false }
    return arguments.count == 1 && arguments[0].keyword == nil
  }

  private static func selects(_ item: IndexItem) -> Bool {
    switch item {
    case .position, .slice: true
    case .newAxis, .ellipsis: false
    }
  }
}
