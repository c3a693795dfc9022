import Arrays
import Equations

/// What no instruction computes: the function itself is called, on arrays of its operands.
extension Compiler {
  func hosted(
    _ function: Function, _ arguments: Arguments<CompiledValue>
  ) throws(FunctionFault) -> CompiledValue {
    let type = try function.infer(arguments.inferred)
    // What its arguments' types and shapes decide.
    if let known = type.known { return .known(known, nil) }
    let given = arguments.values.compactMap { $0 } + arguments.rest
    let presence = arguments.values.map { $0 != nil }
    return try hosted(given, type) { values throws(FunctionFault) in
      var values = values[...]
      let own = presence.map { $0 ? values.popFirst() : nil }
      var none: RandomState?
      return try function.evaluate(Arguments(values: own, rest: Array(values)), &none)
    }
  }

  /// A node that `body` computes.
  ///
  /// - Parameter type: of the result. Should it come out otherwise, or `body` throw, the
  ///   interpreter does the epoch.
  func hosted(
    _ values: [CompiledValue], _ type: StaticValue,
    _ body: @escaping ([Value]) throws(FunctionFault) -> Value
  ) throws(FunctionFault) -> CompiledValue {
    guard case .array(let dtype, let shape?) = type.form else {
      throw refusal(.shapeDependsOnValues)
    }
    guard shape.count > 0 else { throw refusal(.notAnArray("[]")) }
    var operands: [Varying] = []
    let places = values.map { HostCall.Place($0, &operands) }
    let call = HostCall(
      places: places, operands: operands.map { ($0.shape, $0.dtype) }, shape: shape, dtype: dtype,
      body: body)
    let (rows, columns) = shape.matrix
    let view = graph.host(call, operands.map { graph.plain($0.view) }, rows, columns)
    return .varying(
      Varying(view: view, shape: shape, dtype: dtype, range: dtype == .bool ? .truth : .whole))
  }
}

/// A function of the language as a node: what is called, and with what.
struct HostCall {
  /// Where a value of a call comes from.
  indirect enum Place {
    case known(Value)
    /// One of the operands.
    case operand(Int)
    case tuple([Place])

    init(_ value: CompiledValue, _ operands: inout [CompiledValue.Varying]) {
      switch value {
      case .known(let value, _): self = .known(value)
      case .varying(let x):
        self = .operand(operands.count)
        operands.append(x)
      case .tuple(let items): self = .tuple(items.map { Place($0, &operands) })
      }
    }

    func value(_ operands: [NDArray]) -> Value {
      switch self {
      case .known(let value): value
      case .operand(let index): .array(operands[index])
      case .tuple(let items): .tuple(items.map { $0.value(operands) })
      }
    }
  }

  let places: [Place]
  let operands: [(shape: Shape, dtype: DType)]
  let shape: Shape
  let dtype: DType
  let body: ([Value]) throws(FunctionFault) -> Value

  /// What it comes to; `nil` where it fails, or comes to something else than it was compiled for.
  func result(_ operands: [NDArray]) -> NDArray? {
    guard case .array(let array)? = try? body(places.map { $0.value(operands) }),
      array.shape == shape, array.dtype == dtype
    else { return nil }
    return array
  }
}
