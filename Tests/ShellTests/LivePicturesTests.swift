import Support
import Testing

/// Pictures that are renewed while a run goes.
@Suite struct LivePicturesTests {
  let terminals: TerminalTests

  init() throws { terminals = try TerminalTests() }

  @Test(arguments: [(80, 24), (60, 40), (132, 50)])
  func theyStandOnceAndAreLeftAtTheEnd(columns: Int, rows: Int) throws {
    let terminal = try terminals.start(columns: columns, rows: rows)
    try terminals.type("epoch", at: "xor 0.start>", then: "xor 1.update>", terminal)
    try terminals.type("live loss", at: "xor 1.update>", then: "xor 1.update>", terminal)
    try terminals.type("live boundary", at: "xor 1.update>", then: "xor 1.update>", terminal)
    terminal.send("run 100000000\r")
    try terminal.expectScreen("the pictures above the progress") {
      $0.contains("L by epoch") && $0.contains("A2 at") && $0.currentLine.contains("epoch")
    }
    // Renewed at least once: the number in the boundary's title is another.
    let first = terminal.screen.lines.first { $0.contains("A2 at") }
    try terminal.expectScreen("the pictures renewed") { screen in
      screen.lines.contains { $0.contains("A2 at") && $0 != first }
    }
    terminal.send(key: .controlC)
    try terminal.expectScreen("that it stopped") {
      $0.contains("stopped at") && $0.currentLine.hasSuffix(">")
    }
    let lines = terminal.screen.scrolledOff + terminal.screen.lines
    #expect(lines.count { $0.contains("L by epoch") } == 1)
    #expect(lines.count { $0.contains("A2 at") } == 1)
    #expect(!lines.contains { $0.contains("Ctrl-C stops") })
    try terminal.quit()
  }

  /// Ctrl-C ends the run, and not the picture of where it stands.
  @Test(arguments: ["fold", "W1 over epochs"])
  func theLastOneIsLeftAfterCtrlC(picture: String) throws {
    let terminal = try terminals.start(columns: 80, rows: 24)
    try terminals.type("epoch", at: "xor 0.start>", then: "xor 1.update>", terminal)
    try terminals.type("live \(picture)", at: "xor 1.update>", then: "xor 1.update>", terminal)
    terminal.send("run 100000000\r")
    try terminal.expectScreen("the picture above the progress") {
      $0.contains("⠉") && $0.currentLine.contains("epoch")
    }
    terminal.send(key: .controlC)
    try terminal.expectScreen("that it stopped") {
      $0.contains("stopped at") && $0.currentLine.hasSuffix(">")
    }
    let lines = terminal.screen.scrolledOff + terminal.screen.lines
    #expect(lines.contains { $0.contains("⠉") })
    #expect(!lines.contains { $0.contains("Ctrl-C") })
    try terminal.quit()
  }

  /// Where nothing is redrawn they are told once.
  @Test func plain() throws {
    let result = try run(
      builtProduct("underhood"),
      ["--plain", "-e", "live loss; run 20; live off; run 20; live"])
    #expect(result.status == 0)
    #expect(result.stdout.split(separator: "\n").count { $0.contains("L by epoch") } == 1)
    #expect(!result.stdout.contains("\u{1B}"))
    #expect(result.stdout.contains("No picture is renewed"))
  }

  @Test func whatCannotBeDrawnIsRefused() throws {
    let result = try run(builtProduct("underhood"), ["-e", "live los"])
    #expect(result.status == 1)
    #expect((result.stdout + result.stderr).contains("loss"))
  }
}
