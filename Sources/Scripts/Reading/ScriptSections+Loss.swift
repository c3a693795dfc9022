import Arrays
import Equations
import Networks

/// What is minimised, of all that a round computes.
extension ScriptSections {
  static let steps: Set<String> = [
    "argmax", "argmin", "round", "int", "astype", "floor", "ceil", "sign", "equal", "array_equal",
    "accuracy", "python.round", "isclose", "allclose", "count_nonzero", "any", "all",
  ]

  /// Whether something may be what is minimised: a number that the carried names move.
  func isSmooth(_ expression: Expression, besides update: Set<Int>) -> Bool {
    var expressions = [expression]
    for index in indices(of: Set(expression.names), in: body).subtracting(update) {
      expressions += body[index].statement.expressions
    }
    // Labels that a question makes of data are the same whatever is learned.
    return !expressions.contains {
      $0.hasSteps(Self.steps) { dependsOnCarried(Set($0.names)) }
    }
  }

  func dependsOnCarried(_ names: Set<String>) -> Bool {
    let cone = indices(of: names, in: body)
    return !reads(cone).union(names).isDisjoint(with: entries.union(exits))
  }

  mutating func findLoss() {
    let update = updateCone
    let shown = Set(tracer.observed.compactMap { $0.value.nameAlone })
    func candidates(shown isShown: Bool, inUpdate: Bool) -> [Int] {
      body.indices.filter { index in
        guard let target = body[index].target, isFloatNumber(target), !body[index].isPartial,
          shown.contains(target) == isShown, update.contains(index) == inUpdate,
          !exits.contains(target), let value = body[index].statement.assignment?.value
        else { return false }
        return dependsOnCarried([target]) && isSmooth(value, besides: update)
      }
    }
    if let first = candidates(shown: true, inUpdate: false).first
      ?? wrapped(shown: shown, besides: update)
      ?? candidates(shown: false, inUpdate: false).last(where: isOfTraining)
      ?? candidates(shown: false, inUpdate: false).last
      ?? candidates(shown: true, inUpdate: true).first
    {
      loss = unwrapped(first)
      settleLoss()
    }
  }

  /// Whether something is made of what the update is made of, too: not of examples kept back.
  func isOfTraining(_ index: Int) -> Bool {
    var needed = Set(body[index].inputs).subtracting(exits)
    let update = updateCone
    for other in body.indices.reversed() {
      guard let target = body[other].target, needed.contains(target) else { continue }
      if update.contains(other), !entries.isDisjoint(with: body[other].inputs) { return true }
      needed.formUnion(Set(body[other].inputs).subtracting(exits))
    }
    return false
  }

  /// What is shown in another dress: `float(cost)`, `round(loss, 4)`.
  func wrapped(shown: Set<String>, besides update: Set<Int>) -> Int? {
    for (value, _) in tracer.observed {
      guard let inner = value.undressed, let index = body.lastIndex(where: { $0.target == inner }),
        isFloatNumber(inner), !update.contains(index), dependsOnCarried([inner])
      else { continue }
      return index
    }
    return nil
  }

  mutating func unwrapped(_ index: Int) -> String? {
    guard let value = body[index].statement.assignment?.value else { return nil }
    if let inner = value.undressed, let other = body.lastIndex(where: { $0.target == inner }),
      isFloatNumber(inner)
    {
      return unwrapped(other)
    }
    guard let part = addedUp(value) else { return body[index].target }
    // What is added up over the batches is a loss of each.
    if let inner = part.share, isFloatNumber(inner),
      let other = body.lastIndex(where: { $0.target == inner })
    {
      return unwrapped(other)
    }
    if var assignment = body[index].statement.assignment, assignment.subscripts == nil {
      assignment.value = part
      body[index].statement = Statement(.assignment(assignment)).atStartOfText
      isSummedUp = true
    }
    return body[index].target
  }

  /// What is added to a number that begins as 0, or that goes on from the round before.
  func addedUp(_ value: Expression) -> Expression? {
    guard case .binary(.add, let sum, let part) = value.node else { return nil }
    if sum.isNumber(0) { return part }
    guard let name = sum.nameAlone, isFloatNumber(name) else { return nil }
    let start = setup.last { $0.target == name }?.statement.assignment?.value
    let begins = start?.isNumber(0) ?? false
    return begins && !body.contains { $0.target == name } ? part : nil
  }

