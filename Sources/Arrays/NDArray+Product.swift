extension NDArray {
  /// The matrix product, Python's `@`: (m, k) with (k, n) gives (m, n), in O(m k n).
  ///
  /// A vector is a row on the left and a column on the right. Each element is a sum in the order
  /// of CKernels' sum_order.h; of integers it is exact, of booleans whether any pair is true.
  ///
  /// - Throws: `scalarInProduct`, `innerDimensionsDiffer`, `integerTooLarge`; `interrupted`, `noRoom`.
  public static func product(_ a: NDArray, _ b: NDArray) throws(ArrayError) -> NDArray {
    let shape = try Shape.product(a.shape, b.shape)
    let k = a.shape[a.rank - 1]
    let m = a.rank == 2 ? a.shape[0] : 1
    let n = b.rank == 2 ? b.shape[1] : 1
    switch max(a.dtype, b.dtype) {
    case .float64:
      return NDArray(
        unchecked: shape, .float64(try Kernels.product(a.asDoubles(), b.asDoubles(), m, k, n)))
    case .int64:
      guard let values = try Kernels.product(a.asIntegers(), b.asIntegers(), m, k, n) else {
        throw .integerTooLarge(operation: "matmul")
      }
      return NDArray(unchecked: shape, .int64(values))
    case .bool:
      // Sums of at most 2^27 ones are exact.
      let values = try Kernels.product(a.asIntegers(), b.asIntegers(), m, k, n) ?? []
      return NDArray(unchecked: shape, .bool(try Kernels.map(values) { $0 != 0 }))
    }
  }

  /// As `product`, but a scalar multiplies each element of the other.
  ///
  /// - Throws: `innerDimensionsDiffer`, `integerTooLarge`; with a scalar those of `apply`.
  public static func dot(_ a: NDArray, _ b: NDArray) throws(ArrayError) -> NDArray {
    if a.rank == 0 || b.rank == 0 { return try apply(.multiply, a, b) }
    return try product(a, b)
  }
}

extension Kernels {
  /// The rows of a product in parts that take some ten milliseconds; most products are one part.
  ///
  /// - Throws: `interrupted`.
  static func productStretches(
    _ m: Int, _ k: Int, _ n: Int, _ body: (Range<Int>) -> Void
  ) throws(ArrayError) {
    try Interruption.stretches(m, of: max((1 << 26) / max(k * n, 1), 16), body)
  }

  /// (m, k) @ (k, n) of integers; nil if a number passes 2^53.
  ///
  /// - Throws: `interrupted`.
  static func product(
    _ a: [Int], _ b: [Int], _ m: Int, _ k: Int, _ n: Int
  ) throws(ArrayError) -> [Int]? {
    var result = try repeating(0, m * n)
    var tooLarge = false
    try productStretches(m, k, n) { rows in
      result.withUnsafeMutableBufferPointer { out in
        var row = rows.lowerBound
        while row < rows.upperBound {
          var inner = 0
          while inner < k {
            let factor = a[row * k + inner]
            var j = 0
            while j < n {
              let (term, overflow) = factor.multipliedReportingOverflow(by: b[inner * n + j])
              let (sum, carry) = out[row * n + j].addingReportingOverflow(term)
              if overflow || carry { tooLarge = true }
              out[row * n + j] = sum
              j += 1
            }
            inner += 1
          }
          row += 1
        }
      }
    }
    if tooLarge || result.contains(where: { $0.magnitude > NDArray.largestInteger }) { return nil }
    return result
  }
}
