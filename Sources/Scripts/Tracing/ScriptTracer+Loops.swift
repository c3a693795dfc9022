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
    case .object(let index):
      guard case .object(let type, let items) = heap[index], classes[type].isTuple else {
        throw fault(.notANumber(.object), line)
      }
      return listed(items.map(\.value))
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
      guard step != 0 else { throw fault(.notANumber(.code("0")), line) }
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
        throw fault(.notANumber(.code(base.text)), line)
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
    default: throw fault(.notANumber(.items), line)
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
        throw fault(.undecided(.code("while")), line)
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
  mutating func insideRound(_ body: Body) throws(ScriptError) -> Flow {
    loopsInRound += isInBody ? 1 : 0
    let flow = try body(&self)
    loopsInRound -= isInBody ? 1 : 0
    return flow
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
