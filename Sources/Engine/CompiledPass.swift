import Arrays
import CKernels

/// The equations of an epoch, or of one of its batches, as instructions over memory of their own.
final class CompiledPass {
  /// A value that is handed on from one pass to the next, and where it lies.
  struct Carried {
    let name: String
    let shape: Shape
    let dtype: DType
    /// Whether only conditions read what a pass before computed: no part of the run's state.
    let isWatched: Bool
    fileprivate let place: MemoryPlacement.Place
  }

  let carried: [Carried]
  /// What is to be drawn before each pass, in this order.
  let draws: [RandomDraw]
  /// About how many operations on elements a pass has.
  let cost: Int
  /// How many doubles its values take.
  let memoryCount: Int
  /// Whether something can end a run: a condition, or a fault.
  let canEnd: Bool
  /// Not 0 if a condition was true at some moment of the pass that was run last.
  private let isMet: UnsafePointer<Double>?
  /// Where a pass that judges predictions leaves whether they are right: rows, and how far apart.
  private let judged: (start: UnsafePointer<Double>, rows: Int, row: Int)?
  /// Not 0 once a function that was called has failed.
  private let fault: UnsafeMutablePointer<Double>
  private var hosts: [HostContext] = []

  /// An epoch of so many operations, some milliseconds, is worth more than one thread: where one
  /// waits for the other at each tenth of a millisecond, little is won, and much is lost if other
  /// programs want the processors.
  private static let leastCostOfThreads = 10_000_000

  /// An epoch of more operations than this has other work than that on a row of examples.
  private static let mostCostOfNarrow = 2000

  private let memory: UnsafeMutablePointer<Double>
  private let instructions: UnsafeMutablePointer<uh_instruction>
  private let stages: UnsafeMutablePointer<uh_stage>
  private let drawPlaces: [Int: (place: MemoryPlacement.Place, rows: Int, columns: Int)]
  private let order: MemoryPlacement.Place?
  private var plan: uh_plan
  private let statesEnd: Int

