import Equations
import Networks
import ShellSupport
import Support
import Synchronization
import Terminal
import Testing
import Training

@testable import Shell

/// Lines that nobody would type. Every one gets an answer, and none ends the shell.
@Suite struct FuzzTests {
  /// Ten thousand lines from swept seeds, at sessions in every stage.
  @Test(arguments: 0..<20)
  func everyLineGetsAnAnswer(seed: Int) throws {
    var lines = OddLines(seed: seed)
    var session = try Self.session()
    for index in 0..<500 {
      // A new session now and then, so that early phases are met as often as late ones.
      if index % 50 == 0 { session = try Self.session() }
      let line = lines.next()
      for command in CommandText.split(line) {
        let outcome = session.perform(command)
        var page = Page(capabilities: .pipe)
        outcome.write(to: &page)
        #expect(!page.text.contains("internal"), "seed \(seed): \(command)\n\(page.text)")
        #expect(
          !page.text.unicodeScalars.contains { $0.value == 0x1B }, "seed \(seed): \(command)")
        let text = outcome.json.text
        #expect(throws: Never.self, "seed \(seed): \(command)") { _ = try parseObject(text) }
        if let error = outcome.error {
          #expect(!error.message.isEmpty)
          #expect(error.code.allSatisfy { $0.isLowercase || $0 == "-" }, "\(error.code)")
          if let column = error.column(in: outcome.command), error.source == nil {
            #expect(column >= 1 && column <= outcome.command.count + 1, "\(command): \(error)")
          }
        }
        if session.isFinished { session = try Self.session() }
      }
    }
  }

  /// A session that stops its long runs soon and takes no large arrays.
  static func session() throws -> Session {
    let program = try Program(try Model.article(), limits: EvaluationLimits(bytes: 1 << 20))
    let asked = Mutex(0)
    var context = Session.Context(
      shouldStop: {
        asked.withLock { count in
          count += 1
          return count % 20 == 0
        }
      }, lessonDirectory: Transcript.lessonFolder)
    // `save a b c` would leave its file wherever the tests are run.
    context.permitted = [.readsFiles]
    return Session(run: Run(program, seed: 0), context: context)
  }

  @Test(arguments: 100..<104)
  func everyLineGetsAnAnswerInAPipe(seed: Int) throws {
    var lines = OddLines(seed: seed)
    func isWhole(_ line: String) -> Bool {
      var splitter = CommandSplitter()
      splitter.read(line)
      return !splitter.goesOn
    }
    // One whole command a line, and no run that takes long.
    let commands = (0..<250).map { _ in lines.next() }.map { line in
      String(line.map { $0.isNewline || $0 == ";" ? " " : $0 })
    }.filter { line in
      !CommandText.split(line).isEmpty && isWhole(line)
        && !line.contains(#/[0-9]{4}|\*\*|q|ex/#)
        && !line.unicodeScalars.contains("\r")
        // At the start of a file it is the mark of its encoding.
        && line.unicodeScalars.first != "\u{FEFF}"
    }
    let folder = try TemporaryFolder()
    let result = try run(
      "/bin/sh",
      [
        "-c", "cd \"$0\" && exec \"$@\"", folder.path, builtProduct("underhood"), "run", "-",
        "--format", "json", "--keep-going",
      ],
      stdin: commands.joined(separator: "\n"))
    let answers = result.stdout.split(separator: "\n", omittingEmptySubsequences: true)
    #expect(answers.count == commands.count)
    #expect(result.status == 1)
    #expect(result.stderr == "")
    for (command, answer) in zip(commands, answers) {
      let object = try parseObject(String(answer))
      #expect(object["command"] as? String == CommandText.split(command).first)
    }
  }
}

/// Random lines, mutations of good ones, and splices of both.
struct OddLines {
  private var dice: Dice

  init(seed: Int) { dice = Dice(seed) }

