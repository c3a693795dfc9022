import Arrays
import CKernels
import Equations

/// The operators of the language as nodes, with the arrays' own rules for types and shapes.
extension PlanCompiler {
  mutating func unary(_ op: UnaryOperator, _ x: Varying) throws(PlanRefusal) -> Known {
    switch op {
    case .minus where x.dtype == .float64: return elementwise(UH_NEGATE, x, .float64)
    case .plus where x.dtype == .float64: return .varying(x)
    case .invert where x.dtype == .bool: return elementwise(UH_NOT, x, .bool)
    case .not where x.shape.count == 1: return elementwise(UH_NOT, x, .bool, .scalar)
    default: throw PlanRefusal("\(op.rawValue) of \(x.dtype.name)")
    }
  }

  mutating func elementwise(
    _ function: uh_unary, _ x: Varying, _ dtype: DType, _ shape: Shape? = nil
  ) -> Known {
    let view = plain(x.view)
    let result = add(.unary(function.rawValue), [view], view.rows, view.columns)
    return .varying(Varying(view: result, shape: shape ?? x.shape, dtype: dtype))
  }

  mutating func binary(
    _ op: BinaryOperator, _ x: Varying, _ y: Varying
  ) throws(PlanRefusal) -> Known {
    switch op {
    case .matrixProduct: return try product(x, y)
    case .add: return try elementwise(.add, x, y)
    case .subtract: return try elementwise(.subtract, x, y)
    case .multiply: return try elementwise(.multiply, x, y)
    case .divide: return try elementwise(.divide, x, y)
    case .power: return try elementwise(.power, x, y)
    case .equal: return try elementwise(.equal, x, y)
    case .notEqual: return try elementwise(.notEqual, x, y)
    case .less: return try elementwise(.less, x, y)
    case .lessEqual: return try elementwise(.lessEqual, x, y)
    case .greater: return try elementwise(.greater, x, y)
    case .greaterEqual: return try elementwise(.greaterEqual, x, y)
    case .bitwiseAnd where x.dtype == .bool && y.dtype == .bool,
      .and where x.isTruth && y.isTruth:
      return try elementwise(.logicalAnd, x, y)
    case .bitwiseOr where x.dtype == .bool && y.dtype == .bool,
      .or where x.isTruth && y.isTruth:
      return try elementwise(.logicalOr, x, y)
    default: throw PlanRefusal(op.rawValue)
    }
  }

  mutating func elementwise(
    _ operation: BinaryOperation, _ x: Varying, _ y: Varying
  ) throws(PlanRefusal) -> Known {
    let dtype: DType
    let shape: Shape
    do throws(ArrayError) {
      dtype = try operation.resultType(x.dtype, y.dtype)
      shape = try Shape.broadcast(x.shape, y.shape)
    } catch {
      throw PlanRefusal(operation.rawValue)
    }
    guard let function = operation.planFunction else { throw PlanRefusal(operation.rawValue) }
    // Float64 holds truth values and integers too, and compares them rightly; it does not
    // compute as they do.
    if dtype != .float64, dtype != .bool, !isCounter(operation, x, y) {
      throw PlanRefusal("\(operation.rawValue) of integers")
    }
    if dtype == .bool, max(x.dtype, y.dtype) == .bool, !operation.isOfTruth {
      throw PlanRefusal("\(operation.rawValue) of truth values")
    }
    let (rows, columns) = shape.matrix
    var (a, b) = (plain(x.view), plain(y.view))
    // A vector is a row.
    if x.shape.rank == 1 { (a.rows, a.columns) = (1, a.count) }
    if y.shape.rank == 1 { (b.rows, b.columns) = (1, b.count) }
    let view = simplified(function, a, b, rows, columns)
    return .varying(Varying(view: view, shape: shape, dtype: dtype))
  }

  /// Whether it is `t + 1` and its like, which stays exact for longer than anyone runs.
  private func isCounter(_ operation: BinaryOperation, _ x: Varying, _ y: Varying) -> Bool {
    guard operation == .add, x.dtype == .int64, y.dtype == .int64, x.shape.rank == 0,
      y.shape.rank == 0, case .home = graph.node(x.view).operation
    else { return false }
    return graph.isConstant(y.view, 1)
  }

  /// The node of an operation, or of a faster one that gives the same bits.
  private mutating func simplified(
    _ function: uh_binary, _ a: PlanView, _ b: PlanView, _ rows: Int, _ columns: Int
  ) -> PlanView {
    func isWhole(_ view: PlanView) -> Bool { view.rows == rows && view.columns == columns }
    if function == UH_ARRAY_POWER, b.isScalar, isWhole(a) {
      if graph.isConstant(b, 2) { return add(.unary(UH_SQUARE.rawValue), [a], rows, columns) }
      if graph.isConstant(b, 1) { return a }
      if graph.isConstant(b, 0.5) { return add(.unary(UH_SQRT.rawValue), [a], rows, columns) }
    }
    if function == UH_MULTIPLY, isWhole(a), isWhole(b),
      let (one, value) = graph.operands(of: b, if: UH_SUBTRACT), graph.isConstant(one, 1),
      isWhole(value)
    {
      if a == value {
        return add(.unary(UH_SIGMOID_SLOPE.rawValue), [a], rows, columns)
      }
      if let (adjoint, factor) = graph.operands(of: a, if: UH_MULTIPLY), factor == value,
        isWhole(adjoint)
      {
        return add(.binary(UH_THROUGH_SIGMOID.rawValue), [adjoint, value], rows, columns)
      }
      if let base = graph.operand(of: value, if: UH_SQUARE) {
        return add(.binary(UH_THROUGH_TANH.rawValue), [a, base], rows, columns)
      }
    }
    return add(.binary(function.rawValue), [a, b], rows, columns)
  }

  mutating func product(_ x: Varying, _ y: Varying) throws(PlanRefusal) -> Known {
    guard max(x.dtype, y.dtype) == .float64, let shape = try? Shape.product(x.shape, y.shape)
    else { throw PlanRefusal("@") }
    var b = y.view
    if y.shape.rank == 1 { (b.rows, b.columns) = (b.count, 1) }
    var view = add(.product, [x.view, b], x.view.rows, b.columns)
    (view.rows, view.columns) = shape.matrix
    return .varying(Varying(view: view, shape: shape, dtype: .float64))
  }
}

extension PlanCompiler.Varying {
  /// Whether it is one truth value, of which `and` and `or` ask no more than `&` and `|`.
  fileprivate var isTruth: Bool { dtype == .bool && shape.count == 1 }
}

extension BinaryOperation {
  fileprivate var planFunction: uh_binary? {
    switch self {
    case .add: UH_ADD
    case .subtract: UH_SUBTRACT
    case .multiply: UH_MULTIPLY
    case .divide: UH_DIVIDE
    case .power: UH_ARRAY_POWER
    case .equal: UH_EQUAL
    case .notEqual: UH_NOT_EQUAL
    case .less: UH_LESS
    case .lessEqual: UH_LESS_EQUAL
    case .greater: UH_GREATER
    case .greaterEqual: UH_GREATER_EQUAL
    case .logicalAnd: UH_AND
    case .logicalOr: UH_OR
    case .maximum: UH_MAXIMUM
    case .minimum: UH_MINIMUM
    default: nil
    }
  }

  /// Whether it asks about truth values or numbers, so that 0 and 1 serve for both.
  fileprivate var isOfTruth: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual, .logicalAnd, .logicalOr,
      .maximum, .minimum:
      true
    default: false
    }
  }
}
