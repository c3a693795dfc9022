import Support

/// Networks with one published fault each, and healthy ones, made from a seed: of one to four layers,
/// with either loss, in columns or rows.
struct SickNetwork: Sendable {
  let fault: String
  let text: String
  /// The epochs that are trained before it is looked at.
  let epochs: Int
  /// The kinds of finding that name the fault.
  let kinds: [String]
}

/// A network to be written down, in the parts that faults are put into.
struct NetworkDraft {
  var settings = ["lr = 0.5"]
  var data: [String] = []
  /// Units by layer, from the input on.
  var sizes = [2, 4, 1]
  var activation = "tanh"
  var output = "sigmoid"
  var loss = "bce"
  var scale = "0.8"
  var lossTerm = ""
  var isInRows = false
  var update: [String] = []
  var backward: [String] = []
  var extraInit: [String] = []
  var seed = 1

  var layers: Int { sizes.count - 1 }
  var prediction: String { "A\(layers)" }
  var parameters: [String] { (1...layers).flatMap { ["W\($0)", "b\($0)"] } }

  static func random(_ dice: inout Dice) -> NetworkDraft {
    var draft = NetworkDraft()
    draft.seed = dice.below(1000)
    draft.isInRows = dice.below(2) == 1
    draft.loss = dice.below(2) == 1 ? "mse" : "bce"
    draft.sizes = [2] + (0..<1 + dice.below(3)).map { _ in 4 + dice.below(4) } + [1]
    // Deep ones of sigmoids begin on a plateau, whatever else is well with them.
    draft.activation = dice.below(2) == 1 || draft.layers > 2 ? "tanh" : "sigmoid"
    draft.setPoints(dice.below(2) == 1 ? "X[0:1] + X[1:2] > 0" : "X[0:1] * X[1:2] > 0")
    return draft
  }

  /// Forty points of the plane, and what is to be said of each.
  mutating func setPoints(_ rule: String, scaled: String = "") {
    data = [
      "seed(\(seed))", "X = randn(2, 40)", "Y = float(\(rule))\(scaled)",
    ]
  }

  mutating func setXOR() {
    data = [
      "seed(\(seed))", "X = array([[0., 0, 1, 1], [0, 1, 0, 1]])", "Y = array([[0., 1, 1, 0]])",
    ]
  }

  var text: String {
    func section(_ name: String, _ lines: [String]) -> String {
      lines.isEmpty ? "" : "\(name):\n" + lines.map { "  \($0)\n" }.joined()
    }
    var start: [String] = []
    var forward: [String] = []
    for layer in 1...layers {
      let (from, to) = (sizes[layer - 1], sizes[layer])
      let input = layer == 1 ? "X" : "A\(layer - 1)"
      let function = layer == layers ? output : activation
      let shape = isInRows ? "\(from), \(to)" : "\(to), \(from)"
      start.append("W\(layer) = randn(\(shape)) * \(scale)")
      start.append("b\(layer) = zeros((\(isInRows ? "1, \(to)" : "\(to), 1")))")
      let product = isInRows ? "\(input) @ W\(layer)" : "W\(layer) @ \(input)"
      forward.append("Z\(layer) = \(product) + b\(layer)")
      forward.append("A\(layer) = " + (function.isEmpty ? "Z\(layer)" : "\(function)(Z\(layer))"))
    }
    let turned = isInRows ? ["X = X.T", "Y = Y.T"] : []
    return section("settings", settings) + section("data", data + turned)
      + section("init", start + extraInit) + section("forward", forward)
      + section("loss", ["L = \(loss)(\(prediction), Y)\(lossTerm)"])
      + section("backward", backward)
      + section("update", update.isEmpty ? ["sgd(lr)"] : update)
  }
}

extension SickNetwork {
  /// A fault, from a seed.
  private typealias Fault =
    (name: String, kinds: [String], make: @Sendable (inout NetworkDraft, inout Dice) -> Int)

