import Arrays

/// A value with how it was made, so that each of its elements can be asked where it came from.
final class TracedValue: Sendable {
  enum Form: Sendable {
    case literal
    case name(String)
    case list([TracedValue])
    case tuple([TracedValue])
    case attribute(Attribute, TracedValue)
    case unary(UnaryOperator, TracedValue)
    case binary(BinaryOperator, TracedValue, TracedValue)
    case product(TracedValue, TracedValue)
    /// The elements are those of the parts, numbered through; `sources` has a number for each.
    case movement([TracedValue], sources: [Int])
    case elementwise(Function, Arguments<TracedValue>)
    /// Along an axis counted from the front; all elements if `nil`.
    case reduction(Function, Reduction, Arguments<TracedValue>, axis: Int?)
    case definition(Function, Arguments<TracedValue>, body: TracedValue)
    /// Drawn at random; `moved` if what was drawn is elements of something.
    case draw(Function, Arguments<TracedValue>, number: Int?, moved: TracedValue?)
    /// Made by a function that has no element form.
    case whole(Function, Arguments<TracedValue>)
  }

  let value: Value
  let form: Form

  init(_ value: Value, _ form: Form) {
    self.value = value
    self.form = form
  }
}

extension TracedValue: ArgumentValue {
  var known: Value? { value }
  var arrayType: (dtype: DType, shape: Shape?)? { value.arrayType }
  var items: [TracedValue]? {
    if case .tuple(let items) = form { items } else { nil }
  }
}

/// Where the random numbers are at some moment.
public struct DrawState: Sendable {
  public var random: RandomState
  /// How many numbers have been drawn since it was seeded, if that is known.
  public var count: Int?
  /// What `seed` was called with; `nil` if it was not called.
  public var seed: Int?

  public init(_ random: RandomState, count: Int? = nil, seed: Int? = nil) {
    self.random = random
    self.count = count
    self.seed = seed
  }
}

/// The meaning of the language that computes and remembers how.
struct TraceDomain: Domain {
  let scope: any Scope
  /// Plans of names that the scope does not have: the parameters of an opened function.
  var plans: [String: TracedValue] = [:]
  var draws: DrawState?

  var candidateNames: [String] { scope.candidateNames }

  func lookUp(_ name: String) -> Lookup<TracedValue> {
    if let plan = plans[name] { return .found(plan) }
    return switch scope.value(of: name) {
    case .found(let value): .found(TracedValue(value, .name(name)))
    case .unavailable(let name): .unavailable(name)
    case .unknown: .unknown
    }
  }

  func constant(_ value: Value) -> TracedValue { TracedValue(value, .literal) }

  func tuple(_ items: [TracedValue]) -> TracedValue {
    TracedValue(.tuple(items.map(\.value)), .tuple(items))
  }

  func list(_ items: [TracedValue]) throws(FunctionFault) -> TracedValue {
    TracedValue(try ValueOperations.list(items.map(\.value)), .list(items))
  }

  func unary(_ op: UnaryOperator, _ x: TracedValue) throws(FunctionFault) -> TracedValue {
    TracedValue(try ValueOperations.unary(op, x.value), .unary(op, x))
  }

  func binary(
    _ op: BinaryOperator, _ x: TracedValue, _ y: TracedValue
  ) throws(FunctionFault) -> TracedValue {
    let value = try ValueOperations.binary(op, x.value, y.value)
    return TracedValue(value, op == .matrixProduct ? .product(x, y) : .binary(op, x, y))
  }

  func attribute(
    _ attribute: Attribute, of x: TracedValue
  ) throws(FunctionFault) -> TracedValue {
    let value = try ValueOperations.attribute(attribute, of: x.value)
    if attribute == .transpose, let numbered = Numbered([x]) {
      return TracedValue(value, .movement([x], sources: numbered.arrays[0].transposed.integers))
    }
    if case .tuple(let items) = value {
      return TracedValue(value, .tuple(items.map { TracedValue($0, .attribute(attribute, x)) }))
    }
    return TracedValue(value, .attribute(attribute, x))
  }

  func index(
    _ x: TracedValue, _ items: [BoundIndexItem<TracedValue>]
  ) throws(FunctionFault) -> TracedValue {
    let bound = items.map { $0.map(\.value) }
    let value = try ValueOperations.index(x.value, bound)
    if let elements = x.items, case .position(let position)? = bound.first,
      let index = position.integer
    {
      return elements[index < 0 ? index + elements.count : index]
    }
    guard let numbered = Numbered([x]) else { return TracedValue(value, .literal) }
    let sources = try ValueOperations.index(.array(numbered.arrays[0]), bound)
    return TracedValue(value, .movement([x], sources: sources.array?.integers ?? []))
  }
}

// MARK: - Calls

