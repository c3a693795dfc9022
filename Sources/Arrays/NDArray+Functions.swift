extension NDArray {
  /// Whether the shapes are equal and all elements too; NaN equals nothing.
  ///
  /// - Throws: `interrupted`, `noRoom`.
  public static func arrayEqual(_ a: NDArray, _ b: NDArray) throws(ArrayError) -> Bool {
    guard a.shape == b.shape else { return false }
    return !(try apply(.equal, a, b)).truths.contains(false)
  }

  /// Whether everywhere |a - b| <= atol + rtol * |b|, with broadcasting; infinities are close to
  /// themselves and NaN to nothing.
  ///
  /// - Throws: `shapesDoNotBroadcast`.
  public static func allClose(
    _ a: NDArray, _ b: NDArray, rtol: Double = 1e-5, atol: Double = 1e-8
  ) throws(ArrayError) -> Bool {
    let layout = try BroadcastLayout(a.shape, b.shape)
    let close = try Kernels.map(layout, try a.asDoubles(), try b.asDoubles()) { x, y in
      x == y || (y.isFinite && (x - y).magnitude <= atol + rtol * y.magnitude)
    }
    return !close.contains(false)
  }

  /// Rounded to a number of decimals, halves to the even one, as NumPy does it: multiplied by a
  /// power of ten, rounded, divided again. Negative decimals round to tens, hundreds and so on.
  ///
  /// - Throws: `unsupportedType` of booleans; `integerTooLarge`.
  public func round(decimals: Int = 0) throws(ArrayError) -> NDArray {
    switch storage {
    case .bool: throw .unsupportedType(operation: "round", .bool, nil)
    case .int64(let values):
      if decimals >= 0 { return self }
      if decimals < -16 {
        return NDArray(unchecked: shape, .int64(try Kernels.repeating(0, values.count)))
      }
      let power = NDArray.powerOfTen(-decimals)
      let rounded = try Kernels.map(values) {
        (Double($0) / power).rounded(.toNearestOrEven) * power
      }
      if rounded.contains(where: { $0.magnitude > Double(NDArray.largestInteger) }) {
        throw .integerTooLarge(operation: "round")
      }
      return NDArray(unchecked: shape, .int64(try Kernels.map(rounded) { Int(saturating: $0) }))
    case .float64(let values):
      if decimals == 0 { return try NDArray.apply(.rint, self) }
      let power = NDArray.powerOfTen(Int(clamping: decimals.magnitude))
      let rounded = try Kernels.map(values) { x in
        decimals > 0
          ? (x * power).rounded(.toNearestOrEven) / power
          : (x / power).rounded(.toNearestOrEven) * power
      }
      return NDArray(unchecked: shape, .float64(rounded))
    }
  }

  /// 10 to a power that is not negative: exact up to 22.
  package static func powerOfTen(_ exponent: Int) -> Double {
    Double("1e\(exponent)") ?? .infinity
  }

  /// Each element brought between two bounds, either of which may be left out; NaN stays.
  ///
  /// - Throws: `shapesDoNotBroadcast`, `integerTooLarge`.
  public func clip(_ low: NDArray?, _ high: NDArray?) throws(ArrayError) -> NDArray {
    var result = self
    if let low { result = try NDArray.apply(.maximum, result, low) }
    if let high { result = try NDArray.apply(.minimum, result, high) }
    return result
  }

  /// Running sums along an axis, (m, n) as (m, n), or without one of all elements in row-major
  /// order, as (m n,). These are
  /// added one after the other, not in the order of sum_order.h: each is a sum of its own.
  ///
  /// - Throws: `axisOutOfRange`, `integerTooLarge`.
  public func cumsum(axis: Int? = nil) throws(ArrayError) -> NDArray {
    guard let axis, !(rank == 0 && (axis == 0 || axis == -1)) else {
      return try flattened.cumsum(axis: 0)
    }
    if try shape.axis(axis) == 0 && rank == 2 { return try turned().cumsum(axis: 1).turned() }
    let length = shape[rank - 1]
    if case .float64(let values) = storage {
      let sums = try Kernels.running(values, length) { $0 + $1 }
      return NDArray(unchecked: shape, .float64(sums))
    }
    var tooLarge = false
    let sums = try Kernels.running(try asIntegers(), length) { total, value in
      let (sum, overflow) = total.addingReportingOverflow(value)
      if overflow || sum.magnitude > NDArray.largestInteger { tooLarge = true }
      return sum
    }
    if tooLarge { throw .integerTooLarge(operation: "cumsum") }
    return NDArray(unchecked: shape, .int64(sums))
  }
}

extension Kernels {
  /// Along each line what has been put together so far.
  ///
  /// - Throws: `interrupted`, `noRoom`.
  @inline(__always)
  fileprivate static func running<A: BitwiseCopyable>(
    _ a: [A], _ length: Int, _ body: (A, A) -> A
  ) throws(ArrayError) -> [A] {
    try filled(a.count) { out throws(ArrayError) in
      var left = 0
      try Interruption.stretches(a.count) { range in
        for i in range {
          if left == 0 {
            out[i] = a[i]
            left = length
          } else {
            out[i] = body(out[i - 1], a[i])
          }
          left -= 1
        }
      }
    }
  }
}
