import Arrays
import Equations

/// What a script makes in the first round because it is not there yet: `if self.v is None: self.v = ...`.
/// It is made before the loop instead, so that every round begins with it.
extension ScriptTracer {
  /// Whether something is asked for that no round but the first finds missing.
  mutating func asksForFirstRound(_ test: ScriptExpression) throws(ScriptError) -> Bool {
    guard isInBody, !isScouting, witness == nil, let heapAtStart else { return false }
    func isUnsettled(
      _ expression: ScriptExpression, _ tracer: inout ScriptTracer
    ) throws(ScriptError) -> Bool {
      switch expression.node {
      case .name, .member:
        if case .unsettled? = try? tracer.evaluate(expression) { true } else { false }
      default: false
      }
    }
    switch test.node {
    case .unary("not", let operand):
      if case .call(let function, let arguments) = operand.node,
        case .name("hasattr") = function.node, let first = arguments.first,
        case .object(let index) = try evaluate(first.value), index < heapAtStart
      {
        return try truth(try evaluate(test), test.line) ?? false
      }
      return try isUnsettled(operand, &self)
    case .comparison(let left, let rest) where rest.count == 1:
      if rest[0].symbol == "not in", case .dictionary(let index) = try evaluate(rest[0].right),
        index < heapAtStart
      {
        return try truth(try evaluate(test), test.line) ?? false
      }
      guard rest[0].symbol == "is" || rest[0].symbol == "==",
        case .none = try evaluate(rest[0].right)
      else { return false }
      return try isUnsettled(left, &self)
    default: return false
    }
  }

  /// Follows what is done in the first round only, as if it stood before the loop.
  ///
  /// - Throws: `firstRound`, with the script before the loop as it is then in `beginning`; `undecided`
  ///   where what is made needs what a round computes.
  mutating func makeBeforeLoop(
    _ statements: [ScriptStatement], _ line: Int
  ) throws(ScriptError) -> Never {
    guard var start = beginning.first, let heapAtStart else {
      throw fault(.undecided(.firstRound), line)
    }
    var maker = self
    maker.isInBody = false
    maker.beginning = []
    guard case .normal = try maker.run(statements) else {
      throw fault(.undecided(.firstRound), line)
    }
    for var equation in maker.setup[setup.count...] {
      let missing = equation.inputs.filter { start.state[$0] == nil && $0 != equation.target }
      if !missing.isEmpty {
        // Of what a round computes only the shape may be needed.
        guard let target = equation.target, let value = maker.state[target],
          let filled = Self.filled(value)
        else { throw fault(.undecided(.firstRound), line) }
        equation.statement = Statement(.assignment(Assignment(target, value: filled))).atStartOfText
      }
      try start.perform(equation)
      start.setup.append(equation)
      if let target = equation.target {
        start.taken.insert(target)
        start.bases[target] = maker.bases[target]
        start.births[target] = start.emitted
        if maker.settings.contains(target) { start.settings.insert(target) }
      }
    }
    // What there was keeps its place; what was made comes behind it.
    start.cells += maker.cells.dropFirst(start.cells.count)
    start.heap += maker.heap.dropFirst(start.heap.count)
    start.functions = maker.functions
    start.captured = maker.captured
    start.homes = maker.homes
    for (index, frame) in start.frames.enumerated() {
      for name in frame.variables.keys {
        if case .unsettled? = frames[index].variables[name],
          let made = maker.frames[index].variables[name], made.isSettled
        {
          start.frames[index].variables[name] = made
        }
      }
    }
    for index in 0..<heapAtStart {
      for (key, value) in maker.heap[index].items {
        let before = heap[index].items.first { $0.key == key }?.value
        guard before?.isSettled != true, value.isSettled else { continue }
        start.setItem(index, key, value)
      }
    }
    beginning = [start]
    throw fault(.firstRound, line)
  }

  /// The script before the loop with names for typed numbers that its rounds count up; `nil` where there
  /// are none.
  func namingCounters(like after: ScriptTracer, _ line: Int) throws(ScriptError) -> ScriptTracer? {
    var start = self
    var isChanged = false
    func counts(_ old: ScriptValue, _ new: ScriptValue?) -> Expression? {
      guard case .number(let first) = old, first.isCount, case .number(let second)? = new,
        second.isCount, first != second
      else { return nil }
      return first
    }
    // A counter that a loop takes anew is none.
    for (index, frame) in frames.enumerated() where after.frames.indices.contains(index) {
      for (name, value) in frame.variables.sorted(by: { $0.key < $1.key })
      where after.counted.contains(name) {
        guard let number = counts(value, after.frames[index].variables[name]) else { continue }
        let cell = try start.newCell(try start.emit(number, name, line))
        start.frames[index].variables[name] = .cell(cell)
        isChanged = true
      }
    }
    for index in heap.indices {
      for (key, value) in heap[index].items where after.counted.contains(key.word) {
        guard let number = counts(value, after.heap[index].items.first { $0.key == key }?.value)
        else { continue }
        let cell = try start.newCell(try start.emit(number, key.word, line))
        start.setItem(index, key, .cell(cell))
        isChanged = true
      }
    }
    return isChanged ? start : nil
  }

  /// An array of zeros, or of one number, as what makes it.
  private static func filled(_ value: NDArray) -> Expression? {
    guard let first = value.doubles.first, value.doubles.allSatisfy({ $0 == first }) else {
      return nil
    }
    let shape = Expression(.tuple(value.shape.dimensions.map(Expression.integer)))
    return value.shape.rank == 0
      ? Expression.floating(first)
      : first == 0 ? .call("zeros", shape) : .call("full", shape, .floating(first))
  }
}

extension Expression {
  /// Whether it is a whole number as it is typed.
  fileprivate var isCount: Bool { if case .integer = node { true } else { false } }
}

extension ScriptValue {
  /// Whether it is known in every round.
  fileprivate var isSettled: Bool { if case .unsettled = self { false } else { true } }
}
