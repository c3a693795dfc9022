import Arrays
import CKernels
import Equations

/// The epochs of a program as instructions over memory of their own: allocates once, then runs any
/// number of epochs without allocating and without looking at an expression.
///
/// Gives the tree walker's values to the last bit: the same operations on each element, in the same
/// order, and sums in the order of `SumOrder`.
final class Plan {
  /// The names that one epoch hands to the next, with where they lie.
  private(set) var carried: [Carried] = []
  /// The same for names whose values of the epoch before only conditions read.
  private var watched: [Carried] = []
  /// About how many operations on elements an epoch has.
  private(set) var cost = 0

  /// An epoch of so many operations, some milliseconds, is worth more than one thread: where one
  /// waits for the other at each tenth of a millisecond, little is won, and much is lost if other
  /// programs want the processors.
  private static let leastCostOfThreads = 10_000_000

  struct Carried {
    let name: String
    let shape: Shape
    let dtype: DType
    let place: PlanMemory.Place
  }

  private let memory: UnsafeMutablePointer<Double>
  private let instructions: UnsafeMutablePointer<uh_instruction>
  private let stages: UnsafeMutablePointer<uh_stage>
  private let instructionCount: Int
  private var plan: uh_plan
  /// Not 0 if a condition was true at some moment of the epoch that was run last.
  private var isMet: UnsafePointer<Double>?
  /// What the epoch before handed on, and the one before that, while one is run that may have to be
  /// taken back.
  private var kept = UnsafeMutableBufferPointer<Double>(start: nil, count: 0)
  private var keptBefore = UnsafeMutableBufferPointer<Double>(start: nil, count: 0)
  /// Whether an epoch has been run since values were loaded.
  private var hasBefore = false

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
    let compiled = try PlanCompiler.compile(program, state, watching: conditions)
    var emitter = PlanEmitter(
      compiled, examples: program.exampleCount ?? 0, lanes: Int(width.pointee.lanes))
    emitter.emit()
    guard emitter.memory.count < PlanEmitter.largestMemory else { throw PlanRefusal("memory") }
    cost = emitter.cost
    instructionCount = emitter.instructions.count
    var plan = uh_plan()
    (plan.examples, plan.block) = (emitter.examples, emitter.block)
    let workspace = emitter.memory.count
    var space = 0
    // Panels of constants lie behind the workspace, and take memory only while there is enough.
    var panels: [(index: Int, offset: Int)] = []
    var panelCount = 0
    for index in emitter.instructions.indices {
      var instruction = emitter.instructions[index].instruction
      space = max(space, uh_plan_workspace(width, &instruction, emitter.workspaceWidth))
      guard emitter.instructions[index].isOfConstant else { continue }
      let count = uh_plan_packed_count(width, &plan, &instruction)
      emitter.instructions[index].instruction = instruction
      guard count > 0, workspace + panelCount + count < PlanEmitter.largestMemory else { continue }
      panels.append((index, panelCount))
      panelCount += (count + 7) / 8 * 8
    }
    // Behind the shared places each thread's own, its workspace behind them.
    let shared = (workspace + 7) / 8 * 8
    let own = emitter.memory.ownCount
    plan.own_step = (own + space + 79) / 8 * 8
    plan.insists = threads != nil
    plan.threads = threads ?? (cost < Self.leastCostOfThreads ? 1 : uh_threads_chosen())
    space = plan.threads * plan.own_step
    let memory = UnsafeMutablePointer<Double>.allocateAligned(shared + space + panelCount + 8)
    self.memory = memory
    instructions = .allocate(capacity: max(instructionCount, 1))
    stages = .allocate(capacity: max(emitter.stages.count, 1))
    for (index, item) in emitter.instructions.enumerated() {
      var instruction = item.instruction
      func locate(_ operand: inout uh_operand, _ place: PlanMemory.Place?) {
        if let place {
          operand.start = memory + place.offset + (place.motion == UH_OWN ? shared : 0)
        }
      }
      locate(&instruction.out, item.out)
      locate(&instruction.a, item.a)
      locate(&instruction.b, item.b)
      locate(&instruction.c, item.c)
      locate(&instruction.d, item.d)
      instruction.workspace = memory + shared + own
      uh_plan_prepare(width, &instruction)
      (instructions + index).initialize(to: instruction)
    }
    var next = UnsafePointer(instructions)
    for (index, stage) in emitter.stages.enumerated() {
      (stages + index).initialize(
        to: uh_stage(
          local: next, reducing: next + stage.local, global: next + stage.local + stage.reducing,
          local_count: stage.local, reducing_count: stage.reducing, global_count: stage.global))
      next += stage.local + stage.reducing + stage.global
    }
    plan.stages = UnsafePointer(stages)
    plan.stage_count = emitter.stages.count
    plan.loss = UnsafePointer(memory + emitter.loss.offset)
    self.plan = plan
    for (place, node) in emitter.constants {
      write(node.values, to: place, rows: node.rows, columns: node.columns)
    }
    for (index, offset) in panels {
      instructions[index].packed = memory + shared + space + offset
      uh_plan_pack(width, &plan, instructions + index)
    }
    for (value, home) in zip(compiled.carried, emitter.homes) {
      let place = Carried(name: value.name, shape: value.shape, dtype: value.dtype, place: home)
      if value.isWatched { watched.append(place) } else { carried.append(place) }
    }
    if let place = emitter.isMet {
      isMet = UnsafePointer(memory + place.offset)
      kept = .allocate(capacity: emitter.homesEnd)
      kept.initialize(repeating: 0)
      keptBefore = .allocate(capacity: emitter.homesEnd)
      keptBefore.initialize(repeating: 0)
    }
    load(state)
  }

  deinit {
    memory.deallocate()
    instructions.deallocate()
    stages.deallocate()
    kept.deallocate()
    keptBefore.deallocate()
  }

  private func write(_ values: [Double], to place: PlanMemory.Place, rows: Int, columns: Int) {
    values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      for row in 0..<rows {
        (memory + place.offset + row * place.row).update(
          from: base + row * columns, count: columns)
      }
    }
  }

  /// Takes the carried values of a state at the start of an epoch.
  func load(_ state: RunState) {
    hasBefore = false
    for value in carried + watched {
      let known =
        value.name == PlanCompiler.epochName && state[value.name] == nil
        ? NDArray(state.cursor.epoch) : state[value.name]
      guard let array = known, array.shape == value.shape else { continue }
      let (rows, columns) = value.shape.matrix
      write(array.doubles, to: value.place, rows: rows, columns: columns)
    }
  }

  /// A carried value as it is now.
  func value(of value: Carried) -> NDArray {
    let (rows, columns) = value.shape.matrix
    let base = memory + value.place.offset
    let values = [Double](unsafeUninitializedCapacity: rows * columns) { buffer, initialized in
      initialized = rows * columns
      guard let out = buffer.baseAddress else { return }
      for row in 0..<rows {
        (out + row * columns).initialize(from: base + row * value.place.row, count: columns)
      }
    }
    return NDArray(shape: value.shape, float64: values).converted(to: value.dtype)
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
    guard let isMet else {
      uh_plan_run(&plan, epochs, losses)
      return epochs
    }
    for epoch in 0..<epochs {
      swap(&kept, &keptBefore)
      _ = kept.update(fromContentsOf: UnsafeBufferPointer(start: memory, count: kept.count))
      uh_plan_run(&plan, 1, losses + epoch)
      if isMet.pointee != 0 {
        let start = hasBefore ? keptBefore : kept
        if let base = start.baseAddress { memory.update(from: base, count: start.count) }
        return hasBefore ? epoch - 1 : epoch
      }
      hasBefore = true
    }
    return epochs
  }
}

extension UnsafeMutablePointer<Double> {
  /// Zeros, at the start of a line of cache.
  fileprivate static func allocateAligned(_ count: Int) -> Self {
    let raw = UnsafeMutableRawPointer.allocate(byteCount: count * 8, alignment: 64)
    let pointer = raw.bindMemory(to: Double.self, capacity: count)
    pointer.initialize(repeating: 0, count: count)
    return pointer
  }
}
