/// What is counted when a run moves: single equations, phases, whole epochs.
public enum StepUnit: String, Sendable, CaseIterable {
  case equation, phase, epoch
}

/// The moments between two equations, phases or epochs, numbered from the start of a program.
extension Program {
  private var onceCount: Int { iteration.count { $0.isOncePerEpoch } }
  private var iterationPhases: [Phase] {
    Phase.repeated.filter { phase in hasSteps(phase, iteration) }
  }
  private var setupPhases: [Phase] { Phase.once.filter { phase in hasSteps(phase, setup) } }

  private func hasSteps(_ phase: Phase, _ steps: [ProgramEquation]) -> Bool {
    steps.contains { $0.phase == phase }
  }

  /// The number of the last boundary at or before a cursor, and whether it is the cursor itself.
  package func boundary(before cursor: Cursor, _ unit: StepUnit) -> (number: Int, isExact: Bool) {
    switch unit {
    case .equation: return (ordinal(of: cursor), true)
    case .epoch:
      if cursor.epoch == 0 { return (0, cursor == startCursor) }
      return (cursor.epoch, cursor == Cursor(epoch: cursor.epoch, index: 0))
    case .phase:
      let phase = step(at: cursor).phase
      let start = self.cursor(epoch: cursor.epoch, batch: cursor.batch, startOf: phase)
      let phases = cursor.epoch == 0 ? setupPhases : iterationPhases
      var number = phases.firstIndex(of: phase) ?? 0
      if cursor.epoch > 0 {
        number += setupPhases.count
        number += ((cursor.epoch - 1) * batchesPerEpoch + cursor.batch) * phases.count
      }
      return (number, start == cursor)
    }
  }

  /// The boundary of a number.
  package func boundary(_ number: Int, _ unit: StepUnit) -> Cursor {
    switch unit {
    case .equation: return cursor(ordinal: number)
    case .epoch: return number <= 0 ? startCursor : Cursor(epoch: number, index: 0)
    case .phase:
      if number < setupPhases.count {
        return cursor(epoch: 0, startOf: setupPhases[max(number, 0)]) ?? startCursor
      }
      let phases = iterationPhases
      let (round, place) = (number - setupPhases.count).quotientAndRemainder(
        dividingBy: max(phases.count, 1))
      let (epoch, batch) = round.quotientAndRemainder(dividingBy: batchesPerEpoch)
      return cursor(epoch: epoch + 1, batch: batch, startOf: phases[place]) ?? startCursor
    }
  }

  /// How many equations come before.
  func ordinal(of cursor: Cursor) -> Int {
    if cursor.epoch == 0 { return cursor.index }
    let whole = iteration.count * batchesPerEpoch - onceCount * (batchesPerEpoch - 1)
    let skipped =
      onceCount * max(cursor.batch - 1, 0)
      + (cursor.batch > 0 ? iteration[..<cursor.index].count { $0.isOncePerEpoch } : 0)
    return setup.count + (cursor.epoch - 1) * whole + cursor.batch * iteration.count + cursor.index
      - skipped
  }

  /// The cursor before which so many equations come. Those that come once an epoch come first.
  package func cursor(ordinal: Int) -> Cursor {
    if ordinal < setup.count { return Cursor(epoch: 0, index: max(ordinal, 0)) }
    let once = onceCount
    let whole = iteration.count * batchesPerEpoch - once * (batchesPerEpoch - 1)
    let (epochs, rest) = (ordinal - setup.count).quotientAndRemainder(dividingBy: whole)
    if rest < iteration.count { return Cursor(epoch: epochs + 1, index: rest) }
    let (batches, place) = (rest - iteration.count).quotientAndRemainder(
      dividingBy: iteration.count - once)
    return Cursor(epoch: epochs + 1, batch: batches + 1, index: once + place)
  }

  /// The cursor right after a phase of an epoch, or after one equation in it.
  package func cursor(after phase: Phase, epoch: Int, batch: Int, equation: String?) -> Cursor? {
    let steps = epoch == 0 ? setup : iteration
    let index = steps.indices.last { index in
      let step = steps[index]
      if batch > 0, step.isOncePerEpoch { return false }
      return step.phase == phase
        && (equation == nil || step.target == equation || step.text == equation)
    }
    return index.map { cursor(after: Cursor(epoch: epoch, batch: batch, index: $0)) }
  }
}
