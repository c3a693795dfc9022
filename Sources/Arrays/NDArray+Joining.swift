extension NDArray {
  /// The elements of all in turn, as the greatest of their types.
  ///
  /// - Throws: `interrupted`, `noRoom`.
  static func joinedStorage(_ arrays: [NDArray]) throws(ArrayError) -> Storage {
    switch arrays.map(\.dtype).max() ?? .float64 {
    case .bool:
      .bool(try Kernels.joined(arrays) { array throws(ArrayError) in try array.asTruths() })
    case .int64:
      .int64(try Kernels.joined(arrays) { array throws(ArrayError) in try array.asIntegers() })
    case .float64:
      .float64(try Kernels.joined(arrays) { array throws(ArrayError) in try array.asDoubles() })
    }
  }

  /// Arrays one after the other along an axis, (m, n) and (k, n) along 0 as (m + k, n), or without
  /// an axis all elements as a vector.
  ///
  /// - Throws: `nothingToJoin`; `axisOutOfRange` (a scalar has no axis); `cannotJoin` if another
  ///   dimension or the rank differs.
  public static func concatenate(
    _ arrays: [NDArray], axis: Int? = 0
  ) throws(ArrayError) -> NDArray {
    guard let first = arrays.first else { throw .nothingToJoin }
    guard let axis else {
      let shape = try Shape([arrays.reduce(0) { $0 + $1.count }]).validated()
      return NDArray(unchecked: shape, try joinedStorage(arrays))
    }
    let place = try first.shape.axis(axis)
    var shape = first.shape
    for array in arrays.dropFirst() {
      var expected = first.shape
      if array.rank == first.rank { expected.dimensions[place] = array.shape[place] }
      if array.shape != expected { throw .cannotJoin(first.shape, array.shape, axis: place) }
      shape.dimensions[place] += array.shape[place]
    }
    shape = try shape.validated()
    if first.rank == 2 && place == 1 {
      let joined = try joinedStorage(
        arrays.map { array throws(ArrayError) in try array.turned() })
      return try NDArray(unchecked: shape.transposed, joined).turned()
    }
    return NDArray(unchecked: shape, try joinedStorage(arrays))
  }

  /// Rows on top of each other, (m, n) and (k, n) as (m + k, n); scalars and vectors are rows.
  ///
  /// - Throws: those of `concatenate`.
  public static func vstack(_ arrays: [NDArray]) throws(ArrayError) -> NDArray {
    try concatenate(
      arrays.map { array in
        array.rank == 2 ? array : NDArray(unchecked: [1, array.count], array.storage)
      }, axis: 0)
  }

  /// Side by side: vectors end to end, (n,) and (k,) as (n + k,), matrices along their columns,
  /// (m, n) and (m, k) as (m, n + k).
  ///
  /// - Throws: those of `concatenate`.
  public static func hstack(_ arrays: [NDArray]) throws(ArrayError) -> NDArray {
    let parts = arrays.map { $0.rank == 0 ? $0.flattened : $0 }
    return try concatenate(parts, axis: parts.first?.rank == 1 ? 0 : 1)
  }

  /// The array repeated as a whole, `counts` times along each axis: (m, n) by (a, b) is
  /// (a m, b n).
  ///
  /// - Throws: `negativeDimension`, `rankTooHigh`, `tooManyElements`.
  public static func tile(_ array: NDArray, _ counts: [Int]) throws(ArrayError) -> NDArray {
    let rank = max(array.rank, counts.count)
    if rank > 2 { throw .rankTooHigh(rank) }
    for count in counts where count < 0 { throw .negativeDimension(count) }
    let padded = Array(repeating: 1, count: 2 - counts.count) + counts
    let shape = array.shape
    let rows = shape.rank == 2 ? shape[0] : 1
    let columns = shape.rank == 0 ? 1 : shape[shape.rank - 1]
    let (height, tooHigh) = rows.multipliedReportingOverflow(by: padded[0])
    let (width, tooWide) = columns.multipliedReportingOverflow(by: padded[1])
    if tooHigh || tooWide { throw .tooManyElements([Int.max]) }
    let full = try Shape([height, width]).validated()
    let result = Shape(Array(full.dimensions.suffix(rank)))
    if full.count == 0 { return NDArray(unchecked: result, array.storage.none) }
    func tiled<A: BitwiseCopyable>(_ values: [A]) throws(ArrayError) -> [A] {
      try Kernels.numbered(full.count, of: width) { row, column in
        values[row % rows * columns + column % columns]
      }
    }
    switch array.storage {
    case .bool(let v): return NDArray(unchecked: result, .bool(try tiled(v)))
    case .int64(let v): return NDArray(unchecked: result, .int64(try tiled(v)))
    case .float64(let v): return NDArray(unchecked: result, .float64(try tiled(v)))
    }
  }

  /// Each element, or along an axis each row or column, repeated in place: `counts` holds one
  /// number for all or one for each.
  ///
  /// - Throws: `axisOutOfRange`, `cannotRepeat`, `negativeCount`, `unsupportedType` for counts that
  ///   are floats.
  public func repeated(_ counts: NDArray, axis: Int? = nil) throws(ArrayError) -> NDArray {
    if counts.dtype == .float64 {
      throw .unsupportedType(operation: "repeat", counts.dtype, nil)
    }
    guard let axis, !(rank == 0 && (axis == 0 || axis == -1)) else {
      return try flattened.repeated(counts, axis: 0)
    }
    let place = try shape.axis(axis)
    let size = shape[place]
    guard counts.rank <= 1, counts.count == 1 || counts.count == size else {
      throw .cannotRepeat(shape, counts: counts.shape)
    }
    let each = try counts.asIntegers()
    var total = 0
    for i in 0..<size {
      let count = each.count == 1 ? each[0] : each[i]
      if count < 0 { throw .negativeCount(count) }
      total += count
      if total > Shape.largestCount { throw .tooManyElements([Int.max]) }
    }
    let chosen: [Int] = try Kernels.filled(total) { out throws(ArrayError) in
      var place = 0
      try Interruption.stretches(size, of: max(Interruption.stretch / max(total / size, 1), 1)) {
        for i in $0 {
          let count = each.count == 1 ? each[0] : each[i]
          (out + place).initialize(repeating: i, count: count)
          place += count
        }
      }
    }
    let indices = Subscript.integers(NDArray(shape: [total], int64: chosen))
    let all = Subscript.slice(start: nil, stop: nil, step: nil)
    return try subscripted(Array(repeating: all, count: place) + [indices])
  }

  /// NumPy's `where`: of each pair the first where the condition holds, else the second. All three
  /// are broadcast together: (m, 1), (m, n) and () give (m, n).
  ///
  /// - Throws: `shapesDoNotBroadcast`, `tooManyElements`.
  public static func select(
    _ condition: NDArray, _ a: NDArray, _ b: NDArray
  ) throws(ArrayError) -> NDArray {
    let pair = try Shape.broadcast(a.shape, b.shape)
    let shape = try Shape.broadcast(condition.shape, pair)
    let type = max(a.dtype, b.dtype)
    let choice = try condition.broadcast(to: shape).asTruths()
    let first = try a.turned(into: type).broadcast(to: shape)
    let second = try b.turned(into: type).broadcast(to: shape)
    switch (first.storage, second.storage) {
    case (.bool(let x), .bool(let y)):
      return NDArray(
        unchecked: shape, .bool(try Kernels.numbered(choice.count) { choice[$0] ? x[$0] : y[$0] }))
    case (.int64(let x), .int64(let y)):
      return NDArray(
        unchecked: shape, .int64(try Kernels.numbered(choice.count) { choice[$0] ? x[$0] : y[$0] }))
    default:
      let (x, y) = (try first.asDoubles(), try second.asDoubles())
      return NDArray(
        unchecked: shape,
        .float64(try Kernels.numbered(choice.count) { choice[$0] ? x[$0] : y[$0] }))
    }
  }

  /// The array repeated along its axes of 1, and along new ones in front, to fill `shape`.
  ///
  /// - Throws: `shapesDoNotBroadcast` if that is not where the two shapes meet.
  public func broadcast(to shape: Shape) throws(ArrayError) -> NDArray {
    if shape == self.shape { return self }
    let layout = try BroadcastLayout(self.shape, shape)
    if layout.shape != shape { throw .shapesDoNotBroadcast(self.shape, shape) }
    func spread<A: BitwiseCopyable>(_ values: [A]) throws(ArrayError) -> [A] {
      try Kernels.filled(shape.count) { out throws(ArrayError) in
        try layout.stretches { row, columns in
          let (start, target) = (row * layout.a.row, row * layout.columns)
          for column in columns {
            out[target + column] = values[start + column * layout.a.column]
          }
        }
      }
    }
    switch storage {
    case .bool(let v): return NDArray(unchecked: shape, .bool(try spread(v)))
    case .int64(let v): return NDArray(unchecked: shape, .int64(try spread(v)))
    case .float64(let v): return NDArray(unchecked: shape, .float64(try spread(v)))
    }
  }
}

