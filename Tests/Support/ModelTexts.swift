/// Models that tests share, as texts. `swept` has one of every kind; `wide` and `others` are for the
/// engine, `long` are trained for thousands of epochs.
public enum ModelTexts {
  private static let xor = """
    settings:
      hidden = 3
      lr = 0.5
      scale = 0.8
    data:
      seed(42)
      X = randint(0, 2, size=(2, 60))
      Y = bitwise_xor(X[0:1], X[1:])

    """

  private static let noisy = """
    settings:
      lr = 0.05
      slope = 0.1
    data:
      seed(7)
      X = randn(3, 20)
      Y = array(X[0:1] * X[1:2] > 0, dtype=float)

    """

  /// One to four layers, every activation, loss and optimizer, batches, and gradients by hand.
  public static let swept: [(name: String, text: String)] = [
    (
      "two layers, momentum",
      xor + """
        init:
          W1 = randn(hidden, 2) * scale
          b1 = zeros((hidden, 1))
          W2 = randn(1, hidden) * scale
          b2 = zeros((1, 1))
        forward:
          Z1 = W1 @ X + b1
          A1 = tanh(Z1)
          Z2 = W2 @ A1 + b2
          A2 = sigmoid(Z2)
        loss:
          L = bce(A2, Y)
        update:
          momentum(lr)
        """
    ),
    (
      "linear regression with a penalty",
      noisy + """
        init:
          w = uniform(-1, 1, size=(1, 3))
          b = 0.0
        forward:
          P = w @ X + b
        loss:
          L = mse(P, Y) + 0.01 * sum(w**2)
        update:
          adam(lr)
        """
    ),
    (
      "three layers, leaky relu, softmax",
      noisy + """
        init:
          W1 = normal(0, 1, size=(4, 3))
          b1 = zeros((4, 1))
          W2 = randn(4, 4)
          b2 = zeros((4, 1))
          W3 = randn(2, 4)
        forward:
          Z1 = W1 @ X + b1
          A1 = leaky_relu(Z1, slope)
          Z2 = W2 @ A1 + b2
          A2 = where(Z2 > 0, Z2, 0.2 * Z2)
          Z3 = W3 @ A2
          P = softmax(Z3)
          T = concatenate((Y, 1 - Y), axis=0)
        loss:
          L = cross_entropy(P, T)
        update:
          rmsprop(lr)
        """
    ),
    (
      "slices and transposes",
      noisy + """
        init:
          V = randn(3, 4)
          c = zeros(4)
          u = randn(4, 1)
        forward:
          H = maximum(X.T @ V + c, 0)
          R = (H[:, ::2] @ u[::2] + H[:, 1:] @ u[1:])
          P = 1 / (1 + exp(-R.T))
        loss:
          L = -mean(Y * log(P) + (1 - Y) * log(1 - P)) + 0.001 * sum(abs(V))
        update:
          nesterov(lr)
        """
    ),
    (
      "four layers, normalised",
      noisy + """
        init:
          W1 = randn(3, 3)
          W2 = randn(3, 3)
          W3 = randn(2, 3)
          W4 = randn(1, 2)
          g = ones((3, 1))
        forward:
          N = (X - mean(X, axis=1, keepdims=True)) / std(X, axis=1, keepdims=True)
          A1 = softplus(W1 @ N) * g
          A2 = tanh(W2 @ A1)
          A3 = sigmoid(W3 @ A2)
          P = clip(W4 @ A3, -2, 2)
          E = abs(P - Y)
        loss:
          L = mae(P, Y)
        update:
          adagrad(lr)
        """
    ),
    (
      "batches",
      noisy.replacing("  lr", with: "  batch = 8\n  holdout = 0.1\n  lr") + """
        init:
          W1 = randn(2, 3) * 0.5
          b1 = zeros((2, 1))
          W2 = randn(1, 2)
        forward:
          A1 = relu(W1 @ X + b1)
          A2 = sigmoid(W2 @ A1)
        loss:
          L = bce(A2, Y)
        update:
          adam(lr)
        """
    ),
    (
      "backward by hand",
      noisy + """
        init:
          W1 = randn(2, 3)
          W2 = randn(1, 2)
        forward:
          A1 = sigmoid(W1 @ X)
          P = sigmoid(W2 @ A1)
        loss:
          L = bce(P, Y)
        backward:
          dZ2 = P - Y
          dW2 = dZ2 @ A1.T / m
          dZ1 = (W2.T @ dZ2) * A1 * (1 - A1)
          dW1 = dZ1 @ X.T / m
        update:
          sgd(lr)
        """
    ),
  ]
}
