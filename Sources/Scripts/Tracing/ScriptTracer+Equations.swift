import Arrays
import Equations
import Networks

/// Equations that lines become, and values as the language has them.
extension ScriptTracer {
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
  func parts(of expression: Expression) -> [ScriptPart] {
    if passed.isEmpty { return [] }
    let inner = expression.children.flatMap(parts)
    return inner + (passed[expression.text].map { [$0] } ?? [])
  }

  /// Whether an expression is a number made of nothing but typed ones.
  func isSetting(_ expression: Expression) -> Bool {
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
    do throws(LanguageError) {
      let step = ProgramEquation(
        .data, try equation.statement.reading(files), .written(line: equation.line))
      switch step.statement.kind {
      case .assignment(let assignment):
        _ = try Evaluation.check(assignment, in: SlotScope(state.slots), limits: limits)
      case .expression(let expression):
        _ = try Evaluation.check(expression, in: SlotScope(state.slots), limits: limits)
      case .importOfNumPy: break
      }
      try state.execute(step, limits: limits)
    } catch {
      throw fault(.language(error, text: equation.statement.text), equation.line)
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
    try inLanguage(expression.text, line) { () throws(LanguageError) in
      try Evaluation.value(of: expression, in: SlotScope(state.slots), limits: limits)
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
    // Batches may be of unlike lengths; what is put in another order, or learned, keeps its own.
    let isKnown = inner == nil && !isVarying(expression.withoutLengths)
    if isInBody, isVarying(expression), !isKnown {
      throw fault(.undecided(.code(expression.text)), line)
    }
    guard let item = try concreteArray(value, line)?.item, item == item.rounded(),
      item.magnitude < 1e9
    else { throw fault(.notANumber(.code(expression.text)), line) }
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
        throw fault(.notANumber(.code("range")), line)
      }
      return Expression(.list(try numbers(items, line, depth)))
    case .module(let path):
      let word = path.split(separator: ".").last.map(String.init) ?? path
      return .name(word)
    case .builtin(let word): return .name(word)
    case .file(let call, _): return try whole(call, line)
    case .stack(_, let shape): throw fault(.axes(shape.count), line)
    case .text(let text): throw fault(.notANumber(text.map { .code("'\($0)'") } ?? .text), line)
    case .noted: throw fault(.notANumber(.notFollowed), line)
    case .dictionary: throw fault(.notANumber(.dictionary), line)
    case .object, .classReference, .parent: throw fault(.notANumber(.object), line)
    case .function, .method: throw fault(.notANumber(.function), line)
    case .slice: throw fault(.notANumber(.code("slice")), line)
    case .paired, .enumerated: throw fault(.notANumber(.code("zip")), line)
    case .unsettled(let question): throw fault(.undecided(.code(question)), line)
    }
  }

  /// The array whose rows a list has, all of them.
  func wholeArray(of items: [Expression]) -> Expression? {
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
}

extension Expression {
  /// The same with a number in place of what only asks how long arrays are.
  fileprivate var withoutLengths: Expression {
    switch node {
    case .call("len", _), .attribute(_, .shape), .attribute(_, .size): .integer(0)
    default: mapChildren(\.withoutLengths)
    }
  }
}
