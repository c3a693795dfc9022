import Foundation
import ShellSupport
import Support
import Testing

@testable import Authoring
@testable import Grading
@testable import Lessons
@testable import Shell
@testable import Training
@testable import underhood

/// What a lesson, a hand-in or a saved session has done touches nothing, whichever command it is and
/// whoever has it done.
@Suite struct PermissionTests {
  let folder: TemporaryFolder
  private static let mark = "this is nobody's business"

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.file("lessons"), withIntermediateDirectories: true)
    try folder.write("\(Self.mark) = 1\n", to: "secret")
    try folder.write("Ada\n", to: "student")
  }

  /// Every command, with each of what makes some command touch something.
  private var lines: [String] {
    let arguments = [
      "", "SECRET", "NEW", "numpy NEW", "plot loss NEW.svg", "plot loss SECRET --force",
      "--collect SECRET", "lr=1,2 --commands NEW", "NEW as Mallory", "1 as Mallory",
    ]
    return CommandSet.program.all.flatMap { command in
      arguments.map { argument in
        "\(command.name) \(argument)".trimmed.replacing("SECRET", with: folder.file("secret"))
          .replacing("NEW", with: folder.file("new"))
      }
    }
  }

  /// What there is in the folder, and in its files.
  private func contents() throws -> [String: Data] {
    var contents: [String: Data] = [:]
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    for name in names ?? [] {
      contents[name] = FileManager.default.contents(atPath: folder.file(name)) ?? Data()
    }
    return contents
  }

  private func writeLesson(_ text: String) throws {
    try folder.write(
      """
      ---
      id: touching
      title: T
      number: 1
      minutes: 1
      summary: S.
      ---

      # P

      \(text)

      """, to: "lessons/01-touching.md")
  }

  /// A lesson's lines have their limits.
  private func chunks(of count: Int) -> [[String]] {
    let lines = lines
    return stride(from: 0, to: lines.count, by: count).map {
      Array(lines[$0..<min($0 + count, lines.count)])
    }
  }

  private var fences: String {
    chunks(of: 100).map { "```run\n" + $0.joined(separator: "\n") + "\n```" }
      .joined(separator: "\n\n")
  }

  private func exercise(_ lines: [String]) -> String {
    """
    ```exercise
    id: one
    ask: One.
    check: lr == 77
    answer: \(lines.joined(separator: "; "))
    wrong: \(lines.joined(separator: "; ")) -> No.
    ```
    """
  }

  private func session(open: Bool = true) throws -> Session {
    var session = try Shells.article(knowing: .program)
    session.context.lessonDirectory = folder.file("lessons")
    session.recallStudent(folder.file("student"))
    if open { #expect(session.perform("lesson touching").isSuccess) }
    return session
  }

  /// Nothing was touched by what somebody did, and nothing of it told.
  private func checkNothingIsTouched(
    _ body: (inout Session) throws -> String, open: Bool = true
  ) throws {
    var session = try session(open: open)
    let before = try contents()
    let said = try body(&session)
    #expect(!said.contains(Self.mark), "\(said)")
    #expect(try contents() == before)
    #expect(!session.isFinished)
    #expect(session.student == "Ada")
    #expect(session.context.audience.viewer == nil)
    #expect(session.context.permitted == .all)
  }

  @Test(arguments: ["demo", ""])
  func ofADemonstration(line: String) throws {
    try writeLesson(fences)
    try checkNothingIsTouched { session in
      // Enter does one command after the other.
      var said = ""
      for _ in 0..<40 {
        let outcome = session.perform(line)
        said += Shells.text(outcome) + outcome.json.text
        if outcome.failure != nil { return said }
      }
      Issue.record("nothing was refused: \(said)")
      return said
    }
  }

  /// A page that does itself ends.
  @Test(
    arguments: ["demo", ""], ["demo", "step; demo", "source demo", "again; demo", "play; demo"])
  func ofAPageWithinItself(line: String, commands: String) throws {
    try writeLesson("```run\n\(commands.split(separator: "; ").joined(separator: "\n"))\n```")
    try checkNothingIsTouched { session in
      var said = ""
      for _ in 0..<8 { said += Shells.text(session.perform(line)) }
      return said
    }
  }

  /// Each that declares anything is refused in a lesson, and says why.
  @Test func whatIsDeclaredIsRefused() throws {
    for line in lines {
      let text = CommandText(line)
      let command = try #require(CommandSet.program.named(text.word))
      guard !command.effects(text.argument).isEmpty else { continue }
      try writeLesson("```run\n\(line)\n```")
      try checkNothingIsTouched { session in
        let outcome = session.perform("demo")
        #expect(EffectsTests.refusals.contains(outcome.failure?.code ?? ""), "\(line): \(outcome)")
        return Shells.text(outcome)
      }
    }
  }

  @Test func ofAnAnswer() throws {
    for lines in chunks(of: 20) {
      try writeLesson(exercise(lines))
      try checkNothingIsTouched { session in Shells.text(session.perform("answer")) }
    }
  }

  /// The session as the lesson has it is reached by its commands and its answers.
  @Test func ofAReference() throws {
    try writeLesson(fences + "\n\n" + exercise(["set lr = 77"]))
    try checkNothingIsTouched { session in Shells.text(session.perform("answer")) }
    try checkNothingIsTouched { session in
      Shells.text(session.perform("skip")) + Shells.text(session.perform("again"))
    }
  }

  @Test(arguments: [false, true])
  func ofACheck(updates: Bool) throws {
    for lines in chunks(of: 20) {
      let text = "```run\n" + lines.map { "> \($0)" }.joined(separator: "\n") + "\n```\n\n"
      try writeLesson(text + exercise(lines))
      let lesson = try folder.read("lessons/01-touching.md")
      try checkNothingIsTouched(
        { _ in
          var check = LessonCheck(updates: updates, commands: .program)
          try check.check(folder.file("lessons"))
          #expect(check.checkedLessons == 1 && !check.problems.isEmpty)
          // What was rewritten is the lesson alone.
          let said = check.report() + (try folder.read("lessons/01-touching.md"))
          try folder.write(lesson, to: "lessons/01-touching.md")
          return said
        }, open: false)
    }
  }

  @Test func ofAHandIn() throws {
    try writeLesson("```run\nstep\n```")
    let path = folder.file("lessons/01-touching.md")
    let lesson = try #require(LessonReader().read(path: path).lesson)
    try checkNothingIsTouched(
      { session in
        var journal = session.journal
        for line in ["lesson touching --hash \(lesson.hash)"] + lines {
          _ = journal.record(line, at: .start)
        }
        let handIn = HandIn(
          name: "Ada", lesson: .init(id: "touching", hash: lesson.hash), programVersion: "1",
          written: nil, sittings: [journal])
        var told: [String] = []
        var replay = try HandInReplay(
          handIn, of: lesson, limits: GradeLimits(seconds: 1000, megabytes: 4000),
          commands: .program
        ) { told.append($0.text) }
        replay.play(sound: [journal.records.count])
        return told.joined()
      }, open: false)
  }

  @Test func ofASavedSession() throws {
    try writeLesson("```run\nstep\n```")
    try checkNothingIsTouched(
      { session in
        var said = ""
        for line in lines {
          var journal = session.journal
          _ = journal.record(line, at: session.run.position)
          var copy = session
          if let (_, error) = copy.play(journal) { said += "\(error.message)" }
          #expect(!copy.isFinished && !copy.isReplaying)
        }
        return said
      }, open: false)
  }
}
