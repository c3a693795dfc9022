import Foundation
import ShellSupport
import Support
import Testing

@testable import Authoring
@testable import Lessons
@testable import Shell

/// `underhood check` finds what is wrong with a lesson, says where, and what to do.
@Suite struct LessonCheckTests {
  static let folder = Bundle.module.bundleURL.appendingPathComponent("Fixtures/lesson-faults").path

  /// Each broken lesson has one fault; `expected.txt` says which, a line a lesson.
  @Test func everyFaultIsFoundOnceAndWithItsFix() throws {
    var check = LessonCheck(updates: false)
    try check.check(Self.folder)
    let found = check.problems.map {
      "\($0.place): \($0.message)".replacingOccurrences(of: Self.folder + "/", with: "")
    }
    let expected = try String(contentsOfFile: Self.folder + "/expected.txt", encoding: .utf8)
      .split(separator: "\n").map(String.init)
    for (found, expected) in zip(found, expected) { #expect(found == expected) }
    #expect(found.count == expected.count)
    for problem in check.problems {
      #expect(
        problem.message.english.contains("; ") || problem.message.english.contains("did you mean"))
    }
    #expect(check.checkedLessons == expected.count)

    // The report is in the reader's language, whatever the lessons' is.
    let german = Languages.translation(into: "de", lessons: Transcript.lessonFolder)
    for problem in check.problems {
      #expect(problem.message.text(german).string != problem.message.english)
    }
    #expect(check.report(in: german).hasSuffix("\(expected.count) Fehler\n"))
  }

  /// A command that does not end is no end of the check.
  @Test func aCommandThatDoesNotEndIsReported() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/07-endless.md"
    let lesson = """
      ---
      id: endless
      title: Endless
      number: 7
      minutes: 10
      summary: It does not end.
      ---

      # Endless

      ```run
      > until L > 5
      ```

      ```exercise
      id: wait
      ask: Wait until `L` is below 0.1.
      check: L < 0.1
      answer: until L < 0
      hint: Try `until L > 5` first.
      ```
      """
    try lesson.write(toFile: path, atomically: true, encoding: .utf8)
    var check = LessonCheck(updates: false, patience: .zero)
    try check.check(path)
    #expect(check.problems.map(\.place) == ["12:3", "19:9", "20:7"].map { "\(path):\($0)" })
    for problem in check.problems { #expect(problem.message.english.contains("takes longer")) }
  }

