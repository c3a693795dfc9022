import Arrays

/// Numbers as short text for labels, the same on every machine.
enum NumberText {
  /// A number with at most `digits` significant digits: `0.693`, `-12`, `1.5e-300`, `nan`, `inf`.
  static func short(_ value: Double, digits: Int = 3) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    if value == 0 { return "0" }
    return text(DecimalDigits(exact: value).rounded(significant: max(digits, 1)))
  }

  /// `mantissa` × 10^`exponent`, exactly.
  static func exact(_ mantissa: Int, exponent: Int) -> String {
    text(DecimalDigits(mantissa, exponent: exponent))
  }

  /// Rounded as numbers are everywhere, and written shorter: no `.0`, and `1e-5`, from 10^6 on and
  /// below 10^-4, where a label has room for few characters.
  private static func text(_ number: DecimalDigits) -> String {
    let isLong = number.exponent > 5 || number.exponent < -4
    let (whole, fraction) = isLong ? number.scientific : number.positional
    let text = whole + (fraction.isEmpty ? "" : "." + fraction)
    return isLong ? text + "e\(number.exponent)" : text
  }

  /// 10^`exponent`, correctly rounded; 0 or infinity beyond the range.
  static func power(_ exponent: Int) -> Double {
    exponent > 308 ? .infinity : exponent < -324 ? 0 : Double("1e\(exponent)") ?? .nan
  }

  /// The decimal logarithm, to about 1e-15, from +, -, * and / alone, so that a chart has the same
  /// dots everywhere: log s = 2 artanh((s - 1) / (s + 1)).
  static func log10(_ value: Double) -> Double {
    guard value > 0 else { return value == 0 ? -.infinity : .nan }
    guard value.isFinite else { return value }
    var significand = value.significand
    var exponent = Double(value.exponent)
    if significand > 1.4142135623730951 {
      significand /= 2
      exponent += 1
    }
    let z = (significand - 1) / (significand + 1)
    let square = z * z
    var sum = 0.0
    for k in stride(from: 25, through: 1, by: -2) { sum = sum * square + 1 / Double(k) }
    return exponent * 0.30102999566398120 + 2 * z * sum * 0.43429448190325182
  }
}
