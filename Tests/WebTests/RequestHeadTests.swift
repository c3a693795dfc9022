import Testing

@testable import Web

/// The head of a request: whole, refused or not there yet, and the same in whatever pieces it comes.
@Suite struct RequestHeadTests {
  private func read(_ text: String) -> RequestHead.Reading { RequestHead.read(Array(text.utf8)) }

  @Test func aRequestIsRead() {
    let text = "GET /a/b?c=d HTTP/1.1\r\nAccept: */*\r\nhOsT:  x:1 \r\n\r\nmore"
    guard case .complete(let head) = read(text) else { return #expect(Bool(false)) }
    #expect(head.line == .init(method: "GET", path: "/a/b"))
    #expect(head.host == "x:1")
    #expect(head.length == text.utf8.count - 4)
    var short = head
    short.length -= 4
    #expect(read(text.replacing("\r\n", with: "\n")) == .complete(short))
  }

  @Test func itIsReadTheSameInPieces() {
    for text in [
      "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/1.1\nx\n\n",
      "G\u{1}T / HTTP/1.1\n\n", "GET / HTTP/1.1\nHost: a\nHost: a\n\n",
      "POST / HTTP/1.1\nContent-Length: 7\nCookie: a=b\n\nanswer=",
      "POST / HTTP/1.1\nContent-Length: 7\nContent-Length: 8\n\n",
      "POST / HTTP/1.1\nContent-Length: -1\n\n", "POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n",
    ] {
      let whole = read(text)
      for count in 0...text.utf8.count {
        let part = RequestHead.read(Array(text.utf8.prefix(count)))
        if case .incomplete = part { continue }
        #expect(part == whole)
      }
    }
  }

  @Test func whatIsTooLongIsNone() {
    let long = String(repeating: "a", count: RequestHead.longest)
    for text in [long, "GET /\(long) HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nx: \(long)"] {
      #expect(read(text) == .malformed)
    }
  }
}
