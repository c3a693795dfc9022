import Arrays

/// The meaning that computes.
struct Computation: Domain {
  let scope: any Scope
  /// The generator that `randn` and its like draw from; without one they are refused.
  var random: RandomState?

  var candidateNames: [String] { scope.candidateNames }
  func lookUp(_ name: String) -> Lookup<Value> { scope.value(of: name) }
  func constant(_ value: Value) -> Value { value }
  func tuple(_ items: [Value]) -> Value { .tuple(items) }

  func unary(_ op: UnaryOperator, _ x: Value) throws(FunctionFault) -> Value {
    try heard(x.count, try ValueOperations.unary(op, x))
  }

  func binary(_ op: BinaryOperator, _ x: Value, _ y: Value) throws(FunctionFault) -> Value {
    try heard(max(x.count, y.count), try ValueOperations.binary(op, x, y))
  }

  func list(_ items: [Value]) throws(FunctionFault) -> Value {
    try ValueOperations.list(items)
  }

  func attribute(_ attribute: Attribute, of x: Value) throws(FunctionFault) -> Value {
    try heard(x.count, try ValueOperations.attribute(attribute, of: x))
  }

  func index(_ x: Value, _ items: [BoundIndexItem<Value>]) throws(FunctionFault) -> Value {
    try heard(x.count, try ValueOperations.index(x, items))
  }

  mutating func call(
    _ function: Function, _ arguments: Arguments<Value>
  ) throws(FunctionFault) -> Value {
    guard arguments.mayMakeMuch else { return try function.evaluate(arguments, &random) }
    if let shape = (try? function.infer(arguments.statics))?.shape {
      try arrays { () throws(ArrayError) in try MemoryAccount.reserve(shape.count) }
    }
    return try heard(arguments.largestCount, try function.evaluate(arguments, &random))
  }

  /// What came of work on so many elements; where nobody wants it any more, that is said, whatever
  /// it was.
  private func heard(
    _ count: Int, _ work: @autoclosure () throws(FunctionFault) -> Value
  ) throws(FunctionFault) -> Value {
    do throws(FunctionFault) {
      let value = try work()
      let most = max(count, value.count)
      if most >= Interruption.stretch, Interruption.isRequested { throw .array(.interrupted) }
      return value
    } catch {
      // On its way it may have become another error.
      if Interruption.wasRequested { throw .array(.interrupted) }
      throw error
    }
  }
}

extension Value {
  fileprivate var count: Int { if case .array(let array) = self { array.count } else { 0 } }
}

extension Arguments where V == Value {
  fileprivate var largestCount: Int {
    (values.compactMap { $0 } + rest).map(\.count).max() ?? 0
  }

  /// Whether the result may be large: it is made of much, or a number says how large.
  fileprivate var mayMakeMuch: Bool {
    (values.compactMap { $0 } + rest).contains { value in
      switch value {
      case .array(let array):
        array.count > MemoryAccount.smallCount || array.item.map { $0 > 64 } ?? false
      case .tuple(let items): items.contains { $0.integer.map { $0 > 64 } ?? true }
      case .dtype, .generator, .none: false
      }
    }
  }

  /// What is known of the arguments before the call.
  fileprivate var statics: Arguments<StaticValue> {
    var result = Arguments<StaticValue>(
      values: values.map { $0.map { StaticValue(of: $0, isFixed: true) } })
    result.rest = rest.map { StaticValue(of: $0, isFixed: true) }
    return result
  }
}

