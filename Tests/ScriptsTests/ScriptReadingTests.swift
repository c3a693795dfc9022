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
