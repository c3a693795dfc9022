import Arrays
import CKernels
import Equations

/// Element by element, with the arrays' own rules for types and shapes.
///
/// Truth values are 0 and 1, integers whole float64s, and neither is ever -0. What integers come to
/// is known to stay exact by the ranges that they are in; where it is not, the function itself is
/// called, which refuses a number that is too large.
extension Compiler {
  /// The kernel of each element; the result is of the operand's shape, and a float unless said
  /// otherwise.
  func elementwise(_ kernel: uh_unary, _ x: Varying, _ dtype: DType = .float64) -> Varying {
    let view = graph.plain(x.view)
    var result = x
    result.view =
      kernel == UH_NEGATE
      ? negated(view) : graph.add(.unary(kernel.rawValue), [view], view.rows, view.columns)
    result.dtype = dtype
    if dtype == .bool { result.range = .truth }
    return result
  }

  /// - Precondition: the shapes broadcast.
  func elementwise(
    _ kernel: uh_binary, _ x: Varying, _ y: Varying, _ dtype: DType = .float64,
    _ range: CompiledValue.Range = .whole
  ) -> Varying {
    let shape = (try? Shape.broadcast(x.shape, y.shape)) ?? x.shape
    let (rows, columns) = shape.matrix
    var (a, b) = (graph.plain(x.view), graph.plain(y.view))
    // A vector is a row.
    if x.shape.rank == 1 { (a.rows, a.columns) = (1, a.count) }
    if y.shape.rank == 1 { (b.rows, b.columns) = (1, b.count) }
    let view = simplified(kernel, a, b, rows, columns)
    return Varying(
      view: view, shape: shape, dtype: dtype, range: dtype == .bool ? .truth : range)
  }

  func number(_ value: Double, _ dtype: DType = .float64) -> Varying {
    Varying(
      view: numberView(value), shape: .scalar, dtype: dtype,
      range: CompiledValue.Range(low: value, high: value))
  }

  /// Whether it holds for any element; 1 or 0.
  func isAny(_ operation: BinaryOperation, _ x: Varying, _ limit: Double) -> GraphView {
    guard let kernel = operation.kernel else { return numberView(0) }
    let truth = elementwise(kernel, x, number(limit), .bool)
    return extreme(truth, nil, false, .scalar, largest: true).view
  }

  func elementwise(
    _ operation: ElementOperation, _ arguments: Arguments<CompiledValue>
  ) throws(FunctionFault) -> CompiledValue? {
    guard let first = arguments[0] else { return nil }
    switch operation {
    case .unary(let operation): return try elementwise(operation, try operand(first))
    case .binary(let operation):
      guard let second = arguments[1] else { return nil }
      return try elementwise(operation, first, second)
    case .selection:
      guard let x = arguments[1], let y = arguments[2] else { return nil }
      return .varying(try selected(operand(first), operand(x), operand(y)))
    case .clipping:
      var result = first
      for (index, operation) in [(1, BinaryOperation.maximum), (2, .minimum)]
      where !arguments.isAbsent(index) {
        guard let bound = arguments[index] else { continue }
        result = try elementwise(operation, result, bound)
      }
      return result
    case .rounding:
      guard case .known(let decimals) = try arguments.integer(1, default: 0) else { return nil }
      return rounded(try operand(first), decimals).map { .varying($0) }
    case .conversion(let dtype):
      let own = try arguments.dtype(1, default: .float64)
      return .varying(converted(try operand(first), to: dtype ?? own))
    }
  }

  // MARK: One operand

  func not(_ x: Varying) throws(FunctionFault) -> Varying {
    guard x.shape.count == 1 else { throw .array(.ambiguousTruth(x.shape)) }
    var result = elementwise(UH_NOT, x, .bool)
    result.shape = .scalar
    return result
  }

