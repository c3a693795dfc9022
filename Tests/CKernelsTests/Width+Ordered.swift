import CKernels
import Testing

extension Width {
  func sum(_ values: [Double]) -> Double {
    kernels.sum(values, values.count, 1)
  }

  func sumRows(_ matrix: [Double], rows: Int, columns: Int) -> [Double] {
    var out = [Double](repeating: .nan, count: rows)
    kernels.sum_rows(matrix, &out, rows, columns)
    return out
  }

  func sumColumns(
    _ matrix: [Double], rows: Int, columns: Int, stride: Int? = nil
  ) -> [Double] {
    var out = [Double](repeating: .nan, count: columns)
    kernels.sum_columns(matrix, &out, rows, columns, stride ?? columns)
    return out
  }

  /// a (rows × inner) times b (inner × columns), plus a column if any, joined with an epilogue if
  /// any, or at least 0; a transposed factor lies as inner × rows, or columns × inner.
  func product(
    _ a: [Double], _ b: [Double], rows: Int, inner: Int, columns: Int,
    aTransposed: Bool = false, bTransposed: Bool = false, column: [Double]? = nil,
    epilogue: (values: [Double], function: uh_binary)? = nil, rectifies: Bool = false
  ) -> [Double] {
    var out = [Double](repeating: .nan, count: rows * columns)
    // Its memory goes on for a vector.
    let epilogueValues = (epilogue?.values ?? []) + [Double](repeating: .nan, count: 8)
    func run(_ column: UnsafePointer<Double>?, _ epilogueStart: UnsafePointer<Double>?) {
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          out.withUnsafeMutableBufferPointer { out in
            var shape = uh_product_shape(
              a: a.baseAddress, b: b.baseAddress, column: column, out: out.baseAddress,
              rows: rows, inner: inner, columns: columns,
              a_row: aTransposed ? 1 : inner, a_inner: aTransposed ? rows : 1,
              b_inner: bTransposed ? 1 : columns, b_column: bTransposed ? inner : 1,
              out_row: columns, adds: false,
              packed: nil, epilogue: epilogue == nil ? nil : epilogueStart, epilogue_row: columns,
              epilogue_function: epilogue?.function ?? UH_ADD, rectifies: rectifies)
            // What lies behind the workspace stays as it was.
            let needed = kernels.product_workspace(&shape)
            var space = [Double](repeating: .nan, count: needed + 1)
            space[needed] = 7
            kernels.product(&shape, &space)
            #expect(space[needed] == 7)
            // The same from panels that are kept.
            let count = kernels.packed_count(&shape)
            if count > 0 {
              var panels = [Double](repeating: .nan, count: count + 1)
              panels[count] = 7
              kernels.pack(&shape, &panels)
              #expect(panels[count] == 7)
              let first = Array(out)
              panels.withUnsafeBufferPointer {
                shape.packed = $0.baseAddress
                kernels.product(&shape, &space)
              }
              #expect(alike(Array(out), first), "\(name): \(rows)x\(inner)x\(columns) packed")
            }
          }
        }
      }
    }
    epilogueValues.withUnsafeBufferPointer { epilogue in
      if let column {
        column.withUnsafeBufferPointer { run($0.baseAddress, epilogue.baseAddress) }
      } else {
        run(nil, epilogue.baseAddress)
      }
    }
    return out
  }
}

/// Whether two arrays have the same bits (a NaN equals any NaN).
func alike(_ a: [Double], _ b: [Double]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { sameBits($0, $1) }
}
