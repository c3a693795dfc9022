import Networks
import Testing

@testable import Training

/// Models over everything that a script has to get right.
enum WritingModels {
  struct Sample: Sendable {
    var name: String
    var text: String
    /// Whether autograd's gradients must be those of the backward section.
    var hasRightGradients = true
  }

  static let activations = ["sigmoid", "tanh", "relu", "leaky_relu", "softplus", "gelu"]
  static let optimizers = [
    "sgd(lr)", "momentum(lr, beta=0.8)", "nesterov(lr)", "rmsprop(0.01)",
    "adam(0.02, beta1=0.85)", "adagrad(lr)",
  ]
  /// The last activation with the losses that fit it.
  static let endings = [
    ("sigmoid", "bce"), ("sigmoid", "mse"), ("tanh", "mae"), ("softmax", "cross_entropy"),
    ("identity", "mse"), ("softmax", "bce"), ("relu", "mae"),
  ]

  /// Every hidden activation with every ending and depth; optimizers, batches, held back examples
  /// and a penalty on large weights in turn.
  static let swept: [Sample] = {
    var samples: [Sample] = []
    var index = 0
    for depth in 1...3 {
      for (last, loss) in endings {
        for activation in depth == 1 ? ["sigmoid"] : activations {
          samples.append(sample(depth, activation, last, loss, index))
          index += 1
        }
      }
    }
    return samples
  }()

  private static func sample(
    _ depth: Int, _ activation: String, _ last: String, _ loss: String, _ index: Int
  ) -> Sample {
    let optimizer = optimizers[index % optimizers.count]
    let setting = ["", "  batch = 7\n", "  holdout = 0.25\n", "  batch = 5\n  holdout = 0.2\n"]
    let isPenalised = index % 3 == 0
    let outputs = last == "softmax" ? 3 : 1
    let sizes = [2] + Array(repeating: 4, count: depth - 1) + [outputs]
    var text = "settings:\n  lr = 0.05\n  strength = 0.01\n\(setting[index % 4])"
    text += "data:\n  X = randn(2, 24)\n"
    text +=
      outputs == 3
      ? "  c = randint(0, 3, size=24)\n  Y = eye(3)[c].T\n"
      : "  Y = bitwise_xor(X[0:1] > 0, X[1:] > 0)\n"
    text += "init:\n"
    for layer in 1...depth {
      text += "  W\(layer) = randn(\(sizes[layer]), \(sizes[layer - 1])) * 0.7\n"
      text += "  b\(layer) = zeros((\(sizes[layer]), 1))\n"
    }
    text += "forward:\n"
    for layer in 1...depth {
      let input = layer == 1 ? "X" : "A\(layer - 1)"
      text += "  Z\(layer) = W\(layer) @ \(input) + b\(layer)\n"
      text += "  A\(layer) = \(layer == depth ? last : activation)(Z\(layer))\n"
    }
    let penalty = isPenalised ? " + strength / 2 * sum(W1**2)" : ""
    text += "loss:\n  L = \(loss)(A\(depth), Y)\(penalty)\nupdate:\n  \(optimizer)\n"
    return Sample(
      name: "\(index) \(depth) \(activation) \(last) \(loss) \(optimizer)", text: text)
  }

  /// Models with one peculiarity each.
  static let peculiar: [Sample] = [
    Sample(name: "article", text: Model.articleText),
    Sample(
      name: "written backward with a mistake",
      text: Model.articleText.replacing(
        "update:",
        with: """
          backward:
            dZ2 = A2 - Y
            dW2 = dZ2 @ A1.T / m
            db2 = sum(dZ2, axis=1, keepdims=True) / m
            dA1 = W2.T @ dZ2
            dZ1 = dA1
            dW1 = dZ1 @ X.T / m
            db1 = sum(dZ1, axis=1, keepdims=True) / m
          update:
          """), hasRightGradients: false),
    Sample(
      name: "slices, where, clip, names that Python and the script use",
      text: """
        settings:
          epoch = 0.3
          torch = 2
          print = 0.05
        data:
          seed(3)
          X = uniform(-1, 1, size=(3, 20))[::-1]
          Y = where(X[0:1] * X[2:] > 0, 1, 0)
        init:
          sigmoid = randn(4, 3) * epoch
          bias = zeros((4, 1))
          bias[1:3] = 0.5
          w = randn(1, 4)
        forward:
          np_ = sigmoid @ X + bias
          A = where(np_ > 0, np_, print * np_)
          top = clip(A[0:2], -2, 2) ** 2
          H = vstack([top, softplus(A[2:])])[::-1]
          P = sigmoid(w @ H)
        loss:
          L = bce(P, Y) + mean(abs(w)) / 100
        update:
          momentum(epoch)
        """),
    Sample(
      name: "plain updates with a learning rate that falls",
      text: """
        settings:
          lr = 0.2
        data:
          X = rand(2, 15)
          Y = X[0:1] * 2 - X[1:] + normal(0, 0.1, size=(1, 15))
        init:
          W = zeros((1, 2))
          b = 0.0
          t = 0
        forward:
          P = W @ X + b
        loss:
          E = P - Y
          L = (E ** 2).mean()
        update:
          t += 1
          rate = lr / (1 + 0.1 * t)
          W -= rate * dW
          b = b - rate * db
        """),
    Sample(
      name: "a mask drawn in every epoch",
      text: """
        settings:
          lr = 0.5
          keep = 0.8
        data:
          X = randint(0, 2, size=(2, 16))
          Y = bitwise_xor(X[0:1], X[1:])
        init:
          W1 = randn(5, 2)
          b1 = zeros((5, 1))
          W2 = randn(1, 5)
        forward:
          D = rand(5, 16) < keep
          A1 = tanh(W1 @ X + b1) * D / keep
          A2 = sigmoid(W2 @ A1)
        loss:
          L = bce(A2, Y)
        update:
          adam(lr=0.01)
        """),
    Sample(
      name: "one parameter, lists, reductions",
      text: """
        data:
          X = [[0.0, 1.0, 2.0, 3.0]]
          Y = np.array([[1, 3, 5, 7]])
        init:
          w = [[0.5]]
        forward:
          P = w * X + max(X, axis=1, keepdims=True) * 0.1 + var(X) + log(2)
        loss:
          L = mse(P, Y)
        update:
          sgd(0.05)
        """),
    Sample(
      name: "extremes, ties, a rate that PyTorch refuses",
      text: """
        data:
          X = randn(2, 9)
          Y = rand(1, 9)
        init:
          W1 = randn(3, 2)
          W2 = randn(1, 3)
          b2 = zeros((1, 1))
        forward:
          Z1 = W1 @ X
          A1 = maximum(Z1, Z1[0:1]) + minimum(Z1, Z1) + maximum(0, minimum(0, Z1))
          A2 = W2 @ A1 + b2
        loss:
          L = max(abs(A2 - Y)) - sum(min(A2, keepdims=True)) * 0.01
        update:
          sgd(-0.01)
        """),
    Sample(
      name: "momentum without memory",
      text: Model.articleText.replacing("sgd(lr)", with: "nesterov(lr, beta=0)")),
  ]

  static let all = peculiar + choosing + swept
}
