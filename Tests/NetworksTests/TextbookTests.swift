import Equations
import Testing

@testable import Networks

/// The derived equations as a textbook prints them.
@Suite struct TextbookTests {
  private func backward(
    _ forward: String, _ loss: String, targets: String = "randint(0, 2, size=(1, 8))"
  )
    throws -> [String]
  {
    let text = """
      settings:
        lam = 0.1
      data:
        X = randn(2, 8)
        Y = \(targets)
      init:
        W1 = randn(3, 2)
        b1 = zeros((3, 1))
        W2 = randn(1, 3)
        b2 = zeros((1, 1))
      forward:
      \(forward.split(separator: ";").map { "  \($0.drop { $0 == " " })\n" }.joined())loss:
        L = \(loss)
      update:
        sgd(0.1)
      """
    return try Program(try Model(name: "textbook", text: text)).steps(in: .backward).map(\.text)
  }

  private let sigmoids =
    "Z1 = W1 @ X + b1; A1 = sigmoid(Z1); Z2 = W2 @ A1 + b2; A2 = sigmoid(Z2)"

  private let expected = [
    "dZ2 = A2 - Y", "dW2 = dZ2 @ A1.T / m", "db2 = sum(dZ2, axis=1, keepdims=True) / m",
    "dA1 = W2.T @ dZ2", "dZ1 = dA1 * A1 * (1 - A1)", "dW1 = dZ1 @ X.T / m",
    "db1 = sum(dZ1, axis=1, keepdims=True) / m",
  ]

  @Test(arguments: [
    "bce(A2, Y)", "-mean(Y*log(A2) + (1-Y)*log(1-A2))",
    "-np.mean(Y*np.log(A2) + (1-Y)*np.log(1-A2))",
    "-(1/m) * np.sum(Y*np.log(A2) + (1-Y)*np.log(1-A2))",
    "-1/m * sum(Y * log(A2) + (1 - Y) * log(1 - A2))", "-sum(Y*log(A2) + (1-Y)*log(1-A2)) / m",
    "mean(-Y*log(A2) - (1-Y)*log(1-A2))",
    "-sum(np.multiply(Y, log(A2)) + (1-Y)*log(1-A2)) / X.shape[1]",
    "np.squeeze(-np.sum(Y*np.log(A2) + (1-Y)*np.log(1-A2)) / m)",
  ])
  func crossEntropyAfterSigmoid(loss: String) throws {
    #expect(try backward(sigmoids, loss) == expected)
    let plain =
      "Z1 = np.dot(W1, X) + b1; A1 = 1/(1 + np.exp(-Z1)); Z2 = np.dot(W2, A1) + b2; A2 = 1/(1 + np.exp(-Z2))"
    #expect(try backward(plain, loss) == expected)
  }

  @Test(arguments: [
    "mse(A2, Y)", "mean((A2 - Y)**2)", "np.mean(np.square(A2 - Y))", "sum((A2 - Y)**2) / m",
  ])
  func squaredErrorOfALinearLayer(loss: String) throws {
    let forward = "Z1 = W1 @ X + b1; A1 = tanh(Z1); A2 = W2 @ A1 + b2"
    #expect(
      try backward(forward, loss, targets: "randn(1, 8)") == [
        "dA2 = 2 * (A2 - Y)", "dW2 = dA2 @ A1.T / m", "db2 = sum(dA2, axis=1, keepdims=True) / m",
        "dA1 = W2.T @ dA2", "dZ1 = dA1 * (1 - A1**2)", "dW1 = dZ1 @ X.T / m",
        "db1 = sum(dZ1, axis=1, keepdims=True) / m",
      ])
  }

  @Test func halfTheSquaredErrorHasNoTwo() throws {
    let forward = "Z1 = W1 @ X + b1; A1 = relu(Z1); A2 = W2 @ A1 + b2"
    #expect(
      try backward(forward, "sum((A2 - Y)**2) / (2*m)") == [
        "dA2 = A2 - Y", "dW2 = dA2 @ A1.T / m", "db2 = sum(dA2, axis=1, keepdims=True) / m",
        "dA1 = W2.T @ dA2", "dZ1 = dA1 * (Z1 > 0)", "dW1 = dZ1 @ X.T / m",
        "db1 = sum(dZ1, axis=1, keepdims=True) / m",
      ])
  }

  /// Two values that depend on the parameters share where they are equal; against a constant it is
  /// relu.
  @Test(arguments: [
    ("maximum(Z1, 0)", "dA1 * (Z1 > 0)"), ("maximum(0, Z1)", "dA1 * (Z1 > 0)"),
    ("minimum(Z1, X[0:1])", "dA1 * (Z1 < X[0:1])"),
    ("maximum(Z1, Z1)", "2 * dA1 * ((Z1 > Z1) + (Z1 == Z1) / 2)"),
    ("minimum(Z1, b1)", "dA1 * ((Z1 < b1) + (Z1 == b1) / 2)"),
  ])
  func theLargerOfTwo(activation: String, slope: String) throws {
    let lines = try backward(
      "Z1 = W1 @ X + b1; A1 = \(activation); A2 = W2 @ A1 + b2", "mse(A2, Y)")
    #expect(lines.first { $0.hasPrefix("dZ1") } == "dZ1 = \(slope)")
  }

  @Test func squaredErrorAfterSigmoid() throws {
    let lines = try backward(sigmoids, "mse(A2, Y)")
    #expect(
      lines.prefix(3) == [
        "dA2 = 2 * (A2 - Y)", "dZ2 = dA2 * A2 * (1 - A2)", "dW2 = dZ2 @ A1.T / m",
      ])
  }

  @Test func weightDecay() throws {
    let lines = try backward(sigmoids, "bce(A2, Y) + lam/2 * sum(W1**2)")
    #expect(lines.contains("dZ2 = A2 - Y"))
    #expect(lines.contains("dW1 = lam * W1 + dZ1 @ X.T / m"))
  }

  private let softmax = "Z1 = W1 @ X + b1; A1 = softmax(Z1)"

  @Test(arguments: [
    "cross_entropy(A1, Y)", "-mean(sum(Y * log(A1), axis=0))", "-sum(Y*log(A1)) / m",
  ])
  func softmaxWithOneHotTargets(loss: String) throws {
    #expect(
      try backward(softmax, loss, targets: "eye(3)[:, randint(0, 3, size=8)]") == [
        "dZ1 = A1 - Y", "dW1 = dZ1 @ X.T / m", "db1 = sum(dZ1, axis=1, keepdims=True) / m",
      ])
  }

  @Test func softmaxWithAnyTargets() throws {
    #expect(
      try backward(softmax, "cross_entropy(A1, Y)", targets: "rand(3, 8)").first
        == "dZ1 = sum(Y, axis=0, keepdims=True) * A1 - Y")
  }
}
