import Arrays
import CKernels
import Equations
import Networks

/// The epochs of a program as instructions over memory of their own: allocates once, then runs any
/// number of epochs without looking at an expression, but for what is drawn in each of them.
///
/// Gives the interpreter's values to the last bit: the same operations on each element, in the same
/// order, sums in the order of sum_order.h, and the same random numbers.
final class CompiledEpoch {
  /// Works on the batches of an epoch, or on the whole of it where there are none.
  private let machine: CompiledPass
  /// Works on an epoch's last batch, where that is smaller or ends what conditions look at.
  private let last: CompiledPass?
  private let batches: Int
  private let batchSize: Int
  /// How many examples the batches share.
  private let exampleCount: Int

  /// Random numbers as the next epoch will find them.
  private(set) var random: RandomState
  /// Whether each epoch draws an order of its examples.
  private let shuffles: Bool
  /// About how many operations on elements an epoch has.
  let cost: Int
  /// The losses of the batches of one epoch.
  private var batchLosses: [Double]

  /// Whether a run may have to stop before an epoch that has been run: one in which a condition was
  /// met, or that the interpreter has to do.
  private let canEnd: Bool
  /// The start of the epochs that are being run, and of those before.
  private var kept: Moment?
  private var keptBefore: Moment?
  /// Whether the end of an epoch is looked at only when the next one has been run.
  let defersConditions: Bool
  /// Epochs that have been run since values were loaded.
  private var sinceLoading = 0
  private var replayedLosses: [Double] = []

  private struct Moment {
    let copy: CompiledPass.Copy
    var random: RandomState
    /// How many epochs have been run from it.
    var epochs = 0
  }

  /// The program compiled as it goes on from a state, at the start of an epoch.
  ///
  /// - Parameters:
  ///   - conditions: those before which `run` stops.
  ///   - width: the kernels; those chosen for the processor unless a test asks for others.
  ///   - threads: how many work on an epoch; by its cost unless a test asks for a number.
  /// - Throws: `NotCompilable` where the interpreter must do it.
  init(
    _ program: Program, _ state: RunState, watching conditions: [StopCondition] = [],
    width: UnsafePointer<uh_kernels> = uh_kernels_chosen(), threads: Int? = nil
  ) throws(NotCompilable) {
    batches = program.batchesPerEpoch
    batchSize = program.exampleCount ?? 0
    exampleCount = program.batchedExampleCount(in: state) ?? batchSize
    defersConditions = conditions.contains { program.defers($0.expression) }
    var limit = Emitter.largestMemory
    func machine(_ pass: PassKind) throws(NotCompilable) -> CompiledPass {
      let compiled = try Compiler.compile(program, state, pass, watching: conditions)
      let machine = try CompiledPass(
        compiled, examples: pass.examples, limit: limit, width: width, threads: threads)
      limit -= machine.memoryCount
      return machine
    }
    let rest = exampleCount - (batches - 1) * batchSize
    guard batches == 1 || (rest > 0 && rest <= batchSize) else { throw NotCompilable(.memory) }
    let hasLast = batches > 1 && (rest < batchSize || !conditions.isEmpty)
    let kind = { [batches, exampleCount] (examples: Int, isLast: Bool) in
      PassKind(
        examples: examples, isLast: isLast, batches: batches, examplesOfEpoch: exampleCount)
    }
    self.machine = try machine(kind(batchSize, !hasLast))
    last = hasLast ? try machine(kind(rest, true)) : nil
    random = state.random
    var drawn = batches > 1 ? exampleCount : 0
    for draw in self.machine.draws { drawn += batches * draw.count }
    cost = batches * self.machine.cost + 10 * drawn
    batchLosses = Array(repeating: 0, count: batches)
    shuffles = program.iteration.contains(where: \.isOncePerEpoch)
    canEnd = self.machine.canEnd || last?.canEnd ?? false
    if canEnd {
      kept = Moment(copy: self.machine.makeCopy(), random: random)
      keptBefore = Moment(copy: self.machine.makeCopy(), random: random)
    }
    load(state)
  }

  deinit {
    kept?.copy.deallocate()
    keptBefore?.copy.deallocate()
  }

  /// The names that one epoch hands to the next.
  var carried: [CompiledPass.Carried] { machine.carried.filter { !$0.isWatched } }

  /// What the epoch that was run last leaves for the next, and for the conditions that look at its
  /// values before they are computed anew.
  var left: [CompiledPass.Carried] {
    machine.carried.filter {
      !$0.isWatched || $0.name != Compiler.epochName && $0.name != Compiler.totalLossName
    }
  }

  /// A carried value as it is now.
  func value(of value: CompiledPass.Carried) -> NDArray { machine.value(of: value) }

