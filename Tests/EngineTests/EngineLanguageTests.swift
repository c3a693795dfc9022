import Arrays
import CKernels
import Equations
import Networks
import Testing

@testable import Engine
@testable import Training

/// Everything that the language has, compiled and interpreted: the same bits.
///
/// A function of the table that nobody here has arguments for fails the test.
struct EngineLanguageTests {
  /// What the calls are made of: floats `A` (4, m) in ]-1, 1[ and `P` in ]0, 1[, integers `I`
  /// (1, m) below 4, truth values `C` (4, m), all computed anew in each epoch; integers `K` (1, m)
  /// below 3 and `X` (3, m) of the data; a counter `n`.
  static func text(
    forward: [String] = [], update: [String] = [], settings: [String] = [], isNoisy: Bool = false
  ) -> String {
    func indented(_ lines: [String]) -> String { lines.map { "  \($0)\n" }.joined() }
    return "settings:\n  lr = 0.1\n" + indented(settings) + """
      data:
        seed(3)
        X = randn(3, 14)
        Y = float(X[0:1] * X[1:2] < 0)
        K = randint(0, 3, size=(1, 14))
      init:
        W1 = randn(4, 3)
        b1 = randn(4, 1) * 0.3
        W2 = randn(1, 4)
        E = randn(5, 3)
        n = 0
        T = 0.0
        V = arange(6)
        F = zeros(4) > 1
      forward:
        Z = W1 @ X + b1 + 0 * K
        A = tanh(\(isNoisy ? "Z + 0.1 * randn(4, 1)" : "Z"))
        P = sigmoid(W2 @ A)
        C = Z > 0.1
        I = argmax(Z, axis=0, keepdims=True)

      """ + indented(forward) + """
        loss:
          L = bce(P, Y)
        update:
          W1 -= lr * dW1
          b1 -= lr * db1
          W2 -= lr * dW2
          n = n + 1

        """ + indented(update)
  }

