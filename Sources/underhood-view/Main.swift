import Foundation
import Web

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Serves the page of a shell to browsers. The shell starts it, tells it what to show over a pipe at
/// its standard input, and by closing the pipe to end; it answers with one line: the port, or
/// `error` and the system's number for what went wrong.
@main
struct Main {
  static func main() async {
    // Ctrl-C at the terminal is meant for the shell; a browser that goes away ends nothing.
    for number in [SIGINT, SIGQUIT, SIGTSTP, SIGPIPE, SIGHUP] { signal(number, SIG_IGN) }
    let input = FrameInput(descriptor: STDIN_FILENO)
    guard let first = input.next(), let settings = ServerSettings(first) else {
      answer("error \(EINVAL)")
      exit(2)
    }
    let board = Board()
    let site = Site(settings: settings, board: board, machineName: machineName())
    switch await site.start() {
    case .success(let port): answer("\(port)")
    case .failure(let failure):
      answer("error \(failure.code)")
      exit(1)
    }
    Task { await board.beat() }
    // Reading waits in a thread of its own, off those that serve.
    let reader = Thread {
      while let frame = input.next() { board.post(frame) }
      exit(0)
    }
    reader.start()
    while true { try? await Task.sleep(for: .seconds(86_400)) }
  }

  private static func answer(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
  }

  private static func machineName() -> String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// Frames as they arrive at a descriptor.
struct FrameInput: Sendable {
  let descriptor: Int32

  /// The next frame; `nil` at the end.
  func next() -> ServerFrame? { ServerFrame.read { self.bytes($0) } }

  private func bytes(_ count: Int) -> [UInt8]? {
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: min(count, 1 << 16))
    while result.count < count {
      let wanted = min(count - result.count, buffer.count)
      let got = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, wanted) }
      if got > 0 {
        result += buffer[..<got]
      } else if got == 0 || errno != EINTR {
        return nil
      }
    }
    return result
  }
}
