import Support

/// Networks with one published fault each, made from a seed: of one to four layers, with either
/// loss, in columns or rows, under various names.
struct SickNetwork: Sendable {
  let fault: String
  let text: String
  /// The epochs that are trained before it is looked at.
  let epochs: Int
  /// The kinds of finding that name the fault.
  let kinds: [String]

  /// A fault and how it is put into a network; what it returns are the epochs to train.
  struct Fault: Sendable {
    let name: String
    let kinds: [String]
    let make: @Sendable (inout NetworkDraft, inout Dice) -> Int

    init(
      _ name: String, _ kinds: [String],
      _ make: @escaping @Sendable (inout NetworkDraft, inout Dice) -> Int
    ) {
      (self.name, self.kinds, self.make) = (name, kinds, make)
    }
  }

  static let faults =
    Fault.ofGradients + Fault.ofLosses + Fault.ofData + Fault.ofStarts + Fault.ofRates
    + Fault.ofStructure

  /// The network of this number: all faults come in turn.
  init(_ number: Int) {
    var dice = Dice(number)
    var draft = NetworkDraft.random(&dice)
    let fault = Self.faults[number % Self.faults.count]
    epochs = fault.make(&draft, &dice)
    (self.fault, kinds, text) = (fault.name, fault.kinds, draft.text)
  }
}

extension SickNetwork.Fault {
  fileprivate static let ofGradients: [Self] = [
    Self("every update goes uphill", ["uphill"]) { draft, _ in
      draft.update = draft.descent { _ in "+" }
      return 3
    },
    Self("momentum goes uphill", ["uphill"]) { draft, _ in
      let rate = draft.names.rate
      draft.rate *= 0.1
      draft.extraInit = draft.parameters.map { "v\($0) = zeros_like(\($0))" }
      draft.update = draft.parameters.flatMap {
        ["v\($0) = 0.9 * v\($0) + d\($0)", "\($0) = \($0) + \(rate) * v\($0)"]
      }
      return 3
    },
    Self("one update goes uphill", ["uphill"]) { draft, dice in
      let wrong = dice.pick(draft.parameters)
      draft.update = draft.descent { $0 == wrong ? "+" : "-" }
      return 2
    },
    Self("uphill in batches", ["uphill"]) { draft, _ in
      draft.update = draft.descent { _ in "+" }
      draft.rate *= 0.2
      draft.settings = ["batch = 10"]
      return 2
    },
    Self("left out of the update", ["leftOutOfUpdate"]) { draft, _ in
      draft.update = Array(draft.descent().dropLast(2))
      return 5
    },
    Self("updates under other names", ["leftOutOfUpdate"]) { draft, _ in
      draft.update = draft.parameters.map { "new_\($0) = \($0) - \(draft.names.rate) * d\($0)" }
      return 5
    },
    Self("slope left out by hand", ["writtenGradient"]) { draft, dice in
      draft.writeBackward(
        &dice, slope: dice.pick(["1", "{A1}", "(1 - {A1})", "{A1} * (1 - {A1})"]))
      return 5
    },
    Self("error the wrong way round", ["writtenGradient", "uphill"]) { draft, dice in
      draft.writeBackward(&dice)
      draft.backward[0] = "d\(draft.sum(2)) = \(draft.names.target) - \(draft.output(2))"
      return 5
    },
    Self("weights changed before their gradient went on", ["writtenGradient"]) { draft, dice in
      draft.writeBackward(&dice)
      let w = draft.weights(2)
      draft.backward.insert("\(w) = \(w) - \(draft.names.rate) * d\(w)", at: 3)
      draft.update.remove(at: 2)
      return 5
    },
    Self("mean forgotten in one gradient", ["writtenGradient"]) { draft, dice in
      draft.writeBackward(&dice)
      draft.rate = 0.05
      let wrong = dice.pick([1, 2, 4, 5])
      draft.backward[wrong] = draft.backward[wrong].replacing(" / \(draft.examples)", with: "")
      return 5
    },
    Self("gradients accumulate", ["accumulatedGradient"]) { draft, dice in
      draft.writeBackward(&dice)
      let w = draft.weights(1)
      draft.extraInit = ["d\(w) = zeros((\(draft.shape(of: 1))))"]
      draft.backward = draft.backward.map { $0.replacing("d\(w) =", with: "d\(w) +=") }
      return 5
    },
  ]

