import CKernels

/// What the C library of kernels does for arrays of floats.
extension Kernels {
  /// A new array of `count` elements that a kernel fills.
  @inline(__always)
  static func filled(_ count: Int, _ body: (UnsafeMutablePointer<Double>) -> Void) -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      if count > 0, let out = buffer.baseAddress { body(out) }
      initialized = count
    }
  }

  static func apply(_ function: uh_unary, _ a: [Double]) -> [Double] {
    a.withUnsafeBufferPointer { a in
      filled(a.count) { out in
        guard a.count >= Interruption.stretch, let x = a.baseAddress else {
          return uh_apply_unary(function, a.baseAddress, out, a.count)
        }
        // Its caller finds that it was interrupted, and throws away what there is.
        try? Interruption.stretches(a.count) {
          uh_apply_unary(function, x + $0.lowerBound, out + $0.lowerBound, $0.count)
        }
      }
    }
  }

  static func apply(
    _ function: uh_binary, _ layout: BroadcastLayout, _ a: [Double], _ b: [Double]
  ) -> [Double] {
    let (rows, columns) = (layout.rows, layout.columns)
    return a.withUnsafeBufferPointer { aBuffer in
      b.withUnsafeBufferPointer { bBuffer in
        filled(rows * columns) { out in
          guard let x = aBuffer.baseAddress, let y = bBuffer.baseAddress else { return }
          switch (layout.a, layout.b) {
          case ((columns, 1), (1, 0)):
            uh_apply_matrix_column(function, x, y, out, rows, columns)
          case ((1, 0), (columns, 1)):
            uh_apply_column_matrix(function, x, y, out, rows, columns)
          case ((columns, 1), (0, 1)):
            uh_apply_matrix_row(function, x, y, out, rows, columns)
          case ((0, 1), (columns, 1)):
            uh_apply_row_matrix(function, x, y, out, rows, columns)
          default: applyRows(function, layout, x, y, out)
          }
        }
      }
    }
  }

  /// One row after the other: single rows and numbers, and a column with a row.
  private static func applyRows(
    _ function: uh_binary, _ layout: BroadcastLayout, _ a: UnsafePointer<Double>,
    _ b: UnsafePointer<Double>, _ out: UnsafeMutablePointer<Double>
  ) {
    let columns = layout.columns
    var row = 0
    while row < layout.rows {
      let (x, y, target) = (a + row * layout.a.row, b + row * layout.b.row, out + row * columns)
      switch (layout.a.column, layout.b.column) {
      case (0, 1): uh_apply_scalar_first(function, x[0], y, target, columns)
      case (1, 0): uh_apply_scalar_second(function, x, y[0], target, columns)
      default: uh_apply(function, x, y, target, columns)
      }
      row += 1
    }
  }

  /// The sum of all elements.
  static func sum(_ a: [Double]) -> Double {
    a.withUnsafeBufferPointer { uh_sum($0.baseAddress, $0.count, 1) }
  }

  /// The sums of the rows of a (rows, columns) matrix.
  static func rowSums(_ a: [Double], _ rows: Int, _ columns: Int) -> [Double] {
    a.withUnsafeBufferPointer { a in
      filled(rows) { uh_sum_rows(a.baseAddress, $0, rows, columns) }
    }
  }

  /// The sums of the columns of a (rows, columns) matrix.
  static func columnSums(_ a: [Double], _ rows: Int, _ columns: Int) -> [Double] {
    a.withUnsafeBufferPointer { a in
      filled(columns) { uh_sum_columns(a.baseAddress, $0, rows, columns) }
    }
  }

  /// (m, k) @ (k, n): each element a sum over the inner index of products, fused in its lane.
  ///
  /// - Throws: `interrupted`.
  static func product(
    _ a: [Double], _ b: [Double], _ m: Int, _ k: Int, _ n: Int
  ) throws(ArrayError) -> [Double] {
    var interruption: ArrayError?
    let result = a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        filled(m * n) { out in
          guard let x = a.baseAddress, let y = b.baseAddress else {
            // Sums of no terms.
            return uh_product(a.baseAddress, b.baseAddress, out, m, k, n, k, n, false, false)
          }
          do throws(ArrayError) {
            try productStretches(m, k, n) { rows in
              uh_product(
                x + rows.lowerBound * k, y, out + rows.lowerBound * n, rows.count, k, n, k, n,
                false, false)
            }
          } catch {
            interruption = error
          }
        }
      }
    }
    if let interruption { throw interruption }
    return result
  }
}
