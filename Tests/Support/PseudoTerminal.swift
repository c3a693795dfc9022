import Foundation
import System

/// A program running at a terminal of its own, for a test that types and reads.
///
///     let terminal = try PseudoTerminal(executable: builtProduct("underhood"))
///     try terminal.expect("> ")
///     terminal.send("step\r")
///     try terminal.expect("0.data")
///
/// Waiting is waiting for output, never for time to pass; the deadlines only end a test that would
/// hang, and are generous.
public final class PseudoTerminal {
  public let processIdentifier: pid_t
  public private(set) var screen: Screen
  /// Everything that the program has written.
  public private(set) var transcript: [UInt8] = []
  private let master: Int32
  private let slavePath: String
  /// Up to where in the transcript the expectations have got.
  private var expected = 0
  private var hasEnded = false
  private var status: Int32?

  public struct Failure: Error, CustomStringConvertible {
    public var description: String
  }

  /// - Parameter environment: the whole environment of the program, beside `TERM` and `LANG`.
  public init(
    executable: String, arguments: [String] = [], environment: [String: String] = [:],
    columns: Int = 80, rows: Int = 24
  ) throws {
    ignoreBrokenPipes()
    (master, slavePath) = try openMaster()
    screen = Screen(columns: columns, rows: rows)

    // The size can be set once a slave is open, on every system.
    let slave = open(slavePath, O_RDWR | O_NOCTTY | O_CLOEXEC)
    Self.setSize(slave, columns, rows)
    defer { close(slave) }

    var whole = ["TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"]
    whole.merge(environment) { $1 }
    let files: [SpawnFile] = [
      .open(slavePath, O_RDWR, as: 0), .duplicate(0, as: 1), .duplicate(0, as: 2),
    ]
    processIdentifier = try spawn(
      executable, arguments, environment: whole, files: files, newSession: true)
  }

  deinit {
    if status == nil { terminate() }
    close(master)
  }

  private static func setSize(_ descriptor: Int32, _ columns: Int, _ rows: Int) {
    var size = winsize()
    size.ws_col = UInt16(clamping: columns)
    size.ws_row = UInt16(clamping: rows)
    _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
  }

  // MARK: - Typing

  public func send(_ text: String) { send(bytes: Array(text.utf8)) }

  public func send(key: Key) { send(key.rawValue) }

  /// Types `quit` at a prompt.
  ///
  /// - Throws: where the program does not end well, or has sent what no terminal knows.
  public func quit() throws {
    send("quit\r")
    let status = try expectExit()
    guard status == 0 else { throw RunFailure(description: "after 'quit': status \(status)") }
    guard screen.unknown.isEmpty else {
      throw RunFailure(description: "sequences that no terminal knows: \(screen.unknown)")
    }
  }

  public func send(bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty, !hasEnded {
      // The program's output is taken while it is written to, or both could wait for each other.
      var poll = pollfd(fd: master, events: Int16(POLLIN | POLLOUT), revents: 0)
      guard Self.wait(&poll, until: .now + .seconds(60)) else { return }
      if poll.revents & Int16(POLLIN | POLLHUP) != 0 { readSome() }
      guard poll.revents & Int16(POLLOUT) != 0 else { continue }
      let count = rest.prefix(512).withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      if count > 0 { rest = rest.dropFirst(count) }
      if count < 0, errno != EINTR, errno != EAGAIN { return }
    }
  }

  /// Waits until the program has read all that was typed. A key that makes a signal throws away what
  /// was not read yet.
  public func waitUntilRead(timeout seconds: Double = 60) {
    let slave = open(slavePath, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    guard slave >= 0 else { return }
    defer { close(slave) }
    let deadline = ContinuousClock.now + .seconds(seconds)
    while !hasEnded, deadline > .now {
      var count: Int32 = 0
      guard ioctl(slave, UInt(FIONREAD), &count) == 0, count > 0 else { return }
      // Nothing tells when it is read: look again at its next output, or soon.
      _ = waitForOutput(until: min(deadline, .now + .milliseconds(5)))
    }
  }

  /// The keys as a terminal sends them.
  public enum Key: String, CaseIterable, Sendable {
    case tab = "\t"
    case enter = "\r"
    case escape = "\u{1B}"
    case backspace = "\u{7F}"
    case controlA = "\u{01}"
    case controlB = "\u{02}"
    case controlC = "\u{03}"
    case controlD = "\u{04}"
    case controlE = "\u{05}"
    case controlK = "\u{0B}"
    case controlL = "\u{0C}"
    case controlR = "\u{12}"
    case controlU = "\u{15}"
    case controlW = "\u{17}"
    case controlY = "\u{19}"
    case controlZ = "\u{1A}"
    case up = "\u{1B}[A"
    case down = "\u{1B}[B"
    case right = "\u{1B}[C"
    case left = "\u{1B}[D"
    case home = "\u{1B}[H"
    case end = "\u{1B}[F"
    case delete = "\u{1B}[3~"
    case controlLeft = "\u{1B}[1;5D"
    case controlRight = "\u{1B}[1;5C"
  }

  /// Changes the window's size; the program gets SIGWINCH.
  public func resize(columns: Int, rows: Int) {
    screen.resize(columns: columns, rows: rows)
    Self.setSize(master, columns, rows)
  }

  public func deliver(signal number: Int32) { kill(processIdentifier, number) }

  // MARK: - Reading

  /// Waits until the text has come, after what was expected before.
  ///
  /// - Returns: what was written up to the end of the text, escape sequences included.
  @discardableResult
  public func expect(_ text: String, timeout seconds: Double = 60) throws -> String {
    try expect("«\(text)»", timeout: seconds) { $0.firstRange(of: Array(text.utf8))?.upperBound }
  }

  /// Waits until what a person sees passes the test.
  public func expectScreen(
    _ what: String, timeout seconds: Double = 60, where test: (Screen) -> Bool
  ) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while !test(screen) {
      guard !hasEnded, waitForOutput(until: deadline) else {
        throw failure("did not see \(what) on the screen")
      }
    }
    expected = transcript.count
  }

