import Foundation
import Support
import Testing

@testable import LineEditor

@Suite struct CompletionActionTests {
  static func act(_ line: String, _ range: Range<Int>, _ texts: [String], suffix: String = " ")
    -> CompletionAction
  {
    CompletionAction(
      CompletionResult(
        replacing: range, candidates: texts.map { Completion(text: $0, suffix: suffix) }),
      line: line)
  }

  @Test func noneOneAndMany() {
    #expect(Self.act("x", 0..<1, []) == .beep)
    #expect(Self.act("sh", 0..<2, ["show"]) == .replace(0..<2, "show "))
    #expect(Self.act("sh W1", 0..<2, ["show"]) == .replace(0..<2, "show"))
    #expect(Self.act("les", 0..<3, ["lessons/"], suffix: "") == .replace(0..<3, "lessons/"))
    #expect(Self.act("show", 0..<4, ["show"], suffix: "") == .beep)
    #expect(Self.act("s", 0..<1, ["step", "stepi"]) == .replace(0..<1, "step"))
    #expect(Self.act("step", 0..<4, ["stepi", "step"]) == .list(["step", "stepi"]))
    #expect(Self.act("", 0..<0, ["a", "b"]) == .list(["a", "b"]))
    // Another case than what was typed: nothing is taken away from the line unasked.
    #expect(Self.act("w", 0..<1, ["W1", "W2"]) == .list(["W1", "W2"]))
  }

  @Test func rangesBeyondTheLineAreCut() {
    #expect(Self.act("ab", 1..<900, ["bc"], suffix: "") == .replace(1..<2, "bc"))
    #expect(Self.act("", 5..<9, ["bc"], suffix: "") == .replace(0..<0, "bc"))
  }

  @Test func accentsStayWithTheirLetters() {
    #expect(CompletionAction.longestCommonPrefix(["e\u{301}a", "e\u{300}a"]) == "")
    #expect(CompletionAction.longestCommonPrefix(["größe", "größer"]) == "größe")
  }

  @Test func columnsFillDownwards() {
    let lines = ColumnLayout.lines(["a", "bb", "c", "d", "e"], width: 10) { $0.count }
    #expect(lines == ["a   d", "bb  e", "c"])
    #expect(ColumnLayout.lines(["abcdefgh", "b"], width: 3) { $0.count } == ["abcdefgh", "b"])
    #expect(ColumnLayout.lines([], width: 3) { $0.count } == [])
  }
}

@Suite struct UTF8AssemblerTests {
  @Test func agreesWithTheStandardLibraryOnWhatIsWhole() {
    for value in stride(from: UInt32(0), through: 0x10FFFF, by: 13) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      var assembler = UTF8Assembler()
      let found = String(scalar).utf8.compactMap { assembler.add($0) }
      #expect(found == [scalar])
    }
  }

  @Test(arguments: 0..<50) func anyBytesGiveSomethingAndResynchronise(seed: Int) {
    var dice = Dice(seed)
    for _ in 0..<100 {
      var assembler = UTF8Assembler()
      for _ in 0..<dice.below(12) { _ = assembler.add(.random(in: 0...255, using: &dice)) }
      #expect(assembler.add(0x41) == "A")
      #expect("é".utf8.compactMap { assembler.add($0) } == ["é"])
    }
  }
}

