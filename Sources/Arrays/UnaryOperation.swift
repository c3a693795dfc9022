import CKernels

/// An operation on each element of an array.
public enum UnaryOperation: String, Sendable, CaseIterable {
  case negative, positive, invert, logicalNot, absolute, sign, square
  case sqrt, exp, log, log1p, expm1, log2, log10, sin, cos, tanh
  case erf
  case sigmoid, softplus, relu
  case floor, ceil
  /// To the nearest whole number, halves to the even one.
  case rint
  case isnan, isinf, isfinite

  /// The type of the result for an operand of this type.
  ///
  /// As NumPy 2, but the functions of mathematics give float64 for booleans where NumPy gives
  /// float16, and `square` of booleans int64 where it gives int8. `relu` is `maximum(a, 0)`.
  ///
  /// - Throws: `unsupportedType` for `-`, `+` and `sign` of booleans and for `~` of floats.
  public func resultType(_ a: DType) throws(ArrayError) -> DType {
    switch self {
    case .negative, .positive, .sign:
      if a == .bool { throw .unsupportedType(operation: rawValue, a, nil) }
      return a
    case .invert:
      if a == .float64 { throw .unsupportedType(operation: rawValue, a, nil) }
      return a
    case .absolute, .floor, .ceil: return a
    case .square, .relu: return max(a, .int64)
    case .logicalNot, .isnan, .isinf, .isfinite: return .bool
    default: return .float64
    }
  }
}

extension UnaryOperation {
  /// The kernel that computes it of floats; `nil` of what floats are not asked, and of `+x`, which
  /// is x. Whoever computes the operation, finds its kernel here.
  package var kernel: uh_unary? {
    switch self {
    case .negative: UH_NEGATE
    case .logicalNot: UH_NOT
    case .absolute: UH_ABSOLUTE
    case .sign: UH_SIGN
    case .square: UH_SQUARE
    case .sqrt: UH_SQRT
    case .exp: UH_EXP
    case .log: UH_LOG
    case .log1p: UH_LOG1P
    case .expm1: UH_EXPM1
    case .log2: UH_LOG2
    case .log10: UH_LOG10
    case .sin: UH_SIN
    case .cos: UH_COS
    case .tanh: UH_TANH
    case .erf: UH_ERF
    case .sigmoid: UH_SIGMOID
    case .softplus: UH_SOFTPLUS
    case .relu: UH_RELU
    case .floor: UH_FLOOR
    case .ceil: UH_CEIL
    case .rint: UH_RINT
    case .positive, .invert, .isnan, .isinf, .isfinite: nil
    }
  }
}

extension NDArray {
  /// Applies an operation to each element.
  ///
  /// `relu` of -0.0 is 0.0 and of NaN is NaN.
  ///
  /// - Throws: `unsupportedType`; `integerTooLarge` for
  ///   a square, or a `~`, beyond ±2^53; `interrupted`, `noRoom`.
  public static func apply(
    _ operation: UnaryOperation, _ a: NDArray
  ) throws(ArrayError) -> NDArray {
    let type = try operation.resultType(a.dtype)
    switch type {
    case .float64:
      return NDArray(unchecked: a.shape, .float64(try Kernels.unary(operation, a.asDoubles())))
    case .int64:
      return NDArray(unchecked: a.shape, .int64(try Kernels.unary(operation, a.asIntegers())))
    case .bool:
      return NDArray(unchecked: a.shape, .bool(try Kernels.test(operation, a)))
    }
  }
}
