// The one file that knows on which system it is built. Whoever imports this module has the C
// library with it.

#if canImport(Glibc)
  @_exported import Glibc
#elseif canImport(Musl)
  @_exported import Musl
#else
  @_exported import Darwin
#endif

// MARK: - The C library's names, where methods of the same name hide them

package func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, buffer.baseAddress, buffer.count)
}

package func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}

package func systemClose(_ descriptor: Int32) { _ = close(descriptor) }

/// A file for the user alone where it is made.
func systemOpen(_ path: String, _ flags: Int32, mode: mode_t = 0o600) -> Int32 {
  open(path, flags, mode)
}

// MARK: - Processes

/// The path of the program that runs.
func systemExecutablePath() -> String? {
  var buffer = [CChar](repeating: 0, count: 4096)
  #if canImport(Darwin)
    var size = UInt32(buffer.count)
    guard _NSGetExecutablePath(&buffer, &size) == 0 else { return nil }
  #else
    guard readlink("/proc/self/exe", &buffer, buffer.count - 1) > 0 else { return nil }
  #endif
  return text(buffer)
}

/// What a C string in a buffer says.
func text(_ buffer: [CChar]) -> String {
  String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// What is done to a program that is started, before it runs.
struct SpawnSettings: ~Copyable {
  #if canImport(Darwin)
    private var actions: posix_spawn_file_actions_t?
    private var attributes: posix_spawnattr_t?
  #else
    private var actions = posix_spawn_file_actions_t()
    private var attributes = posix_spawnattr_t()
  #endif

  init() {
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
  }

  deinit {
    var (actions, attributes) = (actions, attributes)
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
  }

  mutating func open(_ path: String, _ flags: Int32, as descriptor: Int32) {
    posix_spawn_file_actions_addopen(&actions, descriptor, path, flags, 0)
  }

  mutating func duplicate(_ own: Int32, as descriptor: Int32) {
    posix_spawn_file_actions_adddup2(&actions, own, descriptor)
  }

  /// Ctrl-C at the terminal is then not meant for it.
  mutating func leaveGroup() {
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
  }

  /// Starts a program with this one's environment.
  ///
  /// - Parameter arguments: its name first.
  mutating func start(_ program: String, _ arguments: [String]) throws(SystemError) -> pid_t {
    let words = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    let failure = posix_spawn(&process, program, &actions, &attributes, words, environ)
    guard failure == 0 else { throw SystemError(code: failure) }
    return process
  }
}

/// Puts a bound on what the process may take, and none above it again.
func systemLimit(_ resource: Int32, to value: Int) {
  var limit = rlimit()
  guard getrlimit(resource, &limit) == 0 else { return }
  limit.rlim_cur = min(rlim_t(value), limit.rlim_max)
  limit.rlim_max = limit.rlim_cur
  setrlimit(resource, &limit)
}

#if canImport(Glibc)
  func systemLimit(_ resource: __rlimit_resource, to value: Int) {
    systemLimit(Int32(bitPattern: resource.rawValue), to: value)
  }
#endif

func systemKill(_ process: pid_t) { _ = kill(process, SIGKILL) }

// MARK: - Sockets

/// Two connected sockets, closed in programs that are started; writing to the first when the second
/// has gone is an error and no signal.
func systemSocketPair() throws(SystemError) -> (own: Int32, other: Int32) {
  var ends: [Int32] = [-1, -1]
  #if canImport(Glibc)
    let kind = Int32(SOCK_STREAM.rawValue)
  #else
    let kind = Int32(SOCK_STREAM)
  #endif
  guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw .last }
  for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  #if canImport(Darwin)
    var isOn: Int32 = 1
    setsockopt(ends[0], SOL_SOCKET, SO_NOSIGPIPE, &isOn, socklen_t(MemoryLayout<Int32>.size))
  #endif
  return (ends[0], ends[1])
}

/// A pipe that nobody waits at, closed in programs that are started.
///
/// - Throws: `SystemError` where there can be no more.
package func systemPipe() throws(SystemError) -> (reading: Int32, writing: Int32) {
  var ends: [Int32] = [-1, -1]
  guard pipe(&ends) == 0 else { throw .last }
  for end in ends {
    _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    _ = fcntl(end, F_SETFL, O_NONBLOCK)
  }
  return (ends[0], ends[1])
}

