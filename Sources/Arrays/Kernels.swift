/// The hot loops over elements. Everything here works on contiguous row-major storage whose
/// shapes have been checked before.
enum Kernels {
  /// A new array of `count` elements that `body` fills: what is large is counted before it is taken,
  /// here and nowhere else.
  ///
  /// - Throws: `noRoom`; what `body` throws, and what there is of the array is thrown away then.
  @inline(__always)
  static func filled<R: BitwiseCopyable>(
    _ count: Int, _ body: (UnsafeMutablePointer<R>) throws(ArrayError) -> Void
  ) throws(ArrayError) -> [R] {
    if count > MemoryAccount.smallCount {
      try MemoryAccount.reserve(count, of: MemoryLayout<R>.stride)
    }
    var fault: ArrayError?
    let result = [R](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard count > 0, let out = buffer.baseAddress else { return }
      do throws(ArrayError) {
        try body(out)
        initialized = count
      } catch {
        fault = error
      }
    }
    if let fault { throw fault }
    return result
  }

  /// What `element` says of each number of 0 ..< count.
  ///
  /// - Throws: `interrupted`, `noRoom`.
  @inline(__always)
  static func numbered<R: BitwiseCopyable>(
    _ count: Int, _ element: (Int) -> R
  ) throws(ArrayError) -> [R] {
    try filled(count) { out throws(ArrayError) in
      try Interruption.stretches(count) { range in
        for i in range { out[i] = element(i) }
      }
    }
  }

  /// The same value in each place.
  ///
  /// - Throws: `interrupted`, `noRoom`.
  static func repeating<R: BitwiseCopyable>(_ value: R, _ count: Int) throws(ArrayError) -> [R] {
    try filled(count) { out throws(ArrayError) in
      try Interruption.stretches(count) { range in
        (out + range.lowerBound).initialize(repeating: value, count: range.count)
      }
    }
  }

  /// Each element through a function.
  ///
  /// - Throws: `interrupted`, `noRoom`.
  @inline(__always)
  static func map<A, R: BitwiseCopyable>(_ a: [A], _ body: (A) -> R) throws(ArrayError) -> [R] {
    try filled(a.count) { out throws(ArrayError) in
      try a.read { source throws(ArrayError) in
        try Interruption.stretches(a.count) { range in
          var i = range.lowerBound
          while i < range.upperBound {
            out[i] = body(source[i])
            i += 1
          }
        }
      }
    }
  }

  /// Each element through a function, where nobody waits and there is room: of what is small.
  @inline(__always)
  static func converted<A, R: BitwiseCopyable>(_ a: [A], _ body: (A) -> R) -> [R] {
    let count = a.count
    return a.withUnsafeBufferPointer { source in
      [R](unsafeUninitializedCapacity: count) { buffer, initialized in
        if let out = buffer.baseAddress, let source = source.baseAddress {
          var i = 0
          while i < count {
            out[i] = body(source[i])
            i += 1
          }
        }
        initialized = count
      }
    }
  }

  /// Each pair of elements through a function, with broadcasting.
  ///
  /// - Throws: `interrupted`, `noRoom`.
  @inline(__always)
  static func map<A, B, R: BitwiseCopyable>(
    _ layout: BroadcastLayout, _ a: [A], _ b: [B], _ body: (A, B) -> R
  ) throws(ArrayError) -> [R] {
    try filled(layout.rows * layout.columns) { out throws(ArrayError) in
      try a.read { x throws(ArrayError) in
        try b.read { y throws(ArrayError) in
          try layout.stretches { row, range in
            let (x, y) = (x + row * layout.a.row, y + row * layout.b.row)
            let out = out + row * layout.columns
            var i = range.lowerBound
            let end = range.upperBound
            switch (layout.a.column, layout.b.column) {
            case (1, 1):
              while i < end {
                out[i] = body(x[i], y[i])
                i += 1
              }
            case (0, 1):
              let left = x[0]
              while i < end {
                out[i] = body(left, y[i])
                i += 1
              }
            case (1, 0):
              let right = y[0]
              while i < end {
                out[i] = body(x[i], right)
                i += 1
              }
            default:
              (out + i).initialize(repeating: body(x[0], y[0]), count: range.count)
            }
          }
        }
      }
    }
  }

  /// (rows, columns) as (columns, rows).
  ///
  /// - Throws: `interrupted`, `noRoom`.
  static func transpose<A: BitwiseCopyable>(
    _ a: [A], _ rows: Int, _ columns: Int
  ) throws(ArrayError) -> [A] {
    try filled(a.count) { out throws(ArrayError) in
      try a.read { source throws(ArrayError) in
        try Interruption.stretches(columns, of: max(Interruption.stretch / max(rows, 1), 1)) {
          turn(source, rows, columns, $0, out)
        }
      }
    }
  }

  /// The same where nobody waits and there is room.
  static func transposed<A: BitwiseCopyable>(_ a: [A], _ rows: Int, _ columns: Int) -> [A] {
    let count = a.count
    return a.withUnsafeBufferPointer { source in
      [A](unsafeUninitializedCapacity: count) { buffer, initialized in
        if let out = buffer.baseAddress, let source = source.baseAddress {
          turn(source, rows, columns, 0..<columns, out)
        }
        initialized = count
      }
    }
  }

  /// Some columns as rows; a few at a time, so that a row that is read is read but once.
  @inline(__always)
  private static func turn<A: BitwiseCopyable>(
    _ source: UnsafePointer<A>, _ rows: Int, _ columns: Int, _ range: Range<Int>,
    _ out: UnsafeMutablePointer<A>
  ) {
    var first = range.lowerBound
    while first < range.upperBound {
      let end = min(first + 8, range.upperBound)
      var row = 0
      while row < rows {
        var column = first
        while column < end {
          out[column * rows + row] = source[row * columns + column]
          column += 1
        }
        row += 1
      }
      first = end
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

  /// Walks the result in stretches, each part of a row.
  ///
  /// - Throws: `interrupted`.
  @inline(__always)
  func stretches(_ body: (_ row: Int, _ columns: Range<Int>) -> Void) throws(ArrayError) {
    try Interruption.stretches(rows, columns) { rows, columns in
      for row in rows { body(row, columns) }
    }
  }
}

extension Array {
  /// The elements for a kernel to read; of none there is nothing to do.
  @inline(__always)
  func read(
    _ body: (UnsafePointer<Element>) throws(ArrayError) -> Void
  ) throws(ArrayError) {
    var fault: ArrayError?
    withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      do throws(ArrayError) { try body(start) } catch { fault = error }
    }
    if let fault { throw fault }
  }
}
