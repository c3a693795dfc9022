/// What is asked of a random choice, looked over: of how many, how many, and with which weights.
struct Choice {
  let available: Int
  let count: Int
  let weights: [Double]?

  /// - Throws: `tooFewChoices`, `badProbabilities`, `rankTooHigh` of a matrix, `negativeCount`,
  ///   `unsupportedType` of a scalar that is no integer; those of `Shape.validated`.
  init(
    _ array: NDArray, _ shape: Shape, replace: Bool, _ probabilities: NDArray?
  ) throws(ArrayError) {
    if array.rank > 1 { throw .rankTooHigh(array.rank) }
    if array.rank == 0 && array.dtype != .int64 {
      throw .unsupportedType(operation: "choice", array.dtype, nil)
    }
    available = array.rank == 0 ? array.integers[0] : array.count
    if available < 0 { throw .negativeCount(available) }
    count = try shape.validated().count
    if available == 0 && count > 0 { throw .tooFewChoices(available: 0, asked: count) }
    if let probabilities {
      weights = try Self.checked(probabilities, available)
    } else {
      weights = nil
    }
    if !replace && count > available {
      throw .tooFewChoices(available: available, asked: count)
    }
  }

  /// The places of elements drawn by weight.
  ///
  /// - Throws: `tooFewChoices` if fewer have a weight than are to be drawn.
  func places(
    _ weights: [Double], replace: Bool, _ uniform: () -> Double
  ) throws(ArrayError) -> [Int] {
    if !replace { return try distinct(weights, uniform) }
    let cumulative = try Self.cumulative(weights)
    return try Kernels.numbered(count) { _ in Self.place(of: uniform(), in: cumulative) }
  }

  /// Distinct places drawn by weight: as many numbers as are still missing, of which the new
  /// places count, then again with those at weight 0.
  private func distinct(
    _ weights: [Double], _ uniform: () -> Double
  ) throws(ArrayError) -> [Int] {
    var possible = 0
    try Interruption.stretches(weights.count) {
      for weight in weights[$0] where weight > 0 { possible += 1 }
    }
    if possible < count { throw .tooFewChoices(available: possible, asked: count) }
    var weights = weights
    try MemoryAccount.reserve(count, of: 40)
    var found: [Int] = []
    while found.count < count {
      let values = try Kernels.numbered(count - found.count) { _ in uniform() }
      for place in found { weights[place] = 0 }
      let cumulative = try Self.cumulative(weights)
      var seen: Set<Int> = []
      try Interruption.stretches(values.count, of: Interruption.stretch / 8) {
        for value in values[$0] {
          let place = Self.place(of: value, in: cumulative)
          if seen.insert(place).inserted { found.append(place) }
        }
      }
    }
    return found
  }

  private static func checked(_ probabilities: NDArray, _ count: Int) throws(ArrayError) -> [Double]
  {
    let weights = try probabilities.asDoubles()
    guard probabilities.rank == 1, weights.count == count else { throw .badProbabilities }
    var (sum, isNegative) = (0.0, false)
    try Interruption.stretches(weights.count) {
      for weight in weights[$0] {
        sum += weight
        if !(weight >= 0) { isNegative = true }
      }
    }
    guard !isNegative, (sum - 1).magnitude <= Double.ulpOfOne.squareRoot() else {
      throw .badProbabilities
    }
    return weights
  }

  private static func cumulative(_ weights: [Double]) throws(ArrayError) -> [Double] {
    var total = 0.0
    let sums = try Kernels.map(weights) { weight in
      total += weight
      return total
    }
    return try Kernels.map(sums) { $0 / total }
  }

  /// The first place whose cumulative weight is above the value.
  private static func place(of value: Double, in cumulative: [Double]) -> Int {
    var (low, high) = (0, cumulative.count)
    while low < high {
      let middle = (low + high) / 2
      if value < cumulative[middle] { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
