import Arrays
import Equations

extension ScriptTracer {
  typealias Symbolic = (Expression, inout ScriptTracer) throws(ScriptError) -> ScriptValue

  /// What a loop goes through.
  struct Rounds {
    var count: Int?
    /// The values in turn, where they can all be said.
    var known: [ScriptValue]?
    /// The value of the round whose number, from 0, is an expression.
    var symbolic: Symbolic?
  }

  mutating func rounds(_ value: ScriptValue, _ line: Int) throws(ScriptError) -> Rounds {
    func listed(_ items: [ScriptValue]) -> Rounds {
      Rounds(count: items.count, known: items) { index, tracer throws(ScriptError) in
        try tracer.item(of: items, numbered: index, "rows", line)
      }
    }
    switch value {
    case .list(let index):
      return listed(heap[index].items.map(\.value))
    case .tuple(let items): return listed(items)
    case .text(let text?): return listed(text.map { .text(String($0)) })
    case .dictionary(let index):
      return listed(
        heap[index].items.map { item in
          switch item.key {
          case .text(let text): .text(text)
          case .number(let number): .integer(number)
          }
        })
    case .range(let first, let last, let by):
      let (start, stop, step) = (
        try integer(first, line), try integer(last, line), try integer(by, line)
      )
      guard step != 0 else { throw fault(.notANumber("0"), line) }
      let count = max(0, (stop - start + step - step.signum()) / step)
      let begin = try number(first, line)
      let width = try number(by, line)
      return Rounds(
        count: count,
        known: count <= 20_000 ? (0..<count).map { .integer(start + $0 * step) } : nil,
        symbolic: { index, _ in
          let scaled = step == 1 ? index : index * width
          return .number(start == 0 ? scaled : begin + scaled)
        })
    case .enumerated(let inner, let from):
      let rounds = try self.rounds(inner, line)
      var symbolic: Symbolic?
      if let own = rounds.symbolic {
        symbolic = { index, tracer throws(ScriptError) in
          let item = try own(index, &tracer)
          return .tuple([.number(from == 0 ? index : index + .integer(from)), item])
        }
      }
      let known = rounds.known.map { items in
        items.enumerated().map { ScriptValue.tuple([.integer($0.offset + from), $0.element]) }
      }
      return Rounds(count: rounds.count, known: known, symbolic: symbolic)
    case .paired(let parts):
      var all: [Rounds] = []
      for part in parts { all.append(try rounds(part, line)) }
      let count = all.compactMap(\.count).min() ?? 0
      let known = all.compactMap(\.known)
      guard !all.isEmpty else { return listed([]) }
      let own = all.compactMap(\.symbolic)
      var symbolic: Symbolic?
      if own.count == all.count {
        symbolic = { index, tracer throws(ScriptError) in
          var items: [ScriptValue] = []
          for part in own { items.append(try part(index, &tracer)) }
          return .tuple(items)
        }
      }
      return Rounds(
        count: count,
        known: known.count == all.count
          ? (0..<count).map { round in .tuple(known.map { $0[round] }) } : nil,
        symbolic: symbolic)
    case .number, .cell:
      let base = try number(value, line)
      guard let shape = try concreteArray(value, line)?.shape, shape.rank > 0 else {
        throw fault(.notANumber(base.text), line)
      }
      func item(_ index: Expression) -> ScriptValue {
        .number(Expression(.index(base, [.position(index)])))
      }
      let count = shape[0]
      return Rounds(
        count: count, known: count <= 20_000 ? (0..<count).map { item(.integer($0)) } : nil,
        symbolic: { index, _ in item(index) })
    case .stack(let array, let shape):
      return Rounds(
        count: shape[0], known: (0..<shape[0]).map { row(.integer($0), of: array, shape) },
        symbolic: { index, tracer in tracer.row(index, of: array, shape) })
    case .noted: return Rounds(count: 0, known: [])
    default: throw fault(.notANumber("what the loop goes through"), line)
    }
  }

