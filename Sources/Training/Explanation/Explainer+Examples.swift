import Arrays
import Equations
import Networks

extension Explainer {
  func findRole(of name: String) -> Explanation.Role {
    let program = run.program
    if program.settings.contains(where: { $0.name == name }) { return .setting }
    if program.parameters.contains(name) { return .parameter }
    if program.optimizerState.contains(name) { return .optimizerState }
    if program.foldedGradient(name) != nil { return .gradient }
    if name == Program.examplesName || name == ProgramBuilder.batchIndexName || name == "epoch" {
      return .count
    }
    switch program.steps(assigning: name).first?.phase {
    case nil where Metric(rawValue: name).map(program.metrics.contains) ?? false: return .metric
    case .data: return .data
    case .`init`: return .initial
    case .forward: return .cache
    case .loss: return .loss
    case .backward: return .gradient
    case .update: return .update
    case nil: return .count
    }
  }

  /// Along which axis each name has the examples, and which examples are equal.
  static func examples(of run: Run) -> (Tracer.Examples?, [String]) {
    let program = run.program
    guard let count = run.state[Program.examplesName]?.integers.first, count > 1 else {
      return (nil, [])
    }
    var axes: [String: Int] = [:]
    for name in program.names where !program.parameters.contains(name) {
      guard let axis = program.exampleAxis(of: name), let array = run.state[name],
        axis < array.rank, array.shape[axis] == count
      else { continue }
      axes[name] = axis
    }
    for (name, axis) in axes { axes[Differentiator.gradientName(of: name)] = axis }
    let read = Set((program.steps(in: .forward) + program.steps(in: .loss)).flatMap(\.inputs))
    let data = program.names(in: .data).filter { axes[$0] != nil && read.contains($0) }
    guard !data.isEmpty else { return (nil, []) }
    var classes: [[UInt64]: Int] = [:]
    let columns = data.compactMap { name in
      run.state[name]?.examplesInColumns(axes[name])
    }.map { ($0.doubles, $0.shape[0]) }
    let numbers = (0..<count).map { column in
      let key = columns.flatMap { values, rows in
        (0..<rows).map { values[$0 * count + column].bitPattern }
      }
      let next = classes.count
      classes[key] = classes[key] ?? next
      return classes[key] ?? 0
    }
    return (Tracer.Examples(axes: axes, classes: numbers), data)
  }

  /// The columns of the examples that stand for groups in long sums of an expression that is
  /// computed now.
  public func shownExamples(in node: ElementNode) -> [Int: [Explanation.ExampleColumn]] {
    shownExamples(in: node, at: run.state.cursor)
  }

  /// The columns of the examples that stand for groups in long sums.
  func shownExamples(
    in node: ElementNode, at cursor: Cursor
  ) -> [Int: [Explanation.ExampleColumn]] {
    var result: [Int: [Explanation.ExampleColumn]] = [:]
    guard let examples else { return result }
    for sum in node.sums where sum.runsOverExamples {
      for group in sum.groups.prefix(64) {
        let first = group.members[0]
        guard group.members.allSatisfy({ examples.classes[$0] == examples.classes[first] }) else {
          continue
        }
        result[first] = columns(ofExample: first, at: cursor)
      }
    }
    return result
  }

  /// What the data has of one example.
  func columns(ofExample example: Int, at cursor: Cursor) -> [Explanation.ExampleColumn] {
    guard let examples else { return [] }
    return dataNames.compactMap { name in
      guard
        let array = value(of: name, at: cursor)?.array?.examplesInColumns(examples.axes[name]),
        array.rank == 2, example < array.shape[1]
      else { return nil }
      return Explanation.ExampleColumn(
        name: name,
        values: (0..<array.shape[0]).map { array.element(at: $0 * array.shape[1] + example) })
    }
  }
}

extension ElementNode {
  /// The operands that are worth following: those outside long sums, and those of the first term
  /// of each of their largest groups.
  func followedOperands(_ longSum: Int, groups: Int) -> Set<ElementOperand> {
    var seen: Set<ObjectIdentifier> = []
    var result: Set<ElementOperand> = []
    func visit(_ node: ElementNode) {
      guard seen.insert(ObjectIdentifier(node)).inserted else { return }
      if case .operand(let operand) = node.content { result.insert(operand) }
      if case .sum(let sum) = node.content, sum.terms.count > longSum {
        for group in sum.groups.prefix(groups) { visit(group.term) }
      } else {
        node.children.forEach(visit)
      }
    }
    visit(self)
    return result
  }
}
