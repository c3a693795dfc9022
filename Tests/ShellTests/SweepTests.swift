import Foundation
import ShellSupport
import Support
import Testing
import Training

@testable import Shell

/// Sweeps in a session: the same table on any number of threads and from lines made elsewhere.
@Suite struct SweepTests {
  static let specification =
    "sweep lr=0.5,8,1e308 hidden=2..3 scale=1 seeds=2 epochs=6 solved=\"L < 0.69 and epoch > 2\""

  static func rows(_ outcome: Session.Outcome) throws -> String {
    guard case .success(let report) = outcome.result else {
      throw outcome.error ?? ShellError("", "")
    }
    return report.json.text
  }

  @Test func threadsDoNotMatter() throws {
    var tables: Set<String> = []
    for threads in [1, 2, 5] {
      var session = try Shells.article()
      tables.insert(try Self.rows(session.perform("\(Self.specification) threads=\(threads)")))
    }
    #expect(tables.count == 1)
    #expect(tables.first?.contains(#""trials":12,"done":12"#) == true)
  }

  @Test func linesFromElsewhereMakeTheSameTable() throws {
    let folder = try TemporaryFolder()
    var session = try Shells.article()
    let table = try Self.rows(session.perform(Self.specification))
    let commands = Shells.text(session.perform("sweep --commands")).split(separator: "\n")
    #expect(commands.count == 12)
    var lines: [String] = []
    for command in commands.reversed() {
      let words = command.dropFirst("underhood ".count)
      let result = try run("/bin/sh", ["-c", "\"$0\" \(words)", builtProduct("underhood")])
      #expect(result.status == 0, "\(command)\n\(result.stderr)")
      lines.append(result.stdout)
    }
    try folder.write(lines[..<5].joined(), to: "a")
    try folder.write(lines[5...].joined() + lines[7], to: "b")
    var other = try Shells.article()
    let files = "\(folder.file("a")) \(folder.file("b"))"
    #expect(try Self.rows(other.perform("sweep --collect \(files)")) == table)
    let opened = other.perform("open best")
    #expect(opened.isSuccess)
    #expect(
      other.run.stateHash
        == {
          _ = session.perform("open best")
          return session.run.stateHash
        }())
    // What was collected is not in the journal; what was opened is.
    #expect(other.journal.records.map(\.command).allSatisfy { $0.hasPrefix("open lr=") })
  }

  @Test func aModelOfOnesOwnGoesIntoAFile() throws {
    let folder = try TemporaryFolder()
    var session = try Shells.article(after: "set A1 = tanh(Z1)")
    #expect(session.perform("sweep lr=1,2 --commands").error?.code == "missing-argument")
    let path = folder.file("a model.txt")
    let text = Shells.text(session.perform("sweep lr=1,2 --commands \(folder.file("model.txt"))"))
    #expect(text.hasPrefix("underhood trial --model \(folder.file("model.txt")) --set lr=1 "))
    #expect(FileName.quoted(path) == "'\(path)'")
    #expect(FileName.quoted("it's") == "'it'\\''s'")
    // It is there, and the same.
    #expect(session.perform("sweep --commands \(folder.file("model.txt"))").isSuccess)
    _ = session.perform("set A1 = relu(Z1)")
    let other = session.perform("sweep lr=1,2 --commands \(folder.file("model.txt"))")
    #expect(other.error?.code == "file-exists")
  }

  @Test func aTrialBecomesARun() throws {
    var session = try Shells.article(after: "run 2", "sweep lr=1,8 scale=1 epochs=5 by=loss")
    let before = session.run.stateHash
    #expect(session.perform("open best").isSuccess)
    let best = try #require(session.sweep?.table.rows.first?.configuration)
    #expect(session.book.names == ["main", "trial-\(best)"])
    #expect("\(session.run.position)" == "5.update")
    #expect(session.perform("open 1 seed=4 epochs=2").isSuccess)
    #expect("\(session.run.position)" == "2.update")
    _ = session.perform("undo")
    _ = session.perform("undo")
    #expect(session.book.names == ["main"])
    #expect(session.run.stateHash == before)
    for mistake in ["open", "open 3", "open 0", "open x", "open 1 foo", "open lr=1,2", "open q=1"] {
      #expect(session.perform(mistake).error != nil, "\(mistake)")
    }
  }

  /// A session that is played again draws the same trials and trains none that is not opened.
  @Test func aJournalReplays() throws {
    var session = try Shells.article(
      after: "x = rand()", "sweep random 3 lr=log(0.1,10) hidden=2..8 epochs=3", "open best",
      "rand()", "open lr=2 seed=3 epochs=1", "open 2")
    var again = try Shells.article()
    #expect(again.play(session.journal) == nil)
    #expect(again.book.names == session.book.names)
    #expect(again.stateHash == session.stateHash)
    #expect(again.sweep?.records.isEmpty == true)
    #expect(again.perform("open best").error?.message.english.contains("taken up again") == true)
    #expect(Shells.text(again.perform("sweep show")).contains("taken up again"))
    #expect(
      try Self.rows(again.perform("sweep continue")) == Self.rows(session.perform("sweep show")))
  }

  /// What is done is kept, and the rest can be done later.
  @Test func aStopKeepsWhatIsDone() throws {
    var session = try Shells.article()
    let whole = try Self.rows(session.perform(Self.specification))
    session.context.shouldStop = { true }
    #expect(try Self.rows(session.perform(Self.specification)) != whole)
    session.context.shouldStop = { false }
    #expect(try Self.rows(session.perform("sweep continue")) == whole)
  }

  @Test func badLinesAreRefused() throws {
    let folder = try TemporaryFolder()
    var session = try Shells.article()
    let good = try run(builtProduct("underhood"), ["trial", "--epochs", "1"]).stdout
    let bad = [
      "x", "{}", "{\"type\":\"trial\"}", String(good.dropLast(4)),
      good + good.replacing("\"epochs\":1", with: "\"epochs\":2"),
      good + good.replacing("\"settings\":{}", with: "\"settings\":{\"lr\":\"1\"}"), "",
    ]
    for text in bad {
      try folder.write(text, to: "bad")
      let error = session.perform("sweep --collect \(folder.file("bad"))").error
      #expect(error?.code == "bad-trial", "\(text)")
    }
  }

  /// Lines that a job that was ended has cut, or that something else has written, are named; all
  /// whole ones count.
  @Test(arguments: ["first", "middle", "last"])
  func wholeLinesAreTakenAndOthersNamed(place: String) throws {
    let folder = try TemporaryFolder()
    var session = try Shells.article()
    let lines = try (1...3).map { seed in
      try run(
        builtProduct("underhood"),
        ["trial", "--epochs", "1", "--seed", "\(seed)", "--of", "3", "--number", "1"]
      ).stdout
    }
    var texts = lines
    let index = ["first": 0, "middle": 1, "last": 2][place] ?? 0
    texts[index] = String(lines[index].dropLast(7)) + (place == "last" ? "" : "\n")
    try folder.write(texts.joined(), to: "cut.jsonl")
    let outcome = session.perform("sweep --collect \(folder.file("cut.jsonl"))")
    #expect(outcome.error == nil)
    let said = Shells.text(outcome).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(said.contains("1 line is no line of underhood trial and is left out"))
    #expect(said.contains("cut.jsonl:\(index + 1)"))
    #expect(said.contains("2 of 3 trials are here"))
    #expect(
      outcome.json.text.contains("\"left_out\":[\"\(folder.file("cut.jsonl")):\(index + 1)\"]"))
    try folder.write(texts.joined() + "\n[1, 2]\nKilled\n", to: "cut.jsonl")
    #expect(
      Shells.text(session.perform("sweep --collect \(folder.file("cut.jsonl"))"))
        .contains("3 lines are no lines of underhood trial"))
    try folder.write(lines.joined(), to: "whole.jsonl")
    #expect(
      !Shells.text(session.perform("sweep --collect \(folder.file("whole.jsonl"))"))
        .contains("left out"))
  }

  @Test(arguments: [
    ["--set", "lrr=1"], ["--set", "lr"], ["--solved", "Q < 1"], ["--model", "/nope"],
    ["--epochs", "0"],
  ])
  func aTrialThatMakesNoSense(arguments: [String]) throws {
    let result = try run(builtProduct("underhood"), ["trial"] + arguments)
    #expect(result.status == 1)
    #expect(result.stdout == "")
    #expect(result.stderr.hasPrefix("error: "))
  }

  /// What the README shows works, with a plain shell in the place of GNU Parallel.
  @Test func theReadmeIsRight() throws {
    let text = try #require(try Readme.blocks().first { $0.text.contains("| parallel") }?.text)
    let folder = try TemporaryFolder()
    let script = text.replacing("parallel", with: "sh").replacing("underhood ", with: "\"$0\" ")
      .replacing("| sh", with: "| sed \"s|^underhood|$0|\" | sh")
      .replacing(#/epochs=\d+/#, with: "epochs=2")
    let result = try run(
      "/bin/sh", ["-ec", "cd '\(folder.path)'; \(script)", builtProduct("underhood")])
    #expect(result.status == 0, "\(result.stderr)")
    #expect(result.stdout.contains("open best"), "\(result.stdout)")
  }
}
