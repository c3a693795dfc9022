import Networks
import Support
import Testing

@testable import Scripts
@testable import Training

/// What scripts say in words of their own, and mistakes that are found by what they do.
@Suite struct ScriptKindsTests {
  /// A script, and the mean loss that NumPy has in its fifth round.
  struct Reading: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var loss: Double
    var text: String

    init(_ name: String, _ loss: Double, _ lines: String) {
      testDescription = name
      self.loss = loss
      text = "import numpy as np\nnp.random.seed(0)\n" + lines
    }
  }

  private static let line = """
    X = np.random.randn(8, 2)
    y = X @ np.array([[3.0], [1.0]])
    W = np.zeros((2, 1))

    """

  private static func classes(_ first: String, _ second: String) -> String {
    """
    A = \(first)
    B = \(second)
    X = np.vstack((A, B))
    y = np.array([1.0] * 4 + [0.0] * 4).reshape(-1, 1)
    W = np.zeros((2, 1))
    for e in range(50):
        p = 1 / (1 + np.exp(-X @ W))
        loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
        W -= 0.1 * X.T @ (p - y) / 8
        print(loss)
    """
  }

  static let readings: [Reading] = [
    Reading(
      "rows by a list of places", 1.2525926871172182,
      line + """
        order = np.random.permutation(8)
        Xs = np.array([X[i] for i in order])
        ys = np.array([y[i] for i in order])
        for e in range(50):
            p = Xs @ W
            loss = np.mean((p - ys) ** 2)
            W -= 0.1 * 2 * Xs.T @ (p - ys) / 8
            print(loss)
        """),
    Reading(
      "examples of a list in another order", 0.0012375250354710519,
      line + """
        data = list(zip(X, y))
        for e in range(50):
            order = np.random.permutation(8)
            shuffled = [data[i] for i in order]
            total = 0
            for x, t in shuffled:
                p = x @ W
                loss = np.sum((p - t) ** 2)
                total += loss
                W -= 0.05 * 2 * np.outer(x, p - t)
            print(total)
        """),
    Reading(
      "a loop over drawn places", 0.0012375250354710519,
      line + """
        for e in range(50):
            total = 0
            for i in np.random.permutation(8):
                x = X[i:i+1]
                p = x @ W
                loss = np.sum((p - y[i:i+1]) ** 2)
                total += loss
                W -= 0.05 * 2 * x.T @ (p - y[i:i+1])
            print(total)
        """),
    Reading(
      "what nobody asks for, of a function that gives two", 0.9312920222321086,
      line + """

        V = np.random.randn(2, 3)
        W = np.random.randn(3, 1)
        def forward():
            h = np.tanh(X @ V)
            return h, h @ W
        for e in range(50):
            h, p = forward()
            d = 2 * (p - y) / 8
            V, W = V - 0.1 * X.T @ (d @ W.T * (1 - h ** 2)), W - 0.1 * h.T @ d
            _, p = forward()
            print(np.mean((p - y) ** 2))
        """),
    Reading(
      "parameters in lists of lists", 1.025575752956068,
      line + """

        layers = []
        for a, b in [(2, 3), (3, 1)]:
            layers.append([np.random.randn(a, b), np.zeros((1, b))])
        for e in range(50):
            a = [X]
            for i, (W, b) in enumerate(layers):
                z = a[-1] @ W + b
                a.append(np.tanh(z) if i == 0 else z)
            loss = np.mean((a[-1] - y) ** 2)
            print(loss)
            d = 2 * (a[-1] - y) / 8
            for i in (1, 0):
                g = [a[i].T @ d, d.sum(axis=0, keepdims=True)]
                if i > 0:
                    d = d @ layers[i][0].T * (1 - a[i] ** 2)
                for j in range(2):
                    layers[i][j] = layers[i][j] - 0.1 * g[j]
        """),
    Reading(
      "elements one by one", 1.252592687117218,
      line + """

        for e in range(50):
            p = np.empty_like(y)
            for n in range(8):
                p[n][0] = X[n][0] * W[0][0] + X[n][1] * W[1][0]
            loss = 0.0
            for n in range(8):
                loss = loss + (p[n][0] - y[n][0]) ** 2 / 8
            print(loss)
            for j in range(2):
                g = 0.0
                for n in range(8):
                    g = g + 2 * (p[n][0] - y[n][0]) * X[n][j] / 8
                W[j][0] = W[j][0] - 0.1 * g
        """),
    Reading(
      "labels by place, without a loss", 0.9958178096070422,
      """
      X = np.random.randn(30, 4)
      y = np.random.randint(0, 3, 30)
      W = np.random.randn(4, 3) * 0.1
      for e in range(50):
          E = np.exp(X @ W)
          P = E / E.sum(axis=1, keepdims=True)
          P[np.arange(len(y)), y] -= 1
          P /= len(y)
          W -= 0.5 * X.T @ P
      """),
    Reading(
      "three axes, one by one", 0.20408396807585433,
      """
      X = np.reshape([[0, 0], [0, 1], [1, 0], [1, 1]], (4, 2, 1))
      Y = np.array([[[0]], [[1]], [[1]], [[0]]])
      W1 = np.random.randn(3, 2)
      W2 = np.random.randn(1, 3)
      for e in range(50):
          total = 0
          for x, y in zip(X, Y):
              h = np.tanh(W1 @ x)
              o = np.tanh(W2 @ h)
              total += np.mean((y - o) ** 2)
              g = 2 * (o - y) * (1 - o ** 2)
              gh = W2.T @ g * (1 - h ** 2)
              W2 -= 0.1 * g @ h.T
              W1 -= 0.1 * gh @ x.T
          print(total / 4)
      """),
    Reading(
      "a function of each row", 1.0606631261945982,
      line + """
        T = np.eye(3)[np.array([0, 1, 2, 0, 1, 2, 0, 1])]
        W = np.zeros((2, 3))
        def softmax(v):
            e = np.exp(v - np.max(v))
            return e / e.sum()
        for e in range(50):
            P = np.apply_along_axis(softmax, 1, X @ W)
            loss = -np.sum(T * np.log(P)) / 8
            W -= 0.1 * X.T @ (P - T) / 8
            print(loss)
        """),
    Reading(
      "an array and a tuple", 0.24230616592500812,
      classes("np.random.randn(4, 2) + (2, 2)", "np.random.randn(4, 2) - [2, 2]")),
    Reading(
      "normal numbers around several", 0.23181109616885112,
      classes(
        "np.random.normal([2, 2], 1.0, (4, 2))",
        "np.random.normal(loc=np.array([-2.0, -2.0]), scale=[0.5, 1.0], size=(4, 2))")),
    Reading(
      "made in the first round", 0.10056902751157604,
      line + """
        class Momentum:
            def __init__(self):
                self.v = None
            def step(self, W, g):
                if self.v is None:
                    self.v = np.zeros_like(g)
                self.v = 0.9 * self.v - 0.05 * g
                return W + self.v
        rule = Momentum()
        for e in range(50):
            p = X @ W
            loss = np.mean((p - y) ** 2)
            W = rule.step(W, 2 * X.T @ (p - y) / 8)
            print(loss)
        """),
  ]

  @Test(arguments: readings) func itTrainsAsUnderNumPy(reading: Reading) throws {
    let script = try Script(reading.text, name: "kind")
    #expect(script.notes.allSatisfy { if case .parts = $0 { false } else { true } })
    let mistakes = script.departures.filter { !$0.isHarmless }
    #expect(mistakes.isEmpty, "\(mistakes)\n\(script.program.model.text)")
    var run = Run(script.program)
    try run.runEpochs(5)
    let loss = Array(run.losses).last ?? .nan
    #expect((loss - reading.loss).magnitude <= 1e-12 * max(1, reading.loss), "\(loss)")
  }

  /// A script with a mistake, and a piece of the line that is to be named.
  struct Mistake: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var named: String
    /// What should stand there, where that is certain.
    var right: String?
    var text: String

    init(_ name: String, named: String, right: String? = nil, _ lines: String) {
      testDescription = name
      self.named = named
      self.right = right
      text = "import numpy as np\nnp.random.seed(1)\n" + lines
    }
  }

  private static func network(_ backward: String) -> String {
    let head = """
      X = np.random.randn(20, 2)
      y = (X[:, 0:1] * X[:, 1:2] > 0) * 1.0
      W1 = np.random.randn(2, 5)
      W2 = np.random.randn(5, 1)
      b1 = np.zeros((1, 5))
      lr = 0.5
      for e in range(200):
          h = np.tanh(X @ W1 + b1)
          p = 1 / (1 + np.exp(-(h @ W2)))
          loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

      """
    return head
      + backward.split(separator: "\n").map { "    \($0)\n" }.joined() + "    print(loss)\n"
  }

  private static func line(_ steps: String, loss: String = "    loss = np.mean((p - y) ** 2)\n")
    -> String
  {
    """
    X = np.random.randn(8, 2)
    y = X @ np.array([[3.0], [1.0]])
    W = np.zeros((2, 1))
    b = 0
    lr = 0.1
    for e in range(200):
        p = X @ W + b

    """ + loss + steps.split(separator: "\n").map { "    \($0)\n" }.joined()
  }

  static let mistakes: [Mistake] = [
    Mistake(
      "a rate taken twice", named: "W -= lr * v", right: "W -= v",
      line(
        """
        v = 0.9 * v + lr * 2 * X.T @ (p - y) / 8
        W -= lr * v
        b -= lr * 2 * np.mean(p - y)
        print(loss)
        """
      ).replacing("b = 0\n", with: "b = 0.0\nv = np.zeros((2, 1))\n")),
    Mistake(
      "a correction of the wrong memory", named: "v_hat = v / (1 - beta1 ** t)",
      right: "v_hat = v / (1 - beta2**t)",
      line(
        """
        g = 2 * X.T @ (p - y) / 8
        t += 1
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g ** 2
        m_hat = m / (1 - beta1 ** t)
        v_hat = v / (1 - beta1 ** t)
        W -= lr * m_hat / (np.sqrt(v_hat) + 1e-8)
        b -= lr * 2 * np.mean(p - y)
        print(loss)
        """
      ).replacing(
        "b = 0\n",
        with: """
          b = 0.0
          t, beta1, beta2 = 0, 0.9, 0.999
          m, v = np.zeros((2, 1)), np.zeros((2, 1))

          """)),
    Mistake(
      "a step up the gradient in batches", named: "W += lr * g",
      """
      X = np.random.randn(8, 2)
      y = X @ np.array([[3.0], [1.0]])
      W = np.zeros((2, 1))
      lr = 0.1
      for e in range(200):
          for k in range(0, 8, 4):
              p = X[k:k+4] @ W
              loss = np.mean((p - y[k:k+4]) ** 2)
              g = 2 * X[k:k+4].T @ (p - y[k:k+4]) / 4
              W += lr * g
          print(loss)
      """),
    Mistake(
      "one element's step too small", named: "W[1][0] -= lr * g[1][0] / 2",
      line(
        """
        g = 2 * X.T @ (p - y) / 8
        W[0][0] -= lr * g[0][0]
        W[1][0] -= lr * g[1][0] / 2
        b -= lr * 2 * np.mean(p - y)
        print(loss)
        """)),
    Mistake(
      "the slope twice in one use", named: "dW1 = X.T @ (dh",
      network(
        """
        dp = (p - y) / 20
        dW2 = h.T @ dp
        dh = dp @ W2.T * (1 - h**2)
        dW1 = X.T @ (dh * (1 - h**2))
        db1 = dh.sum(axis=0, keepdims=True)
        W1 -= lr * dW1
        b1 -= lr * db1
        W2 -= lr * dW2
        """)),
    Mistake(
      "a slope where the sign is inside", named: "delta1 = ",
      network(
        """
        delta = (y - p) / 20
        delta1 = delta @ W2.T * (1 - h)
        W2 += lr * h.T @ delta
        W1 += lr * X.T @ delta1
        b1 += lr * delta1.sum(axis=0, keepdims=True)
        """)),
    Mistake(
      "the difference the other way round", named: "delta = (p - y)",
      right: "delta = (y - p) / 20",
      network(
        """
        delta = (p - y) / 20
        delta1 = delta @ W2.T * (1 - h**2)
        W2 += lr * h.T @ delta
        W1 += lr * X.T @ delta1
        b1 += lr * delta1.sum(axis=0, keepdims=True)
        """)),
    Mistake(
      "the same gradient twice", named: "db1 = ",
      network(
        """
        dp = (p - y) / 20
        dW2 = h.T @ dp
        dh = dp @ W2.T * (1 - h**2)
        dW1 = X.T @ dh
        db1 = dp.sum(axis=0, keepdims=True)
        W1 -= lr * dW1
        b1 -= lr * db1
        W2 -= lr * dW2
        """)),
    Mistake(
      "the step of an error", named: "d = X.T", right: "d = X.T @ (p - y) * 2 / 8",
      line("d = X.T @ (y - p) * 2 / 8\nW -= lr * d\nprint(loss)")),
    Mistake(
      "a step without a rate", named: "W += d", right: "W -= d",
      line(
        "d = lr * X.T @ (p - y)\nW += d\nprint(loss)",
        loss: "    loss = 0.5 * np.sum((p - y) ** 2)\n")),
    Mistake(
      "a rate that shrinks, and no loss", named: "b = b + lr", right: "b = b - lr * db",
      line(
        "lr = lr * 0.99\ndW = X.T @ (p - y) / 8\ndb = np.mean(p - y)\nW = W - lr * dW\nb = b + lr * db",
        loss: "")),
    Mistake(
      "labels that are never filled in", named: "T = np.zeros",
      """
      X = np.random.randn(20, 2)
      label = (X[:, 0] > 0).astype(int)
      T = np.zeros((20, 2))
      W = np.random.randn(2, 2)
      for e in range(200):
          s = X @ W
          P = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
          loss = -np.sum(T * np.log(P)) / 20
          W -= 0.1 * X.T @ (P - T) / 20
          print(loss)
      """),
    Mistake(
      "sums that rows never set to zero", named: "grad += ", right: "grad = outer(x, err)",
      """
      X = np.random.randn(6, 3)
      Y = np.random.randn(6, 2)
      W = np.random.randn(3, 2) * 0.3
      grad = np.zeros_like(W)
      for epoch in range(200):
          loss = 0
          for x, t in zip(X, Y):
              err = x @ W - t
              loss += 0.5 * np.sum(err ** 2)
              grad += np.outer(x, err)
              W -= 0.01 * grad
          print(epoch, loss)
      """),
  ]

  @Test(arguments: mistakes) func theLineIsNamedAndMended(mistake: Mistake) throws {
    let script = try Script(mistake.text, name: "kind")
    let first = script.departures.first { !$0.isHarmless }
    let line = script.lines.firstIndex { $0.contains(mistake.named) }.map { $0 + 1 }
    #expect(first?.line == line, "\(String(describing: first))")
    if let right = mistake.right { #expect(first?.right?.text == right) }
    guard let mending = first?.mending else { return }
    var runs = Runs(Run(script.program))
    _ = try runs.set(mending, in: first?.section(in: script.program))
    let left = script.departures(in: runs.run).filter { !$0.isHarmless }
    #expect(left.isEmpty, "\(left)\n\(runs.run.program.model.text)")
  }
}