  /// Divides the loss by a number of examples.
  mutating func divideLoss(by count: Int) {
    guard let index = body.lastIndex(where: { $0.target == loss }),
      var assignment = body[index].statement.assignment
    else { return }
    assignment.value = assignment.value / .integer(count)
    body[index].statement = Statement(.assignment(assignment)).atStartOfText
  }

  /// What a script shows of a round as a number without a name, that could be what is minimised.
  var shownExpressions: [(value: Expression, line: Int)] {
    let update = updateCone
    return tracer.observed.filter { value, _ in
      guard value.nameAlone == nil, !value.isLiteralNumber,
        let array = (try? tracer.concrete(value, 0))?.array, array.count == 1,
        array.dtype == .float64
      else { return false }
      return dependsOnCarried(Set(value.names)) && isSmooth(value, besides: update)
    }
  }

  /// What a round computes for each example and nothing reads: of the losses of examples, the mean.
  var unreadVectors: [(value: Expression, line: Int)] {
    let update = updateCone
    return body.indices.compactMap { index in
      guard !update.contains(index), !body[index].isPartial, let target = body[index].target,
        let array = tracer.state[target], array.count > 1, array.dtype == .float64,
        !body.contains(where: { $0.inputs.contains(target) }), dependsOnCarried([target]),
        isSmooth(.name(target), besides: update)
      else { return nil }
      return (.call("mean", .name(target)), body[index].line)
    }
  }

  /// Takes an expression for what is minimised.
  mutating func take(_ expression: Expression, as word: String, line: Int) {
    let name = tracer.untaken(word)
    let assignment = Assignment(name, value: expression)
    body.append(
      TracedEquation(statement: Statement(.assignment(assignment)).atStartOfText, line: line))
    loss = name
    settleLoss()
  }

  /// A loss of the parameters that a round ends with is that of those that the next begins with.
  mutating func settleLoss() {
    guard let loss else { return }
    let cone = indices(of: [loss], in: body)
    let moved = carried.filter { !reordered.contains($0.entry) }
    let exits = Set(moved.map(\.exit))
    let first = body.indices.first { index in
      cone.contains(index) && !exits.isDisjoint(with: body[index].inputs)
    }
    guard let first else { return }
    var table: [String: Expression] = [:]
    for (entry, exit) in moved { table[exit] = .name(entry) }
    var known: [String: String] = [:]
    for equation in body[..<first] {
      if let assignment = equation.statement.assignment, assignment.subscripts == nil {
        known[assignment.value.text] = assignment.name
      }
    }
    var removed: Set<Int> = []
    for index in body.indices[first...] where cone.contains(index) {
      guard var assignment = body[index].statement.assignment, !exits.contains(assignment.name)
      else { continue }
      assignment.value = assignment.value.substituting(table)
      if assignment.subscripts == nil, let same = known[assignment.value.text] {
        table[assignment.name] = .name(same)
        removed.insert(index)
        if self.loss == assignment.name { self.loss = same }
      } else {
        body[index].statement = Statement(.assignment(assignment)).atStartOfText
        known[assignment.value.text] = assignment.name
      }
    }
    body = body.indices.filter { !removed.contains($0) }.map { body[$0] }
  }
}

extension Expression {
  /// Whether it counts: `len(idx)`, `X.shape[0]`, 32.
  private var isCount: Bool {
    switch node {
    case .integer: true
    case .call("len", _): true
    case .index(let shape, _): if case .attribute(_, .shape) = shape.node { true } else { false }
    default: false
    }
  }

  /// The name that is divided by a number, is counted for each example, or stands alone.
  fileprivate var share: String? {
    switch node {
    case .binary(.divide, let part, _): part.nameAlone
    case .binary(.multiply, let part, let count) where count.isCount: part.nameAlone
    case .binary(.multiply, let count, let part) where count.isCount: part.nameAlone
    default: nameAlone
    }
  }

  /// Whether it goes in steps, so that nothing is to be learned from its slope.
  ///
  /// - Parameter isMoved: whether learning moves an expression.
  fileprivate func hasSteps(_ words: Set<String>, _ isMoved: (Expression) -> Bool) -> Bool {
    if case .binary(let op, _, _) = node, op.isComparison, isMoved(self) { return true }
    if case .call(let name, _) = node, words.contains(name), isMoved(self) { return true }
    return children.contains { $0.hasSteps(words, isMoved) }
  }
}
