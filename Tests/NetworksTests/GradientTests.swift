import Support
import Testing

@testable import Equations
@testable import Networks

/// Derived gradients against central differences, each parameter and each value between; and the same
/// derivatives carried forwards.
@Suite struct GradientTests {
  static let activations = [
    "sigmoid", "tanh", "relu", "leaky_relu", "softplus", "softmax", "identity", "1/(1+exp(-Z))",
    "maximum(Z, 0)", "(exp(Z) - exp(-Z)) / (exp(Z) + exp(-Z))", "Z * sigmoid(Z)", "log(1 + exp(Z))",
    "exp(Z) / sum(exp(Z), axis=0)", "where(Z > 0, Z, 0.1 * Z)", "1 / (1 + np.exp(-Z))",
  ]

  /// A loss, the activation before it, and targets that suit it.
  static let losses: [(loss: String, activation: String, targets: String)] = [
    ("bce(A, Y)", "sigmoid", "randint(0, 2, size=(K, M))"),
    ("mse(A, Y)", "tanh", "randn(K, M)"),
    ("mse(A, Y)", "identity", "randn(K, M)"),
    ("mae(A, Y)", "identity", "randn(K, M) + 3"),
    ("cross_entropy(A, Y)", "softmax", "softmax(randn(K, M))"),
    ("cross_entropy(A, Y)", "softmax", "rand(K, M)"),
    ("mean((A - Y)**2)", "sigmoid", "rand(K, M)"),
    ("-mean(Y*log(A) + (1-Y)*log(1-A))", "sigmoid", "randint(0, 2, size=(K, M))"),
    ("-mean(Y*np.log(A) + (1-Y)*np.log(1-A))", "1/(1 + np.exp(-Z))", "rand(K, M)"),
    ("-sum(Y*log(A)) / m", "softmax", "rand(K, M)"),
    ("-1/m * np.sum(Y*np.log(A) + (1-Y)*np.log(1-A))", "sigmoid", "rand(K, M)"),
    ("np.sum((A - Y)**2) / (2*m)", "identity", "randn(K, M)"),
    ("mean(sum((A - Y)**2, axis=0))", "softplus", "randn(K, M)"),
    ("mean(abs(A - Y))", "sigmoid", "randn(K, M) + 2"),
    ("sum(square(A - Y))", "tanh", "randn(K, M)"),
    ("mean(maximum(0, 1 - Y * A))", "identity", "2 * randint(0, 2, size=(K, M)) - 1"),
  ]

  /// A network of random depth and widths, drawn from `seed`.
  static func network(_ seed: Int) -> String {
    var dice = Dice(seed)
    let layers = 1 + seed % 5
    let examples = 1 + dice.below(7)
    let (loss, lastActivation, targets) = dice.pick(losses)
    var sizes = [1 + dice.below(3)]
    for _ in 0..<layers { sizes.append(1 + dice.below(4)) }
    var initial = ""
    var forward = ""
    for layer in 1...layers {
      initial += "  W\(layer) = randn(\(sizes[layer]), \(sizes[layer - 1]))\n"
      let bias = [
        "randn(\(sizes[layer]), 1)", "randn(1, 1)", "randn(\(sizes[layer]), \(examples))",
      ]
      initial += "  b\(layer) = \(bias[dice.below(4) % 3]) * 0.3\n"
      let input = layer == 1 ? "X" : "A\(layer - 1)"
      forward += "  Z\(layer) = W\(layer) @ \(input) + b\(layer)\n"
      let activation = layer == layers ? lastActivation : dice.pick(activations)
      let call = activation.contains("Z") ? activation : "\(activation)(Z)"
      forward += "  A\(layer) = " + replacing("Z", with: "Z\(layer)", in: call) + "\n"
    }
    let size = String(sizes[layers])
    let y = replacing("M", with: String(examples), in: replacing("K", with: size, in: targets))
    return """
      data:
        seed(\(seed))
        X = randn(\(sizes[0]), \(examples))
        Y = \(y)
      init:
      \(initial)forward:
      \(forward)loss:
        L = \(replacing("A", with: "A\(layers)", in: loss))
      update:
        sgd(0.1)
      """
  }

