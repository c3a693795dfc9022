import Arrays
import Equations

/// What NumPy, Python and the noted libraries give.
extension ScriptTracer {
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
  static func type(of value: ScriptValue) -> String? {
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

  mutating func library(
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
      if path.hasSuffix("os.path.join") { return .text(Self.joinedPath(arguments.map(\.value))) }
      if words.contains("random") { throw fault(.outside(.library("random")), line) }
      if name == "StringIO", case .text(let text?)? = arguments.first?.value { return .text(text) }
      return .noted
    case "random":
      if name == "seed" { return .noted }
      throw fault(.outside(.library("random")), line)
    case "collections": return try collection(name, arguments, line)
    default: break
    }
    if ["seterr", "set_printoptions", "errstate", "filterwarnings"].contains(name) {
      return .noted
    }
    if ["loadtxt", "genfromtxt"].contains(name), case .text(let text?)? = arguments.first?.value,
      text.contains("\n")
    {
      return try table(text, arguments, line)
    }
    if let value = try read(path, arguments, line) { return value }
    if ["save", "savez", "savetxt"].contains(name) || words.first == "pandas" {
      throw fault(.outside(.function("np.\(name)")), line)
    }
    if name == "copy", let first = arguments.first { return .number(try number(first.value, line)) }
    if name == "diagflat", arguments.count == 1 {
      return .number(.call("diag", .call("ravel", try number(arguments[0].value, line))))
    }
    if name == "shuffle", words.contains("random") {
      return try shuffled(arguments.first?.value, by: "np.random", line)
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

  /// An array's name holds its permutation from there on.
  ///
  /// - Parameter generator: what draws it, as text.
  /// - Throws: `ScriptError` of what is no array: it would keep its order.
  mutating func shuffled(
    _ value: ScriptValue?, by generator: String, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    guard case .cell(let cell)? = value else { throw fault(.outside(.shuffledList), line) }
    let name = cells[cell]
    let order = try parsed("\(generator).permutation(\(name))", line)
    cells[cell] = try emit(order, bases[name] ?? name, line, isInPlace: true)
    return .none
  }

  mutating func builtin(
    _ name: String, _ arguments: Arguments, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    let values = arguments.filter { $0.keyword == nil }.map(\.value)
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
    case "getattr":
      guard values.count >= 2, case .text(let word?) = values[1] else { break }
      if values.count == 3 { return (try? member(values[0], word, line)) ?? values[2] }
      return try member(values[0], word, line)
    case "setattr":
      guard values.count == 3, case .object(let index) = values[0],
        case .text(let word?) = values[1]
      else { break }
      setItem(index, .text(word), try kept(values[2], word, line, since: emitted))
      return .none
    case "id":
      switch values.first {
      case .list(let index), .dictionary(let index), .object(let index): return .integer(index)
      default: throw fault(.outside(.function(name)), line)
      }
    case "vars":
      if case .object(let index)? = values.first { return .dictionary(index) }
      throw fault(.outside(.function(name)), line)
    case "slice":
      switch values.count {
      case 1: return .slice(start: .none, stop: values[0], step: .none)
      case 2: return .slice(start: values[0], stop: values[1], step: .none)
      case 3: return .slice(start: values[0], stop: values[1], step: values[2])
      default: break
      }
    case "map":
      guard values.count == 2, let items = try rounds(values[1], line).known else { break }
      var mapped: [ScriptValue] = []
      for item in items {
        steps += 1
        guard steps <= Self.mostSteps else { throw fault(.tooLong, line) }
        mapped.append(try call(values[0], [(nil, item, false)], line))
      }
      return listed(mapped)
    case "set", "sorted":
      guard let first = values.first else { return listed([]) }
      if let items = try ordered(first, isSet: name == "set", line) { return listed(items) }
      throw fault(.outside(.function(name)), line)
    case "hasattr":
      if case .object? = values.first, values.count == 2, case .text(let word?) = values[1] {
        return .boolean((try? member(values[0], word, line)) != nil)
      }
      throw fault(.outside(.function(name)), line)
    case "isinstance":
      if values.count == 2 { return .boolean(isInstance(values[0], values[1])) }
    case "int":
      if values.count == 1, case .text(let text?)? = values.first {
        guard let number = Int(text) else { throw fault(.notANumber(.code("'\(text)'")), line) }
        return .integer(number)
      }
    case "float":
      if case .text(let text?)? = values.first {
        let word = text.lowercased().filter { $0 != "+" && $0 != " " }
        let number = ["infinity": "inf", "-infinity": "-inf"][word] ?? word
        guard let value = Double(number) else { throw fault(.notANumber(.code("'\(text)'")), line) }
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
    case "sum":
      if isInBody, values.count == 1, let sum = try added(values[0], line) { return .number(sum) }
    case "any", "all": throw fault(.outside(.function(name)), line)
    default: break
    }
    return .number(try parsed("\(name)(\(try written(arguments, line)))", line))
  }
}

extension ScriptTracer {
  private static var mostAdded: Int { 32 }

  /// Numbers of a list, added as Python does it; `nil` of others.
  private mutating func added(
    _ value: ScriptValue, _ line: Int
  ) throws(ScriptError) -> Expression? {
    guard case .list(let index) = value, case let items = heap[index].items.map(\.value),
      2...Self.mostAdded ~= items.count
    else { return nil }
    var sum: Expression?
    for item in items {
      guard try concreteArray(item, line)?.rank == 0 else { return nil }
      let part = try number(item, line)
      sum = sum.map { $0 + part } ?? part
    }
    return sum
  }
}

extension String {
  /// Without the digits at its end.
  fileprivate var trimmingDigits: String {
    String(reversed().drop { $0.isASCII && $0.isNumber }.reversed())
  }
}
