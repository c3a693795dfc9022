import CKernels

/// Operations on two arrays, element by element.
extension Kernels {
  /// The comparisons; nil for any other operation.
  static func comparison<Number: Comparable>(
    _ operation: BinaryOperation, _ layout: BroadcastLayout, _ a: [Number], _ b: [Number]
  ) throws(ArrayError) -> [Bool]? {
    switch operation {
    case .equal: try map(layout, a, b) { $0 == $1 }
    case .notEqual: try map(layout, a, b) { $0 != $1 }
    case .less: try map(layout, a, b) { $0 < $1 }
    case .lessEqual: try map(layout, a, b) { $0 <= $1 }
    case .greater: try map(layout, a, b) { $0 > $1 }
    case .greaterEqual: try map(layout, a, b) { $0 >= $1 }
    default: nil
    }
  }

  /// What is not a comparison, for floats.
  static func binary(
    _ operation: BinaryOperation, _ layout: BroadcastLayout, _ a: [Double], _ b: [Double]
  ) throws(ArrayError) -> [Double] {
    if operation == .power { return try power(layout, a, b) }
    guard let kernel = operation.kernel else {
      throw .unsupportedType(operation: operation.rawValue, .float64, .float64)
    }
    return try apply(kernel, layout, a, b)
  }

  /// Powers; for one common exponent the operation that stands for it.
  private static func power(
    _ layout: BroadcastLayout, _ a: [Double], _ b: [Double]
  ) throws(ArrayError) -> [Double] {
    if b.count == 1 && layout.shape.count == a.count {
      switch b[0] {
      case 2: return try apply(UH_SQUARE, a)
      case 1: return a
      case 0.5: return try apply(UH_SQRT, a)
      default: break
      }
    }
    return try map(layout, a, b) { ElementaryFunctions.power($0, $1) }
  }

  /// What is not a comparison, for integers.
  static func binary(
    _ operation: BinaryOperation, _ layout: BroadcastLayout, _ a: [Int], _ b: [Int]
  ) throws(ArrayError) -> [Int] {
    var tooLarge = false
    func checked(_ result: (partialValue: Int, overflow: Bool)) -> Int {
      if result.overflow || result.partialValue.magnitude > NDArray.largestInteger {
        tooLarge = true
      }
      return result.partialValue
    }
    let result: [Int] =
      switch operation {
      case .add: try map(layout, a, b) { checked($0.addingReportingOverflow($1)) }
      case .subtract: try map(layout, a, b) { checked($0.subtractingReportingOverflow($1)) }
      case .multiply: try map(layout, a, b) { checked($0.multipliedReportingOverflow(by: $1)) }
      case .floorDivide: try map(layout, a, b) { checked((floorQuotient($0, $1), false)) }
      case .remainder: try map(layout, a, b) { floorRemainder($0, $1) }
      case .power: try map(layout, a, b) { checked(integerPower($0, $1)) }
      case .bitwiseAnd: try map(layout, a, b) { checked(($0 & $1, false)) }
      case .bitwiseOr: try map(layout, a, b) { checked(($0 | $1, false)) }
      case .bitwiseXor: try map(layout, a, b) { checked(($0 ^ $1, false)) }
      case .maximum: try map(layout, a, b) { max($0, $1) }
      case .minimum: try map(layout, a, b) { min($0, $1) }
      default: throw .unsupportedType(operation: operation.rawValue, .int64, .int64)
      }
    if tooLarge { throw .integerTooLarge(operation: operation.rawValue) }
    return result
  }

  /// For booleans: `+` is or, `*` is and.
  static func binary(
    _ operation: BinaryOperation, _ layout: BroadcastLayout, _ a: [Bool], _ b: [Bool]
  ) throws(ArrayError) -> [Bool] {
    switch operation {
    case .multiply, .bitwiseAnd, .logicalAnd, .minimum: try map(layout, a, b) { $0 && $1 }
    case .add, .bitwiseOr, .logicalOr, .maximum: try map(layout, a, b) { $0 || $1 }
    case .bitwiseXor, .logicalXor, .notEqual: try map(layout, a, b) { $0 != $1 }
    case .equal: try map(layout, a, b) { $0 == $1 }
    case .less: try map(layout, a, b) { !$0 && $1 }
    case .lessEqual: try map(layout, a, b) { !$0 || $1 }
    case .greater: try map(layout, a, b) { $0 && !$1 }
    case .greaterEqual: try map(layout, a, b) { $0 || !$1 }
    default: throw .unsupportedType(operation: operation.rawValue, .bool, .bool)
    }
  }

  static func floorQuotient(_ x: Int, _ y: Int) -> Int {
    if y == 0 { return 0 }
    if y == -1 { return 0 &- x }
    let (quotient, remainder) = x.quotientAndRemainder(dividingBy: y)
    return remainder != 0 && (remainder < 0) != (y < 0) ? quotient - 1 : quotient
  }

  static func floorRemainder(_ x: Int, _ y: Int) -> Int {
    if y == 0 || y == -1 { return 0 }
    let remainder = x % y
    return remainder != 0 && (remainder < 0) != (y < 0) ? remainder + y : remainder
  }

  /// x to the power y, y not negative, by repeated squaring.
  static func integerPower(_ x: Int, _ y: Int) -> (partialValue: Int, overflow: Bool) {
    var result = (partialValue: 1, overflow: false)
    var base = (partialValue: x, overflow: false)
    var exponent = y
    while exponent > 0 {
      if exponent & 1 == 1 {
        let overflow = result.overflow || base.overflow
        result = result.partialValue.multipliedReportingOverflow(by: base.partialValue)
        result.overflow = result.overflow || overflow
      }
      exponent >>= 1
      if exponent > 0 {
        let overflow = base.overflow
        base = base.partialValue.multipliedReportingOverflow(by: base.partialValue)
        base.overflow = base.overflow || overflow
      }
    }
    return result
  }
}
