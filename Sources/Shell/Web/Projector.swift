import Synchronization
import Training
import Web

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A session shown in browsers: a program of its own serves the page, and is told each new state.
///
/// Nobody who types waits for it: pages are made and sent in the background, and while one is on
/// its way all but the newest are left out.
final class Projector: Sendable {
  /// What to type into a browser.
  let address: String
  let isForThisMachine: Bool
  private let socket: Int32
  private let process: pid_t
  private let mail = Mutex(Mail())

  private struct Mail {
    var newest: Session?
    /// What was shown last.
    var shown: Session?
    var glimpsed = ContinuousClock.now
    var isWorking = false
    /// Whether the other side has gone.
    var isBroken = false
    /// Whether it has been ended.
    var isEnded = false
  }

  /// The name of the program that serves, which lies beside this one.
  private static let programName = "underhood-view"

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
    let token = Self.token()
    let settings = ServerSettings(token: token, host: host, port: port)
    let child: (socket: Int32, process: pid_t)
    do {
      child = try Self.start(program)
    } catch {
      throw ShellError(
        "no-server", "\(Self.programName) cannot be started: \(SystemError.message(error.code))")
    }
    (socket, process) = child
    isForThisMachine = ServerSettings.isLoopback(host)
    let answer = Self.send(settings.frame.encoded, to: child.socket) ? Self.line(child.socket) : ""
    guard let found = UInt16(answer) else {
      Self.end(child.socket, child.process)
      close(child.socket)
      let code = answer.split(separator: " ").last.flatMap { Int32($0) } ?? EIO
      throw ShellError(
        "no-server", "nothing can be served at \(host):\(port): \(SystemError.message(code))",
        hint: port == 0 ? nil : "view without --port takes one that is free")
    }
    let name = isForThisMachine ? host : Self.machineName(for: host)
    address = "http://\(name.contains(":") ? "[\(name)]" : name):\(found)/\(token)/"
  }

  deinit {
    end()
    close(socket)
  }

  /// Ends the program, whatever is on its way to it, and waits until it has gone.
  func end() {
    let isFirst = mail.withLock { mail in
      defer { mail = Mail(isBroken: true, isEnded: true) }
      return !mail.isEnded
    }
    if isFirst { Self.end(socket, process) }
  }

  /// Whether the program still serves.
  var isAlive: Bool { mail.withLock { !$0.isBroken } }

  /// Shows a session as soon as there is time.
  func present(_ session: Session) {
    var session = session
    // What is waiting does not keep this alive.
    session.surroundings.projection = Projection()
    let isIdle = mail.withLock { mail -> Bool in
      if mail.isBroken { return false }
      mail.newest = session
      defer { mail.isWorking = true }
      return !mail.isWorking
    }
    if isIdle, !DetachedThread.start({ self.work() }) { mail.withLock { $0.isWorking = false } }
  }

  /// Shows a run in the midst of its way, four times a second at most, and not while a page is on
  /// its way; the rest of the session is as it was shown last.
  func glimpse(_ run: Run) {
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
    while let session = next() {
      let (page, state) = SessionPage(session: session).live()
      guard Self.send(ServerFrame(.page, page).encoded, to: socket),
        Self.send(ServerFrame(.state, state).encoded, to: socket)
      else {
        mail.withLock { $0 = Mail(isBroken: true, isEnded: $0.isEnded) }
        return
      }
    }
  }

  private func next() -> Session? {
    mail.withLock { mail in
      defer { mail.newest = nil }
      if mail.newest == nil { mail.isWorking = false }
      mail.shown = mail.newest ?? mail.shown
      return mail.newest
    }
  }

  // MARK: - The other program

  private struct Failure: Error { var code: Int32 }

  private static var program: String? {
    guard let own = LessonFolder.executablePath, let slash = own.lastIndex(of: "/") else {
      return nil
    }
    // The tests' own program lies where the program of the shell does, or deeper.
    var folder = String(own[..<slash])
    for _ in 0..<4 {
      let path = "\(folder)/\(programName)"
      if access(path, X_OK) == 0, !TextFile.isFolder(path) { return path }
      guard let slash = folder.lastIndex(of: "/") else { return nil }
      folder = String(folder[..<slash])
    }
    return nil
  }

  private static func text(_ buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// A pair of sockets, so that writing to a program that has gone is an error and no signal.
  private static func start(_ program: String) throws(Failure) -> (socket: Int32, process: pid_t) {
    var ends: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, streamKind, 0, &ends) == 0 else { throw Failure(code: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    #if canImport(Darwin)
      var isOn: Int32 = 1
      setsockopt(ends[0], SOL_SOCKET, SO_NOSIGPIPE, &isOn, socklen_t(MemoryLayout<Int32>.size))
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, ends[1], 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    // A group of its own: Ctrl-C at the terminal is not meant for it.
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    let name = strdup(programName)
    defer { free(name) }
    var process: pid_t = 0
    let failure = posix_spawn(&process, program, &actions, &attributes, [name, nil], environ)
    close(ends[1])
    guard failure == 0 else {
      close(ends[0])
      throw Failure(code: failure)
    }
    return (ends[0], process)
  }

  private static var streamKind: Int32 {
    #if canImport(Glibc)
      Int32(SOCK_STREAM.rawValue)
    #else
      Int32(SOCK_STREAM)
    #endif
  }

  private static func send(_ bytes: [UInt8], to socket: Int32) -> Bool {
    #if canImport(Darwin)
      let flags: Int32 = 0
    #else
      let flags = Int32(MSG_NOSIGNAL)
    #endif
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes {
        systemSend(socket, $0.baseAddress, $0.count, flags)
      }
      if sent > 0 {
        rest = rest.dropFirst(sent)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  /// One line, within ten seconds.
  private static func line(_ socket: Int32) -> String {
    var bytes: [UInt8] = []
    while bytes.count < 100 {
      var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waiting, 1, 10_000)
      if ready < 0, errno == EINTR { continue }
      var byte: UInt8 = 0
      guard ready > 0, recv(socket, &byte, 1, 0) == 1, byte != 10 else { break }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// At the end of what it is told the program ends.
  private static func end(_ socket: Int32, _ process: pid_t) {
    shutdown(socket, Int32(SHUT_RDWR))
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
  }

  // MARK: - The address

  /// 128 bits from the system's source of randomness.
  private static func token() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<16).map { _ in
      let byte = String(UInt8.random(in: 0...255, using: &generator), radix: 16)
      return byte.count == 1 ? "0\(byte)" : byte
    }.joined()
  }

  /// What others call this machine, where it listens at all its addresses.
  private static func machineName(for host: String) -> String {
    guard host == "0.0.0.0" || host == "::" else { return host }
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return host }
    return text(name)
  }
}

private func systemSend(
  _ socket: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: Int32
) -> Int {
  #if canImport(Glibc)
    Glibc.send(socket, bytes, count, flags)
  #elseif canImport(Musl)
    Musl.send(socket, bytes, count, flags)
  #else
    Darwin.send(socket, bytes, count, flags)
  #endif
}

/// Where a session is shown, if it is; one for a session and all its copies.
final class Projection: Sendable {
  private let projector = Mutex<Projector?>(nil)
  private let isOn = Atomic(false)

  /// The projector, if it is at work.
  var current: Projector? {
    projector.withLock { projector in
      if let found = projector, !found.isAlive { projector = nil }
      return projector
    }
  }

  /// Shows a run in the midst of its way.
  func glimpse(_ run: Run) {
    // Between equations this must cost next to nothing.
    guard isOn.load(ordering: .relaxed) else { return }
    current?.glimpse(run)
  }

  func start(host: String, port: UInt16) throws(ShellError) -> Projector {
    let new = try Projector(host: host, port: port)
    projector.withLock { projector in
      projector?.end()
      projector = new
    }
    isOn.store(true, ordering: .relaxed)
    return new
  }

  /// - Returns: whether there was one.
  func stop() -> Bool {
    projector.withLock { projector in
      defer { projector = nil }
      projector?.end()
      return projector != nil
    }
  }

  deinit { _ = stop() }
}
