import Foundation
import System

/// Held from making a pipe to starting the program that gets it, so that no other program inherits
/// an end of it and keeps it open.
let spawnLock = NSRecursiveLock()

/// A program that ends while it is written to is no reason to end the tests.
func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

/// What a program started by `spawn` finds at a file descriptor.
enum SpawnFile {
  case open(String, Int32, as: Int32)
  case duplicate(Int32, as: Int32)
}

struct SpawnFailure: Error {
  var executable: String
  var errno: Int32
}

/// Starts a program with default signals, in a session of its own if asked: then the first terminal
/// that it opens becomes its controlling terminal.
func spawn(
  _ executable: String, _ arguments: [String], environment: [String: String], files: [SpawnFile],
  newSession: Bool
) throws -> pid_t {
  #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
    var attributes: posix_spawnattr_t?
    var flags = POSIX_SPAWN_CLOEXEC_DEFAULT
  #else
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    var flags: Int32 = 0
  #endif
  posix_spawn_file_actions_init(&actions)
  posix_spawnattr_init(&attributes)
  defer {
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
  }
  for file in files {
    switch file {
    case .open(let path, let mode, let descriptor):
      posix_spawn_file_actions_addopen(&actions, descriptor, path, mode, 0)
    case .duplicate(let source, let descriptor):
      posix_spawn_file_actions_adddup2(&actions, source, descriptor)
    }
  }
  var signals = sigset_t()
  sigemptyset(&signals)
  posix_spawnattr_setsigmask(&attributes, &signals)
  for number in [SIGINT, SIGQUIT, SIGTSTP, SIGPIPE, SIGHUP, SIGTERM, SIGCONT, SIGWINCH] {
    sigaddset(&signals, number)
  }
  posix_spawnattr_setsigdefault(&attributes, &signals)
  flags |= Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
  if newSession {
    #if canImport(Darwin)
      flags |= POSIX_SPAWN_SETSID
    #else
      flags |= 0x80  // POSIX_SPAWN_SETSID, which glibc declares for GNU programs only.
    #endif
  }
  posix_spawnattr_setflags(&attributes, Int16(flags))

  let words = ([executable] + arguments).map { strdup($0) } + [nil]
  // A program that is built with a sanitizer is told what the tests were told.
  var whole = environment
  let inherited: [String] = ["ASAN_OPTIONS", "TSAN_OPTIONS"]
  for name in inherited where whole[name] == nil {
    if let value = getenv(name) { whole[name] = String(cString: value) }
  }
  let settings = whole.map { strdup("\($0.key)=\($0.value)") } + [nil]
  defer { for pointer in words + settings { free(pointer) } }
  var identifier: pid_t = 0
  spawnLock.lock()
  defer { spawnLock.unlock() }
  let failure = posix_spawn(&identifier, executable, &actions, &attributes, words, settings)
  guard failure == 0 else { throw SpawnFailure(executable: executable, errno: failure) }
  return identifier
}

/// The exit status of what wait(2) reports; 128 and the signal's number where one ended it.
func exitStatus(_ found: Int32) -> Int32 {
  let signal = found & 0x7F
  return signal == 0 ? (found >> 8) & 0xFF : 128 + signal
}
