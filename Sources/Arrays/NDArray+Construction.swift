extension NDArray {
  /// An array of one value; the shape is checked.
  ///
  /// - Throws: `rankTooHigh`, `negativeDimension`, `tooManyElements`, `notOneElement` of the value.
  public static func full(_ shape: Shape, _ value: NDArray) throws(ArrayError) -> NDArray {
    guard value.count == 1 else { throw .notOneElement(value.shape) }
    let shape = try shape.validated()
    switch value.storage {
    case .bool(let v):
      return NDArray(unchecked: shape, .bool(try Kernels.repeating(v[0], shape.count)))
    case .int64(let v):
      return NDArray(unchecked: shape, .int64(try Kernels.repeating(v[0], shape.count)))
    case .float64(let v):
      return NDArray(unchecked: shape, .float64(try Kernels.repeating(v[0], shape.count)))
    }
  }

  /// An array of 0.0, of another type if asked.
  ///
  /// - Throws: those of `full`.
  public static func zeros(_ shape: Shape, dtype: DType = .float64) throws(ArrayError) -> NDArray {
    try full(shape, NDArray(0).converted(to: dtype))
  }

  /// An array of 1.0, of another type if asked.
  ///
  /// - Throws: those of `full`.
  public static func ones(_ shape: Shape, dtype: DType = .float64) throws(ArrayError) -> NDArray {
    try full(shape, NDArray(1).converted(to: dtype))
  }

  /// 1.0 on a diagonal and 0.0 elsewhere, (rows, columns); diagonal 1 is the one above the main
  /// one, -1 the one below.
  ///
  /// - Throws: `negativeDimension`, `tooManyElements`.
  public static func eye(
    _ rows: Int, _ columns: Int? = nil, diagonal: Int = 0
  ) throws(ArrayError) -> NDArray {
    let columns = columns ?? rows
    let shape = try Shape([rows, columns]).validated()
    var values = try Kernels.repeating(0.0, shape.count)
    for row in 0..<(columns > 0 ? rows : 0) {
      let (column, overflow) = row.addingReportingOverflow(diagonal)
      if !overflow && column >= 0 && column < columns { values[row * columns + column] = 1 }
    }
    return NDArray(unchecked: shape, .float64(values))
  }

  /// start, start + step, ... up to but without stop, as a vector: int64 if all three are
  /// integers, else float64.
  ///
  /// Of floats there are ceil((stop - start) / step) elements, each start + i * d, where d is
  /// (start + step) - start, as NumPy does it.
  ///
  /// - Throws: `zeroRangeStep`, `notOneElement`,
  ///   `tooManyElements`, `integerTooLarge`.
  public static func arange(
    _ start: NDArray, _ stop: NDArray, _ step: NDArray = NDArray(1)
  ) throws(ArrayError) -> NDArray {
    guard let first = start.item else { throw .notOneElement(start.shape) }
    guard let last = stop.item else { throw .notOneElement(stop.shape) }
    guard let distance = step.item else { throw .notOneElement(step.shape) }
    if distance == 0 { throw .zeroRangeStep }
    if max(start.dtype, stop.dtype, step.dtype) < .float64 {
      let (from, to, by) = (start.integers[0], stop.integers[0], step.integers[0])
      for bound in [from, to, by] where bound.magnitude > largestInteger {
        throw .integerTooLarge(operation: "arange")
      }
      // Rounded up: minus the quotient of the negative, rounded down.
      let count = max(-Kernels.floorQuotient(from - to, by), 0)
      let shape = try Shape([count]).validated()
      return NDArray(unchecked: shape, .int64(try Kernels.numbered(count) { from + $0 * by }))
    }
    let length = ((last - first) / distance).rounded(.up)
    if !(length <= Double(Shape.largestCount)) { throw .tooManyElements([Int.max]) }
    let count = length > 0 ? Int(saturating: length) : 0
    let delta = (first + distance) - first
    let values = try Kernels.numbered(count) { place in
      place == 1 ? first + distance : first + Double(place) * delta
    }
    return NDArray(shape: [count], float64: values)
  }

  /// `count` numbers evenly spaced from start to stop, which is the last one if `endpoint`.
  ///
  /// - Throws: `negativeCount`, `tooManyElements`.
  public static func linspace(
    _ start: Double, _ stop: Double, _ count: Int = 50, endpoint: Bool = true
  ) throws(ArrayError) -> NDArray {
    if count < 0 { throw .negativeCount(count) }
    let shape = try Shape([count]).validated()
    let divisor = Double(endpoint ? count - 1 : count)
    let distance = stop - start
    let step = distance / divisor
    var values = try Kernels.numbered(count) { i in
      // A step that underflows to zero, or a single number, which has none.
      if divisor <= 0 { return Double(i) * distance + start }
      return step == 0 ? Double(i) / divisor * distance + start : Double(i) * step + start
    }
    if endpoint && count > 1 { values[count - 1] = stop }
    return NDArray(unchecked: shape, .float64(values))
  }

  /// The array of these arrays, one row each, as `np.array([a, b])`: scalars make a vector,
  /// vectors of equal length a matrix. The type is the greatest; of nothing float64.
  ///
  /// - Throws: `cannotJoin` for shapes that differ, `rankTooHigh`.
  public static func stacked(_ arrays: [NDArray]) throws(ArrayError) -> NDArray {
    guard let first = arrays.first else { return NDArray(shape: [0], float64: []) }
    for array in arrays where array.shape != first.shape {
      throw .cannotJoin(first.shape, array.shape, axis: 0)
    }
    let shape = try Shape([arrays.count] + first.shape.dimensions).validated()
    return NDArray(unchecked: shape, try joinedStorage(arrays))
  }
}
