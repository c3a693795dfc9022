import Arrays
import Equations
import Networks

/// Follows a script step by step: functions are opened up, values that are known are computed by
/// the language's own arithmetic, and every array that a line gives a name becomes an equation.
///
/// A value: a copy tries out what a branch or a loop does.
struct ScriptTracer: Sendable {
  let limits: EvaluationLimits
  var frames = [ScriptFrame()]
  var heap: [ScriptHeapValue] = []
  /// The names of the model that cells hold.
  var cells: [String] = []
  var functions: [ScriptFunction] = []
  /// What a function defined inside another found there.
  var captured: [[String: ScriptValue]] = []
  var classes: [ScriptClass] = []
  /// The class in which a method stands.
  var homes: [Int: Int] = [:]
  var calledFunctions: Set<Int> = []

  /// The equations before the training loop.
  var setup: [TracedEquation] = []
  /// Those of one round of it.
  var body: [TracedEquation] = []
  var isInBody = false
  /// Whether a round is only tried out, so that nothing is known yet of what changes in it.
  var isScouting = false
  /// Names whose values change from round to round, with all that is made of them.
  var varying: Set<String> = []
  /// Names that are numbers to be tried out: typed, or made of such.
  var settings: Set<String> = []
  /// Names by what they compute, where it cannot have changed.
  var known: [String: String] = [:]
  /// Names whose equations say what others with another word said before.
  var twins: [String: String] = [:]
  /// The words that names were made of.
  var bases: [String: String] = [:]
  var births: [String: Int] = [:]
  /// What functions were given and gave back without a name, by its text.
  var passed: [String: ScriptPart] = [:]
  var taken: Set<String> = ScriptTracer.reserved
  var emitted = 0
  var steps = 0
  /// What the script shows or keeps of each round.
  var observed: [(value: Expression, line: Int)] = []
  /// What ends the loop that trains, and in which line.
  var stops: [(question: Expression?, line: Int)] = []
  /// How many loops inside the round of the training loop are gone through.
  var loopsInRound = 0
  /// How deep in calls the training loop stands.
  var depthOfTraining = 0
  var state: RunState
  var training: ScriptTraining?
  /// From so many rounds on a loop that changes what it reads is the one that trains.
  var threshold = 8
  /// What the training loop found.
  var entry: Set<String> = []
  var inner: (count: Int, before: Int)?
  var notes: Set<Int> = []
  /// The script before the loop that trains, while a round of it is followed.
  var beginning: [ScriptTracer] = []
  /// How many lists, dictionaries and objects there were then.
  var heapAtStart: Int?
  /// What is counted up: `t += 1`.
  var counted: Set<String> = []
  /// The axis along which a function of one row is applied to all of them.
  var appliedAxis: Int?
  /// Where the training loop is only watched, round by round.
  var witness: ScriptWitness?
  /// What was watched: before the loop, and after each round.
  var rounds: [ScriptTracer] = []
  let hidesExamplesName: Bool

  static let mostSteps = 60_000
  static let mostEquations = 6_000
  static let deepestCall = 20
  /// Names that mean something to every model.
  static let reserved: Set<String> = [
    "batch", "batches", "holdout", "shuffle", "examples", "epoch", "batch_index", "order",
    "holdout_order", "holdout_test", "seed",
  ]

  init(limits: EvaluationLimits, hidesExamplesName: Bool) {
    self.limits = limits
    self.hidesExamplesName = hidesExamplesName
    state = RunState(seed: 0)
    if hidesExamplesName { taken.insert(Program.examplesName) }
  }

  /// How a list of statements ended.
  enum Flow {
    case normal
    case returned(ScriptValue)
    case broken, continued
  }

  func fault(_ kind: ScriptError.Kind, _ line: Int) -> ScriptError { ScriptError(kind, line: line) }

  // MARK: Names

