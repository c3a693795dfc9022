import CKernels

/// Writes a graph's nodes as instructions in the order of their schedule, and finds a place for each
/// value.
struct PlanEmitter {
  /// An instruction whose operands still are places.
  struct Item {
    var instruction = uh_instruction()
    var out: PlanMemory.Place?
    var a: PlanMemory.Place?
    var b: PlanMemory.Place?
    var c: PlanMemory.Place?
    var d: PlanMemory.Place?
    /// Whether b is the same in all epochs.
    var isOfConstant = false
  }

  struct Stage {
    var local = 0
    var reducing = 0
    var global = 0
  }

  /// The most doubles that a plan may take: 1 GiB.
  static let largestMemory = 1 << 27

  let graph: PlanGraph
  let schedule: PlanSchedule
  private let carried: [(name: String, view: PlanView)]
  private let lossView: PlanView
  private let isMetView: PlanView?
  var memory: PlanMemory
  var instructions: [Item] = []
  private(set) var stages: [Stage] = []
  var constants: [(PlanMemory.Place, (values: [Double], rows: Int, columns: Int))] = []
  /// Where the carried names lie.
  private(set) var homes: [PlanMemory.Place] = []
  /// They are the first things in the memory; here they end.
  private(set) var homesEnd = 0
  private(set) var cost = 0
  /// Where it stands whether a condition was met.
  private(set) var isMet: PlanMemory.Place?
  private(set) var loss = PlanMemory.Place(offset: 0, row: 0, motion: UH_STILL)
  let block: Int
  private var places: [PlanMemory.Place?]

  var examples: Int { schedule.examples }

  /// The most examples that an instruction works on at once.
  var workspaceWidth: Int { max(min(examples, Int(UH_PLAN_CHUNK)), 1) }

  init(_ compiled: PlanCompiler.Result, examples: Int, lanes: Int) {
    graph = compiled.graph
    carried = compiled.carried.map { ($0.name, $0.view) }
    lossView = compiled.loss
    isMetView = compiled.isMet
    schedule = PlanSchedule(compiled.graph, outputs: compiled.outputs, examples: examples)
    memory = PlanMemory(lanes: lanes, examples: schedule.examples)
    places = Array(repeating: nil, count: graph.nodes.count)
    block = Self.block(graph, schedule)
  }

