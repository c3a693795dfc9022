import ShellSupport
import Testing
import Training

@testable import Lessons
@testable import Shell

/// A typed line is one attempt at an exercise, however many commands stand in it, when it is typed
/// and when it is played again.
@Suite struct OneLineOneAttemptTests {
  private static let lesson = """
    ---
    id: lines
    title: Lines
    number: 1
    minutes: 5
    summary: Lines.
    ---

    # Lines

    ```exercise
    id: both
    ask: Make `lr` 1 and `hidden` 3.
    check: (lr == 1) & (hidden == 3)
    answer: set lr = 1; set hidden = 3
    wrong: set lr = 1 -> That is the first half.
    hint: Two settings.
    ```

    ```exercise
    id: half
    ask: What is the sigmoid of 0?
    value: sigmoid(0)
    hint: It lies in the middle.
    ```

    """

  private func session() throws -> Session {
    let lesson = try #require(
      LessonReader().read(Array(Self.lesson.utf8), path: "01-lines.md").lesson)
    var session = try Session.start(lesson)
    session.lesson = LessonPlace(lesson)
    return session
  }

  /// What is said of each of a text's commands, its lines typed one after the other.
  private func type(_ text: String, in session: inout Session) -> [String] {
    var said: [String] = []
    for commands in CommandText.lines(text) {
      for (index, command) in commands.enumerated() {
        session.expect(ahead: commands.count - index - 1)
        said.append(Shells.text(session.perform(command)))
      }
    }
    return said
  }

  @Test(arguments: [
    ("set lr = 1; set hidden = 3", 1), ("set lr = 1; set lr = 1; set hidden = 3", 1),
    ("set hidden = 3; set lr = 1", 1), ("set lr = 1\nset hidden = 3", 2),
    ("show lr; set lr = 1\nset hidden = 3", 2),
  ])
  func halfALineIsNoAttempt(text: String, attempts: Int) throws {
    var session = try session()
    let said = type(text, in: &session)
    #expect(said.filter { $0.contains("Right.") }.count == 1)
    #expect(said.filter { $0.contains("first half") }.count == attempts - 1)
    #expect(session.lesson?.record["both"].state == .solved)
    #expect(session.lesson?.record["both"].attempts == attempts)
    // Played again from its journal it is the same.
    var again = try self.session()
    again.isReplaying = true
    for record in session.journal.records { _ = again.perform(record) }
    #expect(again.lesson?.record == session.lesson?.record)
  }

  @Test func oneAnswerALine() throws {
    var session = try session()
    _ = type("set lr = 1; set hidden = 3", in: &session)
    let said = type("0.25; 0.5", in: &session)
    #expect(said[0].contains("Not yet.") && said[1].contains("one line is one answer"))
    #expect(session.lesson?.record["half"].state == .open)
    #expect(session.lesson?.record["half"].attempts == 1)
    #expect(type("0.5", in: &session)[0].contains("Right."))
    #expect(session.lesson?.record["half"].attempts == 2)
  }

  /// One line may answer what comes next.
  @Test func oneLineForTwoExercises() throws {
    var session = try session()
    let said = type("set lr = 1; set hidden = 3; 0.5", in: &session)
    #expect(said.filter { $0.contains("Right.") }.count == 2)
  }
}
