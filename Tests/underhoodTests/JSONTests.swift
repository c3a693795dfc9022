import Arrays
import Foundation
import JSON
import ShellSupport
import Support
import Testing

@testable import Shell
@testable import underhood

/// `--format json`: what another program reads.
@Suite struct JSONTests {
  /// A way for a command to succeed, and one to fail with the code; an empty one where nothing fails.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var before: [String]
    var good: String
    var bad: String
    var code: String
    var column: Int?

    init(
      _ name: String, before: [String] = [], good: String, bad: String = "", code: String = "",
      column: Int? = nil
    ) {
      self.name = name
      self.before = before
      self.good = good
      self.bad = bad
      self.code = code
      self.column = column
    }

    var testDescription: String { name }
  }

  /// Where commands write that write.
  private static let folder: String = {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("json-\(UUID().uuidString)")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try? "step".write(
      to: folder.appendingPathComponent("commands.txt"), atomically: true, encoding: .utf8)
    return folder.path
  }()

  /// Of its gradient the target was left out.
  private static let lineScript = """
    import numpy as np
    X = np.array([[1.0, 2.0, 3.0]])
    Y = np.array([[2.0, 3.0, 5.0]])
    w = np.ones((1, 1))
    for epoch in range(50):
        A = w @ X
        loss = np.mean((A - Y) ** 2)
        dA = 2 * A / 3
        dw = dA @ X.T
        w = w - 0.1 * dw
    """

  /// Keeps examples for the test.
  private static let testedModel = """
    data:
      X = array([[1.0, 2.0, 3.0]])
      Y = array([[2.0, 4.0, 6.0]])
      X_test = array([[4.0]])
      Y_test = array([[8.0]])
    init:
      w = ones((1, 1))
    forward:
      P = w @ X
    loss:
      L = mse(P, Y)
    update:
      sgd(0.1)
    """

  static let cases: [Case] = [
    Case("step", good: "step 2", bad: "step x", code: "bad-count", column: 6),
    Case("stepi", good: "si", bad: "stepi 1.5", code: "bad-count", column: 7),
    Case("epoch", good: "epoch 1", bad: "epoch  0", code: "bad-count", column: 8),
    Case("run", good: "run 3", bad: "run", code: "missing-argument", column: 4),
    Case("reset", good: "reset", bad: "reset all", code: "unexpected-argument", column: 7),
    Case(
      "show", before: ["step 2"], good: "show W1", bad: "show A2", code: "not-computed", column: 6),
    Case("shape", good: "shape A2", bad: "shape B2", code: "unknown-name", column: 7),
    Case("list", good: "list forward", bad: "list x", code: "unknown-phase", column: 6),
    Case("where", good: "where", bad: "where now", code: "unexpected-argument", column: 7),
    Case("set", good: "set lr = 1", bad: "set 3 = 4", code: "invalid-target", column: 5),
    Case("lessons", good: "lessons", bad: "lessons 1", code: "unexpected-argument", column: 9),
    Case("lesson", good: "lesson 1", bad: "lesson 99", code: "unknown-lesson", column: 8),
    Case(
      "page", before: ["lesson 1"], good: "page 2", bad: "page 999", code: "no-such-page", column: 6
    ),
    Case(
      "next", before: ["lesson 1"], good: "n", bad: "n 2", code: "unexpected-argument", column: 3),
    Case(
      "back", before: ["lesson 1", "page 3"], good: "back", bad: "back 2",
      code: "unexpected-argument", column: 6),
    Case(
      "demo", before: ["lesson 1"], good: "demo", bad: "demo 1", code: "unexpected-argument",
      column: 6),
    Case(
      "view", good: "view stop", bad: "view now", code: "unexpected-argument", column: 6),
    Case(
      "ask", before: ["step 3"], good: "ask L", bad: "ask zzz", code: "unknown-name", column: 5),
    Case("until", good: "until L < 5", bad: "until nonsense", code: "unknown-name", column: 7),
    Case(
      "continue", before: ["break if L < 5"], good: "continue", bad: "continue x",
      code: "unexpected-argument", column: 10),
    Case(
      "rewind", before: ["step 3"], good: "rewind", bad: "rewind x", code: "bad-moment", column: 8),
    Case(
      "rewindi", before: ["step 3"], good: "rewindi", bad: "rewindi x", code: "bad-count", column: 9
    ),
    Case(
      "reverse-continue", before: ["step 3"], good: "rc", bad: "rc x", code: "unexpected-argument",
      column: 4),
    Case("goto", good: "goto 1.forward", bad: "goto 9.zzz", code: "bad-moment", column: 6),
    Case("break", good: "break forward", bad: "break", code: "missing-argument"),
    Case("tbreak", good: "tbreak forward", bad: "tbreak", code: "missing-argument"),
    Case("watch", good: "watch W1", bad: "watch zzz", code: "unknown-name", column: 7),
    Case("info", good: "info"),
    Case(
      "delete", before: ["break forward"], good: "delete 1", bad: "delete 9",
      code: "unknown-breakpoint"),
    Case(
      "disable", before: ["break forward"], good: "disable 1", bad: "disable 9",
      code: "unknown-breakpoint"),
    Case(
      "enable", before: ["break forward"], good: "enable 1", bad: "enable 9",
      code: "unknown-breakpoint"),
    Case(
      "predict", before: ["step 2"], good: "predict 1 0", bad: "predict 1 0 1",
      code: "wrong-count", column: 9),
    Case(
      "plot", before: ["run 2"], good: "plot loss", bad: "plot zzz", code: "unknown-plot", column: 6
    ),
    Case("live", good: "live loss", bad: "live x", code: "unknown-plot", column: 6),
    Case("why", before: ["step 4"], good: "why L", bad: "why", code: "missing-argument"),
    Case(
      "uses", before: ["step 4"], good: "uses W2[0, 1]", bad: "uses W2[0, 9]",
      code: "index-out-of-range", column: 6),
    Case(
      "uses", before: ["step 2"], good: "uses W2", bad: "uses W2[0]", code: "not-one-element",
      column: 6),
    Case(
      "derive", before: ["epoch 1"], good: "derive dW1", bad: "derive X", code: "no-gradient",
      column: 8),
    Case(
      "derive", before: ["epoch 1", "derive dW1 next"],
      good: "derive next m * (dL_dA2 * A2 * (1 - A2))",
      bad: "derive next nonsense", code: "unknown-name", column: 13),
    Case(
      "pulls", before: ["epoch 1"], good: "pulls W1[0, 0]", bad: "pulls X[0, 0]",
      code: "no-gradient", column: 7),
    Case(
      "check", before: ["step 3"], good: "check gradients", bad: "check x", code: "unknown-check",
      column: 7),
    Case(
      "diagnose", good: "diagnose", bad: "diagnose x", code: "unexpected-argument", column: 10),
    Case("stats", before: ["step 2"], good: "stats W1", bad: "stats", code: "missing-argument"),
    Case("display", good: "display L", bad: "display zzz", code: "unknown-name", column: 9),
    Case(
      "undisplay", before: ["display L"], good: "undisplay 1", bad: "undisplay 9",
      code: "unknown-display"),
    Case("set", good: "set X = zeros((2, 4)); Y = zeros((1, 4))"),
    Case("set", good: "set W1 = ones((3, 2))"),
    Case(
      "data", good: "data t.csv\n\(testedModel)", bad: "data nothing.csv",
      code: "unreadable-file", column: 6),
    Case(
      "confusion", before: ["run 2"], good: "confusion train", bad: "confusion x",
      code: "unknown-part", column: 11),
    Case(
      "worst", before: ["run 2"], good: "worst 2", bad: "worst 2 x", code: "unknown-part",
      column: 9),
    Case(
      "test", before: ["data t.csv\n\(testedModel)", "run 2"], good: "test", bad: "test x",
      code: "unexpected-argument", column: 6),
    Case(
      "script", good: "script line.py\n\(lineScript)", bad: "script line.py\nimport torch",
      code: "outside-python", column: 1),
    Case(
      "mend", before: ["script line.py\n\(lineScript)"], good: "mend 1", bad: "mend 7",
      code: "unknown-departure"),
    Case("edit", good: "edit lr\nlr = 0.25", bad: "edit nope", code: "unknown-name", column: 6),
    Case("undo", before: ["set lr = 1"], good: "undo"),
    Case("undo", good: "set lr = 1", bad: "undo", code: "nothing-to-undo"),
    Case("redo", good: "set lr = 1", bad: "redo", code: "nothing-to-redo"),
    Case("fork", good: "fork b", bad: "fork", code: "missing-argument"),
    Case("switch", before: ["fork b"], good: "switch main", bad: "switch z", code: "unknown-run"),
    Case("runs", good: "runs", bad: "runs x", code: "unexpected-argument"),
    Case(
      "compare", before: ["fork b"], good: "compare main b", bad: "compare main nope",
      code: "unknown-run"),
    Case(
      "sweep", good: "sweep lr=0.1,0.2 epochs=2", bad: "sweep zzz=1", code: "unknown-name",
      column: 7),
    Case(
      "open", before: ["sweep lr=0.1,0.2 epochs=2"], good: "open 1", bad: "open 99",
      code: "unknown-trial", column: 6),
    Case("hint", before: ["lesson 1"], good: "hint"),
    Case("answer", before: ["lesson 1"], good: "answer"),
    Case("skip", before: ["lesson 1"], good: "skip"),
    Case("again", before: ["lesson 1"], good: "again"),
    Case("play", good: "play"),
    Case("return", good: "return"),
    Case("progress", good: "progress"),
    Case(
      "hand-in", before: ["lesson 1 as Ada L."], good: "hand-in \(folder)/hand-in.txt",
      bad: "hand-in \(folder)/no/such/folder/x.txt", code: "unwritable-file"),
    Case(
      "write", good: "write numpy \(folder)/net.py", bad: "write", code: "missing-argument",
      column: 6),
    Case("source", good: "source \(folder)/commands.txt", bad: "source", code: "missing-argument"),
    Case("save", good: "save \(folder)/session.txt", bad: "save", code: "missing-argument"),
    Case(
      "load", before: ["step 2"], good: "load weights Tests/underhoodTests/Fixtures/article.npz",
      bad: "load weights none.npz", code: "unreadable-file", column: 14),
    Case("report", good: "report \(folder)/report.html", bad: "report", code: "missing-argument"),
    Case(
      "language", good: "language en", bad: "language xx", code: "unknown-language", column: 10),
    Case("help", good: "help step", bad: "help xyzzy", code: "unknown-topic", column: 6),
    Case("apropos", good: "apropos loss", bad: "apropos", code: "missing-argument", column: nil),
    Case("history", good: "history", bad: "history x", code: "bad-count", column: 9),
    Case("quit", good: "quit", bad: "quit now", code: "unexpected-argument", column: 6),
  ]

  /// A new command wants its line above.
  @Test func everyCommandHasACase() {
    #expect(Set(Self.cases.map(\.name)) == Set(CommandSet.program.all.map(\.name)))
  }

  @Test(arguments: cases)
  func everyCommandAnswersInJSON(example: Case) throws {
    #expect(CommandSet.program.named(example.name) != nil)
    var session = try Shells.article(knowing: .program)
    for command in example.before { #expect(session.perform(command).isSuccess) }

    if example.bad.isEmpty { return try answers(example, in: &session) }
    let failure = session.perform(example.bad)
    let failed = try failure.parsed()
    #expect(failed["command"] as? String == example.bad)
    #expect(failed["ok"] as? Bool == false)
    #expect(failed["position"] as? String == failure.position)
    #expect(failed["result"] == nil)
    let error = try #require(failed["error"] as? [String: Any])
    #expect(error["code"] as? String == example.code)
    #expect((error["message"] as? String)?.isEmpty == false)
    #expect(error["column"] as? Int == example.column, "\(error)")

    try answers(example, in: &session)
  }

  private func answers(_ example: Case, in session: inout Session) throws {
    let success = session.perform(example.good)
    let done = try success.parsed()
    #expect(done["command"] as? String == example.good)
    #expect(done["ok"] as? Bool == true)
    #expect(done["position"] as? String == "\(session.run.position)")
    #expect(done["result"] != nil)
    #expect(done["error"] == nil)
    #expect(!success.json.text.contains("\n"))
  }

  /// Commands that have no case of their own above still answer with an object, right or wrong.
  @Test(arguments: CommandSet.program.all.map(\.name), ["", " )(", " W1", " 3", " a b c"])
  func anyCommandAnswersWithAnObject(name: String, argument: String) throws {
    var session = try Shells.article(knowing: .program, after: "step 3")
    // `save a b c` would leave its file wherever the tests are run.
    session.context.permitted = [.readsFiles]
    let outcome = session.perform(name + argument)
    let object = try outcome.parsed()
    #expect(object["ok"] as? Bool == outcome.isSuccess)
    #expect((object["result"] != nil) == outcome.isSuccess)
    #expect((object["error"] != nil) == !outcome.isSuccess)
  }

  /// The two examples of the design.
  @Test func theDesignsExamples() throws {
    var session = try Shells.article(knowing: .program, after: "step 2")
    let shown = session.perform("show W1").json.text
    let pattern =
      #/\{"command":"show W1","ok":true,"position":"0\.init","result":\{"type":"array","name":"W1","dtype":"float64","shape":\[2,2\],"values":\[\[[-0-9.e]+,[-0-9.e]+\],\[[-0-9.e]+,[-0-9.e]+\]\],"state":"current"\}\}/#
    #expect(try pattern.wholeMatch(in: shown) != nil, "\(shown)")
    let refused = session.perform("show A2").json.text
    let error =
      #/\{"command":"show A2","ok":false,"position":"0\.init","error":\{"code":"not-computed","message":"[^"]+","hint":"step","column":6\}\}/#
    #expect(try error.wholeMatch(in: refused) != nil, "\(refused)")
  }

  @Test func whatIsOutOfDateSaysSo() throws {
    var session = try Shells.article(knowing: .program, after: "epoch 3")
    let result = try #require(try session.perform("show A2").parsed()["result"] as? [String: Any])
    #expect(result["state"] as? String == "outdated")
    #expect(result["epoch"] as? Int == 3)
  }

  /// Every kind of double goes out and comes back with the same bits.
  @Test func numbersRoundTrip() throws {
    var dice = Dice(2026)
    var numbers: [Double] = [
      0.1, -0.0, Double.leastNonzeroMagnitude, 1.7976931348623157e308, 1e22, 123456789.0, 1.0 / 3.0,
    ]
    for _ in 0..<2000 {
      let number = Double(bitPattern: dice.next())
      if number.isFinite { numbers.append(number) }
    }
    let text = JSONValue.array(numbers.map { .number($0) }).text
    let pieces = text.dropFirst().dropLast().split(separator: ",")
    #expect(pieces.count == numbers.count)
    for (piece, number) in zip(pieces, numbers) {
      #expect(Double(piece)?.bitPattern == number.bitPattern, "\(piece)")
    }
    let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [Any]
    #expect(parsed?.count == numbers.count)
  }

  @Test func whatIsNoNumberIsText() throws {
    var session = try Shells.article(knowing: .program)
    let outcome = session.perform("array([nan, inf, -inf, 1.5])")
    #expect(
      outcome.json.text.contains(#""values":["nan","inf","-inf",1.5]"#), "\(outcome.json.text)")
    _ = try outcome.parsed()
  }

  @Test(arguments: ["\u{0}", "\u{1B}[31m", "\u{2028}", "\"\\", "\u{7f}", "é中👍", "a\tb"])
  func anyTextIsEscaped(text: String) throws {
    var session = try Shells.article(knowing: .program)
    let outcome = session.perform("show \(text) + 1")
    let object = try outcome.parsed()
    #expect(object["command"] as? String == outcome.command)
    let line = outcome.json.text
    #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7f })
  }

  /// A column counts characters, from 1.
  static let places: [(String, Int)] = [
    ("show A2", 6), ("show  A2", 7), ("show X[0] + nope", 13), ("p nope", 3), ("1 + nope", 5),
    ("set W1 = nope", 10), ("s x", 3), ("  show nope", 6), ("show é", 6), ("x = nope", 5),
    ("frobnicate it", 1), ("show (1 + 2", 6), ("show 1 + 2)", 11), ("show [1, '中', nope", 10),
  ]

  @Test(arguments: places)
  func columns(command: String, column: Int) throws {
    var session = try Shells.article(knowing: .program, after: "step 2")
    let outcome = session.perform(command)
    let error = try #require(try outcome.parsed()["error"] as? [String: Any])
    #expect(error["column"] as? Int == column, "\(error)")
  }
}
