import CKernels

/// What the instruction of each operation is.
extension Emitter {
  mutating func add(_ item: Item) {
    var item = item
    func set(_ operand: inout uh_operand, _ place: MemoryPlacement.Place?) {
      guard let place else { return }
      operand.row = place.row
      operand.addressing = Int(place.addressing.rawValue)
    }
    set(&item.instruction.out, item.out)
    set(&item.instruction.a, item.a)
    set(&item.instruction.b, item.b)
    set(&item.instruction.c, item.c)
    set(&item.instruction.d, item.d)
    instructions.append(item)
  }

  /// The place of an operand, with the distance between the rows of its view.
  func place(of view: GraphView) -> MemoryPlacement.Place? {
    guard var place = places[view.node] else { return nil }
    let node = graph.nodes[view.node]
    // A row as a column, or a column as a row.
    if !view.isTransposed, view.columns == 1, node.columns != 1 { place.row = 1 }
    if view.rows == 1, node.rows != 1 { place.row = view.columns }
    return place
  }

  /// Whether all rows can be worked off as one: they follow one another in all full operands, and
  /// the others are single numbers.
  func isFlat(_ index: Int) -> Bool {
    let node = graph.nodes[index]
    if schedule.kinds[index] == .local, examples > block { return false }
    let out = places[index]?.row ?? memory.row(node.columns)
    return node.operands.allSatisfy { view in
      if view.isScalar { return true }
      guard view.rows == node.rows, view.columns == node.columns else { return false }
      return node.rows == 1 || place(of: view)?.row == out
    }
  }

  mutating func emit(_ index: Int) {
    let node = graph.nodes[index]
    let isLocal = schedule.kinds[index] == .local
    var item = Item()
    item.out = places[index]
    item.instruction.rows = node.rows
    item.instruction.columns = isLocal ? 0 : node.columns
    cost += node.rows * node.columns
    let operands = node.operands
    switch node.operation {
    case .constant, .state, .drawn: return
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
      func step(_ view: GraphView) -> Int {
        view.isScalar || (view.columns == 1 && node.columns > 1) ? 0 : 1
      }
      item.instruction.c_column = step(operands[0])
      item.instruction.a_column = step(operands[1])
      item.instruction.b_column = step(operands[2])
      if operands[0].rows == 1 { item.c?.row = 0 }
      if operands[1].rows == 1 { item.a?.row = 0 }
      if operands[2].rows == 1 { item.b?.row = 0 }
    case .gradientStep:
      // The same form in every full operand, and so the same places in memory.
      item.instruction.operation = UH_PLAN_GRADIENT_STEP
      item.a = place(of: operands[0])
      item.b = place(of: operands[1])
      item.c = place(of: operands[2])
      if operands.count == 4 { item.d = place(of: operands[3]) }
      item.instruction.columns =
        (node.rows - 1) * (item.out?.row ?? node.columns) + node.columns
      item.instruction.rows = 1
    case .gather:
      item.instruction.operation = UH_PLAN_GATHER
      item.a = place(of: operands[0])
      item.instruction.a_column = item.a?.row ?? 0
      item.a?.row = 1
      item.a?.addressing = UH_FIXED
      item.c = order
    case .pick:
      item.instruction.operation = UH_PLAN_GATHER
      item.a = place(of: operands[0])
      item.a?.row = 0
      item.instruction.a_column = 1
      item.c = place(of: operands[1])
    case .pickColumns:
      item.instruction.operation = UH_PLAN_GATHER
      item.a = place(of: operands[0])
      item.instruction.a_column = 1
      item.c = place(of: operands[1])
      item.c?.row = 0
    case .host(let index):
      item.instruction.operation = UH_PLAN_HOST
      item.host = (graph.hostCalls[index], operands.map { place(of: $0) })
      cost += 100 + 10 * operands.reduce(node.rows * node.columns) { $0 + $1.count }
    case .rows(let first):
      item.instruction.operation = UH_PLAN_COPY
      item.a = place(of: operands[0]).map { $0.moved(by: first * $0.row) }
    case .join(let areRows):
      join(operands, areRows: areRows, item)
      return
    case .copy:
      item.instruction.operation = UH_PLAN_COPY
      item.a = place(of: operands[0])
    case .transpose:
      item.instruction.operation = UH_PLAN_TRANSPOSE
      item.instruction.rows = operands[0].rows
      item.instruction.columns = operands[0].columns
      item.a = place(of: operands[0])
    case .product, .rectifiedProduct:
      setProduct(&item, index)
      item.instruction.rectifies = node.operation == .rectifiedProduct
      if operands.count == 3 { item.c = place(of: operands[2]) }
    case .productEpilogue(let function):
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
    case .sumColumns, .extremeOfColumns, .argExtreme:
      item.instruction.operation =
        switch node.operation {
        case .argExtreme(largest: true): UH_PLAN_ARGMAX
        case .argExtreme(largest: false): UH_PLAN_ARGMIN
        case .extremeOfColumns(largest: true): UH_PLAN_MAX_OF_COLUMNS
        case .extremeOfColumns(largest: false): UH_PLAN_MIN_OF_COLUMNS
        default: UH_PLAN_SUM_COLUMNS
        }
      item.instruction.rows = operands[0].rows
      item.a = place(of: operands[0])
      cost += operands[0].count
    case .extremeOfRows(let largest):
      item.instruction.operation =
        largest ? UH_PLAN_MAX_OF_ROWS : UH_PLAN_MIN_OF_ROWS
      item.instruction.rows = operands[0].rows
      item.instruction.columns = operands[0].columns
      item.a = place(of: operands[0])
      cost += operands[0].count
    }
    switch node.operation {
    case .unary, .binary, .select:
      item.instruction.passes = schedule.readers[index].count == 1 && !isOutput(index)
      if isFlat(index), node.rows > 1, let row = item.out?.row {
        item.instruction.columns = (node.rows - 1) * row + node.columns
        item.instruction.rows = 1
      }
    default: break
    }
    add(item)
  }

  /// Each operand is copied to its part of the result.
  private mutating func join(_ operands: [GraphView], areRows: Bool, _ whole: Item) {
    var offset = 0
    for view in operands {
      var item = whole
      item.instruction.operation = UH_PLAN_COPY
      item.instruction.rows = view.rows
      if whole.instruction.columns > 0 { item.instruction.columns = view.columns }
      item.a = place(of: view)
      item.out = whole.out?.moved(by: offset)
      offset += areRows ? view.rows * (whole.out?.row ?? 0) : view.columns
      add(item)
    }
  }

  /// Which operand of a binary operation is one number for a whole row.
  private func setForm(_ item: inout Item, _ operands: [GraphView], _ node: Graph.Node) {
    func isNumber(_ view: GraphView) -> Bool { view.columns == 1 && node.columns > 1 }
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
