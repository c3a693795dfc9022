import Foundation
import System

/// What a program did that ran without a terminal.
public struct RunResult: Sendable {
  /// 128 and the signal's number where a signal ended it.
  public var status: Int32
  public var stdout: String
  public var stderr: String
}

public struct RunFailure: Error, CustomStringConvertible {
  public var description: String

  public init(description: String) { self.description = description }
}

/// Runs a program with pipes at its standard input, output and error until it ends.
///
/// - Throws: where it cannot be started, or has not ended by the deadline.
public func run(
  _ executable: String, _ arguments: [String] = [], stdin: String = "",
  environment: [String: String] = [:], timeout seconds: Int = 120
) throws -> RunResult {
  try run(
    executable, arguments, stdin: Array(stdin.utf8), environment: environment, timeout: seconds)
}

/// As above, with any bytes at standard input.
public func run(
  _ executable: String, _ arguments: [String], stdin: [UInt8],
  environment: [String: String] = [:], timeout seconds: Int = 120
) throws -> RunResult {
  ignoreBrokenPipes()
  spawnLock.lock()
  var isLocked = true
  defer { if isLocked { spawnLock.unlock() } }
  let input = try Pipe()
  let output = try Pipe()
  let error = try Pipe()
  var whole = ["LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"]
  whole.merge(environment) { $1 }
  let identifier = try spawn(
    executable, arguments, environment: whole,
    files: [
      .duplicate(input.reading, as: 0), .duplicate(output.writing, as: 1),
      .duplicate(error.writing, as: 2),
    ], newSession: false)
  spawnLock.unlock()
  isLocked = false
  for pipe in [output, error] { pipe.closeWriting() }
  input.closeReading()
  _ = fcntl(input.writing, F_SETFL, O_NONBLOCK)

  var rest = stdin[...]
  if rest.isEmpty { input.closeWriting() }
  var collected: [[UInt8]] = [[], []]
  var open = [output.reading, error.reading]
  let deadline = ContinuousClock.now + .seconds(seconds)
  var chunk = [UInt8](repeating: 0, count: 65_536)
  while open.contains(where: { $0 >= 0 }) {
    guard deadline > .now else {
      kill(identifier, SIGKILL)
      var found: Int32 = 0
      waitpid(identifier, &found, 0)
      let texts = collected.map { String(decoding: $0, as: UTF8.self) }
      throw RunFailure(
        description: "\(executable) \(arguments) did not end\n\(texts[0])\n\(texts[1])")
    }
    // A descriptor below zero is passed over.
    var polls = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    polls.append(pollfd(fd: input.writing, events: Int16(POLLOUT), revents: 0))
    poll(&polls, nfds_t(polls.count), 1000)
    for index in 0..<2 where polls[index].revents != 0 {
      let count = read(open[index], &chunk, chunk.count)
      if count > 0 { collected[index] += chunk[..<count] }
      if count == 0 || (count < 0 && errno != EINTR) { open[index] = -1 }
    }
    if polls[2].revents != 0 {
      let count = rest.prefix(65_536).withUnsafeBytes {
        write(input.writing, $0.baseAddress, $0.count)
      }
      if count > 0 { rest = rest.dropFirst(count) }
      if rest.isEmpty || (count < 0 && errno != EINTR && errno != EAGAIN) { input.closeWriting() }
    }
  }
  var found: Int32 = 0
  while waitpid(identifier, &found, 0) < 0, errno == EINTR {}
  return RunResult(
    status: exitStatus(found), stdout: String(decoding: collected[0], as: UTF8.self),
    stderr: String(decoding: collected[1], as: UTF8.self))
}

/// The path of an executable that was built along with the tests.
public func builtProduct(_ name: String) -> String {
  // The test bundle, or the program that runs it, lies beside the package's executables.
  var candidates = CommandLine.arguments.prefix(1).map { URL(fileURLWithPath: $0) }
  candidates += Bundle.allBundles.map(\.bundleURL) + [Bundle.main.bundleURL]
  if let own = Bundle.main.executableURL { candidates.append(own) }
  for candidate in candidates {
    var folder = candidate
    for _ in 0..<5 {
      let path = folder.appendingPathComponent(name).path
      if FileManager.default.isExecutableFile(atPath: path), !isFolder(path) { return path }
      folder.deleteLastPathComponent()
    }
  }
  return name
}

private func isFolder(_ path: String) -> Bool {
  var folder: ObjCBool = false
  return FileManager.default.fileExists(atPath: path, isDirectory: &folder) && folder.boolValue
}

/// A folder for one test, removed with the object.
public final class TemporaryFolder {
  public let path: String

  public init() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("underhood-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  public func file(_ name: String) -> String { path + "/" + name }

  public func write(_ text: String, to name: String) throws {
    try text.write(toFile: file(name), atomically: false, encoding: .utf8)
  }

  public func read(_ name: String) throws -> String {
    try String(contentsOfFile: file(name), encoding: .utf8)
  }
}

/// A pipe whose ends no other program inherits.
final class Pipe {
  private(set) var reading: Int32
  private(set) var writing: Int32

  init() throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw RunFailure(description: "no pipe: errno \(errno)") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (reading, writing) = (ends[0], ends[1])
  }

  deinit {
    closeReading()
    closeWriting()
  }

  func closeReading() {
    if reading >= 0 { close(reading) }
    reading = -1
  }

  func closeWriting() {
    if writing >= 0 { close(writing) }
    writing = -1
  }
}
