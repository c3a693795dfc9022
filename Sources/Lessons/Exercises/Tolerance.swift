import Arrays

/// How far from a value an answer may lie.
public enum Tolerance: Sendable, Hashable {
  case absolute(Double)
  /// A part of the value: 0.01 is one per cent.
  case relative(Double)

  /// `0.005` or `1 %`.
  init?(_ text: String) {
    var text = Substring(text)
    let isRelative = text.last == "%"
    if isRelative { text.removeLast() }
    while text.last == " " { text.removeLast() }
    guard let number = Double(text), number >= 0, number.isFinite else { return nil }
    self = isRelative ? .relative(number / 100) : .absolute(number)
  }

  /// A number as a student reads it.
  static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(saturating: value)) : "\(value)"
  }
}
