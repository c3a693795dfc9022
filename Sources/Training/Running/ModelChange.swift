import Equations
import Networks

/// A change of something that has no name among the model's values: which seed its numbers start
/// from, which optimizer it has, whether it trains in batches.
struct ModelChange {
  var model: Model
  var kind: Intervention.Kind
  var oldText: String?
  var newText: String
  /// The first phase that the change reaches.
  var phase: Phase
  /// Whether an equation uses what was changed.
  var isUse: (ProgramEquation) -> Bool
}

extension Model {
  /// What `set seed = 7`, `set update = adam(0.01)`, and `set batch = 32` of a model without batches
  /// come to; `nil` for anything else.
  ///
  /// - Throws: `LanguageError.Kind.unknownFunction` for an update that no optimizer is.
  func change(by assignment: Assignment) throws(LanguageError) -> ModelChange? {
    guard assignment.subscripts == nil, assignment.updateOperator == nil else { return nil }
    switch assignment.name {
    case "seed": return seedChange(to: assignment.value)
    case Phase.update.rawValue: return try optimizerChange(to: assignment)
    case _ where Program.batchingSettings.contains(assignment.name): return adding(assignment)
    default: return nil
    }
  }

  private func seedChange(to value: Expression) -> ModelChange? {
    for phase in Phase.once {
      let index = self[phase].firstIndex { line in
        guard case .expression(let expression) = line.statement.kind,
          case .call("seed", _) = expression.node
        else { return false }
        return true
      }
      guard let index else { continue }
      let statement = Statement(.expression(.call("seed", value)))
      var model = self
      model.sections[phase]?[index] = ModelLine(
        statement.atStartOfText, line: self[phase][index].line)
      return ModelChange(
        model: model, kind: .setting, oldText: self[phase][index].statement.text,
        newText: statement.text, phase: phase, isUse: { $0.text == statement.text })
    }
    return nil
  }

  private func optimizerChange(to assignment: Assignment) throws(LanguageError) -> ModelChange? {
    let value = assignment.value
    guard case .call(let name, _) = value.node, Optimizer.named(name) != nil else {
      let name = if case .call(let name, _) = value.node { name } else { value.text }
      throw LanguageError(
        .unknownFunction(name, candidates: Optimizer.all.map(\.name)), at: value.span)
    }
    let statement = Statement(.expression(value))
    var model = self
    let line = self[.update].first?.line ?? 0
    model.sections[.update] = [ModelLine(statement.atStartOfText, line: line)]
    return ModelChange(
      model: model, kind: .equation,
      oldText: self[.update].map(\.statement.text).joined(separator: "; "),
      newText: statement.text, phase: .update, isUse: { $0.phase == .update })
  }

  private func adding(_ assignment: Assignment) -> ModelChange? {
    guard settingIndex(assignment.name) == nil else { return nil }
    let statement = Statement(.assignment(assignment))
    var model = self
    model.settings.append(ModelLine(statement.atStartOfText))
    return ModelChange(
      model: model, kind: .setting, oldText: nil, newText: statement.text, phase: .data,
      isUse: { $0.origin == .batching })
  }
}

extension Run {
  mutating func setModel(
    _ change: ModelChange, _ assignment: Assignment
  ) throws -> Intervention {
    let new = try Program(change.model, limits: program.limits)
    var report = Intervention(
      kind: change.kind, name: assignment.name, assignment: assignment, section: nil,
      oldText: change.oldText, newText: change.newText, oldValue: nil, newValue: nil,
      position: position)
    try adopt(new, restartingFrom: restartPhase(change.phase), &report, uses: change.isUse)
    return report
  }
}
