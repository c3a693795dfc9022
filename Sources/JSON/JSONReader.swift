/// Reads JSON (RFC 8259).
package struct JSONReader {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  private static let deepest = 64

  private init(_ text: String) { bytes = Array(text.utf8) }

  /// The value that a text is; `nil` if it is not JSON.
  package static func value(_ text: String) -> JSONValue? {
    var reader = JSONReader(text)
    guard let value = reader.value() else { return nil }
    reader.skipBlanks()
    return reader.position == reader.bytes.count ? value : nil
  }

  private mutating func skipBlanks() {
    while position < bytes.count, [32, 9, 10, 13].contains(bytes[position]) { position += 1 }
  }

  private mutating func take(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard position + count <= bytes.count else { return false }
    for index in 0..<count where bytes[position + index] != text.utf8Start[index] { return false }
    position += count
    return true
  }

  private mutating func value() -> JSONValue? {
    guard depth < Self.deepest else { return nil }
    depth += 1
    defer { depth -= 1 }
    skipBlanks()
    guard position < bytes.count else { return nil }
    switch bytes[position] {
    case UInt8(ascii: "{"): return object()
    case UInt8(ascii: "["): return array()
    case UInt8(ascii: "\""): return string().map { .string($0) }
    default: break
    }
    if take("null") { return .null }
    if take("true") { return .bool(true) }
    if take("false") { return .bool(false) }
    return number()
  }

  private mutating func object() -> JSONValue? {
    position += 1
    var members: [(String, JSONValue)] = []
    skipBlanks()
    if take("}") { return .object([]) }
    while true {
      skipBlanks()
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\""), let name = string()
      else { return nil }
      skipBlanks()
      guard take(":"), let value = value() else { return nil }
      members.append((name, value))
      skipBlanks()
      if take("}") { return .object(members) }
      guard take(",") else { return nil }
    }
  }

  private mutating func array() -> JSONValue? {
    position += 1
    var items: [JSONValue] = []
    skipBlanks()
    if take("]") { return .array([]) }
    while true {
      guard let value = value() else { return nil }
      items.append(value)
      skipBlanks()
      if take("]") { return .array(items) }
      guard take(",") else { return nil }
    }
  }

  private mutating func number() -> JSONValue? {
    let start = position
    let signs = Array("+-.eE0123456789".utf8)
    while position < bytes.count, signs.contains(bytes[position]) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let first = text.utf8.first, first != UInt8(ascii: "+") else { return nil }
    if let integer = Int(text) { return .integer(integer) }
    return Double(text).map { .number($0) }
  }

  private mutating func string() -> String? {
    position += 1
    var scalars = String.UnicodeScalarView()
    var plain: [UInt8] = []
    func flush() {
      scalars.append(contentsOf: String(decoding: plain, as: UTF8.self).unicodeScalars)
    }
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        flush()
        return String(scalars)
      case UInt8(ascii: "\\"):
        flush()
        plain = []
        guard let scalar = escape() else { return nil }
        scalars.append(scalar)
      case 0..<32: return nil
      default: plain.append(byte)
      }
    }
    return nil
  }

  private mutating func escape() -> Unicode.Scalar? {
    guard position < bytes.count else { return nil }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "u"): break
    default: return nil
    }
    guard let first = hexadecimal() else { return nil }
    guard 0xd800..<0xdc00 ~= first else { return Unicode.Scalar(first) }
    guard take("\\u"), let second = hexadecimal(), 0xdc00..<0xe000 ~= second else { return nil }
    return Unicode.Scalar(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00))
  }

  private mutating func hexadecimal() -> UInt32? {
    guard position + 4 <= bytes.count else { return nil }
    let text = String(decoding: bytes[position..<position + 4], as: UTF8.self)
    guard text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) else {
      return nil
    }
    position += 4
    return UInt32(text, radix: 16)
  }
}
