import Arrays
import Equations
import JSON
import Terminal

extension JSONValue {
  /// The elements of an array, nested as its shape is.
  package static func values(of array: NDArray) -> JSONValue {
    let storage = array.storage
    let element: @Sendable (Int) -> JSONValue = { index in
      switch storage {
      case .bool(let values): .bool(values[index])
      case .int64(let values): .integer(values[index])
      case .float64(let values): .number(values[index])
      }
    }
    guard array.rank > 0 else { return array.count > 0 ? element(0) : .null }
    guard array.rank == 2 else { return .sequence(count: array.count, element) }
    let columns = array.shape[1]
    return .sequence(count: array.shape[0]) { row in
      .sequence(count: columns) { element(row * columns + $0) }
    }
  }

  package static func shape(_ shape: Shape) -> JSONValue {
    .integers(shape.dimensions)
  }

  /// What every report of an array says about it.
  package static func members(of array: NDArray) -> [(String, JSONValue)] {
    [
      ("dtype", .string(array.dtype.name)),
      ("shape", .shape(array.shape)),
      ("values", .values(of: array)),
    ]
  }

  /// What a report of several arrays says about one of them: of more than a thousand elements none,
  /// since who wants them asks for that array alone.
  static func summary(of array: NDArray, named name: String) -> [(String, JSONValue)] {
    guard array.count > ArrayFormat().threshold else { return members(of: array) }
    return [
      ("dtype", .string(array.dtype.name)), ("shape", .shape(array.shape)), ("values", .null),
      ("whole", .string("show \(name)")),
    ]
  }

  /// An equation or code, in which a literal of thousands is cut short.
  static func code(_ text: String) -> JSONValue { .string(text.abridged) }

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
