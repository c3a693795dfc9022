import Arrays
import Equations

/// A program at work: advances equation by equation, and knows of each value whether it is there,
/// and whether it still says the truth.
public struct Run: Sendable {
  public internal(set) var program: Program
  public internal(set) var state: RunState
  /// The loss of each finished epoch, from epoch 1.
  public internal(set) var losses: [Double] = []
  /// Where random numbers start if the model does not call `seed`.
  public let seed: UInt32
  /// The state after the data, to which a change of what `init` uses goes back.
  var afterData: RunState?

  public init(_ program: Program, seed: UInt32 = 0) {
    self.program = program
    self.seed = seed
    state = RunState(seed: seed)
    prepare()
  }

  /// Puts in place what is there before the first step.
  private mutating func prepare() {
    state.cursor = program.startCursor
    storeSettings()
    afterData = state.cursor == program.initCursor ? state : nil
  }

  /// Goes back to the moment before `init`.
  mutating func returnToInit() throws {
    guard let afterData else { return reset() }
    state = afterData
    losses = []
  }

  mutating func storeSettings() {
    for setting in program.settings { state.store(setting.value, as: setting.name) }
    if let count = program.exampleCount {
      state.store(.array(NDArray(count)), as: Program.examplesName)
    }
  }

  public var position: Position { program.position(at: state.cursor) }

  /// The equation that comes next.
  public var nextStep: Step { program.step(at: state.cursor) }

  /// The epoch that is being worked on, or was finished last; 0 before training.
  public var epoch: Int { position.epoch }

  /// Whole epochs done.
  public var finishedEpochs: Int { max(state.cursor.epoch - 1, 0) }

  /// Begins again, before the data.
  public mutating func reset() {
    state = RunState(seed: seed)
    losses = []
    prepare()
  }
}

// MARK: - Advancing

extension Run {
  /// What one equation did.
  public struct Execution: Sendable {
    public let step: Step
    /// What the target held before, if it held anything.
    public let old: Value?
    public let value: Value?
    /// Where the run stands after it.
    public let position: Position
  }

  /// An equation that could not be run. The run stands before it, whole.
  public struct Failure: Error, Sendable {
    public let step: Step
    public let error: LanguageError
  }

  /// Runs one equation.
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
  ///   - shouldStop: asked before each equation; the run stops there, whole.
  /// - Returns: whether all of it was run.
  @discardableResult
  public mutating func runEpochs(
    _ count: Int, shouldStop: (Run) -> Bool = { _ in false }
  ) throws(Failure) -> Bool {
    let begun = hasBegunEpoch ? 1 : 0
    let first = max(state.cursor.epoch, 1)
    let (target, overflow) = first.addingReportingOverflow(count + begun)
    let end = overflow ? Int.max : target
    while state.cursor.epoch < end {
      if shouldStop(self) { return false }
      try advance(nextStep)
    }
    return true
  }

  /// Whether an epoch has been begun and not finished.
  public var hasBegunEpoch: Bool {
    let cursor = state.cursor
    return cursor.epoch > 0 && (cursor.index > 0 || cursor.batch > 0)
  }

  /// Whether everything up to the end of `init` has been done.
  public var isInitialised: Bool { state.cursor.epoch > 0 }

  private mutating func advance(_ step: Step) throws(Failure) {
    if program.batchesPerEpoch > 1, state.cursor.epoch > 0,
      state.cursor.index == 0 || program.cycle[state.cursor.index - 1].isOncePerEpoch
    {
      state.store(.array(NDArray(state.cursor.batch)), as: ProgramBuilder.batchIndexName)
    }
    do {
      try state.execute(step, limits: program.limits)
    } catch {
      throw Failure(step: step, error: error)
    }
    let done = state.cursor
    state.cursor = program.cursor(after: done)
    if step.phase == .data, state.cursor == program.initCursor { afterData = state }
    if step.target == program.loss, step.phase == .loss, done.epoch > 0 { noteLoss(done.epoch) }
  }

  private mutating func noteLoss(_ epoch: Int) {
    let value = state[program.loss]?.item ?? .nan
    if losses.count >= epoch {
      losses[epoch - 1] = value
    } else {
      losses.append(value)
    }
  }
}
