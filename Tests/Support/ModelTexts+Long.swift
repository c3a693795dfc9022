extension ModelTexts {
  /// Small models that are trained for thousands of epochs, in which a single wrong bit has the time
  /// to grow.
  public static let long: [(name: String, text: String, epochs: Int)] = [
    ("long: XOR by gradient descent", xor("tanh", "sgd(0.5)"), 5000),
    ("long: XOR by Adam", xor("sigmoid", "adam(0.01)"), 3000),
    ("long: XOR by momentum", xor("softplus", "momentum(0.1)"), 3000),
    (
      "long: batches",
      """
      settings:
        batch = 4
      data:
        seed(11)
        X = randn(2, 13)
        Y = float(X[0:1] * X[1:] > 0)
      init:
        W1 = randn(5, 2)
        b1 = zeros((5, 1))
        W2 = randn(1, 5)
      forward:
        A1 = tanh(W1 @ X + b1)
        A2 = sigmoid(W2 @ A1)
      loss:
        L = bce(A2, Y)
      update:
        momentum(0.05)
      """, 1000
    ),
    (
      "long: draws",
      """
      data:
        seed(12)
        X = randn(3, 7)
        Y = sin(X[0:1])
      init:
        W1 = randn(5, 3)
        W2 = randn(1, 5)
      forward:
        N = X + randn(3, m) * 0.05
        A1 = tanh(W1 @ N)
        D = rand(5, m) < 0.9
        P = W2 @ (A1 * D)
      loss:
        L = mse(P, Y)
      update:
        sgd(0.05)
      """, 1500
    ),
  ]

  private static func xor(_ activation: String, _ optimizer: String) -> String {
    """
    data:
      seed(9)
      X = array([[0, 0, 1, 1], [0, 1, 0, 1]])
      Y = bitwise_xor(X[0:1], X[1:])
    init:
      W1 = randn(3, 2)
      b1 = zeros((3, 1))
      W2 = randn(1, 3)
      b2 = zeros((1, 1))
    forward:
      Z1 = W1 @ X + b1
      A1 = \(activation)(Z1)
      Z2 = W2 @ A1 + b2
      A2 = sigmoid(Z2)
    loss:
      L = bce(A2, Y)
    update:
      \(optimizer)
    """
  }
}
