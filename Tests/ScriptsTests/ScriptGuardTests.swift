import Testing

@testable import Scripts

/// Losses that are kept from the logarithm of zero: the mistaken line is still the one that is named.
@Suite struct ScriptGuardTests {
  static let classes = """
    import numpy as np
    rng = np.random.default_rng(0)
    X = rng.standard_normal((40, 2))
    Y = np.eye(3)[(X[:, 0] > 0).astype(int) + (X[:, 1] > 0).astype(int)]
    W1 = rng.normal(0, 0.5, (2, 5)); b1 = np.zeros(5)
    W2 = rng.normal(0, 0.5, (5, 3)); b2 = np.zeros(3)
    eps = 1e-8
    for epoch in range(200):
        a1 = np.tanh(X @ W1 + b1)
        e = np.exp(a1 @ W2 + b2)
        p = e / e.sum(axis=1, keepdims=True)
        loss = -np.mean(np.sum(Y * np.log(GUARDED), axis=1))
        dz2 = (p - Y) / len(X)
        dW2 = a1.T @ dz2
        db2 = dz2.sum(axis=0)
        da1 = dz2 @ W2.T
        dz1 = da1 * (1 - a1 ** 2)
        dW1 = X.T @ dz1
        db1 = dz1.sum(axis=0)
        W1 -= 0.5 * dW1; b1 -= 0.5 * db1; W2 -= 0.5 * dW2; b2 -= 0.5 * db2
    """

  static let guarded = [
    "p", "p + 1e-9", "1e-12 + p", "p + eps", "np.clip(p, 1e-9, 1)", "np.clip(p, eps, 1 - eps)",
    "np.clip(p, 1e-7, 0.9999999)", "np.maximum(p, 1e-10)",
  ]

  static let mistakes = [
    ("1 - a1 ** 2", "1 - a1", 17), ("a1.T @ dz2", "a1.T @ dz2 * 3", 14),
    ("X.T @ dz1", "X.T @ dz1 / len(X)", 18),
    ("db2 = dz2.sum(axis=0)", "db2 = dz2.mean(axis=0)", 15),
    ("dz2 @ W2.T", "dz2 @ W2.T * 2", 16),
  ]

  @Test(arguments: guarded) func theLineIsNamed(guarded: String) throws {
    var right = Self.classes.replacing("GUARDED", with: guarded)
    if !guarded.contains("eps") { right = right.replacing("eps = 1e-8", with: "# no setting") }
    let script = try Script(right, name: "right")
    #expect(script.departures.filter { !$0.isHarmless }.isEmpty, "\(script.departures)")
    for (line, mistake, number) in Self.mistakes {
      let script = try Script(right.replacing(line, with: mistake), name: "mistaken")
      let first = script.departures.first { !$0.isHarmless }
      #expect(
        first?.line == number || first?.otherwise?.line == number,
        "\(mistake): \(String(describing: first))")
    }
  }
}
