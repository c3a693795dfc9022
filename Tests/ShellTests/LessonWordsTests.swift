import ShellSupport
import Support
import Terminal
import Testing

@testable import Shell

/// What a lesson's author writes, as it comes to the screen.
@Suite struct LessonWordsTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func session(
    _ exercise: String, model: String = "", commands: String = "run 1"
  ) throws -> Session {
    let fence = { (kind: String, text: String) in "```\(kind)\n\(text)\n```\n\n" }
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


      """ + model + fence("run", commands) + fence("exercise", "id: one\n" + exercise),
      to: "01-words.md")
    var session = try Session.start(
      modelPath: nil, seed: 0, context: .init(lessonDirectory: folder.path))
    let outcome = session.perform("lesson words")
    if let error = outcome.error { throw error }
    return session
  }

  private func text(_ line: String, _ session: inout Session) -> String {
    Shells.text(session.perform(line))
  }

  @Test func emphasisIsShownAsOnPages() throws {
    var session = try session(
      """
      ask: Is *this* **it**, `2 * 3 * 4`?
      choice: only `P @ Q`, *not* `P * Q`
      choice: 2 * 3 and 3 * 2
      answer: a
      hint: Look *here*.
      wrong: b -> It is **not**.
      explain: So *it* is.
      """)
    _ = session.perform("demo")
    let page = text("page", &session)
    // Who hears it is told what is code.
    #expect(page.contains("Is this it, `2 * 3 * 4`?"), "\(page)")
    #expect(page.contains("a  only `P @ Q`, not `P * Q`\n"), "\(page)")
    #expect(page.contains("b  2 * 3 and 3 * 2\n"), "\(page)")
    #expect(text("hint", &session).contains("Look here."))
    #expect(text("b", &session).contains("It is not."))
    var other = session
    #expect(text("answer", &other).contains("a  only `P @ Q`, not `P * Q`\n"))
    #expect(text("a", &session).contains("Right. So it is."))
    #expect(
      ExerciseText.styled("*x* and `y`")
        == "\(StyledText("x", .emphasis)) and \(StyledText("y", .code))")
    // What is no plain paragraph is shown as it stands, its code apart.
    for plain in ["1. *x*", "a <b> *c*", "# x", "- x", ""] {
      #expect(ExerciseText.styled(plain).string == plain)
    }
  }

  @Test func anAnswerThatIsAnExpressionShowsWhatItComesTo() throws {
    for (value, answer) in [
      ("1 / (0.5 * 0.25)", "1 / (0.5 * 0.25) = 8.0"), ("3", "3"), ("-0.5", "-0.5"),
      ("X.shape[0] + 1", "X.shape[0] + 1 = 3"), ("[[0, 1], [1, 0]]", "[[0, 1], [1, 0]]"),
    ] {
      var session = try session("ask: What?\nvalue: \(value)")
      let text = text("answer", &session)
      #expect(text.contains("Answer:\n    \(answer)\n"), "\(text)")
    }
  }

  @Test func howExactANumberHasToBe() throws {
    for (value, words) in [
      ("3", "Type a number or an expression. Or"), ("[[0, 1], [1, 1]]", "expression. Or"),
      ("0.25", "expression; two digits are enough. Or"),
      ("X[0, 0]", "but a whole number has to be exact. Or"),
    ] {
      var session = try session("ask: What?\nvalue: \(value)")
      _ = session.perform("demo")
      let text = text("page", &session).split(separator: "\n").joined(separator: " ")
      #expect(text.contains(words), "\(text)")
    }
  }

  @Test func checkDoesNotTellTheCondition() throws {
    var session = try session(
      """
      ask: Mend it.
      check: (lr == 2) & allclose(dZ1, dA1 * A1 * (1 - A1)) & (Q < 3)
      answer: Q = 2; set lr = 2; run 1
      """)
    _ = session.perform("demo")
    let outcome = session.perform("check")
    #expect(
      Shells.text(outcome) == """
        Not yet. Now lr is 0.5. Not computed yet: Q.
        Exercise: Mend it.

        """)
    #expect(!outcome.json.text.contains("allclose"))
  }

  @Test func aNameInLettersOfAnotherSize() throws {
    var session = try session("ask: Write Z2.\nequation: Z2 = W2 @ A1 + b2")
    _ = session.perform("demo")
    let text = text("z2 = W2 @ A1 + b2", &session)
    #expect(text.contains("Not yet.") && text.contains("z2 is another name"), "\(text)")
    #expect(session.workspace["z2"] == nil)
    // Names that are someone's own, or quite other ones, are theirs.
    #expect(self.text("mine = 3", &session) == "mine is yours: 3\n")
    session.workspace["z2"] = session.workspace["mine"]
    #expect(self.text("z2 = 4", &session) == "z2 is yours: 4\n")
    #expect(self.text("Z2 = W2 @ A1", &session).contains("Not yet."))
    #expect(self.text("Z2 = W2 @ A1 + b2", &session).contains("Right."))
  }

  @Test func anAnswerOfAnotherShape() throws {
    var session = try session("ask: Write it.\nequation: middle = W2[0, 0] + 2 * b2[0, 0]")
    _ = session.perform("demo")
    let text = text("middle = W2[:, 0:1] + 2 * b2", &session)
    #expect(text.contains("Not yet. That has the shape (1, 1)"), "\(text)")
    #expect(session.workspace["middle"] == nil)
  }

  /// An exercise may want an error to be read.
  @Test func aCommandThatIsRefusedCanBeAskedFor() throws {
    var session = try session("ask: Multiply them.\ncommand: show X @ W1\nhint: Look.")
    _ = session.perform("demo")
    #expect(session.perform("show W1 @ W1 @ X @ X").error != nil)
    let outcome = session.perform("X @ W1")
    let text = Shells.text(outcome)
    #expect(outcome.isSuccess)
    #expect(text.contains("needs the 1000 and the 2 to be equal"), "\(text)")
    #expect(text.contains("Right."), "\(text)")
    #expect(session.journal.records.last?.command == "X @ W1")
  }

  @Test func anUpdateCanBeAskedFor() throws {
    var session = try session("ask: Write it.\nequation: W1 = W1 - lr * dW1")
    _ = session.perform("demo")
    #expect(text("W1 = W1 + lr * dW1", &session).contains("Not yet."))
    #expect(text("W1 -= lr * dW1", &session).contains("Right."))
  }

  @Test func thePromptNamesTheLessonsNetwork() throws {
    let ask = "ask: What?\nvalue: 3"
    let line = """
      data:
        X = [[1, 2]]
      init:
        w = zeros((1, 1))
      forward:
        A = w @ X
      loss:
        L = mse(A, 2 * X)
      update:
        sgd(0.1)
      ```


      """
    #expect(try session(ask).promptText == "xor 0.start")
    #expect(try session(ask, model: "```model\n" + line).promptText == "words 0.start")
    #expect(try session(ask, model: "```model line-1\n" + line).promptText == "line-1 0.start")
    // Also where another network was there before.
    var session = try session(ask, model: "```model line\n" + line)
    try folder.write(
      "---\nid: plain\ntitle: P\nnumber: 2\nminutes: 1\nsummary: P.\n---\n\n# P\n\nP.\n",
      to: "02-plain.md")
    #expect(session.perform("lesson plain").isSuccess)
    #expect(session.promptText == "xor 0.start")
  }

  @Test func displaysAreShownAfterAChangeOnlyWhereTheyChanged() throws {
    var session = try session("ask: What?\nvalue: 3")
    for line in ["run 1", "display L", "display lr", "display A1[0, 0]"] {
      #expect(session.perform(line).isSuccess)
    }
    let rate = text("set lr = 2", &session)
    #expect(rate.contains("2: lr = 2   was 0.5") && !rate.contains("1: L"), "\(rate)")
    #expect(!text("set W1[0, 0] = 2", &session).contains("1: L"))
    let step = text("step", &session)
    #expect(step.contains("1: L = ") && step.contains("2: lr = 2\n"), "\(step)")
    let restart = text("set hidden = 3", &session)
    #expect(restart.contains("1: L  not computed yet"), "\(restart)")
    #expect(!text("set hidden = 4", &session).contains("1: L"))
  }
}
