import CKernels

/// The functions of mathematics that are more than one rounding, one number at a time: our own,
/// the same bits on every machine, and the same as over arrays.
public enum ElementaryFunctions {
  @inline(__always) public static func exp(_ x: Double) -> Double { uh_exp(x) }
  @inline(__always) public static func log(_ x: Double) -> Double { uh_log(x) }
  @inline(__always) public static func log1p(_ x: Double) -> Double { uh_log1p(x) }
  @inline(__always) public static func expm1(_ x: Double) -> Double { uh_expm1(x) }
  @inline(__always) public static func tanh(_ x: Double) -> Double { uh_tanh(x) }
  @inline(__always) public static func sin(_ x: Double) -> Double { uh_sin(x) }
  @inline(__always) public static func cos(_ x: Double) -> Double { uh_cos(x) }
  @inline(__always) public static func log2(_ x: Double) -> Double { uh_log2(x) }
  @inline(__always) public static func log10(_ x: Double) -> Double { uh_log10(x) }
  @inline(__always) public static func erf(_ x: Double) -> Double { uh_erf(x) }

  /// 1 / (1 + exp(-x)).
  @inline(__always) public static func sigmoid(_ x: Double) -> Double { uh_sigmoid(x) }

  /// log(1 + exp(x)).
  @inline(__always) public static func softplus(_ x: Double) -> Double { uh_softplus(x) }

  /// x to the power y, with the roundings that NumPy's `**` has for the common exponents: 2 is
  /// x * x, 0.5 is sqrt(x), 1 is x and -1 is 1 / x.
  @inline(__always) public static func power(_ x: Double, _ y: Double) -> Double {
    if y == 2 { return x * x }
    if y == 1 { return x }
    if y == 0.5 { return x.squareRoot() }
    if y == -1 { return 1 / x }
    return uh_pow(x, y)
  }

  /// The float64 nearest to the logarithm, which random normals are made with.
  @inline(__always) public static func correctlyRoundedLog(_ x: Double) -> Double {
    uh_log_correctly_rounded(x)
  }

  /// `correctlyRoundedLog` of each.
  static func correctlyRoundedLogs(_ values: [Double]) -> [Double] {
    [Double](unsafeUninitializedCapacity: values.count) { buffer, count in
      count = values.count
      guard let out = buffer.baseAddress else { return }
      values.withUnsafeBufferPointer { values in
        guard let start = values.baseAddress else { return }
        uh_log_correctly_rounded_n(start, out, values.count)
      }
    }
  }
}
