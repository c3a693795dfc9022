import Foundation
import System

/// A program that is told something and answers, by pipes, for as long as is wanted.
public final class Conversation {
  private let input: Pipe
  private let output: Pipe
  public let identifier: pid_t
  private var bytes: [UInt8] = []
  private let deadline: ContinuousClock.Instant
  private var hasEnded = false

  public init(
    _ executable: String, _ arguments: [String], environment: [String: String] = [:],
    timeout seconds: Int = 120
  ) throws {
    ignoreBrokenPipes()
    spawnLock.lock()
    defer { spawnLock.unlock() }
    input = try Pipe()
    output = try Pipe()
    var whole = ["LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"]
    whole.merge(environment) { $1 }
    identifier = try spawn(
      executable, arguments, environment: whole,
      files: [.duplicate(input.reading, as: 0), .duplicate(output.writing, as: 1)],
      newSession: false)
    input.closeReading()
    output.closeWriting()
    deadline = .now + .seconds(seconds)
  }

  deinit {
    guard !hasEnded else { return }
    kill(identifier, SIGKILL)
    _ = try? end()
  }

  /// Says something.
  public func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { send($0, to: input.writing) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Says no more.
  public func closeInput() { input.closeWriting() }

  /// The next line of what it says; `nil` at the end.
  ///
  /// - Throws: where there is none by the deadline.
  public func line() throws -> String? {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      if let newline = bytes.firstIndex(of: 10) {
        defer { bytes.removeFirst(newline + 1) }
        return String(decoding: bytes[..<newline], as: UTF8.self)
      }
      guard deadline > .now else { throw RunFailure(description: "no answer") }
      var state = pollfd(fd: output.reading, events: Int16(POLLIN), revents: 0)
      guard poll(&state, 1, 1000) > 0 else { continue }
      let count = read(output.reading, &chunk, chunk.count)
      if count > 0 { bytes += chunk[..<count] }
      if count == 0 || (count < 0 && errno != EINTR) { return nil }
    }
  }

  public func interrupt() { kill(identifier, SIGINT) }

  /// Waits until it has ended.
  ///
  /// - Returns: its status, and what it said since.
  public func end() throws -> (status: Int32, lines: [String]) {
    closeInput()
    var lines: [String] = []
    while let line = try line() { lines.append(line) }
    var found: Int32 = 0
    while waitpid(identifier, &found, 0) < 0, errno == EINTR {}
    hasEnded = true
    return (exitStatus(found), lines)
  }
}

/// As much of some bytes as the system takes.
private func send(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
