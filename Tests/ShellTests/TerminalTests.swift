import Foundation
import ShellSupport
import Support
import Testing

/// The program at a terminal of 80 by 24, typed at and looked at as a student would.
@Suite struct TerminalTests {
  typealias Key = PseudoTerminal.Key

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func start(
    _ arguments: [String] = [], environment: [String: String] = [:], columns: Int = 80,
    rows: Int = 24
  ) throws -> PseudoTerminal {
    try .shell(in: folder, arguments, environment: environment, columns: columns, rows: rows)
  }

  /// Types a line at the prompt, and waits for the next prompt.
  func type(_ line: String, at prompt: String, then next: String, _ terminal: PseudoTerminal) throws
  {
    try terminal.expectScreen("the prompt \(prompt)") {
      $0.currentLine == prompt && $0.cursor.column == prompt.count + 1
    }
    terminal.send(line + "\r")
    try terminal.expectScreen("the prompt \(next) after \(line)") {
      $0.currentLine == next && ($0.contains(prompt + " " + line) || !$0.scrolledOff.isEmpty)
    }
  }

  @Test func aShortClass() throws {
    let terminal = try start()
    try type("step", at: "xor 0.start>", then: "xor 0.data>", terminal)
    #expect(terminal.screen.contains("(2, 1000)"))
    #expect(terminal.screen.contains("next: init"))
    try type("", at: "xor 0.data>", then: "xor 0.init>", terminal)
    try type("step", at: "xor 0.init>", then: "xor 1.forward>", terminal)
    try type("s", at: "xor 1.forward>", then: "xor 1.loss>", terminal)
    #expect(terminal.screen.contains("L = bce(A2, Y)"))
    #expect(terminal.screen.contains("0.693"))

    terminal.send("show W1\r")
    try terminal.expectScreen("W1") { $0.contains("]]") && $0.currentLine == "xor 1.loss>" }

    terminal.send("shw W1\r")
    try terminal.expectScreen("a suggestion") {
      $0.contains("did you mean") && $0.contains("^^^") && $0.currentLine == "xor 1.loss>"
    }

    terminal.send("whe\t")
    try terminal.expectScreen("a completed command") { $0.currentLine == "xor 1.loss> where" }
    terminal.send("\r")
    try terminal.expectScreen("the place") { $0.contains("the loss phase of epoch 1 is done") }

    terminal.send("show sigm\t")
    try terminal.expectScreen("a completed name") {
      $0.currentLine == "xor 1.loss> show sigmoid("
    }
    terminal.send("0)\r")
    try terminal.expectScreen("its value") { $0.contains("0.5") && $0.currentLine == "xor 1.loss>" }
    try terminal.quit()
  }

  @Test func controlCStopsARunBetweenEquations() throws {
    let terminal = try start()
    try terminal.expectScreen("the prompt") { $0.currentLine == "xor 0.start>" }
    terminal.send("run 100000000\r")
    try terminal.expectScreen("the progress") { $0.currentLine.contains("epoch") }
    terminal.send(key: .controlC)
    try terminal.expectScreen("that it stopped") { $0.contains("stopped") }
    try terminal.expectScreen("the prompt") { $0.currentLine.hasPrefix("xor ") }
    terminal.send("where\r")
    try terminal.expectScreen("where it stopped") {
      $0.contains("is done") && $0.contains("next: ") && $0.currentLine.hasPrefix("xor ")
    }
    // What is there is of one piece: the forward equations hold where the pass was finished.
    terminal.send("epoch\r")
    try terminal.expectScreen("the end of the epoch") { $0.currentLine.hasSuffix(".update>") }
    terminal.send("step 2; allclose(A2, sigmoid(W2 @ sigmoid(W1 @ X + b1) + b2))\r")
    try terminal.expectScreen("True") { $0.lines.contains("True") }
    try terminal.quit()
  }

  /// Keys typed while a run goes on wait for the prompt.
  @Test func typedAheadIsSeenOnce() throws {
    let terminal = try start()
    try terminal.expectScreen("the prompt") { $0.currentLine == "xor 0.start>" }
    terminal.send("run 300\rwhere\rshow hid\t")
    try terminal.expectScreen("the last line") {
      $0.currentLine == "xor 300.update> show hidden"
    }
    #expect(terminal.screen.lines.filter { $0.contains("where") } == ["xor 300.update> where"])
    terminal.send(key: .controlU)
    try terminal.quit()
  }

  @Test func controlCAbandonsAHalfTypedLine() throws {
    let terminal = try start()
    try terminal.expectScreen("the prompt") { $0.currentLine == "xor 0.start>" }
    terminal.send("step 3 and som")
    try terminal.expectScreen("what was typed") { $0.currentLine.hasSuffix("som") }
    terminal.send(key: .controlC)
    try terminal.expectScreen("a new prompt") { $0.currentLine == "xor 0.start>" }
    try type("step", at: "xor 0.start>", then: "xor 0.data>", terminal)
    try terminal.quit()
  }