  /// - Parameters:
  ///   - examples: how many a pass works on.
  ///   - limit: how many doubles its values may take.
  ///   - width, threads: as for a `CompiledEpoch`.
  ///   - block: the examples of a block; by the size of their values unless given.
  /// - Throws: `NotCompilable` where it would take more memory.
  init(
    _ compiled: Compiler.Result, examples: Int, limit: Int,
    width: UnsafePointer<uh_kernels>, threads: Int?, block: Int? = nil
  ) throws(NotCompilable) {
    var width = width
    var emitter = Emitter(
      compiled, examples: examples, lanes: Int(width.pointee.lanes), block: block)
    emitter.emit()
    // Few examples leave most of a wide vector empty, and every row is a vector at least.
    if threads == nil, examples > 1, emitter.cost < Self.mostCostOfNarrow,
      let narrow = uh_kernels_narrow(width, examples)
    {
      width = narrow
      emitter = Emitter(compiled, examples: examples, lanes: Int(width.pointee.lanes))
      emitter.emit()
    }
    memoryCount = emitter.memory.count
    guard memoryCount < limit else { throw NotCompilable(.memory) }
    cost = emitter.cost
    draws = compiled.draws
    drawPlaces = emitter.draws
    order = emitter.order
    statesEnd = emitter.statesEnd
    carried = zip(compiled.carried, emitter.states).map { value, state in
      Carried(
        name: value.name, shape: value.shape, dtype: value.dtype, isWatched: value.isWatched,
        place: state)
    }
    var plan = uh_plan()
    (plan.examples, plan.block) = (emitter.examples, emitter.block)
    plan.batch = emitter.order == nil ? 0 : examples
    let count = emitter.memory.count
    var space = 0
    // Panels of constants lie behind the workspace, and take memory only while there is enough.
    var panels: [(index: Int, offset: Int)] = []
    var panelCount = 0
    for index in emitter.instructions.indices {
      var instruction = emitter.instructions[index].instruction
      space = max(space, uh_plan_workspace(width, &instruction, emitter.workspaceWidth))
      guard emitter.instructions[index].isOfConstant else { continue }
      let size = uh_plan_packed_count(width, &plan, &instruction)
      emitter.instructions[index].instruction = instruction
      guard size > 0, count + panelCount + size < limit else { continue }
      panels.append((index, panelCount))
      panelCount += (size + 7) / 8 * 8
    }
    // Behind the shared places each thread's own, its workspace behind them.
    let shared = (count + 7) / 8 * 8
    let own = emitter.memory.ownCount
    plan.own_step = (own + space + 79) / 8 * 8
    plan.insists = threads != nil
    plan.threads = threads ?? (cost < Self.leastCostOfThreads ? 1 : uh_threads_chosen())
    space = plan.threads * plan.own_step
    let whole = shared + space + panelCount + 8
    guard whole < MemoryAccount.smallCount || MemoryAccount.hasRoom(for: 8 * whole) else {
      throw NotCompilable(.memory)
    }
    let memory = UnsafeMutablePointer<Double>.allocateAligned(whole)
    self.memory = memory
    let fault = UnsafeMutablePointer<Double>.allocate(capacity: 1)
    fault.initialize(to: 0)
    self.fault = fault
    instructions = .allocate(capacity: max(emitter.instructions.count, 1))
    stages = .allocate(capacity: max(emitter.stages.count, 1))
    for (index, item) in emitter.instructions.enumerated() {
      var instruction = item.instruction
      func locate(_ operand: inout uh_operand, _ place: MemoryPlacement.Place?) {
        if let place {
          operand.start = memory + place.offset + (place.addressing == UH_OWN ? shared : 0)
        }
      }
      locate(&instruction.out, item.out)
      locate(&instruction.a, item.a)
      locate(&instruction.b, item.b)
      locate(&instruction.c, item.c)
      locate(&instruction.d, item.d)
      instruction.workspace = memory + shared + own
      if let (call, places) = item.host {
        let host = HostContext(
          call,
          places.map { place in
            HostContext.Operand(
              start: memory + (place?.offset ?? 0), row: place?.row ?? 0)
          },
          out: HostContext.Operand(start: instruction.out.start, row: instruction.out.row),
          fault: fault)
        hosts.append(host)
        instruction.run = HostContext.function
        instruction.context = Unmanaged.passUnretained(host).toOpaque()
      }
      uh_plan_prepare(width, &instruction)
      (instructions + index).initialize(to: instruction)
    }
    var next = UnsafePointer(instructions)
    var place = instructions
    for (index, stage) in emitter.stages.enumerated() {
      uh_plan_join(width, place, stage.local)
      uh_plan_join(width, place + stage.local, stage.reducing)
      uh_plan_join(width, place + stage.local + stage.reducing, stage.global)
      place += stage.local + stage.reducing + stage.global
      (stages + index).initialize(
        to: uh_stage(
          local: next, reducing: next + stage.local, global: next + stage.local + stage.reducing,
          local_count: stage.local, reducing_count: stage.reducing, global_count: stage.global))
      next += stage.local + stage.reducing + stage.global
    }
    plan.stages = UnsafePointer(stages)
    plan.stage_count = emitter.stages.count
    plan.loss = UnsafePointer(memory + emitter.loss.offset)
    isMet = emitter.isMet.map { UnsafePointer(memory + $0.offset) }
    judged = compiled.judged.flatMap { view in
      emitter.judged.map { place in
        let node = compiled.graph.node(view)
        return (UnsafePointer(memory + place.offset), node.rows, place.row)
      }
    }
    canEnd = isMet != nil || !hosts.isEmpty
    plan.ends = (isMet, hosts.isEmpty ? nil : UnsafePointer(fault))
    self.plan = plan
    for (place, node) in emitter.constants {
      write(node.values, to: place, rows: node.rows, columns: node.columns)
    }
    for (index, offset) in panels {
      instructions[index].packed = memory + shared + space + offset
      uh_plan_pack(width, &self.plan, instructions + index)
    }
  }

