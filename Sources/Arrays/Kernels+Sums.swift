/// Sums and products of matrices, in the order that `SumOrder` fixes.
extension Kernels {
  /// The sum of all elements.
  static func sum(_ a: [Double]) -> Double {
    a.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      return sum(base, buffer.count)
    }
  }

  /// The sum of `count` contiguous elements.
  static func sum(_ base: UnsafePointer<Double>, _ count: Int) -> Double {
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: SumOrder.lanes) { buffer in
      guard let lanes = buffer.baseAddress else { return 0 }
      var total = 0.0
      var start = 0
      while start < count {
        let end = min(start + SumOrder.chunk, count)
        lanes.initialize(repeating: 0, count: SumOrder.lanes)
        let x = base + start
        let length = end - start
        var i = 0
        while i < length {
          lanes[i & 7] += x[i]
          i += 1
        }
        total +=
          ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6]))
          + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]))
        start = end
      }
      return total
    }
  }

  /// The sums of the rows of a (rows, columns) matrix.
  static func rowSums(_ a: [Double], _ rows: Int, _ columns: Int) -> [Double] {
    a.withUnsafeBufferPointer { buffer in
      [Double](unsafeUninitializedCapacity: rows) { out, initialized in
        initialized = rows
        guard rows > 0, let out = out.baseAddress else { return }
        out.initialize(repeating: 0, count: rows)
        guard columns > 0, let base = buffer.baseAddress else { return }
        var row = 0
        while row < rows {
          out[row] = sum(base + row * columns, columns)
          row += 1
        }
      }
    }
  }

  /// The sums of the columns of a (rows, columns) matrix.
  static func columnSums(_ a: [Double], _ rows: Int, _ columns: Int) -> [Double] {
    rowSums(transpose(a, rows, columns), columns, rows)
  }

  /// (m, k) @ (k, n): each element a sum over the inner index of products, fused in its lane.
  static func product(
    _ a: [Double], _ b: [Double], _ m: Int, _ k: Int, _ n: Int
  ) -> [Double] {
    [Double](unsafeUninitializedCapacity: m * n) { out, initialized in
      initialized = m * n
      guard m * n > 0, let out = out.baseAddress else { return }
      out.initialize(repeating: 0, count: m * n)
      a.withUnsafeBufferPointer { aBuffer in
        b.withUnsafeBufferPointer { bBuffer in
          guard let a = aBuffer.baseAddress, let b = bBuffer.baseAddress else { return }
          // A piece of one row of the result at a time: its lanes side by side, each as wide.
          let width = min(n, 256)
          withUnsafeTemporaryAllocation(of: Double.self, capacity: SumOrder.lanes * width) {
            guard let lanes = $0.baseAddress else { return }
            var row = 0
            while row < m {
              var column = 0
              while column < n {
                let piece = (width: min(width, n - column), stride: n)
                var start = 0
                while start < k {
                  let length = min(SumOrder.chunk, k - start)
                  let (x, y) = (a + row * k + start, b + start * n + column)
                  accumulate(lanes, x, y, length, piece)
                  join(lanes, min(length, SumOrder.lanes), piece.width, out + row * n + column)
                  start += length
                }
                column += piece.width
              }
              row += 1
            }
          }
        }
      }
    }
  }

  /// Some columns of a matrix: how many, and how far apart its rows are.
  private typealias Piece = (width: Int, stride: Int)

  /// Deals `length` terms of each of the piece's sums to the lanes.
  @inline(__always)
  private static func accumulate(
    _ partial: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>,
    _ b: UnsafePointer<Double>, _ length: Int, _ piece: Piece
  ) {
    let n = piece.width
    var inner = 0
    while inner < length {
      let lane = partial + (inner & 7) * n
      let factor = a[inner]
      let row = b + inner * piece.stride
      var j = 0
      if inner < 8 {
        while j < n {
          lane[j] = factor * row[j]
          j += 1
        }
      } else {
        while j < n {
          lane[j] = lane[j].addingProduct(factor, row[j])
          j += 1
        }
      }
      inner += 1
    }
  }

  /// Joins the lanes of n sums, and adds the results to `out`, which starts at 0.0: that stands
  /// for the 0.0 that the lanes would have started at.
  @inline(__always)
  private static func join(
    _ partial: UnsafeMutablePointer<Double>, _ count: Int, _ n: Int,
    _ out: UnsafeMutablePointer<Double>
  ) {
    addLane(partial, 0, 4, count, n)
    addLane(partial, 2, 6, count, n)
    addLane(partial, 1, 5, count, n)
    addLane(partial, 3, 7, count, n)
    addLane(partial, 0, 2, count, n)
    addLane(partial, 1, 3, count, n)
    addLane(partial, 0, 1, count, n)
    var j = 0
    while j < n {
      out[j] += partial[j]
      j += 1
    }
  }

  @inline(__always)
  private static func addLane(
    _ partial: UnsafeMutablePointer<Double>, _ to: Int, _ from: Int, _ count: Int, _ n: Int
  ) {
    guard from < count else { return }
    let target = partial + to * n
    let source = partial + from * n
    var j = 0
    while j < n {
      target[j] += source[j]
      j += 1
    }
  }
}
