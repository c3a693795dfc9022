import Arrays
import Equations

extension ScriptTracer {
  mutating func evaluate(_ expression: ScriptExpression) throws(ScriptError) -> ScriptValue {
    let line = expression.line
    switch expression.node {
    case .number(let text): return .number(try parsed(text, line))
    case .text(let text): return .text(text)
    case .formatted(let parts): return try formatted(parts, line)
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
    for expression in expressions { values.append(try evaluate(expression)) }
    return values
  }

  func parsed(_ text: String, _ line: Int) throws(ScriptError) -> Expression {
    do {
      return try Parser.expression(text)
    } catch {
      throw fault(.language(error, text: text), line)
    }
  }

  private func value(of name: String, _ line: Int) throws(ScriptError) -> ScriptValue {
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

  private mutating func formatted(
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

  private mutating func dictionary(
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

  private mutating func key(
    _ value: ScriptValue, _ line: Int
  ) throws(ScriptError) -> ScriptKey {
    switch value {
    case .text(let text?): return .text(text)
    case .text: throw fault(.undecided("[...]"), line)
    default: break
    }
    return .number(try integer(value, line))
  }

  private mutating func comprehend(
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

  // MARK: Operators

  private mutating func unary(
    _ symbol: String, _ operand: ScriptExpression, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    let value = try evaluate(operand)
    if symbol == "not" {
      if let decided = try truth(value, line) { return .boolean(!decided) }
    }
    guard let op = UnaryOperator(rawValue: symbol) else {
      throw fault(.syntax(found: symbol), line)
    }
    return .number(Expression(.unary(op, try number(value, line))))
  }

  private mutating func binary(
    _ symbol: String, _ left: ScriptExpression, _ right: ScriptExpression, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    let first = try evaluate(left)
    if symbol == "and" || symbol == "or" {
      if let decided = try truth(first, line) {
        return decided == (symbol == "and") ? try evaluate(right) : first
      }
    }
    let second = try evaluate(right)
    if let spread = try spread(first, second, symbol, line) { return .number(spread) }
    switch (first, second, symbol) {
    case (.text(let a), .text(let b), "+"):
      return .text(a.flatMap { a in b.map { a + $0 } })
    case (.text(let text), _, "%"):
      if case .tuple(let items) = second { for item in items { observe(item, line) } }
      observe(second, line)
      guard let text else { return .text(nil) }
      return .text(try filled(text, second, line))
    case (.text, _, "*"), (_, .text, "*"): return .text(nil)
    case (.list(let a), .list(let b), "+"):
      heap.append(.list((heap[a].items + heap[b].items).map(\.value)))
      return .list(heap.count - 1)
    case (.tuple(let a), .tuple(let b), "+"): return .tuple(a + b)
    case (.list(let a), .number, "*"):
      let count = try integer(second, line)
      let items = heap[a].items.map(\.value)
      guard count * items.count <= 10_000 else { throw fault(.tooLong, line) }
      heap.append(.list((0..<max(count, 0)).flatMap { _ in items }))
      return .list(heap.count - 1)
    case (.noted, _, _), (_, .noted, _): return .noted
    default: break
    }
    guard let op = BinaryOperator(rawValue: symbol) else {
      throw fault(.outside(.operation(symbol)), line)
    }
    return .number(
      folded(Expression(.binary(op, try number(first, line), try number(second, line)))))
  }

  /// An array and a tuple: the numbers of the tuple are a row.
  private mutating func spread(
    _ first: ScriptValue, _ second: ScriptValue, _ symbol: String, _ line: Int
  ) throws(ScriptError) -> Expression? {
    guard let op = BinaryOperator(rawValue: symbol) else { return nil }
    switch (first, second) {
    case (.tuple(let items), .number), (.tuple(let items), .cell):
      return Expression(
        .binary(op, Expression(.list(try numbers(items, line, 0))), try number(second, line)))
    case (.number, .tuple(let items)), (.cell, .tuple(let items)):
      return Expression(
        .binary(op, try number(first, line), Expression(.list(try numbers(items, line, 0)))))
    default: return nil
    }
  }

  /// `'W%d' % 1`.
  private mutating func filled(
    _ text: String, _ value: ScriptValue, _ line: Int
  ) throws(ScriptError) -> String? {
    guard text.count(where: { $0 == "%" }) == 1, let word = try spelled(value, line) else {
      return nil
    }
    for mark in ["%d", "%s", "%i"] where text.contains(mark) {
      return text.replacing(mark, with: word)
    }
    return nil
  }

  private mutating func comparison(
    _ left: ScriptExpression, _ rest: [(symbol: String, right: ScriptExpression)], _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    var first = try evaluate(left)
    var result: ScriptValue?
    for (symbol, right) in rest {
      let second = try evaluate(right)
      let value = try compared(first, symbol, second, line)
      if let before = result {
        result = .number(
          Expression(.binary(.and, try number(before, line), try number(value, line))))
      } else {
        result = value
      }
      first = second
    }
    return result ?? .none
  }

  private mutating func compared(
    _ first: ScriptValue, _ symbol: String, _ second: ScriptValue, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    func isNone(_ value: ScriptValue) -> Bool {
      switch value {
      case .none: true
      case .number(let expression): if case .none = expression.node { true } else { false }
      default: false
      }
    }
    for case .unsettled(let question) in [first, second] {
      throw fault(.undecided(question), line)
    }
    let isNegative = symbol == "!=" || symbol == "is not" || symbol == "not in"
    if symbol == "in" || symbol == "not in" {
      let isIn: Bool
      switch (first, second) {
      case (.text(let text?), .dictionary(let index)):
        isIn = heap[index].items.contains { $0.key == .text(text) }
      case (.text(let text?), .list(let index)):
        isIn = heap[index].items.contains { if case .text(text) = $0.value { true } else { false } }
      case (.text(let text?), .text(let whole?)): isIn = whole.contains(text)
      case (.text(let text?), .tuple(let items)):
        isIn = items.contains { if case .text(text) = $0 { true } else { false } }
      default: throw fault(.outside(.operation(symbol)), line)
      }
      return .boolean(isIn != isNegative)
    }
    if symbol == "is" || symbol == "is not" || isNone(first) || isNone(second) {
      return .boolean((isNone(first) == isNone(second)) != isNegative)
    }
    if case .text(let a) = first, case .text(let b) = second, let a, let b {
      return .boolean((a == b) != isNegative)
    }
    guard let op = BinaryOperator(rawValue: symbol) else {
      throw fault(.syntax(found: symbol), line)
    }
    return .number(Expression(.binary(op, try number(first, line), try number(second, line))))
  }

  /// What Python takes a value for in a question; `nil` where that changes from round to round.
  mutating func truth(_ value: ScriptValue, _ line: Int) throws(ScriptError) -> Bool? {
    switch value {
    case .number(let expression):
      if case .none = expression.node { return false }
      if isInBody, isVarying(expression) { return nil }
      return try truth(try concrete(expression, line), expression, line)
    case .cell(let cell):
      if isInBody, varying.contains(cells[cell]) { return nil }
      return try truth(
        state.slots[cells[cell]]?.value ?? .none, .name(cells[cell]), line)
    case .list(let index), .dictionary(let index): return !heap[index].items.isEmpty
    case .tuple(let items): return !items.isEmpty
    case .text(let text): return text.map { !$0.isEmpty } ?? true
    case .none, .noted: return false
    case .unsettled(let question): throw fault(.undecided(question), line)
    default: return true
    }
  }

  private mutating func truth(
    _ value: Value, _ expression: Expression, _ line: Int
  ) throws(ScriptError) -> Bool {
    guard let item = value.array?.item else { throw fault(.notANumber(expression.text), line) }
    return item != 0
  }

  // MARK: Members and items

  mutating func member(
    _ base: ScriptValue, _ name: String, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    switch base {
    case .module(let path):
      if path == "np" || path == "math", ["pi", "inf", "nan", "e", "newaxis"].contains(name) {
        return .number(try parsed("\(path).\(name)", line))
      }
      return .module("\(path).\(name)")
    case .object(let index):
      if let item = heap[index].items.first(where: { $0.key == .text(name) }) { return item.value }
      if case .object(let type, _) = heap[index] {
        if let method = classes[type].methods[name] { return .method(method, of: index) }
        if let item = classes[type].attributes.first(where: { $0.key == .text(name) }) {
          return item.value
        }
        throw fault(.unknownMember(name, of: classes[type].name), line)
      }
      throw fault(.unknownMember(name, of: ""), line)
    case .classReference(let type):
      if let method = classes[type].methods[name] { return .function(method) }
      if let item = classes[type].attributes.first(where: { $0.key == .text(name) }) {
        return item.value
      }
      throw fault(.unknownMember(name, of: classes[type].name), line)
    case .parent(let type, let object):
      // What stands above all classes makes nothing.
      return classes[type].methods[name].map { .method($0, of: object) } ?? .noted
    case .noted: return .noted
    case .number, .cell, .list, .tuple:
      guard let attribute = Attribute(rawValue: name) else {
        throw fault(.unknownMember(name, of: try number(base, line).text), line)
      }
      return .number(Expression(.attribute(try number(base, line), attribute)))
    case .stack(_, let shape) where name == "shape":
      return .tuple(shape.map(ScriptValue.integer))
    default: throw fault(.unknownMember(name, of: ""), line)
    }
  }

  mutating func indexItems(
    _ indices: [ScriptIndex], _ line: Int
  ) throws(ScriptError) -> [IndexItem] {
    var items: [IndexItem] = []
    func bound(_ expression: ScriptExpression?, _ tracer: inout ScriptTracer) throws(ScriptError)
      -> Expression?
    {
      guard let expression else { return nil }
      let value = try tracer.number(try tracer.evaluate(expression), line)
      if case .none = value.node { return nil }
      return value
    }
    for index in indices {
      switch index {
      case .ellipsis: items.append(.ellipsis)
      case .position(let expression):
        if let value = try bound(expression, &self) {
          items.append(.position(value))
        } else {
          items.append(.newAxis)
        }
      case .slice(let start, let stop, let step):
        let (first, second) = (try bound(start, &self), try bound(stop, &self))
        items.append(.slice(start: first, stop: second, step: try bound(step, &self)))
      }
    }
    return items
  }

  private mutating func item(
    _ base: ScriptValue, _ indices: [ScriptIndex], _ expression: ScriptExpression, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    switch base {
    case .dictionary(let index):
      let key = try self.key(indices, line)
      guard let item = heap[index].items.first(where: { $0.key == key }) else {
        throw fault(.noSuchItem(key.word), line)
      }
      return item.value
    case .list(let index):
      let items = heap[index].items.map(\.value)
      return try item(of: items, indices, expression, line, isList: true)
    case .tuple(let items):
      return try item(of: items, indices, expression, line, isList: false)
    case .stack(let array, let shape):
      guard indices.count == 1, case .position(let place) = indices[0] else {
        throw fault(.axes(shape.count), line)
      }
      return row(try number(try evaluate(place), line), of: array, shape)
    case .module(let path) where path.hasSuffix(".c_") || path.hasSuffix(".r_"):
      let items = try indexItems(indices, line)
      let text = Expression(.index(.name("x"), items)).text.dropFirst()
      return .number(try parsed(path + text, line))
    case .noted: return .noted
    case .text: return .text(nil)
    default:
      let array = try number(base, line)
      return .number(Expression(.index(array, try indexItems(indices, line))))
    }
  }

  private mutating func item(
    of items: [ScriptValue], _ indices: [ScriptIndex], _ base: ScriptExpression, _ line: Int,
    isList: Bool
  ) throws(ScriptError) -> ScriptValue {
    guard indices.count == 1 else { throw fault(.noSuchItem("[,]"), line) }
    switch indices[0] {
    case .position(let place):
      let value = try evaluate(place)
      let index = try self.number(value, line)
      if isInBody, isVarying(index) {
        return try item(of: items, numbered: index, Self.word(of: base), line)
      }
      let number = try integer(value, line)
      let at = number < 0 ? number + items.count : number
      guard items.indices.contains(at) else { throw fault(.noSuchItem(String(number)), line) }
      return items[at]
    case .slice(let start, let stop, let step):
      func bound(_ expression: ScriptExpression?, _ tracer: inout ScriptTracer) throws(ScriptError)
        -> Int?
      {
        guard let expression else { return nil }
        return try tracer.integer(try tracer.evaluate(expression), line)
      }
      let by = try bound(step, &self) ?? 1
      func place(_ value: Int) -> Int {
        min(max(value < 0 ? value + items.count : value, 0), items.count)
      }
      var part: [ScriptValue]
      let (low, high) = (try bound(start, &self), try bound(stop, &self))
      if by == -1, low == nil, high == nil {
        part = items.reversed()
      } else {
        guard by > 0 else { throw fault(.outside(.operation("[::\(by)]")), line) }
        let (first, last) = (place(low ?? 0), place(high ?? items.count))
        part = first < last ? stride(from: first, to: last, by: by).map { items[$0] } : []
      }
      guard isList else { return .tuple(part) }
      heap.append(.list(part))
      part = []
      return .list(heap.count - 1)
    case .ellipsis: throw fault(.noSuchItem("..."), line)
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
