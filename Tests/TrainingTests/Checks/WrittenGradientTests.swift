import Equations
import Networks
import Testing

@testable import Training

/// `check gradients` of backward sections in people's own names and ways.
@Suite struct WrittenGradientTests {
  // MARK: One layer

  /// A line through five points in three dimensions.
  private static func line(_ backward: String, _ update: String, seed: Int = 0) throws -> Run {
    let text = """
      settings:
        lr = 0.05
      data:
        seed(\(seed))
        X = randn(3, 5)
        Y = randn(1, 5)
      init:
        w = randn(1, 3)
        v = zeros((1, 3))
        s = zeros((1, 3))
        t = 0
      forward:
        A = w @ X
      loss:
        L = mse(A, Y)
      backward:
      \(indented(backward))
      update:
      \(indented(update))
      """
    return try started(text)
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
  }

  private static func started(_ text: String) throws -> Run {
    var run = Run(try Program(try Model(name: "written", text: text)))
    while !run.isInitialised { try run.stepEquation() }
    return run
  }

  @Test(arguments: [
    ("grad_w = 2 * (A - Y) @ X.T / 5", "w = w - 0.1 * grad_w"),
    ("grad_w = 2 * (A - Y) @ X.T / m", "w -= lr * grad_w"),
    ("error = A - Y", "w = w - 0.1 * (2 * error @ X.T / 5)"),
    ("error = A - Y", "w -= lr * 2 * error @ X.T / m"),
    ("error = Y - A", "w += lr * 2 * error @ X.T / m"),
    ("error = A - Y", "w = w - lr * (2 / m) * (error @ X.T)"),
    ("down = 2 * (Y - A) @ X.T / m", "w += lr * down"),
    ("dw = 2 * (Y - A) @ X.T / m", "w = w + 0.1 * dw"),
    ("total = 2 * (A - Y) @ X.T", "w = w - lr / m * total"),
    ("total = 2 * (A - Y) @ X.T", "w = w - lr * total / 5"),
    ("total = (A - Y) @ X.T", "w = w - 2 * lr * total / m"),
    ("n = X.shape[1]\ng = 2 / n * (A - Y) @ X.T", "w = w - lr * g"),
    ("n = X.shape[1]\ng = 2 * (A - Y) @ X.T", "w = w - lr * (1 / n) * g"),
    ("g = 2 * (A - Y) @ X.T / m", "w = w - 2 * lr * g"),
    ("step = lr * 2 * (A - Y) @ X.T / m", "w = w - step"),
    ("step = -0.3 * 2 * (A - Y) @ X.T / m", "w = w + step"),
    ("g = 2 * (A - Y) @ X.T / m", "step = lr * g\nw = w - step"),
    ("e = A - Y", "g = 2 * e @ X.T / m\nw = w - lr * g"),
    ("g = 2 * (A - Y) @ X.T / m", "v = 0.9 * v + g\nw = w - lr * v"),
    ("g = 2 * (A - Y) @ X.T / m", "v = 0.9 * v - lr * g\nw = w + v"),
    ("g = 2 * (A - Y) @ X.T / m", "v = 0.9 * v + (1 - 0.9) * g\nw -= lr * v"),
    ("g = 2 * (A - Y) @ X.T / m\nv = 0.9 * v + g", "w = w - lr * v"),
    (
      "g = 2 * (A - Y) @ X.T / m",
      """
      t += 1
      v = 0.9 * v + 0.1 * g
      s = 0.999 * s + 0.001 * g**2
      vhat = v / (1 - 0.9**t)
      shat = s / (1 - 0.999**t)
      w = w - lr * vhat / (sqrt(shat) + 1e-8)
      """
    ),
    ("g = 2 * (A - Y) @ X.T / m", "s += g**2\nw = w - lr * g / (sqrt(s) + 1e-8)"),
    ("g = 2 * (A - Y) @ X.T / m", "t += 1\nrate = lr / (1 + 0.1 * t)\nw = w - rate * g"),
    ("g = 2 * (A - Y) @ X.T / m", "w = w - lr * (g + 0.01 * w)"),
    ("g = 2 * (A - Y) @ X.T / m", "w = w * (1 - lr * 0.1) - lr * g"),
    ("g = 2 * (A - Y) @ X.T / m", "w = w - lr * clip(g, -1, 1)"),
    ("g = 2 * (A - Y) @ X.T / m", "size = sqrt(sum(g**2))\nw = w - lr * g / size"),
    ("g = (2 * (A - Y) @ X.T / m).reshape(3)", "w = w - lr * g"),
    ("g = 2 * (A - Y) @ X.T / m\nw = w - lr * g", "t += 1"),
    ("g = zeros_like(w)\ng[0, :] = 2 * (A - Y) @ X.T / m", "w = w - lr * g"),
    ("g = 2 * (A - Y) @ X.T\ng /= m", "w = w - lr * g"),
    ("a = 1\ndw = 2 * (A - Y) @ X.T / m", "sgd(lr)"),
  ])
  func rightCodeIsRight(backward: String, update: String) throws {
    for seed in 0..<3 {
      let check = try GradientCheck(try Self.line(backward, update, seed: seed))
      #expect(check.isCorrect, "\(check.parameters)")
      #expect(check.culprit == nil)
    }
  }

