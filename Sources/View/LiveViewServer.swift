import Pages
import Shell
import Synchronization
import System
import Training
import Web

/// A session shown in browsers: a program of its own serves the page, and is told each new state.
///
/// Nobody who types waits for it: pages are made and sent in the background, and while one is on
/// its way all but the newest are left out.
final class LiveViewServer: SessionViewer {
  /// What to type into a browser.
  let address: String
  let isForThisMachine: Bool
  /// Where those who answer what a room is asked go in.
  let door: SessionPage.Door
  /// Where telephones find the page; `nil` where only this machine can open it.
  private let telephoneAddress: String?
  private let server: ChildProcess
  private let mail = Mutex(Outbox())
  /// Whether nothing more is read from the program.
  private let heard = Atomic(false)
  /// Pages and answers come from different threads, and go one after the other.
  private let sending = Mutex(())

  private struct Outbox {
    var newest: Session?
    /// Whether a room has answered since what was shown last.
    var hasAnswers = false
    /// What was shown last.
    var shown: Session?
    /// Who answers.
    var room: Room?
    var glimpsed = ContinuousClock.now
    var isWorking = false
    /// Whether the other side has gone.
    var isBroken = false
    /// Whether it has been ended.
    var isEnded = false
  }

  /// The name of the program that serves, which lies beside this one.
  private static let programName = "underhood-view"

  /// What pages and answers are reached by, as long as this program runs.
  private static let keys = (token: Token.random(bytes: 16), answers: Token.typeable(length: 10))

  /// Starts the program and waits until it listens.
  ///
  /// - Parameters:
  ///   - host: an address of this machine in digits.
  ///   - port: 0 for any that is free.
  init(host: String, port: UInt16) throws(ShellError) {
    guard let program = Self.program else {
      throw ShellError(
        "no-server", "the program \(Self.programName) is not beside this one",
        hint: "swift build builds both")
    }
    // A page that is open finds the session again when it is shown anew.
    let (token, answersKey) = Self.keys
    let settings = ServerSettings(token: token, answersKey: answersKey, host: host, port: port)
    do throws(SystemError) {
      server = try ChildProcess(program, [Self.programName], .conversation)
    } catch {
      throw ShellError(
        "no-server", "\(Self.programName) cannot be started: \(error.message)")
    }
    isForThisMachine = ServerSettings.isLoopback(host)
    // One line, within ten seconds.
    let answer =
      server.send(settings.frame.encoded) ? server.line(limit: 100, milliseconds: 10_000) : ""
    guard let found = UInt16(answer) else {
      Self.end(server)
      server.close()
      let code = answer.split(separator: " ").last.flatMap { Int32($0) } ?? EIO
      throw ShellError(
        "no-server",
        "nothing can be served at \(host):\(port): \(SystemError(code: code).message)",
        hint: port == 0 ? nil : "view without --port takes one that is free")
    }
    func address(_ name: String, _ key: String) -> String {
      "http://\(name.contains(":") ? "[\(name)]" : name):\(found)/\(key)/"
    }
    let isEverywhere = host == "0.0.0.0" || host == "::"
    // What others call this machine, where it listens at all its addresses.
    self.address = address(isEverywhere ? Machine.name ?? host : host, token)
    // Telephones know no machine by its name.
    let reachable = isEverywhere ? Machine.networkAddress ?? host : host
    door = SessionPage.Door(address: address(reachable, answersKey))
    telephoneAddress = isForThisMachine ? nil : address(reachable, token)
    guard hear(server) else {
      heard.store(true, ordering: .releasing)
      throw ShellError("no-server", "the system lets no more threads start")
    }
  }

  deinit {
    end()
    // What another thread may still read is left to the system.
    for _ in 0..<1000 where !heard.load(ordering: .acquiring) { usleep(1000) }
    if heard.load(ordering: .acquiring) { server.close() }
  }

  /// Ends the program, whatever is on its way to it, and waits until it has gone.
  func end() {
    let isFirst = mail.withLock { mail in
      defer { mail = Outbox(isBroken: true, isEnded: true) }
      return !mail.isEnded
    }
    if isFirst { Self.end(server) }
  }

  /// The system's number of the program.
  var processNumber: Int32 { server.number }

  /// Whether the program still serves.
  var isAlive: Bool { mail.withLock { !$0.isBroken } && !server.hasHungUp }

