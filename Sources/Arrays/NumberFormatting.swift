/// How single numbers are written.
public enum NumberFormatting {
  /// The shortest text that names this float64 and no other, as Python's `repr` writes it: 0.1,
  /// 1.0, 1e-05, 1e+16, nan, inf, -0.0.
  public static func shortest(_ value: Double) -> String {
    if let text = notFinite(value) { return text }
    let number = DecimalDigits(shortest: value)
    if number.exponent < -4 || number.exponent >= 16 {
      let (whole, fraction) = number.scientific
      return whole + (fraction.isEmpty ? "" : "." + fraction) + exponent(number.exponent, digits: 2)
    }
    let (whole, fraction) = number.positional
    return whole + "." + (fraction.isEmpty ? "0" : fraction)
  }

  /// At most `digits` significant digits of the exact value, rounded half to even and without
  /// zeros at the end: 0.6931, 1e-05, 12. As Python's `format(value, '.4g')`.
  public static func significant(_ value: Double, digits: Int) -> String {
    if let text = notFinite(value) { return text }
    let number = DecimalDigits(exact: value).rounded(significant: max(digits, 1))
    if number.exponent < -4 || number.exponent >= max(digits, 1) {
      let (whole, fraction) = number.scientific
      return whole + (fraction.isEmpty ? "" : "." + fraction) + exponent(number.exponent, digits: 2)
    }
    let (whole, fraction) = number.positional
    return whole + (fraction.isEmpty ? "" : "." + fraction)
  }

  /// Exactly `decimals` digits after the point, the exact value rounded half to even, as Python's
  /// `format(value, '.4f')`.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    if let text = notFinite(value) { return text }
    let (whole, fraction) = DecimalDigits(exact: value).rounded(fraction: max(decimals, 0))
      .positional
    if decimals <= 0 { return whole }
    return whole + "." + fraction + String(repeating: "0", count: decimals - fraction.count)
  }

  static func notFinite(_ value: Double) -> String? {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    return nil
  }

  /// e-05: the sign always, zeros in front up to `digits`.
  static func exponent(_ exponent: Int, digits: Int) -> String {
    let text = String(exponent.magnitude)
    let zeros = String(repeating: "0", count: max(0, digits - text.count))
    return (exponent < 0 ? "e-" : "e+") + zeros + text
  }
}
