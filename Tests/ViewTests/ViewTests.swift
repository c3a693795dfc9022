import Foundation
import ShellSupport
import Support
import Testing

@testable import Shell
@testable import View

/// `view`: a session shown in browsers.
@Suite(.serialized) struct ViewTests {
  static let commands = CommandSet.standard.with(.view, after: "live")

  /// A session that is shown, and where.
  static func shown(_ commands: String...) throws -> (Session, port: UInt16, path: String) {
    var session = try Shells.article(knowing: Self.commands)
    for command in commands { _ = session.perform(command) }
    guard case .success(let result) = session.perform("view").result,
      let report = result as? ViewReport, let url = URL(string: report.address),
      let port = url.port
    else { throw RunFailure(description: "no view") }
    #expect(url.host == "127.0.0.1")
    session.present()
    return (session, UInt16(port), "/" + report.address.split(separator: "/")[2] + "/")
  }

  /// The page, once it shows something.
  static func page(_ port: UInt16, _ path: String, showing text: String) throws -> String {
    let deadline = ContinuousClock.now + .seconds(60)
    while true {
      let answer = try Loopback(port: port).ask(path)
      if answer.text.contains(text) { return answer.text }
      guard deadline > .now else { throw RunFailure(description: "never: \(text)\n\(answer)") }
      usleep(10_000)
    }
  }