@Suite struct HistoryFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func linesComeBack() throws {
    let file = HistoryFile(path: folder.file("deep/er/history"), limit: 4)
    #expect(try file.load().get() == [])
    #expect(file.add(["step", "step", " ", "", "show  W1 ", "größe = \"\t中\""]) == nil)
    #expect(try file.load().get() == ["step", "show  W1", "größe = \" 中\""])
    #expect(file.add(["a", "b"]) == nil)
    #expect(try file.load().get() == ["show  W1", "größe = \" 中\"", "a", "b"])
    let result = try run("/bin/ls", ["-l", folder.file("deep/er")])
    #expect(result.stdout.contains("-rw-------"))
    #expect(result.stdout.split(separator: "\n").count == 2, "no temporary file is left")
  }

  @Test func shellsDoNotLoseEachOthersLines() throws {
    let one = HistoryFile(path: folder.file("history"), limit: 100)
    let two = HistoryFile(path: folder.file("history"), limit: 100)
    for number in 0..<10 {
      #expect((number % 2 == 0 ? one : two).add(["line \(number)"]) == nil)
    }
    #expect(try one.load().get() == (0..<10).map { "line \($0)" })
  }

  @Test(arguments: ["_HiStOrY_V2_\nstep\n", "\u{7F}ELF", "step\nshow\n", "\0\0"])
  func foreignFilesAreLeftAlone(text: String) throws {
    try folder.write(text, to: "history")
    let file = HistoryFile(path: folder.file("history"), limit: 10)
    #expect(file.load() == .failure(.foreign(path: file.path)))
    #expect(file.add(["mine"]) == .foreign(path: file.path))
    #expect(try folder.read("history") == text)
  }

  @Test func whatCannotBeReadOrWrittenIsReported() throws {
    let file = HistoryFile(path: folder.path, limit: 10)
    #expect(file.load() == .failure(.foreign(path: file.path)))
    let nowhere = HistoryFile(path: "/dev/null/history", limit: 10)
    #expect(nowhere.add(["a"]) != nil)
  }

  @Test func linksAreNotFollowed() throws {
    for text in ["", "\(HistoryFile.heading)\nsecret\n"] {
      try folder.write(text, to: "real")
      let link = folder.file("link\(text.count)")
      #expect(try run("/bin/ln", ["-s", "real", link]).status == 0)
      let file = HistoryFile(path: link, limit: 5)
      #expect(file.load() == .failure(.foreign(path: link)))
      #expect(file.add(["a"]) == .foreign(path: link))
      #expect(try folder.read("real") == text)
    }
  }

  /// What is kept can always be read again.
  @Test func whatIsKeptIsBounded() throws {
    let file = HistoryFile(path: folder.file("history"), limit: 10_000)
    let long = String(repeating: "x", count: HistoryFile.longestLine)
    #expect(file.add(["a", long + "x", long, "b"]) == nil)
    #expect(try file.load().get() == ["a", long, "b"])
    let most = Data(count: HistoryFile.largest + 1)
    try most.write(to: URL(fileURLWithPath: file.path))
    #expect(file.load() == .failure(.foreign(path: file.path)))
    #expect(file.add(["a"]) == .foreign(path: file.path))
  }
}

@Suite struct PlainReaderTests {
  func lines(of input: [UInt8]) throws -> String {
    try run(builtProduct("line-editor-demo"), [], stdin: input).stdout
  }

  @Test(arguments: [
    ("", "[end]\n"), ("a", "<a>\n[end]\n"), ("a\nb", "<a>\n<b>\n[end]\n"),
    ("a\r\n\r\nb\r\n", "<a>\n<>\n<b>\n[end]\n"), ("\u{FEFF}a\n", "<a>\n[end]\n"),
    ("a\0b\u{1B}\n", "<a\0b\u{1B}>\n[end]\n"), ("中é\n", "<中é>\n[end]\n"),
    ("a\nquit\nb\n", "<a>\n"),
  ])
  func pipes(input: String, output: String) throws {
    #expect(try lines(of: Array(input.utf8)) == output)
  }

  @Test func whatIsNoUTF8IsRepaired() throws {
    #expect(try lines(of: [0x61, 0xFF, 0xC3, 0x0A]) == "<a\u{FFFD}\u{FFFD}>\n[end]\n")
  }

  @Test func longLinesAreWhole() throws {
    let long = String(repeating: "0123456789", count: 200_000)
    #expect(try lines(of: Array("\(long)\nb\n".utf8)) == "<\(long)>\n<b>\n[end]\n")
  }

  @Test func manyLines() throws {
    let input = (0..<50_000).map { "\($0)\n" }.joined()
    let output = (0..<50_000).map { "<\($0)>\n" }.joined() + "[end]\n"
    #expect(try lines(of: Array(input.utf8)) == output)
  }

  @Test func aDumbTerminalGetsPlainLines() throws {
    let terminal = try PseudoTerminal(
      executable: builtProduct("line-editor-demo"), environment: ["TERM": "dumb"])
    try terminal.expect("demo> ")
    terminal.send("one\n")
    try terminal.expect("<one>")
    try terminal.expect("demo> ")
    terminal.send("half")
    terminal.send(key: .controlC)
    try terminal.expect("[interrupted]")
    try terminal.expect("demo> ")
    terminal.send("two\n")
    try terminal.expect("<two>")
    try terminal.expect("demo> ")
    terminal.send(key: .controlD)
    try terminal.expect("[end]")
    #expect(try terminal.expectExit() == 0)
    #expect(!terminal.transcript.contains(0x1B))
  }
}
