import Networks
import ShellSupport
import Testing

@testable import Shell

/// Which command is meant by what is typed.
@Suite struct CommandTests {
  static func resolved(_ text: String, in session: Session) throws -> String {
    switch try Command.resolve(CommandText(text), in: session) {
    case .command(let command): command.name
    case .language: "language"
    case .assignments: "assignments"
    }
  }

  static let meanings: [(String, String)] = [
    ("s", "step"), ("n", "next"), ("p", "show"), ("si", "stepi"), ("b", "back"),
    ("print", "show"), ("l", "list"), ("q", "quit"), ("exit", "quit"), ("h", "help"),
    ("s 3", "step"), ("n\t2", "next"), ("sho W1", "show"), ("sha W1", "shape"), ("whe", "where"),
    ("res", "reset"), ("his", "history"), ("ap x", "apropos"), ("step", "step"),
    ("stepi", "stepi"), ("show W1 == 2", "show"), ("p (W1)", "show"), ("W1?", "help"),
    ("?", "help"),
  ]

  @Test(arguments: meanings)
  func commands(text: String, name: String) throws {
    #expect(try Self.resolved(text, in: try Shells.article()) == name)
  }

  @Test(arguments: [
    "W1", "W1[0]", "n = 3", "s = 2", "p += 1", "step = 1", "where(X > 0, 1, 2)", "1 + 2", "-W1",
    "(W1)", "[1, 2]", "lr", "np.exp(0)", "p.shape", "L * 2", "sum(X)", "s[0]", "x == 3 + n",
  ])
  func language(text: String) throws {
    let session = try Shells.article(after: "step 4")
    #expect(try Self.resolved(text, in: session) == "language", "\(text)")
  }

  @Test func aNameOfTheNetworkIsNoPrefixOfACommand() throws {
    // `L` is the loss; `l` is list; `li` a prefix.
    let session = try Shells.article()
    #expect(try Self.resolved("L", in: session) == "language")
    #expect(try Self.resolved("li", in: session) == "list")
  }

  static let ambiguous: [(String, [String])] = [
    ("st", ["step", "stepi"]), ("sh", ["show", "shape"]), ("le", ["lessons", "lesson"]),
  ]

