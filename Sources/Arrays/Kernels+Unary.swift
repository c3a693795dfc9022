import CKernels

/// Operations on each element of an array.
extension Kernels {
  static func unary(_ operation: UnaryOperation, _ a: [Double]) throws(ArrayError) -> [Double] {
    guard let kernel = operation.kernel else { return a }
    return try apply(kernel, a)
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
    default: return a
    }
  }

  /// The operations whose result is a boolean.
  static func test(_ operation: UnaryOperation, _ a: NDArray) throws(ArrayError) -> [Bool] {
    switch (operation, a.storage) {
    case (.logicalNot, _), (.invert, _): try map(a.asTruths()) { !$0 }
    case (.isnan, .float64(let v)): try map(v) { $0.isNaN }
    case (.isinf, .float64(let v)): try map(v) { $0.isInfinite }
    case (.isfinite, .float64(let v)): try map(v) { $0.isFinite }
    case (.isnan, _), (.isinf, _): try repeating(false, a.count)
    case (.isfinite, _): try repeating(true, a.count)
    default: try a.asTruths()
    }
  }
}
