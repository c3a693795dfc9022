extension Generator {
  /// Uniform numbers of [0, 1).
  ///
  /// - Throws: those of `Shape.validated`.
  public mutating func random(_ shape: Shape = .scalar) throws(ArrayError) -> NDArray {
    try filled(shape) { $0.nextUniform() }
  }

  /// Standard normal numbers.
  ///
  /// - Throws: those of `Shape.validated`.
  public mutating func standardNormal(_ shape: Shape = .scalar) throws(ArrayError) -> NDArray {
    try filled(shape) { $0.nextNormal() }
  }

  /// Uniform numbers of [low, high): low + (high - low) * u.
  ///
  /// - Throws: `infiniteRange` if high - low is not finite, `reversedRange` if it is below 0.
  public mutating func uniform(
    low: Double = 0, high: Double = 1, shape: Shape = .scalar
  ) throws(ArrayError) -> NDArray {
    let range = high - low
    if !range.isFinite { throw .infiniteRange(low: low, high: high) }
    if range < 0 { throw .reversedRange(low: low, high: high) }
    return try filled(shape) { low + range * $0.nextUniform() }
  }

  /// Normal numbers: mean + deviation * z.
  ///
  /// - Throws: `negativeScale`.
  public mutating func normal(
    mean: Double = 0, deviation: Double = 1, shape: Shape = .scalar
  ) throws(ArrayError) -> NDArray {
    if deviation.sign == .minus && !deviation.isNaN { throw .negativeScale(deviation) }
    return try filled(shape) { mean + deviation * $0.nextNormal() }
  }

  /// Integers of [low, high), or of [0, low) without `high`, as int64.
  ///
  /// - Parameter includingHigh: whether high itself may be drawn.
  /// - Throws: `emptyRange`; `integerTooLarge` for bounds beyond ±2^53; those of `Shape.validated`.
  public mutating func integers(
    low: Int, high: Int? = nil, includingHigh: Bool = false, shape: Shape = .scalar
  ) throws(ArrayError) -> NDArray {
    let (low, top) = high.map { (low, $0) } ?? (0, low)
    if low.magnitude > NDArray.largestInteger || top.magnitude > NDArray.largestInteger {
      throw .integerTooLarge(operation: "integers")
    }
    let high = includingHigh ? top + 1 : top
    if low >= high { throw .emptyRange(low: low, high: high) }
    let count = try shape.validated().count
    let greatest = UInt64(high - 1 - low)
    let values = try Kernels.numbered(count) { _ in low + Int(nextBounded(greatest)) }
    return NDArray(unchecked: shape, .int64(values))
  }

  private mutating func filled(
    _ shape: Shape, _ draw: (inout Generator) -> Double
  ) throws(ArrayError) -> NDArray {
    let count = try shape.validated().count
    let values = try Kernels.numbered(count) { _ in draw(&self) }
    return NDArray(unchecked: shape, .float64(values))
  }

  /// Exchanges elements from the last down to `first`, each with one before it or itself.
  private mutating func exchange(
    _ values: inout [Int], from first: Int = 1
  ) throws(ArrayError) {
    let last = values.count - 1
    try Interruption.stretches(max(last - first + 1, 0)) {
      for step in $0 { values.swapAt(last - step, Int(nextBounded(UInt64(last - step)))) }
    }
  }

  /// The elements of a vector, or the rows of a matrix, in random order; of an integer the numbers
  /// below it.
  ///
  /// - Throws: `unsupportedType` of a scalar that is no integer; `negativeCount`, `tooManyElements`.
  public mutating func permutation(_ array: NDArray) throws(ArrayError) -> NDArray {
    if array.rank == 0 {
      guard array.dtype == .int64 else {
        throw .unsupportedType(operation: "permutation", array.dtype, nil)
      }
      let count = array.integers[0]
      if count < 0 { throw .negativeCount(count) }
      _ = try Shape([count]).validated()
      return NDArray(shape: [count], int64: try order(count))
    }
    let order = try order(array.shape[0])
    return try array.subscripted([.integers(NDArray(shape: [order.count], int64: order))])
  }

  private mutating func order(_ count: Int) throws(ArrayError) -> [Int] {
    var order = try Kernels.numbered(count) { $0 }
    try Interruption.stretches(max(count - 1, 0)) {
      for step in $0 {
        let i = count - 1 - step
        order.swapAt(i, Int(nextFitting(UInt64(i))))
      }
    }
    return order
  }

  /// Elements of a vector at random, or of 0 ..< n for an integer n.
  ///
  /// - Parameters:
  ///   - replace: whether an element may be drawn again.
  ///   - probabilities: one for each element, summing to 1; equal ones if nil.
  ///   - shuffle: whether elements drawn without replacement come in random order too.
  ///
  /// - Throws: those of `RandomState.choice`.
  public mutating func choice(
    _ array: NDArray, shape: Shape = .scalar, replace: Bool = true, probabilities: NDArray? = nil,
    shuffle: Bool = true
  ) throws(ArrayError) -> NDArray {
    let choice = try Choice(array, shape, replace: replace, probabilities)
    let places: NDArray
    switch (replace, choice.weights) {
    case (_, let weights?):
      places = NDArray(
        shape: shape,
        int64: try choice.places(weights, replace: replace) { self.nextUniform() })
    case (true, nil):
      places =
        choice.count == 0
        ? NDArray(shape: shape, int64: [])
        : try integers(low: 0, high: choice.available, shape: shape)
    case (false, nil):
      places = NDArray(
        shape: shape, int64: try distinct(choice.count, of: choice.available, shuffle: shuffle))
    }
    return array.rank == 0 ? places : try array.subscripted([.integers(places)])
  }

  /// Distinct numbers below `available`: of many the end of a list in random order, otherwise
  /// by Floyd's method (Bentley, 1987).
  private mutating func distinct(
    _ count: Int, of available: Int, shuffle: Bool
  ) throws(ArrayError) -> [Int] {
    if available > 10_000, count > available / (shuffle ? 50 : 20) {
      var numbers = try Kernels.numbered(available) { $0 }
      try exchange(&numbers, from: max(available - count, 1))
      return try Kernels.numbered(count) { numbers[available - count + $0] }
    }
    // A set of numbers takes several times what they take.
    try MemoryAccount.reserve(count, of: 40)
    var found: [Int] = []
    var seen: Set<Int> = []
    try Interruption.stretches(count, of: Interruption.stretch / 8) {
      for step in $0 {
        let last = available - count + step
        let number = Int(nextBounded(UInt64(last)))
        let next = seen.insert(number).inserted ? number : last
        seen.insert(next)
        found.append(next)
      }
    }
    if shuffle { try exchange(&found) }
    return found
  }
}