  /// Calls of the functions whose arguments no rule here finds.
  static let calls: [String: [String]] = [
    "round": [
      "np.round(A)", "np.round(A, 2)", "np.round(A * 100, -1)", "np.round(I)",
      "np.round(I * 7, -1)",
    ],
    "clip": [
      "clip(A, -0.5, 0.5)", "clip(A, a_min=-0.5, a_max=0.5)", "clip(A, max=0.1)",
      "clip(A, A[0:1], None)", "clip(I, 1, 2)", "A.clip(-0.1, 0.2)",
    ],
    "where": [
      "where(C, A, 0)", "where(A, Z, A[0])", "where(C, I, 7)", "where(X[0] > 0, A, Z)",
    ],
    "float": ["float(I)", "float(C)", "float(A)"],
    "int": ["int(A * 10)", "int(C)", "int(I)"], "bool": ["bool(A)", "bool(I)", "bool(C)"],
    "astype": ["A.astype(int)", "C.astype(float)", "astype(I, bool)"],
    "reshape": ["A.reshape(2, -1)", "reshape(A, (-1,))", "reshape(A, A.shape)"],
    "transpose": ["transpose(A)", "A.transpose()", "transpose(A[0])"],
    "flatten": ["A.flatten()", "I.ravel()"],
    "copy": ["copy(A)", "C.copy()"], "len": ["len(A) + A", "len(A[0]) + n"],
    "cumsum": ["cumsum(A)", "cumsum(A, axis=1)", "cumsum(I)", "cumsum(C, axis=0)"],
    "dot": ["dot(W1, X)", "dot(A, 2)", "A[0].dot(A[1])", "dot(I, I.T)", "dot(C, C.T)"],
    "matmul": ["matmul(W1, X)", "matmul(A[0], A.T)", "A @ A[0]", "I @ K.T"],
    "outer": ["outer(A[0], A[:, 1])"],
    "concatenate": [
      "concatenate((A, Z))", "concatenate([A, Z[:, 1:]], axis=1)", "concatenate((A, I), axis=None)",
      "concatenate((A[0], X[1]))", "concatenate(A)",
    ],
    "vstack": ["vstack((A, X))", "vstack([A[0], X[0]])", "vstack((I, K))"],
    "hstack": ["hstack((A, Z))", "hstack([A[0], Z[1]])", "hstack((C, C))"],
    "tile": ["tile(A, 2)", "tile(A, (2, 1))"],
    "repeat": ["repeat(A, 2)", "A.repeat(3, axis=0)", "repeat(A, [1, 2, 0, 1], axis=0)"],
    "array_equal": ["array_equal(A, tanh(Z)) + T", "array_equal(I, K)"],
    "allclose": ["allclose(A, Z)", "allclose(A, Z, atol=n)"],
    "accuracy": ["accuracy(P, Y)"],
    "zeros": ["zeros(A.shape) + A", "zeros((2, 3), dtype=int) + n"], "ones": ["ones(3) * n"],
    "empty": ["empty((2, 2)) + n"], "full": ["full((2, 3), n)", "full(3, A[0, 0])"],
    "empty_like": ["empty_like(A) + n"], "zeros_like": ["zeros_like(A) + n"],
    "ones_like": ["ones_like(I) * n", "ones_like(A, dtype=int)"],
    "eye": ["eye(4) @ A", "eye(3)[K[0]]", "eye(4)[I[0]]", "eye(4)[:, I[0]]"],
    "arange": ["arange(4) * n", "arange(0, 1, 0.25) + T"], "linspace": ["linspace(0, 1, 5) * n"],
    "array": [
      "array([n, 2, 3])", "array([[A[0, 0], 1], [2, n]])", "array(A)", "asarray(I, dtype=float)",
    ],
    "seed": ["n + 0 * rand(2)"],
    "randint": ["randint(5)", "randint(0, 3, size=(2, 2))", "A[:, randint(0, m, size=3)]"],
    "rand": ["rand(2, 3)", "rand() + A"], "randn": ["randn(3) * n", "randn(4, m) * A"],
    "uniform": ["uniform(-1, 1, size=(2, 2))", "uniform()"], "normal": ["normal(1, 2, 5)"],
    "permutation": ["permutation(5)", "permutation(A)", "permutation(A[0])"],
    "circles": ["circles(4)", "circles(3, 0.1)[0] * n"], "moons": ["moons(4, noise=0.1)[:2]"],
    "spirals": ["spirals(5, 0.1)"],
    "stratified": ["stratified([0, 1, 0, 1])", "A[stratified([2, 0, 2, 1])]"],
    "choice": ["choice(4, 3)", "choice(A[0], 5)", "choice(5, 3, False)", "choice([0.5, 2])"],
    "leaky_relu": ["leaky_relu(A)", "leaky_relu(A, 0.3)", "leaky_relu(A, slope=T)"],
    "softmax": ["softmax(A)", "softmax(A, axis=1)", "softmax(A, 0)"],
  ].merging(wordCalls) { first, _ in first }

