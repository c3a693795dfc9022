import Arrays
import Foundation
import Support
import Testing

@testable import Equations

/// Whatever is typed: a value or a LanguageError, never a crash.
@Suite struct HostileInputTests {
  static let pieces = [
    "x", "W1", "X", "y", "np.", "np.random.", "sum", "(", ")", "[", "]", ",", ":", "=", "+=", "+",
    "-", "*", "**", "/", "//", "%", "@", "<", "==", "and", "or", "not ", "~", "&", "|", "^", "1",
    "0",
    "2.5", "1e308", "1e-308", "9007199254740992", "-1", "True", "None", ".T", ".shape", ".reshape",
    "axis=", "keepdims=True", "dtype=int", "exp(", "zeros((", "randn(", "eye(", "arange(", "where(",
    "tile(X, ", "reshape(", "concatenate((", "softmax(", "bce(", "\n", ";", "#", "\\", "'", "\"",
    "\0",
    "👩‍🔬", "é", "×", " ", "\t", "\r\n", "...", "::", "import ", "def ", "lambda ", "if ", "for ",
    "in ",
    "1000000000", "99999", "inf", "nan", "float", "$", "{", "}", "`", "\u{202e}", "\u{feff}",
  ]

  static let lines = [
    "X = np.random.randint(0, 2, size=(2, 1000))",
    "y = np.bitwise_xor(X[0:1], X[1:]).reshape(1,-1)",
    "W1 = np.random.randn(3, 2) * 0.01", "b1 = np.zeros(shape=(3, 1))", "Z1 = np.dot(W1, X) + b1",
    "A1 = 1/(1 + np.exp(-Z1))", "features = X.shape[0]", "import numpy as np",
    "L = -mean(y*log(x) + (1-y)*log(1-x))", "W1[0, 0] = 0.5", "X[X > 0]",
    "X[:, ::-1][[0, 1]].T @ W1",
    "softmax(W1 @ X, axis=0).sum(axis=1, keepdims=True)", "np.where(X > 0, X, 0.1 * X)",
    "np.concatenate([X, X], axis=1)", "np.linspace(0, 1, 5)", "np.arange(0, 10, 2)",
    "x if y else 1",
    "zeros((1000000, 1000000))", "tile(X, (100000, 100000))", "eye(1000000000)",
    "arange(1e18)", "ones(2**60)", "reshape(X, (-1, 0))", "repeat(X, 1000000000)",
    "randn(99999, 99999)", "linspace(0, 1, 10**12)", "full((2**31, 2**31), 1)",
    "outer(arange(99999), arange(99999))",
    "arange(99999).reshape(-1, 1) + arange(99999)",
    "vstack((zeros((9999, 9999)), zeros((9999, 9999))))",
    "arange(0, -1e300)", "arange(1e300, 0, 1e-300)", "X.shape[1e300]", "eye(-1e300)",
    "round(1.5, 1e300)", "round(5, -1e300)", "randint(0, 1e300)", "X[1e300]", "sum(X, axis=-1e300)",
    "std(X, ddof=5)", "2**2**2**2**2", "10**400", "1e308 * 10", "0 // 0", "5 % 0", "max([])",
    "[[1, 2], [3]]",
    "choice(0, 5)", "permutation(-1)", "randint(5, 2)", "round(X, 400)", "round(1e300, -400)",
    "eye(3)[5]", "X[2**53]", "X[::0]", "x.T.T.T.T", "arange(0, 1, 1e-300)", "clip(X, 5, 1)",
    "sum(X, axis=7)",
  ]

  static let scope = DictionaryScope([
    "x": .array(NDArray(2.5)),
    "W1": .array(NDArray(shape: [3, 2], float64: [1, -2, 3, 4, -5, 6])),
    "X": .array(NDArray(shape: [2, 3], int64: [0, 1, 1, 0, 0, 1])),
    "y": .array(NDArray(shape: [3], bool: [true, false, true])),
    "s": .tuple([.array(NDArray(2)), .array(NDArray(3))]),
  ])

  /// Reads and runs a line as a session would: check first, then compute.
  static func run(_ line: String) {
    _ = try? Parser.statements(line)
    _ = try? Parser.expression(line)
    _ = Parser.isName(line)
    guard let statement = try? Parser.statement(line) else { return }
    _ = try? Parser.statement(statement.text)
    let limits = EvaluationLimits(bytes: 1 << 20)
    var random: RandomState? = RandomState(seed: UInt32(1))
    switch statement.kind {
    case .importOfNumPy: return
    case .expression(let expression):
      guard (try? Evaluation.check(expression, in: scope, limits: limits)) != nil else { return }
      _ = try? Evaluation.compute(expression, in: scope, random: &random)
    case .assignment(let assignment):
      guard (try? Evaluation.check(assignment, in: scope, limits: limits)) != nil else { return }
      _ = try? Evaluation.stored(by: assignment, in: scope, random: &random)
    }
  }

