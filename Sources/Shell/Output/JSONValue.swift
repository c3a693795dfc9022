import Arrays
import Equations

/// JSON, written so that keys keep their order and numbers round-trip.
public indirect enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([(String, JSONValue)])

  public static func == (left: JSONValue, right: JSONValue) -> Bool { left.text == right.text }

  /// One line of JSON. NaN and the infinities, which JSON lacks, are strings.
  public var text: String {
    var output = ""
    write(to: &output)
    return output
  }

  private func write(to output: inout String) {
    switch self {
    case .null: output += "null"
    case .bool(let value): output += value ? "true" : "false"
    case .integer(let value): output += String(value)
    case .number(let value): output += Self.number(value)
    case .string(let value): Self.write(value, to: &output)
    case .array(let items):
      output += "["
      for (index, item) in items.enumerated() {
        if index > 0 { output += "," }
        item.write(to: &output)
      }
      output += "]"
    case .object(let members):
      output += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { output += "," }
        Self.write(member.0, to: &output)
        output += ":"
        member.1.write(to: &output)
      }
      output += "}"
    }
  }

  private static func number(_ value: Double) -> String {
    value.isFinite
      ? NumberFormatting.shortest(value) : "\"\(NumberFormatting.shortest(value))\""
  }

  private static func write(_ text: String, to output: inout String) {
    output += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7f || scalar.isLineSeparator:
        output += "\\u" + hexadecimal(scalar.value)
      default: output.unicodeScalars.append(scalar)
      }
    }
    output += "\""
  }

  private static func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

extension Unicode.Scalar {
  /// JSON allows these two in a string, and line-oriented readers stumble over them.
  fileprivate var isLineSeparator: Bool { value == 0x2028 || value == 0x2029 }
}

// MARK: - Values of the language

extension JSONValue {
  /// The elements of an array, nested as its shape is.
  static func values(of array: NDArray) -> JSONValue {
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

  static func shape(_ shape: Shape) -> JSONValue { .array(shape.dimensions.map { .integer($0) }) }

  /// What every report of an array says about it.
  static func members(of array: NDArray) -> [(String, JSONValue)] {
    [
      ("dtype", .string(array.dtype.name)),
      ("shape", .shape(array.shape)),
      ("values", .values(of: array)),
    ]
  }

  static func value(_ value: Value) -> JSONValue {
    switch value {
    case .array(let array): .object(members(of: array))
    case .tuple(let items): .array(items.map { .value($0) })
    case .dtype(let dtype): .string(dtype.name)
    case .none: .null
    }
  }
}
