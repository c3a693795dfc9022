/// The head of a request over HTTP/1.1, as much of it as a page for looking at needs.
///
/// It is read as it arrives, and never more of it than `longest` bytes: what is too long or no
/// request is refused before anything is made of it.
package struct RequestHead: Sendable, Equatable {
  package enum Reading: Sendable, Equatable {
    /// More is to come; the request line, where that is there already.
    case incomplete(RequestLine?)
    case malformed
    case complete(RequestHead)
  }

  package struct RequestLine: Sendable, Equatable {
    package var method: String
    /// What is asked for, without a query.
    package var path: String
  }

  package static let longest = 8192
  package static let longestLine = 1024

  package var line: RequestLine
  package var host: String?
  package var cookie: String?
  /// How many bytes follow the head, where it says so.
  package var contentLength: Int?
  /// How many bytes the head has, of whatever line ends.
  package var length = 0

  /// Reads what has arrived. O(n)
  package static func read(_ bytes: some Collection<UInt8>) -> Reading {
    let bytes = Array(bytes.prefix(longest + 1))
    guard let end = bytes.firstIndex(of: 10) else {
      return bytes.count > longestLine ? .malformed : .incomplete(nil)
    }
    guard end <= longestLine, let line = requestLine(bytes[..<end]) else { return .malformed }
    var head = RequestHead(line: line, host: nil)
    var start = end + 1
    while let end = bytes[start...].firstIndex(of: 10) {
      let field = trimmed(bytes[start..<end])
      start = end + 1
      if field.isEmpty {
        head.length = start
        return start > longest ? .malformed : .complete(head)
      }
      guard let colon = field.firstIndex(of: 58) else { return .malformed }
      let value = String(decoding: trimmed(field[(colon + 1)...]), as: UTF8.self)
      // Two of a kind are how one server is told something else than another.
      switch String(decoding: field[..<colon], as: UTF8.self).lowercased() {
      case "host":
        guard head.host == nil else { return .malformed }
        head.host = value
      case "content-length":
        guard head.contentLength == nil, let length = length(value) else { return .malformed }
        head.contentLength = length
      case "transfer-encoding": return .malformed
      case "cookie": head.cookie = head.cookie ?? value
      default: continue
      }
    }
    return bytes.count > longest ? .malformed : .incomplete(line)
  }

  private static func requestLine(_ bytes: ArraySlice<UInt8>) -> RequestLine? {
    let words = trimmed(bytes).split(separator: 32, omittingEmptySubsequences: false)
    guard words.count == 3, words[2].starts(with: Array("HTTP/1.".utf8)),
      words.joined().allSatisfy({ (33..<127).contains($0) })
    else { return nil }
    let path = words[1].prefix { $0 != UInt8(ascii: "?") }
    return RequestLine(
      method: String(decoding: words[0], as: UTF8.self),
      path: String(decoding: path, as: UTF8.self))
  }

  private static func length(_ text: String) -> Int? {
    text.utf8.count <= 9 && text.utf8.allSatisfy({ (48...57).contains($0) }) ? Int(text) : nil
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }
    var bytes = bytes.drop(while: isBlank)
    while let last = bytes.last, isBlank(last) { bytes.removeLast() }
    return bytes
  }
}
