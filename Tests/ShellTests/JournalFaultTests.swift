import Foundation
import ShellSupport
import Support
import Testing
import Training

@testable import Shell

/// What can go wrong with the file of a session: it is said, the student works on, and nothing that
/// was saved is harmed.
@Suite struct JournalFaultTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  var sessions: String { folder.path + "/underhood/sessions" }

  func start(
    limit: Int? = nil, isSoft: Bool = false, state: String? = nil,
    lessons: String = Transcript.lessonFolder
  ) throws -> PseudoTerminal {
    let program = builtProduct("underhood")
    let environment = [
      "HOME": folder.path, "XDG_STATE_HOME": state ?? folder.path, "NO_COLOR": "1",
      "UNDERHOOD_LESSONS": lessons,
    ]
    guard let limit else {
      return try PseudoTerminal(executable: program, environment: environment)
    }
    return try PseudoTerminal(
      executable: "/bin/sh",
      arguments: ["-c", "ulimit \(isSoft ? "-S " : "")-f \(limit); exec \"$0\"", program],
      environment: environment)
  }

  /// Keeps a session as an earlier start would have.
  func keep(_ text: String, as name: String = "20200101-000000-1-xor") throws -> String {
    try FileManager.default.createDirectory(atPath: sessions, withIntermediateDirectories: true)
    let path = "\(sessions)/\(name).journal"
    try text.write(toFile: path, atomically: false, encoding: .utf8)
    return path
  }

  func sessionText(_ commands: String...) throws -> String {
    var session = try Shells.article()
    for command in commands { #expect(session.perform(command).isSuccess, "\(command)") }
    return session.journal.text
  }

  /// The program works, whatever happened before.
  func checkItWorks(_ terminal: PseudoTerminal) throws {
    terminal.send("set lr = 0.75\r")
    try terminal.expect("lr = 0.75   was: lr = ")
    terminal.send("epoch\r")
    try terminal.expect("epoch run: L")
    try terminal.quit()
  }

  // MARK: The disk

  @Test func noSpaceLeft() throws {
    let terminal = try start(limit: 1)
    try terminal.expect("0.start> ")
    for turn in 1...20 { terminal.send("set lr = 0.\(turn)\r") }
    try terminal.expectWords("the session cannot be saved (File too large): you can work on")
    try checkItWorks(terminal)

    // What was saved is whole lines, and can be gone on with.
    let journal = try #require(try CrashTests.journals(in: folder).first)
    #expect(journal.records.count > 1)
    #expect(
      journal.records.map(\.command)
        == (1...20).map { "set lr = 0.\($0)" }.prefix(journal.records.count).map { $0 })
    let again = try start()
    try again.expectWords("a session of \(journal.records.count) commands")
    again.send("y\r")
    try again.expect("again.")
    try checkItWorks(again)
    let longer = try #require(try CrashTests.journals(in: folder).first)
    #expect(longer.records.count == journal.records.count + 2)
  }

  @Test func noSpaceForWhatIsSaved() throws {
    let text = try sessionText("step 2", "set W1[0, 0] = 0.5", "epoch 3")
    let file = folder.file("kept.txt")
    try folder.write(text, to: "kept.txt")
    let terminal = try start(limit: 0)
    try terminal.expect("0.start> ")
    terminal.send("step\r")
    try terminal.expectWords("cannot be saved")
    terminal.send("save \(file) --force\r")
    try terminal.expect("error: ")
    try checkItWorks(terminal)
    #expect(try folder.read("kept.txt") == text)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.filter { $0.hasPrefix("kept") } == ["kept.txt"])
  }

  @Test func aFileWhereTheFolderShouldBe() throws {
    try folder.write("in the way", to: "state")
    let terminal = try start(state: folder.file("state"))
    terminal.send("step\r")
    try terminal.expectWords("There is no place to keep this session")
    try checkItWorks(terminal)
    #expect(try folder.read("state") == "in the way")
  }

  @Test func aFileWhereTheSessionsShouldBe() throws {
    try FileManager.default.createDirectory(
      atPath: folder.path + "/underhood", withIntermediateDirectories: true)
    try folder.write("in the way", to: "underhood/sessions")
    let terminal = try start()
    terminal.send("step\r")
    try terminal.expectWords("the session cannot be saved (Not a directory)")
    try checkItWorks(terminal)
    #expect(try folder.read("underhood/sessions") == "in the way")
  }

  // MARK: The file

  @Test func aTornLastLine() throws {
    let text = try sessionText("set lr = 0.1", "epoch", "set lr = 0.2")
    for cut in [1, 5, 20] {
      let path = try keep(String(text.dropLast(cut)))
      let terminal = try start()
      try terminal.expectWords("a session of 2 commands")
      terminal.send("\r")
      try terminal.expectWords("You are at 1.update again (line 9 was cut short")
      try checkItWorks(terminal)
      let (journal, faults, _) = Journal.read(try String(contentsOfFile: path, encoding: .utf8))
      #expect(faults == [])
      #expect(
        journal?.records.map(\.command) == ["set lr = 0.1", "epoch", "set lr = 0.75", "epoch"])
    }
  }

  @Test func anEditedLine() throws {
    let text = try sessionText("set lr = 0.1", "epoch", "step")
      .replacingOccurrences(of: "set lr = 0.1", with: "set lr = 0.9")
    let path = try keep(text)
    let terminal = try start()
    try terminal.expect("Go on with it? [Y/n] ")
    terminal.send("\r")
    try terminal.expectWords("It cannot be gone on with: line 7 was changed after it was written")
    try checkItWorks(terminal)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
  }

  @Test(arguments: [
    ("underhood-journal 1\n", "underhood-journal 9\n", "in format 9, and this program reads"),
    ("underhood-journal 1\n", "a shopping list\n", "this is no session of Underhood"),
    ("seed: 0\n", "seed: many\n", "makes no sense"),
  ])
  func anotherKindOfFile(part: String, with other: String, words: String) throws {
    let text = try sessionText("epoch").replacingOccurrences(of: part, with: other)
    let path = try keep(text)
    let terminal = try start()
    try terminal.expectWords(words)
    try checkItWorks(terminal)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
  }

  @Test func aFileThatIsNoText() throws {
    let path = try keep("")
    try Data((0..<4000).map { UInt8(truncatingIfNeeded: $0 &* 167) }).write(
      to: URL(fileURLWithPath: path))
    let terminal = try start()
    try terminal.expectWords("this is no session of Underhood")
    try checkItWorks(terminal)
  }

  @Test func aChangedLesson() throws {
    let lessons = folder.file("lessons")
    try FileManager.default.copyItem(atPath: Transcript.lessonFolder, toPath: lessons)
    let first = try start(lessons: lessons)
    try first.expect("0.start> ")
    first.send("lesson 1\r")
    try first.expect("> ")
    first.send("quit\r")
    #expect(try first.expectExit() == 0)
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: lessons).filter { $0.hasPrefix("01") }
        .first)
    let text = try String(contentsOfFile: "\(lessons)/\(name)", encoding: .utf8)
    try (text + "\nOne line more.\n").write(
      toFile: "\(lessons)/\(name)", atomically: false, encoding: .utf8)

    let terminal = try start(lessons: lessons)
    try terminal.expect("Go on with it? [Y/n] ")
    terminal.send("\r")
    try terminal.expectWords("has been changed since this session followed it")
    try checkItWorks(terminal)
  }

  @Test func twoShellsAtOnce() throws {
    let first = try start()
    try first.expect("0.start> ")
    first.send("set lr = 0.1\r")
    try first.expect("   was: lr = 0.5")

    // The first one's session is in use: it is not offered.
    let second = try start()
    try second.expect("0.start> ")
    #expect(!second.screen.contains("You have been here before"))
    second.send("set lr = 0.2\r")
    try second.expect("   was: lr = 0.5")
    first.send("set lr = 0.3\r")
    try first.expect("   was: lr = 0.1")
    try first.quit()
    try second.quit()

    let kept = try CrashTests.journals(in: folder).map { $0.records.map(\.command) }
    #expect(kept.contains(["set lr = 0.1", "set lr = 0.3"]), "\(kept)")
    #expect(kept.contains(["set lr = 0.2"]), "\(kept)")
  }

  @Test func whoGoesOnHasNotLeft() throws {
    _ = try keep(sessionText("epoch"))
    for turn in 1...2 {
      let terminal = try start()
      try terminal.expect("Go on with it? [Y/n] ")
      terminal.send("\r")
      try terminal.expect("You are at \(turn).update again")
      terminal.send("epoch\r")
      try terminal.expect("epoch run: L")
      try terminal.quit()
    }
  }

  @Test func twoShellsThatBothWantToGoOn() throws {
    let text = try sessionText("set lr = 0.1", "epoch")
    _ = try keep(text)
    let first = try start()
    let second = try start()
    try first.expect("Go on with it? [Y/n] ")
    try second.expect("Go on with it? [Y/n] ")
    first.send("\r")
    try first.expectWords("You are at 1.update again")
    second.send("\r")
    try second.expectWords("Another shell has just taken it up. Go on with a copy of it? [Y/n]")
    second.send("n\r")
    try checkItWorks(second)
    try checkItWorks(first)
    let kept = try CrashTests.journals(in: folder).map { $0.records.map(\.command) }
    #expect(kept.count == 2)
    #expect(kept.contains(["set lr = 0.1", "epoch", "set lr = 0.75", "epoch"]), "\(kept)")
    #expect(kept.contains(["set lr = 0.75", "epoch"]), "\(kept)")
  }

  // MARK: Replay

  /// Forks, undone changes, mini-batches and numbers of the student's own, all in one.
  static let long = [
    "set batch = 250", "set update = adam(0.01)", "epoch 2", "mine = W1 * 2", "rewind 3",
    "set W1[0, 0] = mine[0, 0]", "epoch", "fork other", "set A1 = tanh(Z1)", "epoch 2", "undo",
    "switch other", "step 2", "set seed = 7", "epoch",
  ]

  @Test func aReplayEndsInTheSameStateEverywhere() throws {
    var session = try Shells.article()
    for command in Self.long {
      let outcome = session.perform(command)
      #expect(outcome.isSuccess, "\(command): \(outcome)")
    }
    try folder.write(session.journal.text, to: "session.txt")
    let program = builtProduct("underhood")
    let environment = ["HOME": folder.path]
    let first = try run(
      program, ["replay", folder.file("session.txt")], environment: environment)
    let second = try run(
      program, ["replay", folder.file("session.txt")], environment: environment)
    #expect(first.status == 0, "\(first)")
    #expect(first.stdout == second.stdout)
    #expect(first.stdout.contains("state \(session.stateHash)\n"), "\(first.stdout)")
    #expect(first.stdout.contains("to \(session.run.position)\n"))

    // What source plays and save writes again is the same session.
    let sourced = try run(
      program,
      [
        "-e",
        "source \(folder.file("session.txt")); save \(folder.file("again.txt"))",
      ], environment: environment)
    #expect(sourced.status == 0, "\(sourced)")
    let third = try run(program, ["replay", folder.file("again.txt")], environment: environment)
    #expect(
      third.stdout.split(separator: "\n").last == first.stdout.split(separator: "\n").last,
      "\(third)")
  }

  @Test func aReplayRefusesWhatWasChanged() throws {
    let text = try sessionText("set lr = 0.1", "epoch", "step")
    func replay(_ text: String) throws -> RunResult {
      try folder.write(text, to: "session.txt")
      return try run(
        builtProduct("underhood"), ["replay", folder.file("session.txt")],
        environment: ["HOME": folder.path])
    }
    let whole = try replay(text)
    #expect(whole.status == 0)
    let edited = try replay(text.replacingOccurrences(of: "lr = 0.1", with: "lr = 0.3"))
    #expect(edited.status == 1)
    #expect(edited.stderr.contains("line 7 was changed"), "\(edited)")
    let torn = try replay(String(text.dropLast(3)))
    #expect(torn.status == 0)
    #expect(torn.stdout.contains("was cut short"), "\(torn)")
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    lines.remove(at: 7)
    let shorter = try replay(lines.joined(separator: "\n"))
    #expect(shorter.status == 1)
    #expect(shorter.stderr.contains("number 3 where number 2 belongs"), "\(shorter)")
    let model = try replay(text.replacingOccurrences(of: " xor\n", with: " other\n"))
    #expect(model.status == 1)
  }
}
