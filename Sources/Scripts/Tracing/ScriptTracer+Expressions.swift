import Arrays
import Equations

extension ScriptTracer {
  mutating func evaluate(_ expression: ScriptExpression) throws(ScriptError) -> ScriptValue {
    let line = expression.line
    switch expression.node {
    case .number(let text): return .number(try parsed(text, line))
    case .text(let text): return .text(text)
    case .formatted(let parts): return try formatted(parts, line)
    case .styled(let value, let style):
      let value = try evaluate(value)
      observe(value, line)
      return .text(try spelled(value, line).flatMap { Self.styled($0, style) })
    case .rest(let value): return try evaluate(value)
    case .ellipsis: return .none
    case .naming(let name, let expression):
      let birth = emitted
      let target = ScriptExpression(node: .name(name), line: line)
      try assign(try evaluate(expression), to: target, since: birth)
      return try value(of: name, line)
    case .name(let name): return try value(of: name, line)
    case .list(let items):
      heap.append(.list(try evaluateAll(items)))
      return .list(heap.count - 1)
    case .tuple(let items): return .tuple(try evaluateAll(items))
    case .dictionary(let items): return try dictionary(items, line)
    case .unary(let symbol, let operand): return try unary(symbol, operand, line)
    case .binary(let symbol, let left, let right): return try binary(symbol, left, right, line)
    case .comparison(let left, let rest): return try comparison(left, rest, line)
    case .conditional(let test, let yes, let no):
      let condition = try evaluate(test)
      if let decided = try truth(condition, line) { return try evaluate(decided ? yes : no) }
      let (first, second) = (try evaluate(yes), try evaluate(no))
      return .number(
        .call(
          "where", try number(condition, line), try number(first, line), try number(second, line)))
    case .call(let function, let arguments): return try call(function, arguments, line)
    case .member(let base, let name): return try member(try evaluate(base), name, line)
    case .index(let base, let indices): return try item(try evaluate(base), indices, base, line)
    case .lambda(let parameters, let value):
      let body = ScriptStatement(kind: .returning(value), line: line)
      return .function(
        made(ScriptFunction(name: "lambda", parameters: parameters, body: [body], line: line)))
    case .comprehension(let item, let generators):
      var items: [ScriptValue] = []
      try comprehend(item, generators[...], into: &items)
      heap.append(.list(items))
      return .list(heap.count - 1)
    case .dictionaryComprehension(let pair, let generators):
      var items: [ScriptValue] = []
      try comprehend(pair, generators[...], into: &items)
      var made: [(key: ScriptKey, value: ScriptValue)] = []
      for case .tuple(let item) in items where item.count == 2 {
        let word = try key(item[0], line)
        made.removeAll { $0.key == word }
        made.append((word, try kept(item[1], word.word, line, since: .max)))
      }
      heap.append(.dictionary(made))
      return .dictionary(heap.count - 1)
    }
  }

  mutating func evaluateAll(
    _ expressions: [ScriptExpression]
  ) throws(ScriptError) -> [ScriptValue] {
    var values: [ScriptValue] = []
    for expression in expressions {
      let value = try evaluate(expression)
      guard case .rest = expression.node else {
        values.append(value)
        continue
      }
      guard let items = try rounds(value, expression.line).known else {
        throw fault(.tooLong, expression.line)
      }
      values += items
    }
    return values
  }

  func parsed(_ text: String, _ line: Int) throws(ScriptError) -> Expression {
    try inLanguage(text, line) { () throws(LanguageError) in
      try Parser.expression(text).reading(files)
    }
  }

  /// What the language makes of a text, with its error as that of the script's line.
  func inLanguage<Result>(
    _ text: @autoclosure () -> String, _ line: Int, _ body: () throws(LanguageError) -> Result
  ) throws(ScriptError) -> Result {
    do {
      return try body()
    } catch {
      throw fault(.language(error, text: text()), line)
    }
  }