  @Test(arguments: ambiguous)
  func anAmbiguousPrefixListsWhatItCouldBe(text: String, names: [String]) throws {
    var session = try Shells.article()
    let error = try #require(session.perform(text).error)
    #expect(error.code == "ambiguous-command")
    for name in names { #expect(error.message.english.contains(name), "\(error.message)") }
  }

  static let typingErrors: [(String, String)] = [
    ("setp", "step"), ("hlep", "help"), ("lst forward", "list"), ("quti", "quit"),
    ("eopch", "epoch"),
    ("shwo W1", "show"), ("show w1", "W1"), ("show sigmiod(0)", "sigmoid"), ("help stpe", "step"),
    ("list forwrad", "forward"), ("lesson first-forwrd-pass", "first-forward-pass"), ("lrr", "lr"),
    ("sum(X, axs=1)", "axis"), ("W1.shap", "shape"), ("hiden", "hidden"),
  ]

  @Test(arguments: typingErrors)
  func aTypingErrorGetsASuggestion(text: String, wanted: String) throws {
    var session = try Shells.article(after: "step 2")
    let error = try #require(session.perform(text).error)
    #expect(error.hint?.english.contains("did you mean") == true, "\(error)")
    #expect(error.hint?.english.contains(wanted) == true, "\(error)")
  }

  /// Words that a newcomer tries lead on, and what they lead to works.
  @Test(arguments: ["start", "train", "loss", "weights", "forward", "gradients", "Model", "bye"])
  func familiarWordsLeadOn(word: String) throws {
    var session = try Shells.article(after: "step 5")
    let error = try #require(session.perform(word).error)
    let hint = try #require(error.hint)
    #expect(hint == Suggestions.familiar(word, loss: "L"))
    #expect(session.perform(hint.english).isSuccess, "\(hint)")
  }

  @Test(arguments: [
    (79, "epoch 12345 of 100000000, loss 0.693138, 54 h 12 min left, Ctrl-C stops"),
    (60, "epoch 12345 of 100000000, loss 0.693138, Ctrl-C stops"),
    (40, "epoch 12345 of 100000000, Ctrl-C stops"), (19, "epoch 12345 of 1000"),
  ])
  func progressFits(width: Int, line: String) {
    let parts = [
      "epoch 12345 of 100000000", "loss 0.693138", "54 h 12 min left", "123456789 a second",
    ]
    #expect(ProgressLine.line(parts, width: width) == line)
  }

  static let distances: [(String, String, Int)] = [
    ("", "", 0), ("a", "b", 1), ("step", "setp", 1), ("kitten", "sitting", 3), ("ab", "ba", 1),
    ("list", "lst", 1), ("abc", "", 3), ("same", "same", 0),
  ]

  @Test(arguments: distances)
  func editDistances(a: String, b: String, distance: Int) {
    #expect(Suggestions.editDistance(a, b, limit: 9) == distance)
    #expect(Suggestions.editDistance(b, a, limit: 9) == distance)
  }

  // MARK: Enter

  @Test(arguments: ["step", "s", "stepi", "si", "epoch", "step 1"])
  func enterRepeatsSteps(command: String) throws {
    var session = try Shells.article(after: command)
    let first = session.run.position
    let repeated = session.perform("")
    #expect(repeated.command == command)
    #expect(session.run.position != first)
    let second = session.run.position
    _ = session.perform("  ")
    #expect(session.run.position != second)
  }

  @Test(arguments: ["where", "show W1", "run 1", "reset", "set lr = 1", "list", "1 + 1", "nope"])
  func enterRepeatsNothingElse(command: String) throws {
    var session = try Shells.article(after: "step 3")
    _ = session.perform(command)
    let position = session.run.position
    let outcome = session.perform("")
    #expect(outcome.isSuccess)
    #expect(session.run.position == position)
    #expect(Shells.text(outcome) == "")
  }

  @Test func aStepThatFailedIsNotRepeated() throws {
    var session = try Shells.article(after: "step")
    _ = session.perform("step x")
    _ = session.perform("")
    #expect("\(session.run.position)" == "0.data")
  }
}

/// Commands within a text.
@Suite struct CommandTextTests {
  static let texts: [(String, [String])] = [
    ("", []), ("   \t", []), ("step", ["step"]), ("step; show W1", ["step", "show W1"]),
    ("step\nshow W1\n", ["step", "show W1"]), ("step\r\nwhere\r\n", ["step", "where"]),
    (";;step;;", ["step"]), ("# nothing", []), ("step # why", ["step"]),
    ("# a ; b\nstep", ["step"]), ("show zeros((2;3))", ["show zeros((2;3))"]),
    ("show [1;2]; step", ["show [1;2]", "step"]), ("show (1; 2", ["show (1; 2"]),
    ("show (1\nstep", ["show (1 step"]), ("a); b", ["a)", "b"]),
    ("show 1 # (\nstep", ["show 1", "step"]),
    ("  step 3  ;  where ", ["step 3", "where"]), ("show é; show 中", ["show é", "show 中"]),
  ]

  @Test(arguments: texts)
  func split(text: String, commands: [String]) {
    #expect(CommandText.split(text) == commands)
  }

  static let partitions: [(String, String, String, Int)] = [
    ("step 3", "step", "3", 5), ("  step\t 3 ", "step", "3", 6),
    ("show W1[0, 1]", "show", "W1[0, 1]", 5),
    ("step", "step", "", 4), ("(W1)", "", "(W1)", 0), ("W1@X", "W1", "@X", 2), ("", "", "", 0),
    ("show é + 1", "show", "é + 1", 5),
  ]

  @Test(arguments: partitions)
  func parts(text: String, word: String, argument: String, offset: Int) {
    let command = CommandText(text)
    #expect(command.word == word)
    #expect(command.argument.text == argument)
    #expect(command.argument.offset == offset)
  }

  @Test func wordsOfAnArgument() {
    let argument = CommandText("compare  a\t b").argument
    #expect(argument.words == ["a", "b"])
    #expect(argument.firstWord?.word == "a")
    #expect(argument.firstWord?.rest.text == "b")
    #expect(argument.firstWord?.rest.offset == 12)
  }
}
