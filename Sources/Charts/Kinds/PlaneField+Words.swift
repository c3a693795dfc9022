import Arrays
import Terminal

extension PlaneField {
  /// Where on the plane a unit is high, in a short sentence.
  ///
  /// - Parameter scale: what its colours stand for; what varies by less than a hundredth of it looks
  ///   the same everywhere.
  func words(_ name: String, _ scale: FieldScale) -> Phrase {
    let finite = finite
    guard let low = finite.min(), let high = finite.max() else {
      return "\(name): no values that are numbers."
    }
    let (least, most) = (NumberText.short(low), NumberText.short(high))
    if high / 100 - low / 100 <= (scale.axis.high / 100 - scale.axis.low / 100) / 100 {
      return least == most
        ? "\(name): \(least) everywhere." : "\(name): \(least) to \(most), the same everywhere."
    }
    return "\(name): high \(Self.words(highPlace(low, high))), from \(least) to \(most)."
  }

  /// Where values are high.
  enum Place: Equatable {
    /// Eight of them, counted from the right against the clock.
    case side(Int)
    /// Through the middle: level, rising, upright, falling.
    case band(Int)
    /// On both sides of such a band.
    case besideBand(Int)
    case middle, rim
  }

  /// Where the values above the middle between the least and the largest are.
  private func highPlace(_ low: Double, _ high: Double) -> Place {
    let middle = low / 2 + high / 2
    // The plane from -1 to 1 both ways.
    var (count, x, y, xx, yy, xy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    var (inside, insideHigh) = (0, 0)
    for (row, line) in values.enumerated() {
      let v = (Double(row) + 0.5) / Double(values.count) * 2 - 1
      for (column, value) in line.prefix(columns).enumerated() {
        let u = (Double(column) + 0.5) / Double(columns) * 2 - 1
        let isHigh = value > middle
        if u * u + v * v < 0.1 {
          inside += 1
          insideHigh += isHigh ? 1 : 0
        }
        guard isHigh else { continue }
        count += 1
        (x, y, xx, yy, xy) = (x + u, y + v, xx + u * u, yy + v * v, xy + u * v)
      }
    }
    if count == 0 { return .middle }
    (x, y) = (x / count, y / count)
    if x * x + y * y > 0.15 * 0.15 {
      return .side(Self.direction(x, y, of: 8))
    }
    // The axes of what is high, of which a band has one much longer than the other.
    (xx, yy, xy) = (xx / count - x * x, yy / count - y * y, xy / count - x * y)
    let (mean, half) = ((xx + yy) / 2, (xx - yy) / 2)
    let spread = (half * half + xy * xy).squareRoot()
    let hasMiddle = 2 * insideHigh >= max(inside, 1)
    guard mean + spread > 1.5 * (mean - spread) else { return hasMiddle ? .middle : .rim }
    // Twice the angle of the longer axis; what is beside a band is along the other one.
    let turn = Self.direction(half, xy, of: 4)
    return hasMiddle ? .band(turn) : .besideBand((turn + 2) % 4)
  }

  /// Which of some directions around is nearest, from the right against the clock.
  private static func direction(_ x: Double, _ y: Double, of count: Int) -> Int {
    let directions = (0..<count).map { index -> Double in
      let angle = Double(index) * 2 * Double.pi / Double(count)
      return x * ElementaryFunctions.cos(angle) + y * ElementaryFunctions.sin(angle)
    }
    return directions.indices.max { directions[$0] < directions[$1] } ?? 0
  }

  private static func words(_ place: Place) -> Phrase {
    switch place {
    case .side(let index):
      [
        "at the right", "at the upper right", "at the top", "at the upper left", "at the left",
        "at the lower left", "at the bottom", "at the lower right",
      ][index]
    case .band(let index):
      [
        "in a level band", "in a band from the lower left to the upper right",
        "in an upright band", "in a band from the upper left to the lower right",
      ][index]
    case .besideBand(let index):
      [
        "above and below a level band",
        "on both sides of a band from the lower left to the upper right",
        "on both sides of an upright band",
        "on both sides of a band from the upper left to the lower right",
      ][index]
    case .middle: "in the middle"
    case .rim: "around the middle"
    }
  }

  /// Two ranges as long as each other about their middles, so that a square shows the plane as it is;
  /// as they are where one is so much longer that the other would be lost.
  package static func squared(
    _ x: ClosedRange<Double>, _ y: ClosedRange<Double>
  ) -> (x: ClosedRange<Double>, y: ClosedRange<Double>) {
    let (width, height) = (x.upperBound - x.lowerBound, y.upperBound - y.lowerBound)
    let side = max(width, height)
    guard side.isFinite, side < 4 * min(width, height) else { return (x, y) }
    func widened(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
      let middle = range.lowerBound / 2 + range.upperBound / 2
      return (middle - side / 2)...(middle + side / 2)
    }
    return (width < side ? widened(x) : x, height < side ? widened(y) : y)
  }
}
