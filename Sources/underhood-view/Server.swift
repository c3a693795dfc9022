import System
import Web

/// Waits for connections and serves all of them, in one thread that never waits for one of them.
///
/// Their number is bounded. Where there are more, the oldest that has shown no key makes room: who
/// only connects can keep nobody out, and there is always a descriptor for the next.
struct Server {
  private let listener: Int32
  private let site: Site
  private let board: Board
  /// Becomes readable when there is something new on the board.
  private let news: Int32
  private var connections: [Int32: Connection] = [:]
  private var count = 0
  /// Asks the shell.
  private let ask: (ServerQuestion) -> Void
  /// Connections whose question the shell has not answered yet, by the question's number.
  private var asking: [Int: Int32] = [:]
  /// As many lines as the shell's pipe holds, so that asking never waits.
  private static let mostQuestions = 32

  /// More browsers than a room has.
  private static let mostWatchers = 200
  private static let mostConnections = 400
  /// For standard streams, the listener and what the system's libraries keep open.
  private static let ownDescriptors = 24

  let port: UInt16

  /// Begins to listen.
  ///
  /// - Throws: `SystemError`
  init(
    _ settings: ServerSettings, _ board: Board, news: Int32, machineName: String,
    ask: @escaping (ServerQuestion) -> Void
  ) throws(SystemError) {
    (listener, port) = try systemListen(host: settings.host, port: settings.port)
    site = Site(settings: settings, port: port, machineName: machineName)
    self.board = board
    self.news = news
    self.ask = ask
  }

  /// Serves until the system no longer lets it.
  mutating func run() {
    while true {
      var polls = [listener, news].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      for connection in connections.values {
        let events = POLLIN | (connection.wantsToWrite ? POLLOUT : 0)
        polls.append(pollfd(fd: connection.descriptor, events: Int16(events), revents: 0))
      }
      if poll(&polls, nfds_t(polls.count), 500) < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        return
      }
      let now = ContinuousClock.now
      let board = board
      if polls[1].revents != 0 { takeNews(now) }
      for found in polls.dropFirst(2) { serve(found, now) }
      for (descriptor, connection) in connections where connection.deadline < now {
        change(descriptor) { $0.expire(board, now: now) }
      }
      if polls[0].revents != 0 { admit(now) }
    }
  }

  private mutating func serve(_ found: pollfd, _ now: ContinuousClock.Instant) {
    if found.revents == 0 { return }
    let (site, board) = (site, board)
    let isCrowded = connections.values.count { $0.stage == .watching } >= Self.mostWatchers
    change(found.fd) { connection in
      if Int32(found.revents) & POLLOUT != 0 { connection.write(board, now: now) }
      if Int32(found.revents) & ~POLLOUT != 0 {
        connection.read(site, board, isCrowded: isCrowded, now: now)
      }
    }
    if let question = connections[found.fd]?.question { put(question, for: found.fd, now) }
  }

  /// Asks the shell on behalf of a connection.
  private mutating func put(_ text: String, for descriptor: Int32, _ now: ContinuousClock.Instant) {
    let board = board
    guard asking.count < Self.mostQuestions, let number = connections[descriptor]?.number else {
      return change(descriptor) { connection in
        _ = connection.takeQuestion()
        connection.answer(
          Site.plain("503 Service Unavailable", "The session is busy.\n"), board, now: now)
      }
    }
    change(descriptor) { _ = $0.takeQuestion() }
    asking[number] = descriptor
    ask(ServerQuestion(number: number, text: text))
  }

  private mutating func change(_ descriptor: Int32, _ body: (inout Connection) -> Void) {
    guard var connection = connections[descriptor] else { return }
    body(&connection)
    connections[descriptor] = connection
    if connection.hasEnded { end(descriptor) }
  }

  private mutating func end(_ descriptor: Int32) {
    guard connections.removeValue(forKey: descriptor) != nil else { return }
    systemClose(descriptor)
  }

  private mutating func takeNews(_ now: ContinuousClock.Instant) {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let (news, board) = (news, board)
    _ = buffer.withUnsafeMutableBytes { systemRead(news, $0) }
    for (descriptor, connection) in connections where connection.stage == .watching {
      change(descriptor) { $0.write(board, now: now) }
    }
    for (number, bytes) in board.takeAnswers() {
      // Who asked may have gone, and another have come in its place.
      guard let descriptor = asking.removeValue(forKey: number),
        connections[descriptor]?.number == number
      else { continue }
      change(descriptor) { $0.answer(Site.answer(bytes), board, now: now) }
    }
  }

  /// Takes some of those who wait, so that those who are there come in between.
  private mutating func admit(_ now: ContinuousClock.Instant) {
    let most = min(Self.mostConnections, max(descriptorLimit() - Self.ownDescriptors, 4))
    for _ in 0..<32 {
      if connections.count >= most, !makeRoom() { return }
      let (descriptor, address) = systemAccept(listener)
      guard descriptor >= 0 else {
        // No more descriptors than fewer connections have.
        if errno == EMFILE || errno == ENFILE, makeRoom() { continue }
        return
      }
      count += 1
      connections[descriptor] = Connection(
        descriptor: descriptor, address: address, number: count, now: now)
    }
  }

  /// Ends the oldest that is not given something, else the oldest that is.
  ///
  /// - Returns: whether there was one.
  private mutating func makeRoom() -> Bool {
    func oldest(_ isMeant: (Connection) -> Bool) -> Int32? {
      connections.values.filter(isMeant).min { $0.number < $1.number }?.descriptor
    }
    let found =
      oldest { $0.stage == .asking || $0.stage == .leaving } ?? oldest { $0.stage == .answered }
    guard let found else { return false }
    end(found)
    return true
  }

  private func descriptorLimit() -> Int {
    let limit = sysconf(Int32(_SC_OPEN_MAX))
    return limit > 0 ? limit : 256
  }
}
