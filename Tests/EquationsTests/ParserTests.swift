import Arrays
import Support
import Testing

@testable import Equations

@Suite struct ParserTests {
  // MARK: Canonical text

  /// A tree as the parser could have made it.
  static func tree(_ dice: inout Dice, _ depth: Int) -> Expression {
    if depth == 0 || dice.below(6) == 0 {
      switch dice.below(7) {
      case 0: return .integer(dice.below(1000))
      case 1: return Expression(.float(Double(dice.below(1000)) / 8))
      case 2:
        return Expression(
          .float(dice.pick([1e-300, 0.1, 1e22, .leastNonzeroMagnitude, 1e16, .infinity, 0])))
      case 3: return .boolean(dice.below(2) == 0)
      case 4: return Expression(.none)
      default: return .name(dice.pick(["x", "W1", "_", "a_b", "e", "T", "newaxis_", "nots"]))
      }
    }
    func next() -> Expression { tree(&dice, depth - 1) }
    func several(_ least: Int) -> [Expression] { (0..<(least + dice.below(3))).map { _ in next() } }
    switch dice.below(9) {
    case 0, 1, 2: return .binary(dice.pick(BinaryOperator.allCases), next(), next())
    case 3: return Expression(.unary(dice.pick(UnaryOperator.allCases), next()))
    case 4:
      var arguments = several(0).map { Argument($0) }
      if dice.below(2) == 0 { arguments.append(Argument(keyword: "axis", next())) }
      return Expression(.call(dice.pick(["f", "sum", "abs"]), arguments))
    case 5: return Expression(.attribute(next(), dice.pick(Attribute.allCases)))
    case 6:
      var items: [IndexItem] = []
      for _ in 0...dice.below(3) {
        func bound() -> Expression? {
          let e = next()
          if case .none = e.node { return nil }
          return dice.below(2) == 0 ? e : nil
        }
        switch dice.below(4) {
        case 0: items.append(.slice(start: bound(), stop: bound(), step: bound()))
        case 1: items.append(.newAxis)
        case 2: items.append(.ellipsis)
        default:
          let e = next()
          if case .none = e.node { items.append(.newAxis) } else { items.append(.position(e)) }
        }
      }
      return Expression(.index(next(), items))
    case 7: return Expression(.list(several(0)))
    default:
      let items = several(0)
      return Expression(.tuple(items))
    }
  }

  @Test func textReadsBackAsTheSameTree() throws {
    var dice = Dice(1)
    for _ in 0..<5000 {
      let tree = Self.tree(&dice, 1 + dice.below(5))
      do {
        let parsed = try Parser.expression(tree.text)
        #expect(parsed == tree, "\(tree.text)")
        #expect(parsed.text == tree.text)
      } catch {
        Issue.record("\(tree.text): \(error)")
      }
    }
  }

  @Test func negativeNumbersInDerivedTreesReadBack() throws {
    for e: Expression in [
      .integer(-1), .integer(-1) * .name("x"), .binary(.power, .name("x"), .integer(-2)),
      .binary(.power, .integer(-2), .name("x")), Expression(.attribute(.integer(-3), .transpose)),
    ] {
      #expect(try Parser.expression(e.text) == e, "\(e.text)")
    }
  }

  /// Every word that means something, wherever a name can stand: what is read has a text that is
  /// read as the same.
  @Test func everyWordReadsBackWhereverItStands() throws {
    let words =
      FunctionTable.standard.names + Array(Parser.reservedNames) + Array(FileCall.names)
      + Array(PythonWords.shared) + Attribute.allCases.map(\.rawValue)
      + [
        "einsum", "pow", "identity", "where", "size", "shape", "ndim", "default_rng", "RandomState",
        "math", "random", "linalg", "c_", "r_", "newaxis", "e", "pi", "normal", "generator",
      ]
    let arguments = [
      "()", "(x)", "(x, y)", "(x, y, z)", "(s=x)", "(x, axis=0)", "[x]", "[x, y]", "",
    ]
    var read = 0
    for word in Set(words).sorted() {
      for before in ["", "a.", "np.", "np.random.", "math.", "2 * ", "f(s=", "f(x).", "a.b."] {
        for behind in arguments {
          let source = before + word + behind + (before.hasSuffix("=") ? ")" : "")
          guard let expression = try? Parser.expression(source) else { continue }
          read += 1
          let text = expression.text
          let again = try? Parser.expression(text)
          #expect(again == expression, "\(source) is written \(text)")
          #expect(again?.text == text, "\(source) is written \(text)")
        }
      }
    }
    #expect(read > 1000)
  }

  @Test func statementsReadBack() throws {
    for text in [
      "x = 1", "x += 2 * y", "W1[0, 1:] -= 3", "x **= 2", "x //= 2", "x @= y", "x = (1, 2)",
      "import numpy as np", "f(x)", "x[0] = y[1]", "x %= 3",
    ] {
      let statement = try Parser.statement(text)
      #expect(try Parser.statement(statement.text) == statement)
      #expect(statement.text == text)
    }
  }

  // MARK: Python

