import Arrays
import Equations
import Networks

/// 'What if': changing a setting, a value or an equation in the midst of a run.
extension Run {
  /// Changes one thing, from this moment on.
  ///
  /// What a name stands for decides what is changed:
  /// - a setting: its expression. If `data` or `init` has used it, the run goes back to the moment
  ///   before that section; else it counts from the next equation that reads it.
  /// - a parameter, the optimizer's state, anything else that `init` made, and any element, slice
  ///   or `+=` of a value: the number itself. The value is computed from the run's values as they
  ///   are now; its shape must be the old one (a number does for a single element), and it takes the old
  ///   type.
  /// - a name of `forward`, `loss`, `backward` or `update`: its equation. The backward section is
  ///   derived again unless the changed equation is one of its own; then all of it is written
  ///   into the model first, so that the mistake stays.
  /// - a whole name of `data`: its equation there, and the run begins again. The same of a name that
  ///   `init` has not made yet.
  /// - `seed`, `update`, and `batch` or `holdout` where the model does not have them: see
  ///   `ModelChange`.
  ///
  /// Random numbers in a value come from a generator of their own, made from the seed and the
  /// count of values stored so far, so that the run's own stream is not touched.
  ///
  /// - Parameter section: the section whose equation is meant, where a name has several or would
  ///   otherwise be changed as a number: `W1` of `init` or of `update`.
  /// - Throws: `LanguageError` for a name that is unknown or has no value yet, a shape that
  ///   differs, and what evaluation refuses; `ModelError` for a program that does not fit
  ///   together. The run is unchanged then.
  @discardableResult
  public mutating func set(
    _ assignment: Assignment, in section: Phase? = nil
  ) throws -> Intervention {
    switch try changeKind(assignment, in: section) {
    case .setting(let index): return try setSetting(assignment, at: index)
    case .equation(let phase): return try setEquation(assignment, in: phase)
    case .value: return try setValue(assignment)
    case .model(let change): return try setModel(change, assignment)
    }
  }

  private enum ChangeKind {
    case setting(index: Int)
    case equation(Phase)
    case value
    case model(ModelChange)
  }

  private func changeKind(
    _ assignment: Assignment, in section: Phase?
  ) throws -> ChangeKind {
    let name = assignment.name
    let unknown = LanguageError(
      .unknownName(name, candidates: program.names), at: assignment.nameSpan)
    if let section {
      guard program.steps(in: section).contains(where: { $0.target == name }) else { throw unknown }
      return .equation(section)
    }
    if let index = program.model.settingIndex(name) {
      guard assignment.subscripts == nil else {
        throw ModelError(.settingNotAssignment(assignment.text), source: assignment.text)
      }
      return .setting(index: index)
    }
    if let change = try program.model.change(by: assignment) { return .model(change) }
    let steps = program.steps(assigning: name).filter { $0.origin != .batching }
    let isState =
      program.parameters.contains(name) || program.optimizerState.contains(name)
      || steps.contains { $0.phase == .`init` }
    if assignment.subscripts == nil, assignment.updateOperator == nil, !isState,
      let phase = steps.last?.phase
    {
      return .equation(phase)
    }
    guard state.slots[name] == nil else { return .value }
    if assignment.subscripts == nil, assignment.updateOperator == nil,
      !program.model.lines(assigning: name, in: .`init`).isEmpty
    {
      return .equation(.`init`)
    }
    if case .unavailable(let name) = value(of: name) {
      throw LanguageError(.unavailable(name), at: assignment.nameSpan)
    }
    throw unknown
  }

  // MARK: Settings

  private mutating func setSetting(_ assignment: Assignment, at index: Int) throws -> Intervention {
    let name = assignment.name
    let model = program.model
    let expression = model.settingExpression(assignment, at: index)
    let new = try Program(
      model.replacingSetting(at: index, name, with: expression), limits: program.limits)
    let changed = new.settingsDepending(on: name)
    var report = Intervention(
      kind: .setting, name: name, assignment: assignment, section: nil,
      oldText: model.settings[index].statement.text,
      newText: new.model.settings[index].statement.text,
      oldValue: program.settingValue(name), newValue: new.settingValue(name), position: position)
    let restart = restartPhase(program.firstUse(of: changed, orIn: new))
    let isBatching = Program.batchingSettings.contains(where: changed.contains)
    let wasBatched = isBatching && program.setup.contains { $0.origin == .batching }
    try adopt(new, restartingFrom: restart, &report) { step in
      step.inputs.contains(where: changed.contains) || isBatching && step.origin == .batching
    }
    // Batches and held back examples that are no more leave the data as it is written.
    if wasBatched, report.countsFrom == nil { report.countsFrom = .data }
    return report
  }

  /// From which section the run has to begin again when `phase` is the first to use a change.
  func restartPhase(_ phase: Phase?) -> Phase? {
    switch phase {
    case .data: state.cursor > program.startCursor ? .data : nil
    case .`init`: state.cursor > program.initCursor ? .`init` : nil
    default: nil
    }
  }

  // MARK: Equations

