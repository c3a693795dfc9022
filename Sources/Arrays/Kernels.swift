/// The hot loops over elements. Everything here works on contiguous row-major storage whose
/// shapes have been checked before.
enum Kernels {
  /// Each element through a function.
  @inline(__always)
  static func map<A, R>(_ a: [A], _ body: (A) -> R) -> [R] {
    let count = a.count
    return a.withUnsafeBufferPointer { source in
      [R](unsafeUninitializedCapacity: count) { buffer, initialized in
        if let out = buffer.baseAddress, let source = source.baseAddress {
          var i = 0
          while i < count {
            (out + i).initialize(to: body(source[i]))
            i += 1
          }
        }
        initialized = count
      }
    }
  }

  /// Each pair of elements through a function, with broadcasting.
  @inline(__always)
  static func map<A, B, R>(
    _ layout: BroadcastLayout, _ a: [A], _ b: [B], _ body: (A, B) -> R
  ) -> [R] {
    let count = layout.rows * layout.columns
    return a.withUnsafeBufferPointer { aBuffer in
      b.withUnsafeBufferPointer { bBuffer in
        [R](unsafeUninitializedCapacity: count) { buffer, initialized in
          initialized = count
          guard count > 0, var out = buffer.baseAddress, var x = aBuffer.baseAddress,
            var y = bBuffer.baseAddress
          else { return }
          let columns = layout.columns
          var row = 0
          while row < layout.rows {
            var i = 0
            switch (layout.a.column, layout.b.column) {
            case (1, 1):
              while i < columns {
                (out + i).initialize(to: body(x[i], y[i]))
                i += 1
              }
            case (0, 1):
              let left = x[0]
              while i < columns {
                (out + i).initialize(to: body(left, y[i]))
                i += 1
              }
            case (1, 0):
              let right = y[0]
              while i < columns {
                (out + i).initialize(to: body(x[i], right))
                i += 1
              }
            default:
              out.initialize(repeating: body(x[0], y[0]), count: columns)
            }
            out += columns
            x += layout.a.row
            y += layout.b.row
            row += 1
          }
        }
      }
    }
  }

  static func transpose<A>(_ a: [A], _ rows: Int, _ columns: Int) -> [A] {
    let count = a.count
    return a.withUnsafeBufferPointer { source in
      [A](unsafeUninitializedCapacity: count) { buffer, initialized in
        if let out = buffer.baseAddress, let source = source.baseAddress {
          var column = 0
          var target = 0
          while column < columns {
            var from = column
            var row = 0
            while row < rows {
              (out + target).initialize(to: source[from])
              target += 1
              from += columns
              row += 1
            }
            column += 1
          }
        }
        initialized = count
      }
    }
  }
}

/// How two operands are walked to fill a result of `rows` by `columns`: what to add to the
/// operand's position for the next row and the next column.
struct BroadcastLayout {
  typealias Steps = (row: Int, column: Int)

  let shape: Shape
  let rows: Int
  let columns: Int
  let a: Steps
  let b: Steps

  init(_ first: Shape, _ second: Shape) throws(ArrayError) {
    shape = try Shape.broadcast(first, second)
    let count = shape.count
    let (aCount, bCount) = (first.count, second.count)
    // Full operands and single numbers need no rows: the result is one long row.
    if (aCount == count || aCount == 1) && (bCount == count || bCount == 1) {
      rows = 1
      columns = count
      a = (0, aCount == 1 ? 0 : 1)
      b = (0, bCount == 1 ? 0 : 1)
    } else {
      rows = shape[0]
      columns = shape[1]
      a = BroadcastLayout.steps(first)
      b = BroadcastLayout.steps(second)
    }
  }

  private static func steps(_ shape: Shape) -> Steps {
    let columns = shape.rank == 0 ? 1 : shape[shape.rank - 1]
    let rows = shape.rank == 2 ? shape[0] : 1
    return (row: rows == 1 ? 0 : columns, column: columns == 1 ? 0 : 1)
  }
}
