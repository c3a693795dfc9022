import ShellSupport
import Support
import Testing

@testable import Shell

/// Changes that only together leave a network that works.
@Suite struct OpenChangeTests {
  /// What was set, in any order, comes to the same network as all of it on one line.
  @Test func theOrderOfChangesDoesNotMatter() throws {
    let changes = [
      "W1 = randn(4, 3)", "X = randint(0, 2, size=(3, 6))", "b1 = zeros((4, 1))",
      "W2 = randn(1, 4)", "Y = [[0, 1, 1, 0, 1, 0]]",
    ]
    var dice = Dice(5)
    var texts: Set<String> = []
    for _ in 0..<12 {
      var session = try Shells.article(after: Bool.random(using: &dice) ? "run 3" : "step 2")
      for (index, change) in changes.shuffled(using: &dice).enumerated() {
        let outcome = session.perform("set \(change)")
        #expect(outcome.isSuccess, "\(Shells.text(outcome))")
        if index < changes.count - 1, session.book.openChange != nil {
          #expect(session.perform("step").error?.code == "change-open")
        }
      }
      #expect(session.book.openChange == nil)
      #expect(session.perform("run 3").isSuccess)
      texts.insert(session.run.program.model.text)
    }
    #expect(texts.count == 1)
  }

  @Test(arguments: [
    "set X = [[0.1, 0.4], [0.2, 0.9]]; Y = [[0, 1]]",
    "set data X = [[0.1, 0.4], [0.2, 0.9]]; Y = [[0, 1]]",
  ])
  func dataAndTargetsOnOneLine(line: String) throws {
    #expect(CommandText.split(line + "; step") == [line, "step"])
    for before in ["where", "step 2", "run 5"] {
      var session = try Shells.article(after: before)
      #expect(session.perform(line).isSuccess)
      #expect(session.perform("run 2").isSuccess)
      #expect(session.run.program.exampleCount == 2)
      #expect(session.perform("undo").isSuccess)
      #expect(session.run.program.exampleCount == 1000)
    }
  }

  @Test func allOfALineOrNothing() throws {
    var session = try Shells.article(after: "step 2")
    let before = session.run.program.model
    #expect(!session.perform("set lr = 2; W1[0, 0] = nope").isSuccess)
    #expect(session.run.program.model == before)
    #expect(!session.perform("set X = zeros((3, 4)); Y = nonsense(3)").isSuccess)
    #expect(session.book.openChange == nil)
    #expect(session.perform("set lr = 2; mine = 3").isSuccess)
    #expect(session.perform("mine + 1").isSuccess)
  }

  @Test func undoDropsWhatIsHeldOpen() throws {
    var session = try Shells.article(after: "step 3")
    let hash = session.stateHash
    #expect(session.perform("set W1 = ones((3, 2))").isSuccess)
    #expect(session.promptText.hasSuffix("(change open)"))
    #expect(session.perform("undo").isSuccess)
    #expect(session.stateHash == hash)
    #expect(session.perform("step").isSuccess)
  }

  /// What was typed wrong is refused at once: nothing else could mend it.
  @Test(arguments: [
    "set Z1 = X @ W1", "set A1 = tanhh(Z1)", "set lr = nope", "set hidden = 0",
    "set hidden = 2.5", "set hidden = -1", "set W1 = randn(2.5, 2)", "set A3 = 5",
  ])
  func mistakesAreRefused(line: String) throws {
    var session = try Shells.article()
    #expect(!session.perform(line).isSuccess, "\(line)")
    #expect(session.book.openChange == nil)
  }

  @Test func aSettingThatMakesNoNetworkSaysWhy() throws {
    var session = try Shells.article()
    for (line, word) in [("set hidden = 0", "hidden = 0"), ("set hidden = 2.5", "2.5")] {
      let error = try #require(session.perform(line).error)
      #expect(error.code == "no-network")
      #expect(error.message.english.contains(word))
    }
  }

  @Test func replayMakesTheSame() throws {
    var session = try Shells.article()
    for line in [
      "run 2", "set X = zeros((3, 4))", "set W1 = ones((2, 3))", "Y = zeros((1, 4))", "run 2",
      "edit lr\nlr = 0.25", "edit data\nX = ones((3, 5))\nY = ones((1, 5))\n", "run 3",
    ] {
      let outcome = session.perform(line)
      #expect(outcome.isSuccess, "\(Shells.text(outcome))")
    }
    var again = try Shells.article()
    #expect(again.play(session.journal) == nil)
    #expect(again.stateHash == session.stateHash)
  }
}

