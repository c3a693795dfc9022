/// An operation that makes one number of many, over a whole array or along one axis.
public enum Reduction: String, Sendable, CaseIterable {
  case sum, mean, prod, max, min, argmax, argmin, any, all, variance, standardDeviation

  /// The type of the result for an array of this type.
  ///
  /// - Throws: nothing: every reduction takes every type.
  public func resultType(_ a: DType) throws(ArrayError) -> DType {
    switch self {
    case .sum, .prod: Swift.max(a, .int64)
    case .mean, .variance, .standardDeviation: .float64
    case .max, .min: a
    case .argmax, .argmin: .int64
    case .any, .all: .bool
    }
  }

  /// The shape of the result: without the axis, or with 1 in its place; without an axis, of all
  /// of them.
  ///
  /// - Throws: `axisOutOfRange`; `emptyReduction` for `max` and its like over no elements.
  public func resultShape(
    of shape: Shape, axis: Int?, keepDimensions: Bool
  ) throws(ArrayError) -> Shape {
    var result = shape
    var length = shape.count
    if let axis = try self.axis(axis, of: shape) {
      length = shape[axis]
      if keepDimensions {
        result.dimensions[axis] = 1
      } else {
        result.dimensions.remove(at: axis)
      }
    } else {
      result = keepDimensions ? Shape(Array(repeating: 1, count: shape.rank)) : .scalar
    }
    switch self {
    case .max, .min, .argmax, .argmin:
      if length == 0 { throw .emptyReduction(rawValue) }
    default: break
    }
    return result
  }

  /// The axis counted from the front; none for a scalar, which NumPy lets be reduced along 0
  /// and -1, but not by `mean` and what builds on it.
  func axis(_ axis: Int?, of shape: Shape) throws(ArrayError) -> Int? {
    guard let axis else { return nil }
    switch self {
    case .mean, .variance, .standardDeviation: break
    default: if shape.rank == 0 && (axis == 0 || axis == -1) { return nil }
    }
    return try shape.axis(axis)
  }
}

extension NDArray {
  /// Reduces the whole array, or each line along `axis` (which may count from the end).
  ///
  /// (m, n) becomes () without an axis, (n,) along axis 0 and (m,) along axis 1; with
  /// `keepDimensions` (1, 1), (1, n) and (m, 1).
  ///
  /// Sums of floats are in the order of CKernels' sum_order.h, sums and products of integers exact.
  /// `prod` of floats multiplies in index order. `mean` is sum / count. `variance` is the sum of
  /// (x - mean)^2 divided by count - degreesOfFreedom, `standardDeviation` its square root. `max`
  /// and `min` propagate NaN; `argmax` and `argmin` give the first place, that of the first NaN if
  /// there is one. Of no elements the sum is 0, the product 1, the mean and variance NaN.
  ///
  /// - Throws: `axisOutOfRange`, `emptyReduction`, `integerTooLarge`; `interrupted`, `noRoom`.
  public func reduced(
    by reduction: Reduction, axis: Int? = nil, keepDimensions: Bool = false,
    degreesOfFreedom: Int = 0
  ) throws(ArrayError) -> NDArray {
    let result = try reduction.resultShape(
      of: shape, axis: axis, keepDimensions: keepDimensions)
    let axis = try reduction.axis(axis, of: shape)
    let length = axis.map { shape[$0] } ?? count
    let size = (lines: result.count, length: length)
    let alongColumns = axis == 0 && rank == 2
    if reduction == .mean || reduction == .sum && dtype == .float64 {
      let sums =
        alongColumns
        ? try Kernels.columnSums(asDoubles(), shape[0], shape[1])
        : try Kernels.rowSums(asDoubles(), size.lines, length)
      return NDArray(
        unchecked: result,
        .float64(reduction == .sum ? sums : try Kernels.map(sums) { $0 / Double(length) }))
    }
    // The rest works on lines that lie one after the other.
    let lines = alongColumns ? try turned() : self
    switch reduction {
    case .sum, .mean, .prod:
      if case .float64(let values) = lines.storage {
        return NDArray(unchecked: result, .float64(try Kernels.rowProducts(values, size)))
      }
      let values = try Kernels.integerTotals(reduction, lines.asIntegers(), size)
      return NDArray(unchecked: result, .int64(values))
    case .variance, .standardDeviation:
      let variances = try Kernels.rowVariances(lines.asDoubles(), size, degreesOfFreedom)
      return NDArray(
        unchecked: result,
        .float64(
          reduction == .variance ? variances : try Kernels.map(variances) { $0.squareRoot() }))
    case .max, .min, .argmax, .argmin:
      let places = try Kernels.extremes(
        lines.asDoubles(), size, greatest: reduction == .max || reduction == .argmax)
      if reduction == .argmax || reduction == .argmin {
        return NDArray(unchecked: result, .int64(places))
      }
      return try lines.picked(places, size, shape: result)
    case .any, .all:
      let values = try Kernels.rows(lines.asTruths(), size) { row throws(ArrayError) in
        reduction == .any ? row.contains(true) : !row.contains(false)
      }
      return NDArray(unchecked: result, .bool(values))
    }
  }

  /// Of each line the element at the place given for it.
  private func picked(
    _ places: [Int], _ size: (lines: Int, length: Int), shape: Shape
  ) throws(ArrayError) -> NDArray {
    let flat = try Kernels.numbered(places.count) { $0 * size.length + places[$0] }
    return NDArray(unchecked: shape, try storage.gathered(flat))
  }
}

extension NDArray.Storage {
  /// The elements at these places.
  ///
  /// - Throws: `interrupted`, `noRoom`.
  func gathered(_ places: [Int]) throws(ArrayError) -> NDArray.Storage {
    switch self {
    case .bool(let v): .bool(try Kernels.map(places) { v[$0] })
    case .int64(let v): .int64(try Kernels.map(places) { v[$0] })
    case .float64(let v): .float64(try Kernels.map(places) { v[$0] })
    }
  }
}