  /// Of Python's words, of words that are other expressions, and of generators.
  private static let wordCalls: [String: [String]] = [
    "python.sum": ["sum(A)", "sum(A[0])", "sum(I)", "sum(C, 1)"],
    "python.max": ["max(A)", "max(A[0, 0], n)", "max(I)"],
    "python.min": ["min(A)", "min(A[0, 0], 0.1, n)"],
    "python.round": ["round(A[0, 0])", "round(A[0, 0], 1)", "round(T)"],
    "range": ["A[range(2)]", "array(range(3)) * n"],
    "expand_dims": ["expand_dims(A[0], 0)", "np.expand_dims(A[:, 1], 1)"],
    "atleast_2d": ["atleast_2d(A[0])", "atleast_2d(A)"],
    "norm": ["np.linalg.norm(A)", "norm(A, axis=0)", "norm(A, axis=1, keepdims=True)"],
    "onehot": ["onehot(arange(3), 4)"],
    "isclose": ["isclose(A, Z)", "isclose(A, A + T)"],
    "column_stack": ["column_stack((A[0], A[1]))", "np.c_[A, Z]", "np.c_[A[:, 0], Z]"],
    "r_": ["np.r_[A[0], 1, Z[1]]", "np.r_[A, Z]", "np.r_[0:4] * n"],
    "stack": ["stack([A[0], Z[0]])", "stack((A[0], Z[0]), axis=1)"],
    "append": ["append(A, Z[0])", "append(A, Z, axis=0)", "append(A[0], n)"],
    "squeeze": ["squeeze(I)", "squeeze(A[0:1, 0:1])", "A[0:1].squeeze(axis=0)"],
    "item": ["A[0:1, 0:1].item() + A"],
    "diag": ["diag(A[0])", "diag(A)", "diag(A, 1)", "diag(A[0], k=-1)"],
    "flip": ["flip(A)", "flip(A, axis=1)"], "roll": ["roll(A, 1)", "roll(A, -1, axis=1)"],
    "delete": ["delete(A, 1, axis=0)", "delete(A[0], [0])"],
    "insert": [
      "insert(A, 0, 1, axis=0)", "insert(A, 1, A[:, 0], axis=1)", "insert(A[0], [2, 0], n)",
    ],
    "ptp": ["ptp(A)", "ptp(A, axis=0)"], "trace": ["trace(A @ A.T)"],
    "diff": ["diff(A)", "diff(A, axis=0)"], "inner": ["inner(A, A)", "inner(A[0], A[1])"],
    "count_nonzero": ["count_nonzero(A > 0.2) * n", "count_nonzero(A, axis=1)"],
    "split": ["split(A, 2)[1]", "split(A[:, 0], [1, 2])[0]", "split(A, 2, axis=0)[0] * n"],
    "average": ["average(A)", "average(A, axis=0)", "average(A, axis=1, weights=P[0])"],
    "median": ["median(A)", "median(A, axis=0)", "median(A, axis=1, keepdims=True)"],
    "sort": ["sort(A)", "sort(A, axis=0)", "sort(A, axis=None)", "sort(I[0])"],
    "argsort": ["argsort(A)", "argsort(A, 0)", "A[0].argsort()"],
    "unique": ["unique([3, 1, 3]) * n"], "nonzero": ["A[where([1, 0, 1])[0]]"],
    "random": ["random.random((2, 3))", "random() * A"],
    "standard_normal": ["standard_normal((4, 1)) + A"],
    "binomial": ["binomial(1, 0.8, size=A.shape) * A", "binomial(10, 0.3)"],
    "default_rng": ["default_rng(3).random() * A"],
    "RandomState": ["RandomState(3).rand(2, 2) * n"],
    "generator.random": ["default_rng(1).random((2, 2))"],
    "generator.random_sample": ["RandomState(1).random_sample(3)"],
    "generator.standard_normal": ["default_rng(1).standard_normal((4, 1)) * A"],
    "generator.normal": ["default_rng(1).normal(1, 2, size=3) * n"],
    "generator.uniform": ["default_rng(1).uniform(-1, 1, (2, 2))"],
    "generator.integers": ["A[default_rng(1).integers(0, 4, size=3)]"],
    "generator.randint": ["A[RandomState(1).randint(0, 4, size=3)]"],
    "generator.rand": ["RandomState(1).rand(2, 2)"],
    "generator.randn": ["RandomState(1).randn(4, 1) * A"],
    "generator.binomial": ["RandomState(1).binomial(1, 0.5, size=(2, 2))"],
    "generator.permutation": ["default_rng(1).permutation(5)"],
    "generator.choice": ["default_rng(1).choice(4, 3, replace=False)"],
  ]

  /// The calls that are made of a function; none where nobody knows how.
  static func calls(of function: Function) -> [String] {
    let name = function.name
    if let calls = calls[name] { return calls }
    switch function.elements {
    case .elementwise(.unary(let operation)):
      return [("A", DType.float64), ("I - 1", .int64), ("C", .bool), ("n", .int64)].compactMap {
        guard (try? operation.resultType($1)) != nil else { return nil }
        return $1 == .float64 ? "\(name)(abs(\($0)) + 0.1) + \(name)(P[0])" : "\(name)(\($0))"
      }
    case .elementwise(.binary(let operation)):
      return [
        ("A", "Z", DType.float64), ("I", "K - 1", .int64), ("C", "A > 0", .bool),
        ("n", "3", .int64), ("A", "0.3", .float64), ("I", "3", .int64), ("I", "n", .int64),
        ("I - 2", "2", .int64),
      ].compactMap { x, y, dtype in
        guard (try? operation.resultType(dtype, dtype)) != nil else { return nil }
        return operation == .power && dtype == .float64
          ? "\(name)(abs(\(x)), \(y))"
          : operation == .power && y != "2" ? "\(name)(\(x), abs(\(y)))" : "\(name)(\(x), \(y))"
      }
    case .reduction(let reduction):
      let calls = ["np.\(name)(A)", "\(name)(A, axis=0)", "A.\(name)(axis=1, keepdims=True)"]
      let whole = ["np.\(name)(I)", "\(name)(C, axis=1)", "np.\(name)(A[0], 0)", "np.\(name)(n)"]
      let isSpread = reduction == .variance || reduction == .standardDeviation
      return calls + whole + (isSpread ? ["\(name)(A, axis=1, ddof=1)"] : [])
    default: break
    }
    guard function.definition != nil else { return [] }
    let required = function.parameters.filter { $0.presence == .required }
    let arguments = ["abs(A) * 0.5 + 0.1", "(tanh(Z) + 1) / 2"].prefix(required.count)
    guard arguments.count == required.count else { return [] }
    return ["\(name)(\(arguments.joined(separator: ", ")))"]
  }