  func elementwise(
    _ operation: UnaryOperation, _ x: Varying
  ) throws(FunctionFault) -> CompiledValue {
    let dtype = try arrays { () throws(ArrayError) in try operation.resultType(x.dtype) }
    switch (dtype, x.dtype) {
    case (.bool, _):
      switch operation {
      case .logicalNot, .invert: return .varying(elementwise(UH_NOT, x, .bool))
      case .isnan, .isinf, .isfinite: return finiteness(operation, x)
      case .absolute, .floor, .ceil: return .varying(x)
      default: throw unsupported(operation, x)
      }
    case (.float64, _):
      if let kernel = operation.kernel { return .varying(elementwise(kernel, x)) }
      guard operation == .positive else { throw unsupported(operation, x) }
      return .varying(x)
    case (.int64, _):
      var operand = x
      operand.dtype = .int64
      return try integers(operation, operand)
    }
  }

  /// What has no rule for a type is not passed through.
  private func unsupported(_ operation: UnaryOperation, _ x: Varying) -> FunctionFault {
    .array(.unsupportedType(operation: operation.rawValue, x.dtype, nil))
  }

  private func integers(
    _ operation: UnaryOperation, _ x: Varying
  ) throws(FunctionFault) -> CompiledValue {
    let (low, high) = (x.range.low, x.range.high)
    var result = x
    switch operation {
    // 0 - 0 is 0, and -0 would be another number.
    case .negative: return try elementwise(.subtract, .varying(number(0, .int64)), .varying(x))
    case .invert: return try elementwise(.subtract, .varying(number(-1, .int64)), .varying(x))
    case .square: return try elementwise(.multiply, .varying(x), .varying(x))
    case .absolute:
      result = elementwise(UH_ABSOLUTE, x, .int64)
      result.range = CompiledValue.Range(
        low: x.range.holdsZero ? 0 : min(abs(low), abs(high)), high: max(abs(low), abs(high)))
    case .sign:
      result = elementwise(UH_SIGN, x, .int64)
      result.range = CompiledValue.Range(low: -1, high: 1)
    case .relu:
      result = elementwise(UH_RELU, x, .int64)
      result.range = CompiledValue.Range(low: max(low, 0), high: max(high, 0))
    case .positive, .floor, .ceil: break
    default: throw unsupported(operation, x)
    }
    return .varying(result)
  }

  /// Not a number is what does not equal itself.
  private func finiteness(_ operation: UnaryOperation, _ x: Varying) -> CompiledValue {
    guard x.dtype == .float64 else {
      let truth = NDArray(operation == .isfinite)
      return .known(.array(NDArray(repeating: truth, shape: x.shape)), nil)
    }
    if operation == .isnan { return .varying(elementwise(UH_NOT_EQUAL, x, x, .bool)) }
    let kernel = operation == .isinf ? UH_EQUAL : UH_LESS
    return .varying(
      elementwise(kernel, elementwise(UH_ABSOLUTE, x), number(.infinity), .bool))
  }

  private func rounded(_ x: Varying, _ decimals: Int) -> Varying? {
    switch x.dtype {
    case .bool: return nil
    case .int64: return decimals >= 0 ? x : nil
    case .float64:
      if decimals == 0 { return elementwise(UH_RINT, x) }
      let power = number(NDArray.powerOfTen(Int(clamping: decimals.magnitude)))
      let (there, back) = decimals > 0 ? (UH_MULTIPLY, UH_DIVIDE) : (UH_DIVIDE, UH_MULTIPLY)
      return elementwise(back, elementwise(UH_RINT, elementwise(there, x, power)), power)
    }
  }

  func converted(_ x: Varying, to dtype: DType) -> Varying {
    var result = x
    result.dtype = dtype
    switch (x.dtype, dtype) {
    // A truth value is the number 0 or 1 already, and an integer a float64.
    case (.bool, _), (.int64, .int64), (.int64, .float64), (.float64, .float64): return result
    case (_, .bool): return elementwise(UH_NOT_EQUAL, x, number(0), .bool)
    case (.float64, .int64):
      // A number that is none, or too large, is for the interpreter to refuse.
      let limit = number(Double(NDArray.largestInteger))
      let isSmall = elementwise(UH_LESS_EQUAL, elementwise(UH_ABSOLUTE, x), limit, .bool)
      faults.append(
        extreme(elementwise(UH_NOT, isSmall, .bool), nil, false, .scalar, largest: true).view)
      result = elementwise(UH_TRUNCATE, x, .int64)
      result.range = .whole
      return withoutNegativeZero(result)
    }
  }

