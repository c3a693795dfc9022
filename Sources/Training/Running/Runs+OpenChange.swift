import Equations
import Networks

/// Changes that only together leave a model that works.
extension Runs {
  /// What became of a change.
  public enum SetOutcome: Sendable {
    case changed(Change)
    /// It waits for others, and the run is as it was.
    case open(OpenChange)
  }

  /// Changes a setting, a value or an equation of the current run; where that leaves equations that
  /// do not agree, the change is held open, and the next ones belong to it until all fit.
  ///
  /// - Throws: as `set` of an assignment, for what no other change could mend: the run and what is
  ///   held open are unchanged then.
  public mutating func change(_ assignment: Assignment) throws -> SetOutcome {
    guard let open = openChange else {
      do {
        return .changed(try set(assignment))
      } catch {
        guard let (model, text) = run.program.model.replacingLine(assignment),
          Self.isOfAgreement(error), let new = OpenChange(model, [assignment.name], typed: [text])
        else { throw error }
        return try settle(new, model)
      }
    }
    guard let (model, text) = open.model.replacingLine(assignment) else {
      let candidates = run.program.names
      guard candidates.contains(assignment.name) else {
        throw LanguageError(
          .unknownName(assignment.name, candidates: candidates), at: assignment.nameSpan)
      }
      throw LanguageError(.elementAssigned(assignment.name), at: assignment.nameSpan)
    }
    let names = open.names.filter { $0 != assignment.name } + [assignment.name]
    return try settle(OpenChange(model, names, typed: [text]), model)
  }

  /// Changes a whole section, as `change` does a name.
  ///
  /// - Throws: `ModelError` for what no other change could mend.
  public mutating func change(_ phase: Phase, to statements: [Statement]) throws -> SetOutcome {
    let model = (openChange?.model ?? run.program.model).replacing(phase, with: statements)
    let names = statements.compactMap { $0.asAssignment.assignment?.name }
    let others = (openChange?.names ?? []).filter { !names.contains($0) }
    let typed = Set(model[phase].map(\.statement.text))
    return try settle(OpenChange(model, others + names, typed: typed), model)
  }

  /// Drops what is held open.
  ///
  /// - Returns: what that was; `nil` if nothing was.
  public mutating func dropOpenChange() -> OpenChange? {
    defer { openChange = nil }
    return openChange
  }

  private mutating func settle(_ open: OpenChange?, _ model: Model) throws -> SetOutcome {
    guard let open else { return .changed(try set(model)) }
    openChange = open
    return .open(open)
  }

  /// Whether a change was refused because of what stands elsewhere in the model, or because a value
  /// would get another shape, which its equation may.
  private static func isOfAgreement(_ error: any Error) -> Bool {
    switch error {
    case is ModelError: true
    case let error as LanguageError:
      if case .array(.cannotAssign, _, _) = error.kind { true } else { false }
    default: false
    }
  }
}

extension OpenChange {
  /// The change that waits, `nil` where the model works or where what is wrong is what was typed.
  init?(_ model: Model, _ names: [String], typed texts: Set<String>) {
    do {
      _ = try Program(model)
      return nil
    } catch {
      guard Self.canWait(error, typed: texts) else { return nil }
      self.init(model: model, names: names, fault: error)
    }
  }
}