  /// The ways in which a model is trained.
  static let modes: [(settings: [String], isNoisy: Bool)] = [
    ([], false), (["batch = 5"], false), (["holdout = 0.3", "batch = 4"], true), ([], true),
  ]

  @Test(arguments: FunctionTable.standard.functions.map(\.name))
  func everyFunction(name: String) throws {
    let function = try #require(FunctionTable.standard[name])
    let calls = Self.calls(of: function)
    #expect(!calls.isEmpty, "no arguments are known for \(name)")
    // All in one model; each counts in what the epochs hand on.
    let forward = calls.enumerated().map { "U\($0) = \($1)" }
    let update = calls.indices.map { "T = 0.5 * T + mean(U\($0) * 1.0)" }
    for (settings, isNoisy) in Self.modes {
      let text = Self.text(
        forward: forward, update: update, settings: settings, isNoisy: isNoisy)
      try CompiledEpochTests.compare(text, epochs: 5)
    }
  }

  static let statements: [String] = [
    "import numpy as np", "W1 += 0.01 * dW1", "W1 -= dW1", "b1 *= 0.9", "b1 /= 1.1",
    "T //= 2", "V %= 5", "b1 **= 2", "W1[0, 0] = 0.25", "W1[:, 1] = W1[:, 1] * 0.5",
    "W1[0] *= 0.99", "W1[-1, ::2] = 1", "n += 1", "V[2] = n", "V[n % 6] = 4", "V[n % 6] += n",
    "W1[n % 4, 0] = 0.1", "W1[W1 > 0.5] = 0.5", "W1[W1 > 0.5] *= 0.9", "b1[C[:, 0:1]] = 0.2",
    "V = V[::-1]", "V += arange(6) % 2", "F = F ^ C[:, 0]", "F = F & C[:, 1]", "F = F | ~C[:, 0]",
    "T = T + V[n % 6]", "T = T + E[n % 5, 1]", "T = T + np.sum(E[V % 5])",
    "T = T + np.sum(E[:, V % 3])",
    "T = T + np.sum(E[I[0]])", "T = T + np.sum(A[I[0], K[0] % 2])", "T = T + np.sum(E[V % 5, 1:])",
    "T = T + np.sum(E[V - 5])", "W1[[0, 2]] = 0.3", "T = T + np.sum(A[[0, n % 4]])",
    "s = A.shape; T = T + s[0] + s[1]", "q = (n, A[0, 0]); T = T + q[1]",
    "T = T + 0.5**(n // 3)", "T = T + (n > 3 and n < 8)", "T = T + (not n % 2)",
    "T = T + float(n % 3 == 0) * A.size",
    "T = T + np.sum([n, 2 * n])", "T = T + A.ndim + len(A)", "T = (T + n) % 7.5", "T = -T + +n",
    "V = V[permutation(6)]", "V = where(V > 3, V, ~V)", "V = abs(V - n) // 2",
    "T = T + (A.shape == (4, m))", "T = T + X[2, n % 2] + X[2][1]", "T = T + randn()",
  ]

  @Test(arguments: statements.indices)
  func everyStatement(index: Int) throws {
    for (settings, isNoisy) in Self.modes {
      try CompiledEpochTests.compare(
        Self.text(
          update: Self.statements[index].split(separator: "; ").map(String.init),
          settings: settings, isNoisy: isNoisy),
        epochs: 9)
    }
  }