  private static let faults: [Fault] = [
    (
      "all uphill", ["uphill"],
      { draft, _ in
        draft.update = draft.parameters.map { "\($0) = \($0) + lr * d\($0)" }
        return 3
      }
    ),
    (
      "one uphill", ["uphill"],
      { draft, dice in
        let wrong = draft.parameters[dice.below(draft.parameters.count)]
        draft.update = draft.parameters.map {
          "\($0) = \($0) \($0 == wrong ? "+" : "-") lr * d\($0)"
        }
        return 2
      }
    ),
    (
      "left out", ["leftOutOfUpdate"],
      { draft, _ in
        draft.update = draft.parameters.dropLast(2).map { "\($0) -= lr * d\($0)" }
        return 5
      }
    ),
    (
      "wrong gradient", ["writtenGradient"],
      { draft, dice in
        draft.writeBackward(slope: ["1", "A1", "(1 - A1)"][dice.below(3)])
        return 5
      }
    ),
    (
      "accumulated", ["accumulatedGradient"],
      { draft, _ in
        draft.writeBackward(slope: "(1 - A1**2)")
        draft.extraInit = ["dW1 = zeros((4, 2))"]
        draft.backward = draft.backward.map { $0.replacing("dW1 =", with: "dW1 +=") }
        return 5
      }
    ),
    (
      "out of reach", ["outOfReach"],
      { draft, dice in
        draft.loss = "mse"
        draft.output = ["sigmoid", "tanh", "relu"][dice.below(3)]
        draft.setPoints("X[0:1] > 0", scaled: draft.output == "relu" ? " * 2 - 1" : " * 4 - 2")
        return 20
      }
    ),
    (
      "cross_entropy of one row", ["lossWithoutOutput"],
      { draft, _ in
        draft.loss = "cross_entropy"
        return 20
      }
    ),
    (
      "bce of a linear output", ["lossWithoutOutput", "notFinite"],
      { draft, _ in
        (draft.loss, draft.output) = ("bce", "")
        return 1
      }
    ),
    (
      "softmax before bce", ["lossWithoutOutput"],
      { draft, _ in
        (draft.loss, draft.output) = ("bce", "softmax")
        draft.sizes[draft.sizes.count - 1] = 2
        draft.data += ["Y = concatenate([Y, 1 - Y], axis=0)"]
        return 10
      }
    ),
    (
      "inputs to 255", ["inputsOffScale"],
      { draft, _ in
        draft.data += ["X = abs(X) * 100"]
        return 10
      }
    ),
    (
      "inputs off centre", ["inputsOffScale"],
      { draft, dice in
        draft.data += ["X = X + \([50, 1000][dice.below(2)])"]
        return 10
      }
    ),
    (
      "compared with all", ["spreadComparison"],
      { draft, _ in
        draft.data += [draft.isInRows ? "Y = Y" : "Y = Y.T"]
        if draft.isInRows {
          draft.isInRows = false
          draft.data += ["Y = Y.T"]
        }
        draft.loss = "mse"
        return 10
      }
    ),
    (
      "bias by example", ["changedShape"],
      { draft, _ in
        draft.isInRows = false
        draft.extraInit = ["b1 = zeros((\(draft.sizes[1]), 40))"]
        return 10
      }
    ),
    (
      "bias that spread", ["changedShape"],
      { draft, _ in
        draft.isInRows = false
        draft.update = draft.parameters.map { "\($0) = \($0) - lr * d\($0)" }
        draft.update[1] = "b1 = b1 - lr * sum(db1, axis=1)"
        return 0
      }
    ),
    (
      "constant labels", ["constantLabels"],
      { draft, _ in
        draft.data += ["Y = Y * 0 + 1"]
        return 3
      }
    ),
    (
      "labels in order", ["constantLabels"],
      { draft, _ in
        draft.settings += ["batch = 10", "shuffle = 0"]
        draft.data += ["Y = float(arange(40).reshape(1, -1) >= 20)"]
        return 10
      }
    ),
    (
      "zeros", ["twinNeurons"],
      { draft, _ in
        draft.scale = "0"
        return 20
      }
    ),
    (
      "all weights equal", ["twinNeurons"],
      { draft, _ in
        draft.scale = "0 + 0.5"
        return 20
      }
    ),
    (
      "small start", ["plateau"],
      { draft, _ in
        draft.setXOR()
        draft.sizes = [2, 4, 1]
        draft.scale = "0.01"
        draft.settings = ["lr = 0.2"]
        return 50
      }
    ),
    (
      "dead units", ["deadUnits"],
      { draft, _ in
        draft.activation = "relu"
        let shape = draft.isInRows ? "1, \(draft.sizes[1])" : "\(draft.sizes[1]), 1"
        draft.extraInit = ["b1 = full((\(shape)), -30.)"]
        return 10
      }
    ),
    (
      "saturated", ["saturatedUnits"],
      { draft, _ in
        draft.scale = "60"
        draft.loss = "mse"
        draft.settings = ["lr = 0.01"]
        return 40
      }
    ),
    (
      "rate too large", ["learningRateTooLarge"],
      { draft, _ in
        (draft.loss, draft.output) = ("mse", "")
        draft.settings = ["lr = 1.5"]
        draft.sizes = [2, 6, 1]
        return 12
      }
    ),
    (
      "no number", ["notFinite"],
      { draft, _ in
        (draft.loss, draft.output, draft.activation) = ("mse", "", "relu")
        draft.settings = ["lr = 1e6"]
        return 60
      }
    ),
    (
      "rate too small", ["rateTooSmall"],
      { draft, _ in
        draft.settings = ["lr = 1e-5"]
        draft.setPoints("X[0:1] + X[1:2] > 0")
        return 20
      }
    ),
    (
      "no hidden layer", ["noHiddenLayer"],
      { draft, _ in
        draft.setXOR()
        draft.sizes = [2, 1]
        draft.settings = ["lr = 1"]
        return 3000
      }
    ),
    (
      "no gradient", ["noGradient", "plateau"],
      { draft, _ in
        draft.extraInit = ["V = randn(1, 2)"]
        draft.lossTerm = " + 0 * np.sum(V)"
        draft.setPoints("X[0:1] * X[1:2] > 0")
        return 5
      }
    ),
    (
      "class held back", ["heldOutClass"],
      { draft, _ in
        draft.settings += ["holdout = 0.25", "shuffle = 0"]
        draft.isInRows = false
        draft.data += ["Y = float(arange(40).reshape(1, -1) >= 30)"]
        return 5
      }
    ),
  ]

