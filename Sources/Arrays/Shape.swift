/// The dimensions of an array: none for a scalar, one for a vector, two for a matrix.
///
///     let shape: Shape = [2, 1000]
///     print(shape)  // (2, 1000)
public struct Shape: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
  public var dimensions: [Int]

  public init(_ dimensions: [Int]) { self.dimensions = dimensions }

  public init(arrayLiteral elements: Int...) { dimensions = elements }

  /// The shape of a single number, `()`.
  public static let scalar = Shape([])

  /// The most elements that one array may have: 1 GiB of float64.
  public static let largestCount = 1 << 27

  public var rank: Int { dimensions.count }

  /// The number of elements, the product of the dimensions; `Int.max` where that overflows.
  public var count: Int {
    var result = 1
    for dimension in dimensions {
      // A zero anywhere makes the count zero, whatever overflowed before it.
      if dimension == 0 { return 0 }
      let (product, overflow) = result.multipliedReportingOverflow(by: dimension)
      result = overflow ? Int.max : product
    }
    return result
  }

  public subscript(i: Int) -> Int { dimensions[i] }

  /// As Python writes a tuple: `()`, `(3,)`, `(2, 1000)`.
  public var description: String {
    if dimensions.count == 1 { return "(\(dimensions[0]),)" }
    return "(" + dimensions.map(String.init).joined(separator: ", ") + ")"
  }

  /// Checks that an array of this shape may exist: rank at most 2, no negative dimension, not
  /// more than `largestCount` elements, nor a dimension of more where another is 0.
  ///
  /// - Throws: `rankTooHigh`, `negativeDimension`, `tooManyElements`.
  public func validated() throws(ArrayError) -> Shape {
    if rank > 2 { throw .rankTooHigh(rank) }
    for dimension in dimensions where dimension < 0 { throw .negativeDimension(dimension) }
    if count > Shape.largestCount || dimensions.contains(where: { $0 > Shape.largestCount }) {
      throw .tooManyElements(self)
    }
    return self
  }

  /// The shape that two arrays of these shapes meet at, dimensions aligned at the last.
  ///
  /// - Throws: `shapesDoNotBroadcast`, and `tooManyElements` for a result too large to hold.
  public static func broadcast(_ a: Shape, _ b: Shape) throws(ArrayError) -> Shape {
    if a == b { return a }
    let rank = max(a.rank, b.rank)
    var result = [Int](repeating: 1, count: rank)
    for axis in 0..<rank {
      let x = axis < rank - a.rank ? 1 : a[axis - (rank - a.rank)]
      let y = axis < rank - b.rank ? 1 : b[axis - (rank - b.rank)]
      if x != y && x != 1 && y != 1 { throw .shapesDoNotBroadcast(a, b) }
      result[axis] = x == 1 ? y : x
    }
    return try Shape(result).validated()
  }

  /// The shape that `reshape` gives; one dimension may be -1, to be found from the others.
  ///
  /// - Throws: `rankTooHigh`, `cannotReshape`, `tooManyElements`.
  public func reshaped(to dimensions: [Int]) throws(ArrayError) -> Shape {
    if dimensions.count > 2 { throw .rankTooHigh(dimensions.count) }
    var known = 1
    var unknown: Int?
    for (axis, dimension) in dimensions.enumerated() {
      if dimension < 0 {
        if dimension != -1 || unknown != nil { throw .cannotReshape(from: self, to: dimensions) }
        unknown = axis
      } else {
        let (product, overflow) = known.multipliedReportingOverflow(by: dimension)
        if overflow { throw .cannotReshape(from: self, to: dimensions) }
        known = product
      }
    }
    var result = dimensions
    if let unknown {
      if known == 0 || count % known != 0 { throw .cannotReshape(from: self, to: dimensions) }
      result[unknown] = count / known
    } else if known != count {
      throw .cannotReshape(from: self, to: dimensions)
    }
    return try Shape(result).validated()
  }

  /// The shape of `a @ b`.
  ///
  /// (m, k) with (k, n) gives (m, n). A vector on the left is a row, on the right a column, and
  /// its dimension of 1 is dropped from the result. Scalars are refused, as NumPy does.
  ///
  /// - Throws: `scalarInProduct`, `innerDimensionsDiffer`, `tooManyElements`.
  public static func product(_ a: Shape, _ b: Shape) throws(ArrayError) -> Shape {
    if a.rank == 0 || b.rank == 0 { throw .scalarInProduct(a, b) }
    let inner = a[a.rank - 1]
    let other = b.rank == 2 ? b[0] : b[b.rank - 1]
    if inner != other { throw .innerDimensionsDiffer(a, b) }
    return try Shape(a.dimensions.dropLast() + b.dimensions.dropFirst(b.rank == 2 ? 1 : b.rank))
      .validated()
  }

  /// The shape of `dot(a, b)`: as `product`, but a scalar multiplies each element.
  ///
  /// - Throws: `innerDimensionsDiffer`, `tooManyElements`.
  public static func dot(_ a: Shape, _ b: Shape) throws(ArrayError) -> Shape {
    if a.rank == 0 { return b }
    if b.rank == 0 { return a }
    return try product(a, b)
  }

  /// The shape with its dimensions in the opposite order.
  public var transposed: Shape { Shape(dimensions.reversed()) }

  /// An axis counted from the front, of one that may be negative and then counts from the end.
  ///
  /// - Throws: `axisOutOfRange`.
  public func axis(_ axis: Int) throws(ArrayError) -> Int {
    let result = axis < 0 ? axis + rank : axis
    if result < 0 || result >= rank { throw .axisOutOfRange(axis: axis, rank: rank) }
    return result
  }
}