  @Test func controlDLeaves() throws {
    let terminal = try start()
    try terminal.expectScreen("the prompt") { $0.currentLine == "xor 0.start>" }
    terminal.send(key: .controlD)
    #expect(try terminal.expectExit() == 0)
  }

  @Test func tabCompletes() throws {
    let terminal = try start()
    try type("step 2", at: "xor 0.start>", then: "xor 0.init>", terminal)
    let cases = [
      ("ste\t", "step"), ("list forw\t", "list forward"),
      ("lesson fir\t", "lesson first-forward-pass"),
      ("show hid\t", "show hidden"), ("help sigmo\t", "help sigmoid"),
      ("show hidden + lr * sca\t", "show hidden + lr * scale"),
    ]
    for (typed, whole) in cases {
      terminal.send(typed)
      try terminal.expectScreen("«\(whole)»") { $0.currentLine == "xor 0.init> \(whole)" }
      terminal.send(key: .controlU)
      try terminal.expectScreen("an empty line") { $0.currentLine == "xor 0.init>" }
    }
    terminal.send("show W\t\t")
    try terminal.expectScreen("the candidates") { $0.contains("W1") && $0.contains("W2") }
    terminal.send(key: .controlU)
    try terminal.quit()
  }

  @Test func theWindowMayChange() throws {
    let terminal = try start()
    try type("step 2", at: "xor 0.start>", then: "xor 0.init>", terminal)
    terminal.resize(columns: 40, rows: 12)
    terminal.send("where\r")
    try terminal.expectScreen("an answer") { $0.contains("phase is done") }
    terminal.send("help commands\r")
    try terminal.expectScreen("the end of help") { $0.contains("leave (also Ctrl-D)") }
    for line in terminal.screen.scrolledOff.suffix(20) + terminal.screen.lines {
      #expect(line.count <= 40)
    }
    terminal.resize(columns: 120, rows: 40)
    terminal.send("step\r")
    try terminal.expectScreen("a wide rule") { screen in
      screen.lines.contains { $0.hasPrefix("──") && $0.count == 120 }
    }
    try terminal.quit()
  }

  @Test func historyIsKeptBetweenStarts() throws {
    for environment in [[:], ["XDG_STATE_HOME": folder.file("state")]] {
      let first = try start(environment: environment)
      try type("step 2", at: "xor 0.start>", then: "xor 0.init>", first)
      try first.quit()
      let second = try start(environment: environment)
      try second.expectScreen("the offer") { $0.currentLine == "Go on with it? [Y/n]" }
      second.send("n\r")
      try second.expectScreen("the prompt") { $0.currentLine == "xor 0.start>" }
      second.send(key: .up)
      try second.expectScreen("quit") { $0.currentLine == "xor 0.start> quit" }
      second.send(key: .up)
      try second.expectScreen("step 2") { $0.currentLine == "xor 0.start> step 2" }
      second.send(key: .enter)
      try second.expectScreen("the prompt") { $0.currentLine == "xor 0.init>" }
      second.send(key: .controlD)
      #expect(try second.expectExit() == 0)
    }
    #expect(FileManager.default.fileExists(atPath: folder.file(".local/state/underhood/history")))
    #expect(FileManager.default.fileExists(atPath: folder.file("state/underhood/history")))
  }

  /// A home that cannot be written to is no reason not to teach.
  @Test func aHomeThatIsNoFolder() throws {
    let terminal = try start(environment: ["HOME": "/dev/null", "XDG_STATE_HOME": "/dev/null/x"])
    try type("step", at: "xor 0.start>", then: "xor 0.data>", terminal)
    try terminal.quit()
  }

  @Test func aLessonIsReadPageByPage() throws {
    let terminal = try start()
    try terminal.expectScreen("the prompt") { $0.currentLine == "xor 0.start>" }
    terminal.send("lesson 1\r")
    try terminal.expectScreen("the first page") { $0.contains("[page 1 of ") }
    terminal.send("\r")
    try terminal.expectScreen("the second page") { $0.contains("[page 2 of ") }
    // One without commands, which Enter would do first.
    terminal.send("page 5\r")
    try terminal.expectScreen("the fifth page") { $0.contains("[page 5 of ") }
    terminal.send("show 6 * 7\r")
    try terminal.expectScreen("a command's answer") { $0.lines.contains("42") }
    terminal.send("\r")
    try terminal.expectScreen("the sixth page") { $0.contains("[page 6 of ") }
    terminal.send("page back\r")
    try terminal.expectScreen("the fifth page again") {
      $0.lines.last { $0.hasPrefix("[page") }?.hasPrefix("[page 5 of ") == true
    }
    try terminal.quit()
  }

