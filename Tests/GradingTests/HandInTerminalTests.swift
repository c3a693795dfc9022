import Foundation
import Lessons
import ShellSupport
import Support
import Testing
import Training

@testable import Grading
@testable import Shell

/// The first lesson at a terminal, handed in, and graded.
@Suite struct HandInTerminalTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func start(_ arguments: [String] = []) throws -> PseudoTerminal {
    // In the folder, since that is where a hand-in is written.
    try PseudoTerminal(
      executable: "/bin/sh",
      arguments: ["-c", "cd \"$HOME\" && exec \"$@\"", "sh", builtProduct("underhood")] + arguments,
      environment: ["HOME": folder.path, "UNDERHOOD_LESSONS": Transcript.lessonFolder],
      columns: 80, rows: 24)
  }

  private func wait(_ terminal: PseudoTerminal) throws {
    try terminal.expectScreen("the prompt") {
      $0.currentLine.hasPrefix("xor ") && $0.currentLine.hasSuffix(">")
    }
  }

  private func handIn(_ name: String, _ terminal: PseudoTerminal) throws {
    terminal.send("hand-in\r")
    try terminal.expectScreen("the question") { $0.currentLine.hasPrefix("Your name, as your") }
    try terminal.say(name)
  }

  private func graded() throws -> [String: Any] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".txt") }
    #expect(names.count == 1)
    let result = try run(
      builtProduct("underhood"),
      ["grade", "--lessons", Transcript.lessonFolder, "--format", "json"]
        + names.map { folder.file($0) }, environment: ["HOME": folder.path])
    let files = try parseObject(result.stdout)["files"] as? [[String: Any]]
    return try #require(files?.first)
  }

  @Test func theFirstLessonByItsAnswers() throws {
    let terminal = try start(["--lesson", "1"])
    try wait(terminal)
    for _ in 0..<80 where !terminal.screen.contains("The lesson ends here.") {
      try terminal.say(terminal.asks ? "answer" : "")
    }
    try handIn("Ada L.", terminal)
    #expect(terminal.screen.contains("first-forward-pass-ada-l.txt is written, as Ada L.: 0 of 7"))
    // Once more: the name is known, and the file one's own.
    try terminal.say("hand-in")
    #expect(terminal.screen.contains("0 of 7"))
    try terminal.quit()
    let file = try graded()
    #expect(file.codes == [])
    #expect(file["name"] as? String == "Ada L.")
    #expect(file.number("solved") == 0 && file.number("answers") == 7)
    #expect(Set(file.states.values) == ["answered"])
    #expect(file.number("seconds") != nil)
  }

  /// Errs, asks for hints, skips, goes back, plays, has the window closed, begins anew, and goes on.
  @Test func aStudentWhoComesBackTwice() throws {
    let first = try start(["--lesson", "1"])
    try wait(first)
    for line in [
      "", "", "", "", "", "", "", "", "", "5", "hint", "12", "nonsense", "", "6,0", "", "", "",
      "demo", "", "(5, 2)",
    ] { try first.say(line) }
    first.send(key: .controlD)
    #expect(try first.expectExit() == 0)

    // The next day the old session is not gone on with; the lesson is.
    let second = try start(["--lesson", "1"])
    try second.expectScreen("the offer") { $0.currentLine.hasPrefix("Go on with it?") }
    second.send("n\r")
    try wait(second)
    #expect(second.screen.contains("[page 7 of 24]"))
    for line in [
      "hint", "hint", "2x5", "page back", "page 7", "again", "(2, 1000)", "2 rows, 5 columns",
      "", "", "page 10", "demo", "4", "skip", "play", "hint", "run 20", "return", "", "", "hint",
    ] { try second.say(line) }
    second.send(key: .controlD)
    #expect(try second.expectExit() == 0)

    // And now it is gone on with.
    let third = try start(["--lesson", "1"])
    try third.expectScreen("the offer") { $0.currentLine.hasPrefix("Go on with it?") }
    third.send("y\r")
    try wait(third)
    for line in ["W1[1, 1]", "W1[0, 1]", "page 15", "answer"] { try third.say(line) }
    try handIn("Grace  Hopper", third)
    try third.quit()

    // The same without the shell: one's own file is written anew.
    let name = "first-forward-pass-grace-hopper.txt"
    func sittings() throws -> [Journal]? {
      HandIn.read(Array(try folder.read(name).utf8)).handIn?.sittings
    }
    let written = try sittings()
    let again = try run(
      builtProduct("underhood"), ["hand-in", "--lesson", "1", folder.file(name)],
      environment: ["HOME": folder.path, "UNDERHOOD_LESSONS": Transcript.lessonFolder])
    let words = again.stdout.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(again.status == 0 && words.contains("in 2 sittings"), "\(again.stderr)")
    #expect(try sittings() == written)

    let file = try graded()
    // A test may type faster than anyone.
    #expect(file.codes.filter { $0 != "too-fast" } == [])
    #expect(
      file.states == [
        "smallest-model": "solved", "shape-of-x": "solved", "count-parameters": "skipped",
        "first-neuron": "solved", "predict-a1": "answered", "nine-zeros": "open",
        "three-neurons": "open",
      ])
    let exercises = try #require(file["exercises"] as? [[String: Any]])
    func numbers(_ id: String) -> [Int?] {
      let exercise = exercises.first { $0["id"] as? String == id } ?? [:]
      return [exercise.number("attempts"), exercise.number("hints")]
    }
    #expect(numbers("smallest-model") == [3, 1])
    #expect(numbers("shape-of-x") == [4, 2])
    #expect(numbers("count-parameters") == [1, 0])
    #expect(numbers("first-neuron") == [2, 1])
    let shape = exercises.first { $0["id"] as? String == "shape-of-x" } ?? [:]
    #expect(shape["wrong_answers"] as? [String] == ["(5, 2)", "(2, 1000)"])
  }
}
