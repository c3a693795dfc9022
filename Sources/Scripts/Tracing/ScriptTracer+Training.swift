import Arrays
import Equations

/// The loop that trains, and the batches or rows that an epoch goes through.
extension ScriptTracer {
  typealias Body = (inout ScriptTracer) throws(ScriptError) -> Flow

  /// The script followed through one round of a loop, if the loop is the one that trains: what its
  /// rounds read, they change.
  func trained(
    _ line: Int, rounds: Int?, _ body: Body
  ) throws(ScriptError) -> ScriptTracer? {
    var start = self
    // Each time something more may be made before the loop.
    for _ in 0..<20 {
      let (found, more) = try start.trainedOrBegun(line, rounds, body)
      guard let more else { return found }
      start = more
    }
    throw fault(.tooLong, line)
  }

  /// - Returns: the script followed through one round; or what it is before the loop, if something that
  ///   the first round makes is made there.
  func trainedOrBegun(
    _ line: Int, _ rounds: Int?, _ body: Body
  ) throws(ScriptError) -> (found: ScriptTracer?, again: ScriptTracer?) {
    var scout = self
    scout.begin(varying: [])
    scout.isScouting = true
    try scout.goRound(body)
    let changed = changes(in: scout)
    guard isTraining(changed, scout) else { return (nil, nil) }
    if let counting = try namingCounters(like: scout, line) { return (nil, counting) }
    var varying = Set(changed.map(\.entry))
    // What changes with what changes, until nothing more does.
    for _ in 0..<4 {
      var trace = self
      trace.begin(varying: varying)
      trace.unsettle(like: scout)
      trace.entry = Set(changed.map(\.entry))
      trace.beginning = [self]
      trace.heapAtStart = heap.count
      do throws(ScriptError) {
        try trace.goRound(body)
      } catch {
        guard error.kind == .firstRound else { throw error }
        return (nil, trace.beginning.first)
      }
      trace.beginning = []
      let carried = changes(in: trace)
      let more = Set(carried.map(\.entry)).subtracting(varying)
      guard more.isEmpty else {
        varying.formUnion(more)
        continue
      }
      trace.training = ScriptTraining(
        line: line, rounds: rounds, carried: carried, batches: trace.inner?.count)
      return (trace, nil)
    }
    return (nil, nil)
  }

  mutating func begin(varying: Set<String>) {
    isInBody = true
    depthOfTraining = frames.count
    self.varying = varying.union(["epoch"])
    // What is handed on is another value in the next round, though it was made by the same words.
    known = varying.isEmpty ? [:] : known.filter { !varying.contains($0.value) }
    taken.insert("epoch")
    state.store(.array(NDArray(1)), as: "epoch")
    body = []
    observed = []
    stops = []
  }

  /// What is nothing before the first round, and something after it, is neither in a round.
  mutating func unsettle(like after: ScriptTracer) {
    func isFilled(_ old: ScriptValue, _ new: ScriptValue?) -> Bool {
      guard case .none = old, let new else { return false }
      if case .none = new { return false }
      return true
    }
    for (index, frame) in frames.enumerated() where after.frames.indices.contains(index) {
      for (name, value) in frame.variables
      where isFilled(value, after.frames[index].variables[name]) {
        frames[index].variables[name] = .unsettled(name)
      }
    }
    for index in heap.indices {
      guard case .object = heap[index] else { continue }
      for (key, value) in heap[index].items
      where isFilled(value, after.heap[index].items.first { $0.key == key }?.value) {
        setItem(index, key, .unsettled(key.word))
      }
    }
  }

  mutating func goRound(_ body: Body) throws(ScriptError) {
    do {
      _ = try body(&self)
    } catch {
      guard error.kind == .wholeRound else { throw error }
    }
  }

  func isTraining(_ changed: [(entry: String, exit: String)], _ scout: ScriptTracer) -> Bool {
    let exits = Set(changed.filter { scout.state[$0.exit]?.dtype == .float64 }.map(\.exit))
    guard !exits.isEmpty,
      changed.contains(where: { exits.contains($0.exit) && scout.learns($0.entry) })
    else { return false }
    var needed = exits
    var readsArrays = false
    for equation in scout.body.reversed() {
      guard let target = equation.target, needed.contains(target) else { continue }
      needed.formUnion(equation.inputs)
      readsArrays = readsArrays || equation.inputs.contains { (scout.state[$0]?.count ?? 0) > 1 }
    }
    // Of lists of numbers each is a value of its own: several of them change in such a loop.
    return readsArrays || exits.count >= Self.severalNumbers
  }

  private static var severalNumbers: Int { 3 }

  /// The names that hold another value after a round than before it, and that the round reads.
  func changes(in after: ScriptTracer) -> [(entry: String, exit: String)] {
    var found: [(entry: String, exit: String)] = []
    let read = Set(after.body.flatMap(\.inputs))
    comparePlaces(with: after) { entry, exit in
      guard entry != exit, read.contains(entry), !found.contains(where: { $0.entry == entry })
      else { return }
      found.append((entry, exit))
    }
    return found
  }