  /// A name of the model that is free, made of a word of the script.
  mutating func freeName(_ word: String) -> String {
    var base = Self.spelled(word)
    if base.isEmpty || !Parser.isName(base) || !Parser.isAssignable(base) { base = "value_" + base }
    if !Parser.isName(base) { base = "value" }
    var name = base
    var number = 2
    if witness?.isInLoop ?? false {
      name = "\(base)_\(emitted)_"
      number = emitted
    }
    while taken.contains(name) {
      name = "\(base)_\(number)"
      number += 1
    }
    taken.insert(name)
    bases[name] = base
    return name
  }

  private static let letters: [Character: String] = [
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "η": "eta",
    "θ": "theta", "λ": "lambda_", "μ": "mu", "ρ": "rho", "σ": "sigma", "ŷ": "y_hat",
  ]

  private static func spelled(_ word: String) -> String {
    word.map { character in
      if character.isASCII { return String(character) }
      return letters[character] ?? "_"
    }.joined()
  }

  func isVarying(_ expression: Expression) -> Bool {
    expression.names.contains(where: varying.contains)
  }

  private func isVarying(_ value: ScriptValue) -> Bool {
    switch value {
    case .number(let expression): isVarying(expression)
    case .cell(let cell): varying.contains(cells[cell])
    default: false
    }
  }

  // MARK: Equations

  /// Makes an equation of a value and gives it a name.
  mutating func named(
    _ value: ScriptValue, _ word: String, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    guard case .number(let expression) = value else { return value }
    return .cell(try newCell(try emit(expression, word, line)))
  }

  mutating func newCell(_ name: String) throws(ScriptError) -> Int {
    cells.append(name)
    return cells.count - 1
  }

  /// - Returns: the name that holds the value.
  mutating func emit(
    _ expression: Expression, _ word: String, _ line: Int, isInPlace: Bool = false
  ) throws(ScriptError) -> String {
    let draws = expression.drawsFromStream
    let isFixed = isInBody && !isScouting && !draws && !isVarying(expression)
    let key = twins.isEmpty ? expression.text : single(expression).text
    // In a round the same words mean the same value, for no name gets another one. Under another word
    // it may be meant to be another.
    var twin: String?
    if isInBody, !draws, !isInPlace, !expression.names.isEmpty, let name = known[key] {
      guard !isScouting, !isFixed, bases[name] != Self.spelled(word) else { return name }
      twin = name
    }
    let name = freeName(word)
    let equation = TracedEquation(
      statement: Statement(.assignment(Assignment(name, value: expression))).atStartOfText,
      line: line, isInPlace: isInPlace, parts: isInBody ? parts(of: expression) : [])
    try perform(equation)
    if witness?.isInLoop ?? false {
      try witness(equation)
      return name
    }
    if isInBody && !isFixed {
      body.append(equation)
      if isVarying(expression) || draws { varying.insert(name) }
    } else {
      setup.append(equation)
      if isSetting(expression) { settings.insert(name) }
    }
    if let twin {
      twins[name] = twin
    } else if !draws {
      known[key] = name
    }
    births[name] = emitted
    return name
  }

  /// An expression in which each value goes by the first of its names.
  func single(_ expression: Expression) -> Expression {
    expression.substituting(twins.mapValues(Expression.name))
  }

  /// Notes on which line an expression stands that functions are given or give back.
  mutating func pass(_ expression: Expression, _ word: String, _ line: Int, isResult: Bool) {
    guard isInBody, !isScouting, passed.count < 4096, !expression.children.isEmpty,
      expression.nameAlone == nil, !expression.isLiteralNumber
    else { return }
    let text = expression.text
    if text.utf8.count < 400, passed[text] == nil {
      passed[text] = ScriptPart(expression: expression, line: line, word: word, isResult: isResult)
    }
  }

  /// What in an expression was written in other lines, the inner ones first.
  private func parts(of expression: Expression) -> [ScriptPart] {
    if passed.isEmpty { return [] }
    let inner = expression.children.flatMap(parts)
    return inner + (passed[expression.text].map { [$0] } ?? [])
  }

