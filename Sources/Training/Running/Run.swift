import Arrays
import Equations
import Networks

/// A program at work: advances equation by equation, and knows of each value whether it is there,
/// and whether it still says the truth.
public struct Run: Sendable {
  public internal(set) var program: Program
  public internal(set) var state: RunState
  /// Where random numbers start if the model does not call `seed`.
  public let seed: UInt32
  /// All moments up to the furthest one reached.
  var timeline: Timeline
  /// Whether whole epochs may be compiled; the values are the same.
  var isCompiling = true
  /// Why epochs were interpreted when last so many were run that compiling them would pay.
  public internal(set) var interpretation: Interpretation?

  public init(_ program: Program, seed: UInt32 = 0) {
    self.program = program
    self.seed = seed
    state = RunState(startOf: program, seed: seed)
    timeline = Timeline(program, start: state)
  }

  /// A run that stands in the midst of things and has no past.
  init(_ program: Program, seed: UInt32, at state: RunState) {
    self.program = program
    self.seed = seed
    self.state = state
    timeline = Timeline(program, start: state)
  }

  public var position: Position { program.position(at: state.cursor) }

  /// The equation that comes next.
  public var nextStep: ProgramEquation { program.step(at: state.cursor) }

  /// The epoch that is being worked on, or was finished last; 0 before training.
  public var epoch: Int { position.epoch }

  /// Whole epochs done.
  public var finishedEpochs: Int { max(state.cursor.epoch - 1, 0) }

  /// Begins again, before the data, with the program as it is now. All other moments are
  /// forgotten.
  public mutating func reset() {
    if let fresh = try? program.knowing(notUnit: []) { program = fresh }
    state = RunState(startOf: program, seed: seed)
    timeline = Timeline(
      program, start: state, budget: timeline.budget, startBudget: timeline.startBudget)
  }
}

// MARK: - Advancing

extension Run {
  /// What one equation did.
  public struct Execution: Sendable {
    public let step: ProgramEquation
    /// What the target held before, if it held anything.
    public let old: Value?
    public let value: Value?
    /// Where the run stands after it.
    public let position: Position
  }

  /// An equation that could not be run. The run stands before it, whole.
  public typealias Failure = EquationFailure

  /// Runs one equation.
  ///
  /// - Throws: `Failure` where it cannot be computed; the run stands before it.
  @discardableResult
  public mutating func stepEquation() throws(Failure) -> Execution {
    let step = nextStep
    let old = step.target.flatMap { state.slots[$0]?.value }
    try advance(step)
    return Execution(
      step: step, old: old, value: step.target.flatMap { state.slots[$0]?.value },
      position: position)
  }

  /// Runs to the end of the phase.
  ///
  /// - Throws: `Failure` of the equation before which the run then stands.
  public mutating func stepPhase() throws(Failure) -> [Execution] {
    let (phase, epoch, batch) = (nextStep.phase, state.cursor.epoch, state.cursor.batch)
    var executions: [Execution] = []
    repeat {
      executions.append(try stepEquation())
    } while nextStep.phase == phase && state.cursor.epoch == epoch && state.cursor.batch == batch
    return executions
  }

  /// Runs whole epochs: first to the end of one that was begun, then so many more.
  ///
  /// - Parameters:
  ///   - count: epochs to run after a begun one is finished.
  ///   - shouldStop: asked before each equation, or in long runs every few milliseconds; the run
  ///     stops there, whole.
  /// - Returns: whether all of it was run.
  @discardableResult
  public mutating func runEpochs(
    _ count: Int, shouldStop: (Run) -> Bool = { _ in false }
  ) throws(Failure) -> Bool {
    let begun = hasBegunEpoch ? 1 : 0
    let first = max(state.cursor.epoch, 1)
    let (target, overflow) = first.addingReportingOverflow(count + begun)
    let end = overflow ? Int.max : target
    var trial = CompilationBackoff()
    while state.cursor.epoch < end {
      if shouldStop(self) { return false }
      if isAtEpochStart,
        try runCompiled(end - state.cursor.epoch, &trial, shouldStop).isInterrupted
      {
        return false
      }
      try advance(nextStep)
    }
    return true
  }

  /// Whether an epoch has been begun and not finished.
  public var hasBegunEpoch: Bool {
    let cursor = state.cursor
    return cursor.epoch > 0 && (cursor.index > 0 || cursor.batch > 0)
  }

  /// Whether an epoch comes next, from its beginning.
  var isAtEpochStart: Bool {
    let cursor = state.cursor
    return cursor.epoch > 0 && cursor.index == 0 && cursor.batch == 0
  }

  /// Whether everything up to the end of `init` has been done.
  public var isInitialised: Bool { state.cursor.epoch > 0 }

  /// Runs the next equation, and goes over to the next segment of the line where that one begins.
  mutating func advance(_ step: ProgramEquation) throws(Failure) {
    try state.advance(step, in: program)
    if step.phase == .loss, timeline.isInLastSegment, state.cursor > timeline.furthest,
      let loss = state.loss
    {
      timeline.losses.note(loss.value, epoch: loss.epoch)
    }
    timeline.arrive(at: state)
    if let end = timeline.currentEnd, state.cursor == end { try enter(timeline.current + 1) }
  }
}