  deinit {
    memory.deallocate()
    instructions.deallocate()
    stages.deallocate()
    fault.deallocate()
  }

  /// Runs passes, those over batches one batch after the other, and notes the loss of each.
  ///
  /// - Returns: how many were run, the one that ended the run among them.
  @discardableResult
  func run(_ passes: Int, losses: UnsafeMutablePointer<Double>) -> Int {
    uh_plan_run(&plan, passes, losses)
  }

  /// Whether the pass that was run last ended the run.
  var hasEnded: Bool { canEnd && (fault.pointee != 0 || (isMet?.pointee ?? 0) != 0) }

  // MARK: Judging

  /// The blocks of examples, and all that is judged: of each example, or of each of its answers.
  var blocks: Int { (Int(plan.examples) + Int(plan.block) - 1) / Int(plan.block) }
  var judgements: Int { Int(plan.examples) * (judged?.rows ?? 0) }

  /// Runs what is the same for all blocks.
  func runWhole() { uh_plan_run_whole(&plan) }

  /// Runs one block of a pass that judges; how many predictions of it are wrong.
  func wrong(inBlock block: Int) -> Int {
    guard let (start, rows, row) = judged else { return 0 }
    let first = block * Int(plan.block)
    let count = min(Int(plan.block), Int(plan.examples) - first)
    uh_plan_run_block(&plan, first)
    var right = 0.0
    for answer in 0..<rows {
      for example in first..<first + count { right += start[answer * row + example] }
    }
    return rows * count - Int(right)
  }

  // MARK: Values

  private func write(_ values: [Double], to place: MemoryPlacement.Place, rows: Int, columns: Int) {
    (memory + place.offset).write(values, rows: rows, columns: columns, row: place.row)
  }

  /// Sets a carried value.
  func write(_ array: NDArray, to value: Carried) {
    let (rows, columns) = value.shape.matrix
    write(array.doubles, to: value.place, rows: rows, columns: columns)
  }

  /// Sets what was drawn for the next pass; nothing where no equation needs it.
  func write(_ drawn: NDArray, toDraw index: Int) {
    guard let (place, rows, columns) = drawPlaces[index] else { return }
    write(drawn.doubles, to: place, rows: rows, columns: columns)
  }

  /// Sets the numbers of the examples of the next batches.
  func write(order examples: ArraySlice<Int>) {
    guard let order else { return }
    var out = memory + order.offset
    for example in examples {
      out.pointee = Double(example)
      out += 1
    }
  }

  /// A carried value as it is now.
  func value(of value: Carried) -> NDArray {
    let (rows, columns) = value.shape.matrix
    let values = UnsafePointer(memory + value.place.offset).matrix(
      rows: rows, columns: columns, row: value.place.row)
    return NDArray(shape: value.shape, float64: values).converted(to: value.dtype)
  }

  /// Takes over the carried values of a machine for the same program.
  func takeCarried(from other: CompiledPass) {
    for (value, source) in zip(carried, other.carried) {
      let (rows, columns) = value.shape.matrix
      for row in 0..<rows {
        (memory + value.place.offset + row * value.place.row).update(
          from: other.memory + source.place.offset + row * source.place.row, count: columns)
      }
    }
  }

  // MARK: Keeping

  /// All carried values, to be put back later.
  struct Copy {
    fileprivate let values: UnsafeMutableBufferPointer<Double>

    func deallocate() { values.deallocate() }
  }

  func makeCopy() -> Copy {
    let values = UnsafeMutableBufferPointer<Double>.allocate(capacity: statesEnd)
    values.initialize(repeating: 0)
    return Copy(values: values)
  }

  func keep(in copy: Copy) {
    _ = copy.values.update(
      fromContentsOf: UnsafeBufferPointer(start: memory, count: copy.values.count))
  }

  func clearFault() { fault.pointee = 0 }

  func restore(_ copy: Copy) {
    clearFault()
    if let base = copy.values.baseAddress { memory.update(from: base, count: copy.values.count) }
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
