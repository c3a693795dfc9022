import Arrays
import Phrases

/// The numbers and names of a finding, as its words have them.
extension Finding {
  /// The values that it is about: `W1, b1 and W2`.
  var subject: Phrase { .list(names, .and) }

  /// A measure as a number; a question mark where there is none.
  func number(_ label: String) -> String { self[label].map(Self.short) ?? "?" }

  /// A measure that is a whole number.
  func whole(_ label: String) -> String {
    guard let value = self[label], value.magnitude < 1e15 else { return "?" }
    return String(Int(saturating: value))
  }

  /// A measure that is a share.
  func percent(_ label: String) -> String {
    self[label].map { "\(NumberFormatting.fixed($0 * 100, decimals: 1)) %" } ?? "?"
  }

  /// 'the only unit of A2', '1 of the 3 units of A1'.
  func counted(_ label: String) -> Phrase {
    self["units"] == 1
      ? "the only unit of \(subject)"
      : "\(whole(label)) of the \(whole("units")) units of \(subject)"
  }

  static func short(_ value: Double) -> String { NumberFormatting.significant(value, digits: 6) }

  /// To two digits: a forecast is no better than that.
  static func rounded(_ value: Double) -> String {
    guard value.magnitude < 1e15 else { return short(value) }
    var unit = 1
    while Int(saturating: value) / unit >= 100 { unit *= 10 }
    return String(Int(saturating: (value / Double(unit)).rounded()) * unit)
  }
}
