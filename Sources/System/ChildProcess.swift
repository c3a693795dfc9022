/// A program that this one has started, and the stream between them.
package struct ChildProcess: Sendable {
  package enum Connection: Sendable {
    /// What it writes to its standard output is read here, without waiting; it is told nothing.
    case output
    /// One socket is its standard input and output. Ctrl-C at the terminal is not meant for it.
    case conversation
  }

  /// Runs a program that has the terminal to itself until it ends: an editor.
  ///
  /// - Parameter arguments: its name first.
  /// - Throws: `SystemError` where it cannot be started.
  package static func runAtTerminal(
    _ program: String, _ arguments: [String]
  ) throws(SystemError) -> Ending {
    var settings = SpawnSettings()
    let process = try settings.start(program, arguments)
    return waitForEnd(of: process)
  }

  /// How it ended.
  package enum Ending: Equatable, Sendable {
    case exit(status: Int32)
    case signal(Int32)
  }

  package let descriptor: Int32
  private let process: pid_t

  /// Starts a program.
  ///
  /// - Parameter arguments: its name first.
  /// - Throws: `SystemError` where it cannot be started.
  package init(
    _ program: String, _ arguments: [String], _ connection: Connection
  ) throws(SystemError) {
    let (own, other) = try Self.ends(connection)
    defer { systemClose(other) }
    var settings = SpawnSettings()
    switch connection {
    case .output:
      settings.open("/dev/null", O_RDONLY, as: STDIN_FILENO)
    case .conversation:
      settings.duplicate(other, as: STDIN_FILENO)
      settings.leaveGroup()
    }
    settings.duplicate(other, as: STDOUT_FILENO)
    settings.open("/dev/null", O_WRONLY, as: STDERR_FILENO)
    do throws(SystemError) {
      process = try settings.start(program, arguments)
    } catch {
      systemClose(own)
      throw error
    }
    descriptor = own
  }

  private static func ends(
    _ connection: Connection
  ) throws(SystemError) -> (own: Int32, other: Int32) {
    switch connection {
    case .conversation: return try systemSocketPair()
    case .output:
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else { throw .last }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
      return (ends[0], ends[1])
    }
  }

  /// The system's number of it.
  package var number: Int32 { process }

  /// Its stream, as it is read here.
  package var input: Input { Input(descriptor: descriptor) }

  /// Tells it something, in a conversation.
  ///
  /// - Returns: whether it took all of it.
  package func send(_ bytes: [UInt8]) -> Bool {
    var start = 0
    while start < bytes.count {
      let sent = bytes[start...].withUnsafeBytes { systemSend(descriptor, $0) }
      if sent > 0 {
        start += sent
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  /// A line that it says, as far as it comes in time.
  package func line(limit: Int, milliseconds: Int32) -> String {
    var bytes: [UInt8] = []
    while bytes.count < limit {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waiting, 1, milliseconds)
      if ready < 0, errno == EINTR { continue }
      guard ready > 0, let byte = input.read(count: 1)?.first, byte != 10 else { break }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Ends the conversation, at which a well-made program ends.
  package func hangUp() { shutdown(descriptor, Int32(SHUT_RDWR)) }

  package func kill() { systemKill(process) }

  /// Whether it has gone, or closed its end.
  package var hasHungUp: Bool {
    var state = pollfd(fd: descriptor, events: 0, revents: 0)
    return poll(&state, 1, 0) > 0 && Int32(state.revents) & (POLLHUP | POLLERR | POLLNVAL) != 0
  }

  /// Ends the conversation; a program that does not end by itself within some time, because it is
  /// stopped or stuck, is killed.
  package func end(patience: Duration) {
    hangUp()
    let deadline = ContinuousClock.now + patience
    var status: Int32 = 0
    while true {
      let found = waitpid(process, &status, WNOHANG)
      if found == process || (found < 0 && errno != EINTR) { return }
      if ContinuousClock.now > deadline { break }
      usleep(2_000)
    }
    kill()
    _ = waitForEnd()
  }

  /// Waits until it has ended.
  package func waitForEnd() -> Ending { Self.waitForEnd(of: process) }

  private static func waitForEnd(of process: pid_t) -> Ending {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? .exit(status: (status >> 8) & 0xFF) : .signal(signal)
  }

  /// Closes the stream.
  package func close() { systemClose(descriptor) }
}