  @Test func precedencesArePythons() throws {
    let lines = try Fixture.lines("precedence", in: .module)
    #expect(lines.count == 1500)
    for line in lines {
      let fields = line.components(separatedBy: "\t")
      let value = try Evaluation.value(of: Parser.expression(fields[0]), in: DictionaryScope())
      #expect(value.array?.description == fields[1], "\(fields[0])")
    }
  }

  @Test func notBindsAsInPython() throws {
    #expect(try Parser.expression("not a == b") == Parser.expression("not (a == b)"))
    #expect(try Parser.expression("not a and b") == Parser.expression("(not a) and b"))
    #expect(try Parser.expression("-x**2") == Parser.expression("-(x**2)"))
    #expect(try Parser.expression("2**-x**2") == Parser.expression("2**(-(x**2))"))
    #expect(try Parser.expression("a @ b * c") == Parser.expression("(a @ b) * c"))
    #expect(try Parser.expression("-a.T[0]") == Parser.expression("-((a.T)[0])"))
    for text in ["1 + not a", "- not a", "a == not b", "2 ** not a"] {
      #expect(throws: LanguageError.self, "\(text)") { try Parser.expression(text) }
    }
  }

  @Test(arguments: [
    ("X = np.random.randint(0, 2, size=(2, 1000))", "X = randint(0, 2, size=(2, 1000))"),
    (
      "y = np.bitwise_xor(X[0:1], X[1:]).reshape(1,-1)",
      "y = reshape(bitwise_xor(X[0:1], X[1:]), 1, -1)"
    ),
    (
      "W1 = np.random.randn(n_hidden_nodes, features) * 0.01",
      "W1 = randn(n_hidden_nodes, features) * 0.01"
    ),
    ("b1 = np.zeros(shape=(n_hidden_nodes, 1))", "b1 = zeros(shape=(n_hidden_nodes, 1))"),
    ("Z1 = np.dot(W1, x) + b1", "Z1 = dot(W1, x) + b1"),
    ("A1 = 1/(1 + np.exp(-Z1))", "A1 = 1 / (1 + exp(-Z1))"),
    ("features = X.shape[0]", "features = X.shape[0]"),
    ("import numpy as np", "import numpy as np"),
    ("import numpy", "import numpy as np"),
    ("  x = 1  # a comment", "x = 1"),
    ("x = [1,\n  2]", "x = [1, 2]"),
    ("x = 1 + \\\n  2", "x = 1 + 2"),
    ("a = 1_000 + .5 + 1. + 1e-3", "a = 1000 + 0.5 + 1.0 + 0.001"),
    ("W1 -= learning_rate*dW1;", "W1 -= learning_rate * dW1"),
    ("X[:, np.newaxis]", "X[:, None]"),
    ("X[..., ::2]", "X[..., ::2]"),
    ("x = 1e400", "x = 1e999"),
  ])
  func linesOfAClass(source: String, text: String) throws {
    #expect(try Parser.statement(source).text == text)
  }

  @Test func theArticleRuns() throws {
    var values: [String: Value] = ["n_hidden_nodes": .array(NDArray(2))]
    var random: RandomState? = RandomState(seed: UInt32(42))
    for line in [
      "import numpy as np", "np.random.seed(42)", "X = np.random.randint(0, 2, size=(2, 1000))",
      "y = np.bitwise_xor(X[0:1], X[1:]).reshape(1,-1)", "features = X.shape[0]",
      "W1 = np.random.randn(n_hidden_nodes, features) * 0.01",
      "b1 = np.zeros(shape=(n_hidden_nodes, 1))", "x = X", "Z1 = np.dot(W1, x) + b1",
      "A1 = 1/(1 + np.exp(-Z1))",
    ] {
      let scope = DictionaryScope(values)
      switch try Parser.statement(line).kind {
      case .assignment(let assignment):
        let claim = try Evaluation.check(assignment, in: scope)
        let value = try Evaluation.stored(by: assignment, in: scope, random: &random)
        #expect(claim.shape == value.array?.shape)
        values[assignment.name] = value
      case .expression(let expression):
        _ = try Evaluation.compute(expression, in: scope, random: &random)
      case .importOfNumPy: break
      }
    }
    #expect(values["A1"]?.array?.shape == [2, 1000])
    #expect(values["y"]?.array?.shape == [1, 1000])
  }

  @Test(arguments: ["linalg.norm(x)", "r_[1, x]", "c_[x, y]", "random.rand(3)"])
  func whatIsImportedNeedsNoPrefix(text: String) throws {
    #expect(try Parser.expression(text) == Parser.expression("np.\(text)"))
  }

  /// Without the prefix it would be read as something else.
  @Test(arguments: Parser.reservedNames.sorted()) func noWordOfTheLanguageIsNumPys(word: String) {
    for prefix in ["np.", "numpy.", "np.random."] {
      #expect(throws: LanguageError.self) { _ = try Parser.expression("\(prefix)\(word)") }
      #expect(throws: LanguageError.self) { _ = try Parser.expression("\(prefix)\(word)(1)") }
    }
  }
}
