import Foundation
import Support
import Testing

/// What a terminal pastes, between its marks.
@Suite struct PasteTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func start(_ program: String, _ arguments: [String] = []) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      executable: builtProduct(program), arguments: arguments,
      environment: ["HOME": folder.path, "XDG_STATE_HOME": folder.path])
    try terminal.expect("> ")
    return terminal
  }

  private func paste(_ text: String) -> String { "\u{1B}[200~\(text)\u{1B}[201~" }

  /// How the mode was switched, in order.
  private func modes(_ terminal: PseudoTerminal) -> [Bool] {
    let text = String(decoding: terminal.transcript, as: UTF8.self)
    return text.ranges(of: /\u{1B}\[\?2004[hl]/).map { text[$0].hasSuffix("h") }
  }

  @Test func oneLineIsTyped() throws {
    let terminal = try start("line-editor-demo")
    terminal.send("a" + paste("bc\u{1B}[31m\u{202E}\td\n") + "e\r")
    try terminal.expect("<abc[31m de>")
    try terminal.quit()
  }

  @Test(arguments: ["\n", "\r", "\r\n"]) func severalAreABlock(end: String) throws {
    let terminal = try start("line-editor-demo")
    terminal.send("first " + paste(["one", "", "two", "three", ""].joined(separator: end)))
    try terminal.expect("[3 lines, first one to three]")
    try terminal.expect("demo> ")
    terminal.send("next\r")
    try terminal.expect("<next>")
    try terminal.quit()
  }

  /// In whatever pieces it comes, and however long it is.
  @Test func aLongBlockIsTakenAtOnce() throws {
    let terminal = try start("line-editor-demo")
    let lines = (0..<40_000).map { "line \($0)" }
    terminal.send("\u{1B}[200~")
    for part in stride(from: 0, to: lines.count, by: 1000) {
      terminal.send(lines[part..<part + 1000].map { $0 + "\n" }.joined())
    }
    terminal.send("\u{1B}[201~")
    try terminal.expect("[40000 lines, line 0 to line 39999]")
    try terminal.quit()
  }

  @Test func controlCDropsAllOfIt() throws {
    let terminal = try start("line-editor-demo")
    terminal.send("\u{1B}[200~one\ntwo\n")
    terminal.send(key: .controlC)
    terminal.send("three\nfour\u{1B}[201~")
    try terminal.expect("[interrupted]")
    try terminal.expect("demo> ")
    terminal.send("next\r")
    try terminal.expect("<next>")
    #expect(!String(decoding: terminal.transcript, as: UTF8.self).contains("<t"))
    try terminal.quit()
  }

  /// The marks are asked for while a line is edited, and not while its work is done.
  @Test func theModeIsTakenBack() throws {
    let terminal = try start("line-editor-demo")
    terminal.send("one\r")
    try terminal.expect("<one>")
    try terminal.expect("demo> ")
    terminal.send(key: .controlC)
    try terminal.expect("[interrupted]")
    try terminal.expect("demo> ")
    #expect(modes(terminal) == [true, false, true, false, true])
    kill(terminal.processIdentifier, SIGTERM)
    _ = try terminal.expectExit()
    #expect(modes(terminal).last == false)
  }
}
