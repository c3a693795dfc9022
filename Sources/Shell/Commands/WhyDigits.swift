import Arrays
import Equations

/// How many digits of a number an explanation shows.
enum WhyDigits: Sendable {
  /// As many as tell the story: four that count, or more where fewer would make it a whole number,
  /// as 0.99996 would be 1.
  case few
  /// Every one that it takes to read the same bits again.
  case all

  private static let fewest = 4

  func rounded(_ value: Double) -> Double {
    guard self == .few, value.isFinite, value != value.rounded() || value.magnitude >= 1e15 else {
      return self == .few && value == 0 ? 0 : value
    }
    for digits in Self.fewest..<17 {
      let short = Double(NumberFormatting.significant(value, digits: digits)) ?? value
      if short != short.rounded() { return short }
    }
    return value
  }

  /// A single number, of its type.
  func rounded(_ value: NDArray) -> NDArray {
    guard self == .few, value.dtype == .float64, value.count == 1, let number = value.item else {
      return value
    }
    return NDArray(rounded(number))
  }

  func text(_ value: Double) -> String { NumberFormatting.shortest(rounded(value)) }

  func text(_ value: NDArray) -> String { rounded(value).description }

  /// Whether a line of a sum says something at so many digits: what rounding has added does not.
  func shows(_ line: ElementSum.Line, of sum: ElementSum) -> Bool {
    guard self == .few, case .rounding(let rest) = line else { return true }
    return rest.magnitude > 1e-4 * sum.total.magnitude
  }
}
