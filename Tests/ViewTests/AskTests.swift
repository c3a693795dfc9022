import Foundation
import ShellSupport
import Support
import Testing
import Training

@testable import Pages
@testable import Shell
@testable import View

/// `ask`: a room predicts what the next step makes.
@Suite(.serialized) struct AskTests {
  private static let commands = ViewTests.commands.with(.ask, after: "view")

  private static func session(_ commands: String...) throws -> Session {
    var session = try Shells.article(knowing: Self.commands)
    for command in commands { _ = session.perform(command) }
    return session
  }

  /// Where those who answer go in.
  private static func door(_ session: Session) throws -> (server: Loopback, path: String) {
    let viewer = try #require(session.context.audience.viewer as? LiveViewServer)
    let url = try #require(URL(string: viewer.door.address))
    return (Loopback(port: UInt16(try #require(url.port))), url.path + "/")
  }

  private static func votes(_ session: Session) -> [[Double]] {
    session[RoomState.self].room?.questions.last?.votes ?? []
  }

  /// Waits for what comes in beside this.
  private static func wait(_ isThere: () throws -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while try !isThere() {
      guard deadline > .now else { throw RunFailure(description: "never") }
      usleep(5_000)
    }
  }

  @Test func aClassPredictsTalksAndSees() throws {
    var session = try Self.session("step 2", "ask A2[0, 0]")
    let (server, path) = try Self.door(session)
    try Self.wait { try server.ask(path).text.contains("What will A2[0, 0] be?") }
    // Two hundred telephones.
    for number in 0..<200 {
      let address = "127.0.1.\(number + 1)"
      #expect(
        try server.post("answer=\(number % 3)", to: path, from: address).status == 303)
      #expect(
        try server.post("answer=7", to: path, from: address).status == 303, "once more")
    }
    try Self.wait { Self.votes(session)[0].count == 200 }
    #expect(Shells.text(session.perform("ask")).contains("Answers: 200"))
    session.present()
    let address = try #require(session.context.audience.viewer as? LiveViewServer).address
    let key = "/" + address.split(separator: "/")[2] + "/"
    try Self.wait {
      let page = try server.ask(key).text
      return page.contains("Answers: 200") && page.contains("value=\"67\"")
    }

    #expect(session.perform("ask again").isSuccess)
    try Self.wait { try server.ask(path).text.contains("What will") }
    _ = try server.post("answer=0.5", to: path, from: "127.0.1.1")
    try Self.wait { Self.votes(session).last == [0.5] }
    let outcome = session.perform("step")
    #expect(
      outcome.notice?.english.contains(
        "Answers: 1, and in the middle of them 0.5; before talking 200, and 1.") == true,
      "\(outcome)")
    #expect(session.perform("step").notice == nil)
    try Self.wait { try server.ask(path).text.contains("A2[0, 0] is 0.") }
    #expect(!session.journal.text.contains("ask"))
    #expect(Self.votes(session).map(\.count) == [200, 1])
  }

  /// Those who watch are told of an answer, and not of all else once more.
  @Test func answersTravelAlone() throws {
    var session = try Self.session("step 2", "ask A2[0, 0]")
    session.present()
    let (server, path) = try Self.door(session)
    let address = try #require(session.context.audience.viewer as? LiveViewServer).address
    let watcher = try server.request("/" + address.split(separator: "/")[2] + "/events")
    defer { close(watcher) }
    var heard = Data()
    /// What comes until a text is among it.
    func hear(_ text: String) throws -> Data {
      let before = heard.count
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      try Self.wait {
        let news = heard[before...]
        if news.suffix(2) == Data("\n\n".utf8), news.range(of: Data(text.utf8)) != nil {
          return true
        }
        let count = read(watcher, &chunk, chunk.count)
        guard count > 0 else { throw RunFailure(description: "the watcher was left alone") }
        heard += chunk.prefix(count)
        return false
      }
      return heard[before...]
    }
    _ = try hear("What will A2[0, 0] be?")
    #expect(try server.post("answer=1", to: path).status == 303)
    let news = String(decoding: try hear("Answers: 1<"), as: UTF8.self)
    #expect(news.hasPrefix(#"data: {"title":"#) && news.contains(#""regions":{"room":"#))
    #expect(!news.contains("fold-data") && !news.contains("\"values\""))
    _ = session.perform("step")
    session.present()
    _ = try hear("A2[0, 0] is 0.")
  }