/// A model as text, edited and saved.
@Suite struct ModelTextTests {
  static let text = """
    # by me

    settings:
      hidden = 3   # units
      lr = 0.5
    data:
      # three bits
      X = [[0, 1, 1],
           [1, 0, 1]]   # columns
      Y = [[1, 1, 0]]
    init:
      W1 = randn(hidden, 2)
      W2 = randn(1, hidden)

    forward:
      A = tanh(W1 @ X)
      P = sigmoid(W2 @ A)
    loss:
      L = bce(P, Y)
    update:
      sgd(lr)  # plain

    """

  private func session(_ folder: TemporaryFolder) throws -> Session {
    let path = folder.file("mine.txt")
    try Self.text.write(toFile: path, atomically: true, encoding: .utf8)
    return try Session.start(
      modelPath: path, seed: 0,
      context: Session.Context(lessonDirectory: Transcript.lessonFolder))
  }

  @Test func theAuthorsTextIsKept() throws {
    let folder = try TemporaryFolder()
    var session = try session(folder)
    #expect(session.run.program.model.writtenText == Self.text)
    for line in [
      "set hidden = 4", "set A = relu(W1 @ X)", "set update = adam(0.1)", "set batch = 2",
    ] {
      #expect(session.perform(line).isSuccess)
    }
    let path = folder.file("saved.txt")
    #expect(session.perform("save model \(path)").isSuccess)
    let saved = try String(contentsOfFile: path, encoding: .utf8)
    let expected = Self.text
      .replacing("hidden = 3   # units", with: "hidden = 4  # units")
      .replacing("lr = 0.5\n", with: "lr = 0.5\n  batch = 2\n")
      .replacing("tanh(W1 @ X)", with: "relu(W1 @ X)")
      .replacing("sgd(lr)  # plain", with: "adam(0.1)  # plain")
    #expect(saved == expected)
    let again = try Session.start(
      modelPath: path, seed: 0, context: Session.Context())
    #expect(again.run.program.model.text == session.run.program.model.text)
  }

  /// A text that does not work is shown with its error and edited again.
  @Test func anEditedModelIsChecked() throws {
    var session = try session(try TemporaryFolder())
    let texts = Texts(["settings:\n", Self.text.replacing("hidden = 3", with: "hidden = 5")])
    session.context.editor = TextEditor(
      edit: { (_) throws(ShellError) in texts.next() }, goesOn: { _, _, _ in true })
    let outcome = session.perform("edit")
    #expect(outcome.isSuccess, "\(Shells.text(outcome))")
    #expect(session.run.program.model.text.contains("hidden = 5"))
    #expect(texts.isUsed)
    session.context.editor = TextEditor(
      edit: { (text) throws(ShellError) in text }, goesOn: { _, _, _ in true })
    #expect(try session.perform("edit model").parsed().description.contains("unchanged"))
    session.context.editor = nil
    #expect(session.perform("edit").error?.code == "no-editor")
  }

  @Test func numbersAreEditedRowByRow() throws {
    var session = try session(try TemporaryFolder())
    #expect(session.perform("step 2").isSuccess)
    let texts = Texts(["X = [[0, 1, 0],\n     [1, 0, 1]]\n"])
    session.context.editor = TextEditor(
      edit: { (text) throws(ShellError) in
        texts.seen(text)
        return texts.next()
      }, goesOn: { _, _, _ in false })
    #expect(session.perform("edit X").isSuccess)
    #expect(texts.seenTexts == ["X = [[0, 1, 1],\n     [1, 0, 1]]\n"])
    #expect(session.perform("step").isSuccess)
    #expect(Shells.text(session.perform("show X")) == "[[0 1 0]\n [1 0 1]]\n")
  }
}

/// Texts that come one after the other.
private final class Texts: @unchecked Sendable {
  private var rest: [String]
  private(set) var seenTexts: [String] = []

  init(_ texts: [String]) { rest = texts }

  var isUsed: Bool { rest.isEmpty }
  func next() -> String { rest.isEmpty ? "" : rest.removeFirst() }
  func seen(_ text: String) { seenTexts.append(text) }
}