/// The operators of the language on values.
package enum ValueOperations {
  /// - Throws: `argument` of what is no array; `array` of a type that the operator does not take, and
  ///   of `not` for several elements.
  package static func unary(_ op: UnaryOperator, _ x: Value) throws(FunctionFault) -> Value {
    guard case .array(let array) = x else { throw .argument(0, .array) }
    if op == .not { return .array(NDArray(!(try truth(array)))) }
    guard let operation = op.arrayOperation else { return x }
    return .array(try arrays { () throws(ArrayError) in try NDArray.apply(operation, array) })
  }

  /// Element by element, (m, n) and (m, 1) are (m, n); (m, k) @ (k, n) is (m, n).
  ///
  /// - Throws: `argument` of what is no array; `array` of shapes or types that do not go together, of
  ///   integers that become too large, and of `and` and `or` for several elements.
  package static func binary(_ op: BinaryOperator, _ x: Value, _ y: Value) throws(FunctionFault)
    -> Value
  {
    if let result = tupleComparison(op, x, y) { return result }
    guard case .array(let a) = x else { throw .argument(0, .array) }
    guard case .array(let b) = y else { throw .argument(1, .array) }
    switch op {
    case .and: return try truth(a) ? y : x
    case .or: return try truth(a) ? x : y
    case .matrixProduct:
      return .array(try arrays { () throws(ArrayError) in try NDArray.product(a, b) })
    default:
      guard let operation = op.arrayOperation else { throw .argument(0, .array) }
      return .array(try arrays { () throws(ArrayError) in try NDArray.apply(operation, a, b) })
    }
  }

  /// `X.shape == (2, 1000)`.
  private static func tupleComparison(_ op: BinaryOperator, _ x: Value, _ y: Value) -> Value? {
    guard op == .equal || op == .notEqual, x.items != nil || y.items != nil,
      let a = x.dimensions, let b = y.dimensions
    else { return nil }
    return .array(NDArray((a == b) == (op == .equal)))
  }

  /// The truth of a value of one element; an array of several has none, as in NumPy.
  ///
  /// - Throws: `array(.ambiguousTruth)` of several.
  package static func truth(_ array: NDArray) throws(FunctionFault) -> Bool {
    guard let item = array.item else { throw .array(.ambiguousTruth(array.shape)) }
    return item != 0
  }

  /// `[1, 2]`, `[[0, 1], [1, 0]]`, of numbers or of equally long rows: k rows (n,) make (k, n).
  ///
  /// - Throws: `argument` of what is no array; `array` of rows of several lengths, or more than two
  ///   axes.
  package static func list(_ items: [Value]) throws(FunctionFault) -> Value {
    var rows: [NDArray] = []
    for (index, item) in items.enumerated() {
      guard case .array(let array) = item else { throw .argument(index, .array) }
      rows.append(array)
    }
    return .array(try arrays { () throws(ArrayError) in try NDArray.stacked(rows) })
  }

  /// - Throws: `argument` of what is no array.
  package static func attribute(_ attribute: Attribute, of x: Value) throws(FunctionFault) -> Value
  {
    guard case .array(let array) = x else { throw .argument(0, .array) }
    switch attribute {
    case .transpose: return .array(try arrays { () throws(ArrayError) in try array.turned() })
    case .shape: return .tuple(array.shape.dimensions.map { .array(NDArray($0)) })
    case .size: return .array(NDArray(array.count))
    case .rank: return .array(NDArray(array.rank))
    case .dtype: return .dtype(array.dtype)
    }
  }

  /// - Throws: `argument` of what cannot be indexed, or not by this; `array` of places that are not
  ///   there.
  package static func index(_ x: Value, _ items: [BoundIndexItem<Value>]) throws(FunctionFault)
    -> Value
  {
    if let elements = x.items {
      guard items.count == 1, case .position(let position) = items[0],
        let index = position.integer
      else { throw .argument(0, .array) }
      let place = index < 0 ? index + elements.count : index
      guard elements.indices.contains(place) else {
        throw .array(.indexOutOfRange(index: index, size: elements.count, axis: 0))
      }
      return elements[place]
    }
    guard case .array(let array) = x else { throw .argument(0, .array) }
    let subscripts = try subscripts(items)
    return .array(try arrays { () throws(ArrayError) in try array.subscripted(subscripts) })
  }

  /// - Throws: `argument` of what is no place: text, floats.
  package static func subscripts(_ items: [BoundIndexItem<Value>]) throws(FunctionFault)
    -> [Subscript]
  {
    func bound(_ value: Value?) throws(FunctionFault) -> Int? {
      guard let value else { return nil }
      if case .none = value { return nil }
      guard let integer = value.integer else { throw .argument(1, .index) }
      return integer
    }
    var result: [Subscript] = []
    for item in items {
      switch item {
      case .position(let value): result.append(try position(value))
      case .slice(let start, let stop, let step):
        result.append(
          .slice(start: try bound(start), stop: try bound(stop), step: try bound(step)))
      case .newAxis: result.append(.newAxis)
      case .ellipsis: result.append(.ellipsis)
      }
    }
    return result
  }

  private static func position(_ value: Value) throws(FunctionFault) -> Subscript {
    if let integer = value.integer { return .index(integer) }
    guard case .array(let array) = value else { throw .argument(1, .index) }
    switch array.dtype {
    case .bool: return .mask(array)
    case .int64: return .integers(array)
    case .float64:
      // An empty list is an array of no floats, and selects nothing.
      if array.count == 0 { return .integers(array.converted(to: .int64)) }
      throw .argument(1, .index)
    }
  }
}

extension UnaryOperator {
  /// The array operation of the same meaning; `+x` is x.
  package var arrayOperation: UnaryOperation? {
    switch self {
    case .minus: .negative
    case .plus: .positive
    case .invert: .invert
    case .not: nil
    }
  }
}

extension BinaryOperator {
  /// The elementwise array operation of the same meaning.
  package var arrayOperation: BinaryOperation? {
    switch self {
    case .or, .and, .matrixProduct: nil
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessEqual: .lessEqual
    case .greater: .greater
    case .greaterEqual: .greaterEqual
    case .bitwiseOr: .bitwiseOr
    case .bitwiseXor: .bitwiseXor
    case .bitwiseAnd: .bitwiseAnd
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .floorDivide: .floorDivide
    case .remainder: .remainder
    case .power: .power
    }
  }
}
