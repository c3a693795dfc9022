import Arrays
import Equations

/// Questions whose answer changes from round to round: both ways are followed, and what they have made
/// is one or the other, as the question says.
extension ScriptTracer {
  /// - Parameters:
  ///   - rest: the statements that come after the branch; those that one of its ways does not come to
  ///     any more are taken out of it.
  ///   - isWhole: whether nothing comes after them.
  /// - Throws: `ScriptError` where what happens cannot be written as one value or the other.
  mutating func branch(
    _ test: ScriptExpression, _ statements: [ScriptStatement], _ otherwise: [ScriptStatement],
    before rest: inout ArraySlice<ScriptStatement>, isWhole: Bool, _ line: Int
  ) throws(ScriptError) -> Flow {
    if otherwise.isEmpty, try asksForFirstRound(test) { try makeBeforeLoop(statements, line) }
    let condition: ScriptValue
    let decided: Bool?
    do throws(ScriptError) {
      condition = try evaluate(test)
      decided = try truth(condition, line)
    } catch {
      // What ends the loop need not be known for the model.
      guard case .undecided = error.kind, endsTraining(statements) else { throw error }
      if !isScouting { stops.append((nil, line)) }
      return try run(otherwise)
    }
    if let decided { return try run(decided ? statements : otherwise) }
    // Of what the script itself refuses nothing is trained.
    if case .raising? = statements.last?.kind { return try run(otherwise) }
    if case .raising? = otherwise.last?.kind { return try run(statements) }
    let question = try number(condition, line)
    let before = self
    var flow = try run(statements)
    var other = before
    other.takeOver(self)
    var otherFlow = try other.run(otherwise)
    if try ends(flow, question, line) {
      if !isScouting { other.stops.append((question, statements.last?.line ?? line)) }
      self = other
      return otherFlow
    }
    if try ends(otherFlow, question, line) {
      let contrary = Expression(.unary(.not, question))
      if !isScouting { stops.append((contrary, otherwise.last?.line ?? line)) }
      return flow
    }
    // A way that ends here does not come to the rest; the other does.
    if flow.isNormal != otherFlow.isNormal {
      if flow.isNormal {
        takeOver(other)
        flow = try run(rest, isWhole: isWhole)
        other.takeOver(self)
      } else {
        otherFlow = try other.run(rest, isWhole: isWhole)
      }
      rest = []
    }
    let first = self
    self = other
    let value: ScriptValue?
    switch (flow, otherFlow) {
    case (.normal, .normal), (.continued, .continued): value = nil
    case (.normal, .continued) where isWhole, (.continued, .normal) where isWhole: value = nil
    case (.returned(let yes), .returned(let no)):
      value = try merged(question, nil, yes, no, frames.last?.function ?? "value", line, first)
    default: throw fault(.undecided(.code(question.text)), line)
    }
    try merge(question, before, first, line)
    return value.map { .returned($0) } ?? flow
  }

  private func endsTraining(_ statements: [ScriptStatement]) -> Bool {
    guard isInBody, loopsInRound == 0, let last = statements.last else { return false }
    if case .breaking = last.kind { return true }
    return false
  }

  /// Whether a way ends the loop that trains; the model goes the other way.
  private func ends(_ flow: Flow, _ question: Expression, _ line: Int) throws(ScriptError) -> Bool {
    switch flow {
    case .broken:
      guard loopsInRound == 0 else { throw fault(.undecided(.code(question.text)), line) }
      return true
    case .returned: return isInBody && loopsInRound == 0 && frames.count == depthOfTraining
    default: return false
    }
  }

  /// What is in both is one of the two, as the question says.
  private mutating func merge(
    _ question: Expression, _ before: ScriptTracer, _ first: ScriptTracer, _ line: Int
  ) throws(ScriptError) {
    for index in before.frames.indices where frames.indices.contains(index) {
      for (name, value) in first.frames[index].variables.sorted(by: { $0.key < $1.key }) {
        let old = before.frames[index].variables[name]
        guard let new = frames[index].variables[name] else {
          if old == nil { frames[index].variables[name] = value }
          continue
        }
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
    twins = other.twins
    counted.formUnion(other.counted)
    // Cells that the other branch has made stay; those that were there are as they were.
    cells += other.cells.dropFirst(cells.count)
    heap += other.heap.dropFirst(heap.count)
    factories.merge(other.factories) { $1 }
    functions = other.functions
    captured = other.captured
    calledFunctions.formUnion(other.calledFunctions)
  }

  private mutating func merged(
    _ question: Expression, _ old: ScriptValue?, _ yes: ScriptValue, _ no: ScriptValue,
    _ word: String, _ line: Int, _ first: ScriptTracer, depth: Int = 0
  ) throws(ScriptError) -> ScriptValue {
    if let a = Self.held(yes, first.cells), let b = Self.held(no, cells) {
      if a == b { return no }
      // One of two arrays of unlike shapes, as of the examples held back, is no value of the model.
      let shapes = (try first.concrete(a, line).array?.shape, try concrete(b, line).array?.shape)
      if let yes = shapes.0, let no = shapes.1, (try? Shape.broadcast(yes, no)) == nil {
        return .unsettled(question.text)
      }
      return .cell(try newCell(try emit(.call("where", question, a, b), word, line)))
    }
    guard depth < 6 else { return .unsettled(question.text) }
    func items(
      _ a: [ScriptValue], _ b: [ScriptValue], _ tracer: inout ScriptTracer
    ) throws(ScriptError) -> [ScriptValue] {
      var items: [ScriptValue] = []
      for (place, (x, y)) in zip(a, b).enumerated() {
        let word = a.count == 1 ? word : "\(word)_\(place)"
        items.append(
          try tracer.merged(question, nil, x, y, word, line, first, depth: depth + 1))
      }
      return items
    }
    switch (yes, no) {
    case (.list(let a), .list(let b)), (.dictionary(let a), .dictionary(let b)),
      (.object(let a), .object(let b)):
      if a == b { return no }
      let (before, after) = (first.heap[a].items, heap[b].items)
      guard before.map(\.key) == after.map(\.key) else { break }
      let values = try items(before.map(\.value), after.map(\.value), &self)
      switch heap[b] {
      case .list: heap.append(.list(values))
      case .dictionary:
        heap.append(.dictionary(zip(after, values).map { ($0.key, $1) }))
      case .object(let type, _):
        heap.append(.object(classIndex: type, zip(after, values).map { ($0.key, $1) }))
      }
      switch no {
      case .list: return .list(heap.count - 1)
      case .dictionary: return .dictionary(heap.count - 1)
      default: return .object(heap.count - 1)
      }
    case (.tuple(let a), .tuple(let b)) where a.count == b.count:
      return .tuple(try items(a, b, &self))
    case (.stack(let a, _), .stack(let b, _)) where a == b: return no
    case (.text(let a), .text(let b)): return .text(a == b ? a : nil)
    case (.none, .none), (.noted, .noted), (.module, .module), (.builtin, .builtin): return no
    case (.function(let a), .function(let b)) where a == b: return no
    case (.classReference(let a), .classReference(let b)) where a == b: return no
    case (.range, .range), (.paired, .paired), (.enumerated, .enumerated), (.method, .method),
      (.parent, .parent):
      return no
    default: break
    }
    return .unsettled(question.text)
  }

  private static func held(_ value: ScriptValue, _ cells: [String]) -> Expression? {
    switch value {
    case .number(let expression): expression
    case .cell(let cell): .name(cells[cell])
    default: nil
    }
  }
}

extension ScriptTracer.Flow {
  fileprivate var isNormal: Bool { if case .normal = self { true } else { false } }
}
