import Arrays
import Equations

/// An equation that could not be run. The state stands before it, whole.
public struct EquationFailure: Error, Sendable {
  public let step: ProgramEquation
  public let error: LanguageError

  package init(step: ProgramEquation, error: LanguageError) {
    self.step = step
    self.error = error
  }
}

/// The network looked at apart from training: its predictions and its loss, at parameters and
/// examples of one's choice, on a copy of a run's state.
extension Program {
  /// The equations from the examples to the loss. Those that pick a batch are not among them, so
  /// they work on whatever examples are there.
  public var evaluation: [ProgramEquation] {
    (steps(in: .forward) + steps(in: .loss)).filter { $0.origin != .batching }
  }
}

extension RunState {
  /// What is there before the first equation of a program: its settings, and how many examples it
  /// has.
  package init(startOf program: Program, seed: UInt32) {
    self.init(seed: seed)
    cursor = program.startCursor
    for setting in program.settings { store(setting.value, as: setting.name) }
    if let count = program.exampleCount {
      store(.array(NDArray(count)), as: Program.examplesName)
    }
  }

  /// Computes predictions and loss of the values that are there.
  ///
  /// - Parameter last: the name to end with, if not with the loss.
  /// - Throws: `EquationFailure` of the equation that cannot be computed.
  package mutating func evaluate(
    _ program: Program, upTo last: String? = nil
  ) throws(EquationFailure) {
    for step in program.evaluation {
      try execute(step, in: program)
      if let last, step.target == last { return }
    }
  }

  /// The loss where a parameter has another value; `nil` where it cannot be computed.
  package func loss(of program: Program, with value: NDArray, as name: String) -> Double? {
    var changed = self
    changed.store(.array(value), as: name)
    guard (try? changed.evaluate(program)) != nil else { return nil }
    return changed[program.loss]?.item
  }

  /// Computes an equation without moving on.
  ///
  /// - Throws: `EquationFailure` of the equation that cannot be computed.
  package mutating func execute(_ step: ProgramEquation, in program: Program)
    throws(EquationFailure)
  {
    do {
      try execute(step, limits: program.limits)
    } catch {
      throw EquationFailure(step: step, error: error)
    }
  }

  /// Runs one equation of a program and moves on to the next; nothing changes if it fails.
  ///
  /// - Throws: `EquationFailure` of the equation that cannot be computed.
  package mutating func advance(_ step: ProgramEquation, in program: Program)
    throws(EquationFailure)
  {
    let name = ProgramBuilder.batchIndexName
    let isBatchStart =
      program.batchesPerEpoch > 1 && cursor.epoch > 0
      && (cursor.index == 0 || program.iteration[cursor.index - 1].isOncePerEpoch)
    let old = isBatchStart ? slots[name] : nil
    if isBatchStart { store(.array(NDArray(cursor.batch)), as: name) }
    do {
      try execute(step, in: program)
    } catch {
      if isBatchStart { restore(old, as: name) }
      throw error
    }
    if step.phase == .loss, step.target == program.loss {
      noteLoss(self[program.loss]?.item ?? .nan, batches: program.batchesPerEpoch)
    }
    cursor = program.cursor(after: cursor)
  }
}

extension RunState {
  /// Notes the loss of a batch as the epoch's, or what it adds to it.
  private mutating func noteLoss(_ value: Double, batches: Int) {
    guard batches > 1 else {
      loss = (cursor.epoch, value)
      return
    }
    if cursor.batch == 0 { lossOfBatches = (0, 0) }
    let examples = self[Program.examplesName]?.item ?? 1
    lossOfBatches.total += value * examples
    lossOfBatches.examples += examples
    loss = (cursor.epoch, lossOfBatches.total / lossOfBatches.examples)
  }
}