  /// -0 becomes 0.
  private func withoutNegativeZero(_ x: Varying) -> Varying {
    elementwise(UH_ADD, x, number(0, x.dtype), x.dtype, x.range)
  }

  // MARK: Two operands

  func elementwise(
    _ operation: BinaryOperation, _ x: CompiledValue, _ y: CompiledValue
  ) throws(FunctionFault) -> CompiledValue {
    if let a = x.known, let b = y.known {
      guard let a = a.array else { throw .argument(0, .array) }
      guard let b = b.array else { throw .argument(1, .array) }
      return .known(
        .array(try arrays { () throws(ArrayError) in try NDArray.apply(operation, a, b) }), nil)
    }
    let (a, b) = (try operand(x), try operand(y))
    let (dtype, shape) = try arrays { () throws(ArrayError) in
      (try operation.resultType(a.dtype, b.dtype), try Shape.broadcast(a.shape, b.shape))
    }
    let type = operation.operandType(a.dtype, b.dtype)
    if dtype == .bool, let kernel = operation.truthKernel {
      return .varying(elementwise(kernel, a, b, .bool))
    }
    if type == .float64, let kernel = operation.kernel {
      return .varying(elementwise(kernel, a, b, dtype))
    }
    if let result = integers(operation, a, b) { return .varying(result) }
    return try hosted([x, y], .array(dtype, shape)) { values throws(FunctionFault) in
      guard case .array(let a) = values[0], case .array(let b) = values[1] else {
        throw .argument(0, .array)
      }
      return .array(try arrays { () throws(ArrayError) in try NDArray.apply(operation, a, b) })
    }
  }

  /// Integers whose result is exact for all that they can be; `nil` where it may not be.
  private func integers(_ operation: BinaryOperation, _ x: Varying, _ y: Varying) -> Varying? {
    guard let range = Self.range(operation, x.range, y.range), range.isExact else { return nil }
    func apply(_ kernel: uh_binary, _ x: Varying, _ y: Varying) -> Varying {
      elementwise(kernel, x, y, .int64, range)
    }
    switch operation {
    case .add: return apply(UH_ADD, x, y)
    case .subtract: return apply(UH_SUBTRACT, x, y)
    case .maximum: return apply(UH_MAXIMUM, x, y)
    case .minimum: return apply(UH_MINIMUM, x, y)
    case .multiply:
      let result = apply(UH_MULTIPLY, x, y)
      return x.range.low < 0 || y.range.low < 0 ? withoutNegativeZero(result) : result
    case .floorDivide, .remainder:
      var quotient = elementwise(UH_FLOOR, elementwise(UH_DIVIDE, x, y), .int64)
      quotient.range = range
      quotient = withoutNegativeZero(quotient)
      if operation == .floorDivide { return quotient }
      return apply(UH_SUBTRACT, x, elementwise(UH_MULTIPLY, quotient, y, .int64))
    case .power where y.range == CompiledValue.Range(low: 2, high: 2):
      return apply(UH_MULTIPLY, x, x)
    default: return nil
    }
  }

