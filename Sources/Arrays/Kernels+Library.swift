import CKernels

/// What the C library of kernels does for arrays of floats.
extension Kernels {
  /// - Throws: `interrupted`, `noRoom`.
  static func apply(_ function: uh_unary, _ a: [Double]) throws(ArrayError) -> [Double] {
    try filled(a.count) { out throws(ArrayError) in
      try a.read { x throws(ArrayError) in
        try Interruption.stretches(a.count) {
          uh_apply_unary(function, x + $0.lowerBound, out + $0.lowerBound, $0.count)
        }
      }
    }
  }

  /// - Throws: `interrupted`, `noRoom`.
  static func apply(
    _ function: uh_binary, _ layout: BroadcastLayout, _ a: [Double], _ b: [Double]
  ) throws(ArrayError) -> [Double] {
    let (rows, columns) = (layout.rows, layout.columns)
    return try filled(rows * columns) { out throws(ArrayError) in
      try a.read { x throws(ArrayError) in
        try b.read { y throws(ArrayError) in
          try Interruption.stretches(rows, columns) { rowRange, range in
            let (row, start) = (rowRange.lowerBound, range.lowerBound)
            let x = x + row * layout.a.row + start * layout.a.column
            let y = y + row * layout.b.row + start * layout.b.column
            let (out, rows) = (out + row * columns + start, rowRange.count)
            if rows == 1 { return applyRow(function, layout, x, y, out, range.count) }
            switch (layout.a, layout.b) {
            case ((columns, 1), (1, 0)):
              uh_apply_matrix_column(function, x, y, out, rows, columns)
            case ((1, 0), (columns, 1)):
              uh_apply_column_matrix(function, x, y, out, rows, columns)
            case ((columns, 1), (0, 1)):
              uh_apply_matrix_row(function, x, y, out, rows, columns)
            case ((0, 1), (columns, 1)):
              uh_apply_row_matrix(function, x, y, out, rows, columns)
            default:
              for row in 0..<rows {
                applyRow(
                  function, layout, x + row * layout.a.row, y + row * layout.b.row,
                  out + row * columns, columns)
              }
            }
          }
        }
      }
    }
  }

  /// One row: single rows and numbers, and a column with a row.
  @inline(__always)
  private static func applyRow(
    _ function: uh_binary, _ layout: BroadcastLayout, _ x: UnsafePointer<Double>,
    _ y: UnsafePointer<Double>, _ out: UnsafeMutablePointer<Double>, _ columns: Int
  ) {
    switch (layout.a.column, layout.b.column) {
    case (0, 1): uh_apply_scalar_first(function, x[0], y, out, columns)
    case (1, 0): uh_apply_scalar_second(function, x, y[0], out, columns)
    default: uh_apply(function, x, y, out, columns)
    }
  }

  /// The sums of the rows of a (rows, columns) matrix.
  ///
  /// - Throws: `interrupted`, `noRoom`.
  static func rowSums(
    _ a: [Double], _ rows: Int, _ columns: Int
  ) throws(ArrayError) -> [Double] {
    try filled(rows) { out throws(ArrayError) in
      var fault: ArrayError?
      a.withUnsafeBufferPointer { a in
        guard let start = a.baseAddress, columns > 0 else {
          return out.initialize(repeating: 0, count: rows)
        }
        do throws(ArrayError) {
          try Interruption.stretches(rows, of: max(4 * Interruption.stretch / columns, 1)) {
            uh_sum_rows(
              start + $0.lowerBound * columns, out + $0.lowerBound, $0.count, columns)
          }
        } catch {
          fault = error
        }
      }
      if let fault { throw fault }
    }
  }

  /// The sums of the columns of a (rows, columns) matrix.
  ///
  /// - Throws: `interrupted`, `noRoom`.
  static func columnSums(
    _ a: [Double], _ rows: Int, _ columns: Int
  ) throws(ArrayError) -> [Double] {
    try filled(columns) { out throws(ArrayError) in
      // Sums of no terms: there is no address that columns could be told apart by.
      guard rows > 0 else { return out.initialize(repeating: 0, count: columns) }
      try a.read { a throws(ArrayError) in
        try Interruption.stretches(columns, of: max(4 * Interruption.stretch / rows, 64)) {
          uh_sum_columns(a + $0.lowerBound, out + $0.lowerBound, rows, $0.count, columns)
        }
      }
    }
  }

  /// (m, k) @ (k, n): each element a sum over the inner index of products, fused in its lane.
  ///
  /// - Throws: `interrupted`.
  static func product(
    _ a: [Double], _ b: [Double], _ m: Int, _ k: Int, _ n: Int
  ) throws(ArrayError) -> [Double] {
    try filled(m * n) { out throws(ArrayError) in
      guard !a.isEmpty, !b.isEmpty else {
        return out.initialize(repeating: 0, count: m * n)
      }
      try a.read { x throws(ArrayError) in
        try b.read { y throws(ArrayError) in
          try productStretches(m, k, n) { rows in
            uh_product(
              x + rows.lowerBound * k, y, out + rows.lowerBound * n, rows.count, k, n, k, n,
              false, false)
          }
        }
      }
    }
  }
}
