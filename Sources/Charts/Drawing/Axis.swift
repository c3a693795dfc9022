import Arrays

/// A mark on an axis.
package struct Tick: Equatable {
  package var value: Double
  package var label: String
}

/// The range of an axis, and where a value stands in it.
package struct Axis: Equatable {
  let low: Double
  let high: Double
  let isLogarithmic: Bool
  /// Whether ticks between the whole numbers make no sense, as for epochs.
  let isWhole: Bool

  /// An axis for the finite values given; on a logarithmic one, for the positive ones. A range of
  /// one value is widened on both sides, as is one so narrow that its ticks would read the same.
  init(
    low: Double, high: Double, isLogarithmic: Bool = false, isWhole: Bool = false,
    startsAtZero: Bool = false, margin: Double = 0
  ) {
    let isUsable = low.isFinite && high.isFinite && low <= high
    var (low, high) = isUsable ? (low, high) : (isLogarithmic ? 0.1 : 0, 1)
    self.isLogarithmic = isLogarithmic
    self.isWhole = isWhole
    if isLogarithmic {
      low = max(low, Double.leastNonzeroMagnitude)
      high = max(high, low)
      if high / low < 1.0001 {
        low = max(low / 2, Double.leastNonzeroMagnitude)
        high = min(high * 2, Double.greatestFiniteMagnitude)
      }
      self.low = low
      self.high = high
      return
    }
    let size = max(low.magnitude, high.magnitude)
    if low == high {
      let room = isWhole ? 0.5 : low == 0 ? 1 : max(size * 0.1, .leastNonzeroMagnitude)
      (low, high) = (low - room, high + room)
    } else if high - low < size * 1e-9 {
      (low, high) = (low - size * 1e-9, high + size * 1e-9)
    }
    if startsAtZero, low > 0, low < high * 0.5 { low = 0 }
    let span = high / 2 - low / 2
    if margin > 0 { (low, high) = (low - span * 2 * margin, high + span * 2 * margin) }
    self.low = max(low, -Double.greatestFiniteMagnitude)
    self.high = min(high, Double.greatestFiniteMagnitude)
  }

  /// At most so many round values between two numbers, in order.
  package static func ticks(from low: Double, to high: Double, atMost count: Int) -> [Tick] {
    Axis(low: low, high: high).ticks(atMost: count)
  }

  /// 0 at the low end, 1 at the high end; nil where there is no place for the value.
  func fraction(_ value: Double) -> Double? {
    guard value.isFinite else { return nil }
    if isLogarithmic {
      guard value > 0 else { return nil }
      let bottom = NumberText.log10(low)
      return (NumberText.log10(value) - bottom) / (NumberText.log10(high) - bottom)
    }
    return Self.fraction(value, from: low, to: high)
  }

  /// 0 at `low`, 1 at `high`, for finite numbers.
  static func fraction(_ value: Double, from low: Double, to high: Double) -> Double {
    let span = high - low
    // The span of the widest ranges is beyond the largest number; its half is not, but would be
    // rounded to nothing in the narrowest.
    return span.isFinite ? (value - low) / span : (value / 2 - low / 2) / (high / 2 - low / 2)
  }

  /// The value that stands at a fraction of the range, which is not logarithmic.
  func value(at fraction: Double) -> Double { low * (1 - fraction) + high * fraction }

  /// At most `count` ticks at round values, in order.
  func ticks(atMost count: Int) -> [Tick] {
    guard count > 0 else { return [] }
    return isLogarithmic ? logarithmicTicks(atMost: count) : linearTicks(atMost: count)
  }

  /// Where strokes without labels show that equal steps are equal factors: twice, three times and
  /// so on a power of ten, unless that is more than an eye counts.
  var minorTicks: [Double] {
    guard isLogarithmic, high / low < 1e5, high / low.nextUp > 1.5 else { return [] }
    let bottom = Int(saturating: NumberText.log10(low).rounded(.down))
    let top = Int(saturating: NumberText.log10(high).rounded(.down))
    return (bottom...max(top, bottom)).flatMap { exponent in
      (1...9).map { Double($0) * NumberText.power(exponent) }
    }.filter { $0 >= low && $0 <= high }
  }

  /// Multiples of 1, 2 or 5 times a power of ten: the closest ones that are not too many.
  private func linearTicks(atMost count: Int) -> [Tick] {
    let half = high / 2 - low / 2
    guard half > 0 else { return [] }
    // By logarithms, since a share of the narrowest ranges is no number but 0.
    let share = NumberText.log10(half) - NumberText.log10(Double(count))
    var exponent = Int(saturating: share.rounded(.down)) - 1
    if isWhole { exponent = max(exponent, 0) }
    exponent = max(exponent, -323)
    while exponent <= 308 {
      for mantissa in [1, 2, 5] {
        let step = Double(mantissa) * NumberText.power(exponent)
        guard step.isFinite, step > 0 else { continue }
        // Wider steps have no multiple in the range but 0, which may not be in it either.
        if step > max(low.magnitude, high.magnitude), low > 0 || high < 0 { return [] }
        // A hair of tolerance, so that 0.3 / 0.1 counts as 3; of the range where steps are wider.
        let hair = 1e-9 * min(1, half / step)
        let first = (low / step - hair).rounded(.up)
        let last = (high / step + hair).rounded(.down)
        guard first.magnitude < 1e15, last.magnitude < 1e15 else { continue }
        if last < first { continue }
        if last - first + 1 <= Double(count) {
          return (Int(saturating: first)...Int(saturating: last)).map {
            let text = NumberText.exact($0 * mantissa, exponent: exponent)
            return Tick(value: Double(text) ?? Double($0) * step, label: text)
          }
        }
      }
      exponent += 1
    }
    return []
  }

  /// Decades, or every few; between few decades 2 and 5 as well; within one, round values.
  private func logarithmicTicks(atMost count: Int) -> [Tick] {
    let bottom = Int(saturating: (NumberText.log10(low) - 1e-9).rounded(.up))
    let top = Int(saturating: (NumberText.log10(high) + 1e-9).rounded(.down))
    let decades = max(top - bottom + 1, 0)
    if decades >= 3 || (decades >= 2 && count < 6) {
      let stride = (decades + count - 1) / count
      // All of one form: 0.01, 0.1, 1, or where that grows long 1e-5, 1e-3, 1e-1.
      let isLong = bottom < -3 || top > 4
      func decade(_ exponent: Int) -> String {
        isLong && exponent != 0 ? "1e\(exponent)" : NumberText.exact(1, exponent: exponent)
      }
      // Counted from 1, so that 1 itself is one of them where it can be.
      return (bottom...top).filter { (($0 % stride) + stride) % stride == 0 }
        .prefix(count)
        .map { Tick(value: NumberText.power($0), label: decade($0)) }
    }
    for mantissas in [[1, 2, 5], [1, 3], [1]] {
      var ticks: [Tick] = []
      for exponent in (bottom - 1)...(max(top, bottom - 1) + 1) {
        for mantissa in mantissas {
          let label = NumberText.exact(mantissa, exponent: exponent)
          guard let value = Double(label), value >= low, value <= high else { continue }
          ticks.append(Tick(value: value, label: label))
        }
      }
      if ticks.count >= 3, ticks.count <= count { return ticks }
    }
    return Axis(low: low, high: high).linearTicks(atMost: count).filter { $0.value > 0 }
  }
}
