/// Numbers of successes of many trials, drawn as NumPy draws them: the algorithm BTPE of
/// Kachitvichyanukul and Schmeiser, "Binomial random variate generation", 1988.
///
/// Under a hat of a triangle, two parallelograms and two exponential tails points are drawn, and
/// kept where they lie under the binomial's own curve. The letters are those of the paper.
struct BinomialRejection {
  private let n: Double
  private let r: Double
  private let q: Double
  /// The most likely number.
  private let m: Double
  private let variance: Double
  private let c: Double
  private let left: (x: Double, slope: Double)
  private let right: (x: Double, slope: Double)
  /// The areas of the hat's parts, each with those before it.
  private let areas: (triangle: Double, sides: Double, leftTail: Double, whole: Double)

  /// - Parameter probability: at most 1/2, and with the trials more than 30 successes expected.
  init(trials: Int, probability: Double) {
    n = Double(trials)
    r = probability
    q = 1 - r
    let expected = n * r + r
    m = expected.rounded(.down)
    variance = n * r * q
    let triangle = (2.195 * variance.squareRoot() - 4.6 * q).rounded(.down) + 0.5
    c = 0.134 + 20.5 / (15.3 + m)
    let (xl, xr) = (m + 0.5 - triangle, m + 0.5 + triangle)
    func slope(_ a: Double) -> Double { a * (1 + a / 2) }
    left = (xl, slope((expected - xl) / (expected - xl * r)))
    right = (xr, slope((xr - expected) / (xr * q)))
    let sides = triangle * (1 + 2 * c)
    let leftTail = sides + c / left.slope
    areas = (triangle, sides, leftTail, leftTail + c / right.slope)
  }

  /// - Parameter uniform: the next number from 0 to 1.
  func successes(_ uniform: () -> Double) -> Int {
    while true {
      let u = uniform() * areas.whole
      let v = uniform()
      // The triangle lies under the curve.
      if u <= areas.triangle { return Int((m + 0.5 - areas.triangle * v + u).rounded(.down)) }
      if let y = kept(u, v) { return Int(y) }
    }
  }

  /// The number that a point beside the triangle stands for; `nil` if it lies above the curve.
  private func kept(_ u: Double, _ v: Double) -> Double? {
    let y: Double
    let height: Double
    if u <= areas.sides {
      let x = left.x + (u - areas.triangle) / c
      height = v * c + 1 - (m - x + 0.5).magnitude / areas.triangle
      if height > 1 { return nil }
      y = x.rounded(.down)
    } else if u <= areas.leftTail {
      y = (left.x + ElementaryFunctions.log(v) / left.slope).rounded(.down)
      if y < 0 || v == 0 { return nil }
      height = v * (u - areas.sides) * left.slope
    } else {
      y = (right.x - ElementaryFunctions.log(v) / right.slope).rounded(.down)
      if y > n || v == 0 { return nil }
      height = v * (u - areas.leftTail) * right.slope
    }
    return isUnderCurve(y, height) ? y : nil
  }

  private func isUnderCurve(_ y: Double, _ height: Double) -> Bool {
    let k = (y - m).magnitude
    guard k > 20, k < variance / 2 - 1 else { return height <= ratio(y) }
    // Bounds first, which decide nearly always; then Stirling's formula.
    let rho =
      (k / variance) * ((k * (k / 3 + 0.625) + 0.16666666666666666) / variance + 0.5)
    let t = -k * k / (2 * variance)
    let logarithm = ElementaryFunctions.log(height)
    if logarithm < t - rho { return true }
    if logarithm > t + rho { return false }
    let (x1, f1, z, w) = (y + 1, m + 1, n + 1 - m, n - y + 1)
    func log(_ x: Double) -> Double { ElementaryFunctions.log(x) }
    let level =
      (m + 0.5) * log(f1 / x1) + (n - m + 0.5) * log(z / w) + (y - m) * log(w * r / (x1 * q))
    return logarithm
      <= level + Self.remainder(f1) + Self.remainder(z) + Self.remainder(x1) + Self.remainder(w)
  }

  /// How likely y is, compared with m.
  private func ratio(_ y: Double) -> Double {
    let s = r / q
    let a = s * (n + 1)
    var ratio = 1.0
    var i = min(m, y) + 1
    while i <= max(m, y) {
      if m < y { ratio *= a / i - s } else { ratio /= a / i - s }
      i += 1
    }
    return ratio
  }

  /// What Stirling's formula leaves of the logarithm of a factorial.
  private static func remainder(_ x: Double) -> Double {
    let square = x * x
    return (13680 - (462 - (132 - (99 - 140 / square) / square) / square) / square) / x / 166320
  }
}
