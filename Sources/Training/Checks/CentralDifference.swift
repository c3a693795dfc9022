/// The derivative of a function of one number by differences, with an estimate of its error.
///
/// Central differences over a ladder of eps, a decade apart, and their extrapolations to eps = 0
/// (Ridders, "Accurate computation of F′(x) and F′(x)F″(x)", 1982). What is kept is the estimate
/// whose error is smallest: that of leaving out higher orders is judged by the neighbours in the
/// tableau, that of rounding by the size of the function over eps. An estimate that the differences
/// of smaller eps speak against is not taken: its eps reached over a kink.
public struct CentralDifference: Sendable, Equatable {
  /// The steps that are tried, the largest first.
  public static let ladder: [Double] = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9]
  /// The rounding of a loss, in units of its last place, is at least a few operations' worth.
  private static let roundings = 4.0

  /// Whether the function is a number around the point, at least next to it.
  public let isFinite: Bool

  /// The plain central difference of one eps.
  public struct Row: Sendable, Equatable {
    public let eps: Double
    public let value: Double
    /// What rounding may have added.
    public let rounding: Double
  }

  public let rows: [Row]
  public let value: Double
  /// How far `value` may be off.
  public let error: Double
  /// The eps of the difference that the value was made from.
  public let eps: Double
  /// The derivatives from below and from above, where they differ: the function has a kink here.
  public let kink: ClosedRange<Double>?

  /// - Parameters:
  ///   - noise: how far the function may be off by rounding, where that is known.
  ///   - function: of the distance from the point; may be NaN.
  public init(scale: Double = 1, noise known: Double = 0, _ function: (Double) -> Double) {
    let here = function(0)
    let measured = Self.measuredNoise(scale, function)
    var rows: [Row] = []
    var sides: [(below: Double, above: Double, noise: Double)] = []
    for step in Self.ladder {
      let eps = step * scale
      let (low, high) = (function(-eps), function(eps))
      let size = max(low.magnitude, high.magnitude, here.magnitude)
      let noise = max(Self.roundings * size.ulp, 2 * measured, known)
      rows.append(
        Row(eps: eps, value: (high - low) / (2 * eps), rounding: noise / eps))
      sides.append(((here - low) / eps, (high - here) / eps, 2 * noise / eps))
    }
    self.rows = rows
    isFinite = here.isFinite && rows.contains { $0.value.isFinite }
    kink = Self.kink(sides)
    (value, error, eps) = Self.best(rows)
  }

  /// How far the function is from a line between points that are next to each other: that is
  /// rounding, wherever in the function it comes from. On one side at a time, for a kink between
  /// the sides is none.
  private static func measuredNoise(_ scale: Double, _ function: (Double) -> Double) -> Double {
    var largest = 0.0
    for side in [-1.0, 1.0] {
      let values = (1...8).map { function(side * Double($0) * 1e-8 * scale) }
      for i in 2..<values.count {
        let bend = (values[i] - 2 * values[i - 1] + values[i - 2]).magnitude
        if bend.isFinite { largest = max(largest, bend) }
      }
    }
    return largest
  }

  private static func best(_ rows: [Row]) -> (value: Double, error: Double, eps: Double) {
    var best = (value: Double.nan, error: Double.infinity, eps: Double.nan)
    var previous: [Double] = []
    for (index, row) in rows.enumerated() {
      var line = [row.value]
      var amplified = row.rounding
      if let above = previous.first {
        consider(row.value, (row.value - above).magnitude + amplified, index, rows, &best)
      }
      var weight = 100.0
      for order in 0..<min(index, 3) where order < previous.count {
        let next = (weight * line[order] - previous[order]) / (weight - 1)
        amplified *= (weight + 1) / (weight - 1)
        let spread = max((next - line[order]).magnitude, (next - previous[order]).magnitude / 100)
        consider(next, spread + amplified, index, rows, &best)
        line.append(next)
        weight *= 100
      }
      previous = line
    }
    return best
  }

  private static func consider(
    _ value: Double, _ error: Double, _ index: Int, _ rows: [Row],
    _ best: inout (value: Double, error: Double, eps: Double)
  ) {
    guard value.isFinite, error < best.error else { return }
    let own = rows[index]
    let isConfirmed = rows[(index + 1)...].allSatisfy { row in
      let ratio = row.eps / own.eps
      let truncation = (own.value - value).magnitude * ratio * ratio
      return (row.value - value).magnitude <= 4 * (error + row.rounding + truncation)
    }
    if isConfirmed { best = (value, error, own.eps) }
  }

  /// A gap between the two one-sided derivatives that does not close as eps shrinks.
  private static func kink(
    _ sides: [(below: Double, above: Double, noise: Double)]
  ) -> ClosedRange<Double>? {
    var found: ClosedRange<Double>?
    for (wide, narrow) in [(2, 4), (3, 5), (4, 6)] {
      let gap = (sides[narrow].above - sides[narrow].below).magnitude
      let before = (sides[wide].above - sides[wide].below).magnitude
      guard gap > 20 * sides[narrow].noise, gap > before / 4 else { return nil }
      let (a, b) = (sides[narrow].below, sides[narrow].above)
      found = min(a, b)...max(a, b)
    }
    return found
  }
}
