import Equations

/// The backward section: as the author writes it, or derived.
extension ProgramBuilder {
  mutating func backwardSteps(_ forward: [ProgramEquation]) throws(ModelError) -> [ProgramEquation]
  {
    if model.sections[.backward] != nil { return written(.backward) }
    let equations = forward.filter { $0.origin != .batching }.compactMap(\.statement.assignment)
    do {
      let derived = try derive(equations)
      derivation = derived
      return derived.equations.map { ProgramEquation($0) }
    } catch {
      throw stepAtFault(error, forward).map { error.in($0) }
        ?? ModelError(.language(error), phase: .forward)
    }
  }
}

extension ProgramBuilder {
  /// The equation that cannot be differentiated.
  private func stepAtFault(_ error: LanguageError, _ steps: [ProgramEquation]) -> ProgramEquation? {
    switch error.kind {
    case .elementAssigned(let name):
      return steps.first { $0.target == name && $0.statement.assignment?.subscripts != nil }
    case .assignedTwice(let name):
      let reader = steps.first {
        $0.inputs.contains(name) && $0.statement.assignment?.value.span == error.span
      }
      let plain = steps.filter {
        $0.target == name && $0.statement.assignment?.updateOperator == nil
      }
      return error.span.start == 0 ? plain.dropFirst().first : reader
    default:
      return steps.first { step in
        step.statement.expressions.contains { $0.span.isSome && $0.contains(error) }
      }
    }
  }

  /// The gradients for any number of examples, or where the equations fit one number only, for
  /// that one.
  private func derive(_ equations: [Assignment]) throws(LanguageError) -> Derivation {
    if isSizeFixed { return try derive(equations, withOneMore: statics) }
    do {
      let derivation = try derive(equations, withOneMore: staticsWithOneMore)
      return fits(derivation) ? derivation : try derive(equations, withOneMore: statics)
    } catch {
      guard case .array = error.kind else { throw error }
      return try derive(equations, withOneMore: statics)
    }
  }

  /// Whether gradients have the shapes of what they belong to: a single example is spread over
  /// others' dimensions, and a second one may not be.
  private func fits(_ derivation: Derivation) -> Bool {
    guard exampleCount == 1 else { return true }
    var names = statics
    for equation in derivation.equations {
      guard
        let value = try? Evaluation.check(equation.value, in: StaticScope(names), limits: limits),
        value.shape == nil || value.shape == statics[equation.of]?.shape
      else { return false }
      names[equation.name] = value
    }
    return true
  }

  private func derive(
    _ equations: [Assignment], withOneMore more: [String: StaticValue]
  ) throws(LanguageError) -> Derivation {
    let shapes = ShapeTable(
      statics, withOneMore: more, examples: exampleCount.map { (Program.examplesName, $0) },
      unitAxes: OneHotMatrices.axes(in: setup + iteration, except: notUnit))
    return try Differentiator.derive(
      equations, loss: loss, parameters: parameters, shapes: shapes,
      examples: exampleCount == nil ? nil : Program.examplesName)
  }
}

extension Expression {
  /// Whether the expression that an error is about is this one or a part of it.
  fileprivate func contains(_ error: LanguageError) -> Bool {
    switch error.kind {
    case .notDifferentiable(let text):
      "\(self.text)(".contains(text.dropLast()) || self.text == text
    default: false
    }
  }
}
