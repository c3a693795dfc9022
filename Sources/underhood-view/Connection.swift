import System
import Web

/// One browser, or whoever else has connected: what has come from it and what is on its way to it.
struct Connection {
  enum Stage {
    /// Its request is not whole.
    case asking
    /// It is given an answer.
    case answered
    /// The shell has been asked on its behalf.
    case waiting
    /// It is given each new state, for ever.
    case watching
    /// It has all of its answer, and is waited for until it has gone: who closes while something
    /// arrives takes back what was sent.
    case leaving
  }

  let descriptor: Int32
  /// Where it comes from.
  let address: String
  /// The order in which they came.
  let number: Int
  private(set) var stage = Stage.asking
  /// By when it must have done something.
  private(set) var deadline: ContinuousClock.Instant
  private(set) var hasEnded = false
  /// What the shell is to be asked, until that is done.
  private(set) var question: String?
  private var request: [UInt8] = []
  private var output: ArraySlice<UInt8> = []
  private var version = 0

  /// For a whole request, for taking a part of an answer, for going.
  private static let patience = (
    asking: Duration.seconds(5), taking: Duration.seconds(30), leaving: Duration.seconds(2)
  )
  /// A watcher that is gone is found by a sign now and then.
  private static let beat = Duration.seconds(15)

  init(descriptor: Int32, address: String, number: Int, now: ContinuousClock.Instant) {
    self.descriptor = descriptor
    self.address = address
    self.number = number
    deadline = now + Self.patience.asking
  }

  var wantsToWrite: Bool { !output.isEmpty }

  /// Reads what has arrived; answers a request once it is known what to answer.
  ///
  /// - Parameter isCrowded: whether more watchers than a room has are there.
  mutating func read(_ site: Site, _ board: Board, isCrowded: Bool, now: ContinuousClock.Instant) {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { systemRead(descriptor, $0) }
    if count < 0, errno == EAGAIN || errno == EINTR { return }
    guard count > 0 else {
      hasEnded = true
      return
    }
    guard stage == .asking else { return }
    request += buffer[..<count]
    switch site.answer(to: RequestHead.read(request)) {
    case .notYet: return
    case .whole(let bytes): output = bytes[...]
    case .door(let head):
      let body = request.dropFirst(head.length)
      guard let answer = board.ballots.answer(to: head, body: body, from: address) else { return }
      output = answer[...]
    case .page(let isHead): output = Site.page(board.page, isHead: isHead)[...]
    case .question(let text):
      question = text
      stage = .waiting
    case .events where isCrowded:
      output = Site.plain("503 Service Unavailable", "Too many browsers are looking.\n")[...]
    case .events:
      output = Site.events[...]
      stage = .watching
    }
    if stage == .asking { stage = .answered }
    request = []
    deadline = now + Self.patience.taking
    write(board, now: now)
  }

  /// What the shell is to be asked, once.
  mutating func takeQuestion() -> String? {
    defer { question = nil }
    return question
  }

  /// Gives it what it has waited for.
  mutating func answer(_ bytes: [UInt8], _ board: Board, now: ContinuousClock.Instant) {
    guard stage == .waiting else { return }
    output = bytes[...]
    stage = .answered
    deadline = now + Self.patience.taking
    write(board, now: now)
  }

  /// Writes as much as is taken, and goes on to what comes next.
  mutating func write(_ board: Board, now: ContinuousClock.Instant) {
    while !hasEnded {
      if output.isEmpty {
        guard stage == .watching, let (version, bytes) = board.event(after: version) else { break }
        self.version = version
        output = bytes[...]
      }
      let count = output.withUnsafeBytes { systemWrite(descriptor, $0) }
      if count > 0 {
        output = output.dropFirst(count)
        deadline = now + (stage == .watching ? Self.beat : Self.patience.taking)
      } else if errno == EAGAIN {
        return
      } else if errno != EINTR {
        hasEnded = true
      }
    }
    if stage == .answered {
      stage = .leaving
      deadline = now + Self.patience.leaving
      shutdown(descriptor, Int32(SHUT_WR))
    }
  }

  /// Its time is over: for a watcher that has taken everything a sign is due, all others end.
  mutating func expire(_ board: Board, now: ContinuousClock.Instant) {
    guard stage == .watching, output.isEmpty else {
      hasEnded = true
      return
    }
    output = Array(":\n\n".utf8)[...]
    deadline = now + Self.patience.taking
    write(board, now: now)
  }
}
