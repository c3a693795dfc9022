/// Which colours stand for the values of units over a plane, and between which values.
struct FieldScale: Equatable {
  let colors: ColorScale
  let axis: Axis

  /// Around the middle of the bounds, or around 0 where values lie on both sides of it; else from the
  /// least value to the largest.
  ///
  /// - Parameters:
  ///   - values: all that are shown.
  ///   - bounds: between which values units stay whatever is computed, so that one near an end is
  ///     seen to be there; `nil` where there are none.
  /// - Returns: `nil` where none of the values is finite.
  init?(_ values: some Sequence<Double>, bounds: ClosedRange<Double>?) {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return nil }
    if let bounds {
      (colors, axis) = (.diverging, Axis(low: bounds.lowerBound, high: bounds.upperBound))
    } else if low <= 0, high >= 0 {
      let most = max(-low, high)
      (colors, axis) = (.diverging, Axis(low: -most, high: most))
    } else {
      (colors, axis) = (.sequential, Axis(low: low, high: high))
    }
  }

  /// The place of a value among the colours; NaN where it has none.
  func place(_ value: Double) -> Double {
    axis.fraction(value) ?? (value.isNaN ? .nan : value > 0 ? 1 : 0)
  }
}
