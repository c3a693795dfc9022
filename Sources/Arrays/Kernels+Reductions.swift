/// Reductions of the lines of a matrix, each `length` contiguous elements.
extension Kernels {
  typealias Lines = (lines: Int, length: Int)

  @inline(__always)
  static func rows<A, R>(_ a: [A], _ size: Lines, _ body: (UnsafeBufferPointer<A>) -> R) -> [R] {
    a.withUnsafeBufferPointer { buffer in
      [R](unsafeUninitializedCapacity: size.lines) { out, initialized in
        var line = 0
        while line < size.lines {
          let start = line * size.length
          out.initializeElement(
            at: line,
            to: body(UnsafeBufferPointer(rebasing: buffer[start..<start + size.length])))
          line += 1
        }
        initialized = size.lines
      }
    }
  }

  static func rowVariances(_ a: [Double], _ size: Lines, _ degreesOfFreedom: Int) -> [Double] {
    let means = map(rowSums(a, size.lines, size.length)) { $0 / Double(size.length) }
    let count = a.count
    let squares = [Double](unsafeUninitializedCapacity: count) { out, initialized in
      var i = 0
      while i < count {
        let difference = a[i] - means[i / size.length]
        out[i] = difference * difference
        i += 1
      }
      initialized = count
    }
    let (difference, overflow) = size.length.subtractingReportingOverflow(degreesOfFreedom)
    let divisor = overflow ? 0 : Double(max(difference, 0))
    return map(rowSums(squares, size.lines, size.length)) { $0 / divisor }
  }

  static func rowProducts(_ a: [Double], _ size: Lines) -> [Double] {
    rows(a, size) { row in
      var product = 1.0
      var i = 0
      while i < row.count {
        product *= row[i]
        i += 1
      }
      return product
    }
  }

  /// Sums or products of integers, exact.
  static func integerTotals(
    _ reduction: Reduction, _ a: [Int], _ size: Lines
  ) throws(ArrayError) -> [Int] {
    var tooLarge = false
    let result = rows(a, size) { row in
      // A zero makes a product zero, however large it was on the way.
      if reduction == .prod && row.contains(0) { return 0 }
      var total = reduction == .sum ? 0 : 1
      var i = 0
      while i < row.count {
        let (next, overflow) =
          reduction == .sum
          ? total.addingReportingOverflow(row[i]) : total.multipliedReportingOverflow(by: row[i])
        if overflow { tooLarge = true }
        total = next
        i += 1
      }
      if total.magnitude > NDArray.largestInteger { tooLarge = true }
      return total
    }
    if tooLarge { throw .integerTooLarge(operation: reduction.rawValue) }
    return result
  }

  /// The place of the greatest or the smallest element of each line: the first of equals, the
  /// first NaN if there is one.
  static func extremes(_ a: [Double], _ size: Lines, greatest: Bool) -> [Int] {
    rows(a, size) { row in
      if row.isEmpty { return 0 }
      var place = 0
      var best = row[0]
      var i = 1
      while i < row.count && best == best {
        let value = row[i]
        if value != value || (greatest ? value > best : value < best) {
          best = value
          place = i
        }
        i += 1
      }
      return place
    }
  }
}
