/// A generator as a value: `np.random.default_rng(1)`, `np.random.RandomState(1)`.
public enum RandomSource: Sendable, Equatable {
  case generator(Generator)
  case legacy(RandomState)

  /// What both kinds can draw, as each of them draws it.
  ///
  /// - Throws: those of the generators' own.
  public mutating func random(_ shape: Shape) throws(ArrayError) -> NDArray {
    switch self {
    case .generator(var source):
      let result = try source.random(shape)
      self = .generator(source)
      return result
    case .legacy(var source):
      let result = try source.rand(shape)
      self = .legacy(source)
      return result
    }
  }

  /// - Throws: `negativeScale`; those of `Shape.validated`.
  public mutating func normal(
    mean: Double, deviation: Double, shape: Shape
  ) throws(ArrayError) -> NDArray {
    switch self {
    case .generator(var source):
      let result = try source.normal(mean: mean, deviation: deviation, shape: shape)
      self = .generator(source)
      return result
    case .legacy(var source):
      let result = try source.normal(mean: mean, deviation: deviation, shape: shape)
      self = .legacy(source)
      return result
    }
  }

  /// - Throws: those of the generators' `uniform`.
  public mutating func uniform(
    low: Double, high: Double, shape: Shape
  ) throws(ArrayError) -> NDArray {
    switch self {
    case .generator(var source):
      let result = try source.uniform(low: low, high: high, shape: shape)
      self = .generator(source)
      return result
    case .legacy(var source):
      let result = try source.uniform(low: low, high: high, shape: shape)
      self = .legacy(source)
      return result
    }
  }

  /// `integers` of the newer generator, `randint` of the older.
  ///
  /// - Throws: those of the generators' own.
  public mutating func integers(
    low: Int, high: Int?, includingHigh: Bool, shape: Shape
  ) throws(ArrayError) -> NDArray {
    switch self {
    case .generator(var source):
      let result = try source.integers(
        low: low, high: high, includingHigh: includingHigh, shape: shape)
      self = .generator(source)
      return result
    case .legacy(var source):
      let result = try source.randint(low: low, high: high, shape: shape)
      self = .legacy(source)
      return result
    }
  }

  /// - Throws: those of the generators' `permutation`.
  public mutating func permutation(_ array: NDArray) throws(ArrayError) -> NDArray {
    switch self {
    case .generator(var source):
      let result = try source.permutation(array)
      self = .generator(source)
      return result
    case .legacy(var source):
      let result = try source.permutation(array)
      self = .legacy(source)
      return result
    }
  }

  /// - Throws: those of the generators' `choice`.
  public mutating func choice(
    _ array: NDArray, shape: Shape, replace: Bool, probabilities: NDArray?
  ) throws(ArrayError) -> NDArray {
    switch self {
    case .generator(var source):
      let result = try source.choice(
        array, shape: shape, replace: replace, probabilities: probabilities)
      self = .generator(source)
      return result
    case .legacy(var source):
      let result = try source.choice(
        array, shape: shape, replace: replace, probabilities: probabilities)
      self = .legacy(source)
      return result
    }
  }
}