  static var kinds: Int { faults.count }

  /// The network with the fault of this number, from a seed.
  static func network(_ index: Int, seed: Int) -> SickNetwork {
    var dice = Dice(seed * 1000 + index)
    var draft = NetworkDraft.random(&dice)
    let fault = faults[index]
    let epochs = fault.make(&draft, &dice)
    return SickNetwork(fault: fault.name, text: draft.text, epochs: epochs, kinds: fault.kinds)
  }

  /// A network with nothing wrong, at some moment of its training.
  static func healthy(seed: Int) -> (text: String, epochs: Int) {
    var dice = Dice(seed + 50_000)
    var draft = NetworkDraft.random(&dice)
    draft.setPoints("X[0:1] + X[1:2] > 0")
    draft.settings = ["lr = \(draft.loss == "mse" ? 0.5 : 0.2)"]
    draft.scale = "1"
    return (draft.text, dice.below(400))
  }
}

extension NetworkDraft {
  /// A network of two layers in columns, its gradients by hand.
  mutating func writeBackward(slope: String) {
    (sizes, isInRows, loss, activation) = ([2, 4, 1], false, "bce", "tanh")
    backward = [
      "dZ2 = A2 - Y", "dW2 = dZ2 @ A1.T / m", "db2 = sum(dZ2, axis=1, keepdims=True) / m",
      "dZ1 = W2.T @ dZ2 * \(slope)", "dW1 = dZ1 @ X.T / m",
      "db1 = sum(dZ1, axis=1, keepdims=True) / m",
    ]
    update = parameters.map { "\($0) = \($0) - lr * d\($0)" }
  }
}
