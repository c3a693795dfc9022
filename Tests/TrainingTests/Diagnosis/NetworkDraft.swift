import Support

/// A network to be written down, in the parts that faults are put into.
struct NetworkDraft {
  /// What is to be learned, of points of the plane.
  enum Task: CaseIterable {
    /// On which side of a line a point lies.
    case line
    /// Whether it lies in the first or third quarter: XOR of its signs.
    case quarters
    /// In which of three strips it lies.
    case classes
    /// A number for each.
    case numbers
  }

  /// How someone calls things.
  struct Names {
    var weights = "W"
    var bias = "b"
    var sum = "Z"
    var output = "A"
    var input = "X"
    var target = "Y"
    var loss = "L"
    var rate = "lr"

    static let all = [
      Names(),
      Names(
        weights: "w", bias: "c", sum: "net", output: "h", input: "x", target: "t", loss: "cost",
        rate: "eta"),
      Names(
        weights: "theta", bias: "beta", sum: "s", output: "out", input: "inputs", target: "labels",
        loss: "J", rate: "alpha"),
    ]
  }

  var names = Names()
  var task = Task.line
  var isInRows = false
  var examples = 40
  var data: [String] = []
  var settings: [String] = []
  var rate = 0.5
  /// Units by layer, from the input on.
  var sizes = [2, 5, 1]
  var activation = "tanh"
  var output = "sigmoid"
  /// What the loss is of A and Y.
  var loss = "bce(A, Y)"
  /// What the drawn weights are multiplied with.
  var scale = "0.8"
  var extraInit: [String] = []
  /// Equations of the forward section that stand for others, by name.
  var replaced: [String: String] = [:]
  var backward: [String] = []
  var update: [String] = []

  var layers: Int { sizes.count - 1 }
  func weights(_ layer: Int) -> String { "\(names.weights)\(layer)" }
  func bias(_ layer: Int) -> String { "\(names.bias)\(layer)" }
  func sum(_ layer: Int) -> String { "\(names.sum)\(layer)" }
  func output(_ layer: Int) -> String { layer == 0 ? names.input : "\(names.output)\(layer)" }
  var prediction: String { output(layers) }
  var parameters: [String] { (1...layers).flatMap { [weights($0), bias($0)] } }
  /// The axis along the units, as functions take it.
  var unitAxis: Int { isInRows ? 1 : 0 }
  func shape(of layer: Int) -> String {
    isInRows ? "\(sizes[layer - 1]), \(sizes[layer])" : "\(sizes[layer]), \(sizes[layer - 1])"
  }
  func biasShape(of layer: Int) -> String {
    isInRows ? "1, \(sizes[layer])" : "\(sizes[layer]), 1"
  }

  /// The update written out, a sign for each parameter.
  func descent(_ sign: (String) -> String = { _ in "-" }) -> [String] {
    parameters.map { "\($0) = \($0) \(sign($0)) \(names.rate) * d\($0)" }
  }

  /// A network that learns its task.
  static func random(
    _ dice: inout Dice, _ tasks: [Task] = Task.allCases, depth: ClosedRange<Int> = 2...4
  )
    -> NetworkDraft
  {
    var draft = NetworkDraft()
    draft.names = dice.pick(Names.all)
    draft.isInRows = dice.below(2) == 1
    let hidden = dice.below(depth.upperBound - depth.lowerBound + 1) + depth.lowerBound - 1
    draft.sizes = [2] + (0..<hidden).map { _ in 4 + dice.below(4) } + [1]
    // Deep ones of sigmoids begin on a plateau, whatever else is well with them.
    draft.activation = dice.below(2) == 1 || hidden > 1 ? "tanh" : "sigmoid"
    draft.setTask(dice.pick(tasks), &dice)
    return draft
  }