  static let seeds = [
    "step", "step 3", "stepi 2", "epoch", "run 2", "run 100000000", "reset", "show W1",
    "show cache",
    "show all", "show X[0, :5]", "shape A2", "list", "list backward", "where", "set lr = 1",
    "set W1[0, 0] = 0.5", "set A1 = tanh(Z1)", "set hidden = 3", "set L = mean((A2 - Y)**2)",
    "set W1 = ones((2, 2))", "lessons", "lesson 1", "page 3", "page back", "demo", "help",
    "help step",
    "help functions", "apropos a", "history", "x = X", "Z1 = np.dot(W1, x) + b1",
    "A1 = 1/(1 + np.exp(-Z1))", "y = np.bitwise_xor(X[0:1], X[1:]).reshape(1,-1)",
    "W2 = np.random.randn(1, 2) * 0.01", "b1 = np.zeros(shape=(2, 1))",
    "sum(X, axis=1, keepdims=True)",
    "where(X > 0, 1, -1)", "concatenate([X, Y], axis=0)", "~(X == 0) & (Y != 1)", "X[::-1, ::2].T",
    "softmax(W1)", "arange(0, 10, 0.5)", "cross_entropy(A2, Y)", "W1 += 1", "1e308 * 10", "0 / 0",
    "import numpy as np", "print(W1)", "W1?", "array([[1, 2], [3, 4]]) @ eye(2)", "clip(W1, -1, 1)",
    "permutation(5)", "choice(5, size=3, replace=False)", "2 ** -1", "9007199254740992 + 1",
  ]

  static let pieces = [
    " ", "(", ")", "[", "]", ",", ":", ";", "#", "=", "==", "+", "-", "*", "/", "//", "%", "**",
    "@",
    "&", "|", "^", "~", "<", ">", "!", ".", "..", "...", "'", "\"", "\\", "\t", "\u{0}",
    "\u{1B}[31m",
    "é", "中", "👍", "\u{301}", "\u{202E}", "0", "1", "-1", "1e400", "1e-400", "0x10", "1_000",
    "99999999999999999999", "nan", "inf", "None", "True", "axis=", "shape=", "lambda x: x", "for",
    "if",
    "W1", "A2", "dW1", "L", "m", "np.", "np.random.", "step", "set", "show", "run", "?", "\u{FEFF}",
  ]

  mutating func number(below limit: Int) -> Int { dice.below(limit) }

  private mutating func pick(_ items: [String]) -> String { dice.pick(items) }

  mutating func next() -> String {
    switch number(below: 10) {
    case 0:
      let bytes = (0..<number(below: 40)).map { _ in UInt8(number(below: 256)) }
      return String(decoding: bytes, as: UTF8.self)
    case 1:
      return (0..<number(below: 20)).map { _ in pick(Self.pieces) }.joined()
    case 2:
      let (first, second) = (Array(pick(Self.seeds)), Array(pick(Self.seeds)))
      return String(first.prefix(number(below: first.count + 1)))
        + String(second.suffix(number(below: second.count + 1)))
    case 3: return pick(Self.seeds)
    case 4: return deep()
    default:
      var line = Array(pick(Self.seeds))
      for _ in 0...number(below: 3) { mutate(&line) }
      return String(line)
    }
  }

  private mutating func mutate(_ line: inout [Character]) {
    let place = number(below: line.count + 1)
    switch number(below: 5) {
    case 0 where place < line.count: line.remove(at: place)
    case 1 where place + 1 < line.count: line.swapAt(place, place + 1)
    case 2 where place < line.count: line[place] = Array(pick(Self.pieces)).first ?? " "
    case 3: line.insert(contentsOf: Array(pick(Self.seeds)), at: place)
    default: line.insert(contentsOf: Array(pick(Self.pieces)), at: place)
    }
  }

  /// Much of the same, one in the other.
  private mutating func deep() -> String {
    let count = 1 << number(below: 13)
    let opening = pick(["(", "[", "-", "~", "exp(", "W1[", "1+", "2**", "W1.T", "not ", "x=", "a."])
    return String(repeating: opening, count: count) + pick(["1", "", "W1", ")"])
  }
}
