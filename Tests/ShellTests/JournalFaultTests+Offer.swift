import ShellSupport
import Support
import Testing

@testable import Shell

/// The question whether to go on with an earlier session.
extension JournalFaultTests {
  private static let question = "Go on with it? [Y/n] "

  /// A command that was typed too soon is neither done nor taken for a yes.
  @Test(arguments: ["step 5", "?", "why", "nope", "yesterday"])
  func whatIsNeitherYesNorNoIsAskedAboutAgain(answer: String) throws {
    let path = try keep(sessionText("epoch"))
    let kept = try folder.read("underhood/sessions/20200101-000000-1-xor.journal")
    let terminal = try start()
    try terminal.expect(Self.question)
    terminal.send(answer + "\r")
    try terminal.expect("Please answer yes or no")
    #expect(try folder.read("underhood/sessions/20200101-000000-1-xor.journal") == kept, "\(path)")
    terminal.send("\r")
    try terminal.expect("You are at 1.update again")
    try terminal.quit()
  }

  /// What only the journal has to know of a command is not said to whoever typed it.
  @Test(arguments: [
    ("step 5", "step 5"), ("lesson gates --hash sha256:0a --page 2", "lesson gates"),
    ("script xor.py\nimport numpy as np", "script xor.py"),
  ])
  func theLastCommandIsTheOneThatWasTyped(command: String, typed: String) {
    #expect(LessonRequest.typed(command) == typed)
  }

  @Test(arguments: [("y", true), ("YES", true), (" ye ", true), ("n", false), ("No", false)])
  func yesAndNo(answer: String, isYes: Bool) throws {
    _ = try keep(sessionText("epoch"))
    let terminal = try start()
    try terminal.expect(Self.question)
    terminal.send(answer + "\r")
    try terminal.expect(isYes ? "xor 1.update> " : "xor 0.start> ")
    try terminal.quit()
  }

  @Test func controlCInTheReplayLeavesItOffered() throws {
    var session = try Shells.article()
    #expect(session.perform("set lr = 0.1").isSuccess)
    _ = session.journal.record("run 100000000", at: session.run.position)
    let text = session.journal.text
    _ = try keep(text)
    let terminal = try PseudoTerminal(
      executable: builtProduct("underhood"),
      environment: [
        "HOME": folder.path, "XDG_STATE_HOME": folder.path,
        "UNDERHOOD_LESSONS": Transcript.lessonFolder,
      ])
    try terminal.expect(Self.question)
    terminal.send("\r")
    try terminal.expectScreen("the progress") { $0.currentLine.hasPrefix("command 2 of 2") }
    terminal.send(key: .controlC)
    try terminal.expectWords("Stopped. The earlier session is kept as it is.")
    try terminal.expectScreen("the question again") { $0.currentLine == "Go on with it? [Y/n]" }
    terminal.send("n\r")
    try terminal.expectScreen("the prompt") { $0.currentLine == "xor 0.start>" }
    try terminal.quit()
    #expect(try folder.read("underhood/sessions/20200101-000000-1-xor.journal") == text)
  }
}