extension TraceDomain {
  mutating func call(
    _ function: Function, _ arguments: Arguments<TracedValue>
  ) throws(FunctionFault) -> TracedValue {
    if function.isRandom { return try draw(function, arguments) }
    if let definition = try function.body(for: arguments) {
      return try open(definition, of: function, arguments)
    }
    let value = try evaluated(function, arguments.map(\.value))
    switch function.elements {
    case .whole, .shape, .negatedMean:
      // Lists become arrays, and stay what they are.
      if function.name == "array", let first = arguments[0] {
        return TracedValue(value, first.items.map { .list($0) } ?? .movementOf(first))
      }
      return TracedValue(value, .whole(function, arguments))
    case .elementwise:
      return TracedValue(value, .elementwise(function, arguments))
    case .product:
      guard let x = arguments[0], let y = arguments[1], let a = x.value.array,
        let b = y.value.array, a.rank > 0, b.rank > 0
      else { return TracedValue(value, .elementwise(function, arguments)) }
      return TracedValue(value, .product(x, y))
    case .reduction(let reduction):
      let x = try arguments.map(\.value).array(0)
      let given = try arguments.axis(1).get(1, .axis)
      let axis = try arrays { () throws(ArrayError) in
        x.rank == 0 ? nil : try given.map { axis throws(ArrayError) in try x.shape.axis(axis) }
      }
      return TracedValue(value, .reduction(function, reduction, arguments, axis: axis))
    case .movement:
      guard let (parts, sources) = try moved(function, arguments, random: nil) else {
        return TracedValue(value, .whole(function, arguments))
      }
      return TracedValue(value, .movement(parts, sources: sources))
    }
  }

  private func evaluated(
    _ function: Function, _ values: Arguments<Value>
  ) throws(FunctionFault) -> Value {
    var none: RandomState?
    return try function.evaluate(values, &none)
  }

  /// Where each element of the result was, found by moving numbers instead of the elements.
  private func moved(
    _ function: Function, _ arguments: Arguments<TracedValue>, random: RandomState?
  ) throws(FunctionFault) -> (parts: [TracedValue], sources: [Int])? {
    guard let first = arguments[0] else { return nil }
    let parts = first.items ?? [first]
    guard let numbered = Numbered(parts) else { return nil }
    var values = arguments.map(\.value)
    values.values[0] =
      first.items == nil ? .array(numbered.arrays[0]) : .tuple(numbered.arrays.map { .array($0) })
    var generator = random
    let sources = try function.evaluate(values, &generator)
    return sources.array.map { (parts, $0.integers) }
  }

  private func open(
    _ definition: Definition, of function: Function, _ arguments: Arguments<TracedValue>
  ) throws(FunctionFault) -> TracedValue {
    var inner = TraceDomain(scope: DictionaryScope())
    inner.plans = definition.bind(arguments)
    var interpreter = Interpreter(domain: inner)
    let body = try definition.evaluated { () throws(LanguageError) in
      try interpreter.evaluate(definition.expression)
    }
    return TracedValue(body.value, .definition(function, arguments, body: body))
  }

  private mutating func draw(
    _ function: Function, _ arguments: Arguments<TracedValue>
  ) throws(FunctionFault) -> TracedValue {
    let before = draws?.random
    var random = before
    let value = try function.evaluate(arguments.map(\.value), &random)
    if let random { draws?.random = random }
    guard let array = value.array else {
      draws?.count = 0
      draws?.seed = arguments[0]?.value.integer
      return TracedValue(value, .whole(function, arguments))
    }
    // A generator of its own has its own seed.
    let isOwn = function.name.hasPrefix(PythonWords.generatorPrefix)
    let first = isOwn ? nil : draws?.count
    if let first { draws?.count = first + array.count }
    var source: TracedValue?
    if (arguments[0]?.value.array?.rank ?? 0) > 0,
      let (parts, sources) = try moved(function, arguments, random: before),
      sources.count == array.count
    {
      source = TracedValue(value, .movement(parts, sources: sources))
    }
    return TracedValue(value, .draw(function, arguments, number: first, moved: source))
  }
}

extension TracedValue: ConstantValue {
  convenience init(constant: NDArray) { self.init(.array(constant), .literal) }
}

extension TracedValue.Form {
  /// The same elements in the same order.
  static func movementOf(_ plan: TracedValue) -> TracedValue.Form {
    .movement([plan], sources: Array(0..<(plan.value.array?.count ?? 0)))
  }
}

/// Arrays of the shapes of others, their elements numbered through from 0.
private struct Numbered {
  var arrays: [NDArray] = []

  init?(_ parts: [TracedValue]) {
    var next = 0
    for part in parts {
      guard let array = part.value.array else { return nil }
      arrays.append(NDArray(shape: array.shape, int64: Array(next..<next + array.count)))
      next += array.count
    }
  }
}
