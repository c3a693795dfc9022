/// Reductions of the lines of a matrix, each `length` contiguous elements.
extension Kernels {
  typealias Lines = (lines: Int, length: Int)

  /// What `body` makes of each line. It asks, where a line is long.
  ///
  /// - Throws: `interrupted`, `noRoom`.
  @inline(__always)
  static func rows<A, R: BitwiseCopyable>(
    _ a: [A], _ size: Lines, _ body: (UnsafeBufferPointer<A>) throws(ArrayError) -> R
  ) throws(ArrayError) -> [R] {
    try filled(size.lines) { out throws(ArrayError) in
      var fault: ArrayError?
      a.withUnsafeBufferPointer { buffer in
        do throws(ArrayError) {
          var asked = 0
          for line in 0..<size.lines {
            let start = line * size.length
            out[line] = try body(UnsafeBufferPointer(rebasing: buffer[start..<start + size.length]))
            asked += size.length
            if asked >= Interruption.stretch {
              asked = 0
              try Interruption.check()
            }
          }
        } catch {
          fault = error
        }
      }
      if let fault { throw fault }
    }
  }

  /// - Throws: `interrupted`, `noRoom`.
  static func rowVariances(
    _ a: [Double], _ size: Lines, _ degreesOfFreedom: Int
  ) throws(ArrayError) -> [Double] {
    let means = try map(rowSums(a, size.lines, size.length)) { $0 / Double(size.length) }
    let squares: [Double] = try filled(a.count) { out throws(ArrayError) in
      var (line, left) = (0, size.length)
      try Interruption.stretches(a.count) { range in
        for i in range {
          if left == 0 { (line, left) = (line + 1, size.length) }
          left -= 1
          let difference = a[i] - means[line]
          out[i] = difference * difference
        }
      }
    }
    let (difference, overflow) = size.length.subtractingReportingOverflow(degreesOfFreedom)
    let divisor = overflow ? 0 : Double(max(difference, 0))
    return try map(rowSums(squares, size.lines, size.length)) { $0 / divisor }
  }

  /// - Throws: `interrupted`, `noRoom`.
  static func rowProducts(_ a: [Double], _ size: Lines) throws(ArrayError) -> [Double] {
    try rows(a, size) { row throws(ArrayError) in
      var product = 1.0
      try Interruption.stretches(row.count) { for i in $0 { product *= row[i] } }
      return product
    }
  }

  /// Sums or products of integers, exact.
  static func integerTotals(
    _ reduction: Reduction, _ a: [Int], _ size: Lines
  ) throws(ArrayError) -> [Int] {
    var tooLarge = false
    let result = try rows(a, size) { row throws(ArrayError) in
      // A zero makes a product zero, however large it was on the way.
      if reduction == .prod && row.contains(0) { return 0 }
      var total = reduction == .sum ? 0 : 1
      try Interruption.stretches(row.count) {
        for i in $0 {
          let (next, overflow) =
            reduction == .sum
            ? total.addingReportingOverflow(row[i]) : total.multipliedReportingOverflow(by: row[i])
          if overflow { tooLarge = true }
          total = next
        }
      }
      if total.magnitude > NDArray.largestInteger { tooLarge = true }
      return total
    }
    if tooLarge { throw .integerTooLarge(operation: reduction.rawValue) }
    return result
  }

  /// The place of the greatest or the smallest element of each line: the first of equals, the
  /// first NaN if there is one.
  ///
  /// - Throws: `interrupted`, `noRoom`.
  static func extremes(
    _ a: [Double], _ size: Lines, greatest: Bool
  ) throws(ArrayError) -> [Int] {
    try rows(a, size) { row throws(ArrayError) in
      if row.isEmpty { return 0 }
      var place = 0
      var best = row[0]
      try Interruption.stretches(row.count) { range in
        var i = range.lowerBound
        while i < range.upperBound && best == best {
          let value = row[i]
          if value != value || (greatest ? value > best : value < best) {
            best = value
            place = i
          }
          i += 1
        }
      }
      return place
    }
  }
}
