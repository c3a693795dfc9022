import System

/// JSON, written so that keys keep their order and numbers round-trip.
package indirect enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  /// A string, made when it is written, piece by piece.
  case text(@Sendable (_ take: (String) -> Void) -> Void)
  case array([JSONValue])
  /// As many items, each made when it is written: an array of numbers is then never there twice.
  case sequence(count: Int, @Sendable (Int) -> JSONValue)
  case object([(String, JSONValue)])

  package static func == (left: JSONValue, right: JSONValue) -> Bool { left.text == right.text }

  /// One line of JSON. NaN and the infinities, which JSON lacks, are strings.
  package var text: String {
    var output = Pieces(size: .max) { _ in }
    write(to: &output)
    return output.text
  }

  /// Writes the line of JSON piece by piece, however long it is.
  package func write(_ take: @escaping (String) -> Void) {
    var output = Pieces(size: 1 << 16, take: take)
    write(to: &output)
    take(output.text)
  }

  /// Text that is handed on as soon as there is enough of it.
  private struct Pieces {
    var text = ""
    let size: Int
    let take: (String) -> Void

    init(size: Int, take: @escaping (String) -> Void) {
      self.size = size
      self.take = take
    }

    static func += (pieces: inout Pieces, more: String) {
      pieces.text += more
      guard pieces.text.utf8.count >= pieces.size else { return }
      pieces.take(pieces.text)
      pieces.text.removeAll(keepingCapacity: true)
    }
  }

  private func write(to output: inout Pieces) {
    switch self {
    case .null: output += "null"
    case .bool(let value): output += value ? "true" : "false"
    case .integer(let value): output += String(value)
    case .number(let value): output += Self.number(value)
    case .string(let value): Self.write(value, to: &output)
    case .text(let pieces):
      output += "\""
      pieces { Self.write($0, isPart: true, to: &output) }
      output += "\""
    case .array(let items):
      output += "["
      for (index, item) in items.enumerated() {
        if index > 0 { output += "," }
        item.write(to: &output)
      }
      output += "]"
    case .sequence(let count, let item):
      output += "["
      for index in 0..<count {
        if index > 0 { output += "," }
        item(index).write(to: &output)
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

  /// The shortest text that names this number, as Python's `repr` writes it.
  private static func number(_ value: Double) -> String {
    // A NaN may have a sign, which nobody means.
    guard !value.isNaN else { return "\"nan\"" }
    guard value.isFinite else { return "\"\(value)\"" }
    let text = value.description
    // Swift writes whole numbers out up to 2^53, Python below 10^16.
    return value.magnitude < 1e16 && text.contains("e+") ? "\(Int64(value)).0" : text
  }

  /// - Parameter isPart: of a string, whose quotation marks are written by others.
  private static func write(_ text: String, isPart: Bool = false, to pieces: inout Pieces) {
    var output = isPart ? "" : "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      case _ where scalar.isActing:
        // JSON allows most of them; whoever looks at it at a terminal does not.
        for unit in scalar.utf16 { output += "\\u" + hexadecimal(unit) }
      default: output.unicodeScalars.append(scalar)
      }
    }
    if !isPart { output += "\"" }
    pieces += output
  }

  private static func hexadecimal(_ value: UInt16) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
