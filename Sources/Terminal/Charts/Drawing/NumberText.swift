/// Numbers as short text for labels, the same on every machine.
enum NumberText {
  /// A number with at most `digits` significant digits: `0.693`, `-12`, `1.5e-300`, `nan`, `inf`.
  static func short(_ value: Double, digits: Int = 3) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    if value == 0 { return "0" }
    var decimal = Decimal(value)
    decimal.round(to: max(digits, 1))
    return decimal.text
  }

  /// `mantissa` × 10^`exponent`, exactly.
  static func exact(_ mantissa: Int, exponent: Int) -> String {
    if mantissa == 0 { return "0" }
    var digits = String(mantissa.magnitude).utf8.map { Int($0) - 48 }
    let point = digits.count + exponent
    while digits.last == 0 { digits.removeLast() }
    return Decimal(isNegative: mantissa < 0, digits: digits, point: point).text
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

  /// A count with its noun: `1 point`, `12 points`.
  static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    number == 1 ? "1 \(noun)" : "\(number) \(plural ?? noun + "s")"
  }
}

/// ± 0.d₁d₂d₃… × 10^point.
private struct Decimal {
  var isNegative: Bool
  var digits: [Int]
  var point: Int

  init(isNegative: Bool, digits: [Int], point: Int) {
    self.isNegative = isNegative
    self.digits = digits
    self.point = point
  }

  /// The shortest digits that read back as the value, which must be finite and not 0.
  init(_ value: Double) {
    isNegative = value < 0
    let parts = value.magnitude.description.split(separator: "e")
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let mantissa = parts.first.map { $0.split(separator: ".", omittingEmptySubsequences: false) }
    let whole = mantissa?.first.map { Array($0.utf8) } ?? []
    let fraction = (mantissa?.count ?? 0) > 1 ? mantissa?.last.map { Array($0.utf8) } ?? [] : []
    var all = (whole + fraction).map { Int($0) - 48 }
    point = whole.count + exponent
    while all.first == 0 {
      all.removeFirst()
      point -= 1
    }
    while all.last == 0 { all.removeLast() }
    digits = all
  }

  mutating func round(to count: Int) {
    guard digits.count > count else { return }
    let roundsUp = digits[count] >= 5
    digits.removeSubrange(count...)
    if roundsUp {
      var index = count - 1
      while index >= 0, digits[index] == 9 {
        digits[index] = 0
        index -= 1
      }
      if index >= 0 {
        digits[index] += 1
      } else {
        digits.insert(1, at: 0)
        point += 1
      }
    }
    while digits.last == 0, digits.count > 1 { digits.removeLast() }
  }

  var text: String {
    let sign = isNegative ? "-" : ""
    let figures = digits.map(String.init).joined()
    if point > 6 || point < -3 {
      let rest = figures.dropFirst()
      return sign + figures.prefix(1) + (rest.isEmpty ? "" : "." + rest) + "e\(point - 1)"
    }
    if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + figures }
    if digits.count <= point {
      return sign + figures + String(repeating: "0", count: point - digits.count)
    }
    return sign + figures.prefix(point) + "." + figures.dropFirst(point)
  }
}
