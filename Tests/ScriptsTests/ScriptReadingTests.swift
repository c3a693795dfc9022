import Networks
import Support
import Testing
import Training

@testable import Scripts

@Suite struct ScriptReadingTests {
  @Test func aFlatScriptBecomesAModel() throws {
    let text = """
      import numpy as np
      np.random.seed(1)
      X = np.array([[0, 1, 2, 3]])
      Y = 2 * X + 1
      w = np.zeros((1, 1))
      b = np.zeros((1, 1))
      lr = 0.1
      for epoch in range(100):
          A = w @ X + b
          loss = np.mean((A - Y) ** 2)
          dA = 2 * (A - Y) / 4
          w = w - lr * (dA @ X.T)
          b -= lr * np.sum(dA, axis=1, keepdims=True)
          print(epoch, loss)
      """
    let script = try Script(text, name: "line")
    #expect(
      script.program.model.text == """
        settings:
          lr = 0.1
        data:
          seed(1)
          X = array([[0, 1, 2, 3]])
          Y = 2 * X + 1
        init:
          w = zeros((1, 1))
          b = zeros((1, 1))
        forward:
          A = w @ X + b
        loss:
          loss = mean((A - Y)**2)
        backward:
          dA = 2 * (A - Y) / 4
        update:
          w = w - lr * (dA @ X.T)
          b -= lr * sum(dA, axis=1, keepdims=True)

        """)
  }

  /// What a forward pass hands on for the gradients keeps the names that it has there, however it is
  /// handed on.
  @Test(arguments: [
    ("(Z1, A1, A2)", "Z1, A1, A2 = cache"), ("Z1, A1, A2", "_, A1, A2 = cache"),
    ("[Z1, A1, A2]", "A1, A2 = cache[1], cache[2]"),
    ("{'A1': A1, 'A2': A2}", "A1, A2 = cache['A1'], cache['A2']"),
  ]) func namesAreKeptInACache(made: String, taken: String) throws {
    let script = try Script(
      """
      import numpy as np
      np.random.seed(1)
      X = np.random.randn(2, 20)
      Y = (X[0:1] > 0) * 1.0
      def init():
          W1 = np.random.randn(3, 2)
          W2 = np.random.randn(1, 3)
          return W1, W2
      def forward(X, W1, W2):
          Z1 = W1 @ X
          A1 = np.tanh(Z1)
          A2 = 1 / (1 + np.exp(-(W2 @ A1)))
          cache = \(made)
          return A2, cache
      params = init()
      W1, W2 = params
      for epoch in range(100):
          A2, cache = forward(X, W1, W2)
          loss = -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))
          \(taken)
          dZ2 = (A2 - Y) / 20
          dW2 = dZ2 @ A1.T
          dW1 = (W2.T @ dZ2 * (1 - A1**2)) @ X.T
          W2 = W2 - 0.5 * dW2
          W1 = W1 - 0.5 * dW1
      """, name: "cached")
    #expect(script.program.steps(in: .forward).compactMap(\.target) == ["Z1", "A1", "A2"])
    #expect(script.program.steps(in: .`init`).compactMap(\.target) == ["W1", "W2"])
  }

  private static let network = """
    import numpy as np
    np.random.seed(1)
    X = np.random.randn(2, 20)
    Y = (X[0:1] > 0) * 1.0
    W = np.random.randn(1, 2)
    b = np.zeros((1, 1))
    def step(W, dW):
        return W - 0.5 * dW, 0
    for epoch in range(100):
        A = 1 / (1 + np.exp(-(W @ X + b)))
        loss = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
        dZ = (A - Y) / 20
        db = np.sum(dZ, axis=1, keepdims=True)
        W, _ = step(W, dZ @ X.T)
        b = b - 0.5 * db
        if loss < 0.01:
            break
    """

  /// A line that is mistaken, and the one that is to be named.
  @Test(arguments: [
    ("", "", 0), ("axis=1, keepdims=True", "axis=0, keepdims=True", 13),
    ("return W - 0.5", "return W + 0.5", 8), ("    b = b - 0.5 * db", "    pass", 6),
    ("(A - Y)", "A", 12),
  ]) func theLineIsNamed(right: String, mistake: String, line: Int) throws {
    let text = right.isEmpty ? Self.network : Self.network.replacing(right, with: mistake)
    let script = try Script(text, name: "named")
    let first = script.departures.first { !$0.isHarmless }
    #expect(first?.line ?? 0 == line, "\(String(describing: first))")
    #expect(script.notes.contains(.endsWhen("loss < 0.01", line: 17)))
  }
}
