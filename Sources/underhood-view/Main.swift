import System
import Web

/// Serves the page of a shell to browsers. The shell starts it, tells it what to show over a pipe at
/// its standard input, and by closing the pipe to end; it answers with one line: the port, or
/// `error` and the system's number for what went wrong. Lines follow: `vote`, the number of the vote
/// and the answer, for what a room answers; a number and a question, for what browsers want to know
/// of the page's numbers.
@main
struct Main {
  static func main() {
    // Ctrl-C at the terminal is meant for the shell; a browser that goes away ends nothing.
    for number in [SIGINT, SIGQUIT, SIGTSTP, SIGPIPE, SIGHUP] { signal(number, SIG_IGN) }
    let input = Input(descriptor: STDIN_FILENO)
    guard let first = ServerFrame.read(from: input.read), let settings = ServerSettings(first)
    else {
      answer("error \(EINVAL)")
      exit(2)
    }
    let board = Board(
      BallotBox(key: settings.answersKey) { round, value in answer("vote \(round) \(value)") })
    do throws(SystemError) {
      let news = try systemPipe()
      var server = try Server(
        settings, board, news: news.reading, machineName: Machine.name ?? "localhost",
        ask: { Output().write($0.line) })
      answer("\(server.port)")
      // Reading waits in a thread of its own, off the one that serves.
      let isStarted = DetachedThread.start {
        while let frame = ServerFrame.read(from: input.read) {
          board.post(frame)
          _ = [1].withUnsafeBytes { systemWrite(news.writing, $0) }
        }
        exit(0)
      }
      guard isStarted else { exit(1) }
      server.run()
      // The shell sees its end.
      exit(1)
    } catch {
      answer("error \(error.code)")
      exit(1)
    }
  }

  private static func answer(_ line: String) { Output().write(line + "\n") }
}
