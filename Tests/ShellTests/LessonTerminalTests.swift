import Foundation
import ShellSupport
import Support
import Testing

/// Whole lessons at a terminal of 80 by 24.
@Suite struct LessonTerminalTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func start(_ arguments: [String] = []) throws -> PseudoTerminal {
    try .shell(in: folder, arguments)
  }

  private func wait(_ terminal: PseudoTerminal) throws {
    try terminal.expectScreen("the prompt") { $0.currentLine == "xor 0.start>" }
  }

  @Test func theFirstLessonByItsAnswers() throws {
    let terminal = try start(["--lesson", "1"])
    try wait(terminal)
    for _ in 0..<80 where !terminal.screen.contains("The lesson ends here.") {
      try terminal.say(terminal.asks ? "answer" : "")
    }
    #expect(terminal.screen.contains("The lesson ends here."))
    try terminal.say("progress")
    #expect(terminal.screen.contains("0 of 7 exercises solved"))
    #expect(
      !terminal.screen.text.contains(#/(to come|open) +[a-z-]+ +page/#), "\(terminal.screen.text)")
    try terminal.quit()
  }

  @Test func aStudentWhoErrsAndComesBack() throws {
    let first = try start(["--lesson", "1"])
    try wait(first)
    // Eight for the page whose commands are done for them.
    let lines = [String](repeating: "", count: 9) + ["5", "hint", "12", "", "6,0", "", "", ""]
    for line in lines { try first.say(line) }
    #expect(first.screen.contains("[page 6 of "))
    // The window is closed: nothing is saved by hand.
    first.send(key: .controlD)
    #expect(try first.expectExit() == 0)

    let second = try start()
    try second.expectScreen("the offer or the prompt") {
      $0.currentLine.hasPrefix("Go on with it?") || $0.currentLine == "xor 0.start>"
    }
    if second.screen.currentLine.hasPrefix("Go on") { second.send("n\r") }
    try wait(second)
    #expect(second.screen.contains("You were on page 6 of 24"))
    try second.say("lesson 1")
    #expect(second.screen.contains("[page 6 of 24]"))
    try second.say("progress")
    #expect(second.screen.contains("1 of 7 exercises solved"))
    #expect(second.screen.contains("3 attempts, 1 hint"))
    second.send("quit\r")
    #expect(try second.expectExit() == 0)
  }
}
