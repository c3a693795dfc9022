import CKernels

/// Operations on each element of an array.
extension Kernels {
  static func unary(_ operation: UnaryOperation, _ a: [Double]) throws(ArrayError) -> [Double] {
    if let kernel = operation.kernel { return try apply(kernel, a) }
    guard operation == .positive else {
      throw .unsupportedType(operation: operation.rawValue, .float64, nil)
    }
    return a
  }

  static func unary(_ operation: UnaryOperation, _ a: [Int]) throws(ArrayError) -> [Int] {
    switch operation {
    case .negative: return try map(a) { 0 &- $0 }
    case .invert:
      if a.contains(NDArray.largestInteger) {
        throw .integerTooLarge(operation: operation.rawValue)
      }
      return try map(a) { ~$0 }
    case .absolute: return try map(a) { $0 < 0 ? 0 &- $0 : $0 }
    case .sign: return try map(a) { $0.signum() }
    case .relu: return try map(a) { $0 > 0 ? $0 : 0 }
    case .square:
      var tooLarge = false
      let result = try map(a) { x in
        let (square, overflow) = x.multipliedReportingOverflow(by: x)
        if overflow || square > NDArray.largestInteger { tooLarge = true }
        return square
      }
      if tooLarge { throw .integerTooLarge(operation: operation.rawValue) }
      return result
    case .positive, .floor, .ceil: return a
    default: throw .unsupportedType(operation: operation.rawValue, .int64, nil)
    }
  }

  private static func test(
    _ a: NDArray, ofIntegers: Bool, _ ofFloat: (Double) -> Bool
  ) throws(ArrayError) -> [Bool] {
    guard case .float64(let values) = a.storage else { return try repeating(ofIntegers, a.count) }
    return try map(values, ofFloat)
  }

  /// The operations whose result is a boolean.
  static func test(_ operation: UnaryOperation, _ a: NDArray) throws(ArrayError) -> [Bool] {
    switch operation {
    case .logicalNot, .invert: return try map(a.asTruths()) { !$0 }
    // What truth values are already.
    case .absolute, .floor, .ceil: return try a.asTruths()
    case .isnan: return try test(a, ofIntegers: false) { $0.isNaN }
    case .isinf: return try test(a, ofIntegers: false) { $0.isInfinite }
    case .isfinite: return try test(a, ofIntegers: true) { $0.isFinite }
    default: throw .unsupportedType(operation: operation.rawValue, .bool, nil)
    }
  }
}