  static func line(_ dice: inout Dice) -> String {
    if dice.below(3) == 0 {
      return (0..<(1 + dice.below(20))).map { _ in dice.pick(pieces) }.joined()
    }
    var bytes = Array(dice.pick(lines).utf8)
    for _ in 0...dice.below(4) {
      let place = dice.below(bytes.count + 1)
      switch dice.below(5) {
      case 0: if place < bytes.count { bytes.remove(at: place) }
      case 1: bytes.insert(UInt8(dice.below(256)), at: place)
      case 2: bytes.insert(contentsOf: dice.pick(pieces).utf8, at: place)
      case 3:
        let other = Array(dice.pick(lines).utf8)
        bytes = Array(bytes[..<place]) + other[min(place, other.count)...]
      default:
        let end = min(place + dice.below(12), bytes.count)
        bytes.insert(contentsOf: bytes[place..<end], at: place)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func tenThousandLines() {
    var dice = Dice(7)
    for line in Self.lines { Self.run(line) }
    for _ in 0..<10_000 { Self.run(Self.line(&dice)) }
  }

  // MARK: Size

  @Test(arguments: [
    "zeros((100000, 100000))", "ones(2**40)", "eye(100000)", "full((99999, 99999), 1)",
    "arange(1e12)",
    "arange(2**40)", "linspace(0, 1, 2**40)", "randn(99999, 99999)", "rand(2**40)",
    "randint(0, 2, size=(99999, 99999))", "uniform(size=2**40)", "normal(0, 1, (99999, 99999))",
    "permutation(2**40)", "choice(5, 2**40)", "tile(X, (99999, 99999))", "repeat(X, 2**50)",
    "repeat(X, 2**50, axis=1)", "big + big.T", "big @ big.T", "dot(big, big.T)", "outer(big, big)",
    "where(big > 0, big.T, 0)", "maximum(big, big.T)", "allclose(big, big.T)",
    "(big.T == big).sum()",
    "vstack((wide, wide, wide))", "hstack((wide, wide, wide))", "concatenate((wide, wide, wide))",
    "[wide[0], wide[0], wide[0], wide[0]]", "big[:, 0][:, None] * big.T", "clip(big, big.T, 1)",
    "zeros((2**53, 2**53))", "big[zeros(99999, dtype=int)] * big.T",
    "mse(big, big.T)", "softmax(big * big.T)", "wide[zeros(99999, dtype=int)]",
    "tile(wide, (4, 4))", "wide[zeros(20000, dtype=int), :]",
  ])
  func whatIsTooLargeIsRefusedByTheCheck(text: String) throws {
    let scope = DictionaryScope([
      "X": .array(NDArray(shape: [2, 3], int64: [0, 1, 1, 0, 0, 1])),
      "big": .array(try NDArray.full([20_000, 1], NDArray(1.0))),
      "wide": .array(try NDArray.full([3, 20_000], NDArray(1.0))),
    ])
    let expression = try Parser.expression(text)
    let error = #expect(throws: LanguageError.self) {
      try Evaluation.check(expression, in: scope, limits: EvaluationLimits(bytes: 1 << 19))
    }
    switch error?.kind {
    case .tooLarge, .array(.tooManyElements, _, _): break
    default: Issue.record("\(text): \(String(describing: error))")
    }
  }

  // MARK: Depth

  /// Runs the body on a thread with a stack of 512 KiB, the least that a thread of ours may have.
  /// The smallest stack that a system gives a thread; with a sanitizer, whose frames are several
  /// times as large, the one that the program's own threads have.
  static let smallestStack =
    ProcessInfo.processInfo.environment["UNDERHOOD_STACK"].flatMap { Int($0) } ?? 512 << 10

  static func onSmallStack(_ body: @escaping @Sendable () -> Void) {
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      body()
      done.signal()
    }
    thread.stackSize = smallestStack
    thread.start()
    done.wait()
  }

  /// The deepest texts of each kind that still parse.
  static func deepest(_ make: (Int) -> String) -> String {
    var (low, high) = (1, 3000)
    while high - low > 1 {
      let middle = (low + high) / 2
      if (try? Parser.statement(make(middle))) != nil { low = middle } else { high = middle }
    }
    return make(low)
  }

  static let shapes: [@Sendable (Int) -> String] = [
    { String(repeating: "(", count: $0) + "x" + String(repeating: ")", count: $0) },
    { String(repeating: "(1+", count: $0) + "x" + String(repeating: ")", count: $0) },
    { String(repeating: "[", count: $0) + "x" + String(repeating: "]", count: $0) },
    { String(repeating: "-", count: $0) + "x" },
    { String(repeating: "not ", count: $0) + "x" },
    { String(repeating: "x + ", count: $0) + "x" },
    { String(repeating: "X @ X.T * ", count: $0) + "X" },
    { String(repeating: "x**", count: $0) + "1" },
    { "X" + String(repeating: ".T", count: $0) },
    { "X" + String(repeating: "[0:]", count: $0) },
    { "X" + String(repeating: ".reshape(2, 3)", count: $0) },
    { String(repeating: "exp(", count: $0) + "x" + String(repeating: ")", count: $0) },
    { String(repeating: "softmax(", count: $0) + "X" + String(repeating: ")", count: $0) },
    { String(repeating: "X[0:", count: $0) + "2" + String(repeating: "]", count: $0) },
    { String(repeating: "where(X > 0, ", count: $0) + "X" + String(repeating: ", X)", count: $0) },
    { String(repeating: "vstack((", count: $0) + "X" + String(repeating: ",))", count: $0) },
    { String(repeating: "x or ", count: $0) + "x" },
    { String(repeating: "f(a=", count: $0) + "x" + String(repeating: ")", count: $0) },
  ]

  @Test(arguments: shapes.indices) func theDeepestTextsFitASmallStack(index: Int) {
    Self.onSmallStack {
      let text = Self.deepest(Self.shapes[index])
      Self.run(text)
      Self.run("y = " + text)
      Self.run("X[0] += " + text)
    }
  }
}