  /// Takes the carried values of a state at the start of an epoch.
  func load(_ state: RunState) {
    sinceLoading = 0
    random = state.random
    for value in machine.carried {
      let known =
        switch value.name {
        case Compiler.epochName where state[value.name] == nil: NDArray(state.cursor.epoch)
        case Compiler.totalLossName: NDArray(0.0)
        default: state[value.name]
        }
      guard let array = known, array.shape == value.shape else { continue }
      machine.write(array, to: value)
    }
  }

  /// Runs epochs and notes the loss of each, up to the one before that which ends the run.
  ///
  /// Where a run stops in the midst of an epoch, what the epoch before computed is still to be
  /// seen, so that one is left to be interpreted too. Values are kept now and then only: what lies
  /// between is run again, to the same bits.
  ///
  /// - Returns: how many were run: fewer than asked for if one ends the run. It is -1 if the last
  ///   epoch of the call before was taken back.
  @discardableResult
  func run(_ epochs: Int, losses: UnsafeMutablePointer<Double>) -> Int {
    guard canEnd else { return runEpochs(epochs, losses).count }
    var done = 0
    while done < epochs {
      keep()
      let (count, hasEnded) = runEpochs(min(stretch, epochs - done), losses + done)
      guard hasEnded else {
        done += count
        sinceLoading += count
        kept?.epochs = count
        continue
      }
      let left = min(2, sinceLoading + count)
      if count < left, let before = keptBefore {
        replay(before, before.epochs - 1)
        return done - 1
      }
      if let kept { replay(kept, count - left) }
      return done + count - left
    }
    return epochs
  }

  /// Looks at the end of the epoch that was run last, where that has not been done yet.
  ///
  /// - Returns: whether that epoch ends the run; then it has been taken back.
  func endsAtLast() -> Bool {
    guard defersConditions, sinceLoading > 0 else { return false }
    var loss = 0.0
    if run(1, losses: &loss) < 1 { return true }
    if let kept { replay(kept, 0) }
    swap(&kept, &keptBefore)
    sinceLoading -= 1
    return false
  }

  /// Epochs between two moments that are kept: few beside those that have been run.
  private var stretch: Int { min(max(sinceLoading / 16, 8), 4096) }

  private func keep() {
    swap(&kept, &keptBefore)
    if let copy = kept?.copy { machine.keep(in: copy) }
    kept?.random = random
    kept?.epochs = 0
  }

  private func replay(_ moment: Moment, _ epochs: Int) {
    machine.restore(moment.copy)
    last?.clearFault()
    random = moment.random
    if replayedLosses.count < epochs { replayedLosses = Array(repeating: 0, count: epochs) }
    _ = replayedLosses.withUnsafeMutableBufferPointer { losses in
      losses.baseAddress.map { runEpochs(epochs, $0) }
    }
  }

  /// - Returns: how many were run, the one that ended the run among them.
  private func runEpochs(
    _ epochs: Int, _ losses: UnsafeMutablePointer<Double>
  ) -> (count: Int, hasEnded: Bool) {
    if epochs == 0 { return (0, false) }
    if batches == 1, machine.draws.isEmpty {
      let count = machine.run(epochs, losses: losses)
      return (count, machine.hasEnded)
    }
    for epoch in 0..<epochs where runEpoch(losses + epoch) { return (epoch + 1, true) }
    return (epochs, false)
  }

  /// Runs one epoch; whether it ends the run.
  private func runEpoch(_ loss: UnsafeMutablePointer<Double>) -> Bool {
    if batches == 1 {
      draw(for: machine, batch: 0)
      machine.run(1, losses: loss)
      return machine.hasEnded
    }
    let order =
      shuffles
      ? (try? random.permutation(exampleCount))?.integers ?? [] : Array(0..<exampleCount)
    let count = last == nil ? batches : batches - 1
    // The epoch's loss is the mean over its batches, by the number of their examples.
    var total = 0.0
    if machine.draws.isEmpty {
      machine.write(order: order[...])
      machine.run(count, losses: &batchLosses)
      if machine.hasEnded { return true }
      for batch in 0..<count { total += batchLosses[batch] * Double(batchSize) }
    } else {
      for batch in 0..<count {
        machine.write(order: order[batch * batchSize..<min((batch + 1) * batchSize, exampleCount)])
        draw(for: machine, batch: batch)
        machine.run(1, losses: loss)
        total += loss.pointee * Double(batchSize)
        if machine.hasEnded { return true }
      }
    }
    guard let last else {
      loss.pointee = total / Double(exampleCount)
      return false
    }
    last.takeCarried(from: machine)
    last.write(order: order[(count * batchSize)...])
    draw(for: last, batch: count)
    last.run(1, losses: loss)
    total += loss.pointee * Double(exampleCount - count * batchSize)
    loss.pointee = total / Double(exampleCount)
    machine.takeCarried(from: last)
    return last.hasEnded
  }

  private func draw(for machine: CompiledPass, batch: Int) {
    for (index, draw) in machine.draws.enumerated() {
      if let drawn = draw.value(from: &random, batch: batch) { machine.write(drawn, toDraw: index) }
    }
  }
}
