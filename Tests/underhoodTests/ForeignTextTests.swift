import Foundation
import ShellSupport
import Support
import Testing

/// Text from outside that a terminal would act upon reaches it from no place, nor JSON.
@Suite struct ForeignTextTests {
  /// Escape, bell, C1, delete, an override, an isolate, a separator of lines.
  static let hostile = "\u{1B}]0;a\u{07}\u{1B}[2J\u{9B}31m\u{7F}\u{202E}b\u{2066}\u{2028}"
  static let acting = Set<Unicode.Scalar>(
    ["\u{1B}", "\u{07}", "\u{9B}", "\u{7F}", "\u{202E}", "\u{2066}", "\u{2028}"])

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Each place of the command line where a name stands, of what is there and of what is not.
  @Test func namesDoNothing() throws {
    let lesson = "---\nid: a\n---\n# \(Self.hostile)\n\n```run\n> show \(Self.hostile)\n```\n"
    let name = Self.hostile + ".md"
    try folder.write(lesson, to: name)
    let path = folder.file(name)
    let absent = folder.file(Self.hostile)
    let uses: [[String]] = [
      ["check", path], ["check", folder.path], ["check", absent], ["check", "--update", path],
      ["grade", path], ["grade", "--format", "json", path], ["grade", "--format", "csv", path],
      ["grade", absent], ["grade", "--lesson", Self.hostile, path], ["--model", path],
      ["--model", absent], ["--lesson", Self.hostile], ["--lessons", absent, "--lesson", "1"],
      ["run", path], ["run", absent], ["replay", path], ["replay", absent],
      ["hand-in", path], ["new-lesson", Self.hostile], ["trial", Self.hostile + "=1"],
      ["--\(Self.hostile)"], ["-\u{1B}"], [Self.hostile], ["check"], ["--seed", Self.hostile],
      ["--format", Self.hostile, "-e", "1"], ["--language", Self.hostile, "-e", "1"],
      ["--student", Self.hostile, "-e", "1"], ["-e", Self.hostile], ["-e", "'\(Self.hostile)'"],
      ["-e", "save \"\(absent)/x\""], ["-e", "source \"\(absent)\""], ["help", Self.hostile],
      ["--format", "json", "-e", "show \(Self.hostile)"],
      ["--format", "json", "-e", "source \"\(absent)\""],
    ]
    for arguments in uses {
      let result = try run(
        builtProduct("underhood"), arguments, environment: ["HOME": folder.path])
      for text in [result.stdout, result.stderr] {
        let found = text.unicodeScalars.filter { Self.acting.contains($0) }
        #expect(found.isEmpty, "\(arguments): \(text.debugDescription)")
      }
    }
  }

  @Test func aHistoryThatIsNoneIsSaidInWords() throws {
    try FileManager.default.createDirectory(
      atPath: folder.file("underhood"), withIntermediateDirectories: true)
    try folder.write("something else", to: "underhood/history")
    let terminal = try PseudoTerminal(
      executable: builtProduct("underhood"),
      environment: [
        "HOME": folder.path, "XDG_STATE_HOME": folder.path, "NO_COLOR": "1",
      ])
    try terminal.expectWords("is no file of Underhood's")
    try terminal.expectScreen("the prompt") { $0.currentLine == "xor 0.start>" }
    #expect(!terminal.screen.contains("foreign("))
    try terminal.quit()
  }
}
