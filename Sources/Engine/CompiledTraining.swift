import Arrays
import CKernels
import Equations
import Networks

/// Compiled epochs at work on a run's state: epochs in slices, keyframes and losses on the way.
package struct CompiledTraining {
  /// So many epochs repay compiling.
  package static let fewest = 3
  /// The last epochs before the present are kept one by one, for steps back.
  private static let kept = 8

  private let compiled: CompiledEpoch
  private let stores: EpochStores
  /// Epochs between keyframes: so many that keeping them costs little beside running them.
  private let spacing: Int
  private var losses: [Double] = []

  /// - Parameters:
  ///   - conditions: those before which `run` stops.
  ///   - width, threads: as for a `CompiledEpoch`.
  /// - Throws: `NotCompilable` where the epochs must be run equation by equation.
  package init(
    _ program: Program, _ state: RunState, watching conditions: [StopCondition] = [],
    width: UnsafePointer<uh_kernels> = uh_kernels_chosen(), threads: Int? = nil
  ) throws(NotCompilable) {
    compiled = try CompiledEpoch(
      program, state, watching: conditions, width: width, threads: threads)
    stores = EpochStores(program)
    var spacing = 1
    // A number that is copied takes as long as a dozen operations, and is to be one in a hundred.
    let copied = compiled.carried.reduce(0) { $0 + $1.shape.count }
    let least = max(2_000_000, 1000 * copied)
    while spacing < 1024, spacing * compiled.cost < least { spacing *= 2 }
    self.spacing = spacing
  }

  /// Runs epochs from the start of one.
  ///
  /// - Parameters:
  ///   - keyframeSpacing: of the line; frames further apart are made where that is dear.
  ///   - arrive: called at the start of some epochs, those that are to be kept among them.
  ///   - note: called with the losses of epochs that were run and the first of these epochs.
  ///   - shouldStop: asked every few milliseconds.
  /// - Returns: how many epochs were run, and whether a condition is met in one of the next two.
  @discardableResult
  package mutating func run(
    _ count: Int, from state: inout RunState, keyframeSpacing: Int = 1,
    note: (ArraySlice<Double>, Int) -> Void = { _, _ in },
    shouldStop: (RunState) -> Bool = { _ in false }, arrive: (RunState) -> Void
  ) -> (epochs: Int, isConditionMet: Bool) {
    let start = state
    let first = state.cursor.epoch
    let stamp = state.stamp
    var clock = SliceClock(cost: compiled.cost)
    var done = 0
    var lastLosses: (before: Double, last: Double) = (.nan, .nan)
    while done < count {
      let epoch = first + done
      let step = max(spacing, keyframeSpacing)
      var length = min(clock.length, count - done)
      // Up to the next keyframe, or to the last epochs, which are all kept.
      length = min(length, (epoch / step + 1) * step - epoch)
      length = min(length, max(count - Self.kept - done, 1))
      if losses.count < length { losses = Array(repeating: 0, count: length) }
      let ran = losses.withUnsafeMutableBufferPointer { losses in
        losses.baseAddress.map { compiled.run(length, losses: $0) } ?? 0
      }
      note(losses[..<max(ran, 0)], epoch)
      for loss in losses[..<max(ran, 0)].suffix(2) { lastLosses = (lastLosses.last, loss) }
      if ran < 0 { lastLosses.last = lastLosses.before }
      done += ran
      var isConditionMet = ran < length
      if !isConditionMet, done == count, compiled.endsAtLast() {
        isConditionMet = true
        done -= 1
        lastLosses.last = lastLosses.before
      }
      if isConditionMet, done == 0 {
        state = start
        return (0, true)
      }
      let isEnd = clock.advance(max(ran, 0))
      let isKeyframe =
        isConditionMet || (first + done) % step == 0 || count - done <= Self.kept
      guard isEnd || isKeyframe || done == count else { continue }
      leave(
        in: &state, epoch: first + done, stamp: stamp + done * stores.count, loss: lastLosses.last)
      if isKeyframe { arrive(state) }
      if isConditionMet { return (done, true) }
      if isEnd, done < count, shouldStop(state) {
        guard compiled.endsAtLast() else { break }
        leave(
          in: &state, epoch: first + done - 1, stamp: stamp + (done - 1) * stores.count,
          loss: lastLosses.before)
        return (done - 1, true)
      }
    }
    return (done, false)
  }

  private func leave(in state: inout RunState, epoch: Int, stamp: Int, loss: Double) {
    let before = stamp - stores.count
    var values = compiled.left.map { value in
      let last = stores.last(of: value.name)
      return (
        name: value.name,
        slot: RunState.Slot(
          value: .array(compiled.value(of: value)), stamp: before + last.number, epoch: epoch - 1,
          phase: last.phase)
      )
    }
    if let batch = stores.batchIndex {
      let slot = RunState.Slot(
        value: .array(NDArray(batch.value)), stamp: before + batch.number, epoch: epoch - 1)
      values.append((ProgramBuilder.batchIndexName, slot))
    }
    state.arrive(atEpoch: epoch, stamp: stamp, values, loss: loss)
    state.random = compiled.random
  }
}

/// The values that an epoch stores, numbered from 1.
private struct EpochStores {
  /// How many they are.
  let count: Int
  /// The number of the last batch, if there are batches, and when that is stored.
  let batchIndex: (value: Int, number: Int)?
  private let lasts: [String: (number: Int, phase: Phase)]

  init(_ program: Program) {
    let batches = program.batchesPerEpoch
    let repeated = program.iteration.filter { batches == 1 || !$0.isOncePerEpoch }
      .compactMap { step in step.target.map { (name: $0, phase: step.phase) } }
    var start = 0
    if batches > 1 {
      // A batch begins with its number; the first has it stored again after what is done once.
      let once = program.iteration.count { $0.isOncePerEpoch && $0.target != nil }
      let begins = program.iteration.count { $0.isOncePerEpoch }
      count = batches * (repeated.count + 1) + once + begins
      start = count - repeated.count
      batchIndex = (batches - 1, start)
    } else {
      count = repeated.count
      batchIndex = nil
    }
    var lasts: [String: (number: Int, phase: Phase)] = [:]
    for (index, target) in repeated.enumerated() {
      lasts[target.name] = (start + index + 1, target.phase)
    }
    self.lasts = lasts
  }

  func last(of name: String) -> (number: Int, phase: Phase) { lasts[name] ?? (1, .update) }
}

/// How many epochs go into a slice: as many as take some ten milliseconds.
private struct SliceClock {
  private(set) var length: Int
  private var done = 0
  private var start = ContinuousClock.now

  init(cost: Int) { length = max(1, 2_000_000 / max(cost, 1)) }

  /// Takes note of epochs that were run; whether ten milliseconds are over.
  mutating func advance(_ epochs: Int) -> Bool {
    done += epochs
    guard done >= length else { return false }
    let time = ContinuousClock.now
    let elapsed = time - start
    if elapsed < .milliseconds(5) { length = min(length * 2, 1 << 20) }
    if elapsed > .milliseconds(15) { length = max(length / 2, 1) }
    guard elapsed >= .milliseconds(5) else { return false }
    (start, done) = (time, 0)
    return true
  }
}
