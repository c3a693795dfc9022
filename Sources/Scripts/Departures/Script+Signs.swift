import Arrays
import Equations
import Networks
import Training

/// Every step goes up the slope: one sign is the wrong way round.
extension Script {
  /// Where several lines take the steps, or the step is taken down a difference that is the other way
  /// round, the line that compares prediction and target; `nil` where that line is not to blame.
  func turnedDifference(_ run: Run, _ number: ScriptDeparture.Number?) -> ScriptDeparture? {
    let program = run.program
    guard let (prediction, target) = program.comparison else { return nil }
    let updates = program.parameters.compactMap { name in
      program.iteration.last { $0.target == name }
    }
    let adds = updates.contains { $0.statement.assignment?.addsAtOnce ?? false }
    for step in program.iteration where step.phase == .backward || step.phase == .update {
      guard var assignment = step.statement.assignment, assignment.subscripts == nil,
        step.target.map({ !program.parameters.contains($0) }) ?? false,
        let difference = assignment.value.difference(of: prediction, target)
      else { continue }
      let isOfTarget = difference.first == target
      guard Set(updates.compactMap(\.line)).count > 1 || isOfTarget && !adds else { return nil }
      let (a, b) = (Expression.name(difference.first), Expression.name(difference.second))
      assignment.value = assignment.value.replacing(a - b, with: b - a)
      return ScriptDeparture(
        kind: .gradient, name: assignment.name, line: step.line ?? 0, equation: step.statement,
        number: number, right: Statement(.assignment(assignment)).atStartOfText)
    }
    return nil
  }
}

extension Assignment {
  /// Whether it adds to what it changes: `W += ...`, `W = W + ...`.
  var addsAtOnce: Bool {
    if case .binary(.add, let left, _) = computedValue.node {
      left.nameAlone == name
    } else {
      false
    }
  }
}

extension Expression {
  /// The two names, in the order in which one is taken from the other.
  fileprivate func difference(of one: String, _ other: String) -> (first: String, second: String)? {
    if case .binary(.subtract, let left, let right) = node, let first = left.nameAlone,
      let second = right.nameAlone, Set([first, second]) == [one, other]
    {
      return (first, second)
    }
    for child in children {
      if let found = child.difference(of: one, other) { return found }
    }
    return nil
  }
}
