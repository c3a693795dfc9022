import CKernels

/// Writes a graph's nodes as instructions in the order of their schedule, and finds a place for each
/// value.
struct Emitter {
  /// An instruction whose operands still are places.
  struct Item {
    var instruction = uh_instruction()
    var out: MemoryPlacement.Place?
    var a: MemoryPlacement.Place?
    var b: MemoryPlacement.Place?
    var c: MemoryPlacement.Place?
    var d: MemoryPlacement.Place?
    /// Whether b is the same in all epochs.
    var isOfConstant = false
    /// Of a call of a function of the language: which, and where its operands lie.
    var host: (call: HostCall, operands: [MemoryPlacement.Place?])?
  }

  struct Stage {
    var local = 0
    var reducing = 0
    var global = 0
  }

  /// The most doubles that a program may take: 1 GiB.
  static let largestMemory = 1 << 27

  let graph: Graph
  let schedule: Schedule
  private let carried: [(name: String, view: GraphView)]
  private let lossView: GraphView
  private let isMetView: GraphView?
  private let judgedView: GraphView?
  var memory: MemoryPlacement
  var instructions: [Item] = []
  private(set) var stages: [Stage] = []
  var constants: [(MemoryPlacement.Place, (values: [Double], rows: Int, columns: Int))] = []
  /// Where what is drawn for a pass lies, by the number of the draw.
  private(set) var draws: [Int: (place: MemoryPlacement.Place, rows: Int, columns: Int)] = [:]
  /// Where the numbers of the examples of all batches lie.
  private(set) var order: MemoryPlacement.Place?
  /// Where the carried names lie.
  private(set) var states: [MemoryPlacement.Place] = []
  /// They are the first things in the memory; here they end.
  private(set) var statesEnd = 0
  /// Nodes that lie, in memory as large as that of the states, where the state of this number does.
  private var gradients: [Int: Int] = [:]
  private var gradientsStart = 0
  var cost = 0
  /// Where it stands whether a condition was met.
  private(set) var isMet: MemoryPlacement.Place?
  /// Where it stands of each example whether it is right.
  private(set) var judged: MemoryPlacement.Place?
  private(set) var loss = MemoryPlacement.Place(offset: 0, row: 0, addressing: UH_FIXED)
  let block: Int
  private(set) var places: [MemoryPlacement.Place?]

  var examples: Int { schedule.examples }

  /// The most examples that an instruction works on at once.
  var workspaceWidth: Int { max(min(examples, Int(UH_PLAN_CHUNK)), 1) }

  /// - Parameter block: the examples of a block; by the size of their values unless given.
  init(_ compiled: Compiler.Result, examples: Int, lanes: Int, block: Int? = nil) {
    graph = compiled.graph
    carried = compiled.carried.map { ($0.name, $0.view) }
    lossView = compiled.loss
    isMetView = compiled.isMet
    judgedView = compiled.judged
    schedule = Schedule(
      compiled.graph, outputs: compiled.outputs, examples: examples,
      carried: compiled.carried.map(\.view))
    memory = MemoryPlacement(lanes: lanes, examples: schedule.examples)
    places = Array(repeating: nil, count: graph.nodes.count)
    self.block = block ?? Self.block(graph, schedule)
  }

  /// Examples in a block: what they take in all local values should stay in the second cache. Long
  /// products, which copy their factors, want many at a time.
  private static func block(_ graph: Graph, _ schedule: Schedule) -> Int {
    var rows = 0
    for index in graph.nodes.indices where schedule.kinds[index] == .local {
      let node = graph.nodes[index]
      rows += node.rows
      if node.operation.isProduct, node.operands[0].columns >= 256, node.rows >= 16 {
        return 512
      }
    }
    for block in [1024, 512, 256] where rows * block <= 128 * 1024 { return block }
    return 128
  }

  mutating func emit() {
    placeGiven()
    let count = (schedule.stages.max() ?? 0) + 1
    for stage in 0..<count {
      var counts = Stage()
      var release: [Int: [Int]] = [:]
      let local = schedule.order(of: nodes(.local, stage))
      // A block's memory is free again after its last reader.
      var lastReaders: [Int: Int] = [:]
      for node in local {
        for operand in graph.nodes[node].operands { lastReaders[operand.node] = node }
      }
      for node in local where schedule.extent(of: node, isOutput: isOutput(node)) == .block {
        if let last = lastReaders[node] { release[last, default: []].append(node) }
      }
      var before = instructions.count
      func counted() -> Int {
        defer { before = instructions.count }
        return instructions.count - before
      }
      for node in local {
        place(node)
        emit(node)
        for done in release[node] ?? [] {
          if let place = places[done] { memory.release(place, rows: graph.nodes[done].rows) }
        }
      }
      counts.local = counted()
      // None of them reads another; those side by side that add up rows do so together.
      let reducing = nodes(.reducing, stage)
      for node in reducing.filter(isRowSum) + reducing.filter({ !isRowSum($0) }) {
        place(node)
        emit(node)
      }
      counts.reducing = counted()
      for node in nodes(.global, stage) {
        place(node)
        emit(node)
      }
      joinGradientSteps(from: before)
      counts.global = counted()
      stages.append(counts)
    }
    copyOutputs()
    if let place = places[lossView.node] { loss = place }
    isMet = isMetView.flatMap { places[$0.node] }
    judged = judgedView.flatMap { places[$0.node] }
  }

