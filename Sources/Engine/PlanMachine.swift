import Arrays
import CKernels

/// The equations of an epoch, or of one of its batches, as instructions over memory of their own.
final class PlanMachine {
  /// A value that is handed on from one pass to the next, and where it lies.
  struct Carried {
    let name: String
    let shape: Shape
    let dtype: DType
    /// Whether only conditions read what a pass before computed: no part of the run's state.
    let isWatched: Bool
    fileprivate let place: PlanMemory.Place
  }

  let carried: [Carried]
  /// What is to be drawn before each pass, in this order.
  let draws: [PlanDraw]
  /// About how many operations on elements a pass has.
  let cost: Int
  /// How many doubles its values take.
  let memoryCount: Int
  /// Not 0 if a condition was true at some moment of the pass that was run last.
  private(set) var isMet: UnsafePointer<Double>?

  /// An epoch of so many operations, some milliseconds, is worth more than one thread: where one
  /// waits for the other at each tenth of a millisecond, little is won, and much is lost if other
  /// programs want the processors.
  private static let leastCostOfThreads = 10_000_000

  private let memory: UnsafeMutablePointer<Double>
  private let instructions: UnsafeMutablePointer<uh_instruction>
  private let stages: UnsafeMutablePointer<uh_stage>
  private let drawPlaces: [Int: (place: PlanMemory.Place, rows: Int, columns: Int)]
  private let order: PlanMemory.Place?
  private var plan: uh_plan
  private let homesEnd: Int

  /// - Parameters:
  ///   - examples: how many a pass works on.
  ///   - limit: how many doubles its values may take.
  ///   - width, threads: as for a `Plan`.
  /// - Throws: `PlanRefusal` where it would take more memory.
  init(
    _ compiled: PlanCompiler.Result, examples: Int, limit: Int,
    width: UnsafePointer<uh_kernels>, threads: Int?
  ) throws(PlanRefusal) {
    var emitter = PlanEmitter(compiled, examples: examples, lanes: Int(width.pointee.lanes))
    emitter.emit()
    memoryCount = emitter.memory.count
    guard memoryCount < limit else { throw PlanRefusal("memory") }
    cost = emitter.cost
    draws = compiled.draws
    drawPlaces = emitter.draws
    order = emitter.order
    homesEnd = emitter.homesEnd
    carried = zip(compiled.carried, emitter.homes).map { value, home in
      Carried(
        name: value.name, shape: value.shape, dtype: value.dtype, isWatched: value.isWatched,
        place: home)
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
    let memory = UnsafeMutablePointer<Double>.allocateAligned(shared + space + panelCount + 8)
    self.memory = memory
    instructions = .allocate(capacity: max(emitter.instructions.count, 1))
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
    isMet = emitter.isMet.map { UnsafePointer(memory + $0.offset) }
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
  }

  /// Runs passes, those over batches one batch after the other, and notes the loss of each.
  func run(_ passes: Int, losses: UnsafeMutablePointer<Double>) {
    uh_plan_run(&plan, passes, losses)
  }

  // MARK: Values

  private func write(_ values: [Double], to place: PlanMemory.Place, rows: Int, columns: Int) {
    values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      for row in 0..<rows {
        (memory + place.offset + row * place.row).update(
          from: base + row * columns, count: columns)
      }
    }
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

  /// Takes over the carried values of a machine for the same program.
  func takeCarried(from other: PlanMachine) {
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
    let values = UnsafeMutableBufferPointer<Double>.allocate(capacity: homesEnd)
    values.initialize(repeating: 0)
    return Copy(values: values)
  }

  func keep(in copy: Copy) {
    _ = copy.values.update(
      fromContentsOf: UnsafeBufferPointer(start: memory, count: copy.values.count))
  }

  func restore(_ copy: Copy) {
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
