import CKernels

/// One width's kernels, by Swift's arrays.
struct Width: @unchecked Sendable {
  let kernels: uh_kernels  // a constant table of C functions

  var name: String { String(cString: kernels.name) }

  private static let names: [String] = ["scalar", "sse2", "neon", "avx2", "avx512"]

  /// The widths that this processor has, the scalar one first.
  static let all: [Width] = names.compactMap {
    uh_kernels_for($0).map { Width(kernels: $0.pointee) }
  }

  static var scalar: Width { all[0] }

  /// Every function of one element, and of two.
  static let allUnary = (0..<UH_UNARY_COUNT.rawValue).map { uh_unary($0) }
  static let allBinary = (0..<UH_BINARY_COUNT.rawValue).map { uh_binary($0) }

  /// Those that references are there for.
  static let functions: [String: uh_unary] = [
    "negate": UH_NEGATE, "absolute": UH_ABSOLUTE, "square": UH_SQUARE, "sqrt": UH_SQRT,
    "relu": UH_RELU, "sigmoid slope": UH_SIGMOID_SLOPE, "tanh slope": UH_TANH_SLOPE,
    "exp": UH_EXP, "expm1": UH_EXPM1, "log": UH_LOG, "log1p": UH_LOG1P, "tanh": UH_TANH,
    "sigmoid": UH_SIGMOID, "softplus": UH_SOFTPLUS, "log2": UH_LOG2, "log10": UH_LOG10,
    "sin": UH_SIN, "cos": UH_COS, "erf": UH_ERF,
  ]

  /// The entry of a C array, which Swift sees as a tuple.
  static func entry<Table, Entry>(_ table: Table, _ index: UInt32, as: Entry.Type) -> Entry {
    withUnsafeBytes(of: table) {
      $0.load(fromByteOffset: Int(index) * MemoryLayout<Entry>.stride, as: Entry.self)
    }
  }

  typealias Value = @convention(c) (Double) -> Double
  typealias Unary =
    @convention(c) (UnsafePointer<Double>?, UnsafeMutablePointer<Double>?, Int)
    -> Void

  func value(_ function: uh_unary, _ x: Double) -> Double {
    Self.entry(kernels.value, function.rawValue, as: Value.self)(x)
  }

  func array(_ function: uh_unary, _ values: [Double]) -> [Double] {
    var out = values
    Self.entry(kernels.unary, function.rawValue, as: Unary.self)(values, &out, values.count)
    return out
  }

  func inPlace(_ function: uh_unary, _ values: inout [Double], count: Int) {
    values.withUnsafeMutableBufferPointer {
      Self.entry(kernels.unary, function.rawValue, as: Unary.self)(
        $0.baseAddress, $0.baseAddress, count)
    }
  }
}

/// Equal bits, where a NaN equals any NaN: their payloads differ between processors.
func sameBits(_ a: Double, _ b: Double) -> Bool {
  a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN)
}