  fileprivate static let ofLosses: [Self] = [
    Self("targets out of reach", ["outOfReach"]) { draft, dice in
      draft.setTask(.numbers, &dice)
      draft.output = dice.pick(["sigmoid", "tanh", "relu"])
      draft.append(data: draft.output == "relu" ? "{Y} = {Y} - 1.5" : "{Y} = {Y} * 3")
      return 20
    },
    Self("cross_entropy of one output", ["lossWithoutOutput"]) { draft, dice in
      draft.setTask(.line, &dice)
      draft.loss = "cross_entropy(A, Y\(draft.isInRows ? ", axis=1" : ""))"
      return 20
    },
    Self("bce of a linear output", ["lossWithoutOutput", "notFinite"]) { draft, dice in
      draft.setTask(.line, &dice)
      (draft.loss, draft.output) = ("bce(A, Y)", "")
      return 1
    },
    Self("bce of a softmax", ["lossWithoutOutput"]) { draft, dice in
      draft.setTask(.classes, &dice)
      draft.loss = "bce(A, Y)"
      return 10
    },
    Self("softmax of one output", ["lossWithoutOutput"]) { draft, dice in
      draft.setTask(.line, &dice)
      draft.output = "softmax"
      return 10
    },
    Self("softmax along the examples", ["lossWithoutOutput"]) { draft, dice in
      draft.setTask(.classes, &dice)
      draft.replaced[draft.prediction] =
        "softmax(\(draft.sum(draft.layers)), axis=\(1 - draft.unitAxis))"
      return 10
    },
    Self("output squashed twice", ["outOfReach"]) { draft, dice in
      draft.setTask(.line, &dice)
      draft.replaced[draft.prediction] =
        "sigmoid(\(dice.pick(["sigmoid", "relu"]))(\(draft.sum(draft.layers))))"
      return 30
    },
    Self("softmax of a softmax", ["outOfReach"]) { draft, dice in
      draft.setTask(.classes, &dice)
      let axis = "axis=\(draft.unitAxis)"
      draft.replaced[draft.prediction] =
        "softmax(softmax(\(draft.sum(draft.layers)), \(axis)), \(axis))"
      return 30
    },
    Self("every prediction against every target", ["spreadComparison"]) { draft, dice in
      draft.isInRows = false
      draft.setTask(.numbers, &dice)
      draft.append(data: "{Y} = {Y}.T")
      return 10
    },
    Self("logarithm of 0", ["notFinite", "lossWasNotFinite"]) { draft, dice in
      draft.setTask(.line, &dice)
      draft.loss = "-mean(Y * log(A) + (1 - Y) * log(1 - A))"
      (draft.scale, draft.activation) = ("300", "relu")
      return 3
    },
  ]

  fileprivate static let ofData: [Self] = [
    Self("inputs up to 255", ["inputsOffScale"]) { draft, _ in
      draft.append(data: "{X} = abs({X}) * 100")
      return 10
    },
    Self("inputs off centre", ["inputsOffScale"]) { draft, dice in
      draft.append(data: "{X} = {X} + \(dice.pick([50, 1000]))")
      return 10
    },
    Self("one input of another scale", ["inputsOffScale"]) { draft, dice in
      draft.append(data: "{X} = {X} * array([[1.], [\(dice.pick([100, 3000]))]])")
      return 10
    },
    Self("all targets alike", ["constantLabels"]) { draft, dice in
      draft.setTask(dice.pick([.line, .numbers]), &dice)
      draft.append(data: "{Y} = {Y} * 0 + 1")
      return 3
    },
    Self("batches of one class", ["constantLabels"]) { draft, dice in
      draft.setTask(.line, &dice)
      draft.settings = ["batch = 10", "shuffle = 0"]
      draft.append(data: "{Y} = float(arange(40).reshape(1, -1) >= 20)")
      return 10
    },
    Self("a class held back", ["heldOutClass"]) { draft, dice in
      draft.setTask(.line, &dice)
      draft.settings = ["holdout = 0.25", "shuffle = 0"]
      draft.append(data: "{Y} = float(arange(40).reshape(1, -1) >= 30)")
      return 5
    },
  ]

  fileprivate static let ofStarts: [Self] = [
    Self("all weights 0", ["twinNeurons"]) { draft, _ in
      draft.scale = "0"
      return 20
    },
    Self("all weights equal", ["twinNeurons"]) { draft, _ in
      draft.scale = "0 + 0.5"
      return 20
    },
    Self("a start too small", ["plateau"]) { draft, dice in
      draft.sizes = [2, 4, 1]
      draft.setXOR(&dice)
      (draft.scale, draft.rate) = ("0.01", 0.2)
      return 50
    },
    Self("numbers from a start too small", ["plateau"]) { draft, dice in
      draft.sizes = [2, 6, 6, 6, 1]
      draft.activation = "tanh"
      draft.setTask(.numbers, &dice)
      (draft.scale, draft.rate) = ("0.01", 0.02)
      return 400
    },
    Self("gradients vanish in depth", ["plateau"]) { draft, dice in
      draft.sizes = [2, 5, 5, 5, 1]
      draft.activation = "sigmoid"
      draft.setTask(dice.pick([.line, .quarters]), &dice)
      (draft.scale, draft.rate) = ("0.3", 0.1)
      return 300
    },
    Self("saturated from the start", ["saturatedUnits"]) { draft, dice in
      draft.setTask(dice.pick([.line, .quarters]), &dice)
      draft.loss = "mse(A, Y)"
      (draft.scale, draft.rate) = ("60", 0.01)
      return 40
    },
    Self("a layer of dead units", ["deadUnits"]) { draft, dice in
      draft.activation = "relu"
      let dead = 1 + dice.below(draft.layers - 1)
      draft.extraInit = ["\(draft.bias(dead)) = full((\(draft.biasShape(of: dead))), -30.)"]
      return 10
    },
    Self("units that are dying", ["dyingUnits", "deadUnits"]) { draft, dice in
      draft.sizes = [2, 6, 1]
      draft.activation = "relu"
      draft.setTask(.numbers, &dice)
      draft.append(data: "{Y} = {Y} - 12")
      draft.extraInit = ["\(draft.weights(2)) = abs(\(draft.weights(2))) + 1"]
      (draft.scale, draft.rate) = ("0.4", 0.005)
      return 1
    },
  ]

