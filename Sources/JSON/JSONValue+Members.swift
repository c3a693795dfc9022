// What is in a value; `nil` where it is another kind of value.
extension JSONValue {
  /// The member of an object by its name.
  package subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.0 == name }?.1
  }

  package var string: String? { if case .string(let text) = self { text } else { nil } }

  package var integer: Int? { if case .integer(let value) = self { value } else { nil } }

  /// A number, with those that JSON lacks as the texts that we write them as.
  package var double: Double? {
    switch self {
    case .number(let value): value
    case .integer(let value): Double(value)
    case .string("nan"): .nan
    case .string("inf"): .infinity
    case .string("-inf"): -.infinity
    default: nil
    }
  }

  package var items: [JSONValue]? {
    if case .array(let items) = self { items } else { nil }
  }

  package var strings: [String]? {
    if case .array(let items) = self { items.compactMap(\.string) } else { nil }
  }

  package static func strings(_ items: [String]) -> JSONValue {
    .array(items.map { .string($0) })
  }

  package static func integers(_ items: [Int]) -> JSONValue {
    .array(items.map { .integer($0) })
  }
}