  mutating func loop(
    _ target: ScriptExpression, _ iterable: ScriptValue, _ statements: [ScriptStatement],
    _ line: Int
  ) throws(ScriptError) -> Flow {
    let rounds = try rounds(try drawn(iterable, line), line)
    let count = rounds.count ?? Int.max
    if !isInBody, count >= threshold {
      let number = Expression.name("epoch") - .integer(1)
      let found = try trained(line, rounds: rounds.count) { tracer throws(ScriptError) in
        let item = try? rounds.symbolic?(number, &tracer)
        guard let item = item ?? rounds.known?.first else { throw fault(.tooLong, line) }
        try tracer.assign(item, to: target, since: tracer.emitted)
        return try tracer.run(statements, isWhole: true)
      }
      if let found {
        self = found
        throw fault(.trained, line)
      }
    }
    if isInBody, inner == nil, count >= 2, count < Int.max, !entry.isEmpty,
      let symbolic = rounds.symbolic
    {
      try goThroughBatches(count) { tracer throws(ScriptError) in
        let item = try symbolic(.name("batch_index"), &tracer)
        try tracer.assign(item, to: target, since: tracer.emitted)
        return try tracer.run(statements, isWhole: true)
      }
    }
    if let witness, witness.line == line, !witness.isInLoop {
      var number = 0
      try witnessRounds(line) { tracer throws(ScriptError) in
        defer { number += 1 }
        guard number < count else { return false }
        var item = rounds.known?[number]
        if item == nil { item = try? rounds.symbolic?(.integer(number), &tracer) }
        guard let item else { return false }
        try tracer.take(item, as: target)
        return try tracer.run(statements, isWhole: true).goesOn
      }
    }
    guard let items = rounds.known else { throw fault(.tooLong, line) }
    for item in items {
      try take(item, as: target)
      switch try insideRound({ tracer throws(ScriptError) in
        try tracer.run(statements, isWhole: true)
      }) {
      case .normal, .continued: continue
      case .broken: return .normal
      case .returned(let value): return .returned(value)
      }
    }
    return .normal
  }

  mutating func whileLoop(
    _ test: ScriptExpression, _ statements: [ScriptStatement], _ line: Int
  ) throws(ScriptError) -> Flow {
    if let witness, witness.line == line, !witness.isInLoop {
      try witnessRounds(line) { tracer throws(ScriptError) in
        guard try tracer.truth(try tracer.evaluate(test), line) ?? false else { return false }
        return try tracer.run(statements, isWhole: true).goesOn
      }
    }
    if !isInBody, witness == nil {
      let found = try trained(line, rounds: nil) { tracer throws(ScriptError) in
        _ = try tracer.evaluate(test)
        return try tracer.run(statements, isWhole: true)
      }
      if let found {
        self = found
        throw fault(.trained, line)
      }
    }
    while true {
      steps += 1
      guard steps <= Self.mostSteps else { throw fault(.tooLong, line) }
      guard let goesOn = try truth(try evaluate(test), line) else {
        throw fault(.undecided("while"), line)
      }
      guard goesOn else { return .normal }
      switch try insideRound({ tracer throws(ScriptError) in
        try tracer.run(statements, isWhole: true)
      }) {
      case .normal, .continued: continue
      case .broken: return .normal
      case .returned(let value): return .returned(value)
      }
    }
  }

  /// Goes through what a loop inside a round of the training loop does, from which a break does not end
  /// the training.
  private mutating func insideRound(_ body: Body) throws(ScriptError) -> Flow {
    loopsInRound += isInBody ? 1 : 0
    let flow = try body(&self)
    loopsInRound -= isInBody ? 1 : 0
    return flow
  }

  // MARK: The loop that trains

  private typealias Body = (inout ScriptTracer) throws(ScriptError) -> Flow

  /// The script followed through one round of a loop, if the loop is the one that trains: what its
  /// rounds read, they change.
  private func trained(
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
  private func trainedOrBegun(
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

  private mutating func begin(varying: Set<String>) {
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
  private mutating func unsettle(like after: ScriptTracer) {
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

  private mutating func goRound(_ body: Body) throws(ScriptError) {
    do {
      _ = try body(&self)
    } catch {
      guard error.kind == .wholeRound else { throw error }
    }
  }

  private func isTraining(_ changed: [(entry: String, exit: String)], _ scout: ScriptTracer) -> Bool
  {
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
    return readsArrays
  }

  /// The names that hold another value after a round than before it, and that the round reads.
  private func changes(in after: ScriptTracer) -> [(entry: String, exit: String)] {
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
  private func learns(_ entry: String) -> Bool {
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
  private static func computes(with name: String, _ round: some Collection<TracedEquation>) -> Bool
  {
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
  private mutating func goThroughBatches(_ count: Int, _ round: Body) throws(ScriptError) {
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

extension ScriptTracer.Flow {
  /// Whether another round of the loop may come.
  fileprivate var goesOn: Bool {
    switch self {
    case .normal, .continued: true
    case .broken, .returned: false
    }
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