  /// Every page of every lesson fits the window, with its heading still on it.
  @Test func pagesFitTheWindow() throws {
    let terminal = try start(["--lesson", "1"])
    try terminal.expectScreen("the prompt") { $0.currentLine == "xor 0.start>" }
    // A page may put the run to where it begins.
    func isPrompt(_ screen: Screen) -> Bool {
      screen.currentLine.hasPrefix("xor") && screen.currentLine.hasSuffix(">")
    }
    terminal.send("page 1\r")
    for number in 1...24 {
      try terminal.expectScreen("page \(number)") { screen in
        screen.lines.contains { $0.hasPrefix("[page \(number) of 24]") }
          && isPrompt(screen)
      }
      #expect(
        terminal.screen.lines.contains { $0.hasPrefix("── The first forward pass") },
        "page \(number) is too long\n\(terminal.screen.text)")
      // What stands below an exercise is shown once it is left.
      for _ in 0..<5 {
        let lines = terminal.screen.lines
        let footer = lines.lastIndex { $0.hasPrefix("[page ") } ?? 0
        guard lines[footer...].joined(separator: " ").contains("answer, skip.") else { break }
        terminal.send("skip\r")
        try terminal.expectScreen("the rest of the page") { screen in
          isPrompt(screen)
            && screen.lines.contains { $0.hasPrefix("xor") && $0.hasSuffix("> skip") }
            && screen.lines.last { $0.hasPrefix("[page ") } != nil
        }
      }
      terminal.send("page \(number + 1)\r")
    }
    try terminal.quit()
  }

  // MARK: Plain terminals

  @Test func aDumbTerminalGetsPlainLines() throws {
    let terminal = try start(environment: ["TERM": "dumb"])
    try terminal.expect("xor 0.start> ")
    terminal.send("step 2\r")
    try terminal.expect("xor 0.init> ")
    terminal.send("shw W1\r")
    try terminal.expect("at column 1")
    try terminal.expect("xor 0.init> ")
    terminal.send("run 100000000\r")
    try terminal.expect("run 100000000\r\n")
    terminal.waitUntilRead()
    terminal.send(key: .controlC)
    try terminal.expect("stopped")
    try terminal.expect("> ")
    terminal.send("half a line")
    terminal.waitUntilRead()
    terminal.send(key: .controlC)
    try terminal.expect("> ")
    terminal.send("quit\r")
    #expect(try terminal.expectExit() == 0)
    #expect(!terminal.transcript.contains(0x1B))
  }

  @Test(arguments: [["NO_COLOR": "1"], ["NO_COLOR": "1", "TERM": "vt100"]])
  func noColor(environment: [String: String]) throws {
    let terminal = try start(environment: environment)
    try type("step 2", at: "xor 0.start>", then: "xor 0.init>", terminal)
    try type("list", at: "xor 0.init>", then: "xor 0.init>", terminal)
    terminal.send("nope\r")
    try terminal.expectScreen("an error") { $0.contains("error: ") }
    try terminal.quit()
    let colored = String(decoding: terminal.transcript, as: UTF8.self).contains(
      #/\u{1B}\[[0-9;]*[1-9][0-9;]*m/#)
    #expect(!colored)
  }

  @Test func colorWhereTheTerminalHasIt() throws {
    let terminal = try start()
    try type("step 2", at: "xor 0.start>", then: "xor 0.init>", terminal)
    try terminal.quit()
    #expect(String(decoding: terminal.transcript, as: UTF8.self).contains("\u{1B}[1"))
  }

  /// A terminal that goes away takes the program with it.
  @Test func aHangUp() throws {
    let terminal = try start()
    try terminal.expectScreen("the prompt") { $0.currentLine == "xor 0.start>" }
    terminal.deliver(signal: SIGHUP)
    #expect(try terminal.expectExit() == 128 + 1)
  }

  /// A progress line longer than the window would scroll instead of being renewed.
  @Test func progressFitsANarrowWindow() throws {
    let terminal = try start(columns: 40)
    try terminal.expectScreen("the prompt") { $0.currentLine == "xor 0.start>" }
    terminal.send("run 100000000\r")
    try terminal.expectScreen("the progress") { $0.currentLine.contains("epoch") }
    let row = terminal.screen.cursor.row
    let seen = terminal.transcript.count
    try terminal.expectScreen("more of it") { _ in terminal.transcript.count > seen + 300 }
    #expect(terminal.screen.cursor.row == row, "\(terminal.screen.text)")
    terminal.send(key: .controlC)
    try terminal.expectScreen("that it stopped") { $0.contains("stopped") }
    try terminal.quit()
  }
}
