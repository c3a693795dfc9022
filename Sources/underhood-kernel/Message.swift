import JSON
import System

/// A message of Jupyter's protocol (version 5.3), as it goes over a socket: who it is for, a
/// signature, and four texts of JSON.
struct Message {
  static let protocolVersion = "5.3"
  private static let delimiter = Array("<IDS|MSG>".utf8)

  /// The parts in front, by which a socket finds the frontend again.
  var identities: [[UInt8]]
  /// The header as it came, which goes back with every answer.
  var header: [UInt8]
  var type: String
  var content: JSONValue

  /// Reads what came over a socket.
  ///
  /// - Returns: `nil` of what is no message, or is not signed with the key.
  init?(_ parts: [[UInt8]], key: [UInt8]) {
    guard let place = parts.firstIndex(of: Self.delimiter), parts.count >= place + 6 else {
      return nil
    }
    let texts = Array(parts[(place + 2)..<(place + 6)])
    guard key.isEmpty || Self.isSame(parts[place + 1], Self.signature(of: texts, key: key)),
      let fields = JSONReader.value(String(decoding: texts[0], as: UTF8.self)),
      let type = fields["msg_type"]?.string,
      let content = JSONReader.value(String(decoding: texts[3], as: UTF8.self))
    else { return nil }
    identities = Array(parts[..<place])
    header = texts[0]
    self.type = type
    self.content = content
  }

  /// The parts of an answer.
  ///
  /// - Parameters:
  ///   - parent: what it answers.
  ///   - identities: who it is for; for everyone a topic.
  static func parts(
    _ type: String, _ content: JSONValue, to parent: Message?, for identities: [[UInt8]],
    session: String, key: [UInt8]
  ) -> [[UInt8]] {
    let header = JSONValue.object([
      ("msg_id", .string(Self.newID())), ("session", .string(session)),
      ("username", .string("kernel")), ("date", .string(Self.date())),
      ("msg_type", .string(type)), ("version", .string(protocolVersion)),
    ])
    let empty = Array("{}".utf8)
    let texts = [
      Array(header.text.utf8), parent?.header ?? empty, empty, Array(content.text.utf8),
    ]
    let signature = key.isEmpty ? [] : Self.signature(of: texts, key: key)
    return identities + [delimiter, signature] + texts
  }

  private static func signature(of texts: [[UInt8]], key: [UInt8]) -> [UInt8] {
    Array(SHA256.authenticationCode(of: texts, key: key).utf8)
  }

  /// Compared in the same time whatever they are, so that a signature cannot be guessed bit by bit.
  private static func isSame(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    a.count == b.count && zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// A name that nothing else has.
  static func newID() -> String {
    (0..<2).map { _ in
      let digits = String(UInt64.random(in: .min ... .max), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// Now, as ISO 8601 writes it.
  private static func date() -> String {
    let stamp = Array(Time.stamp())
    func part(_ range: Range<Int>) -> String { String(stamp[range]) }
    return "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T"
      + "\(part(9..<11)):\(part(11..<13)):\(part(13..<15))Z"
  }
}
