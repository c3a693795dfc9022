import Arrays
import Equations

extension ScriptTracer {
  /// What a loop goes through.
  struct Rounds {
    var count: Int?
    /// The values in turn, where they can all be said.
    var known: [ScriptValue]?
    /// The value of the round whose number, from 0, is an expression.
    var symbolic: ((Expression) -> ScriptValue)?
  }

  mutating func rounds(_ value: ScriptValue, _ line: Int) throws(ScriptError) -> Rounds {
    func listed(_ items: [ScriptValue]) -> Rounds { Rounds(count: items.count, known: items) }
    switch value {
    case .list(let index):
      return listed(heap[index].items.map(\.value))
    case .tuple(let items): return listed(items)
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
        symbolic: { index in
          let scaled = step == 1 ? index : index * width
          return .number(start == 0 ? scaled : begin + scaled)
        })
    case .enumerated(let inner, let from):
      let rounds = try self.rounds(inner, line)
      return Rounds(
        count: rounds.count,
        known: rounds.known.map {
          $0.enumerated().map { .tuple([.integer($0.offset + from), $0.element]) }
        },
        symbolic: rounds.symbolic.map { symbolic in
          { index in
            .tuple([.number(from == 0 ? index : index + .integer(from)), symbolic(index)])
          }
        })
    case .paired(let parts):
      var all: [Rounds] = []
      for part in parts { all.append(try rounds(part, line)) }
      let count = all.compactMap(\.count).min() ?? 0
      let known = all.compactMap(\.known)
      guard !all.isEmpty else { return listed([]) }
      let symbolic = all.compactMap(\.symbolic)
      return Rounds(
        count: count,
        known: known.count == all.count
          ? (0..<count).map { round in .tuple(known.map { $0[round] }) } : nil,
        symbolic: symbolic.count == all.count
          ? { index in .tuple(symbolic.map { $0(index) }) } : nil)
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
        symbolic: item)
    case .noted: return Rounds(count: 0, known: [])
    default: throw fault(.notANumber("what the loop goes through"), line)
    }
  }

  mutating func loop(
    _ target: ScriptExpression, _ iterable: ScriptValue, _ statements: [ScriptStatement],
    _ line: Int
  ) throws(ScriptError) -> Flow {
    let rounds = try rounds(iterable, line)
    let count = rounds.count ?? Int.max
    if !isInBody, count >= threshold {
      let symbolic = rounds.symbolic?(.name("epoch") - .integer(1)) ?? rounds.known?.first
      if let symbolic,
        let found = try trained(
          line, rounds: rounds.count,
          { tracer throws(ScriptError) in
            try tracer.assign(symbolic, to: target, since: tracer.emitted)
            return try tracer.run(statements)
          })
      {
        self = found
        throw fault(.trained, line)
      }
    }
    if isInBody, inner == nil, count >= 2, count < Int.max, !entry.isEmpty,
      let symbolic = rounds.symbolic?(.name("batch_index"))
    {
      try goThroughBatches(count) { tracer throws(ScriptError) in
        try tracer.assign(symbolic, to: target, since: tracer.emitted)
        return try tracer.run(statements)
      }
    }
    guard let items = rounds.known else { throw fault(.tooLong, line) }
    for item in items {
      try take(item, as: target)
      switch try run(statements) {
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
    if !isInBody {
      let found = try trained(line, rounds: nil) { tracer throws(ScriptError) in
        _ = try tracer.evaluate(test)
        return try tracer.run(statements)
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
      switch try run(statements) {
      case .normal, .continued: continue
      case .broken: return .normal
      case .returned(let value): return .returned(value)
      }
    }
  }

  // MARK: The loop that trains

  private typealias Body = (inout ScriptTracer) throws(ScriptError) -> Flow

  /// The script followed through one round of a loop, if the loop is the one that trains: what its
  /// rounds read, they change.
  private func trained(
    _ line: Int, rounds: Int?, _ body: Body
  ) throws(ScriptError) -> ScriptTracer? {
    var scout = self
    scout.begin(varying: [])
    scout.isScouting = true
    try scout.goRound(body)
    let changed = changes(in: scout)
    guard isTraining(changed, scout) else { return nil }
    var varying = Set(changed.map(\.entry))
    // What changes with what changes, until nothing more does.
    for _ in 0..<4 {
      var trace = self
      trace.begin(varying: varying)
      trace.entry = Set(changed.map(\.entry))
      try trace.goRound(body)
      let carried = changes(in: trace)
      let more = Set(carried.map(\.entry)).subtracting(varying)
      guard more.isEmpty else {
        varying.formUnion(more)
        continue
      }
      trace.training = ScriptTraining(
        line: line, rounds: rounds, carried: carried, batches: trace.inner?.count)
      return trace
    }
    return nil
  }

  private mutating func begin(varying: Set<String>) {
    isInBody = true
    self.varying = varying.union(["epoch"])
    // What is handed on is another value in the next round, though it was made by the same words.
    known = varying.isEmpty ? [:] : known.filter { !varying.contains($0.value) }
    taken.insert("epoch")
    state.store(.array(NDArray(1)), as: "epoch")
    body = []
    observed = []
    stops = []
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
    guard !exits.isEmpty else { return false }
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
    var seen: Set<Int> = []
    let read = Set(after.body.flatMap(\.inputs))
    func add(_ entry: String, _ exit: String) {
      guard entry != exit, read.contains(entry), !found.contains(where: { $0.entry == entry })
      else { return }
      found.append((entry, exit))
    }
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
    return found
  }

  /// A loop over rows or batches that changes what the rounds hand on and that it computes with: each
  /// of its rounds is then one of the model's batches. A loop that only adds something up is none.
  private mutating func goThroughBatches(_ count: Int, _ round: Body) throws(ScriptError) {
    var scout = self
    scout.inner = (count, body.count)
    scout.taken.insert("batch_index")
    scout.varying.insert("batch_index")
    scout.state.store(.array(NDArray(0)), as: "batch_index")
    do {
      _ = try round(&scout)
    } catch {
      // A loop that cannot be gone through with a number that is not known is one of another kind.
      return
    }
    let changed = changes(in: scout).filter {
      entry.contains($0.entry) && scout.state[$0.exit]?.dtype == .float64
    }
    let round = scout.body.dropFirst(body.count)
    guard changed.contains(where: { pair in round.contains { $0.uses(pair.entry) } }) else {
      return
    }
    self = scout
    throw fault(.wholeRound, 0)
  }

  // MARK: Branches

  mutating func branch(
    _ test: ScriptExpression, _ statements: [ScriptStatement], _ otherwise: [ScriptStatement],
    _ line: Int
  ) throws(ScriptError) -> Flow {
    let condition = try evaluate(test)
    if let decided = try truth(condition, line) {
      return try run(decided ? statements : otherwise)
    }
    let question = try number(condition, line)
    let before = self
    if case .broken = try run(statements), !isScouting {
      stops.append((question, statements.last?.line ?? line))
    }
    var other = before
    other.takeOver(self)
    _ = try other.run(otherwise)
    // What is in both is one of the two, as the question says.
    let first = self
    self = other
    for index in before.frames.indices where frames.indices.contains(index) {
      for (name, value) in first.frames[index].variables.sorted(by: { $0.key < $1.key }) {
        guard let old = before.frames[index].variables[name] else {
          if frames[index].variables[name] == nil { frames[index].variables[name] = value }
          continue
        }
        guard let new = frames[index].variables[name] else { continue }
        frames[index].variables[name] = try merged(question, old, value, new, name, line, first)
      }
    }
    for index in before.heap.indices {
      for (key, value) in first.heap[index].items {
        guard let new = heap[index].items.first(where: { $0.key == key })?.value,
          let old = before.heap[index].items.first(where: { $0.key == key })?.value
        else { continue }
        let result = try merged(question, old, value, new, key.word, line, first)
        if case .list(var items) = heap[index], case .number(let place) = key {
          items[place] = result
          heap[index] = .list(items)
        } else {
          setItem(index, key, result)
        }
      }
    }
    return .normal
  }

  /// Goes on behind what another branch has made.
  private mutating func takeOver(_ other: ScriptTracer) {
    body = other.body
    setup = other.setup
    state = other.state
    taken = other.taken
    bases = other.bases
    births = other.births
    varying = other.varying
    settings = other.settings
    emitted = other.emitted
    steps = other.steps
    observed = other.observed
    stops = other.stops
    known = other.known
    // Cells that the other branch has made stay; those that were there are as they were.
    cells += other.cells.dropFirst(cells.count)
    heap += other.heap.dropFirst(heap.count)
    functions = other.functions
    captured = other.captured
    calledFunctions.formUnion(other.calledFunctions)
  }

  private mutating func merged(
    _ question: Expression, _ old: ScriptValue, _ yes: ScriptValue, _ no: ScriptValue,
    _ word: String, _ line: Int, _ first: ScriptTracer
  ) throws(ScriptError) -> ScriptValue {
    guard let a = Self.held(yes, first.cells), let b = Self.held(no, cells), a != b else {
      return no
    }
    let value = Expression.call("where", question, a, b)
    return .cell(try newCell(try emit(value, word, line)))
  }

  private static func held(_ value: ScriptValue, _ cells: [String]) -> Expression? {
    switch value {
    case .number(let expression): expression
    case .cell(let cell): .name(cells[cell])
    default: nil
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
