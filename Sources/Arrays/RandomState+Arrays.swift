extension RandomState {
  /// Integers of [low, high), or of [0, low) without `high`, as int64.
  ///
  /// - Throws: `emptyRange`; `integerTooLarge` for bounds beyond ±2^53; those of `Shape.validated`.
  public mutating func randint(
    low: Int, high: Int? = nil, shape: Shape = .scalar
  ) throws(ArrayError) -> NDArray {
    let (low, high) = high.map { (low, $0) } ?? (0, low)
    if low >= high { throw .emptyRange(low: low, high: high) }
    if low.magnitude > NDArray.largestInteger || high.magnitude > NDArray.largestInteger {
      throw .integerTooLarge(operation: "randint")
    }
    let count = try shape.validated().count
    let greatest = UInt64(high - 1 - low)
    let values = try Kernels.numbered(count) { _ in low + Int(nextBounded(greatest)) }
    return NDArray(unchecked: shape, .int64(values))
  }

  /// Uniform numbers of [0, 1).
  ///
  /// - Throws: those of `Shape.validated`.
  public mutating func rand(_ shape: Shape = .scalar) throws(ArrayError) -> NDArray {
    try filled(shape) { $0.nextUniform() }
  }

  /// Standard normal numbers.
  ///
  /// - Throws: those of `Shape.validated`.
  public mutating func randn(_ shape: Shape = .scalar) throws(ArrayError) -> NDArray {
    NDArray(unchecked: shape, .float64(try normals(shape.validated().count)))
  }

  /// Uniform numbers of [low, high): low + (high - low) * u.
  ///
  /// - Throws: `infiniteRange` if high - low is not finite.
  public mutating func uniform(
    low: Double = 0, high: Double = 1, shape: Shape = .scalar
  ) throws(ArrayError) -> NDArray {
    let range = high - low
    if !range.isFinite { throw .infiniteRange(low: low, high: high) }
    return try filled(shape) { low + range * $0.nextUniform() }
  }

  /// Normal numbers: mean + deviation * z.
  ///
  /// - Throws: `negativeScale`.
  public mutating func normal(
    mean: Double = 0, deviation: Double = 1, shape: Shape = .scalar
  ) throws(ArrayError) -> NDArray {
    if deviation.sign == .minus && !deviation.isNaN { throw .negativeScale(deviation) }
    let values = try normals(shape.validated().count)
    return NDArray(unchecked: shape, .float64(try Kernels.map(values) { mean + deviation * $0 }))
  }

  private mutating func filled(
    _ shape: Shape, _ draw: (inout RandomState) -> Double
  ) throws(ArrayError) -> NDArray {
    let count = try shape.validated().count
    let values = try Kernels.numbered(count) { _ in draw(&self) }
    return NDArray(unchecked: shape, .float64(values))
  }

  /// The numbers 0 ..< count in random order.
  mutating func order(_ count: Int) throws(ArrayError) -> [Int] {
    var order = try Kernels.numbered(count) { $0 }
    try Interruption.stretches(max(count - 1, 0)) {
      for step in $0 {
        let i = count - 1 - step
        order.swapAt(i, Int(nextBounded(UInt64(i))))
      }
    }
    return order
  }

  /// 0 ..< count in random order, as int64.
  ///
  /// - Throws: `negativeCount`, `tooManyElements`.
  public mutating func permutation(_ count: Int) throws(ArrayError) -> NDArray {
    if count < 0 { throw .negativeCount(count) }
    _ = try Shape([count]).validated()
    return NDArray(shape: [count], int64: try order(count))
  }

  /// The elements of a vector, or the rows of a matrix, in random order. A scalar stands for its
  /// number, as in NumPy.
  ///
  /// - Throws: `unsupportedType` of a scalar that is no integer.
  public mutating func permutation(_ array: NDArray) throws(ArrayError) -> NDArray {
    if array.rank == 0 {
      guard array.dtype == .int64 else {
        throw .unsupportedType(operation: "permutation", array.dtype, nil)
      }
      return try permutation(array.integers[0])
    }
    let order = try order(array.shape[0])
    return try array.subscripted([.integers(NDArray(shape: [order.count], int64: order))])
  }

  /// Puts the elements of a vector, or the rows of a matrix, in random order.
  ///
  /// - Throws: `unsupportedType` of a scalar.
  public mutating func shuffle(_ array: inout NDArray) throws(ArrayError) {
    if array.rank == 0 { throw .unsupportedType(operation: "shuffle", array.dtype, nil) }
    array = try permutation(array)
  }

  /// Elements of a vector at random, or of 0 ..< n for an integer n.
  ///
  /// - Parameters:
  ///   - replace: whether an element may be drawn again.
  ///   - probabilities: one for each element, summing to 1; equal ones if nil.
  ///
  /// - Throws: `tooFewChoices`, `badProbabilities`, `rankTooHigh` of a matrix, `negativeCount`,
  ///   `unsupportedType` of a scalar that is no integer.
  public mutating func choice(
    _ array: NDArray, shape: Shape = .scalar, replace: Bool = true, probabilities: NDArray? = nil
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
        : try randint(low: 0, high: choice.available, shape: shape)
    case (false, nil):
      let order = try permutation(choice.available).integers
      places = NDArray(shape: shape, int64: try Kernels.numbered(choice.count) { order[$0] })
    }
    return array.rank == 0 ? places : try array.subscripted([.integers(places)])
  }
}
