import Equations
import Networks

/// A change of the model that waits for others: alone it leaves equations that do not agree, as
/// three inputs do before the weights are made for them.
///
/// A value; the run that it is a change of knows nothing of it until it is whole.
public struct OpenChange: Sendable {
  /// The model with what has been changed so far.
  public let model: Model
  /// What has been changed so far, in order.
  public let names: [String]
  /// What does not fit yet.
  public let fault: ModelError

  /// The names that may be given other values or equations so that the equation that does not fit
  /// yet does: what data and init make for it and has not been changed, then its own.
  public var candidates: [String] {
    guard let phase = fault.phase, let source = fault.source,
      let line = model[phase].first(where: { $0.statement.text == source }),
      let assignment = line.statement.asAssignment.assignment
    else { return [] }
    let made = Set(
      Phase.once.flatMap { model[$0] }.compactMap {
        $0.statement.asAssignment.assignment?.name
      })
    var result: [String] = []
    let used = assignment.value.names.filter { made.contains($0) }.sorted()
    for name in used + [assignment.name] where !names.contains(name) && !result.contains(name) {
      result.append(name)
    }
    return result
  }

  /// Whether a fault is one of agreement, which another change may mend, and not of what was typed
  /// itself.
  static func canWait(_ fault: ModelError, typed texts: Set<String>) -> Bool {
    guard let source = fault.source, !texts.contains(source) else { return false }
    switch fault.kind {
    case .lossNotScalar, .noExamples: return true
    case .language(let error):
      return switch error.kind {
      case .array, .wrongArgument, .wrongOperand: true
      default: false
      }
    default: return false
    }
  }
}

extension Model {
  /// The model with another expression for a setting, or another equation for a name, in the first
  /// section that has one for it; `nil` where none has.
  package func replacingLine(_ assignment: Assignment) -> (model: Model, text: String)? {
    guard assignment.subscripts == nil else { return nil }
    if let model = try? replacing(assignment) as Model {
      let lines = model.settings + model[.update]
      return (model, lines.last { !settings.contains($0) }?.statement.text ?? assignment.text)
    }
    guard assignment.updateOperator == nil,
      let phase = Phase.allCases.first(where: {
        !lines(assigning: assignment.name, in: $0).isEmpty
      })
    else { return nil }
    let model = replacingEquation(assignment, in: phase)
    let text = model.lines(assigning: assignment.name, in: phase).last?.statement.text
    return (model, text ?? assignment.text)
  }

  /// The model with other equations for a whole section.
  package func replacing(_ phase: Phase, with statements: [Statement]) -> Model {
    var model = self
    model.sections[phase] = statements.map { ModelLine($0.atStartOfText) }
    return model
  }
}

// MARK: - A whole model

extension Run {
  /// Goes on with another model: from the first section that differs, or from where the run is,
  /// where only an epoch's equations do.
  ///
  /// - Throws: `ModelError` for a model that does not fit together; `LanguageError` for a state of
  ///   its optimizer that cannot be made. The run is unchanged then.
  @discardableResult
  public mutating func set(_ model: Model) throws -> Intervention {
    let old = program
    let new = try Program(model, limits: old.limits)
    let settings = new.settings.filter { setting in
      old.settings.last { $0.name == setting.name }?.expression != setting.expression
    }.map(\.name)
    let removed = old.settings.map(\.name).filter { new.model.settingIndex($0) == nil }
    var changed = Set(removed)
    for name in settings { changed.formUnion(new.settingsDepending(on: name)) }
    let changes = model.changes(since: old.model)
    var phases = Phase.allCases.filter { phase in model[phase] != old.model[phase] }
    if let first = old.firstUse(of: changed, orIn: new) { phases.append(first) }
    let texts = Set(
      changes.compactMap(\.new).flatMap { $0.split(separator: "; ").map(String.init) })
    var report = Intervention(
      kind: .equation, name: changes.map(\.name).joined(separator: ", "),
      assignment: Assignment("model", value: .integer(0)), section: nil,
      oldText: changes.compactMap(\.old).joined(separator: "; "),
      newText: changes.compactMap(\.new).joined(separator: "; "), oldValue: nil, newValue: nil,
      position: position)
    report.equationChanges = changes
    try adopt(
      new, restartingFrom: restartPhase(phases.min { $0 < $1 }), &report, isWhole: true
    ) { step in
      texts.contains(step.text) || step.inputs.contains(where: changed.contains)
    }
    return report
  }
}

extension Model {
  /// What differs from another model, setting by setting and name by name.
  func changes(since old: Model) -> [EquationChange] {
    func lines(_ model: Model) -> [(name: String, text: String)] {
      let all = model.settings + Phase.allCases.flatMap { model[$0] }
      return all.map { line in
        let statement = line.statement
        return (
          statement.asAssignment.assignment?.name ?? statement.calledName, statement.text
        )
      }
    }
    return EquationChange.changes(from: lines(old), to: lines(self))
  }
}
