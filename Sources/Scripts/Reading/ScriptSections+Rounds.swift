import Arrays
import Equations
import Networks

/// Forward pass, backward pass and update, and what a round hands on to the next.
extension ScriptSections {
  /// Of a loss in one equation, what is compared with the targets is the forward pass.
  mutating func splitLoss() {
    guard let loss, let index = body.lastIndex(where: { $0.target == loss }),
      var assignment = body[index].statement.assignment, assignment.subscripts == nil
    else { return }
    var found: Expression?
    assignment.value.visit { expression in
      guard found == nil, case .binary(.subtract, let left, let right) = expression.node else {
        return
      }
      found =
        [(left, right), (right, left)].first { a, b in
          a.nameAlone == nil && dependsOnCarried(Set(a.names))
            && !dependsOnCarried(Set(b.valueNames))
            && !b.names.isEmpty
        }?.0
    }
    guard let prediction = found else { return }
    let name = tracer.untaken("prediction")
    let line = body[index].line
    assignment.value = assignment.value.replacing(prediction, with: .name(name))
    body[index].statement = Statement(.assignment(assignment)).atStartOfText
    let forward = Statement(.assignment(Assignment(name, value: prediction))).atStartOfText
    body.insert(TracedEquation(statement: forward, line: line), at: index)
  }

  /// What is handed on in another order, which is drawn: the examples, and not what is learned of them.
  var reordered: Set<String> {
    let pairs = carried.filter { pair in
      guard let before = tracer.state[pair.entry], let after = tracer.state[pair.exit],
        before.count == after.count, before.count > 1, before.doubles != after.doubles,
        indices(of: [pair.exit], in: body).contains(where: { body[$0].draws })
      else { return false }
      return before.doubles.sorted() == after.doubles.sorted()
    }
    return Set(pairs.map(\.entry))
  }

  /// What a round does before its loop over batches, or to put the examples in another order.
  func ofEpoch(_ needed: Set<Int>) -> Set<Int> {
    let reordered = reordered
    let order = indices(
      of: Set(carried.filter { reordered.contains($0.entry) }.map(\.exit)), in: body)
    return needed.filter { body[$0].isBeforeBatches || order.contains($0) }
  }

  mutating func chooseLive() {
    var wanted = loss.map { reads(indices(of: [$0], in: body)) } ?? []
    if loss == nil { wanted = entries }
    var chosen: Set<String> = []
    while true {
      let more = carried.filter { wanted.contains($0.entry) && !chosen.contains($0.entry) }
      if more.isEmpty { break }
      chosen.formUnion(more.map(\.entry))
      let cone = indices(of: Set(more.map(\.exit)), in: body)
      wanted.formUnion(reads(cone))
      wanted.formUnion(more.map(\.exit))
    }
    live = carried.filter { chosen.contains($0.entry) }
  }

  /// The equations of the update: those that give the new values, and what an optimizer makes of
  /// what it remembers. One whose new value is needed after it stays where it is.
  func updateIndices(_ rest: Set<Int>) -> Set<Int> {
    let ends = Set(live.map(\.exit))
    let parameters = loss.map { reads(indices(of: [$0], in: body)) } ?? []
    let memory = Set(live.filter { !parameters.contains($0.entry) }.map(\.exit))
    var ofMemory = memory
    var updates: Set<Int> = []
    for index in rest.sorted() {
      guard let target = body[index].target else { continue }
      let inputs = body[index].inputs
      if !ofMemory.isDisjoint(with: inputs) || ofMemory.contains(target) {
        ofMemory.insert(target)
        updates.insert(index)
      } else if ends.contains(target) {
        updates.insert(index)
      }
    }
    while true {
      let stays = updates.filter { index in
        guard let target = body[index].target else { return false }
        return rest.contains {
          $0 > index && !updates.contains($0) && body[$0].inputs.contains(target)
        }
      }
      if stays.isEmpty { return updates }
      updates.subtract(stays)
    }
  }

  /// What a round ends with is what the next begins with: it gets its name.
  func handOn(_ order: inout [(phase: Phase, equation: TracedEquation)]) {
    for (entry, exit) in live {
      let last = order.lastIndex { $0.equation.target == exit }
      guard let last else { continue }
      let isReadLater = order[(last + 1)...].contains { $0.equation.inputs.contains(entry) }
      let isShared = live.contains { $0.entry == exit }
      guard !isReadLater, !isShared else {
        let assignment = Assignment(entry, value: .name(exit))
        order.append(
          (
            .update,
            TracedEquation(
              statement: Statement(.assignment(assignment)).atStartOfText,
              line: order[last].equation.line)
          ))
        continue
      }
      let first = order.firstIndex { $0.equation.target == exit } ?? last
      let table = [exit: Expression.name(entry)]
      for index in order.indices[first...] {
        order[index].equation.rename(exit, entry, table)
      }
    }
    for index in order.indices where order[index].equation.isInPlace {
      order[index].equation.joinInPlace()
    }
  }

  /// Names that are changed in place before the loop keep their names.
  mutating func joinSetup() {
    var index = 0
    while index < setup.count {
      defer { index += 1 }
      guard setup[index].isInPlace, let new = setup[index].target,
        let old = tracer.bases[new], old != new,
        setup[..<index].contains(where: { $0.target == old }),
        !setup[(index + 1)...].contains(where: { $0.inputs.contains(old) }),
        !body.contains(where: { $0.inputs.contains(old) }),
        setup[index].inputs.contains(old)
      else { continue }
      let table = [new: Expression.name(old)]
      for place in setup.indices[index...] {
        setup[place].rename(new, old, table)
      }
      setup[index].joinInPlace()
      renamedEntries[new] = old
    }
  }
}

extension TracedEquation {
  /// `W1 = W1 - lr * dW1` as `W1 -= lr * dW1`.
  fileprivate mutating func joinInPlace() {
    guard var assignment = statement.assignment, assignment.updateOperator == nil,
      case .binary(let op, let left, let right) = assignment.value.node,
      left.nameAlone == assignment.name, op.precedence >= BinaryOperator.bitwiseOr.precedence
    else { return }
    assignment.updateOperator = op
    assignment.value = right
    statement = Statement(.assignment(assignment)).atStartOfText
  }
}