  /// The data of a task, with an output and a loss that fit them.
  mutating func setTask(_ task: Task, _ dice: inout Dice) {
    self.task = task
    let (x, y) = (names.input, names.target)
    data = ["seed(\(dice.below(1000)))", "\(x) = randn(2, \(examples))"]
    sizes[layers] = task == .classes ? 3 : 1
    switch task {
    case .line: data.append("\(y) = float(\(x)[0:1] + \(x)[1:2] > 0)")
    case .quarters: data.append("\(y) = float(\(x)[0:1] * \(x)[1:2] > 0)")
    case .numbers: data.append("\(y) = sin(\(x)[0:1]) + 0.5 * \(x)[1:2] + 1")
    case .classes:
      data.append("side = \(x)[0:1] + \(x)[1:2]")
      data.append(
        "\(y) = float(concatenate([side < -0.6, abs(side) <= 0.6, side > 0.6], axis=0))")
    }
    switch task {
    case .line, .quarters:
      output = "sigmoid"
      loss = dice.pick([
        "bce(A, Y)", "mse(A, Y)", "-mean(Y * log(A) + (1 - Y) * log(1 - A))", "mean((A - Y)**2)",
      ])
    case .numbers:
      output = ""
      loss = dice.pick(["mse(A, Y)", "mean((A - Y)**2) / 2", "mean((Y - A)**2)"])
    case .classes:
      output = "softmax"
      loss = isInRows ? "cross_entropy(A, Y, axis=1)" : "cross_entropy(A, Y)"
    }
    rate = task == .numbers ? 0.1 : 0.5
  }

  /// The four examples of XOR.
  mutating func setXOR(_ dice: inout Dice) {
    setTask(.quarters, &dice)
    examples = 4
    data = [
      data[0], "\(names.input) = array([[0., 0, 1, 1], [0, 1, 0, 1]])",
      "\(names.target) = array([[0., 1, 1, 0]])",
    ]
  }

  mutating func append(data line: String) {
    data.append(line.replacing("{X}", with: names.input).replacing("{Y}", with: names.target))
  }

  var text: String {
    func section(_ name: String, _ lines: [String]) -> String {
      lines.isEmpty ? "" : "\(name):\n" + lines.map { "  \($0)\n" }.joined()
    }
    var start: [String] = []
    var forward: [String] = []
    for layer in 1...layers {
      let input = output(layer - 1)
      start.append("\(weights(layer)) = randn(\(shape(of: layer))) * \(scale)")
      start.append("\(bias(layer)) = zeros((\(biasShape(of: layer))))")
      let product = isInRows ? "\(input) @ \(weights(layer))" : "\(weights(layer)) @ \(input)"
      let function = layer == layers ? output : activation
      let value =
        function == "softmax"
        ? "softmax(\(sum(layer))\(isInRows ? ", axis=1" : ""))"
        : function.isEmpty ? sum(layer) : "\(function)(\(sum(layer)))"
      for (name, value) in [(sum(layer), "\(product) + \(bias(layer))"), (output(layer), value)] {
        forward.append("\(name) = \(replaced[name] ?? value)")
      }
    }
    let turned =
      isInRows
      ? ["\(names.input) = \(names.input).T", "\(names.target) = \(names.target).T"] : []
    let loss = Self.lossText(self.loss, of: prediction, and: names.target)
    return section("settings", ["\(names.rate) = \(rate)"] + settings)
      + section("data", data + turned)
      + section("init", start + extraInit) + section("forward", forward)
      + section("loss", ["\(names.loss) = \(loss)"])
      + section("backward", backward)
      + section("update", update.isEmpty ? ["sgd(\(names.rate))"] : update)
  }

  /// The loss with other names for A and Y.
  private static func lossText(_ loss: String, of prediction: String, and target: String) -> String
  {
    loss.map { $0 == "A" ? prediction : $0 == "Y" ? target : String($0) }.joined()
  }

  /// Gradients written by hand, of two layers of tanh and sigmoid under a cross-entropy, in columns.
  mutating func writeBackward(_ dice: inout Dice, slope: String = "(1 - {A1}**2)") {
    isInRows = false
    sizes = [2, 5, 1]
    setTask(dice.pick([.line, .quarters]), &dice)
    (activation, output, loss) = ("tanh", "sigmoid", "bce(A, Y)")
    let (one, two) = (output(1), output(2))
    backward = [
      "d\(sum(2)) = \(two) - \(names.target)",
      "d\(weights(2)) = d\(sum(2)) @ \(one).T / \(examples)",
      "d\(bias(2)) = sum(d\(sum(2)), axis=1, keepdims=True) / \(examples)",
      "d\(sum(1)) = \(weights(2)).T @ d\(sum(2)) * \(slope.replacing("{A1}", with: one))",
      "d\(weights(1)) = d\(sum(1)) @ \(names.input).T / \(examples)",
      "d\(bias(1)) = sum(d\(sum(1)), axis=1, keepdims=True) / \(examples)",
    ]
    update = descent()
  }
}
