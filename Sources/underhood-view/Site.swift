import Web

/// The page, its events, what its numbers are made of, and nothing else, for those who know the token: what is answered to whom.
struct Site: Sendable {
  let settings: ServerSettings
  let port: UInt16
  let machineName: String

  enum Answer {
    /// More of the request is needed.
    case notYet
    case whole([UInt8])
    case page(isHead: Bool)
    case events
    /// For those who answer, whose form may follow.
    case door(RequestHead)
    /// What the shell is to be asked.
    case question(String)
  }

  /// What a request gets, by as much of it as has arrived. The key is looked at first, before the
  /// rest of the request is there: who does not know it learns nothing and holds up nobody.
  func answer(to reading: RequestHead.Reading) -> Answer {
    let line: RequestHead.RequestLine
    switch reading {
    case .malformed: return plain("400 Bad Request", "That is no request.\n")
    case .incomplete(nil): return .notYet
    case .incomplete(let found?): line = found
    case .complete(let head): line = head.line
    }
    let parts = line.path.split(separator: "/", omittingEmptySubsequences: false)
    let isDoor =
      parts.count == 3 && parts[2].isEmpty && Token.isSame(parts[1], settings.answersKey)
    guard parts.count >= 2, parts[0].isEmpty, isDoor || Token.isSame(parts[1], settings.token)
    else {
      return plain(
        "404 Not Found", "There is no such page. The shell's view command has the address.\n")
    }
    guard case .complete(let head) = reading else { return .notYet }
    guard settings.isAddressed(by: head.host, port: port, machineName: machineName) else {
      return plain("403 Forbidden", "This server is not called that.\n")
    }
    if isDoor { return .door(head) }
    let isHead = line.method == "HEAD"
    guard isHead || line.method == "GET" else {
      return plain("405 Method Not Allowed", "There is nothing to be changed here.\n")
    }
    switch parts[2...].joined(separator: "/") {
    case "" where parts.count == 2:
      return .whole(
        Self.head(
          "301 Moved Permanently", "text/plain", length: 0, ["Location: /\(settings.token)/"])
      )
    case "": return .page(isHead: isHead)
    case "events" where !isHead: return .events
    case let path where (path.hasPrefix("why/") || path.hasPrefix("ask/")) && !isHead:
      return .question(path)
    default: return plain("404 Not Found", "There is no such page.\n")
    }
  }

  private func plain(_ status: String, _ text: String) -> Answer {
    .whole(Self.plain(status, text))
  }

  static func plain(_ status: String, _ text: String) -> [UInt8] {
    head(status, "text/plain; charset=utf-8", length: text.utf8.count) + Array(text.utf8)
  }

  /// A document of those who answer.
  static func document(
    _ text: String, status: String = "200 OK", isHead: Bool, _ fields: [String] = []
  ) -> [UInt8] {
    document(Array(text.utf8), status, isHead: isHead, fields)
  }

  private static func document(
    _ bytes: [UInt8], _ status: String = "200 OK", isHead: Bool, _ fields: [String] = []
  ) -> [UInt8] {
    head(status, "text/html; charset=utf-8", length: bytes.count, fields) + (isHead ? [] : bytes)
  }

  static func seeOther(_ path: String) -> [UInt8] {
    head("303 See Other", "text/plain", length: 0, ["Location: \(path)"])
  }

  static func page(_ page: [UInt8], isHead: Bool) -> [UInt8] {
    if page.isEmpty {
      // The first page is on its way.
      let moment = "<!DOCTYPE html><meta http-equiv=refresh content=1><p>One moment."
      return document(moment, status: "503 Service Unavailable", isHead: isHead)
    }
    return document(page, isHead: isHead)
  }

  /// What the shell has said of a number; nothing where there is nothing to say.
  static func answer(_ bytes: [UInt8]) -> [UInt8] {
    bytes.isEmpty
      ? plain("404 Not Found", "There is no such number.\n")
      : head("200 OK", "application/octet-stream", length: bytes.count) + bytes
  }

  static let events =
    head("200 OK", "text/event-stream", length: nil) + Array("retry: 1000\n\n".utf8)

  private static func head(
    _ status: String, _ type: String, length: Int?, _ more: [String] = []
  ) -> [UInt8] {
    let lines =
      [
        "HTTP/1.1 \(status)", "Content-Type: \(type)", "Connection: close",
        "Cache-Control: no-store", "Referrer-Policy: no-referrer",
        "X-Content-Type-Options: nosniff", "X-Frame-Options: DENY",
        "Cross-Origin-Resource-Policy: same-origin",
      ] + (length.map { ["Content-Length: \($0)"] } ?? []) + more
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }
}