  /// Between which numbers the result is; `nil` where nobody has found out.
  private static func range(
    _ operation: BinaryOperation, _ x: CompiledValue.Range, _ y: CompiledValue.Range
  ) -> CompiledValue.Range? {
    func spanned(_ values: [Double]) -> CompiledValue.Range {
      CompiledValue.Range(low: values.min() ?? 0, high: values.max() ?? 0)
    }
    switch operation {
    case .add: return CompiledValue.Range(low: x.low + y.low, high: x.high + y.high)
    case .subtract: return CompiledValue.Range(low: x.low - y.high, high: x.high - y.low)
    case .multiply:
      return spanned([x.low * y.low, x.low * y.high, x.high * y.low, x.high * y.high])
    case .maximum:
      return CompiledValue.Range(low: max(x.low, y.low), high: max(x.high, y.high))
    case .minimum:
      return CompiledValue.Range(low: min(x.low, y.low), high: min(x.high, y.high))
    case .floorDivide:
      // By 0 it is 0, which division is not.
      guard !y.holdsZero, x.isExact else { return nil }
      let size = max(abs(x.low), abs(x.high))
      return x.low >= 0 && y.low > 0
        ? CompiledValue.Range(low: 0, high: size) : CompiledValue.Range(low: -size, high: size)
    case .remainder:
      guard !y.holdsZero, x.isExact else { return nil }
      return y.low > 0
        ? CompiledValue.Range(low: 0, high: y.high - 1)
        : CompiledValue.Range(low: y.low + 1, high: 0)
    case .power where y == CompiledValue.Range(low: 2, high: 2):
      let size = max(abs(x.low), abs(x.high))
      return CompiledValue.Range(low: 0, high: size * size)
    default: return nil
    }
  }

  // MARK: Choices

  func selected(
    _ condition: Varying, _ x: Varying, _ y: Varying
  ) throws(FunctionFault) -> Varying {
    let shape = try arrays { () throws(ArrayError) in
      try Shape.broadcast(condition.shape, try Shape.broadcast(x.shape, y.shape))
    }
    let operands = [condition, x, y].map { graph.plain($0.view) }
    let (rows, columns) = shape.matrix
    return Varying(
      view: slope(operands, rows, columns) ?? graph.add(.select, operands, rows, columns),
      shape: shape, dtype: max(x.dtype, y.dtype), range: x.range.union(y.range))
  }

  /// `and` and `or`: one of the two, as the first says.
  func chosen(
    _ op: BinaryOperator, _ x: CompiledValue, _ y: CompiledValue
  ) throws(FunctionFault) -> CompiledValue {
    if let known = x.known {
      guard case .array(let array) = known else { throw .argument(0, .array) }
      return try ValueOperations.truth(array) == (op == .and) ? y : x
    }
    let first = try operand(x)
    guard first.shape.count == 1 else { throw .array(.ambiguousTruth(first.shape)) }
    let second = try operand(y)
    let areTruths = first.dtype == .bool && second.dtype == .bool
    if isInCondition || areTruths && first.shape == second.shape, second.shape.count == 1 {
      // Whichever of them it is, this is its truth.
      var result = elementwise(
        op == .and ? UH_AND : UH_OR, converted(first, to: .bool), converted(second, to: .bool),
        .bool)
      result.shape = areTruths ? first.shape : .scalar
      return .varying(result)
    }
    guard first.shape == second.shape, first.dtype == second.dtype else {
      throw refusal(.shapeDependsOnValues)
    }
    return .varying(
      op == .and ? try selected(first, second, first) : try selected(first, first, second))
  }

  func negatedMean(
    of operation: JoinedOperation, _ x: CompiledValue, _ y: CompiledValue
  ) throws(FunctionFault) -> CompiledValue {
    let (a, b) = (try operand(x), try operand(y))
    _ = try arrays { () throws(ArrayError) in try Shape.broadcast(a.shape, b.shape) }
    let mean = try reduced(.mean, elementwise(operation.kernel, a, b), nil, false)
    return .varying(elementwise(UH_NEGATE, mean))
  }
}

extension BinaryOperation {
  /// Of truth values, 0 and 1, the kernel of the same truth: `+` is or, `*` is and.
  fileprivate var truthKernel: uh_binary? {
    switch self {
    case .multiply, .bitwiseAnd, .logicalAnd, .minimum: UH_AND
    case .add, .bitwiseOr, .logicalOr, .maximum: UH_OR
    case .bitwiseXor, .logicalXor: UH_XOR
    default: kernel
    }
  }
}
