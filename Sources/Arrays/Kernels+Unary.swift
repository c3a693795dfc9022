import CKernels

/// Operations on each element of an array.
extension Kernels {
  static func unary(_ operation: UnaryOperation, _ a: [Double]) -> [Double] {
    operation.kernel.map { apply($0, a) } ?? a
  }

  static func unary(_ operation: UnaryOperation, _ a: [Int]) throws(ArrayError) -> [Int] {
    switch operation {
    case .negative: return map(a) { 0 &- $0 }
    case .invert:
      if a.contains(NDArray.largestInteger) {
        throw .integerTooLarge(operation: operation.rawValue)
      }
      return map(a) { ~$0 }
    case .absolute: return map(a) { $0 < 0 ? 0 &- $0 : $0 }
    case .sign: return map(a) { $0.signum() }
    case .relu: return map(a) { $0 > 0 ? $0 : 0 }
    case .square:
      var tooLarge = false
      let result = map(a) { x in
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
  static func test(_ operation: UnaryOperation, _ a: NDArray) -> [Bool] {
    switch (operation, a.storage) {
    case (.logicalNot, _), (.invert, _): map(a.truths) { !$0 }
    case (.isnan, .float64(let v)): map(v) { $0.isNaN }
    case (.isinf, .float64(let v)): map(v) { $0.isInfinite }
    case (.isfinite, .float64(let v)): map(v) { $0.isFinite }
    case (.isnan, _), (.isinf, _): [Bool](repeating: false, count: a.count)
    case (.isfinite, _): [Bool](repeating: true, count: a.count)
    default: a.truths
    }
  }
}
