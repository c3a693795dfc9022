import CKernels

/// When each node of a graph is computed: for a block of examples at a time, for a chunk of them,
/// or once, and in which of the stages that follow one another.
///
/// Nodes that have a column for each example and need nothing of other columns are local: a block
/// of examples goes through all of them while it is in the cache. Sums over the examples take
/// their chunks. A local node that needs such a sum waits for the next stage.
struct Schedule {
  enum Kind {
    /// A constant, or what a name held before: nothing to compute.
    case given
    case local
    case reducing
    case global
  }

  /// `nil` for nodes that nothing needs.
  private(set) var kinds: [Kind?]
  private(set) var stages: [Int]
  /// The nodes that read a node.
  private(set) var readers: [[Int]]
  /// The number of examples; 0 where nothing is local.
  let examples: Int
  private let graph: Graph
  /// Whether the next epoch depends on a node.
  private var isCarriedOn: [Bool]

  /// - Parameter carried: what the next epoch begins with.
  init(_ graph: Graph, outputs: [GraphView], examples: Int, carried: [GraphView] = []) {
    self.graph = graph
    isCarriedOn = Array(repeating: false, count: graph.nodes.count)
    for view in carried { isCarriedOn[view.node] = true }
    for index in graph.nodes.indices.reversed() where isCarriedOn[index] {
      for operand in graph.nodes[index].operands { isCarriedOn[operand.node] = true }
    }
    self.examples = examples > 1 ? examples : 0
    kinds = Array(repeating: nil, count: graph.nodes.count)
    stages = Array(repeating: 0, count: graph.nodes.count)
    readers = Array(repeating: [], count: graph.nodes.count)
    var isNeeded = [Bool](repeating: false, count: graph.nodes.count)
    for view in outputs { isNeeded[view.node] = true }
    // The operands of a fused product stand before it too, so one pass backwards is enough.
    for index in graph.nodes.indices.reversed() where isNeeded[index] {
      for operand in graph.nodes[index].operands { isNeeded[operand.node] = true }
    }
    for index in graph.nodes.indices where isNeeded[index] {
      for operand in graph.nodes[index].operands where readers[operand.node].last != index {
        readers[operand.node].append(index)
      }
      let kind = kind(of: index)
      kinds[index] = kind
      stages[index] = stage(of: index, kind)
    }
  }

  /// Nodes in the order in which they are computed: what only the loss is made of comes last, so
  /// that the next epoch waits for nothing that it does not need.
  func order(of nodes: [Int]) -> [Int] {
    nodes.filter { isCarriedOn[$0] } + nodes.filter { !isCarriedOn[$0] }
  }

  /// Where the values of a node are needed.
  enum Extent: Comparable {
    /// By local nodes, block by block.
    case block
    /// By sums over a chunk.
    case chunk
    case whole
  }

  func extent(of index: Int, isOutput: Bool) -> Extent {
    guard kinds[index] == .local else { return .whole }
    if isOutput { return .whole }
    var extent = Extent.block
    for reader in readers[index] {
      if stages[reader] != stages[index] || kinds[reader] == .global { return .whole }
      if kinds[reader] == .reducing { extent = .chunk }
    }
    return extent
  }

  func isLocal(_ view: GraphView) -> Bool { kinds[view.node] == .local }

  /// Whether a view has a column, or an element, for each example that nothing of other examples
  /// goes into, nor into anything that is needed.
  func isByExample(_ view: GraphView) -> Bool {
    let node = graph.nodes[view.node]
    return isLocal(view) && node.columns == examples && view.count == node.rows * node.columns
      && graph.nodes.indices.allSatisfy { index in
        switch kinds[index] {
        case nil, .given?, .local?: true
        case .reducing?: false
        case .global?: !graph.nodes[index].operands.contains(where: isLocal)
        }
      }
  }

  /// Whether a block of examples needs all of it: its place does not follow them.
  private func isStill(_ view: GraphView) -> Bool {
    !isLocal(view) && !(isGiven(view) && graph.nodes[view.node].columns == examples)
  }

  /// Whether it is there before a pass begins, and lies there for all examples if it is about them.
  private func isGiven(_ view: GraphView) -> Bool {
    switch graph.nodes[view.node].operation {
    case .constant, .drawn: true
    default: false
    }
  }

  private func isWhole(_ view: GraphView) -> Bool {
    let node = graph.nodes[view.node]
    return !view.isTransposed && view.rows == node.rows && view.columns == node.columns
  }

  /// Whether the view has a column for each example, block by block.
  func isWide(_ view: GraphView) -> Bool {
    examples > 0 && view.columns == examples && isWhole(view)
      && (isLocal(view) || isGiven(view))
  }

  /// Whether the view has a row for each example: a wide node transposed.
  private func isTall(_ view: GraphView) -> Bool {
    guard examples > 0, view.rows == examples else { return false }
    let node = graph.nodes[view.node]
    guard node.columns == examples, isLocal(view) || isGiven(view) else { return false }
    return view.isTransposed || (node.rows == 1 && view.columns == 1)
  }

  private func kind(of index: Int) -> Kind {
    let node = graph.nodes[index]
    let operands = node.operands
    switch node.operation {
    case .constant, .state, .drawn: return .given
    case .gather: return examples > 0 ? .local : .global
    case .unary, .binary, .select:
      guard node.columns == examples, operands.contains(where: { isWide($0) && isLocal($0) }),
        operands.allSatisfy({ isWide($0) || ($0.columns == 1 && isStill($0)) })
      else { return .global }
      return .local
    case .product, .rectifiedProduct:
      if operands.count == 3, !isStill(operands[2]) { return .global }
      if isWide(operands[1]), isStill(operands[0]) { return .local }
      // What is rectified is the whole sum.
      if node.operation == .product, operands.count == 2, isWide(operands[0]), isTall(operands[1]),
        isLocal(operands[0]) || isLocal(operands[1])
      {
        return .reducing
      }
      return .global
    case .productEpilogue:
      return isWide(operands[1]) && isStill(operands[0]) && isWide(operands[2]) ? .local : .global
    case .join(areRows: true):
      return operands.allSatisfy(isWide) && operands.contains(where: isLocal) ? .local : .global
    case .sumColumns, .extremeOfColumns, .argExtreme, .rows:
      return isWide(operands[0]) && isLocal(operands[0]) ? .local : .global
    case .sumRows:
      return isWide(operands[0]) && isLocal(operands[0]) ? .reducing : .global
    case .copy, .transpose, .extremeOfRows, .gradientStep, .pick, .pickColumns, .join, .host:
      return .global
    }
  }

  private func stage(of index: Int, _ kind: Kind) -> Int {
    var stage = 0
    for operand in graph.nodes[index].operands {
      let before = stages[operand.node]
      switch kinds[operand.node] {
      case .local?: stage = max(stage, before)
      case .reducing?, .global?: stage = max(stage, kind == .global ? before : before + 1)
      default: break
      }
    }
    return stage
  }
}
