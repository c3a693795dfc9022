/// Operations on each element of an array.
extension Kernels {
  static func unary(_ operation: UnaryOperation, _ a: [Double]) -> [Double] {
    switch operation {
    case .negative: map(a) { -$0 }
    case .absolute: map(a) { $0.magnitude }
    case .sign: map(a) { $0 > 0 ? 1 : ($0 < 0 ? -1 : ($0 == 0 ? 0 : $0)) }
    case .square: map(a) { $0 * $0 }
    case .sqrt: map(a) { $0.squareRoot() }
    case .exp: map(a) { ElementaryFunctions.exp($0) }
    case .log: map(a) { ElementaryFunctions.log($0) }
    case .log1p: map(a) { ElementaryFunctions.log1p($0) }
    case .expm1: map(a) { ElementaryFunctions.expm1($0) }
    case .log2: map(a) { ElementaryFunctions.log2($0) }
    case .log10: map(a) { ElementaryFunctions.log10($0) }
    case .sin: map(a) { ElementaryFunctions.sin($0) }
    case .cos: map(a) { ElementaryFunctions.cos($0) }
    case .tanh: map(a) { ElementaryFunctions.tanh($0) }
    case .sigmoid: map(a) { ElementaryFunctions.sigmoid($0) }
    case .softplus: map(a) { ElementaryFunctions.softplus($0) }
    case .relu: map(a) { $0 > 0 || $0 != $0 ? $0 : 0 }
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
