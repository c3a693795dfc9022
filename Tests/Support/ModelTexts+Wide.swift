/// Models whose epochs the engine and the interpreter must run alike.
extension ModelTexts {
  private static let wide = """
    data:
      seed(SEED)
      X = randn(3, EXAMPLES)
      Y = float(X[0:1] * X[1:2] < 0)
    init:
      W1 = randn(HIDDEN, 3) * 0.7
      b1 = zeros((HIDDEN, 1))
      W2 = randn(HIDDEN, HIDDEN) * 0.5
      b2 = randn(HIDDEN, 1) * 0.1
      W3 = randn(1, HIDDEN) * 0.5
      b3 = zeros((1, 1))
    forward:
      Z1 = W1 @ X + b1
      A1 = ACTIVATION(Z1)
      Z2 = W2 @ A1 + b2
      A2 = ACTIVATION(Z2)
      Z3 = W3 @ A2 + b3
      A3 = sigmoid(Z3)
    loss:
      L = bce(A3, Y)
    update:
      OPTIMIZER
    """

  public static func wide(
    _ activation: String, examples: Int, hidden: Int, seed: Int, optimizer: String = "sgd(0.3)"
  ) -> String {
    wide.replacing("ACTIVATION", with: activation).replacing("EXAMPLES", with: "\(examples)")
      .replacing("HIDDEN", with: "\(hidden)").replacing("SEED", with: "\(seed)")
      .replacing("OPTIMIZER", with: optimizer)
  }

  /// Long sums over the inputs, which are the same in all epochs.
  public static func deepInputs(examples: Int, inputs: Int, hidden: Int) -> String {
    """
    data:
      seed(8)
      X = randn(\(inputs), \(examples))
      Y = float(X[0:1] * X[1:2] < 0)
    init:
      W1 = randn(\(hidden), \(inputs)) * 0.1
      b1 = zeros((\(hidden), 1))
      W2 = randn(1, \(hidden)) * 0.5
    forward:
      A1 = sigmoid(W1 @ X + b1)
      A2 = sigmoid(W2 @ A1)
    loss:
      L = bce(A2, Y)
    update:
      sgd(0.2)
    """
  }

  /// What else the language can say: classes, vectors, masks, losses and gradients by hand.
  public static let others: [(name: String, text: String)] = [
    (
      "softmax",
      """
      data:
        seed(4)
        X = randn(4, 61)
        Y = float(X[0:3] == max(X[0:3], axis=0, keepdims=True))
      init:
        W1 = randn(5, 4) * 0.5
        b1 = zeros((5, 1))
        W2 = randn(3, 5) * 0.5
      forward:
        A1 = leaky_relu(W1 @ X + b1)
        P = softmax(W2 @ A1)
      loss:
        L = cross_entropy(P, Y) + 0.01 * sum(W1**2)
      update:
        adam(0.05)
      """
    ),
    (
      "vectors",
      """
      data:
        seed(5)
        X = randn(77, 3)
        y = X @ array([1.0, -2.0, 0.5]) + 0.3
      init:
        w = zeros(3)
        c = 0.0
      forward:
        p = X @ w + c
        e = p - y
      loss:
        L = mean(e**2)
      update:
        sgd(0.1)
      """
    ),
    (
      "by hand",
      """
      data:
        seed(6)
        X = randint(0, 2, size=(2, 1500))
        Y = bitwise_xor(X[0:1], X[1:])
      init:
        W1 = randn(3, 2)
        b1 = zeros((3, 1))
        W2 = randn(1, 3)
        t = 0
        previous = zeros((1, 3))
      forward:
        Z1 = W1 @ X + b1
        A1 = maximum(Z1, 0)
        A2 = 1 / (1 + exp(-(W2 @ A1)))
      loss:
        error = A2 - Y
        L = mean(where(abs(error) < 0.5, error**2 / 2, 0.5 * (abs(error) - 0.25)))
      backward:
        slope = where(abs(error) < 0.5, error, 0.5 * sign(error)) / 1500
        dZ2 = slope * A2 * (1 - A2)
        dW2 = dZ2 @ A1.T
        dZ1 = (W2.T @ dZ2) * (Z1 > 0)
        dW1 = dZ1 @ X.T
        db1 = sum(dZ1, axis=1, keepdims=True)
      update:
        previous = W2
        t = t + 1
        W1 -= 0.5 * dW1 / sqrt(t)
        b1 = b1 - 0.5 * 0.99**t * db1
        W2 = W2 - 0.5 * dW2 + 0.1 * (W2 - previous)
      """
    ),
    (
      "normalised",
      """
      data:
        seed(7)
        X = randn(2, 1300) * 3 + 1
        Y = sin(X[0:1]) + 0.1 * X[1:]
      init:
        W1 = randn(6, 2)
        g = ones((6, 1))
        s = zeros((6, 1))
        W2 = randn(1, 6)
      forward:
        Z = W1 @ X
        mu = mean(Z, axis=1, keepdims=True)
        v = mean((Z - mu)**2, axis=1, keepdims=True)
        N = g * (Z - mu) / sqrt(v + 1e-5) + s
        A = tanh(N)
        P = W2 @ A
      loss:
        L = mse(P, Y)
      update:
        momentum(0.05)
      """
    ),
    (
      "many outputs",
      """
      data:
        seed(8)
        X = randn(3, 37)
        Y = randn(4, 37)
      init:
        W1 = randn(4, 3)
        W2 = randn(4, 4)
      forward:
        A = softplus(W1 @ X)
        P = W2 @ A
      loss:
        L = mae(P, Y) + mean(log1p(P**2)) + sum(A.T @ A) * 1e-6
      update:
        rmsprop(0.01)
      """
    ),
  ]
}
