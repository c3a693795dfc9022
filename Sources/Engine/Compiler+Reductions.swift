import Arrays
import CKernels
import Equations

/// Many elements to one.
extension Compiler {
  func reduced(
    _ reduction: Reduction, _ arguments: Arguments<CompiledValue>
  ) throws(FunctionFault) -> CompiledValue? {
    guard let first = arguments[0], case .known(let axis) = try arguments.axis(1),
      case .known(let keep) = try arguments.flag(2)
    else { return nil }
    let x = try operand(first)
    let shape = try arrays { () throws(ArrayError) in
      try reduction.resultShape(of: x.shape, axis: axis, keepDimensions: keep)
    }
    switch reduction {
    case .variance, .standardDeviation:
      guard case .known(let freedom) = try arguments.integer(3, default: 0) else { return nil }
      let variance = try variance(x, axis, keep, degreesOfFreedom: freedom)
      return .varying(reduction == .variance ? variance : elementwise(UH_SQRT, variance))
    case .prod: return nil
    case .sum where x.dtype != .float64:
      let range = Self.sum(of: x.range, count: x.shape.count / max(shape.count, 1))
      guard range.isExact else { return nil }
      return .varying(sum(x, axis, shape, .int64, range))
    default: return .varying(try reduced(reduction, x, axis, keep))
    }
  }

  private static func sum(of range: CompiledValue.Range, count: Int) -> CompiledValue.Range {
    CompiledValue.Range(low: range.low * Double(count), high: range.high * Double(count))
  }

  /// All reductions but `prod` and the variances.
  func reduced(
    _ reduction: Reduction, _ x: Varying, _ axis: Int?, _ keep: Bool
  ) throws(FunctionFault) -> Varying {
    let shape = try arrays { () throws(ArrayError) in
      try reduction.resultShape(of: x.shape, axis: axis, keepDimensions: keep)
    }
    switch reduction {
    case .sum: return sum(x, axis, shape)
    case .mean:
      let count = x.shape.count / max(shape.count, 1)
      return elementwise(UH_DIVIDE, sum(x, axis, shape), number(Double(count)))
    case .any, .all:
      // Of truth values, 1 and 0, the largest says whether any is true, and the smallest whether
      // all are.
      return extreme(converted(x, to: .bool), axis, keep, shape, largest: reduction == .any)
    case .argmax, .argmin: return argExtreme(x, axis, shape, largest: reduction == .argmax)
    default: return extreme(x, axis, keep, shape, largest: reduction == .max)
    }
  }

  private func sum(
    _ x: Varying, _ axis: Int?, _ shape: Shape, _ dtype: DType = .float64,
    _ range: CompiledValue.Range = .whole
  ) -> Varying {
    line(x, axis, shape, dtype, range, ofColumns: .sumColumns, ofRows: .sumRows)
  }

  func extreme(
    _ x: Varying, _ axis: Int?, _ keep: Bool, _ shape: Shape, largest: Bool
  ) -> Varying {
    line(
      x, axis, shape, x.dtype, x.range, ofColumns: .extremeOfColumns(largest: largest),
      ofRows: .extremeOfRows(largest: largest))
  }

  /// The rows or columns of a matrix, or all elements as one row, each to one number.
  private func line(
    _ x: Varying, _ axis: Int?, _ shape: Shape, _ dtype: DType, _ range: CompiledValue.Range,
    ofColumns: GraphOperation, ofRows: GraphOperation
  ) -> Varying {
    var source = graph.plain(x.view)
    let place = axis.map { $0 < 0 ? $0 + x.shape.rank : $0 }
    var view: GraphView
    if x.shape.rank == 2, place == 0 {
      view = graph.add(ofColumns, [source], 1, source.columns)
    } else {
      if x.shape.rank < 2 || place == nil { source = graph.flattened(source) }
      view = graph.add(ofRows, [source], source.rows, 1)
    }
    (view.rows, view.columns) = shape.matrix
    return Varying(view: view, shape: shape, dtype: dtype, range: range)
  }

  /// The sum of squared distances from the mean, by the count less the degrees of freedom.
  private func variance(
    _ x: Varying, _ axis: Int?, _ keep: Bool, degreesOfFreedom: Int
  ) throws(FunctionFault) -> Varying {
    let mean = try reduced(.mean, x, axis, true)
    let square = elementwise(UH_SQUARE, elementwise(UH_SUBTRACT, x, mean))
    let total = try reduced(.sum, square, axis, keep)
    let (free, overflow) = (x.shape.count / mean.shape.count).subtractingReportingOverflow(
      degreesOfFreedom)
    return elementwise(UH_DIVIDE, total, number(Double(overflow ? 0 : max(free, 0))))
  }

  /// Where the largest or smallest element of each line is.
  private func argExtreme(
    _ x: Varying, _ axis: Int?, _ shape: Shape, largest: Bool
  ) -> Varying {
    var source = graph.plain(x.view)
    let place = axis.map { $0 < 0 ? $0 + x.shape.rank : $0 }
    if x.shape.rank == 2, place == 1 {
      source = graph.plain(graph.transposed(source))
    } else if x.shape.rank < 2 || place == nil {
      source = graph.flattened(source)
      (source.rows, source.columns) = (source.columns, 1)
    }
    var view = graph.add(.argExtreme(largest: largest), [source], 1, source.columns)
    (view.rows, view.columns) = shape.matrix
    return Varying(
      view: view, shape: shape, dtype: .int64,
      range: CompiledValue.Range(low: 0, high: Double(source.rows - 1)))
  }

  // MARK: Products

  /// (m, k) @ (k, n): (m, n); a vector is a row on the left and a column on the right.
  func product(
    _ first: CompiledValue, _ second: CompiledValue
  ) throws(FunctionFault) -> CompiledValue {
    let (x, y) = (try operand(first), try operand(second))
    let shape = try arrays { () throws(ArrayError) in try Shape.product(x.shape, y.shape) }
    let dtype = max(x.dtype, y.dtype)
    let inner = x.shape.dimensions.last ?? 1
    var range = CompiledValue.Range.whole
    if dtype != .float64 {
      let size = [x, y].reduce(Double(inner)) { $0 * max(abs($1.range.low), abs($1.range.high)) }
      range = CompiledValue.Range(low: -size, high: size)
      guard range.isExact else {
        return try hosted([first, second], .array(dtype, shape)) { values throws(FunctionFault) in
          try ValueOperations.binary(.matrixProduct, values[0], values[1])
        }
      }
    }
    var b = y.view
    if y.shape.rank == 1 { (b.rows, b.columns) = (b.count, 1) }
    var view = graph.add(.product, [x.view, b], x.view.rows, b.columns)
    (view.rows, view.columns) = shape.matrix
    let product = Varying(view: view, shape: shape, dtype: dtype, range: range)
    switch dtype {
    case .float64: return .varying(product)
    case .bool: return .varying(elementwise(UH_NOT_EQUAL, product, number(0), .bool))
    case .int64: return .varying(elementwise(UH_ADD, product, number(0), .int64, range))
    }
  }
}