  private func nodes(_ kind: Schedule.Kind, _ stage: Int) -> [Int] {
    graph.nodes.indices.filter { schedule.kinds[$0] == kind && schedule.stages[$0] == stage }
  }

  private func isRowSum(_ node: Int) -> Bool { graph.nodes[node].operation == .sumRows }

  func isOutput(_ node: Int) -> Bool {
    node == lossView.node || node == isMetView?.node || node == judgedView?.node
      || carried.contains { $0.view.node == node }
  }

  // MARK: Places

  /// The states of the carried names, and the constants.
  private mutating func placeGiven() {
    var byName: [String: MemoryPlacement.Place] = [:]
    for (name, view) in carried {
      let place = memory.place(
        rows: view.rows, row: memory.row(view.columns), addressing: UH_FIXED)
      byName[name] = place
      states.append(place)
    }
    statesEnd = memory.count
    gradients = Self.gradients(graph, schedule, states: carried)
    if !gradients.isEmpty {
      gradientsStart = memory.place(rows: 1, row: statesEnd, addressing: UH_FIXED).offset
    }
    placeOrder()
    for (index, node) in graph.nodes.enumerated() where schedule.kinds[index] == .given {
      switch node.operation {
      case .state(let name): places[index] = byName[name]
      case .constant(let constant):
        let isWide = node.columns == examples && examples > 0
        let place = memory.place(
          rows: node.rows, row: memory.row(node.columns),
          addressing: isWide ? UH_WITH_ALL : UH_FIXED)
        places[index] = place
        constants.append((place, (graph.constants[constant], node.rows, node.columns)))
      case .drawn(let draw):
        let place = memory.place(
          rows: node.rows, row: memory.row(node.columns),
          addressing: node.columns == examples && examples > 0 ? UH_WITH_ALL : UH_FIXED)
        places[index] = place
        draws[draw] = (place, node.rows, node.columns)
      default: break
      }
    }
  }

  /// As many numbers as the whole that batches are picked from has columns.
  private mutating func placeOrder() {
    for (index, node) in graph.nodes.enumerated()
    where node.operation == .gather && schedule.kinds[index] != nil && order == nil {
      let count = node.operands[0].rows
      order = memory.place(rows: 1, row: memory.row(count), addressing: UH_WITH_BATCHES)
      order?.row = 0
    }
  }

  private mutating func place(_ index: Int) {
    let node = graph.nodes[index]
    if let state = stateWrittenAtOnce(by: index) {
      places[index] = states[state]
      return
    }
    if node.operation == .copy {
      // `flattened` reads it as one row.
      places[index] = memory.place(rows: node.rows, row: node.columns, addressing: UH_FIXED)
      return
    }
    switch schedule.extent(of: index, isOutput: isOutput(index)) {
    case .block:
      places[index] = memory.passingPlace(
        rows: node.rows, row: memory.row(min(block, examples)))
    case .chunk:
      places[index] = memory.place(
        rows: node.rows, row: memory.row(min(Int(UH_PLAN_CHUNK), examples)),
        addressing: UH_WITH_CHUNK)
    case .whole where gradients[index] != nil:
      places[index] = gradients[index].map { states[$0].moved(by: gradientsStart) }
    case .whole:
      places[index] = memory.place(
        rows: node.rows, row: memory.row(node.columns),
        addressing: schedule.kinds[index] == .local ? UH_WITH_ALL : UH_FIXED)
    }
  }

  /// The state that a node may write to directly: nothing reads the old value later, and the node
  /// itself reads it element by element.
  private func stateWrittenAtOnce(by index: Int) -> Int? {
    let node = graph.nodes[index]
    guard schedule.kinds[index] == .global,
      let state = carried.firstIndex(where: { $0.view.node == index }),
      carried.filter({ $0.view.node == index }).count == 1,
      carried[state].view.rows == node.rows, carried[state].view.columns == node.columns
    else { return nil }
    switch node.operation {
    case .unary, .binary, .gradientStep: break
    default: return nil
    }
    guard isFlat(index) else { return nil }
    let old = graph.nodes.firstIndex { $0.operation == .state(carried[state].name) }
    guard let old else { return state }
    let stage = schedule.stages[index]
    let isFree = schedule.readers[old].allSatisfy { reader in
      reader == index || schedule.stages[reader] < stage
        || (schedule.stages[reader] == stage
          && (schedule.kinds[reader] != .global || reader < index))
    }
    // Another name may take over the old value at the end of the epoch.
    let isTaken = carried.contains { $0.view.node == old } || lossView.node == old
    return isFree && !isTaken ? state : nil
  }

  /// What was not written where it belongs is copied there.
  private mutating func copyOutputs() {
    for (index, (_, view)) in carried.enumerated() {
      guard let from = place(of: view), from.offset != states[index].offset else { continue }
      var item = Item()
      item.instruction.operation = UH_PLAN_COPY
      item.instruction.rows = view.rows
      item.instruction.columns = view.columns
      item.out = states[index]
      item.a = from
      add(item)
      stages[stages.count - 1].global += 1
    }
  }
}