  private mutating func setEquation(
    _ assignment: Assignment, in phase: Phase
  ) throws -> Intervention {
    let name = assignment.name
    if assignment.subscripts != nil || assignment.updateOperator != nil {
      throw LanguageError(.elementAssigned(name), at: assignment.nameSpan)
    }
    var model = program.model
    if model.lines(assigning: name, in: phase).isEmpty { model = model.writing(phase, of: program) }
    let old = model.lines(assigning: name, in: phase).map(\.statement.text)
    model = model.replacingEquation(assignment, in: phase)
    let new = try Program(model, limits: program.limits)
    let text = model.lines(assigning: name, in: phase).first?.statement.text
    var report = Intervention(
      kind: .equation, name: name, assignment: assignment, section: phase,
      oldText: old.joined(separator: "; "), newText: text ?? assignment.text,
      oldValue: state.slots[name]?.value, newValue: nil, position: position)
    try adopt(new, restartingFrom: restartPhase(phase), &report) {
      $0.phase == phase && $0.target == name
    }
    return report
  }

  // MARK: Values

  private mutating func setValue(_ assignment: Assignment) throws -> Intervention {
    let assignment = try assignment.reading(program.model.files)
    let name = assignment.name
    guard case .array(let old)? = state.slots[name]?.value else {
      throw LanguageError(.notAnArray(name), at: assignment.nameSpan)
    }
    _ = try Evaluation.check(assignment, in: self, limits: program.limits)
    var generator: RandomState? = interventionGenerator
    let value = try Evaluation.stored(by: assignment, in: self, random: &generator)
    guard case .array(let array) = value else {
      throw LanguageError(.notAnArray(assignment.value.text), at: assignment.value.span)
    }
    func error(_ error: ArrayError) -> LanguageError {
      let operands = [
        LanguageError.Operand(text: name, shape: old.shape),
        LanguageError.Operand(text: assignment.computedValue.text, shape: array.shape),
      ]
      return LanguageError(
        .array(error, operation: "=", operands: operands), at: assignment.value.span)
    }
    // `set b = -1.5` says all that there is to say about a bias of shape (1, 1).
    guard array.shape == old.shape || (array.rank == 0 && old.count == 1) else {
      throw error(.cannotAssign(value: array.shape, to: old.shape))
    }
    let new: NDArray
    do throws(ArrayError) {
      new = try array.cast(to: old.dtype).reshaped(to: old.shape.dimensions)
    } catch let fault {
      throw error(fault)
    }
    var report = Intervention(
      kind: .value, name: name, assignment: assignment, section: nil, oldText: nil,
      newText: assignment.text, oldValue: .array(old), newValue: .array(new), position: position)
    let before = Set(outdatedNames)
    let moment = state
    let changed = try program.knowing(new, as: name)
    report.backwardChanges = EquationChange.changes(
      from: program.steps(in: .backward), to: changed.steps(in: .backward))
    if changed.notUnit != program.notUnit { try replaceProgram(with: changed) }
    state.store(.array(new), as: name)
    branch(after: moment, by: Timeline.Edit(assignment: assignment, section: nil))
    noteUses(in: &report) { $0.inputs.contains(name) }
    report.outdated = outdatedNames.filter { !before.contains($0) }
    return report
  }

  /// Where the random numbers of a value that is set come from.
  var interventionGenerator: RandomState {
    var bits = UInt64(seed) << 32 ^ UInt64(truncatingIfNeeded: state.stamp)
    // The finalizer of SplitMix64 (Steele, Lea and Flood 2014), so that neighbours share nothing.
    bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
    var generator = RandomState(seed: UInt32(truncatingIfNeeded: bits ^ bits >> 31))
    generator.named = state.random.named
    return generator
  }

  // MARK: Another program

  /// Goes on with another program, from where the run is or from the start of a section.
  ///
  /// - Parameter isWhole: whether the report's assignment does not say all that was changed.
  mutating func adopt(
    _ new: Program, restartingFrom restart: Phase?, _ report: inout Intervention,
    isWhole: Bool = false, uses: (ProgramEquation) -> Bool
  ) throws {
    let old = program
    let before = Set(outdatedNames)
    let isNewData = state.cursor == old.startCursor || restart == .data
    let new = try new.knowing(notUnit: isNewData ? [] : old.notUnit)
    report.backwardChanges = EquationChange.changes(
      from: old.steps(in: .backward), to: new.steps(in: .backward))
    switch restart {
    case _ where isNewData:
      program = new
      reset()
    case .`init`:
      try go(toInitOf: old)
      let moment = state
      // What was changed by hand after this moment has not been changed at it.
      program = try new.knowing(notUnit: program.notUnit)
      state.cursor = new.initCursor
      storeChangedSettings()
      branch(after: moment)
    default:
      let moment = state
      try replaceProgram(with: new)
      let edit = Timeline.Edit(assignment: report.assignment, section: report.section)
      branch(after: moment, by: isWhole ? nil : edit)
    }
    report.restartedFrom = restart
    noteUses(in: &report, uses)
    report.outdated = outdatedNames.filter { !before.contains($0) }
  }

  private func noteUses(in report: inout Intervention, _ uses: (ProgramEquation) -> Bool) {
    report.usedIn = program.phases.filter { program.steps(in: $0).contains(where: uses) }
    var cursor = state.cursor
    // Twice around is enough to see every equation that can still come.
    for _ in 0..<program.setup.count + 2 * program.iteration.count {
      let step = program.step(at: cursor)
      if uses(step) {
        report.countsFrom = step.phase
        return
      }
      cursor = program.cursor(after: cursor)
    }
  }
}