  /// Examples in a block: what they take in all local values should stay in the second cache. Long
  /// products, which copy their factors, want many at a time.
  private static func block(_ graph: PlanGraph, _ schedule: PlanSchedule) -> Int {
    var rows = 0
    for index in graph.nodes.indices where schedule.kinds[index] == .local {
      let node = graph.nodes[index]
      rows += node.rows
      if node.operation == .product, node.operands[0].columns >= 256, node.rows >= 16 {
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
      let local = nodes(.local, stage)
      // A block's memory is free again after its last reader.
      for node in local where schedule.extent(of: node, isOutput: isOutput(node)) == .block {
        if let last = schedule.readers[node].last { release[last, default: []].append(node) }
      }
      for node in local {
        place(node)
        emit(node)
        counts.local += 1
        for done in release[node] ?? [] {
          if let place = places[done] { memory.release(place, rows: graph.nodes[done].rows) }
        }
      }
      for node in nodes(.reducing, stage) {
        place(node)
        emit(node)
        counts.reducing += 1
      }
      for node in nodes(.global, stage) {
        place(node)
        emit(node)
        counts.global += 1
      }
      stages.append(counts)
    }
    copyOutputs()
    if let place = places[lossView.node] { loss = place }
    isMet = isMetView.flatMap { places[$0.node] }
  }

  private func nodes(_ kind: PlanSchedule.Kind, _ stage: Int) -> [Int] {
    graph.nodes.indices.filter { schedule.kinds[$0] == kind && schedule.stages[$0] == stage }
  }

  private func isOutput(_ node: Int) -> Bool {
    node == lossView.node || node == isMetView?.node || carried.contains { $0.view.node == node }
  }

  // MARK: Places

  /// The homes of the carried names, and the constants.
  private mutating func placeGiven() {
    var byName: [String: PlanMemory.Place] = [:]
    for (name, view) in carried {
      let place = memory.place(
        rows: view.rows, row: memory.row(view.columns), motion: UH_STILL)
      byName[name] = place
      homes.append(place)
    }
    homesEnd = memory.count
    for (index, node) in graph.nodes.enumerated() where schedule.kinds[index] == .given {
      switch node.operation {
      case .home(let name): places[index] = byName[name]
      case .constant(let constant):
        let isWide = node.columns == examples && examples > 0
        let place = memory.place(
          rows: node.rows, row: memory.row(node.columns), motion: isWide ? UH_WITH_ALL : UH_STILL)
        places[index] = place
        constants.append((place, (graph.constants[constant], node.rows, node.columns)))
      default: break
      }
    }
  }

  private mutating func place(_ index: Int) {
    let node = graph.nodes[index]
    if let home = homeWrittenAtOnce(by: index) {
      places[index] = homes[home]
      return
    }
    if node.operation == .copy {
      // `flattened` reads it as one row.
      places[index] = memory.place(rows: node.rows, row: node.columns, motion: UH_STILL)
      return
    }
    switch schedule.extent(of: index, isOutput: isOutput(index)) {
    case .block:
      places[index] = memory.passingPlace(
        rows: node.rows, row: memory.row(min(block, examples)))
    case .chunk:
      places[index] = memory.place(
        rows: node.rows, row: memory.row(min(Int(UH_PLAN_CHUNK), examples)),
        motion: UH_WITH_CHUNK)
    case .whole:
      places[index] = memory.place(
        rows: node.rows, row: memory.row(node.columns),
        motion: schedule.kinds[index] == .local ? UH_WITH_ALL : UH_STILL)
    }
  }

  /// The home that a node may write to directly: nothing reads the old value later, and the node
  /// itself reads it element by element.
  private func homeWrittenAtOnce(by index: Int) -> Int? {
    let node = graph.nodes[index]
    guard schedule.kinds[index] == .global,
      let home = carried.firstIndex(where: { $0.view.node == index }),
      carried.filter({ $0.view.node == index }).count == 1,
      carried[home].view.rows == node.rows, carried[home].view.columns == node.columns
    else { return nil }
    switch node.operation {
    case .unary, .binary, .descend: break
    default: return nil
    }
    guard isFlat(index) else { return nil }
    let old = graph.nodes.firstIndex { $0.operation == .home(carried[home].name) }
    guard let old else { return home }
    let stage = schedule.stages[index]
    let isFree = schedule.readers[old].allSatisfy { reader in
      reader == index || schedule.stages[reader] < stage
        || (schedule.stages[reader] == stage
          && (schedule.kinds[reader] != .global || reader < index))
    }
    // Another name may take over the old value at the end of the epoch.
    let isTaken = carried.contains { $0.view.node == old } || lossView.node == old
    return isFree && !isTaken ? home : nil
  }

  /// What was not written where it belongs is copied there.
  private mutating func copyOutputs() {
    for (index, (_, view)) in carried.enumerated() {
      guard let from = place(of: view), from.offset != homes[index].offset else { continue }
      var item = Item()
      item.instruction.operation = UH_PLAN_COPY
      item.instruction.rows = view.rows
      item.instruction.columns = view.columns
      item.out = homes[index]
      item.a = from
      add(item, view: view)
      stages[stages.count - 1].global += 1
    }
  }

  private mutating func add(_ item: Item, view: PlanView) {
    var item = item
    func set(_ operand: inout uh_operand, _ place: PlanMemory.Place?) {
      guard let place else { return }
      operand.row = place.row
      operand.motion = Int(place.motion.rawValue)
    }
    set(&item.instruction.out, item.out)
    set(&item.instruction.a, item.a)
    set(&item.instruction.b, item.b)
    set(&item.instruction.c, item.c)
    set(&item.instruction.d, item.d)
    instructions.append(item)
  }

  // MARK: Instructions

  /// The place of an operand, with the distance between the rows of its view.
  private func place(of view: PlanView) -> PlanMemory.Place? {
    guard var place = places[view.node] else { return nil }
    let node = graph.nodes[view.node]
    // A row as a column, or a column as a row.
    if !view.isTransposed, view.columns == 1, node.columns != 1 { place.row = 1 }
    if view.rows == 1, node.rows != 1 { place.row = view.columns }
    return place
  }

  /// Whether all rows can be worked off as one: they follow one another in all full operands, and
  /// the others are single numbers.
  private func isFlat(_ index: Int) -> Bool {
    let node = graph.nodes[index]
    if schedule.kinds[index] == .local, examples > block { return false }
    let out = places[index]?.row ?? memory.row(node.columns)
    return node.operands.allSatisfy { view in
      if view.isScalar { return true }
      guard view.rows == node.rows, view.columns == node.columns else { return false }
      return node.rows == 1 || place(of: view)?.row == out
    }
  }

  private mutating func emit(_ index: Int) {
    let node = graph.nodes[index]
    let isLocal = schedule.kinds[index] == .local
    var item = Item()
    item.out = places[index]
    item.instruction.rows = node.rows
    item.instruction.columns = isLocal ? 0 : node.columns
    cost += node.rows * node.columns
    let operands = node.operands
    switch node.operation {
    case .constant, .home: return
    case .unary(let function):
      item.instruction.operation = UH_PLAN_UNARY
      item.instruction.function = Int32(function)
      item.a = place(of: operands[0])
      cost += 4 * node.rows * node.columns
    case .binary(let function):
      item.instruction.function = Int32(function)
      item.a = place(of: operands[0])
      item.b = place(of: operands[1])
      setForm(&item, operands, node)
    case .select:
      item.instruction.operation = UH_PLAN_SELECT
      (item.c, item.a, item.b) = (
        place(of: operands[0]), place(of: operands[1]), place(of: operands[2])
      )
      func step(_ view: PlanView) -> Int { view.columns == 1 && node.columns > 1 ? 0 : 1 }
      item.instruction.c_column = step(operands[0])
      item.instruction.a_column = step(operands[1])
      item.instruction.b_column = step(operands[2])
      if operands[0].rows == 1 { item.c?.row = 0 }
      if operands[1].rows == 1 { item.a?.row = 0 }
      if operands[2].rows == 1 { item.b?.row = 0 }
    case .descend:
      // The same form in every full operand, and so the same places in memory.
      item.instruction.operation = UH_PLAN_DESCEND
      item.a = place(of: operands[0])
      item.b = place(of: operands[1])
      item.c = place(of: operands[2])
      if operands.count == 4 { item.d = place(of: operands[3]) }
      item.instruction.columns =
        (node.rows - 1) * (item.out?.row ?? node.columns) + node.columns
      item.instruction.rows = 1
    case .copy:
      item.instruction.operation = UH_PLAN_COPY
      item.a = place(of: operands[0])
    case .transpose:
      item.instruction.operation = UH_PLAN_TRANSPOSE
      item.instruction.rows = operands[0].rows
      item.instruction.columns = operands[0].columns
      item.a = place(of: operands[0])
    case .product:
      setProduct(&item, index)
      if operands.count == 3 { item.c = place(of: operands[2]) }
    case .joinedProduct(let function):
      setProduct(&item, index)
      item.d = place(of: operands[2])
      item.instruction.function = Int32(function)
    case .sumRows:
      item.instruction.operation = UH_PLAN_SUM_ROWS
      item.instruction.rows = operands[0].rows
      item.instruction.columns =
        schedule.kinds[index] == .reducing ? 0 : operands[0].columns
      item.a = place(of: operands[0])
      cost += operands[0].count
    case .sumColumns, .extremeOfColumns:
      item.instruction.operation =
        switch node.operation {
        case .extremeOfColumns(largest: true): UH_PLAN_LARGEST_OF_COLUMNS
        case .extremeOfColumns(largest: false): UH_PLAN_SMALLEST_OF_COLUMNS
        default: UH_PLAN_SUM_COLUMNS
        }
      item.instruction.rows = operands[0].rows
      item.a = place(of: operands[0])
      cost += operands[0].count
    case .extremeOfRows(let largest):
      item.instruction.operation =
        largest ? UH_PLAN_LARGEST_OF_ROWS : UH_PLAN_SMALLEST_OF_ROWS
      item.instruction.rows = operands[0].rows
      item.instruction.columns = operands[0].columns
      item.a = place(of: operands[0])
      cost += operands[0].count
    }
    switch node.operation {
    case .unary, .binary:
      if isFlat(index), node.rows > 1, let row = item.out?.row {
        item.instruction.columns = (node.rows - 1) * row + node.columns
        item.instruction.rows = 1
      }
    default: break
    }
    add(item, view: operands[0])
  }

  /// Which operand of a binary operation is one number for a whole row.
  private func setForm(_ item: inout Item, _ operands: [PlanView], _ node: PlanGraph.Node) {
    func isNumber(_ view: PlanView) -> Bool { view.columns == 1 && node.columns > 1 }
    // A column with single numbers is a row of its own.
    let isColumn = node.columns == 1 && node.rows > 1
    let first = isColumn ? operands[0].isScalar : isNumber(operands[0])
    let second = isColumn ? operands[1].isScalar : isNumber(operands[1])
    item.instruction.operation =
      first ? UH_PLAN_SCALAR_FIRST : second ? UH_PLAN_SCALAR_SECOND : UH_PLAN_BOTH
    if operands[0].rows == 1 { item.a?.row = 0 }
    if operands[1].rows == 1 { item.b?.row = 0 }
  }

  private mutating func setProduct(_ item: inout Item, _ index: Int) {
    let node = graph.nodes[index]
    let (x, y) = (node.operands[0], node.operands[1])
    item.instruction.operation = UH_PLAN_PRODUCT
    item.instruction.inner = schedule.kinds[index] == .reducing ? 0 : x.columns
    item.a = place(of: x)
    item.b = place(of: y)
    if case .constant = graph.nodes[y.node].operation { item.isOfConstant = true }
    let (a, b) = (item.a?.row ?? 0, item.b?.row ?? 0)
    item.a?.row = x.isTransposed ? 1 : a
    item.instruction.a_inner = x.isTransposed ? a : 1
    item.instruction.b_inner = y.isTransposed ? 1 : b
    item.instruction.b_column = y.isTransposed ? b : 1
    cost += node.rows * node.columns * x.columns
  }
}
