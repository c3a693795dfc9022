import Arrays
import CKernels
import Equations
import Networks

/// The epochs of a program as instructions over memory of their own: allocates once, then runs any
/// number of epochs without looking at an expression, but for what is drawn in each of them.
///
/// Gives the tree walker's values to the last bit: the same operations on each element, in the same
/// order, sums in the order of `SumOrder`, and the same random numbers.
final class Plan {
  /// Works on the batches of an epoch, or on the whole of it where there are none.
  private let machine: PlanMachine
  /// Works on an epoch's last batch, where that is smaller or ends what conditions look at.
  private let last: PlanMachine?
  private let batches: Int
  private let batchSize: Int
  /// How many examples the batches share.
  private let exampleCount: Int

  /// Random numbers as the next epoch will find them.
  private(set) var random: RandomState
  /// About how many operations on elements an epoch has.
  let cost: Int
  /// The losses of the batches of one epoch.
  private var batchLosses: [Double]

  private let watchesConditions: Bool
  /// What the epoch before handed on, and the one before that, while one is run that may have to be
  /// taken back.
  private var kept: Moment?
  private var keptBefore: Moment?
  /// Whether an epoch has been run since values were loaded.
  private var hasBefore = false

  private struct Moment {
    let copy: PlanMachine.Copy
    var random: RandomState
  }

  /// A plan for the program as it goes on from a state, at the start of an epoch.
  ///
  /// - Parameters:
  ///   - conditions: those before which `run` stops.
  ///   - width: the kernels; those chosen for the processor unless a test asks for others.
  ///   - threads: how many work on an epoch; by its cost unless a test asks for a number.
  /// - Throws: `PlanRefusal` where the tree walker must do it.
  init(
    _ program: Program, _ state: RunState, watching conditions: [StopCondition] = [],
    width: UnsafePointer<uh_kernels> = uh_kernels_chosen(), threads: Int? = nil
  ) throws(PlanRefusal) {
    batches = program.batchesPerEpoch
    batchSize = program.exampleCount ?? 0
    exampleCount = program.batchedExampleCount(in: state) ?? batchSize
    watchesConditions = !conditions.isEmpty
    var limit = PlanEmitter.largestMemory
    func machine(_ pass: PlanPass) throws(PlanRefusal) -> PlanMachine {
      let compiled = try PlanCompiler.compile(program, state, pass, watching: conditions)
      let machine = try PlanMachine(
        compiled, examples: pass.examples, limit: limit, width: width, threads: threads)
      limit -= machine.memoryCount
      return machine
    }
    let rest = exampleCount - (batches - 1) * batchSize
    guard batches == 1 || (rest > 0 && rest <= batchSize) else { throw PlanRefusal("batches") }
    let hasLast = batches > 1 && (rest < batchSize || watchesConditions)
    self.machine = try machine(PlanPass(examples: batchSize, isLast: !hasLast))
    last = hasLast ? try machine(PlanPass(examples: rest, isLast: true)) : nil
    random = state.random
    var drawn = batches > 1 ? exampleCount : 0
    for draw in self.machine.draws { drawn += batches * draw.count }
    cost = batches * self.machine.cost + 10 * drawn
    batchLosses = Array(repeating: 0, count: batches)
    if watchesConditions {
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
  var carried: [PlanMachine.Carried] { machine.carried.filter { !$0.isWatched } }

  /// A carried value as it is now.
  func value(of value: PlanMachine.Carried) -> NDArray { machine.value(of: value) }

  /// Takes the carried values of a state at the start of an epoch.
  func load(_ state: RunState) {
    hasBefore = false
    random = state.random
    for value in machine.carried {
      let known =
        value.name == PlanCompiler.epochName && state[value.name] == nil
        ? NDArray(state.cursor.epoch) : state[value.name]
      guard let array = known, array.shape == value.shape else { continue }
      machine.write(array, to: value)
    }
  }

  /// Runs epochs and notes the loss of each, up to the one before that in which a condition is met.
  ///
  /// Where a run stops in the midst of an epoch, what the epoch before computed is still to be
  /// seen, so that one is left to be run equation by equation too.
  ///
  /// - Returns: how many were run: fewer than asked for if a condition is met. It is -1 if the last
  ///   epoch of the call before was taken back.
  @discardableResult
  func run(_ epochs: Int, losses: UnsafeMutablePointer<Double>) -> Int {
    guard watchesConditions else {
      if batches == 1, machine.draws.isEmpty {
        machine.run(epochs, losses: losses)
      } else {
        for epoch in 0..<epochs { _ = runEpoch(losses + epoch) }
      }
      return epochs
    }
    for epoch in 0..<epochs {
      swap(&kept, &keptBefore)
      if let copy = kept?.copy { machine.keep(in: copy) }
      kept?.random = random
      if runEpoch(losses + epoch) {
        if let start = hasBefore ? keptBefore : kept {
          machine.restore(start.copy)
          random = start.random
        }
        return hasBefore ? epoch - 1 : epoch
      }
      hasBefore = true
    }
    return epochs
  }

  /// Runs one epoch; whether a condition was true in it.
  private func runEpoch(_ loss: UnsafeMutablePointer<Double>) -> Bool {
    if batches == 1 {
      draw(for: machine)
      machine.run(1, losses: loss)
      return machine.isMet.map { $0.pointee != 0 } ?? false
    }
    let order = (try? random.permutation(exampleCount))?.integers ?? []
    let count = last == nil ? batches : batches - 1
    if machine.draws.isEmpty, !watchesConditions {
      machine.write(order: order[...])
      machine.run(count, losses: &batchLosses)
      loss.pointee = batchLosses[count - 1]
    } else {
      for batch in 0..<count {
        machine.write(order: order[batch * batchSize..<min((batch + 1) * batchSize, exampleCount)])
        draw(for: machine)
        machine.run(1, losses: loss)
        if let isMet = machine.isMet, isMet.pointee != 0 { return true }
      }
    }
    guard let last else { return false }
    last.takeCarried(from: machine)
    last.write(order: order[(count * batchSize)...])
    draw(for: last)
    last.run(1, losses: loss)
    machine.takeCarried(from: last)
    return last.isMet.map { $0.pointee != 0 } ?? false
  }

  private func draw(for machine: PlanMachine) {
    for (index, draw) in machine.draws.enumerated() {
      if let drawn = draw.value(from: &random) { machine.write(drawn, toDraw: index) }
    }
  }
}
