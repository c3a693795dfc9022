import Arrays
import Equations
import JSON

extension JSONValue {
  /// The elements of an array, nested as its shape is.
  package static func values(of array: NDArray) -> JSONValue {
    let elements: [JSONValue] =
      switch array.storage {
      case .bool(let values): values.map { .bool($0) }
      case .int64(let values): values.map { .integer($0) }
      case .float64(let values): values.map { .number($0) }
      }
    guard array.rank > 0 else { return elements.first ?? .null }
    guard array.rank == 2 else { return .array(elements) }
    let columns = array.shape[1]
    return .array(
      (0..<array.shape[0]).map { row in
        .array(Array(elements[row * columns..<(row + 1) * columns]))
      })
  }

  package static func shape(_ shape: Shape) -> JSONValue {
    .array(shape.dimensions.map { .integer($0) })
  }

  /// What every report of an array says about it.
  package static func members(of array: NDArray) -> [(String, JSONValue)] {
    [
      ("dtype", .string(array.dtype.name)),
      ("shape", .shape(array.shape)),
      ("values", .values(of: array)),
    ]
  }

  package static func value(_ value: Value) -> JSONValue {
    switch value {
    case .array(let array): .object(members(of: array))
    case .tuple(let items): .array(items.map { .value($0) })
    case .dtype(let dtype): .string(dtype.name)
    case .generator: .string(value.printed)
    case .none: .null
    }
  }
}
