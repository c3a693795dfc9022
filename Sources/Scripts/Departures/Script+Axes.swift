import Arrays
import Equations
import Networks
import Training

/// Sums of rows that are taken for those of columns.
extension Script {
  /// `e / e.sum(axis=1)` of as many rows as columns: without keepdims the sum of each row stands in a
  /// row, and divides the columns. Of other shapes NumPy refuses it.
  func lostAxes(_ program: Program, _ state: RunState?) -> [ScriptDeparture] {
    guard let state else { return [] }
    func shape(_ expression: Expression) -> Shape? {
      (try? Evaluation.value(of: expression, in: SlotScope(state.slots)))?.array?.shape
    }
    return program.evaluation.compactMap { step in
      guard let assignment = step.statement.assignment, assignment.subscripts == nil else {
        return nil
      }
      var found: Expression?
      assignment.value.visit { expression in
        guard found == nil, case .binary(let operation, let left, let right) = expression.node,
          !operation.isComparison, operation != .matrixProduct
        else { return }
        for (whole, reduction) in [(left, right), (right, left)]
        where reduction.reducedAlongRows.map(whole.contains) ?? false {
          guard let square = shape(whole), square.rank == 2, square[0] == square[1], square[0] > 1,
            shape(reduction)?.rank == 1
          else { continue }
          found = reduction
        }
      }
      guard let found, case .call(let function, let arguments) = found.node else { return nil }
      let kept = Expression(
        .call(function, arguments + [Argument(keyword: "keepdims", .boolean(true))]))
      var right = assignment
      right.value = assignment.value.replacing(found, with: kept)
      return ScriptDeparture(
        kind: .lostAxis(found), name: assignment.name, line: line(of: step, containing: found),
        equation: step.statement, right: Statement(.assignment(right)).atStartOfText)
    }
  }
}

extension Expression {
  /// What is summed along each row, with no axis left for that.
  fileprivate var reducedAlongRows: Expression? {
    guard case .call(let name, let arguments) = node, ["sum", "max", "mean", "min"].contains(name),
      let first = arguments.first, first.keyword == nil,
      !arguments.contains(where: { $0.keyword == "keepdims" && $0.value == .boolean(true) })
    else { return nil }
    let axis = arguments.first { $0.keyword == "axis" } ?? arguments.dropFirst().first
    guard let axis, [.integer(1), .integer(-1)].contains(axis.value) else { return nil }
    return first.value
  }
}
