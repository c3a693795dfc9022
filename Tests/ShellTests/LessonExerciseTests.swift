import Foundation
import ShellSupport
import Testing

@testable import Lessons
@testable import Shell

/// Following a lesson: one student who knows, one who errs, one who only wants to get on.
@Suite struct LessonExerciseTests {

  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("lesson-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try LessonOfKinds.text.write(
      to: folder.appendingPathComponent("01-kinds.md"), atomically: true, encoding: .utf8)
  }

  private func start(progress: Bool = false) throws -> Session {
    var session = try Session.start(
      modelPath: nil, seed: 0, context: .init(lessonDirectory: folder.path))
    if progress { session.recallProgress(folder.appendingPathComponent("progress").path) }
    _ = try say("lesson kinds", to: &session)
    return session
  }

  /// What is shown of a line; throws where it failed.
  @discardableResult
  private func say(_ line: String, to session: inout Session) throws -> String {
    let outcome = session.perform(line)
    if let error = outcome.error { throw error }
    return Shells.text(outcome)
  }

  private func state(_ id: String, _ session: Session) -> ExerciseRecord.State? {
    session.lesson?.record[id].state
  }

  @Test func theStudentWhoKnows() throws {
    var session = try start()
    func solves(_ line: String, _ id: String) throws {
      #expect(session.lesson?.exercise?.id == id)
      #expect(try say(line, to: &session).contains("Right."), "\(line)")
      #expect(state(id, session) == .solved)
      #expect(session.lesson?.record[id].attempts == 1)
    }
    try solves("s", "command")
    try say("", to: &session)
    try solves("lr = 1", "state")
    try say("", to: &session)
    try say("demo", to: &session)
    try solves("-0.0134", "value")
    try solves("2 x 1000", "shape")
    try solves("b", "choice")
    try say("", to: &session)
    try solves("0.5", "predict")
    try say("demo", to: &session)
    try say("", to: &session)
    try solves("(A2 - Y) @ A1.T / m", "equation")
    try solves("dW1", "bug")
    #expect(try say("", to: &session).contains("Done."))
    #expect(try say("progress", to: &session).contains("8 of 8 exercises solved"))
    #expect("\(session.run.position)" == "1.loss")
  }

  @Test func theStudentWhoErrs() throws {
    var session = try start()
    #expect(try !say("page", to: &session).contains("After the command"))
    #expect(try say("", to: &session).contains("skip"))
    #expect(session.lesson?.cursor.page == 0)
    #expect(try say("run 1", to: &session).contains("Not yet. That is a whole epoch."))
    #expect(try say("hint", to: &session).contains("Hint 1 of 2: It is a small step."))
    #expect(try say("hint", to: &session).contains("Hint 2 of 2"))
    #expect(try say("hint", to: &session).contains("last hint"))
    #expect(try say("step 2", to: &session).contains("Look again at what follows it"))
    #expect(try say("show lr", to: &session).contains("Not yet") == false)
    #expect(try say("again", to: &session).contains("Draw the data"))
    #expect("\(session.run.position)" == "0.start")
    let right = try say("step", to: &session)
    #expect(right.contains("Right. So it begins.") && right.contains("After the command."))

    try say("", to: &session)
    #expect(try say("set lr = 10", to: &session).contains("Ten times too much."))
    #expect(try say("check", to: &session).contains("Not yet. Now lr is 10."))
    #expect(try say("set lr = 2", to: &session).contains("Not yet") == false)
    #expect(try say("set lr = 1", to: &session).contains("Right."))

    try say("", to: &session)
    // What is typed before the question is shown is no answer to it.
    #expect(try say("0.0134", to: &session) == "0.0134\n")
    try say("demo", to: &session)
    #expect(try say("0.0134", to: &session).contains("the sign is not"))
    #expect(try say("0.00177701", to: &session).contains("That is the left one."))
    #expect(try say("W1", to: &session).contains("Not yet") == false)
    let computed = try say("W1[1, 1]", to: &session)
    #expect(
      computed.contains("0.0061") && computed.contains("Not yet. The right number is below 0."))
    #expect(try say("W1[0, 1]", to: &session).contains("Right."))
    #expect(try say("1000 by 2", to: &session).contains("which counts rows"))
    #expect(try say("5", to: &session).contains("1 dimension"))
    #expect(try say("X.shape", to: &session).contains("Right."))
    #expect(try say("a", to: &session).contains("Not yet. That is not it."))
    // `a` may be a value as well; then it may have been a look.
    let attempts = session.lesson?.record["choice"].attempts
    try say("a = 7", to: &session)
    let look = try say("a", to: &session)
    #expect(look.hasPrefix("7\n") && look.contains("Not yet.") && look.contains("does not count"))
    #expect(session.lesson?.record["choice"].attempts == attempts)
    #expect(try say("that", to: &session).contains("Right."))
    #expect(state("value", session) == .solved)
    #expect(session.lesson?.record["command"].hints == 2)
    #expect(session.lesson?.record["state"].attempts == 2)
  }

  @Test func theStudentWhoSkips() throws {
    var session = try start()
    var positions: [String] = []
    for _ in 0..<30 where session.lesson?.isLastPage == false {
      if session.lesson?.exerciseInView == nil {
        try say("", to: &session)
      } else {
        try say("skip", to: &session)
        positions.append("\(session.run.position)")
      }
    }
    #expect(positions.count == 8)
    #expect(positions.prefix(2) == ["0.data", "0.data"])
    #expect(try say("lr", to: &session).contains("1"))
    let skipped = session.lesson?.record.exercises.values.map(\.state)
    #expect(skipped?.allSatisfy { $0 == .skipped } == true)
  }

  @Test func answersAreShownAndApplied() throws {
    var session = try start()
    try say("run 3", to: &session)
    #expect(try say("answer", to: &session).contains("> step"))
    // Not where the student had run to, but where the exercise leads.
    #expect("\(session.run.position)" == "0.data")
    try say("page 3", to: &session)
    #expect(try say("answer", to: &session).contains("W1[0, 1] = -0.01335344358"))
    #expect(try say("answer", to: &session).contains("(2, 1000)"))
    #expect(try say("answer", to: &session).contains("b  that"))
    try say("page 4", to: &session)
    #expect(try say("answer", to: &session).contains("A2[0, 0] = 0.502"))
    try say("page 5", to: &session)
    #expect(try say("answer", to: &session).contains("dW2 = dZ2 @ A1.T / m"))
    #expect(try say("answer", to: &session).contains("b  dW1 = dZ1 @ X / m"))
    #expect(state("bug", session) == .answered)
    #expect(!session.history.contains("step"))
    // What was answered can still be solved.
    try say("again", to: &session)
    try say("dW1", to: &session)
    #expect(state("bug", session) == .solved)
  }

  @Test func playLeavesNoTrace() throws {
    var session = try start()
    try say("x = 3", to: &session)
    try say("play", to: &session)
    #expect(session.promptText.hasSuffix("(play)"))
    try say("x = 4", to: &session)
    try say("step", to: &session)
    try say("", to: &session)
    #expect("\(session.run.position)" == "0.init")
    for line in ["skip", "answer", "check", "again"].prefix(3) {
      #expect(try say(line, to: &session).contains("return"), "\(line)")
    }
    try say("hint", to: &session)
    #expect(state("command", session) == .open)
    #expect(try say("return", to: &session).contains("0.start"))
    #expect(try say("x", to: &session) == "3\n")
    #expect("\(session.run.position)" == "0.start")
    #expect(session.lesson?.record["command"].hints == 1)
    #expect(session.history.contains("x = 4"))
  }

  @Test func theyWorkAtEveryPrompt() throws {
    let commands = ["hint", "answer", "skip", "again", "return", "progress", "play", "play"]
    var plain = try Shells.article()
    for command in commands + commands + ["return"] {
      let outcome = plain.perform(command)
      #expect(outcome.isSuccess && !Shells.text(outcome).isEmpty, "\(command)")
    }
    for page in 1...6 {
      var session = try start()
      try say("page \(page)", to: &session)
      for command in commands + ["check", "hint 2", "progress all", "skip", "skip", "return"] {
        #expect(session.perform(command).isSuccess, "\(command) on page \(page)")
      }
    }
  }

  @Test func progressSurvives() throws {
    var first = try start(progress: true)
    try say("step", to: &first)
    try say("", to: &first)
    try say("set lr = 10", to: &first)
    try say("hint", to: &first)
    // The process may end here.
    var second = try Session.start(
      modelPath: nil, seed: 0, context: .init(lessonDirectory: folder.path))
    let path = folder.appendingPathComponent("progress").path
    second.recallProgress(path)
    #expect(second.whereLeftOff()?.english.contains("page 2 of 6 of 'Kinds'") == true)
    #expect(try say("lesson kinds", to: &second).contains("You were on page 2 of 6."))
    // At the state that the lesson has here.
    #expect("\(second.run.position)" == "0.data")
    #expect(state("command", second) == .solved)
    #expect(second.lesson?.record["state"] == ExerciseRecord(state: .open, attempts: 1))
    try say("skip", to: &second)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains("exercise kinds state skipped attempts 1 hints 0"))
  }

  @Test func whereNothingCanBeKeptTheStudentWorksOn() throws {
    var session = try Session.start(
      modelPath: nil, seed: 0, context: .init(lessonDirectory: folder.path))
    session.recallProgress(folder.appendingPathComponent("missing/progress").path)
    let opened = session.perform("lesson kinds")
    #expect(opened.isSuccess)
    #expect(Shells.text(opened).contains("progress cannot be kept"))
    #expect(try say("step", to: &session).contains("Right."))
    #expect(try say("", to: &session).contains("cannot be kept") == false)
    #expect(state("command", session) == .solved)
    var none = try Shells.article()
    none.recallProgress(nil)
    #expect(Shells.text(none.perform("list")).contains("progress cannot be kept"))
  }

  /// What is in the journal leads to the same state, also where nothing of before is remembered.
  @Test func aLessonIsPlayedAgainToTheLastBit() throws {
    var first = try start(progress: true)
    for line in [
      "hint", "step", "", "set lr = 10", "play", "run 5", "lr = 3", "hint", "return", "skip", "",
      "demo", "W1[0, 0]", "3", "answer", "2x1000", "a", "2",
    ] { _ = first.perform(line) }
    #expect(first.lesson?.cursor.page == 2)
    // A second session goes on where the first one was.
    var second = try start(progress: true)
    for line in ["", "", "0.7", "0.5", "demo", "", "dW1", "dZ2 @ A1.T / m", "again", "skip", "b"] {
      _ = second.perform(line)
    }
    for session in [first, second] {
      var again = try Session.start(
        modelPath: nil, seed: 0, context: .init(lessonDirectory: folder.path))
      #expect(again.play(session.journal) == nil)
      #expect(again.stateHash == session.stateHash)
      #expect(again.lesson?.cursor == session.lesson?.cursor)
      let states = { (session: Session) in
        (session.lesson?.lesson.exercises ?? []).map {
          session.lesson?.record[$0.id].state != .open
        }
      }
      #expect(states(again) == states(session))
    }
    #expect(second.lesson?.record["bug"].state != .open)
    #expect(second.lesson?.record["choice"].state == .solved)
  }

  @Test func attemptsAsJSON() throws {
    var session = try start()
    try say("page 3", to: &session)
    try say("demo", to: &session)
    let wrong = try session.perform("0.0134").parsed()["result"] as? [String: Any]
    #expect(wrong?["type"] as? String == "attempt")
    #expect(wrong?["exercise"] as? String == "value")
    #expect(wrong?["right"] as? Bool == false)
    #expect(wrong?["code"] as? String == "sign-flipped")
    try say("page 1", to: &session)
    let right = try session.perform("step").parsed()["result"] as? [String: Any]
    let verdict = right?["exercise"] as? [String: Any]
    #expect(right?["type"] as? String == "step")
    #expect(verdict?["code"] as? String == "right")
  }

  /// What stands below commands that are still to be done is not asked yet: `b` is no wish to go back.
  @Test func anAnswerBeforeTheQuestion() throws {
    try """
    ---
    id: early
    title: Early
    number: 2
    minutes: 5
    summary: A question below commands.
    ---

    # Early

    ```run
    step
    ```

    ```quiz
    id: which
    ask: Which?
    choice: this
    choice: that
    answer: that
    ```

    """.write(
      to: folder.appendingPathComponent("02-early.md"), atomically: true, encoding: .utf8)
    var session = try start()
    try say("lesson early", to: &session)
    for letter in ["a", "b"] {
      #expect(session.perform(letter).error?.code == "commands-first")
    }
    #expect("\(session.run.position)" == "0.start")
    #expect(session.perform("c").error?.code != "commands-first")
    try say("", to: &session)
    #expect(try say("b", to: &session).contains("Right."))
    #expect(session.lesson?.record["which"].attempts == 1)
  }

  /// Where the page goes on in a run of another name than the student's, that is said.
  @Test func thePageHasARunOfItsOwn() throws {
    try """
    ---
    id: runs
    title: Runs
    number: 2
    minutes: 5
    summary: A change that makes a run.
    ---

    # Runs

    ```run
    run 3
    ```

    ```exercise
    id: three
    ask: Make `hidden` three.
    check: hidden == 3
    answer: set hidden = 3
    ```

    ```run
    runs
    ```

    """.write(
      to: folder.appendingPathComponent("02-runs.md"), atomically: true, encoding: .utf8)
    var session = try start()
    try say("lesson runs", to: &session)
    try say("", to: &session)
    for line in ["set hidden = 4", "run 3", "set hidden = 5", "run 3"] {
      try say(line, to: &session)
    }
    let outcome = session.perform("set hidden = 3")
    #expect(Shells.text(outcome).contains("Right."))
    #expect(
      outcome.notice?.english
        == "Your main-4 is what the page's run main-2 is; the page goes on in that.")
    #expect(session.promptText.contains("main-2"))
  }
}