  @Test func theDoorShowsNothingElse() throws {
    let session = try Self.session("step 3", "ask L < 0.69")
    let (server, path) = try Self.door(session)
    try Self.wait { try server.ask(path).text.contains("<button name=\"answer\" value=\"1\">yes") }
    for other in [path + "events", path + "x", String(path.dropLast()), "/"] {
      #expect(try server.ask(other).status == 404, "\(other)")
    }
    #expect(try server.ask(path, host: "evil.example").status == 403)
    #expect(try server.ask(path, method: "PUT").status == 405)
    #expect(try server.ask(path, method: "POST").status == 411)
    let long = String(repeating: "1", count: 200)
    #expect(try server.post("answer=\(long)", to: path).status == 413)
    for form in ["", "answer=2", "answer=x", "answer=1&answer=0", "\u{0}\u{1}"] {
      #expect(try server.post(form, to: path).status == 400, "\(form)")
    }
    #expect(
      try server.post("answer=1", to: path, fields: ["Content-Length: 3"]).status == 400)
    #expect(try server.post("answer=1", to: path).status == 303)
    try Self.wait { Self.votes(session) == [[1]] }
  }

  /// Behind one address each browser has its vote, by what it was given.
  @Test func browsersBehindOneAddress() throws {
    let session = try Self.session("step 3", "ask L --browsers")
    let (server, path) = try Self.door(session)
    var cookies: [String] = []
    try Self.wait { try server.ask(path).text.contains("Set-Cookie") }
    for _ in 0..<3 {
      let text = try server.ask(path).text
      let line = try #require(
        text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("Set-C") })
      cookies.append(String(line.dropFirst("Set-Cookie: ".count).prefix { $0 != ";" }))
    }
    for (number, cookie) in cookies.enumerated() {
      for _ in 0..<2 {
        _ = try server.post("answer=\(number)", to: path, fields: ["Cookie: a=b; \(cookie)"])
      }
    }
    _ = try server.post("answer=9", to: path)
    _ = try server.post("answer=9", to: path, fields: ["Cookie: ballot=0"])
    try Self.wait { Self.votes(session)[0].count >= 3 }
    _ = try server.ask(path)
    #expect(Self.votes(session) == [[0, 1, 2]])
  }

  @Test func whatCanBeAsked() throws {
    var session = try Self.session("step 3")
    for (line, code) in [
      ("ask", "nothing-asked"), ("ask again", "nothing-asked"), ("ask close", "nothing-asked"),
      ("ask W1", "not-a-number"), ("ask zzz", "unknown-name"), ("ask L +", "expected-expression"),
    ] {
      #expect(session.perform(line).error?.code == code, "\(line)")
    }
    #expect(session.context.audience.viewer == nil)
    #expect(session.perform("ask L").isSuccess)
    #expect(session.perform("ask close").isSuccess)
    #expect(session.perform("step 9").notice == nil)
    #expect(session.perform("ask again").error?.code == "nothing-asked")
  }

  /// Going back and looking around settle nothing.
  @Test func theStepSettles() throws {
    var session = try Self.session("step 12", "ask L < 0.5")
    for line in ["show L", "rewind 1", "W = 3", "goto 3.forward"] {
      #expect(session.perform(line).notice == nil, "\(line)")
    }
    session = try Self.session("step 12", "ask L < 0.5")
    #expect(session.perform("set W1 = W1 * 2").notice == nil)
    #expect(session.perform("step 6").notice?.english == "L < 0.5: no. Nobody has answered.")
  }

  @Test func barsOfManyNumbers() {
    func bars(_ votes: [Double]) -> [String] {
      VoteBar.bars(ofNumbers: votes).map { "\($0.label.english) \($0.count)" }
    }
    #expect(bars([0.5, 1, 0.5]) == ["0.5 2", "1 1"])
    let many = bars((0..<100).map { Double($0) / 100 } + [1e300, -1e300])
    #expect(many.first == "below 0.2 21" && many.last == "0.8 or more 21", "\(many)")
    #expect(bars((0..<50).map { Double($0) * .leastNonzeroMagnitude }).count > 2)
    #expect([Double.greatestFiniteMagnitude, .greatestFiniteMagnitude].median?.isFinite == true)
  }
}
