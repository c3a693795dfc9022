import CKernels

/// Steps of descent of the same rate and divisor, `w - lr * (d / m)`, as one instruction: each
/// gradient lies as far from its parameter as the others from theirs, and all are worked off as one
/// row, with what lies between them, which is no one's.
extension Emitter {
  /// The states of the parameters, by the nodes of their gradients; empty where there are not
  /// several.
  static func gradients(
    _ graph: Graph, _ schedule: Schedule, states names: [(name: String, view: GraphView)]
  ) -> [Int: Int] {
    var result: [Int: Int] = [:]
    for index in graph.nodes.indices where schedule.kinds[index] == .global {
      let node = graph.nodes[index]
      guard node.operation == .gradientStep,
        case .state(let name) = graph.node(node.operands[0]).operation,
        let state = names.firstIndex(where: { $0.name == name && $0.view.node == index })
      else { continue }
      let (direction, gradient) = (node.operands[2], graph.node(node.operands[2]))
      let kind = schedule.kinds[direction.node]
      guard kind == .reducing || kind == .global, gradient.operation != .copy,
        gradient.rows == node.rows, gradient.columns == node.columns,
        !names.contains(where: { $0.view.node == direction.node }),
        result[direction.node] == nil
      else { continue }
      result[direction.node] = state
    }
    return result.count > 1 ? result : [:]
  }

  /// Joins neighbours among the instructions from a place on, which belong to one stage.
  mutating func joinGradientSteps(from first: Int) {
    var index = first
    while index < instructions.count {
      var end = index
      while end < instructions.count, canJoin(instructions[index], instructions[end]) { end += 1 }
      guard end > index + 1 else {
        index += 1
        continue
      }
      // They are independent of one another: their order does not matter.
      let steps = instructions[index..<end].sorted { ($0.out?.offset ?? 0) < ($1.out?.offset ?? 0) }
      var joined: [Item] = []
      for step in steps {
        if let last = joined.last, let from = last.out?.offset, let next = step.out?.offset,
          isNeighbour(next, of: from + last.instruction.columns)
        {
          joined[joined.count - 1].instruction.columns = next - from + step.instruction.columns
        } else {
          joined.append(step)
        }
      }
      instructions.replaceSubrange(index..<end, with: joined)
      index += joined.count
    }
  }

  private func canJoin(_ first: Item, _ next: Item) -> Bool {
    func isStep(_ item: Item) -> Bool {
      item.instruction.operation == UH_PLAN_GRADIENT_STEP && item.out?.offset == item.a?.offset
    }
    guard isStep(first), isStep(next), let out = first.out, let c = first.c, let nextOut = next.out,
      let nextC = next.c
    else { return false }
    return first.b?.offset == next.b?.offset && first.d?.offset == next.d?.offset
      && c.offset - out.offset == nextC.offset - nextOut.offset
  }

  /// Whether no state lies between the end of one and the start of another.
  private func isNeighbour(_ start: Int, of end: Int) -> Bool {
    start >= end && !states.contains { $0.offset >= end && $0.offset < start }
  }
}