  /// Whether a round computes with what it is handed under a name, and does not only fill it or add
  /// something to it.
  func learns(_ entry: String) -> Bool {
    var names: Set<String> = [entry]
    for equation in body {
      let isCopy = equation.statement.assignment?.value.nameAlone.map(names.contains) ?? false
      if isCopy, !equation.isPartial, let target = equation.target { names.insert(target) }
      if isCopy { continue }
      if equation.isPartial {
        let read = equation.statement.expressions.flatMap(\.names)
        if read.contains(where: names.contains) { return true }
      } else if names.contains(where: equation.uses) {
        return true
      }
    }
    return false
  }

  /// Goes through all places of the script that hold a number or an array before and after.
  ///
  /// - Parameter add: is given the name that holds it before, and the one after.
  func comparePlaces(with after: ScriptTracer, _ add: (String, String) -> Void) {
    var seen: Set<Int> = []
    func compare(_ old: ScriptValue, _ new: ScriptValue, _ depth: Int) {
      guard depth < 12 else { return }
      switch (old, new) {
      case (.cell(let a), .cell(let b)): add(cells[a], after.cells[b])
      case (.list(let a), .list(let b)), (.dictionary(let a), .dictionary(let b)),
        (.object(let a), .object(let b)):
        guard depth == 0 || seen.insert(a).inserted || a != b else { return }
        let items = after.heap[b].items
        for (key, value) in heap[a].items.prefix(1000) {
          if let other = items.first(where: { $0.key == key }) {
            compare(value, other.value, depth + 1)
          }
        }
      case (.tuple(let a), .tuple(let b)):
        for (x, y) in zip(a, b) { compare(x, y, depth + 1) }
      default: break
      }
    }
    for (index, frame) in frames.enumerated() where after.frames.indices.contains(index) {
      for (name, value) in frame.variables.sorted(by: { $0.key < $1.key }) {
        if let other = after.frames[index].variables[name] { compare(value, other, 0) }
      }
    }
  }

  /// Whether a round reads a name for more than to change it, or its elements one by one.
  static func computes(with name: String, _ round: some Collection<TracedEquation>) -> Bool {
    var names: Set<String> = [name]
    for equation in round {
      guard let assignment = equation.statement.assignment else { continue }
      if let subscripts = assignment.subscripts, names.contains(assignment.name) {
        let element = Expression(.index(.name(assignment.name), subscripts))
        let read = ([assignment.value] + subscripts.flatMap(\.expressions)).flatMap {
          $0.joiningPlaces.replacing(element, with: .integer(0)).names
        }
        if read.contains(where: names.contains) { return true }
      } else if assignment.value.nameAlone.map(names.contains) ?? false {
        names.insert(assignment.name)
      } else if names.contains(where: equation.uses) {
        return true
      }
    }
    return false
  }

  /// A loop over rows or batches that changes what the rounds hand on and that it computes with: each
  /// of its rounds is then one of the model's batches. A loop that only adds something up is none.
  mutating func goThroughBatches(_ count: Int, _ round: Body) throws(ScriptError) {
    var scout = self
    scout.inner = (count, body.count)
    scout.taken.insert("batch_index")
    scout.varying.insert("batch_index")
    scout.state.store(.array(NDArray(0)), as: "batch_index")
    for index in scout.body.indices { scout.body[index].isBeforeBatches = true }
    do {
      _ = try scout.insideRound(round)
    } catch {
      if error.kind == .firstRound {
        beginning = scout.beginning
        throw error
      }
      // A loop that cannot be gone through with a number that is not known is one of another kind.
      return
    }
    let changed = changes(in: scout).filter {
      entry.contains($0.entry) && scout.state[$0.exit]?.dtype == .float64
    }
    let round = scout.body.dropFirst(body.count)
    guard changed.contains(where: { Self.computes(with: $0.entry, round) }) else { return }
    self = scout
    throw fault(.wholeRound, 0)
  }
}

extension TracedEquation {
  /// Whether it reads a name for more than to add something to it.
  fileprivate func uses(_ name: String) -> Bool {
    guard inputs.contains(name) else { return false }
    guard let assignment = statement.assignment, assignment.subscripts == nil,
      case .binary(let op, let left, let right) = assignment.value.node,
      op == .add || op == .subtract
    else { return true }
    let rest = left.nameAlone == name ? right : right.nameAlone == name ? left : nil
    return rest?.names.contains(name) ?? true
  }
}

extension Expression {
  /// The same with `W[i][j]` as `W[i, j]`.
  fileprivate var joiningPlaces: Expression {
    let inner = mapChildren(\.joiningPlaces)
    guard case .index(let whole, let last) = inner.node,
      case .index(let base, let first) = whole.node,
      first.count == 1, case .position = first[0]
    else { return inner }
    return Expression(.index(base, first + last))
  }
}
