import Foundation
import ShellSupport
import Support
import Testing

@testable import Shell

/// Files of commands, read with `source`.
@Suite struct SourceTests {
  @Test func whatIsInTheFileIsShownUpToTheLineThatFails() throws {
    let folder = try TemporaryFolder()
    try folder.write("# the data\nstep 2\n\nshow W1; foo\nstep\n", to: "bad.txt")
    let path = folder.file("bad.txt")
    var session = try Shells.article()
    let outcome = session.perform("source \(path)")
    #expect(!outcome.isSuccess)
    #expect(outcome.position == "0.init")
    let text = Shells.text(outcome)
    #expect(text.contains("W1 = randn(hidden, 2) * scale"), "\(text)")
    #expect(text.contains("> show W1\n"), "\(text)")
    #expect(text.contains("> foo\n"), "\(text)")
    #expect(text.components(separatedBy: "there is no command or name 'foo'").count == 2)
    #expect(text.contains("in \(path):4:"), "\(text)")
    #expect(!text.contains("> step\n"), "\(text)")
    let object = try outcome.parsed()
    #expect((object["error"] as? [String: Any])?["place"] as? String == "\(path):4")
    let result = try #require(object["result"] as? [String: Any])
    #expect((result["commands"] as? [Any])?.count == 3)
  }

  /// An error that points at no column has a line too.
  @Test(arguments: ["continue", "source", "lesson nothing", "step x", "check gradients W9"])
  func everyErrorNamesItsLine(command: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("where\n\(command)\n", to: "bad.txt")
    var session = try Shells.article()
    let text = Shells.text(session.perform("source \(folder.file("bad.txt"))"))
    #expect(text.contains("bad.txt:2:"), "\(text)")
  }

  @Test func aFileInAFileNamesTheInnerLine() throws {
    let folder = try TemporaryFolder()
    try folder.write("where\nstep x\n", to: "inner.txt")
    try folder.write("step\nsource \(folder.file("inner.txt"))\nstep\n", to: "outer.txt")
    var session = try Shells.article()
    let outcome = session.perform("source \(folder.file("outer.txt"))")
    #expect(!outcome.isSuccess)
    let text = Shells.text(outcome)
    #expect(text.contains("inner.txt:2:"), "\(text)")
    #expect(text.components(separatedBy: "error:").count == 2, "\(text)")
  }

  @Test func linesAreCounted() {
    let text = "a\r\n\n# b\nc; d # e\nshow (1\n f"
    let numbered = CommandText.numbered(text)
    #expect(numbered.map(\.line) == [1, 4, 4, 5])
    #expect(numbered.map(\.text) == ["a", "c", "d", "show (1  f"])
  }
}
