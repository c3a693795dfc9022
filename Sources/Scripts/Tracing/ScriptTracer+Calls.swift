import Arrays
import Equations

extension ScriptTracer {
  static let builtins: Set<String> = [
    "print", "len", "range", "enumerate", "zip", "int", "float", "bool", "abs", "sum", "max", "min",
    "round", "str", "list", "tuple", "dict", "reversed", "isinstance", "super", "pow", "type",
    "repr", "sorted", "object", "any", "all", "hasattr", "getattr", "setattr", "vars", "set", "map",
    "slice", "id",
  ]
  static let outsideFunctions: Set<String> = [
    "open", "input", "eval", "exec", "compile", "__import__", "globals", "locals", "filter", "iter",
    "next", "hash", "callable",
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

  mutating func evaluated(
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
    default: throw fault(.notANumber(.call), line)
    }
  }

  // MARK: The script's own functions

  mutating func open(
    _ index: Int, _ arguments: Arguments, self object: Int?, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    let function = functions[index]
    calledFunctions.insert(index)
    guard frames.count < Self.deepestCall else { throw fault(.recursion(function.name), line) }
    var parameters = function.parameters
    var frame = ScriptFrame(variables: captured[index], function: function.name)
    if function.binding == .type, let home = homes[index], let first = parameters.first {
      frame.variables[first.name] = .classReference(home)
      parameters.removeFirst()
    } else if let object, function.binding != .nothing, let first = parameters.first {
      frame.variables[first.name] = .object(object)
      frame.method = (index, object)
      parameters.removeFirst()
    }
    let given = try matched(arguments, with: parameters, function.name, line)
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
    let done = frames.removeLast()
    if function.isGenerator { return listed(done.yielded) }
    guard case .returned(let value) = flow else { return .none }
    if case .number(let expression) = value { return .number(recognised(expression)) }
    return value
  }

  /// What each parameter is given.
  private mutating func matched(
    _ arguments: Arguments, with parameters: [ScriptFunction.Parameter], _ function: String,
    _ line: Int
  ) throws(ScriptError) -> [String: ScriptValue] {
    let single = parameters.filter { $0.kind == .single }
    // What stands behind `*rest` is given by keywords alone.
    let places = parameters.prefix { $0.kind == .single }
    var given: [String: ScriptValue] = [:]
    var rest: [ScriptValue] = []
    var keywords: [(key: ScriptKey, value: ScriptValue)] = []
    func give(_ keyword: String, _ value: ScriptValue) throws(ScriptError) {
      if single.contains(where: { $0.name == keyword }) {
        given[keyword] = value
      } else if parameters.contains(where: { $0.kind == .keywords }) {
        keywords.append((.text(keyword), value))
      } else {
        throw fault(.unknownArgument(keyword, function: function), line)
      }
    }
    var place = 0
    for (keyword, value, isSpread) in arguments {
      if let keyword {
        try give(keyword, value)
        continue
      }
      if isSpread, case .dictionary(let index) = value {
        for (key, value) in heap[index].items { try give(key.word, value) }
        continue
      }
      for value in isSpread ? try rounds(value, line).known ?? [] : [value] {
        if place < places.count {
          given[places[place].name] = value
          place += 1
        } else if parameters.contains(where: { $0.kind == .rest }) {
          rest.append(value)
        } else {
          throw fault(.tooManyArguments(function: function), line)
        }
      }
    }
    for parameter in parameters {
      switch parameter.kind {
      case .single: break
      case .rest: given[parameter.name] = .tuple(rest)
      case .keywords:
        heap.append(.dictionary(keywords))
        given[parameter.name] = .dictionary(heap.count - 1)
      }
    }
    return given
  }

  /// What a parameter is: what it is given, or a name for it where that is long, drawn, or a number
  /// that someone may like to try out.
  mutating func bound(
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
  func recognised(_ expression: Expression) -> Expression {
    guard case .binary(.divide, let one, let sum) = expression.node, one.isNumber(1),
      case .binary(.add, let first, let second) = sum.node
    else { return expression }
    let exponential = first.isNumber(1) ? second : second.isNumber(1) ? first : nil
    guard case .call("exp", let arguments)? = exponential?.node, arguments.count == 1,
      case .unary(.minus, let operand) = arguments[0].value.node
    else { return expression }
    return .call("sigmoid", operand)
  }
}
