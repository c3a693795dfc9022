import Arrays
import Equations

extension ScriptTracer {
  static let builtins: Set<String> = [
    "print", "len", "range", "enumerate", "zip", "int", "float", "bool", "abs", "sum", "max", "min",
    "round", "str", "list", "tuple", "dict", "reversed", "isinstance", "super", "pow", "type",
    "repr", "sorted", "object", "any", "all", "hasattr",
  ]
  static let outsideFunctions: Set<String> = [
    "open", "input", "eval", "exec", "compile", "__import__", "globals", "locals", "getattr",
    "setattr", "map", "filter", "iter", "next", "set", "vars", "id", "hash", "callable",
  ]

  typealias Arguments = [(keyword: String?, value: ScriptValue, isSpread: Bool)]

  mutating func call(
    _ function: ScriptExpression, _ arguments: [ScriptArgument], _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    if case .member(let base, let name) = function.node {
      let object = try evaluate(base)
      if let result = try method(name, of: object, base, arguments, line) { return result }
      return try call(try member(object, name, line), try evaluated(arguments), line)
    }
    return try call(try evaluate(function), try evaluated(arguments), line)
  }

  private mutating func evaluated(
    _ arguments: [ScriptArgument]
  ) throws(ScriptError) -> Arguments {
    var values: Arguments = []
    for argument in arguments {
      values.append((argument.keyword, try evaluate(argument.value), argument.isSpread))
    }
    return values
  }

  mutating func call(
    _ function: ScriptValue, _ arguments: Arguments, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    switch function {
    case .function(let index): return try open(index, arguments, self: nil, line)
    case .method(let index, let object): return try open(index, arguments, self: object, line)
    case .classReference(let type):
      heap.append(.object(classIndex: type, classes[type].attributes))
      let object = heap.count - 1
      if let make = classes[type].methods["__init__"] {
        _ = try open(make, arguments, self: object, line)
      }
      return .object(object)
    case .object(let index):
      guard case .object(let type, _) = heap[index], let method = classes[type].methods["__call__"]
      else { throw fault(.unknownMember("__call__", of: ""), line) }
      return try open(method, arguments, self: index, line)
    case .builtin(let name): return try builtin(name, arguments, line)
    case .module(let path): return try library(path, arguments, line)
    case .noted: return .noted
    default: throw fault(.notANumber("a call"), line)
    }
  }

  // MARK: The script's own functions

  private mutating func open(
    _ index: Int, _ arguments: Arguments, self object: Int?, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    let function = functions[index]
    calledFunctions.insert(index)
    guard frames.count < Self.deepestCall else { throw fault(.recursion(function.name), line) }
    var parameters = function.parameters
    var frame = ScriptFrame(variables: captured[index], function: function.name)
    if let object, !function.isStatic, let first = parameters.first {
      frame.variables[first.name] = .object(object)
      frame.method = (index, object)
      parameters.removeFirst()
    }
    var given: [String: ScriptValue] = [:]
    var place = 0
    for (keyword, value, isSpread) in arguments {
      if let keyword {
        guard parameters.contains(where: { $0.name == keyword }) else {
          throw fault(.unknownArgument(keyword, function: function.name), line)
        }
        given[keyword] = value
        continue
      }
      let values = isSpread ? try rounds(value, line).known ?? [] : [value]
      for value in values {
        guard place < parameters.count else {
          throw fault(.tooManyArguments(function: function.name), line)
        }
        given[parameters[place].name] = value
        place += 1
      }
    }
    for parameter in parameters {
      if let value = given[parameter.name] {
        frame.variables[parameter.name] = try bound(value, parameter.name, line)
      } else if let standard = parameter.standard {
        frame.variables[parameter.name] = try bound(
          try evaluate(standard), parameter.name, function.line)
      } else {
        throw fault(.missingArgument(parameter.name, function: function.name), line)
      }
    }
    frames.append(frame)
    let flow = try run(function.body, isWhole: true)
    frames.removeLast()
    guard case .returned(let value) = flow else { return .none }
    if case .number(let expression) = value { return .number(recognised(expression)) }
    return value
  }

