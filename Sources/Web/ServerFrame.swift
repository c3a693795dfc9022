/// What the shell tells the program that serves its page, over a pipe: a kind, a length of four
/// bytes from the highest, and so many bytes. What that program tells the shell is lines:
/// `ServerQuestion`.
package struct ServerFrame: Sendable, Equatable {
  package enum Kind: UInt8, Sendable {
    /// Once, first: lines with the token, the host and the port.
    case start = 0x43
    /// The whole page as it is now.
    case page = 0x50
    /// What brings a page that is open up to date; see `PageState`.
    case state = 0x53
    /// What a room is asked now; see `Ballot`.
    case ballot = 0x42
    /// What was asked for: the number of the question in four bytes, and the answer, of which there
    /// is none where nothing can be said.
    case answer = 0x41
  }

  package var kind: Kind
  package var bytes: [UInt8]

  /// Longer frames are no work of ours.
  package static let longest = 64 << 20

  package init(_ kind: Kind, _ text: String) {
    self.init(kind, Array(text.utf8))
  }

  package init(_ kind: Kind, _ bytes: [UInt8]) {
    self.kind = kind
    self.bytes = bytes
  }

  package var encoded: [UInt8] { [kind.rawValue] + Self.number(bytes.count) + bytes }

  /// The answer to a question.
  package static func answer(_ number: Int, _ bytes: [UInt8]) -> ServerFrame {
    ServerFrame(.answer, Self.number(number) + bytes)
  }

  /// Of an answer, the number of its question and what it says.
  package var answer: (number: Int, bytes: ArraySlice<UInt8>)? {
    guard kind == .answer, bytes.count >= 4 else { return nil }
    return (bytes[..<4].reduce(0) { $0 << 8 | Int($1) }, bytes[4...])
  }

  private static func number(_ count: Int) -> [UInt8] {
    let count = UInt32(truncatingIfNeeded: count)
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
  }

  /// Reads one frame.
  ///
  /// - Parameter read: gives so many bytes; `nil` where there are no more.
  /// - Returns: `nil` at the end, or where the bytes are no frame.
  package static func read(from read: (Int) -> [UInt8]?) -> ServerFrame? {
    guard let head = read(5), head.count == 5, let kind = Kind(rawValue: head[0]) else {
      return nil
    }
    let count = head[1...].reduce(0) { $0 << 8 | Int($1) }
    guard count <= longest, let bytes = count == 0 ? [] : read(count), bytes.count == count else {
      return nil
    }
    return ServerFrame(kind, bytes)
  }
}

/// What cannot be guessed.
package enum Token {
  /// From the system's source of randomness, in hexadecimal digits.
  package static func random(bytes: Int) -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<bytes).map { _ in
      let byte = String(UInt8.random(in: 0...255, using: &generator), radix: 16)
      return byte.count == 1 ? "0\(byte)" : byte
    }.joined()
  }

  /// The same to be typed: letters and digits of which none is taken for another.
  package static func typeable(length: Int) -> String {
    let signs = Array("abcdefghjkmnpqrstuvwxyz23456789")
    var generator = SystemRandomNumberGenerator()
    return String((0..<length).compactMap { _ in signs.randomElement(using: &generator) })
  }

  /// Compares to the end, whatever differs.
  package static func isSame(_ a: some StringProtocol, _ b: some StringProtocol) -> Bool {
    let (a, b) = (Array(a.utf8), Array(b.utf8))
    return a.count == b.count && zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}

/// Where and for whom a page is served.
package struct ServerSettings: Sendable, Equatable {
  /// What stands first in the address; who does not know it sees nothing.
  package var token: String
  /// The same for those who answer what a room is asked, and who see nothing else.
  package var answersKey: String
  /// An address of this machine, in digits.
  package var host: String
  /// 0 for any that is free.
  package var port: UInt16

  package init(token: String, answersKey: String, host: String, port: UInt16) {
    self.token = token
    self.answersKey = answersKey
    self.host = host
    self.port = port
  }

  package var frame: ServerFrame {
    ServerFrame(.start, "\(token)\n\(answersKey)\n\(host)\n\(port)")
  }

  package init?(_ frame: ServerFrame) {
    let lines = String(decoding: frame.bytes, as: UTF8.self).split(separator: "\n")
    guard frame.kind == .start, lines.count == 4, let port = UInt16(lines[3]) else { return nil }
    self.init(
      token: String(lines[0]), answersKey: String(lines[1]), host: String(lines[2]), port: port)
  }

  /// Whether a request is meant for this server, by its `Host` header. A page from elsewhere whose
  /// name has been made to lead here (DNS rebinding) asks under that name: only addresses in
  /// digits, this machine's own names and `localhost` are answered.
  package func isAddressed(by header: String?, port: UInt16, machineName: String) -> Bool {
    guard var name = header?.lowercased(), !name.isEmpty else { return false }
    let end = ":\(port)"
    if name.hasSuffix(end) { name.removeLast(end.count) } else if port != 80 { return false }
    if name == "localhost" || name == host.lowercased() || name == "[\(host.lowercased())]" {
      return true
    }
    if Self.isLoopback(host) { return name == "127.0.0.1" || name == "[::1]" }
    let machine = machineName.lowercased()
    let ownNames = [machine, "\(machine).local"]
    return ownNames.contains(name) || Self.isInDigits(name)
  }

  /// Whether nobody but this machine can reach an address.
  package static func isLoopback(_ host: String) -> Bool {
    host == "::1" || (host.hasPrefix("127.") && isInDigits(host))
  }

  /// Whether it is an address rather than a name.
  package static func isInDigits(_ host: String) -> Bool {
    if host.hasPrefix("["), host.hasSuffix("]") {
      return isInDigits(String(host.dropFirst().dropLast()))
    }
    if host.contains(":") {
      return host.utf8.count <= 45 && host.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
    }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        !part.isEmpty && part.utf8.count <= 3 && part.utf8.allSatisfy { (48...57).contains($0) }
          && (Int(part) ?? 256) <= 255
      }
  }
}

/// What someone who looks at the page wants to know: a line that the program that serves it gives to
/// the shell, a number and what is asked for.
package struct ServerQuestion: Sendable, Equatable {
  package var number: Int
  /// As it stands in the address: a name, and behind a stroke when it was computed.
  package var text: String

  package init(number: Int, text: String) {
    self.number = number
    self.text = text
  }

  package var line: String { "\(number) \(text)\n" }

  package init?(line: String) {
    let parts = line.split(separator: " ")
    guard parts.count == 2, let number = UInt32(parts[0]) else { return nil }
    self.init(number: Int(number), text: String(parts[1]))
  }
}
