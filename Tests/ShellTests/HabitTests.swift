import Networks
import ShellSupport
import Testing
import Training

@testable import Shell

/// Names before abbreviations, prompts that were copied along, and what people know from Python.
@Suite struct HabitTests {
  private static let oneNeuron = """
    data:
      X = array([[0, 1, 2]])
      Y = 2 * X
    init:
      w = ones((1, 1))
      b = zeros((1, 1))
      s = zeros((1, 1))
    forward:
      n = w @ X + b + s
    loss:
      L = mse(n, Y)
    update:
      sgd(0.1)
    """

  private func neuron() throws -> Session {
    var session = Session(
      run: Run(try Program(try Model(name: "line", text: Self.oneNeuron))))
    #expect(session.perform("run 1").isSuccess)
    return session
  }

  @Test(arguments: [
    "b", "b + 1", "b*2", "b / w", "b == 0", "b @ X", "b[0, 0]", "-b", "s", "s - 1", "n", "n > 1",
    "b ** 2", "n - Y", "m", "m + 1", "show m", "why m", "shape m",
  ])
  func aNameIsANameBeforeAnAbbreviation(line: String) throws {
    var session = try neuron()
    let before = session.run.position
    let outcome = session.perform(line)
    #expect(outcome.isSuccess, "\(Shells.text(outcome))")
    #expect(session.run.position == before)
  }

  @Test func anAbbreviationStaysOneWhereItIsNoName() throws {
    var session = try neuron()
    #expect(session.perform("s 2").isSuccess)
    #expect("\(session.run.position)" == "2.loss")
    #expect(Shells.text(session.perform("p w")).contains("["))
  }

  /// To look changes nothing, to go back does: a name of one's own comes first too, and is told so.
  @Test func anOwnNameIsANameToo() throws {
    var session = try Shells.article(after: "step 3")
    for (name, command) in [
      ("s", "step"), ("b", "back"), ("n", "next"), ("c", "continue"),
    ] {
      let place = session.run.position
      let said = Shells.text(session.perform("\(name) = 3"))
      #expect(said.contains("\(name) alone shows it from now on; the command is \(command)."))
      // Once is enough.
      #expect(!Shells.text(session.perform("\(name) = 4")).contains("alone"))
      #expect(Shells.text(session.perform(name)) == "4\n")
      #expect(session.run.position == place)
    }
    // To look at what `p` is, as it did before, there is `show`.
    #expect(!Shells.text(session.perform("p = 3")).contains("alone"))
    #expect(session.perform("s 1").isSuccess)
    #expect("\(session.run.position)" == "1.loss")
    #expect(session.perform("step").isSuccess)
    #expect("\(session.run.position)" == "1.backward")
  }

  @Test(arguments: [
    "> step", ">>> step", "xor 0.start> step", ">  step", "xor/fast 3:2.forward (play)> step",
    "my-net 12.backward.dW1> step",
  ])
  func aPromptThatWasCopiedAlongIsNoPartOfALine(line: String) throws {
    var session = try Shells.article()
    #expect(session.perform(line).isSuccess)
    #expect("\(session.run.position)" == "0.data")
    #expect(session.journal.records.last?.command == "step")
    #expect(CommandText.split("\(line); \(line)\n\(line)") == ["step", "step", "step"])
  }

  @Test func whatLooksLikeAPromptAndIsNone() throws {
    var session = try Shells.article(after: "run 1")
    for line in ["A2 > 0.5", "L > 0.5", "(1.5 > 1)", "0.5 > 0.1", "W1 [0, 0] > 1"] {
      let text = CommandText(line).text
      #expect(text == line)
    }
    #expect(session.perform(">").failure != nil)
    #expect(session.perform("> ").failure != nil)
  }

  @Test func wordsOfPythonAreMet() throws {
    var session = try Shells.article(after: "run 1")
    for line in [
      "help()", "help(sigmoid)", "help('W1')", "dir()", "type(X)", "print(L)", "print('hi')",
      "print(\"loss\", L)", "print(\"a, b\", W1, end=\"\")",
    ] {
      let outcome = session.perform(line)
      #expect(outcome.isSuccess, "\(line): \(Shells.text(outcome))")
    }
    let loss = Shells.text(session.perform("print('loss', L, \"!\")"))
    #expect(loss.hasPrefix("loss 0.69") && loss.hasSuffix(" !\n"))
    for (line, hint) in [
      ("plt.plot([1, 2])", "plot loss"), ("import matplotlib.pyplot as plt", "plot loss"),
      ("plt.show()", "plot loss"), ("X.head()", "X[:, :5]"), ("import pandas as pd", "data FILE"),
      ("torch.tensor(1)", "help model"), ("model.fit(X, Y)", "run 100"), ("ls", "list"),
      ("set lr 1", "set lr = 1"), ("set W1[0, 0] 5", "set W1[0, 0] = 5"), ("lr dW1", "lr * dW1"),
      ("W1 - lr dW1", "lr * dW1"), ("A1(1 - A1)", "A1 * (...)"), ("2L", "2 * L"),
      ("3.5W1 @ X", "3.5 * W1"), ("2z", "2 * z"), ("2(lr + 1)", "2 * (...)"),
      ("(1 - A1) A1", "(...) * A1"), ("(lr + 1)(lr - 1)", "(...) * (...)"),
      ("(lr + 1)2", "(...) * 2"), ("3 lr", "3 * lr"), ("print(f'{L}')", "print("),
    ] {
      let error = try #require(session.perform(line).error, "\(line)")
      #expect(error.hint?.english.contains(hint) == true, "\(line): \(error)")
    }
    for line in ["0x1", "1e", "2j"] {
      #expect(session.perform(line).error?.hint?.english.contains("*") != true, "\(line)")
    }
    #expect(Shells.text(session.perform("W1 = 5")).contains("undo, then set W1[0, 0] = 5"))
    #expect(session.perform("undo").isSuccess)
    for line in ["exit()", "quit()"] {
      var leaving = session
      #expect(leaving.perform(line).isSuccess)
      #expect(leaving.isFinished)
    }
  }
}