  /// Waits for words, wherever their lines are wrapped.
  public func expectWords(_ words: String) throws {
    try expectScreen("«\(words)»") { screen in
      (screen.scrolledOff + [screen.text]).joined(separator: " ")
        .split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(words)
    }
  }

  /// Waits until the program has ended.
  ///
  /// - Returns: its exit status; 128 and the signal where one ended it.
  @discardableResult
  public func expectExit(timeout seconds: Double = 60) throws -> Int32 {
    if let status { return status }
    let deadline = ContinuousClock.now + .seconds(seconds)
    while !hasEnded {
      guard waitForOutput(until: deadline) else { throw failure("the program did not end") }
    }
    // Its terminal is closed: it is ending, or has.
    var found: Int32 = 0
    while waitpid(processIdentifier, &found, 0) < 0, errno == EINTR {}
    let result = exitStatus(found)
    status = result
    return result
  }

  public func terminate() {
    guard status == nil else { return }
    kill(processIdentifier, SIGKILL)
    kill(processIdentifier, SIGCONT)
    var found: Int32 = 0
    while waitpid(processIdentifier, &found, 0) < 0, errno == EINTR {}
    status = exitStatus(found)
  }

  private func expect(
    _ what: String, timeout seconds: Double, _ find: (ArraySlice<UInt8>) -> Int?
  ) throws -> String {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
      if let end = find(transcript[expected...]) {
        defer { expected = end }
        return String(decoding: transcript[expected..<end], as: UTF8.self)
      }
      guard !hasEnded, waitForOutput(until: deadline) else {
        throw failure(hasEnded ? "ended without \(what)" : "waited in vain for \(what)")
      }
    }
  }

  private func waitForOutput(until deadline: ContinuousClock.Instant) -> Bool {
    var poll = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard Self.wait(&poll, until: deadline) else { return false }
    readSome()
    return true
  }

  private static func wait(
    _ descriptor: inout pollfd, until deadline: ContinuousClock.Instant
  ) -> Bool {
    while true {
      let left = deadline - .now
      guard left > .zero else { return false }
      let milliseconds = Int(left / .milliseconds(1)) + 1
      let ready = poll(&descriptor, 1, Int32(clamping: milliseconds))
      if ready > 0 { return true }
      if ready < 0, errno != EINTR { return false }
    }
  }

  private func readSome() {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = read(master, &chunk, chunk.count)
    if count > 0 {
      transcript += chunk[..<count]
      screen.write(chunk[..<count])
    } else if count == 0 || errno != EINTR {
      // Linux reports EIO once the last slave is closed.
      hasEnded = true
    }
  }

  private func failure(_ message: String) -> Failure {
    let tail = String(decoding: transcript.suffix(2000), as: UTF8.self).debugDescription
    return Failure(
      description: """
        \(message)
        --- screen
        \(screen.text)
        --- the last of what was written (read up to byte \(expected) of \(transcript.count))
        \(tail)
        """)
  }
}

/// A new pseudo-terminal: its master, and the path of its slave.
private func openMaster() throws -> (Int32, String) {
  let failed = PseudoTerminal.Failure(description: "no pseudo-terminal: errno \(errno)")
  #if canImport(Darwin)
    let master = posix_openpt(O_RDWR | O_NOCTTY)
    guard master >= 0, grantpt(master) == 0, unlockpt(master) == 0, let name = ptsname(master)
    else { throw failed }
    _ = fcntl(master, F_SETFD, FD_CLOEXEC)
    return (master, String(cString: name))
  #else
    // What posix_openpt and its companions do; Glibc's module does not show them.
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var unlocked: Int32 = 0
    var number: Int32 = 0
    // TIOCSPTLCK and TIOCGPTN.
    guard master >= 0, ioctl(master, 0x4004_5431, &unlocked) == 0,
      ioctl(master, 0x8004_5430, &number) == 0
    else { throw failed }
    return (master, "/dev/pts/\(number)")
  #endif
}
