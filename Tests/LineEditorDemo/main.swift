import LineEditor
import System

// Reads lines with the arguments' settings and says what it got, for tests to look at.
// line-editor-demo [--history FILE] [--words N] [--color] [--prompt TEXT] [--stay]

var historyPath: String?
var words = ["step", "stepi", "show", "shape", "Überblick", "quit"]
var prompt: Prompt = "demo> "
var staysAtEnd = false
var arguments = CommandLine.arguments.dropFirst()
while let argument = arguments.popFirst() {
  switch argument {
  case "--history": historyPath = arguments.popFirst()
  case "--words": words = (0..<(Int(arguments.popFirst() ?? "") ?? 0)).map { "word\($0)" }
  case "--stay": staysAtEnd = true
  case "--color": prompt.color = .cyan
  case "--prompt": prompt.text = arguments.popFirst() ?? ""
  default: exit(64)
  }
}

let reader = makeLineReader(programName: "demo", historyPath: historyPath) { line, cursor in
  let before = Array(line.utf8.prefix(cursor))
  let start = before.lastIndex(of: 0x20).map { $0 + 1 } ?? 0
  let typed = String(decoding: before[start...], as: UTF8.self)
  return CompletionResult(
    replacing: start..<cursor,
    candidates: words.filter { $0.hasPrefix(typed) }.map { Completion(text: $0) })
}
if let problem = reader.historyProblem { print("problem: \(problem)") }
var going = true
while going {
  switch reader.readLine(prompt: prompt) {
  case .line("quit"): going = false
  case .line("history"): print(reader.historyLines.joined(separator: "|"))
  case .line("work"):
    print("working")
    while !Signals.interruptRequested() { poll(nil, 0, 1000) }
    print("stopped")
  case .line("flood"):
    for number in 0..<4000 {
      print("flood \(number)")
      // What comes after each hundredth line is still on its way when Ctrl-C comes, and the last
      // Ctrl-C has come before the next prompt.
      guard number < 3000, number % 100 == 99 else { continue }
      fflush(nil)
      while !Signals.interruptRequested() { poll(nil, 0, 1000) }
      Signals.clearInterrupt()
    }
  case .line("wait"):
    print("waiting")
    fflush(nil)
    var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    poll(&input, 1, 60_000)
  case .line(let line): print("<\(line)>")
  case .block(let lines): print("[\(lines.count) lines, \(lines[0]) to \(lines.last ?? "")]")
  case .interrupted: print("[interrupted]")
  case .endOfInput:
    print("[end]")
    going = staysAtEnd
  }
  fflush(nil)
}
reader.close()
