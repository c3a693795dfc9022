extension NDArray {
  /// `array[...]` as NumPy has it: indices, slices, new axes, an ellipsis, boolean masks and
  /// arrays of integers. The result is a copy: O(its elements), and O(1) of a whole array.
  ///
  /// - Throws: `indexOutOfRange`, `tooManyIndices`, `tooManyEllipses`, `zeroSliceStep`,
  ///   `maskShapeDiffers`, `indexNotInteger`, `shapesDoNotBroadcast` of index arrays, and
  ///   `rankTooHigh` for a result of more than two dimensions.
  public func subscripted(_ subscripts: [Subscript]) throws(ArrayError) -> NDArray {
    let plan = try SubscriptPlan(subscripts, in: shape)
    if let range = plan.contiguousRange {
      if range.count == count { return NDArray(unchecked: plan.shape, storage) }
      switch storage {
      case .bool(let v): return NDArray(unchecked: plan.shape, .bool(try Kernels.copied(v, range)))
      case .int64(let v):
        return NDArray(unchecked: plan.shape, .int64(try Kernels.copied(v, range)))
      case .float64(let v):
        return NDArray(unchecked: plan.shape, .float64(try Kernels.copied(v, range)))
      }
    }
    return NDArray(unchecked: plan.shape, try storage.gathered(plan.indices()))
  }

  /// `array[...] = value`: the value is broadcast to what the subscript names, and its elements
  /// become of this array's type (floats towards zero for integers). The array keeps its type.
  ///
  /// As in NumPy dimensions of 1 in front of the value do not matter, but where integers alone
  /// name one element the value must be a scalar, and where a mask of the whole array stands
  /// alone a scalar or a vector.
  ///
  /// - Throws: those of `subscripted`; `cannotAssign` for a shape that does not fit;
  ///   `cannotConvertToInteger` for NaN and the like into integers.
  public mutating func assign(
    _ value: NDArray, at subscripts: [Subscript]
  ) throws(ArrayError) {
    let plan = try SubscriptPlan(subscripts, in: shape)
    if value.rank > SubscriptPlan.largestValueRank(subscripts, in: shape) {
      throw .cannotAssign(value: value.shape, to: plan.shape)
    }
    var source = value
    while source.rank > plan.shape.rank && source.shape[0] == 1 {
      source = NDArray(unchecked: Shape(Array(source.shape.dimensions.dropFirst())), source.storage)
    }
    guard let layout = try? BroadcastLayout(source.shape, plan.shape), layout.shape == plan.shape
    else { throw .cannotAssign(value: value.shape, to: plan.shape) }
    source = try source.cast(to: dtype)
    let places = try plan.indices()
    switch source.storage {
    case .bool(let values):
      let expanded = try Kernels.map(layout, values, places) { value, _ in value }
      withBooleans { Kernels.scatter(expanded, into: &$0, at: places) }
    case .int64(let values):
      let expanded = try Kernels.map(layout, values, places) { value, _ in value }
      withIntegers { Kernels.scatter(expanded, into: &$0, at: places) }
    case .float64(let values):
      let expanded = try Kernels.map(layout, values, places) { value, _ in value }
      withDoubles { Kernels.scatter(expanded, into: &$0, at: places) }
    }
  }

  // The storage is emptied while its buffer changes, so that the buffer has one owner.

  private mutating func withBooleans(_ body: (inout [Bool]) -> Void) {
    guard case .bool(var values) = storage else { return }
    storage = .bool([])
    body(&values)
    storage = .bool(values)
  }

  private mutating func withIntegers(_ body: (inout [Int]) -> Void) {
    guard case .int64(var values) = storage else { return }
    storage = .bool([])
    body(&values)
    storage = .int64(values)
  }

  private mutating func withDoubles(_ body: (inout [Double]) -> Void) {
    guard case .float64(var values) = storage else { return }
    storage = .bool([])
    body(&values)
    storage = .float64(values)
  }

  /// The row-major position in an array of `shape` of each element that a subscript names, and
  /// the shape of the result.
  ///
  /// - Throws: those of `subscripted`.
  public static func flatIndices(
    of subscripts: [Subscript], in shape: Shape
  ) throws(ArrayError) -> (indices: [Int], shape: Shape) {
    let plan = try SubscriptPlan(subscripts, in: shape)
    return (try plan.indices(), plan.shape)
  }
}

extension Shape {
  /// The shape of `array[...]` for an array of this shape; the errors are those of
  /// `NDArray.subscripted`.
  ///
  /// - Throws: those of `NDArray.subscripted`.
  public func subscripted(_ subscripts: [Subscript]) throws(ArrayError) -> Shape {
    try SubscriptPlan(subscripts, in: self).shape
  }
}

extension Kernels {
  /// - Throws: `interrupted`, `noRoom`.
  fileprivate static func copied<A: BitwiseCopyable>(
    _ values: [A], _ range: Range<Int>
  ) throws(ArrayError) -> [A] {
    try numbered(range.count) { values[range.lowerBound + $0] }
  }

  static func scatter<A>(_ values: [A], into target: inout [A], at places: [Int]) {
    var i = 0
    while i < places.count {
      target[places[i]] = values[i]
      i += 1
    }
  }
}