  /// What does not end is tried once, and the rest of the lesson is still checked.
  @Test func whatDoesNotEndIsTriedOnce() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      Self.frontMatter + """
        # One

        ```exercise
        id: one
        ask: Diverge.
        check: lr == 6
        answer: set lr = 5; run 100000000
        hint: Large.
        ```

        ```exercise
        id: two
        ask: Guess.
        predict: L
        after: run 100000000
        hint: Low.
        ```

        ```exercise
        id: three
        ask: What is it?
        value: 2
        wrong: 2.0 -> No.
        hint: Small.
        ```

        """, to: "07-endless.md")
    var check = LessonCheck(updates: false, patience: .seconds(1))
    try check.check(folder.path + "/07-endless.md")
    #expect(
      check.problems.map {
        String($0.place.split(separator: ":").dropFirst().joined(separator: ":"))
      }
        == ["15:9", "23:8", "31:1"])
    #expect(check.problems.prefix(2).allSatisfy { $0.message.english.contains("takes longer") })
  }

  /// What stands behind a run that was cut off keeps the output that it has: the network is none that
  /// a reader has.
  @Test(arguments: [
    "```run\n> until L < 0\nendless\n```\n",
    "```exercise\nid: one\nask: Run.\ncheck: epoch > 1e8\nanswer: run 100000001\nhint: Long.\n```\n",
  ])
  func nothingIsRecordedBehindWhatDoesNotEnd(endless: String) throws {
    let folder = try TemporaryFolder()
    let behind = "\n```run\n> show epoch\nthat of the whole run\n```\n"
    try folder.write(
      Self.frontMatter + "# One\n\n```run\n> show lr\nold\n```\n\n" + endless + behind,
      to: "07-endless.md")
    let path = folder.path + "/07-endless.md"
    var check = LessonCheck(updates: true, patience: .milliseconds(200))
    try check.check(path)
    #expect(check.problems.count == 1)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains("> show lr\n0.5\n"))
    #expect(text.hasSuffix(endless + behind))
  }

  private static let frontMatter = """
    ---
    id: endless
    title: Endless
    number: 7
    minutes: 10
    summary: It does not end.
    ---


    """

  /// As an editor of Windows saves it.
  @Test func linesMayEndAsOnWindows() throws {
    let folder = try TemporaryFolder()
    let lesson =
      Self.frontMatter + """
        # One

        ```run
        > show lr
        0.5
        ```

        ```exercise
        id: one
        ask: What is `lr`,
          as shown?
        value: lr
        hint: Look.
        ```
        """
    for text in [lesson, lesson + "\n"] {
      try folder.write(text.replacing("\n", with: "\r\n"), to: "07-endless.md")
      var check = LessonCheck(updates: false)
      try check.check(folder.path)
      #expect(check.problems == [])
      #expect(check.checkedLessons == 1)
    }
  }

  /// What an answer is to be written with, or without, has to be there.
  @Test func rulesAreCheckedToo() throws {
    for (rule, problem) in [
      ("forbid: sigmoid", ""), ("forbid: sigmod", "neither a function nor a name"),
      ("require: number", ""), ("require: sigmoid", ""), ("require: tanh", "does not solve"),
    ] {
      let folder = try TemporaryFolder()
      try folder.write(
        Self.frontMatter + """
          # One

          ```exercise
          id: one
          ask: What is the sigmoid of 0?
          value: sigmoid(0)
          \(rule)
          hint: Look.
          ```

          """, to: "07-endless.md")
      var check = LessonCheck(updates: false)
      try check.check(folder.path)
      let found = check.problems.map(\.message.english).joined(separator: "\n")
      #expect(problem.isEmpty ? found.isEmpty : found.contains(problem), "\(rule)")
    }
  }

  @Test func theCourseIsSound() throws {
    var check = LessonCheck(updates: false)
    try check.check(Transcript.lessonFolder)
    #expect(check.problems == [])
  }

  @Test func aNewLessonPasses() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("lessons-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let first = try NewLesson.write("my-lesson", in: folder.path)
    let second = try NewLesson.write("another", in: folder.path + "/")
    #expect(first == folder.path + "/01-my-lesson.md")
    #expect(second == folder.path + "/02-another.md")
    var check = LessonCheck(updates: false)
    try check.check(folder.path)
    #expect(check.problems == [])
    #expect(check.checkedLessons == 2)
    for (id, code) in [
      ("my-lesson", "lesson-exists"), ("My lesson", "malformed-id"), ("1st", "malformed-id"),
      ("../x", "malformed-id"), ("", "malformed-id"),
    ] {
      #expect {
        try NewLesson.write(id, in: folder.path)
      } throws: {
        ($0 as? ShellError)?.code == code
      }
    }
    #expect(throws: ShellError.self) { try NewLesson.write("x", in: folder.path + "/none") }
  }

  /// The guide's examples are lessons that pass.
  @Test func theGuidesExamplesPass() throws {
    let guide = try String(
      contentsOfFile: Transcript.lessonFolder + "/AUTHORING.md", encoding: .utf8)
    let blocks = guide.components(separatedBy: "````")
    let examples = stride(from: 1, to: blocks.count, by: 2).map { blocks[$0] }
      .filter { $0.hasPrefix("markdown\n") }.map { String($0.dropFirst("markdown\n".count)) }
    #expect(examples.count >= 8)
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("lessons-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (index, example) in examples.enumerated() {
      let frontMatter =
        "---\nid: guide\ntitle: Guide\nnumber: 1\nminutes: 1\nsummary: One.\n---\n\n# One\n\n"
      let text = example.hasPrefix("---") ? example : frontMatter + example
      let path = folder.path + "/\(index).md"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      var check = LessonCheck(updates: false)
      try check.check(path)
      #expect(check.problems == [], "\(example)")
    }
  }

  /// An exercise may want an error to be read, or an update to be written.
  @Test(arguments: [
    "command: show X @ W1", "equation: W1 = W1 - lr * dW1",
  ])
  func whatMayBeAskedFor(wanted: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      ---
      id: words
      title: Words
      number: 1
      minutes: 5
      summary: Words.
      ---

      # Words

      ```run
      run 1
      ```

      ```exercise
      id: one
      ask: Do it.
      \(wanted)
      hint: Look.
      ```

      """, to: "01-words.md")
    var check = LessonCheck(updates: false)
    try check.check(folder.path)
    #expect(check.problems == [])
  }
}
