import Arrays
import CKernels
import Equations

/// What a node of the graph computes from its operands.
enum GraphOperation: Hashable {
  /// One of the graph's constants.
  case constant(Int)
  /// What a name holds at the start of an epoch.
  case state(String)
  /// One of the draws of a pass.
  case drawn(Int)
  /// The examples of a batch: the rows of the operand that the order names, as columns.
  case gather
  /// The elements of a row at the places that the second operand names.
  case pick
  /// The columns of a matrix that the second operand names.
  case pickColumns
  /// Rows from this one on.
  case rows(from: Int)
  /// The operands on top of each other, or side by side.
  case join(areRows: Bool)
  /// A `uh_unary` or a `uh_binary`.
  case unary(UInt32)
  case binary(UInt32)
  /// Condition, then, else.
  case select
  /// A value, a rate, a direction and, if there is a fourth, a divisor: `w - lr * (d / m)`.
  case gradientStep
  case copy
  case transpose
  /// Two factors and, if there is a third operand, a column to add.
  case product
  /// The same, at least 0.
  case rectifiedProduct
  /// Two factors and what each element of their product is joined with, by a `uh_binary`.
  case productEpilogue(UInt32)
  case sumRows
  case sumColumns
  case extremeOfRows(largest: Bool)
  case extremeOfColumns(largest: Bool)
  /// The row of the largest, or smallest, element of each column.
  case argExtreme(largest: Bool)
  /// One of the graph's calls of a function of the language.
  case host(Int)

  /// Whether it is a product of two matrices, with whatever is joined to it.
  var isProduct: Bool {
    switch self {
    case .product, .rectifiedProduct, .productEpilogue: true
    default: false
    }
  }
}

/// A node's matrix as an operand: as it is, transposed, or a row as a column.
struct GraphView: Hashable {
  var node: Int
  var rows: Int
  var columns: Int
  var isTransposed = false

  var count: Int { rows * columns }
  var isScalar: Bool { count == 1 }
}

/// What one epoch computes, each value once: nodes in an order in which they can be computed.
///
/// Every value is a matrix of float64: a number is 1 × 1, a vector a row, a truth value 0 or 1.
struct Graph {
  struct Node: Hashable {
    var operation: GraphOperation
    var operands: [GraphView]
    var rows: Int
    var columns: Int
  }

  private(set) var nodes: [Node] = []
  private(set) var constants: [[Double]] = []
  /// Functions of the language that are called, and the nodes that call them.
  private(set) var hostCalls: [HostCall] = []
  private(set) var hostViews: [GraphView] = []
  private var known: [Node: Int] = [:]
  /// The constants with some of the same numbers.
  private var constantsByHash: [Int: [Int]] = [:]

  /// A matrix of numbers that no epoch changes; the same numbers are there once.
  mutating func constant(_ values: [Double], rows: Int, columns: Int) -> GraphView {
    var hasher = Hasher()
    hasher.combine(values.count)
    for place in stride(from: 0, to: values.count, by: values.count / 64 + 1) {
      hasher.combine(values[place].bitPattern)
    }
    let hash = hasher.finalize()
    let same = constantsByHash[hash]?.first { index in
      constants[index].elementsEqual(values) { $0.bitPattern == $1.bitPattern }
    }
    let index = same ?? constants.count
    if same == nil {
      constants.append(values)
      constantsByHash[hash, default: []].append(index)
    }
    return add(.constant(index), [], rows, columns)
  }

  /// A matrix that a function of the language computes.
  mutating func host(
    _ call: HostCall, _ operands: [GraphView], _ rows: Int, _ columns: Int
  ) -> GraphView {
    hostCalls.append(call)
    let view = add(.host(hostCalls.count - 1), operands, rows, columns)
    hostViews.append(view)
    return view
  }

  mutating func state(_ name: String, rows: Int, columns: Int) -> GraphView {
    add(.state(name), [], rows, columns)
  }

  /// The node of this operation on these operands, a new one if there is none yet.
  mutating func add(
    _ operation: GraphOperation, _ operands: [GraphView], _ rows: Int, _ columns: Int
  ) -> GraphView {
    let node = Node(operation: operation, operands: operands, rows: rows, columns: columns)
    let index = known[node] ?? nodes.count
    if index == nodes.count {
      nodes.append(node)
      known[node] = index
    }
    return GraphView(node: index, rows: rows, columns: columns)
  }

  /// The same node if it is there already.
  func found(
    _ operation: GraphOperation, _ operands: [GraphView], _ rows: Int, _ columns: Int
  ) -> GraphView? {
    let node = Node(operation: operation, operands: operands, rows: rows, columns: columns)
    return known[node].map { GraphView(node: $0, rows: rows, columns: columns) }
  }

  func node(_ view: GraphView) -> Node { nodes[view.node] }

  /// The operands of a binary operation, if the view is the whole of one.
  func operands(of view: GraphView, if function: uh_binary) -> (GraphView, GraphView)? {
    let node = nodes[view.node]
    guard node.operation == .binary(function.rawValue), !view.isTransposed,
      node.rows == view.rows, node.columns == view.columns
    else { return nil }
    return (node.operands[0], node.operands[1])
  }

  /// The operand of a unary operation, if the view is the whole of one.
  func operand(of view: GraphView, if function: uh_unary) -> GraphView? {
    let node = nodes[view.node]
    guard node.operation == .unary(function.rawValue), !view.isTransposed,
      node.rows == view.rows, node.columns == view.columns
    else { return nil }
    return node.operands[0]
  }

  /// A number that no epoch changes.
  func number(_ view: GraphView) -> Double? {
    guard case .constant(let index) = nodes[view.node].operation, view.isScalar else { return nil }
    return constants[index][0]
  }

