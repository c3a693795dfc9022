import Arrays
import Equations

/// Members of objects and modules, and items in brackets.
extension ScriptTracer {
  /// A list of its own.
  mutating func listed(_ items: [ScriptValue]) -> ScriptValue {
    heap.append(.list(items))
    return .list(heap.count - 1)
  }

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
      if name == "__dict__" { return .dictionary(index) }
      if case .object(let type, _) = heap[index] {
        if name == "__class__" { return .classReference(type) }
        if let method = classes[type].methods[name] {
          guard functions[method].binding == .property else { return .method(method, of: index) }
          return try open(method, [], self: index, line)
        }
        if let item = classes[type].attributes.first(where: { $0.key == .text(name) }) {
          return item.value
        }
        throw fault(.unknownMember(name, of: classes[type].name), line)
      }
      throw fault(.unknownMember(name, of: ""), line)
    case .classReference(let type):
      if name == "__name__" { return .text(classes[type].name) }
      if let method = classes[type].methods[name] { return .function(method) }
      if let item = classes[type].attributes.first(where: { $0.key == .text(name) }) {
        return item.value
      }
      throw fault(.unknownMember(name, of: classes[type].name), line)
    case .parent(let type, let object):
      // What stands above all classes makes nothing.
      return classes[type].methods[name].map { .method($0, of: object) } ?? .noted
    case .noted: return .noted
    case .file(let call, let isFrame):
      return try fileAttribute(call, isFrame: isFrame, name, line)
    case .number where name == "values", .cell where name == "values": return base
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
    func known(_ value: ScriptValue) throws(ScriptError) -> Expression? {
      if case .none = value { nil } else { try number(value, line) }
    }
    for index in indices {
      switch index {
      case .ellipsis: items.append(.ellipsis)
      case .position(let expression):
        let place = try evaluate(expression)
        if case .slice(let start, let stop, let step) = place {
          items.append(
            .slice(start: try known(start), stop: try known(stop), step: try known(step)))
        } else if case .range(let start, let stop, let step) = place {
          // As `np.arange` says it, and not each number.
          let bounds = try [start, stop, step].map { value throws(ScriptError) in
            try number(value, line)
          }
          let isPlain = bounds[0].isNumber(0) && bounds[2].isNumber(1)
          items.append(
            .position(
              isPlain
                ? .call("arange", bounds[1]) : .call("arange", bounds[0], bounds[1], bounds[2])))
        } else if let value = try known(place), value != Expression(.none) {
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

  mutating func item(
    _ base: ScriptValue, _ indices: [ScriptIndex], _ expression: ScriptExpression, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    switch base {
    case .dictionary(let index):
      let key = try self.key(indices, line)
      if let item = heap[index].items.first(where: { $0.key == key }) { return item.value }
      guard let factory = factories[index] else { throw fault(.noSuchItem(key.word), line) }
      let made = try call(factory, [], line)
      setItem(index, key, made)
      return made
    case .list(let index):
      let items = heap[index].items.map(\.value)
      return try item(of: items, indices, expression, line, isList: true)
    case .tuple(let items):
      return try item(of: items, indices, expression, line, isList: false)
    case .object:
      let items = try rounds(base, line).known ?? []
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
    // What a type is made of: `Dict[str, np.ndarray]`.
    case .module(let path) where path.hasPrefix("noted."): return .noted
    case .builtin: return .noted
    case .noted: return .noted
    case .text: return .text(nil)
    default:
      if case .file(let call, let isFrame) = base,
        let member = try fileMember(call, isFrame: isFrame, indices, line)
      {
        return member
      }
      let array = try number(base, line)
      return .number(Expression(.index(array, try indexItems(indices, line))))
    }
  }

  mutating func item(
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