  func value(of name: String, _ line: Int) throws(ScriptError) -> ScriptValue {
    if let value = lookUp(name) { return value }
    switch name {
    case "True", "False": return .boolean(name == "True")
    case "None": return .none
    case "__name__": return .text("__main__")
    default: break
    }
    if Self.builtins.contains(name) { return .builtin(name) }
    if Self.outsideFunctions.contains(name) { throw fault(.outside(.function(name)), line) }
    throw fault(.unknownName(name), line)
  }

  mutating func formatted(
    _ parts: [ScriptExpression], _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    var result: String? = ""
    for part in parts {
      let value = try evaluate(part)
      observe(value, line)
      result = try spelled(value, line).flatMap { text in result.map { $0 + text } }
    }
    return .text(result)
  }

  /// What a value is as text, where it is text or a whole number that is known.
  mutating func spelled(_ value: ScriptValue, _ line: Int) throws(ScriptError) -> String? {
    switch value {
    case .text(let text): return text
    case .number, .cell:
      guard let whole = try? integer(value, line) else { return nil }
      return String(whole)
    default: return nil
    }
  }

  mutating func observe(_ value: ScriptValue, _ line: Int) {
    guard isInBody, let expression = try? number(value, line), observed.count < 200 else { return }
    observed.append((expression, line))
  }

  mutating func dictionary(
    _ items: [(key: ScriptExpression, value: ScriptExpression)], _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    var made: [(key: ScriptKey, value: ScriptValue)] = []
    for (key, expression) in items {
      let word = try self.key([.position(key)], line)
      let birth = emitted
      let value = try kept(try evaluate(expression), word.word, expression.line, since: birth)
      made.removeAll { $0.key == word }
      made.append((word, value))
    }
    heap.append(.dictionary(made))
    return .dictionary(heap.count - 1)
  }

  mutating func key(_ indices: [ScriptIndex], _ line: Int) throws(ScriptError) -> ScriptKey {
    guard indices.count == 1, case .position(let expression) = indices[0] else {
      throw fault(.noSuchItem("[:]"), line)
    }
    return try key(try evaluate(expression), line)
  }

  mutating func key(
    _ value: ScriptValue, _ line: Int
  ) throws(ScriptError) -> ScriptKey {
    switch value {
    case .text(let text?): return .text(text)
    case .text: throw fault(.undecided(.code("[...]")), line)
    default: break
    }
    if case .tuple(let items) = value {
      var words: [String] = []
      for item in items { words.append(try key(item, line).word) }
      return .text(words.joined(separator: "_"))
    }
    return .number(try integer(value, line))
  }

  mutating func comprehend(
    _ item: ScriptExpression, _ generators: ArraySlice<ScriptGenerator>,
    into items: inout [ScriptValue]
  ) throws(ScriptError) {
    guard let generator = generators.first else {
      items.append(try evaluate(item))
      return
    }
    // Its names are its own.
    let outer = frames[frames.count - 1].variables
    defer {
      for name in generator.target.boundNames {
        frames[frames.count - 1].variables[name] = outer[name]
      }
    }
    guard
      let values = try rounds(try drawn(try evaluate(generator.iterable), item.line), item.line)
        .known
    else {
      throw fault(.tooLong, item.line)
    }
    for value in values {
      steps += 1
      guard steps <= Self.mostSteps else { throw fault(.tooLong, item.line) }
      try take(value, as: generator.target, naming: false)
      var isWanted = true
      for condition in generator.conditions {
        isWanted = try truth(try evaluate(condition), item.line) ?? false && isWanted
      }
      if isWanted { try comprehend(item, generators.dropFirst(), into: &items) }
    }
  }
}

extension ScriptExpression {
  /// The names that it gives values as the target of a loop.
  fileprivate var boundNames: [String] {
    switch node {
    case .name(let name): [name]
    case .tuple(let items), .list(let items): items.flatMap(\.boundNames)
    default: []
    }
  }
}
