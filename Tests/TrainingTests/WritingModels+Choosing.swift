/// Models that choose: indices, truth values, draws inside equations.
extension WritingModels {
  private static func model(
    _ forward: String, loss: String = "L = mse(P, Y)", setting: String = "",
    update: String = "sgd(lr)"
  ) -> String {
    func lines(_ text: String) -> String {
      text.split(separator: "\n").map { "  \($0)\n" }.joined()
    }
    return """
      settings:
        lr = 0.05
      \(lines(setting))data:
        X = randn(3, 12)
        Y = X[0:1] * X[1:2] + 0.5
        T = randint(0, 4, size=(2, 12))
        M = X[2:] > 0
      init:
        W = randn(4, 3) * 0.5
        v = randn(1, 4)
        E = randn(4, 4)
        s = zeros((4, 1)) - 1
        t = 0
      forward:
        Z = W @ X
      \(lines(forward))loss:
      \(lines(loss))update:
      \(lines(update))
      """
  }

  /// Words of NumPy and Python that scripts begin with.
  private static let generators = """
    settings:
      lr = 0.05
    data:
      rng = np.random.default_rng(7)
      X = rng.normal(0, 1, size=(3, 12))
      Y = X[0:1] * X[1:2] + 0.5
      T = rng.integers(0, 4, size=12)
      rows, n = X.shape
    init:
      old = np.random.RandomState(3)
      W = old.randn(4, rows) * 0.5
      v = rng.standard_normal((1, 4))
      b = np.random.random((4, 1)) - 0.5
    forward:
      Z = W @ X + b
      H = np.maximum(0, Z) * (rng.random((4, 12)) < 0.8)
      P = v @ H
      S = softmax(Z, axis=0)
    loss:
      L = mse(P, Y) - np.mean(np.log(S[T, np.arange(n)])) + 0.01 * np.linalg.norm(W) + 0.01 * np.sum(H[H > 0.5]**2)
    update:
      W -= lr / (1 + 0.1 * epoch) * dW
      v -= lr * dv
      b -= lr * db

    """

  /// Words for picking, joining and ordering, in one loss.
  private static let words = model(
    """
    H = np.stack([Z[0], Z[1]], axis=1).T + np.expand_dims(np.sort(Z[2]), 0)
    K = np.c_[H[0], H[1]] @ np.einsum('ij,kj->ik', E[0:2], E[0:2])
    P = np.append(K[:, 0], K[:, 1]) * np.tile(np.cumsum(Z[3]), 2)
    Q = np.median(Z, axis=0) + np.average(Z, axis=0, weights=[1, 2, 3, 4.0])
    """,
    loss: "L = np.mean((P[0:m] - Y[0])**2) + np.mean(Q**2) + np.sum(np.diag(E))**2 * 0.1",
    update: "sgd(0.0005)")

  static let choosing: [Sample] = [
    Sample(name: "generators of their own, pairs and epoch", text: generators),
    Sample(name: "words for picking, joining and ordering", text: words),
    Sample(
      name: "dropout inside an equation",
      text: model("H = maximum(0, Z) * (rand(4, 12) < 0.8) / 0.8\nP = v @ H")),
    Sample(
      name: "noise inside an equation",
      text: model("H = Z + randn(4, 12) * exp(s)\nP = v @ H", update: "adam(0.01)")),
    Sample(
      name: "draws of a batch, in the loss, and one alone",
      text: model(
        "H = tanh(Z * uniform(0.5, 1.5, size=(4, 1)))\nP = v @ H * (1 + 0.1 * randn())",
        loss: "L = mean((P - Y) ** 2 * rand(1, m))", setting: "batch = 5")),
    Sample(
      name: "whole numbers that multiply",
      text: model("D = randint(0, 2, size=(4, 12))\nH = E @ D + Z * D\nP = v @ H")),
    Sample(name: "rows of an embedding", text: model("H = E[T[0]].T + Z\nP = v @ H")),
    Sample(
      name: "columns of an embedding, in batches",
      text: model("H = E[:, T[0]] + E[:, T[1]] * Z\nP = v @ tanh(H)", setting: "batch = 5")),
    Sample(
      name: "places that are computed",
      text: model("k = (T[0] + 1) % 4\nH = E[:, k] * Z\nP = v[:, choice(4, size=3)] @ H[0:3]")),
    Sample(
      name: "truth values that are counted with",
      text: model("B = Z > 0\nH = Z * B + 0.1 * Z * (1 - B) + (B - 0.5) * s\nP = v @ H * 1.0")),
    Sample(
      name: "where by names, truth values and numbers",
      text: model(
        "B = Z > 0\nC = where(M, B, Z < 1)\nH = where(C, Z, 0.1 * Z)\nP = where(M, v @ H, 0.5)",
        loss: "right = mean((P > 0.5) == (Y > 0.5))\nL = mse(P, Y)")),
    Sample(
      name: "a rate that a condition of numbers decides",
      text: model(
        "P = v @ tanh(Z)",
        update: """
          t += 1
          rate = where(t < 3, 0.1, 0.02)
          W = W - rate * dW
          v = v - where(t % 2 == 0, rate, 0.01) * dv
          E = E * 1
          s = s - 0 * s
          """)),
    Sample(
      name: "batches chosen by a mask",
      text: model("H = where(M, Z, tanh(Z))\nP = v @ H", setting: "batch = 5\nholdout = 0.25")),
    Sample(
      name: "a zero that keeps its shape",
      text: model("P = v @ tanh(Z)", loss: "L = mse(P, Y) + 0 * sum(Z.T @ Z) + sum(W / W) / 100")),
  ]
}
