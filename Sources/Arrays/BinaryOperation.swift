import CKernels

/// An operation on two arrays, element by element, with broadcasting.
public enum BinaryOperation: String, Sendable, CaseIterable {
  case add, subtract, multiply, divide, floorDivide, remainder, power
  case equal, notEqual, less, lessEqual, greater, greaterEqual
  case bitwiseAnd, bitwiseOr, bitwiseXor
  case logicalAnd, logicalOr, logicalXor
  case maximum, minimum

  /// The type of the result for operands of these types.
  ///
  /// As NumPy 2, but `//`, `%` and `**` of two booleans give int64 where NumPy gives int8.
  /// `power` of two integer scalars with a negative exponent gives float64, as in Python,
  /// although int64 is the answer here.
  ///
  /// - Throws: `unsupportedType` where NumPy has no such operation: booleans subtracted, floats
  ///   joined bit by bit.
  public func resultType(_ a: DType, _ b: DType) throws(ArrayError) -> DType {
    let type = max(a, b)
    switch self {
    case .add, .multiply, .maximum, .minimum: return type
    case .subtract:
      if type == .bool { throw .unsupportedType(operation: rawValue, a, b) }
      return type
    case .divide: return .float64
    case .floorDivide, .remainder, .power: return max(type, .int64)
    case .bitwiseAnd, .bitwiseOr, .bitwiseXor:
      if type == .float64 { throw .unsupportedType(operation: rawValue, a, b) }
      return type
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual: return .bool
    case .logicalAnd, .logicalOr, .logicalXor: return .bool
    }
  }

  /// The type that both operands are converted to before the operation.
  package func operandType(_ a: DType, _ b: DType) -> DType {
    switch self {
    case .divide: .float64
    case .floorDivide, .remainder, .power: max(a, b, .int64)
    case .logicalAnd, .logicalOr, .logicalXor: .bool
    default: max(a, b)
    }
  }
}

extension BinaryOperation {
  /// The kernel that computes it of floats, a truth value as 1 or 0; `nil` of what floats are not
  /// asked. Whoever computes the operation, finds its kernel here.
  package var kernel: uh_binary? {
    switch self {
    case .add: UH_ADD
    case .subtract: UH_SUBTRACT
    case .multiply: UH_MULTIPLY
    case .divide: UH_DIVIDE
    case .floorDivide: UH_FLOOR_DIVIDE
    case .remainder: UH_REMAINDER
    case .power: UH_ARRAY_POWER
    case .equal: UH_EQUAL
    case .notEqual: UH_NOT_EQUAL
    case .less: UH_LESS
    case .lessEqual: UH_LESS_EQUAL
    case .greater: UH_GREATER
    case .greaterEqual: UH_GREATER_EQUAL
    case .logicalAnd: UH_AND
    case .logicalOr: UH_OR
    case .logicalXor: UH_XOR
    case .maximum: UH_MAXIMUM
    case .minimum: UH_MINIMUM
    case .bitwiseAnd, .bitwiseOr, .bitwiseXor: nil
    }
  }
}

/// Several operations in one kernel, each rounded as where they are written out.
package enum JoinedOperation: Sendable {
  /// y max(log a, -100) + (1 - y) max(log(1 - a), -100)
  case crossEntropyTerm

  package var kernel: uh_binary {
    switch self {
    case .crossEntropyTerm: UH_BCE_TERM
    }
  }
}

extension NDArray {
  /// Applies an operation element by element, with broadcasting and NumPy's promotion: (m, n) and
  /// (m, 1) give (m, n).
  ///
  /// Integers divide and take remainders as in Python, towards minus infinity, and by zero give
  /// 0 as in NumPy. `maximum` and `minimum` propagate NaN, and of equal values (0.0 and -0.0)
  /// give the second.
  ///
  /// - Throws: `shapesDoNotBroadcast`, `unsupportedType`, `integerTooLarge` beyond ±2^53, and
  ///   `negativeIntegerPower` for an array of integers to a negative integer; of two scalars
  ///   that power is a float, as in Python; `interrupted`, `noRoom`.
  public static func apply(
    _ operation: BinaryOperation, _ a: NDArray, _ b: NDArray
  ) throws(ArrayError) -> NDArray {
    _ = try operation.resultType(a.dtype, b.dtype)
    let layout = try BroadcastLayout(a.shape, b.shape)
    switch operation.operandType(a.dtype, b.dtype) {
    case .bool:
      return NDArray(
        unchecked: layout.shape,
        .bool(try Kernels.binary(operation, layout, a.asTruths(), b.asTruths())))
    case .int64:
      let (x, y) = (try a.asIntegers(), try b.asIntegers())
      if let result = try Kernels.comparison(operation, layout, x, y) {
        return NDArray(unchecked: layout.shape, .bool(result))
      }
      if operation == .power, y.contains(where: { $0 < 0 }) {
        guard a.rank == 0 && b.rank == 0 else { throw .negativeIntegerPower }
        return NDArray(ElementaryFunctions.power(Double(x[0]), Double(y[0])))
      }
      return NDArray(
        unchecked: layout.shape, .int64(try Kernels.binary(operation, layout, x, y)))
    case .float64:
      let (x, y) = (try a.asDoubles(), try b.asDoubles())
      if let result = try Kernels.comparison(operation, layout, x, y) {
        return NDArray(unchecked: layout.shape, .bool(result))
      }
      return NDArray(unchecked: layout.shape, .float64(try Kernels.binary(operation, layout, x, y)))
    }
  }
}
