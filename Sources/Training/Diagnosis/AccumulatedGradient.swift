import Equations
import Networks
import Phrases

extension Diagnosis {
  /// A gradient to which each epoch adds its own, and which nothing sets back to 0: the steps grow
  /// with every epoch.
  static let accumulatedGradient = Diagnosis(.accumulatedGradient, "Accumulated gradient") {
    context in
    let backward = context.run.program.steps(in: .backward)
    var begun: Set<String> = []
    return backward.compactMap { step -> Finding? in
      guard let name = step.target, let assignment = step.statement.assignment else { return nil }
      defer { begun.insert(name) }
      guard !begun.contains(name), assignment.subscripts == nil,
        assignment.computedValue.hasTerm(name), !context.run.program.parameters.contains(name),
        context.run.program.steps(in: .update).allSatisfy({ $0.target != name })
      else { return nil }
      return Finding(.accumulatedGradient, .error, names: [name], equation: step.statement)
    }
  } words: { finding in
    """
    \(finding.subject) keeps what all epochs before have added to it: set it to 0 before the first \
    sum of an epoch.
    """
  }
}

extension Expression {
  /// Whether it is a sum with the whole of a name in it: `dW + x`, but not `0.9 * dW + x`, which
  /// forgets in time.
  fileprivate func hasTerm(_ name: String) -> Bool {
    switch node {
    case .binary(.add, let a, let b):
      a == .name(name) || b == .name(name) || a.hasTerm(name) || b.hasTerm(name)
    case .binary(.subtract, let a, _): a == .name(name) || a.hasTerm(name)
    default: false
    }
  }
}

extension Finding.Kind {
  package static let accumulatedGradient = Finding.Kind("accumulatedGradient")
}