  /// What a parameter is: what it is given, or a name for it where that is long, drawn, or a number
  /// that someone may like to try out.
  private mutating func bound(
    _ value: ScriptValue, _ name: String, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    guard case .number(let expression) = value else { return value }
    if expression.isLiteralFloat, !isScouting {
      let key = "\(name)=\(expression.text)"
      if let same = known[key] { return .cell(try newCell(same)) }
      let kept = try emit(expression, name, line)
      known[key] = kept
      return .cell(try newCell(kept))
    }
    if expression.text.utf8.count > 60 || expression.drawsFromStream {
      return try named(value, name, line)
    }
    pass(expression, name, line, isResult: false)
    return value
  }

  /// A function that the language has, written out: `1 / (1 + exp(-x))`.
  private func recognised(_ expression: Expression) -> Expression {
    guard case .binary(.divide, let one, let sum) = expression.node, isOne(one),
      case .binary(.add, let first, let second) = sum.node
    else { return expression }
    let exponential = isOne(first) ? second : isOne(second) ? first : nil
    guard case .call("exp", let arguments)? = exponential?.node, arguments.count == 1,
      case .unary(.minus, let operand) = arguments[0].value.node
    else { return expression }
    return .call("sigmoid", operand)
  }

  private func isOne(_ expression: Expression) -> Bool {
    switch expression.node {
    case .integer(1): true
    case .float(let value): value == 1
    default: false
    }
  }

  // MARK: Libraries

  /// The arguments of a call as text that the language reads.
  mutating func written(
    _ arguments: Arguments, _ line: Int, dropping: Set<String> = []
  ) throws(ScriptError) -> String {
    var parts: [String] = []
    for (keyword, value, isSpread) in arguments {
      if let keyword {
        if dropping.contains(keyword) { continue }
        if keyword == "dtype", let type = Self.type(of: value) {
          parts.append("dtype=\(type)")
          continue
        }
        parts.append("\(keyword)=\(try number(value, line).text)")
      } else {
        parts.append((isSpread ? "*" : "") + (try number(value, line).text))
      }
    }
    return parts.joined(separator: ", ")
  }

  /// A type of numbers that is given by its name: `'uint8'`.
  private static func type(of value: ScriptValue) -> String? {
    let name: String
    switch value {
    case .text(let text?): name = text
    case .module(let path): name = path.split(separator: ".").last.map(String.init) ?? path
    default: return nil
    }
    let word = name.trimmingDigits
    return [
      "int": "int", "uint": "int", "i": "int", "u": "int", "float": "float", "f": "float",
      "double": "float", "d": "float", "half": "float", "bool": "bool", "bool_": "bool",
      "intp": "int",
      "long": "int",
    ][word]
  }

  private mutating func library(
    _ path: String, _ arguments: Arguments, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    let words = path.split(separator: ".").map(String.init)
    let name = words.last ?? path
    switch words.first {
    case "noted":
      for (_, value, _) in arguments { observe(value, line) }
      // A bar of progress around what a loop goes through.
      if path.contains("tqdm") || path.contains("deepcopy") || path.hasSuffix("copy.copy") {
        return arguments.first?.value ?? .noted
      }
      if words.contains("random") { throw fault(.outside(.library("random")), line) }
      return .noted
    case "random":
      if name == "seed" { return .noted }
      throw fault(.outside(.library("random")), line)
    default: break
    }
    if ["seterr", "set_printoptions", "errstate", "filterwarnings"].contains(name) {
      return .noted
    }
    if ["load", "loadtxt", "genfromtxt", "save", "savez", "savetxt"].contains(name) {
      throw fault(.outside(.function("np.\(name)")), line)
    }
    if name == "copy", let first = arguments.first { return .number(try number(first.value, line)) }
    if name == "shuffle", words.contains("random"), case .cell(let cell)? = arguments.first?.value {
      return try shuffled(cell, "np.random.permutation(\(cells[cell]))", line)
    }
    if name == "einsum", case .text(let letters?)? = arguments.first?.value {
      let rest = try written(Array(arguments.dropFirst()), line)
      return .number(try parsed("np.einsum('\(letters)', \(rest))", line))
    }
    if name == "apply_along_axis", arguments.count == 3 {
      return try alongAxis(arguments[0].value, arguments[1].value, arguments[2].value, line)
    }
    if let value = try ofThreeAxes(name, arguments, line) { return value }
    if let value = try drawnAroundEach(path, nil, arguments, line) { return value }
    let text = try written(arguments, line, dropping: ["copy", "order"])
    return .number(try parsed("\(path)(\(text)\(axisLeftOut(name, arguments)))", line))
  }