  @Test(arguments: [
    ("error = A - Y\ng = 2 * error @ X.T", "w = w - lr * g", "g = 2 * error @ X.T"),
    ("error = Y - A\ng = 2 * error @ X.T / m", "w = w - lr * g", "error = Y - A"),
    ("error = A + Y\ng = 2 * error @ X.T / m", "w = w - lr * g", "error = A + Y"),
    (
      "error = A - Y", "w = w - 0.1 * (2 * error @ X.T)", "w = w - 0.1 * (2 * error @ X.T)"
    ),
    ("error = Y - A", "w = w - 0.1 * (2 * error @ X.T / 5)", "error = Y - A"),
    ("e = A - Y", "g = 2 * e @ abs(X).T / m\nw = w - lr * g", "g = 2 * e @ abs(X).T / m"),
    ("g = 2 * (A - Y) @ X.T / 4", "w = w - lr * g", "g = 2 * (A - Y) @ X.T / 4"),
    (
      "g = zeros_like(w)\nh = 2 * (A - Y) @ X.T / m\ng[0, 0] = h[0, 0]\ng[0, 1] = h[0, 2]\n"
        + "g[0, 2] = h[0, 2]",
      "w = w - lr * g", "g[0, 1] = h[0, 2]"
    ),
    ("dw = 2 * (A - Y) @ X.T\ndw /= 3 * m", "w = w - lr * dw", "dw /= 3 * m"),
  ])
  func theMistakeIsNamed(backward: String, update: String, culprit: String) throws {
    for seed in 0..<3 {
      let check = try GradientCheck(try Self.line(backward, update, seed: seed))
      #expect(check.isWrong, "\(backward), \(update)")
      #expect(check.culprit?.equation.text == culprit)
    }
  }

  /// The 2 of the square is nobody's mistake where it is missing from all there is.
  @Test(arguments: [
    ("error = A - Y\ng = error @ X.T / m", "w = w - lr * g", 0.5),
    ("dw = 2 * (A - Y) @ X.T\ndw /= 2 * m", "w = w - lr * dw", 0.5),
    ("g = 4 * (A - Y) @ X.T / m", "w -= lr * g", 2),
  ])
  func aFactorOfTwoIsLeftToTheRate(backward: String, update: String, factor: Double) throws {
    for seed in 0..<3 {
      let check = try GradientCheck(try Self.line(backward, update, seed: seed))
      #expect(!check.isWrong && check.culprit == nil)
      #expect(check.parameters.map(\.verdict) == [.scaled])
      #expect(abs((check.commonFactor ?? 0) - factor) < 1e-9)
    }
  }

  // MARK: Two layers

  private static let right = [
    "error = A2 - Y", "slope = A2 * (1 - A2)", "delta2 = 2 * error * slope",
    "gradW2 = delta2 @ A1.T / m", "dB2 = sum(delta2, axis=1, keepdims=True) / m",
    "back = W2.T @ delta2", "delta1 = back * (1 - A1**2)", "d_w1 = delta1 @ X.T / m",
    "dB1 = sum(delta1, axis=1, keepdims=True) / m",
  ]

  private static func net(_ lines: [String], seed: Int, scale: Double = 0.7) throws -> Run {
    try started(
      """
      settings:
        lr = 0.5
      data:
        seed(\(seed))
        X = randn(2, 7)
        Y = rand(1, 7)
      init:
        W1 = randn(3, 2) * \(scale)
        b1 = randn(3, 1) * \(scale)
        W2 = randn(1, 3) * \(scale)
        b2 = zeros((1, 1))
      forward:
        Z1 = W1 @ X + b1
        A1 = tanh(Z1)
        Z2 = W2 @ A1 + b2
        A2 = sigmoid(Z2)
      loss:
        L = mean((A2 - Y)**2)
      backward:
      \(lines.map { "  \($0)" }.joined(separator: "\n"))
      update:
        W1 = W1 - lr * d_w1
        b1 -= lr * dB1
        W2 = W2 - lr * gradW2
        b2 = b2 - lr * dB2
      """)
  }

