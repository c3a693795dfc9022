import Arrays
import Equations
import Networks

/// A run that goes on with a changed program.
extension Run {
  /// Takes another program without going back: what was computed stays, and is outdated where the
  /// equation that computed it has changed.
  ///
  /// State that the new program's optimizer needs and the old one did not have is made now; what
  /// another optimizer has kept under the same name is none of its own.
  ///
  /// - Throws: `LanguageError` if that state cannot be made. The run is unchanged then.
  mutating func replaceProgram(with new: Program) throws(LanguageError) {
    let old = program
    var changed = state
    changed.cursor = old.cursor(corresponding: state.cursor, in: new)
    let names = Set(new.names)
    for name in old.names where !names.contains(name) { changed.remove(name) }
    for phase in [Phase.forward, .loss, .backward] {
      let changes = EquationChange.changes(from: old.steps(in: phase), to: new.steps(in: phase))
      for change in changes { changed.supersede(change.name, phase: phase) }
    }
    if changed.cursor.epoch > 0 {
      for step in new.setup {
        guard case .optimizer = step.origin, let target = step.target else { continue }
        let kept = old.setup.last { $0.target == target }
        if changed.slots[target] == nil || kept?.origin != step.origin {
          try changed.execute(step, limits: new.limits)
        }
      }
    }
    program = new
    state = changed
    storeChangedSettings()
    if let count = new.exampleCount, count != old.exampleCount {
      state.store(.array(NDArray(count)), as: Program.examplesName)
    }
  }

  /// Stores the settings whose value has changed, so that nothing else looks outdated.
  mutating func storeChangedSettings() {
    for setting in program.settings {
      if let slot = state.slots[setting.name], slot.value.isIdentical(to: setting.value) {
        continue
      }
      state.store(setting.value, as: setting.name)
    }
  }
}

extension Program {
  /// The program for a value that was changed by hand: of targets that are no longer one-hot it
  /// must not believe that they are, and of targets that are so again it may.
  func knowing(_ value: NDArray, as name: String) throws(ModelError) -> Program {
    guard let axis = OneHotMatrices.axes(in: setup + iteration)[name] else { return self }
    var names = notUnit
    if OneHotMatrices.hold(in: value, along: axis) {
      names.remove(name)
    } else {
      names.insert(name)
    }
    return try knowing(notUnit: names)
  }

  /// The cursor with which `init` begins.
  var initCursor: Cursor {
    cursor(epoch: 0, startOf: .`init`) ?? Cursor(epoch: 1, index: 0)
  }

  /// The settings whose values stand in equations that they make, without their names.
  static let batchingSettings = [
    ProgramBuilder.batchSetting, ProgramBuilder.holdoutSetting, ProgramBuilder.testSetting,
    ProgramBuilder.shuffleSetting, ProgramBuilder.examplesSetting,
  ]

  func settingValue(_ name: String) -> Value? { settings.last { $0.name == name }?.value }

  /// The setting itself and all that are computed from it.
  func settingsDepending(on name: String) -> Set<String> {
    var names: Set<String> = [name]
    for setting in settings where setting.expression.names.contains(where: names.contains) {
      names.insert(setting.name)
    }
    return names
  }

  /// The first section that uses any of the settings; the ones that stand behind no equation's
  /// name, `batch` and `holdout`, are used by the data.
  func firstUse(of names: Set<String>, orIn other: Program) -> Phase? {
    if Self.batchingSettings.contains(where: names.contains) { return .data }
    return Phase.allCases.first { phase in
      (steps(in: phase) + other.steps(in: phase)).contains {
        $0.inputs.contains(where: names.contains)
      }
    }
  }

  /// The cursor in another program at which as much has been done.
  ///
  /// In the midst of a phase that has changed, it is the first equation that has not been done.
  func cursor(corresponding cursor: Cursor, in other: Program) -> Cursor {
    let (old, new) =
      cursor.epoch == 0 ? (setup, other.setup) : (iteration, other.iteration)
    let phase = old[cursor.index].phase
    let first = old.firstIndex { $0.phase == phase } ?? 0
    let done = old[first..<cursor.index].map(\.target)
    let others = new.filter { $0.phase == phase }.map(\.target)
    var offset = 0
    while offset < done.count, offset < others.count, done[offset] == others[offset] { offset += 1 }
    let start = new.firstIndex { $0.phase >= phase } ?? new.count
    let index = start + offset
    guard index < new.count else { return Cursor(epoch: cursor.epoch + 1, index: 0) }
    return Cursor(epoch: cursor.epoch, batch: cursor.batch, index: index)
  }
}

extension Value {
  /// Whether type, shape and every bit are equal.
  func isIdentical(to other: Value) -> Bool {
    switch (self, other) {
    case (.array(let a), .array(let b)): a.isIdentical(to: b)
    case (.tuple(let a), .tuple(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.isIdentical(to: $1) }
    case (.dtype(let a), .dtype(let b)): a == b
    case (.none, .none): true
    default: false
    }
  }
}