  /// Replaces a one-letter name.
  static func replacing(_ name: Character, with text: String, in expression: String) -> String {
    expression.map { $0 == name ? text : String($0) }.joined()
  }

  @Test(arguments: 0..<120) func randomNetworks(seed: Int) throws {
    let text = Self.network(seed)
    do {
      let probe = try CentralDifferences(text)
      let (difference, name) = try probe.worstDifference()
      #expect(
        difference < 1e-6, "\(name) is off by \(difference)\n\(text)\n\(probe.backward)")
      let (gap, place) = try probe.worstTangentDifference(seed)
      #expect(gap < 1e-6, "forwards \(place) is off by \(gap)\n\(text)")
    } catch {
      Issue.record("\(error)\n\(text)")
    }
  }

  /// Equations that a student might write: init, forward and loss.
  static let written: [(initial: String, forward: String, loss: String)] = [
    ("W1 = randn(3, 2)", "Z1 = W1 @ X; A1 = 1/(1+exp(-Z1)); A2 = W1.T @ A1", "mean((A2 - Y)**2)"),
    ("W1 = randn(2, 2)", "A1 = tanh(W1 @ X); A2 = tanh(W1 @ A1)", "mean((A2 - Y)**2)"),
    (
      "W1 = randn(1, 2); b1 = 0.5", "A2 = sigmoid(W1 @ X + b1)",
      "-mean(T*log(A2) + (1-T)*log(1-A2))"
    ),
    ("W1 = randn(1, 2); c = randn(1)[0]", "A2 = c * sigmoid(W1 @ X) + c**2", "mse(A2, T)"),
    ("W1 = randn(2, 2)", "s = sum(W1 @ X, axis=1, keepdims=True); A2 = W1 @ X - s", "mean(A2**2)"),
    ("W1 = randn(2, 2)", "s = sum(W1 @ X, axis=0); A2 = W1 @ X * s", "mean(A2**2)"),
    ("W1 = randn(2, 2)", "s = sum(W1 @ X, axis=1); A2 = (W1 @ X).T * s", "mean(A2**2)"),
    ("W1 = randn(4, 2)", "A1 = tanh(W1 @ X); A2 = A1[0:1] * A1[1:2] + A1[2:3]", "mse(A2, T)"),
    ("W1 = randn(4, 2)", "A1 = tanh(W1 @ X); A2 = A1[0] * A1[-1]", "mean((A2 - T[0])**2)"),
    ("W1 = randn(4, 2)", "A1 = tanh(W1 @ X); A2 = A1[::2, :] - A1[1::2]", "mean(A2**2)"),
    ("W1 = randn(4, 2)", "A2 = W1 @ X", "mean(A2[:, 0]**2) + A2[1, 2]"),
    ("w = randn(6)", "W1 = w.reshape(3, 2); A2 = W1 @ X", "mean(tanh(A2))"),
    ("w = randn(2)", "A2 = w @ X", "mean((A2 - T[0])**2)"),
    ("w = randn(2); b = 0.1", "A2 = sigmoid(X.T @ w + b)", "mean((A2 - T[0])**2)"),
    ("w = randn(2); v = randn(2)", "A2 = w @ v * X", "mean(A2**2)"),
    ("W1 = randn(3, 2); w = randn(3)", "A2 = w @ tanh(W1 @ X)", "mean((A2 - T[0])**2)"),
    ("W1 = randn(3, 2)", "A2 = max(W1 @ X, axis=0)", "mean((A2 - T[0])**2)"),
    ("W1 = randn(3, 2)", "A2 = W1 @ X", "max(A2) - min(A2)"),
    ("W1 = randn(3, 2)", "A2 = (W1 @ X).max(axis=1)", "sum(A2**2)"),
    ("W1 = randn(3, 2)", "A2 = (W1 @ X).max(axis=1, keepdims=True) + W1 @ X", "mean(A2**2)"),
    ("W1 = randn(3, 2)", "Z = W1 @ X; A2 = where(Z > 0, Z**2, 0.1 * Z)", "mean(A2)"),
    ("W1 = randn(3, 2)", "A2 = clip(W1 @ X, -0.5, 0.5)", "mean(A2**2)"),
    ("W1 = randn(3, 2)", "A2 = np.clip(W1 @ X, a_min=-0.5, a_max=None)", "mean(A2**3)"),
    (
      "W1 = randn(3, 2)",
      "Z = W1 @ X; A2 = (Z - mean(Z, axis=1, keepdims=True)) / std(Z, axis=1, keepdims=True)",
      "mean(A2**3)"
    ),
    (
      "W1 = randn(3, 2)", "Z = W1 @ X; A2 = (Z - Z.mean(axis=0)) / np.sqrt(Z.var(axis=0) + 0.1)",
      "mean(A2**3)"
    ),
    ("W1 = randn(3, 2)", "A2 = W1 @ X", "std(A2) + var(A2, ddof=1)"),
    ("W1 = randn(3, 2)", "A2 = std(W1 @ X, axis=1)", "sum(A2)"),
    (
      "W1 = randn(3, 2); W2 = randn(1, 3)", "A2 = sigmoid(W2 @ tanh(W1 @ X))",
      "bce(A2, T) + lam/2 * sum(W1**2) + lam * np.sum(W2**2)"
    ),
    (
      "W1 = randn(3, 2); W2 = randn(1, 3)", "A2 = sigmoid(W2 @ tanh(W1 @ X))",
      "bce(A2, T) + lam * sum(abs(W1)) / m"
    ),
    ("W1 = randn(1, 2)", "A2 = sigmoid(W1 @ X); J = bce(A2, T); R = lam * sum(W1 * W1)", "J + R"),
    (
      "W1 = randn(2, 2); b = randn(2, 1)", "A1 = tanh(W1 @ X + b) + X; A2 = A1 + tanh(W1 @ A1)",
      "mean((A2 - Y)**2)"
    ),
    ("W1 = randn(3, 2); b1 = randn(3, 1)", "Z1 = W1 @ X; Z1 += b1; A2 = Z1 * 2", "mean(A2**2)"),
    (
      "W1 = randn(3, 2); b1 = randn(3, 1)", "Z1 = W1 @ X + b1; A2 = tanh(Z1)",
      "mean(A2**2); L += lam * sum(W1**2)"
    ),
    ("W1 = randn(3, 2)", "A2 = np.dot(W1, X)", "np.mean(np.square(A2)) ** 0.5"),
    ("W1 = rand(3, 2) + 0.5", "A2 = W1 ** 1.5 @ abs(X)", "mean(A2) ** 2 + sum(2 ** W1)"),
    ("W1 = rand(3, 2) + 0.5", "A2 = np.power(W1, 3) @ X", "mean(A2 * A2)"),
    ("W1 = rand(3, 2) + 0.5", "A2 = prod(W1, axis=1)", "sum(A2 ** 2) + prod(W1)"),
    ("W1 = randn(3, 2)", "A2 = np.maximum(W1 @ X, 0.1) - np.minimum(W1 @ X, X[0])", "mean(A2**2)"),
    ("W1 = randn(3, 2)", "Z = W1 @ X; A2 = maximum(Z, Z) - 2 * minimum(Z, Z)", "mean(A2**2)"),
    ("W1 = randn(3, 2)", "Z = W1 @ X; A2 = minimum(Z, Z[0:1]) * maximum(Z[1], Z)", "mean(A2**2)"),
    ("W1 = randn(3, 2); b = 0.3", "Z = W1 @ X; A2 = minimum(maximum(Z, b), Z)", "mean(A2**3)"),
    ("W1 = randn(3, 2)", "A2 = maximum(W1 @ X, 0.1 * W1 @ X)", "mean(A2**2)"),
    ("W1 = randn(3, 2)", "A2 = np.multiply(W1 @ X, 2) / np.add(1, np.square(W1 @ X))", "mean(A2)"),
    (
      "W1 = randn(3, 2)", "A2 = np.divide(W1 @ X, np.exp(W1 @ X)) - np.subtract(W1 @ X, 1)",
      "mean(A2**2)"
    ),
    ("W1 = randn(3, 2)", "A2 = np.log1p(np.exp(W1 @ X)) + np.expm1(-abs(W1 @ X))", "mean(A2**2)"),
    (
      "W1 = rand(3, 2) + 1", "A2 = np.log2(W1) + np.log10(W1) + np.sqrt(W1) + sin(W1) * cos(W1)",
      "mean(A2**2)"
    ),
    ("W1 = randn(3, 2)", "A1 = erf(W1 @ X); A2 = gelu(2 * A1) - gelu(W1 @ X)", "mean(A2**2)"),
    ("W1 = randn(3, 2)", "A2 = np.transpose(W1) @ W1 @ X", "mean(A2.flatten()**2)"),
    ("W1 = randn(3, 2)", "A2 = np.squeeze(W1[0:1] @ X)", "mean((A2 - T[0])**2)"),
    ("W1 = randn(2, 2)", "A2 = np.concatenate([W1 @ X, X * W1[0, 0]], axis=0)", "mean(A2**3)"),
    (
      "W1 = randn(2, 2)", "A2 = np.vstack((W1 @ X, ones((1, M)))); A3 = np.hstack([A2, A2])",
      "mean(A3**3)"
    ),
    ("w = randn(2); v = randn(3)", "W1 = np.outer(v, w); A2 = W1 @ X", "mean(tanh(A2))"),
    ("W1 = randn(3, 2)", "A2 = softmax(W1 @ X, axis=1)", "mean(A2 * (W1 @ X))"),
    ("W1 = randn(3, 2)", "A2 = softmax((W1 @ X).T, axis=1)", "-mean(log(A2[:, 1]))"),
    (
      "W1 = randn(3, 2)", "A2 = leaky_relu(W1 @ X, 0.2) + leaky_relu(X[0], slope=0.3)",
      "mean(A2**2)"
    ),
    ("W1 = randn(1, 1)", "A2 = W1 * X", "mean((A2 - Y)**2)"),
    ("W1 = randn(3, 2); b = randn(3)", "A2 = X.T @ W1.T + b", "mean(A2**2)"),
    ("W1 = randn(3, 2); s = 1.5", "A2 = s * (W1 @ X)", "mean(A2**2) / s"),
    ("W1 = randn(3, 2)", "A2 = (W1 @ X) / np.sum(W1)", "mean(A2**2)"),
    ("W1 = randn(3, 2)", "A2 = -(-(W1 @ X)) - (+W1) @ X * 3", "mean(A2**2)"),
    ("W1 = randn(3, 2); q = randn(3, 2)", "A2 = W1 @ X + 0 * np.sum(q > 0)", "mean(A2**2)"),
    ("W1 = randn(3, 2)", "A2 = astype(W1 @ X, float) * float(W1[0, 0])", "mean(A2**2)"),
    ("W1 = randn(2, 3)", "A2 = (W1.T @ X)[[0, 2, 0]]", "mean(A2**2)"),
    ("W1 = randn(3, 2)", "A2 = (W1 @ X)[:, ::-1] * X[0]", "mean(A2**2)"),
    ("W1 = randn(3, 2)", "A2 = W1 @ X", "np.sum(A2[[0, 1, 0], [0, 0, -1]]**2)"),
    ("W1 = randn(3, 2)", "A2 = softmax(W1 @ X)", "-mean(log(A2[T[0], arange(m)]))"),
    ("W1 = randn(3, 2)", "A2 = softmax(X.T @ W1.T, axis=1)", "-mean(log(A2[range(m), T[0]]))"),
    ("W1 = randn(3, 2)", "A2 = (W1 @ X)[[[0], [2]], [0, 0]]", "mean(A2**3)"),
    ("W1 = randn(3, 2)", "A2 = (W1 @ X)[0][:, None] * (W1 @ X)[1][None, :]", "mean(A2**2)"),
    ("W1 = randn(3, 2)", "A2 = (W1 @ X)[..., 0]", "mean(A2**2)"),
    ("W1 = randn(3)", "A2 = np.expand_dims(W1, 1) * X[0:1]", "mean(A2**3)"),
    ("W1 = randn(3, 2)", "A2 = matmul(W1, X) - negative(copy(W1) @ X)", "huber(A2[0:2], Y)"),
    ("W1 = randn(3, 2)", "A2 = fabs(W1 @ X) + W1[0:1, 1:].item() * round(W1[0, 0])", "mean(A2**3)"),
    ("W1 = randn(3, 2)", "A2 = flip(W1, axis=0) * roll(W1, 1, axis=1)", "mean(A2**3) + ptp(W1)"),
    ("W1 = randn(3, 2)", "A2 = delete(W1, 1, axis=0) @ diff(W1, axis=0).T", "trace(A2) * 2"),
    ("W1 = randn(3, 2)", "A2 = insert(W1, 1, W1[:, 0]**2, axis=1)", "mean(A2**3)"),
    ("W1 = randn(3, 2)", "A2 = inner(W1, atleast_2d(W1[0]))", "mean(A2**3) + np.min(W1)**2"),
    (
      "W1 = randn(3, 2)", "A2 = W1 @ X", "mean(A2**3) / (1 + count_nonzero(W1 > 0)) + W1.min()"
    ),
    ("W1 = randn(3, 2)", "A2 = tile(W1, (2, 3)) * tile(W1[0, 0], (6, 6))", "mean(A2**3)"),
    ("w = randn(3)", "A2 = tile(w, 2) * tile(w, (2, 2))", "mean(A2**3)"),
    (
      "W1 = randn(3, 2)", "A2 = repeat(W1, [2, 1, 3], axis=0) @ repeat(W1.T, 2, axis=1)",
      "mean(A2**3)"
    ),
    ("W1 = randn(3, 2)", "A2 = repeat(W1, 2) * arange(12)", "mean(A2**3)"),
    ("W1 = randn(3, 2)", "A2 = cumsum(W1, axis=0) * cumsum(W1, axis=1)", "mean(A2**3)"),
    ("W1 = randn(3, 2)", "A2 = cumsum(W1) * cumsum(W1[0, 1] * arange(6))", "mean(A2**3)"),
    ("W1 = randn(3, 2)", "A2 = np.column_stack((W1, W1[:, 0], W1**2))", "mean(A2**3)"),
    ("W1 = randn(3, 2)", "A2 = np.c_[W1 @ X, X[0, 0] * W1]", "mean(A2**3)"),
    ("w = randn(3)", "A2 = np.stack([w, w**2], axis=1) @ np.stack((w, w))", "mean(A2**3)"),
    ("w = randn(3)", "A2 = np.append(w, w**2) * np.r_[w, 1, 2, w[0]]", "mean(A2**3)"),
    ("w = randn(3)", "A2 = diag(w) @ diag(w**2); B = diag(A2)", "mean(B * w)"),
    ("W1 = randn(4, 2)", "a, b = np.split(W1, 2); A2 = a @ b", "mean(A2**3)"),
    ("W1 = randn(3, 2)", "A2 = np.sort(W1, axis=0) * np.sort(W1, axis=1)", "mean(A2**3)"),
    ("W1 = randn(3, 2)", "A2 = np.median(W1, axis=0)", "np.median(W1) + mean(A2**2)"),
    ("W1 = randn(3, 2)", "A2 = np.average(W1, axis=0, weights=[1, 2, 3.0])", "mean(A2**2)"),
    ("W1 = randn(3, 2)", "A2 = np.linalg.norm(W1, axis=1)", "mean(A2) + np.linalg.norm(W1)"),
    ("W1 = randn(5)", "A2 = np.linalg.norm(W1, 1)", "A2 * 2"),
    ("W1 = randn(3, 2)", "A2 = np.einsum('ij,jk->ik', W1, X)", "np.einsum('ij,ij->', A2, A2)"),
    ("W1 = randn(3, 2)", "A2 = W1 @ X", "np.sum(A2**2, axis=(0, 1)) + np.mean(A2**3, axis=(1, 0))"),
    (
      "W1 = randn(3, 2)", "A2 = W1 @ X", "sum(A2[0]**2) + max(A2[1, 0], A2[0, 0]) + sum(sum(A2**3))"
    ),
    ("W1 = randn(3, 2)", "A2 = W1 @ X; B = A2[A2 > -5]", "mean(B**2)"),
    ("W1 = randn(3, 2)", "A2 = W1 @ X", "np.sum(A2[A2 > 0.1]**3) + np.sum(A2[A2 < -9])"),
    ("W1 = randn(3, 2)", "A2 = (W1 @ X)[[True, False, True]] * X[1]", "mean(A2**3)"),
    ("W1 = randn(3, 2)", "k = W1[:, 0] < 9; A2 = (W1 @ X)[k]", "mean(A2**3)"),
    ("W1 = randn(3, 2)", "A2 = (W1 @ X)[:, T[0] < 2]", "mean(A2**3)"),
    ("W1 = randn(1, 2)", "A2 = sigmoid(W1 @ X)", "mean(where(T > 0.5, -log(A2), -log(1 - A2)))"),
    ("W1 = randn(3, 2)", "A2 = exp(-sum((W1 @ X)**2, axis=0, keepdims=True))", "mse(A2, T)"),
    (
      "W1 = randn(3, 2); g = rand(3, 1) + 1; h = randn(3, 1)",
      "Z = W1 @ X; mu = mean(Z, axis=1, keepdims=True); v = mean((Z - mu)**2, axis=1, keepdims=True); A2 = g * (Z - mu) / sqrt(v + 1e-3) + h",
      "mean(A2**3)"
    ),
  ].filter { !$0.loss.isEmpty }

  /// A new function with a derivative wants a line above, in which it stands between a parameter and
  /// the loss.
  @Test func noDerivativeIsForgotten() throws {
    var texts = Self.written.map { "\($0.forward); L = \($0.loss)" }
    texts += Self.activations.map { $0.contains("Z") ? "A = \($0)" : "A = \($0)(Z)" }
    texts += Self.losses.map { "L = \($0.loss)" }
    let statements = try texts.flatMap { try Parser.statements($0) }
    let called = Set(
      statements.flatMap(\.expressions).flatMap(\.calledFunctions)
        .compactMap { FunctionTable.standard[$0]?.name })
    for function in FunctionTable.standard.functions {
      switch function.derivative {
      case .none, .zero: continue
      case .elementwise, .broadcasting, .custom, .opening, .joining:
        #expect(called.contains(function.name), "\(function.name)")
      }
    }
  }

  @Test(arguments: written.indices) func writtenEquations(index: Int) throws {
    let (initial, forward, loss) = Self.written[index]
    func lines(_ text: String) -> String {
      text.split(separator: ";").map { "  \($0.drop { $0 == " " })\n" }.joined()
    }
    for (seed, examples) in [(1, 5), (2, 1), (3, 3)]
    where !(forward + loss).contains("A2[1, 2]") || examples > 2 {
      let text = """
        settings:
          lam = 0.3
          M = \(examples)
        data:
          seed(\(seed))
          X = randn(2, M)
          Y = randn(2, M)
          T = randint(0, 2, size=(1, M))
        init:
        \(lines(initial))forward:
        \(lines(forward))loss:
        \(lines("L = " + loss))update:
          sgd(0.1)
        """
      do {
        let probe = try CentralDifferences(text)
        let (difference, name) = try probe.worstDifference()
        #expect(
          difference < 1e-6, "\(name) is off by \(difference)\n\(text)\n\(probe.backward)")
        let (gap, place) = try probe.worstTangentDifference(seed)
        #expect(gap < 1e-6, "forwards \(place) is off by \(gap)\n\(text)")
      } catch {
        Issue.record("\(error)\n\(text)")
      }
    }
  }
}
