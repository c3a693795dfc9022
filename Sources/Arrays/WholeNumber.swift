extension Int {
  /// A number towards zero, whatever it is: NaN as 0, what lies beyond ±2^53 as the nearer of the
  /// two. It never traps, and so small numbers are left that sums of a few do not overflow.
  ///
  /// The one way from a `Double` that is computed to an `Int`: `Int(x)` ends the program where `x`
  /// is not finite or too large.
  @inlinable public init(saturating value: Double) {
    let largest = 0x1p53
    self = value.isNaN ? 0 : Int(Swift.min(Swift.max(value, -largest), largest))
  }
}
