import Arrays
import Equations
import Networks

/// Predictions, and what they are compared with.
extension ScriptSections {
  /// Pairs that the script compares: a prediction, which the carried names move, and what does not
  /// change.
  var compared: [(prediction: Expression, target: Expression, line: Int)] {
    var pairs: [(prediction: Expression, target: Expression, line: Int)] = []
    func visit(_ expression: Expression, _ line: Int) {
      if case .binary(.subtract, let left, let right) = expression.node {
        for (a, b) in [(left, right), (right, left)]
        where dependsOnCarried(Set(a.names)) && !dependsOnCarried(Set(b.valueNames))
          && !b.names.isEmpty
          && !a.names.isEmpty
        {
          pairs.append((a, b, line))
        }
      }
      for child in expression.children { visit(child, line) }
    }
    for equation in body {
      for expression in equation.statement.expressions { visit(expression, equation.line) }
    }
    return pairs
  }

  /// Where a round takes 1 from the shares of an example's label, as the slope of the cross-entropy
  /// does: `P[np.arange(m), y] -= 1`.
  var labelledShares: [Int] {
    body.indices.filter { index in
      guard let assignment = body[index].statement.assignment,
        assignment.subscripts?.count == 2, assignment.updateOperator == .subtract,
        assignment.value.isNumber(1)
      else { return false }
      return dependsOnCarried([assignment.name])
    }
  }

  /// The shares as they are before 1 is taken from them there, which a loss may read.
  mutating func shares(before index: Int) -> Expression? {
    guard let assignment = body[index].statement.assignment, let items = assignment.subscripts
    else { return nil }
    let changed = assignment.name
    let made = body[..<index].last { $0.target == changed && !$0.isPartial }
    if let first = made?.statement.assignment?.value.nameAlone {
      return Expression(.index(.name(first), items))
    }
    let copy = tracer.untaken(changed + "_less")
    let table = [changed: Expression.name(copy)]
    for later in body.indices[index...] { body[later].rename(changed, copy, table) }
    let copied = Statement(.assignment(Assignment(copy, value: .name(changed)))).atStartOfText
    body.insert(TracedEquation(statement: copied, line: body[index].line), at: index)
    return Expression(.index(.name(changed), items))
  }
}
