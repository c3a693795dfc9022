import Arrays
import CKernels
import Equations

/// Many elements to one.
extension PlanCompiler {
  mutating func reduction(
    _ name: String, _ arguments: [Expression?]
  ) throws(PlanRefusal) -> Known {
    guard let operand = arguments[0], case .varying(let x) = try compile(operand) else {
      throw PlanRefusal(name)
    }
    var axis: Int?
    var keep = false
    if let given = arguments[1] {
      guard case .constant(let value) = try compile(given) else { throw PlanRefusal(name) }
      if case .none = value {
      } else {
        guard let item = value.array?.item else { throw PlanRefusal(name) }
        axis = Int(item)
      }
    }
    if let given = arguments[2] {
      guard case .constant(let value) = try compile(given), let item = value.array?.item else {
        throw PlanRefusal(name)
      }
      keep = item != 0
    }
    switch name {
    case "var", "std":
      var freedom = 0
      if let given = arguments[3] {
        guard case .constant(let value) = try compile(given), let item = value.array?.item else {
          throw PlanRefusal(name)
        }
        freedom = Int(item)
      }
      return try variance(
        x, isDeviation: name == "std", axis, keep, degreesOfFreedom: freedom)
    case "argmax", "argmin": return try placeOfExtreme(largest: name == "argmax", x, axis, keep)
    default: return try reduced(name, x, axis, keep)
    }
  }

  mutating func reduced(
    _ name: String, _ x: Varying, _ axis: Int?, _ keep: Bool
  ) throws(PlanRefusal) -> Known {
    guard let reduction = Reduction(rawValue: name) else { throw PlanRefusal(name) }
    var x = x
    if reduction == .any || reduction == .all, x.dtype != .bool {
      let zero = try varying(.constant(.array(NDArray(0.0))))
      guard case .varying(let truth) = try elementwise(.notEqual, x, zero) else {
        throw PlanRefusal(name)
      }
      x = truth
    }
    // Of truth values, 1 and 0, the largest says whether any is true, and the smallest whether all
    // are.
    let isLargest = reduction == .max || reduction == .any
    let isExtreme = isLargest || reduction == .min || reduction == .all
    guard x.dtype == .float64 || (x.dtype == .bool && reduction != .max && reduction != .min),
      let dtype = try? reduction.resultType(x.dtype),
      let shape = try? reduction.resultShape(of: x.shape, axis: axis, keepDimensions: keep)
    else { throw PlanRefusal(name) }
    var source = plain(x.view)
    let place = axis.map { $0 < 0 ? $0 + x.shape.rank : $0 }
    let length: Int
    var view: PlanView
    if x.shape.rank == 2, place == 0 {
      length = source.rows
      view = add(
        isExtreme ? .extremeOfColumns(largest: isLargest) : .sumColumns, [source], 1,
        source.columns)
    } else {
      if x.shape.rank < 2 || place == nil { source = flattened(source) }
      length = source.columns
      view = add(
        isExtreme ? .extremeOfRows(largest: isLargest) : .sumRows, [source], source.rows, 1)
    }
    (view.rows, view.columns) = shape.matrix
    if reduction == .mean {
      let count = try number(Double(length))
      view = add(.binary(UH_DIVIDE.rawValue), [view, count], view.rows, view.columns)
    }
    return .varying(Varying(view: view, shape: shape, dtype: dtype))
  }

  /// The sum of squared distances from the mean, by the count less the degrees of freedom; its root
  /// if it is the standard deviation.
  mutating func variance(
    _ x: Varying, isDeviation: Bool, _ axis: Int?, _ keep: Bool, degreesOfFreedom: Int
  ) throws(PlanRefusal) -> Known {
    guard x.dtype == .float64, x.shape.count > 0 else { throw PlanRefusal("variance") }
    let center = try reduced("mean", x, axis, true)
    guard case .varying(let mean) = center,
      case .varying(let difference) = try elementwise(.subtract, x, mean),
      case .varying(let square) = elementwise(UH_SQUARE, difference, .float64),
      case .varying(let total) = try reduced("sum", square, axis, keep)
    else { throw PlanRefusal("variance") }
    let count = x.shape.count / mean.shape.count
    let free = NDArray(Double(max(count - degreesOfFreedom, 0)))
    let result = try elementwise(.divide, total, try varying(.constant(.array(free))))
    guard isDeviation, case .varying(let variance) = result else { return result }
    return elementwise(UH_SQRT, variance, .float64)
  }

  /// Where the largest or smallest element of each line is.
  mutating func placeOfExtreme(
    largest: Bool, _ x: Varying, _ axis: Int?, _ keep: Bool
  ) throws(PlanRefusal) -> Known {
    let reduction = largest ? Reduction.argmax : .argmin
    guard x.shape.count > 0,
      let shape = try? reduction.resultShape(of: x.shape, axis: axis, keepDimensions: keep)
    else { throw PlanRefusal(reduction.rawValue) }
    var source = plain(x.view)
    let place = axis.map { $0 < 0 ? $0 + x.shape.rank : $0 }
    if x.shape.rank == 2, place == 1 {
      source = plain(graph.transposed(source))
    } else if x.shape.rank < 2 || place == nil {
      source = flattened(source)
      (source.rows, source.columns) = (source.columns, 1)
    }
    var view = add(.placeInColumns(largest: largest), [source], 1, source.columns)
    (view.rows, view.columns) = shape.matrix
    return .varying(Varying(view: view, shape: shape, dtype: .int64))
  }
}
