import Arrays

/// A fraction of integers in lowest terms, for coefficients that must cancel exactly.
struct Rational: Hashable {
  let numerator: Int
  /// Always positive.
  let denominator: Int

  static let zero = Rational(0)
  static let one = Rational(1)

  init(_ value: Int) {
    numerator = value
    denominator = 1
  }

  /// `nil` if the denominator is 0 or the parts would not be exact in a Double.
  init?(_ numerator: Int, _ denominator: Int) {
    guard denominator != 0, numerator != .min, denominator != .min else { return nil }
    let divisor = Self.greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
    let sign = denominator < 0 ? -1 : 1
    self.numerator = sign * numerator / Int(divisor)
    self.denominator = sign * denominator / Int(divisor)
    guard self.numerator.magnitude <= Expression.largestInteger.magnitude,
      self.denominator <= Expression.largestInteger
    else { return nil }
  }

  /// Halves, quarters and the like, which are exact; other decimals are left as they are written.
  init?(exactly value: Double) {
    guard value.isFinite, value.magnitude < 1e6 else { return nil }
    let scaled = value * 1024
    guard scaled.rounded() == scaled else { return nil }
    self.init(Int(saturating: scaled), 1024)
  }

  private static func greatestCommonDivisor(_ a: UInt, _ b: UInt) -> UInt {
    b == 0 ? max(a, 1) : greatestCommonDivisor(b, a % b)
  }

  func multiplied(by other: Rational) -> Rational? {
    let (n, nOverflow) = numerator.multipliedReportingOverflow(by: other.numerator)
    let (d, dOverflow) = denominator.multipliedReportingOverflow(by: other.denominator)
    return nOverflow || dOverflow ? nil : Rational(n, d)
  }

  func added(to other: Rational) -> Rational? {
    let (a, aOverflow) = numerator.multipliedReportingOverflow(by: other.denominator)
    let (b, bOverflow) = other.numerator.multipliedReportingOverflow(by: denominator)
    let (n, nOverflow) = a.addingReportingOverflow(b)
    let (d, dOverflow) = denominator.multipliedReportingOverflow(by: other.denominator)
    return aOverflow || bOverflow || nOverflow || dOverflow ? nil : Rational(n, d)
  }

  var reciprocal: Rational? { Rational(denominator, numerator) }
  var negated: Rational { Rational(-numerator, denominator) ?? self }
}