  private mutating func shuffled(
    _ cell: Int, _ text: String, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    let name = cells[cell]
    cells[cell] = try emit(try parsed(text, line), bases[name] ?? name, line, isInPlace: true)
    return .none
  }

  private mutating func builtin(
    _ name: String, _ arguments: Arguments, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    let values = arguments.filter { $0.keyword == nil }.map(\.value)
    func listed(_ items: [ScriptValue]) -> ScriptValue {
      heap.append(.list(items))
      return .list(heap.count - 1)
    }
    switch name {
    case "print":
      for value in values { observe(value, line) }
      return .none
    case "str", "repr":
      if let value = values.first {
        observe(value, line)
        return .text(try spelled(value, line))
      }
      return .text("")
    case "range":
      guard let first = values.first else { break }
      switch values.count {
      case 1: return .range(start: .integer(0), stop: first, step: .integer(1))
      case 2: return .range(start: first, stop: values[1], step: .integer(1))
      default: return .range(start: first, stop: values[1], step: values[2])
      }
    case "enumerate":
      guard let first = values.first else { break }
      let start = arguments.first { $0.keyword == "start" }?.value ?? values.dropFirst().first
      return .enumerated(
        try drawn(first, line),
        from: try start.map { value throws(ScriptError) in try integer(value, line) } ?? 0)
    case "zip":
      var parts: [ScriptValue] = []
      for value in values { parts.append(try drawn(value, line)) }
      return .paired(parts)
    case "reversed":
      guard let first = values.first, let items = try rounds(first, line).known else { break }
      return listed(items.reversed())
    case "list", "tuple":
      guard let first = values.first else { return name == "list" ? listed([]) : .tuple([]) }
      guard let items = try rounds(try drawn(first, line), line).known else { break }
      return name == "list" ? listed(items) : .tuple(items)
    case "dict":
      heap.append(
        .dictionary(
          arguments.compactMap { argument in
            argument.keyword.map { (key: .text($0), value: argument.value) }
          }))
      return .dictionary(heap.count - 1)
    case "len":
      guard let first = values.first else { break }
      switch first {
      case .list(let index), .dictionary(let index): return .integer(heap[index].items.count)
      case .tuple(let items): return .integer(items.count)
      case .stack(_, let shape): return .integer(shape[0])
      case .text(let text): return .integer(text?.count ?? 0)
      case .range: return .integer(try rounds(first, line).count ?? 0)
      default: break
      }
    case "hasattr":
      if case .object? = values.first, values.count == 2, case .text(let word?) = values[1] {
        return .boolean((try? member(values[0], word, line)) != nil)
      }
      throw fault(.outside(.function(name)), line)
    case "isinstance":
      if values.count == 2 { return .boolean(isInstance(values[0], values[1])) }
    case "int":
      if values.count == 1, case .text(let text?)? = values.first {
        guard let number = Int(text) else { throw fault(.notANumber("'\(text)'"), line) }
        return .integer(number)
      }
    case "float":
      if case .text(let text?)? = values.first {
        let word = text.lowercased().filter { $0 != "+" && $0 != " " }
        let number = ["infinity": "inf", "-infinity": "-inf"][word] ?? word
        guard let value = Double(number) else { throw fault(.notANumber("'\(text)'"), line) }
        return .number(
          value.isFinite ? .floating(value) : try parsed(value.isNaN ? "nan" : number, line))
      }
    case "type":
      if case .object(let index)? = values.first, case .object(let type, _) = heap[index] {
        return .classReference(type)
      }
      return .noted
    case "super": return parentOfSelf() ?? .noted
    case "object": return .noted
    case "any", "all", "sorted": throw fault(.outside(.function(name)), line)
    default: break
    }
    return .number(try parsed("\(name)(\(try written(arguments, line)))", line))
  }

