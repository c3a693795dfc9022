#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The functions of mathematics that are more than one rounding, all in one place.
public enum ElementaryFunctions {
  @inline(__always) public static func exp(_ x: Double) -> Double { libraryExp(x) }
  @inline(__always) public static func log(_ x: Double) -> Double { libraryLog(x) }
  @inline(__always) public static func log1p(_ x: Double) -> Double { libraryLog1p(x) }
  @inline(__always) public static func expm1(_ x: Double) -> Double { libraryExpm1(x) }
  @inline(__always) public static func tanh(_ x: Double) -> Double { libraryTanh(x) }
  @inline(__always) public static func sin(_ x: Double) -> Double { librarySin(x) }
  @inline(__always) public static func cos(_ x: Double) -> Double { libraryCos(x) }
  @inline(__always) public static func log2(_ x: Double) -> Double { libraryLog2(x) }
  @inline(__always) public static func log10(_ x: Double) -> Double { libraryLog10(x) }

  /// 1 / (1 + exp(-x)), written so that no intermediate result overflows.
  ///
  /// For x below 0 it is exp(x) / (1 + exp(x)), the same value: exp of a negative number is at
  /// most 1, so that sigmoid(-745) is still the tiny number it should be, and not 0.
  @inline(__always) public static func sigmoid(_ x: Double) -> Double {
    if x >= 0 { return 1 / (1 + libraryExp(-x)) }
    let e = libraryExp(x)
    return e / (1 + e)
  }

  /// log(1 + exp(x)), as log1p(exp(-|x|)) + max(x, 0) so that large x do not overflow.
  @inline(__always) public static func softplus(_ x: Double) -> Double {
    libraryLog1p(libraryExp(-abs(x))) + (x > 0 ? x : (x.isNaN ? x : 0))
  }

  /// x to the power y, with the roundings that NumPy's `**` has for the common exponents: 2 is
  /// x * x, 0.5 is sqrt(x), 1 is x and -1 is 1 / x.
  @inline(__always) public static func power(_ x: Double, _ y: Double) -> Double {
    if y == 2 { return x * x }
    if y == 1 { return x }
    if y == 0.5 { return x.squareRoot() }
    if y == -1 { return 1 / x }
    return libraryPower(x, y)
  }

  /// The logarithm that random normals are made with.
  @inline(__always) public static func correctlyRoundedLog(_ x: Double) -> Double { libraryLog(x) }
}

// Outside of the type, where these names mean the C library's functions.
private func libraryExp(_ x: Double) -> Double { exp(x) }
private func libraryLog(_ x: Double) -> Double { log(x) }
private func libraryLog1p(_ x: Double) -> Double { log1p(x) }
private func libraryExpm1(_ x: Double) -> Double { expm1(x) }
private func libraryTanh(_ x: Double) -> Double { tanh(x) }
private func librarySin(_ x: Double) -> Double { sin(x) }
private func libraryCos(_ x: Double) -> Double { cos(x) }
private func libraryLog2(_ x: Double) -> Double { log2(x) }
private func libraryLog10(_ x: Double) -> Double { log10(x) }
private func libraryPower(_ x: Double, _ y: Double) -> Double { pow(x, y) }
