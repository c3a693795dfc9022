/// Measures of several numbers that more than one report takes.
extension Sequence where Element == Double {
  /// The square root of the sum of the squares.
  var norm: Double { reduce(0) { $0 + $1 * $1 }.squareRoot() }
}

extension Collection where Element == Double {
  /// The square root of the mean of the squares; 0 of none.
  var rootMeanSquare: Double {
    (reduce(0) { $0 + $1 * $1 } / Double(Swift.max(count, 1))).squareRoot()
  }

  /// The middle one, or the mean of the two in the middle; NaN comes after every number, and `nil`
  /// is the median of none.
  package var median: Double? {
    let sorted = sorted { $0.isBelow($1) }
    guard !sorted.isEmpty else { return nil }
    let middle = sorted.count / 2
    if !sorted.count.isMultiple(of: 2) { return sorted[middle] }
    let (low, high) = (sorted[middle - 1], sorted[middle])
    return low == high ? low : low / 2 + high / 2
  }

  /// The median of losses and other costs, of which one that is no number counts as infinitely high.
  package var medianCost: Double? { map { $0.isNaN ? .infinity : $0 }.median }
}

extension Double {
  /// Whether it comes before another one, NaN after every number.
  func isBelow(_ other: Double) -> Bool { isNaN ? false : other.isNaN ? true : self < other }
}
