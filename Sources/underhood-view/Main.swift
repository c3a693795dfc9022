import Foundation
import System
import Web

/// Serves the page of a shell to browsers. The shell starts it, tells it what to show over a pipe at
/// its standard input, and by closing the pipe to end; it answers with one line: the port, or
/// `error` and the system's number for what went wrong.
@main
struct Main {
  static func main() async {
    // Ctrl-C at the terminal is meant for the shell; a browser that goes away ends nothing.
    for number in [SIGINT, SIGQUIT, SIGTSTP, SIGPIPE, SIGHUP] { signal(number, SIG_IGN) }
    let input = Input(descriptor: STDIN_FILENO)
    guard let first = ServerFrame.read(from: input.read), let settings = ServerSettings(first)
    else {
      answer("error \(EINVAL)")
      exit(2)
    }
    let board = Board()
    let site = Site(settings: settings, board: board, machineName: Machine.name ?? "localhost")
    switch await site.start() {
    case .success(let port): answer("\(port)")
    case .failure(let failure):
      answer("error \(failure.code)")
      exit(1)
    }
    Task { await board.beat() }
    // Reading waits in a thread of its own, off those that serve.
    let reader = Thread {
      while let frame = ServerFrame.read(from: input.read) { board.post(frame) }
      exit(0)
    }
    reader.start()
    while true { try? await Task.sleep(for: .seconds(86_400)) }
  }

  private static func answer(_ line: String) { Output().write(line + "\n") }
}