  /// Whether an expression is a number made of nothing but typed ones.
  private func isSetting(_ expression: Expression) -> Bool {
    guard !expression.drawsFromStream, expression.names.allSatisfy(settings.contains) else {
      return false
    }
    guard case .array(let array)? = try? concrete(expression, 0) else { return false }
    return array.rank == 0
  }

  /// Computes an equation with the values that there are.
  mutating func perform(_ equation: TracedEquation) throws(ScriptError) {
    emitted += 1
    guard emitted <= Self.mostEquations + (witness?.equations ?? 0) else {
      throw fault(.tooLong, equation.line)
    }
    let step = ProgramEquation(.data, equation.statement, .written(line: equation.line))
    do throws(LanguageError) {
      switch step.statement.kind {
      case .assignment(let assignment):
        _ = try Evaluation.check(assignment, in: SlotScope(state.slots), limits: limits)
      case .expression(let expression):
        _ = try Evaluation.check(expression, in: SlotScope(state.slots), limits: limits)
      case .importOfNumPy: break
      }
      try state.execute(step, limits: limits)
    } catch {
      throw fault(.language(error, text: step.text), equation.line)
    }
  }

  /// A statement without a name, `seed(1)`, or the change of some elements.
  mutating func emit(_ statement: Statement, _ line: Int) throws(ScriptError) {
    let equation = TracedEquation(statement: statement.atStartOfText, line: line)
    try perform(equation)
    if witness?.isInLoop ?? false { return try witness(equation) }
    if isInBody { body.append(equation) } else { setup.append(equation) }
  }

  func concrete(_ expression: Expression, _ line: Int) throws(ScriptError) -> Value {
    do {
      return try Evaluation.value(of: expression, in: SlotScope(state.slots), limits: limits)
    } catch {
      throw fault(.language(error, text: expression.text), line)
    }
  }

  func concreteArray(_ value: ScriptValue, _ line: Int) throws(ScriptError) -> NDArray? {
    switch value {
    case .number(let expression): try concrete(expression, line).array
    case .cell(let cell): state[cells[cell]]
    default: nil
    }
  }

  /// A whole number that is known.
  mutating func integer(_ value: ScriptValue, _ line: Int) throws(ScriptError) -> Int {
    let expression = try number(value, line)
    if isInBody, isVarying(expression) { throw fault(.undecided(expression.text), line) }
    guard let item = try concreteArray(value, line)?.item, item == item.rounded(),
      item.magnitude < 1e9
    else { throw fault(.notANumber(expression.text), line) }
    return Int(item)
  }

  // Not because they change anything: what they are given is often computed by what does, and Swift
  // takes `self` for a method that does not change it before it computes the arguments.

  /// A value as the language has it.
  mutating func number(_ value: ScriptValue, _ line: Int, depth: Int = 0) throws(ScriptError)
    -> Expression
  {
    guard depth < 40 else { throw fault(.nestedTooDeeply, line) }
    switch value {
    case .number(let expression): return expression
    case .cell(let cell): return .name(cells[cell])
    case .none: return Expression(.none)
    case .list(let index):
      let items = try numbers(heap[index].items.map(\.value), line, depth)
      return wholeArray(of: items) ?? Expression(.list(items))
    case .tuple(let items): return Expression(.tuple(try numbers(items, line, depth)))
    case .range(let first, let last, let by)
    where isInBody && [first, last, by].contains(where: isVarying):
      return .call(
        "arange", try number(first, line), try number(last, line), try number(by, line))
    case .range:
      guard let items = try rounds(value, line).known else {
        throw fault(.notANumber("range"), line)
      }
      return Expression(.list(try numbers(items, line, depth)))
    case .module(let path):
      let word = path.split(separator: ".").last.map(String.init) ?? path
      return .name(word)
    case .builtin(let word): return .name(word)
    case .stack(_, let shape): throw fault(.axes(shape.count), line)
    case .text(let text): throw fault(.notANumber(text.map { "'\($0)'" } ?? "text"), line)
    case .noted: throw fault(.notANumber("what is not followed"), line)
    case .dictionary: throw fault(.notANumber("a dictionary"), line)
    case .object, .classReference, .parent: throw fault(.notANumber("an object"), line)
    case .function, .method: throw fault(.notANumber("a function"), line)
    case .paired, .enumerated: throw fault(.notANumber("zip"), line)
    case .unsettled(let question): throw fault(.undecided(question), line)
    }
  }

