import Arrays
import Equations

/// Finds matrices of which every column sums to exactly one, or every row, because they are those of
/// an identity matrix: classes written one-hot.
///
/// With such targets the gradient of a cross-entropy behind a softmax is `A - Y`. It is read off
/// the equations, so only what they say is known, not what numbers happen to be; and no longer of
/// what someone has changed by hand since.
package enum OneHotMatrices {
  /// The matrices, each with the axis along which it sums to one: 0 of columns, 1 of rows.
  ///
  /// - Parameter changed: names that hold something else than what their equations say.
  package static func axes(in steps: [ProgramEquation], except changed: Set<String> = [])
    -> [String: Int]
  {
    var axes: [String: Int] = [:]
    for step in steps {
      guard let assignment = step.statement.assignment else { continue }
      let isWhole = assignment.subscripts == nil && assignment.updateOperator == nil
      axes[assignment.name] =
        isWhole && !changed.contains(assignment.name) ? axis(of: assignment.value, axes) : nil
    }
    return axes
  }

  /// Whether a matrix sums to exactly one along an axis.
  package static func hold(in array: NDArray, along axis: Int) -> Bool {
    guard array.rank == 2, let sums = try? array.reduced(by: .sum, axis: axis) else { return false }
    return sums.doubles.allSatisfy { $0 == 1 }
  }

  private static func axis(of expression: Expression, _ axes: [String: Int]) -> Int? {
    switch expression.node {
    case .name(let name):
      return axes[name]
    case .attribute(let base, .transpose):
      return axis(of: base, axes).map { 1 - $0 }
    case .index(let base, let items):
      let isIdentity = isIdentity(base)
      if items.count == 1, selects(items[0]) {
        return isIdentity || axis(of: base, axes) == 1 ? 1 : nil
      }
      guard items.count == 2, items[0] == .slice(start: nil, stop: nil, step: nil),
        selects(items[1])
      else { return nil }
      return isIdentity || axis(of: base, axes) == 0 ? 0 : nil
    default:
      return isIdentity(expression) ? 0 : nil
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