extension NDArray.Storage {
  /// No elements, of the same type.
  fileprivate var none: NDArray.Storage {
    switch self {
    case .bool: .bool([])
    case .int64: .int64([])
    case .float64: .float64([])
    }
  }
}

extension Kernels {
  /// What `element` says of each place of a matrix of `count` elements in rows of `columns`.
  ///
  /// - Throws: `interrupted`, `noRoom`.
  @inline(__always)
  fileprivate static func numbered<R: BitwiseCopyable>(
    _ count: Int, of columns: Int, _ element: (_ row: Int, _ column: Int) -> R
  ) throws(ArrayError) -> [R] {
    try filled(count) { out throws(ArrayError) in
      var (row, column) = (0, 0)
      try Interruption.stretches(count) { range in
        for i in range {
          out[i] = element(row, column)
          column += 1
          if column == columns { (row, column) = (row + 1, 0) }
        }
      }
    }
  }

  /// The values of all in turn.
  ///
  /// - Throws: `interrupted`, `noRoom`.
  fileprivate static func joined<R: BitwiseCopyable>(
    _ arrays: [NDArray], _ values: (NDArray) throws(ArrayError) -> [R]
  ) throws(ArrayError) -> [R] {
    try filled(arrays.reduce(0) { $0 + $1.count }) { out throws(ArrayError) in
      var (target, asked) = (out, out)
      for array in arrays {
        let part = try values(array)
        try Interruption.stretches(part.count) {
          for i in $0 { target[i] = part[i] }
        }
        target += part.count
        if target - asked >= Interruption.stretch {
          asked = target
          try Interruption.check()
        }
      }
    }
  }
}