  /// Conditions, watched while statements of all kinds run.
  @Test(arguments: ["epoch % 7 == 6", "n > 12", "L < 0.1", "accuracy > 2", "V[0] > 3"])
  func conditions(condition: String) throws {
    for (settings, isNoisy) in Self.modes {
      for statement in ["V[n % 6] += 1", "W1[W1 > 0.5] *= 0.9", "T = T + cumsum(A)[-1]"] {
        let text = Self.text(update: [statement], settings: settings, isNoisy: isNoisy)
        var breakpoints = Breakpoints()
        breakpoints.add(.condition(try Parser.expression(condition)))
        try EngineConditionTests.compare(text, .epochs(20), breakpoints, times: 3)
      }
    }
  }

  /// What fails does so in the same epoch, at the same place and with the same words.
  @Test(arguments: [
    "V = V * 3 + 1", "T = T + int(10.0**(n + 5))", "T = T + V[n]", "T = T + int(log(5.5 - n))",
    "W1[n, 0] = 1", "V += 2**(5 * n)", "T = T + full(3, A[0, 0] * nan).astype(int)[0]",
    "T = T + np.sum(arange(6)[V > n - 3])", "T = T + prod(V + 10**n)", "V = V + 2**50",
  ])
  func faults(statement: String) throws {
    for (settings, isNoisy) in Self.modes {
      let program = try CompiledEpochTests.program(
        Self.text(update: [statement], settings: settings, isNoisy: isNoisy))
      var compiled = Run(program)
      var interpreted = Run(program)
      interpreted.isCompiling = false
      func failure(_ run: inout Run) -> String {
        do {
          try run.runEpochs(60)
          return "none"
        } catch {
          return "\(error)"
        }
      }
      #expect(failure(&compiled) == failure(&interpreted))
      CompiledEpochTests.expectSame(compiled, interpreted)
    }
  }

  /// The same in every vector width.
  @Test func everyWidth() throws {
    let forward = FunctionTable.standard.functions.flatMap { Self.calls(of: $0) }
      .enumerated().map { "U\($0) = \($1)" }
    let sum = forward.indices.map { "T = 0.5 * T + mean(U\($0) * 1.0)" }
    let program = try CompiledEpochTests.program(Self.text(forward: forward, update: sum))
    #expect(try CompiledEpochTests.results(of: program, epochs: 5).count == 1)
  }

  /// What a call is written like does not decide what it is compiled to.
  @Test func synonymsAreTheSameGraph() throws {
    var graphs: [Graph] = []
    for call in ["clip(Z, -1, 1)", "clip(Z, a_min=-1, a_max=1)", "Z.clip(max=1, min=-1)"] {
      let program = try CompiledEpochTests.program(
        Self.text(forward: ["U = \(call)"], update: ["T = T + mean(U)"]))
      var run = Run(program)
      try run.runEpochs(1)
      graphs.append(
        try Compiler.compile(
          program, run.state, PassKind(examples: 14, isLast: true, batches: 1, examplesOfEpoch: 14)
        ).graph)
    }
    #expect(graphs[0].nodes == graphs[1].nodes)
    #expect(graphs[0].nodes == graphs[2].nodes)
    #expect(graphs[0].hostCalls.isEmpty)
  }

  /// What models of a class do is instructions, and nothing that is called.
  @Test(arguments: [
    "U = floor(Z)", "U = eye(3)[K[0]].T", "U = E[:, K[0]]",
    "U = 0.5**(n // 1000)",
    "U = (I == K) * 2", "U = sum(C, axis=0)", "U = (K + 1) * I - 3", "U = int(C) + bool(I)",
    "U = K % 2 + n // 7", "U = E[K[0]]", "U = round(A, 2)", "U = Z // 1 + Z % 0.3",
  ])
  func isNative(statement: String) throws {
    for settings in [[], ["batch = 5"]] {
      let text = Self.text(
        forward: [statement], update: ["T = T + mean(U * 1.0)"], settings: settings)
      try CompiledEpochTests.compare(text, epochs: 7)
      let program = try CompiledEpochTests.program(text)
      var run = Run(program)
      try run.runEpochs(1)
      let pass = PassKind(
        examples: 5, isLast: true, batches: program.batchesPerEpoch, examplesOfEpoch: 5)
      let graph = try Compiler.compile(program, run.state, pass).graph
      #expect(graph.hostCalls.isEmpty, "\(statement)")
    }
  }
}
