import Testing

@testable import Training

/// What only moves elements, and what few models use, compiled and equation by equation.
struct EngineFunctionTests {
  /// Made of the activations `A` and their sums `Z`, six rows of each, again six rows.
  static let expressions = [
    "vstack((A[0:3], Z[3:6]))", "A[::-1]", "hstack((A[:, 0:2], Z[:, 2:]))",
    "concatenate((A[0:2], Z[1:5]), axis=0)", "hstack((A, Z))[:, 0:m]",
    "concatenate((A, Z), axis=1)[:, m:]", "A - A.mean(axis=1, keepdims=True)",
    "(A - mean(A)) / (A.std(axis=1, keepdims=True) + 0.1)",
    "A / sqrt(var(A, axis=0, keepdims=True) + 1)", "A * std(A) + var(Z)", "A * A[0, 0]",
    "A + A[2]", "A * A[1:2] + Z[-1]", "reshape(A, (3, -1)).reshape(6, -1)",
    "A.flatten().reshape(6, -1)", "clip(A, -0.5, 0.25)", "clip(A, None, 0.1)",
    "where(argmax(A, axis=0) == 2, A, Z)", "where(argmin(A, axis=1, keepdims=True) == 0, A, Z)",
    "A * (argmax(Z) > 9)", "A * (rand(6, m) < 0.8) / 0.8", "A + randn(6, 1) * 0.1",
    "A + uniform(-0.1, 0.1, size=(6, m))", "A * permutation(6).reshape(6, 1) / 6",
    "A * choice([0.0, 1.0, 2.0], size=(1, m)) + randint(0, 2, size=(6, 1))",
    "A[0:1] * Z + A[5:6]",
  ]

  static func text(_ expression: String, examples: Int, batch: Int?) -> String {
    (batch.map { "settings:\n  batch = \($0)\n" } ?? "") + """
      data:
        seed(\(examples))
        X = randn(3, \(examples))
        Y = float(X[0:1] * X[1:2] < 0)
      init:
        W1 = randn(6, 3)
        b1 = randn(6, 1) * 0.3
        W2 = randn(1, 6)
      forward:
        Z = W1 @ X + b1
        A = tanh(Z)
        B = \(expression)
        P = sigmoid(W2 @ B)
      loss:
        L = bce(P, Y) + 0.01 * sum(W1[1:]**2)
      update:
        momentum(0.05)
      """
  }

  @Test(arguments: expressions) func compiled(expression: String) throws {
    for (examples, batch) in [(3, nil), (33, nil), (1030, nil), (13, 5), (20, 10)] {
      let text = Self.text(expression, examples: examples, batch: batch)
      try CompiledEpochTests.compare(text, epochs: examples > 1000 ? 4 : 7)
    }
  }
}