  /// The array whose rows a list has, all of them.
  private func wholeArray(of items: [Expression]) -> Expression? {
    Expression.whole(items) { base in
      guard case .array(let array)? = try? concrete(base, 0) else { return nil }
      return array.shape.dimensions.first
    }
  }

  mutating func numbers(
    _ values: [ScriptValue], _ line: Int, _ depth: Int
  ) throws(ScriptError) -> [Expression] {
    guard values.count <= 20_000 else { throw fault(.tooLong, line) }
    var items: [Expression] = []
    for value in values { items.append(try number(value, line, depth: depth + 1)) }
    return items
  }

  // MARK: Renaming

  /// Gives what a call has made the name that the caller gives it.
  mutating func rename(_ value: ScriptValue, to word: String, since birth: Int) {
    guard case .cell(let cell) = value, !(witness?.isInLoop ?? false) else { return }
    let old = cells[cell]
    guard let born = births[old], born > birth, bases[old] != Self.spelled(word),
      !settings.contains(old),
      // What nobody asks for keeps the name that its function gives it.
      word.contains(where: { $0 != "_" })
    else { return }
    let new = freeName(word)
    let table = [old: Expression.name(new)]
    func renamed(_ equations: inout [TracedEquation]) {
      for index in equations.indices.reversed() {
        let equation = equations[index]
        guard equation.target == old || equation.inputs.contains(old) else { continue }
        equations[index].rename(old, new, table)
        if equation.target == old, !equation.isPartial { break }
      }
    }
    renamed(&body)
    renamed(&setup)
    for index in cells.indices where cells[index] == old { cells[index] = new }
    for index in observed.indices {
      observed[index].value = observed[index].value.substituting(table)
    }
    for index in stops.indices {
      stops[index].question = stops[index].question?.substituting(table)
    }
    var names: [String: String] = [:]
    for (key, name) in known where !key.contains(old) { names[key] = name == old ? new : name }
    known = names
    passed = passed.filter { !$0.key.contains(old) }
    if let first = twins.removeValue(forKey: old) { twins[new] = first }
    for (twin, first) in twins where first == old { twins[twin] = new }
    if varying.remove(old) != nil { varying.insert(new) }
    births[new] = births.removeValue(forKey: old)
    if let slot = state.slots[old] {
      state.remove(old)
      state.store(slot.value, as: new)
      if case .generator(.named(let generator)) = slot.value, generator == old {
        state.random.named[new] = state.random.named[old]
        state.store(.generator(.named(new)), as: new)
      }
    }
    taken.remove(old)
  }
}

extension TracedEquation {
  /// Whether it changes some elements only.
  var isPartial: Bool { statement.assignment?.subscripts != nil }
}

extension Statement {
  func renaming(_ old: String, _ new: String, _ table: [String: Expression]) -> Statement {
    switch kind {
    case .importOfNumPy: return self
    case .expression(let expression):
      return Statement(.expression(expression.substituting(table))).atStartOfText
    case .assignment(var assignment):
      assignment.value = assignment.value.substituting(table)
      if let subscripts = assignment.subscripts {
        let target = Expression(.index(.name("x"), subscripts)).substituting(table)
        if case .index(_, let items) = target.node { assignment.subscripts = items }
      }
      if assignment.name == old { assignment.name = new }
      return Statement(.assignment(assignment)).atStartOfText
    }
  }
}

/// The loop that trains, as it was found.
struct ScriptTraining: Sendable {
  var line: Int
  /// How often it goes round, if that is known.
  var rounds: Int?
  /// Names that are handed on from round to round: what they are at its start, and what holds the
  /// new value at its end.
  var carried: [(entry: String, exit: String)]
  /// How many rows or batches an epoch goes through, one after the other.
  var batches: Int?
}