  @Test func thePageIsForThoseWithTheKey() throws {
    let (session, port, path) = try Self.shown("step 3")
    #expect(path.count == 34)
    let page = try Self.page(port, path, showing: "at 1.forward")
    #expect(
      page.contains("Cache-Control: no-store") && page.contains("Referrer-Policy: no-referrer"))
    let wrong = "/" + String(repeating: "0", count: 32) + "/"
    for other in ["/", wrong, path + "x", "/events", wrong + "events", "/../" + path, "//"] {
      #expect(try Loopback(port: port).ask(other).status == 404, "\(other)")
    }
    #expect(try Loopback(port: port).ask(String(path.dropLast())).status == 301)
    #expect(try Loopback(port: port).ask(path, method: "HEAD").status == 200)
    #expect(try Loopback(port: port).ask(path, method: "POST").status == 405)
    for host in ["evil.example:\(port)", "evil.example", "127.0.0.1", "192.168.1.1:\(port)"] {
      #expect(try Loopback(port: port).ask(path, host: host).status == 403, "\(host)")
    }
    #expect(try Loopback(port: port).ask(path, host: "localhost:\(port)").status == 200)
    withExtendedLifetime(session) {}
  }

  /// What numbers are made of is told to those with the key, and nothing else is, nor is anything
  /// changed by asking.
  @Test func numbersAreAskedAbout() throws {
    let (session, port, path) = try Self.shown("run 3")
    _ = try Self.page(port, path, showing: "Epoch 3 done")
    for question in [
      "why/W1", "why/W1/3.0.12", "why/W1/1.0.0", "why/lr/-", "ask/uses/W1/0", "ask/pulls/W1/0",
    ] {
      #expect(try Loopback(port: port).ask(path + question).status == 200, "\(question)")
      let wrong = "/" + String(repeating: "0", count: 32) + "/"
      #expect(try Loopback(port: port).ask(wrong + question).status == 404)
    }
    for question in [
      "why/", "why", "why/nonsense", "why/W1/99.0.0", "why/W1/3.0.99", "why/W1/3.9.0", "why/W1/x",
      "why/W1/-1.0.0", "why/W1/0/0", "why/%", "ask/uses/W1/99", "ask/set/W1/0", "ask/uses/W1",
      "ask/uses/W1/-1", "why/%57%31%0astep",
    ] {
      #expect(try Loopback(port: port).ask(path + question).status == 404, "\(question)")
    }
    #expect(try Loopback(port: port).ask(path + "why/W1", method: "POST").status == 405)
    #expect(try Self.page(port, path, showing: "Epoch 3 done").contains("run 3"))
    withExtendedLifetime(session) {}
  }

  @Test func itIsClosedByStopAndWithItsSession() throws {
    var (session, port, path) = try Self.shown()
    _ = try Self.page(port, path, showing: "0.start")
    #expect(session.perform("view stop").isSuccess)
    #expect(throws: RunFailure.self) { try Loopback(port: port).ask(path) }
    #expect(Shells.text(session.perform("view stop")).contains("no view to close"))
    #expect(!session.journal.text.contains("view"))

    (session, port, path) = try Self.shown()
    session = try Shells.article(knowing: Self.commands)
    #expect(throws: RunFailure.self) { try Loopback(port: port).ask(path) }
  }

  @Test func askedAgainItIsTheSame() throws {
    var (session, port, path) = try Self.shown()
    #expect(Shells.text(session.perform("view")).contains(path))
    var other = try Shells.article(knowing: Self.commands)
    #expect(other.perform("view --port \(port)").error?.code == "no-server")
    #expect(other.perform("view --port x").error?.code == "bad-count")
    #expect(other.perform("view --host example.com").error?.code == "bad-address")
    #expect(other.perform("view now").error?.code == "unexpected-argument")
    other.context.permitted = [.readsFiles]
    #expect(other.perform("view").error?.code == "no-view-in-lessons")
  }

  /// A browser that takes nothing holds nobody up, and finds the newest state when it looks again.
  @Test func aSlowBrowserIsNotWaitedFor() throws {
    var (session, port, path) = try Self.shown("set scale = 1")
    let connection = try Loopback(port: port).request(path + "events")
    defer { close(connection) }
    for _ in 0..<60 {
      #expect(session.perform("epoch").isSuccess)
      session.present()
    }
    _ = try Self.page(port, path, showing: "Epoch 60 done")
  }

  /// Whoever connects without the key, as often as they like, and asks for nothing, for half of
  /// something or for too much of it, keeps nobody out.
  @Test func theKeylessKeepNobodyOut() throws {
    let (session, port, path) = try Self.shown("step 3")
    _ = try Self.page(port, path, showing: "at 1.forward")
    var open: [Int32] = []
    defer { for descriptor in open { close(descriptor) } }
    for round in 0..<2000 {
      let beginnings = ["", "GET /", "GET \(path) HTTP/1.1\r\nHost: 127", "\r\n", "\u{0}"]
      open.append(try Loopback(port: port).connection(sending: beginnings[round % 5]))
      // As many as this process may have open at once.
      if open.count > 500 { close(open.removeFirst()) }
      if round % 400 == 399 { #expect(try Loopback(port: port).ask(path).status == 200) }
    }
    #expect(try Loopback(port: port).ask(path).status == 200)
    withExtendedLifetime(session) {}
  }

  @Test func whatIsTooLongIsRefusedAtOnce() throws {
    let (session, port, path) = try Self.shown()
    let long = String(repeating: "a", count: 200_000)
    #expect(try Loopback(port: port).ask("/" + long).status == 400)
    #expect(try Loopback(port: port).ask(path, host: long).status == 400)
    #expect(try Loopback(port: port).ask(path, method: "PO ST").status == 400)
    #expect(try Loopback(port: port).ask(path, host: "127.0.0.1\r\nHost: localhost").status == 400)
    withExtendedLifetime(session) {}
  }

  /// A server that has ended by itself is no longer there, and `quit` waits for none that is stuck.
  @Test func anEndIsNoticed() throws {
    var session = try Shells.article(knowing: Self.commands)
    #expect(session.perform("view").isSuccess)
    let server = try #require(session.context.audience.viewer as? LiveViewServer)
    #expect(!session.context.audience.takeLoss())
    kill(server.processNumber, SIGSTOP)
    kill(server.processNumber, SIGKILL)
    while server.isAlive { usleep(1000) }
    #expect(session.context.audience.takeLoss())
    #expect(!session.context.audience.takeLoss())
    #expect(session.perform("view").isSuccess)
    let next = try #require(session.context.audience.viewer as? LiveViewServer)
    kill(next.processNumber, SIGSTOP)
    #expect(session.perform("view stop").isSuccess)
  }

  /// A page that was open before finds the session that is shown anew.
  @Test func theKeyIsKept() throws {
    var (session, _, path) = try Self.shown("step")
    #expect(session.perform("view stop").isSuccess)
    guard case .success(let result) = session.perform("view").result,
      let report = result as? ViewReport
    else { throw RunFailure(description: "no view") }
    #expect(report.address.hasSuffix(path))
  }

  /// A report, which others read, says that there was a view, and not how to get in.
  @Test func aReportHoldsNoKey() throws {
    let (session, _, path) = try Self.shown("step")
    let entries = session.transcript.entries().kept
    let view = try #require(entries.first { $0.command == "view" })
    #expect(view.output == "The session is shown in a browser.")
    #expect(!entries.contains { $0.output.contains(path) })
  }

  @Test func helpAndTheCommandLineKnowIt() throws {
    let result = try run(
      builtProduct("underhood"), ["view", "--plain"], stdin: "step\nview stop\nquit\n")
    #expect(result.status == 0, "\(result.stderr)")
    #expect(result.stdout.contains("http://127.0.0.1:"))
    #expect(result.stdout.contains("The view is closed."))
  }
}

