import Foundation
import Networks
import Training

/// Networks of every kind for questions why.
enum WhyModels {
  static let inputs = """
    settings:
      lr = 0.05
    data:
      seed(11)
      X = randn(3, 24)
      Y = array(X[0:1] * X[1:2] > 0, dtype=float)

    """

  /// Models of one to four layers with every activation, loss and optimizer between them.
  static let all: [(name: String, text: String)] = [
    (
      "article",
      Model.articleText.replacingOccurrences(of: "size=(2, 1000)", with: "size=(2, 40)")
    ),
    (
      "one layer, sigmoid, bce, momentum",
      inputs + """
        init:
          w = randn(1, 3)
          b = 0.1
        forward:
          P = sigmoid(w @ X + b)
        loss:
          L = bce(P, Y) + 0.01 * sum(w ** 2) / 2
        update:
          momentum(lr)
        """
    ),
    (
      "two layers, tanh, mse, adam",
      inputs + """
        init:
          W1 = randn(4, 3)
          b1 = zeros((4, 1))
          W2 = randn(1, 4)
        forward:
          A1 = tanh(W1 @ X + b1)
          P = W2 @ A1
        loss:
          L = mse(P, Y)
        update:
          adam(lr)
        """
    ),
    (
      "three layers, relu and where, softmax, cross entropy, rmsprop",
      inputs + """
        init:
          W1 = randn(4, 3)
          b1 = zeros((4, 1))
          W2 = randn(4, 4)
          W3 = randn(2, 4)
        forward:
          Z1 = W1 @ X + b1
          A1 = relu(Z1)
          Z2 = W2 @ A1
          A2 = where(Z2 > 0, Z2, 0.2 * Z2)
          P = softmax(W3 @ A2)
          T = concatenate((Y, 1 - Y), axis=0)
        loss:
          L = cross_entropy(P, T)
        update:
          rmsprop(lr)
        """
    ),
    (
      "four layers, slices, adagrad",
      inputs + """
        init:
          W1 = randn(4, 3)
          W2 = randn(3, 2)
          W3 = randn(2, 3)
          W4 = randn(1, 2)
        forward:
          A1 = tanh(W1 @ X)
          A2 = sigmoid(W2 @ (A1[::2] + A1[1::2]))
          A3 = softplus(W3 @ A2)
          P = W4 @ maximum(A3, 0.1)
        loss:
          L = mse(P, Y) + 0.001 * sum(abs(W4))
        update:
          adagrad(lr)
        """
    ),
    (
      "batches, holdout, nesterov",
      inputs.replacingOccurrences(of: "  lr", with: "  batch = 8\n  holdout = 0.25\n  lr") + """
        init:
          W1 = randn(3, 3) * 0.5
          W2 = randn(1, 3)
        forward:
          A1 = leaky_relu(W1 @ X)
          P = sigmoid(W2 @ A1)
        loss:
          L = bce(P, Y)
        update:
          nesterov(lr)
        """
    ),
    (
      "backward by hand",
      inputs + """
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