/// A socket that listens at an address in digits, without waiting.
///
/// - Parameter port: 0 for any that is free.
/// - Returns: the socket, and the port.
/// - Throws: `SystemError`, `EINVAL` where the address is none.
package func systemListen(
  host: String, port: UInt16
) throws(SystemError) -> (descriptor: Int32, port: UInt16) {
  var hints = addrinfo()
  hints.ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV
  #if canImport(Glibc)
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
  #else
    hints.ai_socktype = Int32(SOCK_STREAM)
  #endif
  var found: UnsafeMutablePointer<addrinfo>?
  guard getaddrinfo(host, "\(port)", &hints, &found) == 0, let address = found?.pointee else {
    throw SystemError(code: EINVAL)
  }
  defer { freeaddrinfo(found) }
  let descriptor = socket(address.ai_family, address.ai_socktype, 0)
  guard descriptor >= 0 else { throw .last }
  var isOn: Int32 = 1
  let size = socklen_t(MemoryLayout<Int32>.size)
  // An address that was in use a moment ago is free.
  setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &isOn, size)
  _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
  var storage = sockaddr_storage()
  var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
  let result = withUnsafeMutablePointer(to: &storage) { storage -> Int32 in
    storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
      let isListening =
        bind(descriptor, address.ai_addr, address.ai_addrlen) == 0 && listen(descriptor, 512) == 0
      return isListening ? getsockname(descriptor, name, &length) : -1
    }
  }
  guard result == 0 else {
    let error = SystemError.last
    systemClose(descriptor)
    throw error
  }
  // At one place in both families of addresses: two bytes behind the first two.
  let number = withUnsafeBytes(of: storage) { UInt16($0[2]) << 8 | UInt16($0[3]) }
  return (descriptor, number)
}

/// The next connection, which nobody waits for, and the address in digits that it comes from;
/// negative where there is none.
package func systemAccept(_ listener: Int32) -> (descriptor: Int32, address: String) {
  var peer = sockaddr_storage()
  var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
  return withUnsafeMutablePointer(to: &peer) { peer in
    peer.withMemoryRebound(to: sockaddr.self, capacity: 1) { peer in
      let descriptor = accept(listener, peer, &length)
      guard descriptor >= 0 else { return (descriptor, "") }
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
      return (descriptor, systemDigits(of: peer))
    }
  }
}

/// An address of the internet as it is written; empty for another kind.
func systemDigits(of address: UnsafePointer<sockaddr>) -> String {
  var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
  let size = socklen_t(buffer.count)
  let raw = UnsafeRawPointer(address)
  // Not by looking up names, for which a program that is linked whole would need others' libraries.
  switch Int32(address.pointee.sa_family) {
  case AF_INET:
    var digits = raw.loadUnaligned(as: sockaddr_in.self).sin_addr
    inet_ntop(AF_INET, &digits, &buffer, size)
  case AF_INET6:
    var digits = raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
    inet_ntop(AF_INET6, &digits, &buffer, size)
  default: break
  }
  return text(buffer)
}

/// Writes to a socket, without a signal.
func systemSend(_ socket: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  #if canImport(Darwin)
    let flags: Int32 = 0
  #else
    let flags = Int32(MSG_NOSIGNAL)
  #endif
  return send(socket, bytes.baseAddress, bytes.count, flags)
}

// MARK: - Files

func systemChangeTime(_ status: stat) -> Int {
  #if canImport(Darwin)
    return Int(status.st_mtimespec.tv_sec)
  #else
    return Int(status.st_mtim.tv_sec)
  #endif
}

/// Waits until the disk has a file's contents. A file system that cannot flush has done what it can.
func systemSynchronizeData(_ descriptor: Int32) -> Bool {
  #if canImport(Darwin)
    return fsync(descriptor) == 0
  #else
    return fdatasync(descriptor) == 0 || errno == EINVAL
  #endif
}

// MARK: - Signals

/// Calls a function when a signal arrives; output in progress goes on.
package func handleSignal(_ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
  var action = sigaction()
  #if canImport(Darwin)
    action.__sigaction_u.__sa_handler = handler
  #else
    action.__sigaction_handler.sa_handler = handler
  #endif
  sigemptyset(&action.sa_mask)
  action.sa_flags = Int32(SA_RESTART)
  sigaction(number, &action, nil)
}

// MARK: - Threads

/// What the deepest expression takes in a build without optimisation and with a sanitizer, with room
/// to spare. Left alone it would be 8 MiB, 512 KiB or 128 KiB, by the system.
let systemStackSize = 4 << 20

/// Starts a thread that nobody waits for.
///
/// - Returns: whether there was one to be had.
func systemDetachThread(
  _ body: @escaping @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?,
  _ argument: UnsafeMutableRawPointer
) -> Bool {
  var attributes = pthread_attr_t()
  guard pthread_attr_init(&attributes) == 0 else { return false }
  defer { pthread_attr_destroy(&attributes) }
  pthread_attr_setstacksize(&attributes, systemStackSize)
  pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
  #if canImport(Darwin)
    var thread: pthread_t?
    return pthread_create(&thread, &attributes, { body($0) }, argument) == 0
  #elseif canImport(Musl)
    var thread: pthread_t?
    return pthread_create(&thread, &attributes, body, argument) == 0
  #else
    var thread = pthread_t()
    return pthread_create(&thread, &attributes, body, argument) == 0
  #endif
}