  func isConstant(_ view: GraphView, _ value: Double) -> Bool { number(view) == value }

  /// The matrix as memory holds it in rows, for operations on elements.
  mutating func plain(_ view: GraphView) -> GraphView {
    guard view.isTransposed else { return view }
    let source = GraphView(node: view.node, rows: view.columns, columns: view.rows)
    return add(.transpose, [source], view.rows, view.columns)
  }

  func transposed(_ view: GraphView) -> GraphView {
    var result = view
    (result.rows, result.columns) = (view.columns, view.rows)
    if view.rows > 1 && view.columns > 1 { result.isTransposed.toggle() }
    return result
  }

  /// All elements, one after the other.
  mutating func flattened(_ view: GraphView) -> GraphView {
    if view.rows == 1 || view.columns == 1 {
      return GraphView(node: view.node, rows: 1, columns: view.count)
    }
    let copy = add(.copy, [plain(view)], view.rows, view.columns)
    return GraphView(node: copy.node, rows: 1, columns: view.count)
  }

  /// Joins the steps of `w - lr * (d / m)` where nothing else reads what is between.
  mutating func fuseGradientSteps(keeping views: [GraphView]) {
    let uses = uses(keeping: views)
    func isOwn(_ view: GraphView, _ whole: Node) -> Bool {
      let node = nodes[view.node]
      return uses[view.node] == 1 && isWhole(view) && node.rows == whole.rows
        && node.columns == whole.columns
    }
    for index in nodes.indices {
      let node = nodes[index]
      guard node.operation == .binary(UH_SUBTRACT.rawValue), uses[index] > 0,
        case .state = nodes[node.operands[0].node].operation,
        isSame(node.operands[0], node), isOwn(node.operands[1], node)
      else { continue }
      let step = nodes[node.operands[1].node]
      guard step.operation == .binary(UH_MULTIPLY.rawValue), step.operands[0].isScalar,
        isSame(step.operands[1], node)
      else { continue }
      var operands = [node.operands[0], step.operands[0], step.operands[1]]
      let direction = nodes[operands[2].node]
      if isOwn(operands[2], node), direction.operation == .binary(UH_DIVIDE.rawValue),
        isSame(direction.operands[0], node), direction.operands[1].isScalar
      {
        operands[2...] = direction.operands[...]
      }
      nodes[index].operation = .gradientStep
      nodes[index].operands = operands
    }
  }

  private func isSame(_ view: GraphView, _ node: Node) -> Bool {
    view.rows == node.rows && view.columns == node.columns && !view.isTransposed
  }

  private func isWhole(_ view: GraphView) -> Bool { isSame(view, nodes[view.node]) }

  /// How often each node is read by those that the views need.
  private func uses(keeping views: [GraphView]) -> [Int] {
    var uses = [Int](repeating: 0, count: nodes.count)
    for view in views { uses[view.node] += 1 }
    for index in nodes.indices.reversed() where uses[index] > 0 {
      for operand in nodes[index].operands { uses[operand.node] += 1 }
    }
    return uses
  }

  /// Joins a product and the function of two elements that it is the first operand of where nothing
  /// else reads the product: an adjoint and the slope of what it goes through.
  mutating func fuseEpilogues(keeping views: [GraphView]) {
    let uses = uses(keeping: views)
    let functions = [
      UH_MULTIPLY, UH_SIGMOID_BACKWARD, UH_TANH_BACKWARD, UH_RELU_BACKWARD,
    ].map(\.rawValue)
    for index in nodes.indices {
      let node = nodes[index]
      guard case .binary(let function) = node.operation, functions.contains(function),
        node.columns > 1, isSame(node.operands[0], node), isSame(node.operands[1], node)
      else { continue }
      let product = nodes[node.operands[0].node]
      guard product.operation == .product, product.operands.count == 2,
        uses[node.operands[0].node] == 1, isWhole(node.operands[0]), isWhole(node.operands[1]),
        !product.operands[1].isTransposed
      else { continue }
      nodes[index].operation = .productEpilogue(function)
      nodes[index].operands = product.operands + [node.operands[1]]
    }
  }

  /// Joins a relu and the product that it is of where nothing else reads the product.
  mutating func fuseRectifiers(keeping views: [GraphView]) {
    let uses = uses(keeping: views)
    for index in nodes.indices {
      let node = nodes[index]
      guard node.operation == .unary(UH_RELU.rawValue), node.columns > 1,
        isSame(node.operands[0], node), isWhole(node.operands[0]),
        uses[node.operands[0].node] == 1
      else { continue }
      let product = nodes[node.operands[0].node]
      guard product.operation == .product else { continue }
      nodes[index].operation = .rectifiedProduct
      nodes[index].operands = product.operands
    }
  }

  /// Joins a product and the column that is added to it where nothing else reads the product.
  mutating func fuseColumns(keeping views: [GraphView]) {
    var uses = uses(keeping: views)
    for index in nodes.indices {
      guard case .binary(UH_ADD.rawValue) = nodes[index].operation else { continue }
      let (a, b) = (nodes[index].operands[0], nodes[index].operands[1])
      for (product, column) in [(a, b), (b, a)] {
        let node = nodes[product.node]
        if case .product = node.operation, node.operands.count == 2, uses[product.node] == 1,
          product.rows == nodes[index].rows, product.columns == nodes[index].columns,
          node.rows == product.rows, node.columns == product.columns,
          column.columns == 1, column.rows == product.rows, !column.isTransposed,
          nodes[column.node].columns == 1 || nodes[column.node].rows == 1
        {
          nodes[index].operation = .product
          nodes[index].operands = node.operands + [column]
          uses[product.node] = 0
          break
        }
      }
    }
  }
}