  // MARK: Classes

  private func isInstance(_ value: ScriptValue, _ type: ScriptValue) -> Bool {
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

  private func isKind(_ own: Int, of type: Int) -> Bool {
    own == type || classes[own].parents.contains { isKind($0, of: type) }
  }

  /// `super()` inside a method.
  private func parentOfSelf() -> ScriptValue? {
    guard let (function, object) = frames[frames.count - 1].method, let home = homes[function],
      let parent = classes[home].parents.first
    else { return nil }
    return .parent(parent, of: object)
  }

  // MARK: Methods

  /// What a method of a list, a dictionary, a text or an array gives; `nil` of anything else.
  private mutating func method(
    _ name: String, of object: ScriptValue, _ base: ScriptExpression,
    _ arguments: [ScriptArgument], _ line: Int
  ) throws(ScriptError) -> ScriptValue? {
    switch object {
    case .list(let index): return try listMethod(name, index, base, try evaluated(arguments), line)
    case .dictionary(let index):
      return try dictionaryMethod(name, index, try evaluated(arguments), line)
    case .text:
      for (_, value, _) in try evaluated(arguments) { observe(value, line) }
      return .text(nil)
    case .noted:
      for (_, value, _) in try evaluated(arguments) { observe(value, line) }
      return .noted
    case .number, .cell:
      let values = try evaluated(arguments)
      if name == "copy" { return .number(try number(object, line)) }
      if name == "shuffle", case .cell(let cell)? = values.first?.value {
        let generator = try number(object, line).text
        return try shuffled(cell, "\(generator).permutation(\(cells[cell]))", line)
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

  private mutating func listMethod(
    _ name: String, _ index: Int, _ base: ScriptExpression, _ arguments: Arguments, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    guard case .list(var items) = heap[index] else { return .none }
    let first = arguments.first?.value
    switch name {
    case "append":
      guard let first else { throw fault(.missingArgument("x", function: name), line) }
      observe(first, line)
      let word = "\(Self.word(of: base))_\(items.count)"
      var value = first
      if case .number(let expression) = first,
        expression.drawsFromStream || ((try? concreteArray(first, line)?.rank) ?? 0) > 0
      {
        value = try named(first, word, line)
      } else if case .number = first {
        value = first
      } else {
        value = try kept(first, word, line, since: .max)
      }
      guard items.count < 20_000 else { throw fault(.tooLong, line) }
      items.append(value)
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

  private mutating func dictionaryMethod(
    _ name: String, _ index: Int, _ arguments: Arguments, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    let items = heap[index].items
    func keyValue(_ key: ScriptKey) -> ScriptValue {
      switch key {
      case .text(let text): .text(text)
      case .number(let number): .integer(number)
      }
    }
    func listed(_ values: [ScriptValue]) -> ScriptValue {
      heap.append(.list(values))
      return .list(heap.count - 1)
    }
    switch name {
    case "keys": return listed(items.map { keyValue($0.key) })
    case "values": return listed(items.map(\.value))
    case "items": return listed(items.map { .tuple([keyValue($0.key), $0.value]) })
    case "copy":
      heap.append(.dictionary(items))
      return .dictionary(heap.count - 1)
    case "get":
      guard case .text(let text?)? = arguments.first?.value else { break }
      return items.first { $0.key == .text(text) }?.value
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

extension String {
  /// Without the digits at its end.
  fileprivate var trimmingDigits: String {
    String(reversed().drop { $0.isASCII && $0.isNumber }.reversed())
  }
}