  /// Shows a session as soon as there is time.
  func present(_ session: Session) {
    var session = session
    // What is waiting does not keep this alive.
    session.context.audience = Audience()
    put { [session] in $0.newest = session }
  }

  /// Puts something into the outbox, which is seen to as soon as there is time.
  private func put(_ item: (inout Outbox) -> Void) {
    let isIdle = mail.withLock { mail -> Bool in
      guard !mail.isBroken else { return false }
      item(&mail)
      defer { mail.isWorking = true }
      return !mail.isWorking
    }
    if isIdle, !DetachedThread.start({ self.work() }) { mail.withLock { $0.isWorking = false } }
  }

  /// Shows a run in the midst of its way, four times a second at most, and not while a page is on
  /// its way; the rest of the session is as it was shown last.
  func presentWhileRunning(_ run: Run) {
    let session = mail.withLock { mail -> Session? in
      guard !mail.isBroken, !mail.isWorking, var session = mail.shown else { return nil }
      let now = ContinuousClock.now
      guard now - mail.glimpsed > .milliseconds(250) else { return nil }
      mail.glimpsed = now
      session.run = run
      return session
    }
    if let session { present(session) }
  }

  private func work() {
    while let (session, isWhole) = next() {
      let page = SessionPage(session: session)
      guard isWhole ? show(page) : send(page.answers(door: door).frame) else {
        mail.withLock { $0 = Outbox(isBroken: true, isEnded: $0.isEnded) }
        return
      }
      // Whole rooms answer at once: what comes in soon goes out together.
      if !isWhole { usleep(Self.gathering) }
    }
  }

  /// In millionths of a second.
  private static let gathering: useconds_t = 40_000

  private func show(_ page: SessionPage) -> Bool {
    let (document, state) = page.live(door: door, address: telephoneAddress)
    return send(ServerFrame(.page, document)) && send(state.frame)
  }

  // MARK: - What a room answers

  /// Has the program ask a room, or say that nothing is asked.
  func ask(_ ballot: Ballot, of room: Room?) {
    mail.withLock { $0.room = room }
    _ = send(ballot.frame)
  }

  /// Hears what comes in until the program ends.
  ///
  /// - Returns: whether there was a thread to be had.
  private func hear(_ server: ChildProcess) -> Bool {
    DetachedThread.start { [weak self] in
      while true {
        let line = server.line(limit: 2048, milliseconds: -1)
        if line.isEmpty { break }
        self?.note(line)
      }
      self?.heard.store(true, ordering: .releasing)
    }
  }

  private func note(_ line: String) {
    if let question = ServerQuestion(line: line) { return answer(question) }
    let words = line.split(separator: " ")
    guard words.count == 3, words[0] == "vote", let round = Int(words[1]),
      let answer = Double(words[2])
    else { return }
    mail.withLock { $0.room }?.note(answer, round: round)
    put { $0.hasAnswers = true }
  }

  private func send(_ frame: ServerFrame) -> Bool {
    sending.withLock { _ in server.send(frame.encoded) }
  }

  /// Says what is known of a number of the state that is shown. Nothing changes by it.
  private func answer(_ question: ServerQuestion) {
    let session = mail.withLock { $0.shown }
    let bytes = session.flatMap { SessionPage(session: $0).answer(to: question.text) } ?? []
    _ = send(.answer(question.number, bytes))
  }

  /// What is to be shown next: a session, or of the one that is shown a room's answers alone.
  private func next() -> (session: Session, isWhole: Bool)? {
    mail.withLock { mail in
      defer { (mail.newest, mail.hasAnswers) = (nil, false) }
      if let newest = mail.newest {
        mail.shown = newest
        return (newest, true)
      }
      if mail.hasAnswers, let shown = mail.shown { return (shown, false) }
      mail.isWorking = false
      return nil
    }
  }

  // MARK: - The other program

  /// At the end of what it is told the program ends, which nobody at a keyboard waits for long.
  private static func end(_ server: ChildProcess) { server.end(patience: .seconds(1)) }

  private static var program: String? {
    guard let own = Machine.executablePath, let slash = own.lastIndex(of: "/") else {
      return nil
    }
    // The tests' own program lies where the program of the shell does, or deeper.
    var folder = String(own[..<slash])
    for _ in 0..<4 {
      let path = "\(folder)/\(programName)"
      if File.isExecutable(path), !File.isFolder(path) { return path }
      guard let slash = folder.lastIndex(of: "/") else { return nil }
      folder = String(folder[..<slash])
    }
    return nil
  }
}
