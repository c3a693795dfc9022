import Arrays
import Equations

/// What is known of equations before they are computed.
extension ProgramBuilder {
  /// Checks equations in order and notes what is known of the names that they assign.
  mutating func check(_ steps: [ProgramEquation]) throws(ModelError) {
    for step in steps {
      do {
        try check(step)
      } catch {
        throw noSize(error, step) ?? error.in(step)
      }
    }
  }

  /// The fault of a setting that an equation takes for a size, which it cannot be.
  private func noSize(_ error: LanguageError, _ step: ProgramEquation) -> ModelError? {
    switch error.kind {
    case .wrongArgument(_, _, .shape), .wrongArgument(_, _, .integer),
      .array(.negativeDimension, _, _), .array(.negativeCount, _, _):
      break
    default: return nil
    }
    for name in step.inputs {
      guard let value = setting(name)?.array?.item, value != value.rounded() || value < 0 else {
        continue
      }
      var fault = error.in(step)
      fault.kind = .settingNoSize(name, value: value)
      return fault
    }
    return nil
  }

  mutating func check(_ step: ProgramEquation) throws(LanguageError) {
    switch step.statement.kind {
    case .importOfNumPy: return
    case .expression(let expression):
      _ = try Evaluation.check(expression, in: StaticScope(statics), limits: limits)
    case .assignment(let assignment):
      guard Parser.isAssignable(assignment.name) else {
        throw LanguageError(.reservedName(assignment.name), at: assignment.nameSpan)
      }
      let value = try Evaluation.check(assignment, in: StaticScope(statics), limits: limits)
      statics[assignment.name] = lasting(value, of: step)
      staticsWithOneMore[assignment.name] = withOneMore(assignment, step, value)
    }
  }

  /// What is known of an assignment's value with one more example.
  private mutating func withOneMore(
    _ assignment: Assignment, _ step: ProgramEquation, _ value: StaticValue
  ) -> StaticValue {
    func more(_ assignment: Assignment) -> StaticValue? {
      (try? Evaluation.check(assignment, in: StaticScope(staticsWithOneMore), limits: limits))
        .map { lasting($0, of: step) }
    }
    let plain = more(assignment)
    guard step.phase.isRepeated else { return plain ?? value }
    // Where one more example does not fit, the size is the author's and not the dataset's.
    if plain == nil { isSizeFixed = true }
    if changesLiterals, let count = exampleCount {
      var changed = assignment
      changed.value = assignment.value.replacingSizes(count, with: count + 1)
      if let larger = more(changed) {
        if larger.shape != plain?.shape { isSizeFixed = true }
        return larger
      }
    }
    if let plain { return plain }
    isMisfit = true
    return growing(value, step)
  }

  /// The value with one more example along the axis that its equation's operands have them on,
  /// where the equation itself fits no other number.
  private func growing(_ value: StaticValue, _ step: ProgramEquation) -> StaticValue {
    guard let count = exampleCount, let dtype = value.dtype, let shape = value.shape else {
      return value
    }
    for name in step.inputs {
      if let axis = ExampleAxes.axis(
        statics[name]?.shape, staticsWithOneMore[name]?.shape, count: count),
        axis < shape.rank, shape[axis] == count
      {
        return .array(dtype, shape.growing([axis]))
      }
    }
    return value
  }

  /// Checks equations of the epochs, with the axis of the classes written into the functions that
  /// go down columns where the examples are rows.
  mutating func checkNamingClassAxes(_ steps: [ProgramEquation]) throws(ModelError)
    -> [ProgramEquation]
  {
    var named: [ProgramEquation] = []
    for step in steps {
      let step = namingClassAxes(step)
      try check([step])
      named.append(step)
    }
    return named
  }

  private func namingClassAxes(_ step: ProgramEquation) -> ProgramEquation {
    guard let count = exampleCount, step.origin != .batching, step.origin != .derived else {
      return step
    }
    func axis(_ expression: Expression) -> Int? {
      func shape(_ table: [String: StaticValue]) -> Shape? {
        (try? Evaluation.check(expression, in: StaticScope(table)))?.shape
      }
      let now = shape(statics)
      guard now?.rank == 2 else { return nil }
      return ExampleAxes.axis(now, shape(staticsWithOneMore), count: count)
    }
    guard step.statement.expressions.contains(where: \.goesAlongClasses) else { return step }
    var statement = step.statement
    switch statement.kind {
    case .importOfNumPy: return step
    case .expression(let expression):
      statement.kind = .expression(expression.namingClassAxes(axis))
    case .assignment(var assignment):
      assignment.value = assignment.value.namingClassAxes(axis)
      statement.kind = .assignment(assignment)
    }
    guard statement != step.statement else { return step }
    // Columns of errors are counted in the text that is shown.
    return ProgramEquation(
      step.phase, statement.atStartOfText, step.origin, isOncePerEpoch: step.isOncePerEpoch)
  }
}
