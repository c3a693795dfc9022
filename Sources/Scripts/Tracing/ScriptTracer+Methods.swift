import Arrays
import Equations

/// Classes, and the methods of lists, dictionaries, texts and arrays.
extension ScriptTracer {
  func isInstance(_ value: ScriptValue, _ type: ScriptValue) -> Bool {
    switch (value, type) {
    case (_, .tuple(let types)): types.contains { isInstance(value, $0) }
    case (.object(let index), .classReference(let type)):
      if case .object(let own, _) = heap[index] { isKind(own, of: type) } else { false }
    case (_, .classReference), (.object, .builtin): false
    case (.list, .builtin(let name)): name == "list"
    case (.dictionary, .builtin(let name)): name == "dict"
    case (.tuple, .builtin(let name)): name == "tuple"
    case (.text, .builtin(let name)): name == "str"
    case (.number(let expression), .builtin(let name)) where expression.isLiteralNumber:
      expression.isLiteralFloat ? name == "float" : name == "int"
    case (_, .builtin(let name)): name == "int" || name == "float"
    default: true
    }
  }

  func isKind(_ own: Int, of type: Int) -> Bool {
    own == type || classes[own].parents.contains { isKind($0, of: type) }
  }

  /// `super()` inside a method.
  func parentOfSelf() -> ScriptValue? {
    guard let (function, object) = frames[frames.count - 1].method, let home = homes[function],
      let parent = classes[home].parents.first
    else { return nil }
    return .parent(parent, of: object)
  }

  // MARK: Methods

  /// What a method of a list, a dictionary, a text or an array gives; `nil` of anything else.
  mutating func method(
    _ name: String, of object: ScriptValue, _ base: ScriptExpression,
    _ arguments: [ScriptArgument], _ line: Int
  ) throws(ScriptError) -> ScriptValue? {
    switch object {
    case .list(let index): return try listMethod(name, index, base, try evaluated(arguments), line)
    case .dictionary(let index):
      return try dictionaryMethod(name, index, try evaluated(arguments), line)
    case .text(let text):
      let values = try evaluated(arguments)
      for (_, value, _) in values { observe(value, line) }
      return try text.map { text throws(ScriptError) in try textMethod(name, text, values, line) }
        ?? .text(nil)
    case .noted:
      for (_, value, _) in try evaluated(arguments) { observe(value, line) }
      return .noted
    case .file(let call, _): return try fileMethod(name, call, try evaluated(arguments), line)
    case .number, .cell:
      let values = try evaluated(arguments)
      if case .cell(let cell) = object, let isOneColumn = frameCells[cell],
        Self.isOtherInPandas(name, isOneColumn: isOneColumn)
      {
        throw fault(.outside(.methodOfPandas(name)), line)
      }
      if name == "to_numpy" { return object }
      if name == "copy" { return .number(try number(object, line)) }
      if name == "shuffle" {
        return try shuffled(values.first?.value, by: try number(object, line).text, line)
      }
      if name == "seed", case .cell = object { throw fault(.outside(.function(".seed")), line) }
      if name == "reshape", case .array(let array)? = try? concrete(try number(object, line), line),
        let shape = try threeAxes(
          values.filter { $0.keyword == nil }.map(\.value), array.count, line)
      {
        return try rows(of: try number(object, line), shape: shape, line)
      }
      if case .cell = object,
        let value = try drawnAroundEach(name, try number(object, line), values, line)
      {
        return value
      }
      let text = try number(object, line).text
      let isName = if case .cell = object { true } else { false }
      if name == "astype", let type = values.first.flatMap({ Self.type(of: $0.value) }) {
        return .number(try parsed("\(isName ? text : "(\(text))").astype(\(type))", line))
      }
      let written =
        try self.written(values, line, dropping: ["copy", "order"]) + axisLeftOut(name, values)
      return .number(try parsed("\(isName ? text : "(\(text))").\(name)(\(written))", line))
    default: return nil
    }
  }

  mutating func listMethod(
    _ name: String, _ index: Int, _ base: ScriptExpression, _ arguments: Arguments, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    guard case .list(var items) = heap[index] else { return .none }
    let first = arguments.first?.value
    switch name {
    case "append":
      guard let first else { throw fault(.missingArgument("x", function: name), line) }
      observe(first, line)
      guard items.count < 20_000 else { throw fault(.tooLong, line) }
      items.append(
        try keptInList(first, "\(Self.word(of: base))_\(items.count)", line))
    case "extend":
      guard let first, let more = try rounds(first, line).known else {
        throw fault(.missingArgument("x", function: name), line)
      }
      items += more
    case "insert":
      guard arguments.count == 2 else { throw fault(.missingArgument("x", function: name), line) }
      let place = try integer(arguments[0].value, line)
      items.insert(arguments[1].value, at: min(max(place, 0), items.count))
    case "pop":
      let place = try first.map { value throws(ScriptError) in try integer(value, line) } ?? -1
      let at = place < 0 ? place + items.count : place
      guard items.indices.contains(at) else { throw fault(.noSuchItem(String(place)), line) }
      let value = items.remove(at: at)
      heap[index] = .list(items)
      return value
    case "reverse": items.reverse()
    case "copy":
      heap.append(.list(items))
      return .list(heap.count - 1)
    case "clear": items = []
    default: throw fault(.outside(.function(".\(name)")), line)
    }
    heap[index] = .list(items)
    return .none
  }

  /// A value as a list keeps it: arrays, and what is drawn, under a name.
  mutating func keptInList(
    _ value: ScriptValue, _ word: String, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    guard case .number(let expression) = value else {
      return try kept(value, word, line, since: .max)
    }
    let isArray = ((try? concreteArray(value, line)?.rank) ?? 0) > 0
    return expression.drawsFromStream || isArray ? try named(value, word, line) : value
  }

  mutating func dictionaryMethod(
    _ name: String, _ index: Int, _ arguments: Arguments, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    let items = heap[index].items
    func keyValue(_ key: ScriptKey) -> ScriptValue {
      switch key {
      case .text(let text): .text(text)
      case .number(let number): .integer(number)
      }
    }
    switch name {
    case "keys": return listed(items.map { keyValue($0.key) })
    case "values": return listed(items.map(\.value))
    case "items": return listed(items.map { .tuple([keyValue($0.key), $0.value]) })
    case "copy":
      heap.append(.dictionary(items))
      return .dictionary(heap.count - 1)
    case "get":
      guard let first = arguments.first?.value else { break }
      let key = try key(first, line)
      return items.first { $0.key == key }?.value
        ?? (arguments.count > 1 ? arguments[1].value : ScriptValue.none)
    case "update":
      if case .dictionary(let other)? = arguments.first?.value {
        for (key, value) in heap[other].items { setItem(index, key, value) }
        return .none
      }
    default: break
    }
    throw fault(.outside(.function(".\(name)")), line)
  }
}
