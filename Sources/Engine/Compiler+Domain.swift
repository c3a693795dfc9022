import Arrays
import Equations

/// The operations of the language: of what is known, the value; of what varies, a node.
extension Compiler: Domain {
  /// For what a name could have meant; whoever interprets the equation says it better.
  var candidateNames: [String] { [] }

  func lookUp(_ name: String) -> Lookup<CompiledValue> {
    names[name].map { .found($0) } ?? .unknown
  }

  func constant(_ value: Value) -> CompiledValue { .known(value, nil) }

  func tuple(_ items: [CompiledValue]) -> CompiledValue {
    let known = items.compactMap(\.known)
    return known.count == items.count ? .known(.tuple(known), nil) : .tuple(items)
  }

  func list(_ items: [CompiledValue]) throws(FunctionFault) -> CompiledValue {
    let known = items.compactMap(\.known)
    if known.count == items.count { return .known(try ValueOperations.list(known), nil) }
    let type = try ShapeInference.unlimited.list(items.map(\.inferred))
    return try joined(items, type)
  }

  func unary(_ op: UnaryOperator, _ x: CompiledValue) throws(FunctionFault) -> CompiledValue {
    if let known = x.known { return .known(try ValueOperations.unary(op, known), nil) }
    let operand = try self.operand(x)
    if let operation = op.arrayOperation { return try elementwise(operation, operand) }
    return .varying(try not(operand))
  }

  func binary(
    _ op: BinaryOperator, _ x: CompiledValue, _ y: CompiledValue
  ) throws(FunctionFault) -> CompiledValue {
    if let a = x.known, let b = y.known {
      return .known(try ValueOperations.binary(op, a, b), nil)
    }
    switch op {
    case .and, .or: return try chosen(op, x, y)
    case .matrixProduct: return try product(x, y)
    default:
      guard let operation = op.arrayOperation else { throw .argument(0, .array) }
      return try elementwise(operation, x, y)
    }
  }

  func attribute(
    _ attribute: Attribute, of x: CompiledValue
  ) throws(FunctionFault) -> CompiledValue {
    switch x {
    case .known(let value, var constant):
      constant?.isTransposed.toggle()
      let isMatrix = attribute == .transpose && value.array?.rank == 2
      return .known(
        try ValueOperations.attribute(attribute, of: value), isMatrix ? constant : nil)
    case .tuple: throw .argument(0, .array)
    case .varying(let x):
      switch attribute {
      case .transpose: return .varying(transposed(x))
      case .shape: return .known(.tuple(x.shape.dimensions.map { .array(NDArray($0)) }), nil)
      case .size: return .known(.array(NDArray(x.shape.count)), nil)
      case .rank: return .known(.array(NDArray(x.shape.rank)), nil)
      case .dtype: return .known(.dtype(x.dtype), nil)
      }
    }
  }

  func call(
    _ function: Function, _ arguments: Arguments<CompiledValue>
  ) throws(FunctionFault) -> CompiledValue {
    if function.isRandom { return try draw(function, arguments) }
    if let known = arguments.allKnown {
      var none: RandomState?
      return .known(try function.evaluate(known, &none), nil)
    }
    if let result = try native(function, arguments) { return result }
    if let body = try function.body(for: arguments) { return try opened(body, arguments) }
    return try hosted(function, arguments)
  }

  /// By the function's rule for its elements; `nil` where that needs the whole function.
  private func native(
    _ function: Function, _ arguments: Arguments<CompiledValue>
  ) throws(FunctionFault) -> CompiledValue? {
    switch function.elements {
    case .whole: return nil
    case .shape:
      // Any elements do.
      var values = Arguments<Value>(values: [], rest: arguments.rest.compactMap(\.known))
      for value in arguments.values { values.values.append(try value.map(likeness)) }
      var none: RandomState?
      return .known(try function.evaluate(values, &none), nil)
    case .elementwise(let operation): return try elementwise(operation, arguments)
    case .movement:
      if let items = arguments[0]?.items {
        return try joined(items, try function.infer(arguments.inferred))
      }
      return try moved(function, arguments)
    case .reduction(let reduction): return try reduced(reduction, arguments)
    case .product:
      guard let x = arguments[0], let y = arguments[1] else { return nil }
      if x.arrayType?.shape?.rank == 0 || y.arrayType?.shape?.rank == 0 {
        return try elementwise(.multiply, x, y)
      }
      return try product(x, y)
    case .negatedMean(let operation):
      guard let x = arguments[0], let y = arguments[1] else { return nil }
      return try negatedMean(of: operation, x, y)
    }
  }

  /// An array of the type and shape of a value, or the value.
  private func likeness(_ value: CompiledValue) throws(FunctionFault) -> Value {
    switch value {
    case .known(let value, _): return value
    case .varying(let x):
      return .array(NDArray(repeating: NDArray(0).converted(to: x.dtype), shape: x.shape))
    case .tuple(let items):
      var values: [Value] = []
      for item in items { values.append(try likeness(item)) }
      return .tuple(values)
    }
  }

  /// A function that is an expression: its body, over the arguments.
  private func opened(
    _ definition: Definition, _ arguments: Arguments<CompiledValue>
  ) throws(FunctionFault) -> CompiledValue {
    let outside = names
    defer { names = outside }
    names = definition.bind(arguments)
    return try definition.evaluated { () throws(LanguageError) in
      try compile(definition.expression)
    }
  }
}
