import CKernels

/// Operations on each element of an array.
extension Kernels {
  static func unary(_ operation: UnaryOperation, _ a: [Double]) -> [Double] {
    switch operation {
    case .negative: apply(UH_NEGATE, a)
    case .absolute: apply(UH_ABSOLUTE, a)
    case .sign: map(a) { $0 > 0 ? 1 : ($0 < 0 ? -1 : ($0 == 0 ? 0 : $0)) }
    case .square: apply(UH_SQUARE, a)
    case .sqrt: apply(UH_SQRT, a)
    case .exp: apply(UH_EXP, a)
    case .log: apply(UH_LOG, a)
    case .log1p: apply(UH_LOG1P, a)
    case .expm1: apply(UH_EXPM1, a)
    case .log2: apply(UH_LOG2, a)
    case .log10: apply(UH_LOG10, a)
    case .sin: apply(UH_SIN, a)
    case .cos: apply(UH_COS, a)
    case .tanh: apply(UH_TANH, a)
    case .sigmoid: apply(UH_SIGMOID, a)
    case .softplus: apply(UH_SOFTPLUS, a)
    case .relu: apply(UH_RELU, a)
    case .floor: map(a) { $0.rounded(.down) }
    case .ceil: map(a) { $0.rounded(.up) }
    case .rint: map(a) { $0.rounded(.toNearestOrEven) }
    default: a
    }
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