  fileprivate static let ofRates: [Self] = [
    Self("a rate too large", ["learningRateTooLarge"]) { draft, dice in
      draft.sizes = [2, 6, 1]
      draft.setTask(.numbers, &dice)
      draft.rate = 1.2
      return 12
    },
    Self("a rate too large for classes", ["learningRateTooLarge"]) { draft, dice in
      draft.setTask(.classes, &dice)
      draft.rate = 20
      return 30
    },
    Self("steps to infinity", ["notFinite"]) { draft, dice in
      draft.activation = "relu"
      draft.setTask(.numbers, &dice)
      draft.rate = 1e6
      return 60
    },
    Self("a rate too small", ["rateTooSmall"]) { draft, dice in
      draft.setTask(dice.pick([.line, .numbers, .classes]), &dice)
      draft.rate = 1e-5
      return 20
    },
    Self("a rate of 0", ["rateTooSmall"]) { draft, _ in
      draft.rate = 0
      return 20
    },
  ]

  fileprivate static let ofStructure: [Self] = [
    Self("no hidden layer", ["noHiddenLayer"]) { draft, dice in
      draft.sizes = [2, 1]
      draft.setXOR(&dice)
      draft.rate = 1
      return 3000
    },
    Self("hidden layers without a function", ["linearLayers"]) { draft, dice in
      draft.activation = ""
      draft.setTask(.quarters, &dice)
      (draft.scale, draft.rate) = ("0.5", 0.2)
      return 1500
    },
    Self("too small for its data", ["tooSmall"]) { draft, dice in
      draft.sizes = [2, 1, 1]
      draft.examples = 60
      draft.setTask(dice.pick([.quarters, .numbers]), &dice)
      if draft.task == .numbers { draft.append(data: "{Y} = sin(3 * {X}[0:1]) + {X}[1:2]**2") }
      draft.scale = "1"
      draft.update = ["adam(0.05)"]
      return 3000
    },
    Self("a parameter out of reach", ["noGradient"]) { draft, dice in
      draft.setTask(dice.pick([.line, .numbers, .classes]), &dice)
      draft.extraInit = ["V = randn(1, 2)"]
      draft.loss += " + 0 * np.sum(V)"
      return 5
    },
    Self("a bias for each example", ["changedShape"]) { draft, _ in
      let shape =
        draft.isInRows
        ? "\(draft.examples), \(draft.sizes[1])" : "\(draft.sizes[1]), \(draft.examples)"
      draft.extraInit = ["\(draft.bias(1)) = zeros((\(shape)))"]
      return 10
    },
    Self("a bias that spread", ["changedShape"]) { draft, _ in
      draft.isInRows = false
      draft.update = draft.descent()
      let bias = draft.bias(1)
      draft.update[1] = "\(bias) = \(bias) - \(draft.names.rate) * sum(d\(bias), axis=1)"
      return 0
    },
    Self("a penalty too large", ["penaltyTooLarge"]) { draft, dice in
      draft.setTask(dice.pick([.line, .numbers, .classes]), &dice)
      let penalty = (1...draft.layers).map { "sum(\(draft.weights($0))**2)" }
      draft.loss += " + 1.0 * (\(penalty.joined(separator: " + ")))"
      draft.rate = 0.1
      return 400
    },
    Self("overfitting", ["overfitting"]) { draft, dice in
      draft.sizes = [2, 30, 1]
      draft.activation = "tanh"
      draft.setTask(.line, &dice)
      draft.loss = "bce(A, Y)"
      draft.settings = ["holdout = 0.5"]
      draft.append(data: "{Y} = float({X}[0:1] + {X}[1:2] + randn(1, 40) > 0)")
      draft.scale = "1"
      draft.update = ["adam(0.03)"]
      return 1200
    },
    Self("a trap of XOR", ["trap"]) { draft, dice in
      draft.sizes = [2, 2, 1]
      draft.activation = "sigmoid"
      draft.setXOR(&dice)
      draft.loss = dice.pick(["bce(A, Y)", "mse(A, Y)"])
      draft.rate = draft.loss == "mse(A, Y)" ? 3 : 1
      // A start near the twins of 0.5, from which training takes tens of thousands of epochs.
      draft.scale = "0.0001 + 0.5"
      return 6000
    },
  ]
}
