import Arrays
import Equations

/// Operators, comparisons, and what Python takes for true.
extension ScriptTracer {
  mutating func unary(
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

  mutating func binary(
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
  mutating func spread(
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
  mutating func filled(
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

  mutating func comparison(
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

  mutating func compared(
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
      throw fault(.undecided(.code(question)), line)
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
    if isNone(first) || isNone(second) {
      return .boolean((isNone(first) == isNone(second)) != isNegative)
    }
    if let isSame = Self.isSame(first, second) { return .boolean(isSame != isNegative) }
    if case .text(let a) = first, case .text(let b) = second, let a, let b {
      return .boolean((a == b) != isNegative)
    }
    // One number is another's equal, if it is that number.
    let word = symbol == "is" ? "==" : symbol == "is not" ? "!=" : symbol
    guard let op = BinaryOperator(rawValue: word) else {
      throw fault(.syntax(found: symbol), line)
    }
    return .number(Expression(.binary(op, try number(first, line), try number(second, line))))
  }

  /// Whether two values are one and the same thing; `nil` of those that are equal by what they hold.
  private static func isSame(_ first: ScriptValue, _ second: ScriptValue) -> Bool? {
    switch (first, second) {
    case (.object(let a), .object(let b)), (.function(let a), .function(let b)),
      (.classReference(let a), .classReference(let b)):
      a == b
    case (.builtin(let a), .builtin(let b)), (.module(let a), .module(let b)): a == b
    case (.object, _), (_, .object), (.function, _), (_, .function), (.classReference, _),
      (_, .classReference):
      false
    default: nil
    }
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
      // A generator is something.
      if let value = state.slots[cells[cell]]?.value, value.array == nil { return true }
      return try truth(
        state.slots[cells[cell]]?.value ?? .none, .name(cells[cell]), line)
    case .list(let index), .dictionary(let index): return !heap[index].items.isEmpty
    case .tuple(let items): return !items.isEmpty
    case .text(let text): return text.map { !$0.isEmpty } ?? true
    case .none, .noted: return false
    case .unsettled(let question): throw fault(.undecided(.code(question)), line)
    default: return true
    }
  }

  mutating func truth(
    _ value: Value, _ expression: Expression, _ line: Int
  ) throws(ScriptError) -> Bool {
    guard let item = value.array?.item else {
      throw fault(.notANumber(.code(expression.text)), line)
    }
    return item != 0
  }
}
