import Equations
import Networks

extension Program {
  /// What `set` has made of a program: the settings and equations that are others than in `old`, as
  /// they stand in the model, in the order of this one.
  ///
  /// A section that only one of the two models writes out is compared equation by equation.
  public func changes(from old: Program) -> [EquationChange] {
    var changes = EquationChange.changes(
      from: named(old.model.settings.map(\.statement)), to: named(model.settings.map(\.statement)))
    let isUpdateWritten = callsOptimizer != old.callsOptimizer
    for phase in Phase.allCases {
      let isWritten =
        switch phase {
        case .backward: (model.sections[phase] == nil) != (old.model.sections[phase] == nil)
        case .`init`, .update: isUpdateWritten
        default: false
        }
      changes += EquationChange.changes(
        from: named(old.statements(in: phase, isWritten)),
        to: named(statements(in: phase, isWritten)))
    }
    return changes
  }

  private var callsOptimizer: Bool {
    model[.update].contains { $0.statement.asAssignment.assignment == nil }
  }

  private func statements(in phase: Phase, _ isWritten: Bool) -> [Statement] {
    isWritten ? steps(in: phase).map(\.statement) : model[phase].map(\.statement.asAssignment)
  }

  /// Statements by the names under which `set` changes them.
  private func named(_ statements: [Statement]) -> [(name: String, text: String)] {
    statements.map { ($0.assignment?.name ?? $0.calledName, $0.text) }
  }
}

extension Statement {
  /// What stands for a line that gives no name a value: `seed(42)`; any optimizer is the update.
  var calledName: String {
    guard case .expression(let expression) = kind, case .call(let name, _) = expression.node else {
      return text
    }
    return Optimizer.named(name) == nil ? name : Phase.update.rawValue
  }
}