/// The page of `view` in browsers, while someone types at a terminal.
@Suite(.serialized, .enabled(if: Browser.program != nil))
struct ViewBrowserTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func start() throws -> (PseudoTerminal, address: String) {
    let terminal = try PseudoTerminal.shell(in: folder, ["view"], columns: 100)
    try terminal.expectScreen("an address") {
      $0.contains("http://127.0.0.1:") && $0.currentLine == "xor 0.start>"
    }
    let text = String(decoding: terminal.transcript, as: UTF8.self)
    let address = try #require(text.firstMatch(of: #/http://127\.0\.0\.1:\d+/[0-9a-f]{32}//#))
    return (terminal, String(address.0))
  }

  private func type(_ line: String, then prompt: String, _ terminal: PseudoTerminal) throws {
    terminal.send(line + "\r")
    try terminal.expectScreen("\(prompt) after \(line)") { $0.currentLine == prompt }
  }

  @Test func theRoomSeesWhatIsTyped() throws {
    let (terminal, address) = try start()
    let browser = try Browser()
    let page = try browser.open(address)
    let other = try browser.open(address, width: 360, isDark: true)
    try page.wait("document.title === 'xor at 0.start'")
    try type("step 3", then: "xor 1.forward>", terminal)
    for each in [page, other] { try each.wait("document.title === 'xor at 1.forward'") }
    let lit = "[...document.querySelectorAll('.lit math')].map((e) => e.getAttribute('alttext'))"
    #expect(try page.number("\(lit).length") == 4)
    #expect(try page.text("\(lit)[3]") == "A₂ = σ(Z₂)")
    #expect(
      try page.text("document.querySelector('.next math').getAttribute('alttext')")
        .hasPrefix("L = "))

    try type("stepi", then: "xor 1.loss>", terminal)
    try type("stepi 2", then: "xor 1.backward.dW2>", terminal)
    try page.wait("\(lit).length === 1 && \(lit)[0].startsWith('dW₂ = ')")
    #expect(try page.text("document.querySelector('.lit pre').textContent").hasPrefix("[["))

    // A browser that has just come, or come again, sees the same.
    try page.go(to: address)
    try page.wait("\(lit).length === 1")
    #expect(try page.text("document.title") == "xor at 1.backward.dW2")
    #expect(try other.number("document.documentElement.scrollWidth") <= 360)

    // One that has gone is not missed.
    try other.close()
    try type("run 20", then: "xor 21.update>", terminal)
    try page.wait("document.title === 'xor at 21.update'")
    #expect(
      try page.text("document.querySelector('[data-region=status]').textContent")
        .hasPrefix("Epoch 21 done; L = "))
    #expect(
      try page.text("document.querySelector('[data-region=log] li:last-child kbd').textContent")
        == "run 20")
    #expect(page.complaints == [])

    // Ctrl-C is for the shell; its end is said.
    terminal.send(key: .controlC)
    try terminal.expectScreen("^C") { $0.contains("^C") && $0.currentLine == "xor 21.update>" }
    try type("step", then: "xor 22.forward>", terminal)
    try page.wait("document.title === 'xor at 22.forward'")
    #expect(try page.text("document.getElementById('lost').hidden") == "true")
    terminal.send("quit\r")
    #expect(try terminal.expectExit() == 0)
    try page.wait("document.getElementById('lost').hidden === false")
  }

  /// At the back of a room: charts 480 pixels wide, letters a fiftieth of the screen, the curve in
  /// sight during a run, the equations of a phase in sight after a step.
  @Test(arguments: [(1024, 768), (1280, 720), (1920, 1080)])
  func theBackRowReads(width: Int, height: Int) throws {
    let (terminal, address) = try start()
    let page = try Browser().open(address, width: width, height: height)
    try type("run 20", then: "xor 20.update>", terminal)
    try page.wait("document.title === 'xor at 20.update'")
    let charts = "[...document.querySelectorAll('#pictures figure svg.uh-chart')]"
    #expect(try page.number("Math.min(...\(charts).map((e) => e.clientWidth))") >= 480)
    let letters =
      "12 * \(charts)[0].getBoundingClientRect().width / \(charts)[0].viewBox.baseVal.width"
    #expect(try page.number(letters) >= Double(height) / 50)
    #expect(
      try page.number("parseFloat(getComputedStyle(document.body).fontSize)") >= Double(height) / 50
    )
    #expect(try page.number("\(charts)[0].getBoundingClientRect().bottom") <= Double(height))
    #expect(try page.number("document.documentElement.scrollWidth") <= Double(width))
    try type("step 3", then: "xor 21.backward>", terminal)
    try page.wait("document.title === 'xor at 21.backward'")
    let lit = "[...document.querySelectorAll('.lit')].map((e) => e.getBoundingClientRect())"
    try page.wait("\(lit).filter((r) => r.top >= 0 && r.top < innerHeight).length >= 3")
    // A picture that was asked for stands at the top.
    try type("plot W1", then: "xor 21.backward>", terminal)
    try page.wait("document.querySelector('.said figure svg title')?.textContent.startsWith('W1')")
    // Back through what was shown, and on again.
    try page.wait("document.getElementById('past').hidden === false")
    _ = try page.evaluate(
      "const s = document.getElementById('moments'); s.value = '0'; s.dispatchEvent(new Event('input'))"
    )
    try page.wait("document.title !== 'xor at 21.backward' && document.body.matches('.held')")
    _ = try page.evaluate("document.getElementById('hold').click()")
    try page.wait("document.title === 'xor at 21.backward' && !document.body.matches('.held')")
    #expect(page.complaints == [])
    terminal.send("quit\r")
    #expect(try terminal.expectExit() == 0)
  }

  /// A page of a lesson is read at the top, and of a phase too tall for the screen every equation is
  /// seen.
  @Test func lessonsAndTallPhasesAreInSight() throws {
    let (terminal, address) = try start()
    let page = try Browser().open(address, width: 1280, height: 720)
    try type("set hidden = 12", then: "xor 0.start>", terminal)
    try type("step 5", then: "xor 1.backward>", terminal)
    try page.wait("document.title === 'xor at 1.backward'")
    let lit = "[...document.querySelectorAll('.lit')].map((e) => e.getBoundingClientRect())"
    try page.wait("\(lit).length === 7")
    try page.wait("\(lit).every((r) => r.top >= 0 && r.bottom <= innerHeight)")
    #expect(
      try page.text("document.querySelector('.phase.tight h3').textContent").hasPrefix("backward"))

    try type("lesson 4", then: "and 0.start>", terminal)
    let heading = "document.querySelector('.lesson h2').getBoundingClientRect()"
    try page.wait("document.querySelector('.lesson h2')?.textContent === 'The loss page 1 of 21'")
    try page.wait("scrollY === 0 && \(heading).top >= 0 && \(heading).bottom < innerHeight / 2")
    try type("", then: "and 0.start>", terminal)
    try page.wait("document.querySelector('.lesson h2').textContent.includes('page 2 of')")
    #expect(page.complaints == [])
    terminal.send("quit\r")
    #expect(try terminal.expectExit() == 0)
  }

  @Test func anyNumberCanBeAskedAbout() throws {
    let (terminal, address) = try start()
    let page = try Browser().open(address)
    try type("run 20", then: "xor 20.update>", terminal)
    try page.wait("document.title === 'xor at 20.update'")
    try page.click("document.querySelector('[data-region=values] [data-door=W1]')")
    let title = "document.getElementById('door-title').textContent"
    let body = "document.getElementById('door-body').textContent"
    try page.wait("\(title).startsWith('W1[0, 0] = ') && \(body).includes('dW1[0, 0]')")
    // Who uses it and who pulls at it, as the session says.
    try page.wait(
      "\(body).includes('1000') || document.querySelectorAll('#door-body .pull').length > 3")
    // What it was an epoch before has its arithmetic too, for the session has every moment.
    try page.click(
      "[...document.querySelectorAll('#door-body .origins button')]"
        + ".find((e) => e.textContent === 'W1[0, 0]')")
    try page.wait(
      "\(body).includes('update of epoch 19') && \(body).includes('update of epoch 18')")
    // A step in the shell takes the question along.
    try type("epoch", then: "xor 21.update>", terminal)
    try page.wait("\(body).includes('update of epoch 21')")
    #expect(page.complaints == [])
    terminal.send("quit\r")
    #expect(try terminal.expectExit() == 0)
  }

  @Test func aLongRunIsFollowed() throws {
    let (terminal, address) = try start()
    let page = try Browser().open(address)
    try page.wait("document.title === 'xor at 0.start'")
    terminal.send("run 100000000\r")
    try page.wait("/ at [1-9][0-9]*[.]/.test(document.title)")
    terminal.waitUntilRead()
    terminal.send(key: .controlC)
    try terminal.expectScreen("the prompt") {
      $0.currentLine.hasSuffix(">") && $0.contains("topped")
    }
    terminal.send("quit\r")
    #expect(try terminal.expectExit() == 0)
  }
}
