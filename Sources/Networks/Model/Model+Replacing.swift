import Equations

/// Models with one thing changed.
extension Model {
  /// The line of a setting that counts.
  package func settingIndex(_ name: String) -> Int? {
    settings.lastIndex { $0.statement.assignment?.name == name }
  }

  /// The expression that a setting has once `assignment` is made: `lr *= 2` and `lr = lr * 2`
  /// stand for the old expression times two.
  package func settingExpression(_ assignment: Assignment, at index: Int) -> Expression {
    guard let old = settings[index].statement.assignment?.value else { return assignment.value }
    let value = assignment.value.substituting([assignment.name: old])
    guard let operation = assignment.updateOperator else { return value }
    return .binary(operation, old, value)
  }

  package func replacingSetting(at index: Int, _ name: String, with value: Expression) -> Model {
    var model = self
    let statement = Statement(.assignment(Assignment(name, value: value)))
    model.settings[index] = ModelLine(statement.atStartOfText, line: settings[index].line)
    return model
  }

  /// The lines of a section that give a name its value.
  package func lines(assigning name: String, in phase: Phase) -> [ModelLine] {
    self[phase].filter { $0.statement.asAssignment.assignment?.name == name }
  }

  /// The model with one equation in place of all that a section has for its name, where the last
  /// of them stood.
  ///
  /// What refers to its own name, and has no earlier value there, means the old expression:
  /// `A1 = A1 * 2` becomes `A1 = sigmoid(Z1) * 2`.
  package func replacingEquation(_ assignment: Assignment, in phase: Phase) -> Model {
    let old = lines(assigning: assignment.name, in: phase)
    var new = Assignment(assignment.name, value: assignment.value)
    if phase != .update, old.count == 1,
      let previous = old[0].statement.asAssignment.assignment, previous.updateOperator == nil,
      previous.subscripts == nil, !previous.value.names.contains(assignment.name)
    {
      new.value = new.value.substituting([assignment.name: previous.value])
    }
    var model = self
    var lines: [ModelLine] = []
    var remaining = old.count
    for line in self[phase] {
      guard line.statement.asAssignment.assignment?.name == assignment.name else {
        lines.append(line)
        continue
      }
      remaining -= 1
      if remaining == 0 {
        lines.append(ModelLine(Statement(.assignment(new)).atStartOfText, line: line.line))
      }
    }
    model.sections[phase] = lines
    return model
  }

  /// The model with a section written out as a program runs it: the derived backward section, or
  /// the equations that an optimizer stands for.
  package func writing(_ phase: Phase, of program: Program) -> Model {
    var model = self
    func lines(_ steps: [ProgramEquation]) -> [ModelLine] {
      steps.filter { $0.origin != .batching }.map { step in
        if let line = step.line { return ModelLine(step.statement, line: line) }
        return ModelLine(step.statement.atStartOfText)
      }
    }
    model.sections[phase] = lines(program.steps(in: phase))
    // The optimizer's state is made in `init`, which would no longer be added.
    if phase == .update { model.sections[.`init`] = lines(program.steps(in: .`init`)) }
    return model
  }
}