  @Test func ownNamesAreRight() throws {
    for seed in 0..<6 {
      for scale in [0.1, 0.7, 2] {
        let check = try GradientCheck(try Self.net(Self.right, seed: seed, scale: scale))
        #expect(!check.isWrong, "\(check.parameters)")
      }
    }
    // The other way to carry the number of examples.
    var lines = Self.right
    lines[2] = "delta2 = 2 * error * slope / m"
    for index in [3, 4, 7, 8] { lines[index] = lines[index].replacing(" / m", with: "") }
    #expect(try !GradientCheck(try Self.net(lines, seed: 1)).isWrong)
  }

  @Test(arguments: [
    (0, "error = Y - A2"), (0, "error = A2 - Y**2"), (1, "slope = A2 * (1 + A2)"),
    (1, "slope = Z2 * (1 - Z2)"), (2, "delta2 = 2 * error * A2"), (2, "delta2 = 2 * error"),
    (2, "delta2 = -2 * error * slope"), (3, "gradW2 = delta2 @ A1.T"),
    (3, "gradW2 = delta2 @ Z1.T / m"), (3, "gradW2 = error @ A1.T / m"),
    (4, "dB2 = sum(delta2, axis=1, keepdims=True)"),
    (4, "dB2 = mean(error, axis=1, keepdims=True)"), (5, "back = W2.T @ error"),
    (5, "back = -W2.T @ delta2"), (5, "back = W2.T @ delta2 * 0.9"),
    (6, "delta1 = back * (1 - Z1**2)"), (6, "delta1 = back * A1 * (1 - A1)"), (6, "delta1 = back"),
    (7, "d_w1 = delta1 @ X.T"), (7, "d_w1 = delta1 @ X.T / m * 2"),
    (7, "d_w1 = back @ X.T / m"), (8, "dB1 = sum(delta1, axis=1, keepdims=True) / 2"),
    (8, "dB1 = sum(delta1, axis=1, keepdims=True)"),
  ])
  func theLineWithTheMistakeIsNamed(place: Int, planted: String) throws {
    var lines = Self.right
    lines[place] = planted
    for seed in 0..<4 {
      for scale in [0.3, 1.0] {
        let check = try GradientCheck(try Self.net(lines, seed: seed, scale: scale))
        #expect(check.isWrong, "\(planted), seed \(seed)")
        #expect(check.culprit?.equation.text == planted, "seed \(seed), scale \(scale)")
      }
    }
  }

  /// Of two mistakes the one that runs first.
  @Test(arguments: [
    (0, "error = A2 - Y**2", 7, "d_w1 = delta1 @ X.T"),
    (3, "gradW2 = delta2 @ A1.T", 7, "d_w1 = delta1 @ X.T"),
    (4, "dB2 = sum(delta2, axis=1, keepdims=True)", 6, "delta1 = back"),
  ])
  func theFirstOfTwoIsNamed(first: Int, one: String, second: Int, other: String) throws {
    var lines = Self.right
    lines[first] = one
    lines[second] = other
    let check = try GradientCheck(try Self.net(lines, seed: 2))
    #expect(check.culprit?.equation.text == one)
  }

  /// A parameter that has taken its step before its old value was used.
  @Test func aParameterChangedTooEarlyIsNamed() throws {
    for seed in 0..<4 {
      var lines = Self.right
      lines.insert("W2 = W2 - lr * gradW2", at: 5)
      let check = try GradientCheck(try Self.net(lines, seed: seed))
      #expect(check.isWrong)
      #expect(check.culprit?.equation.text == "W2 = W2 - lr * gradW2")
      #expect(check.culprit?.usedAfter?.text == "back = W2.T @ delta2")
      #expect(check.parameters.first { $0.of == "W2" }?.verdict == .correct)
      // After its last use nothing is wrong with that.
      var late = Self.right
      late.append("W2 = W2 - lr * gradW2")
      #expect(try !GradientCheck(try Self.net(late, seed: seed)).isWrong)
    }
  }
}
