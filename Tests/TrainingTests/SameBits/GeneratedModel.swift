import Support

/// A model made from a seed, so that seeds in a row go through the depths, sizes, activations,
/// losses and optimizers of the language. The sizes are multiples of nothing.
struct GeneratedModel {
  let name: String
  let text: String
  let epochs: Int

  /// How many seeds go through everything at least twice.
  static let count = 56

  static let sizes = [1, 2, 3, 5, 7, 9, 13, 17, 33, 67]
  static let exampleCounts = sizes + [1000, 1023, 1025, 2049]
  static let longSums = [1000, 1023, 1025, 2049]

  /// What a layer does with `Z`.
  static let activations = [
    "tanh(Z)", "sigmoid(Z)", "relu(Z)", "softplus(Z)", "softmax(Z)", "leaky_relu(Z, 0.05)",
    "identity(Z)", "maximum(Z, 0)", "where(Z > 0, Z, expm1(minimum(Z, 0)))", "sin(Z)",
    "Z / (1 + abs(Z))", "sqrt(Z**2 + 1) - 1", "exp(-(Z**2))", "log1p(abs(Z))",
    "1 / (1 + exp(-Z))", "Z * sigmoid(Z)", "clip(Z, -1, 1)", "log(1 + exp(Z)) * cos(Z)",
    "Z**3 / 4",
  ]

  static let optimizers = [
    "sgd(LR)", "momentum(LR)", "nesterov(LR, beta=0.8)", "rmsprop(LR / 10)", "adam(LR / 10)",
    "adagrad(LR)",
  ]

  /// How the last layer ends: the prediction from `Z`, the target from `T`, the loss of both.
  private static let heads: [(prediction: String, target: String, loss: String, rows: Int?)] = [
    ("sigmoid(Z)", "float(T > 0)", "bce(P, Y)", nil),
    ("Z", "T", "mse(P, Y)", nil),
    ("softmax(Z)", "float(T == max(T, axis=0, keepdims=True))", "cross_entropy(P, Y)", 3),
    ("Z", "T", "mae(P, Y)", nil),
    (
      "tanh(Z)", "sign(T)",
      "mean(where(abs(P - Y) < 1, (P - Y)**2 / 2, abs(P - Y) - 0.5))", nil
    ),
  ]

  init(seed: Int) {
    var dice = Dice(seed)
    let depth = 1 + seed % 4
    let examples = Self.exampleCounts[seed % Self.exampleCounts.count]
    let head = Self.heads[seed % Self.heads.count]
    // So many multiplications that all ways of running it take little time.
    var budget = 60_000 / examples
    func size(from sizes: [Int], _ before: Int) -> Int {
      let fitting = sizes.filter { $0 * before <= budget }
      let size = fitting.randomElement(using: &dice) ?? 1
      budget -= size * before
      return size
    }
    let isLong = examples < 10 && seed % 2 == 0
    let inputs = size(from: isLong ? Self.longSums : Self.sizes, isLong ? 3 : 1)
    let outputs = head.rows ?? size(from: [1, 1, 2, 5], 1)

    var settings: [String] = []
    if seed % 3 == 1, examples > 2 {
      settings.append("batch = \(max(1, examples / Int.random(in: 2...7, using: &dice)))")
    }
    if seed % 4 == 2, examples > 3 { settings.append("holdout = 0.3") }
    var data = ["seed(\(seed))", "X = randn(\(inputs), \(examples))"]
    if seed % 7 == 3 { data.append("X = where(X < -0.3, -0.0, X)") }
    data += ["T = randn(\(outputs), \(examples)) + X[0:1]", "Y = \(head.target)"]

    var start: [String] = []
    var forward: [String] = []
    var input = "X"
    var width = inputs
    var penalties: [String] = []
    for layer in 1...depth {
      let isLast = layer == depth
      let units = isLast ? outputs : size(from: Self.sizes, width)
      start.append("W\(layer) = randn(\(units), \(width)) * \(layer == 1 ? 0.6 : 0.9)")
      let hasBias = (seed + layer) % 5 != 0
      if hasBias { start.append("b\(layer) = randn(\(units), 1) * 0.1") }
      forward.append("Z\(layer) = W\(layer) @ \(input)" + (hasBias ? " + b\(layer)" : ""))
      let activation = Self.activations[(seed + 5 * layer) % Self.activations.count]
      let value = isLast ? head.prediction : activation
      let output = isLast ? "P" : "A\(layer)"
      forward.append("\(output) = \(value.replacing("Z", with: "Z\(layer)"))")
      if seed % 6 == 4, !isLast {
        forward.append("D\(layer) = rand(\(units), m) < 0.8")
        forward.append("B\(layer) = A\(layer) * D\(layer) / 0.8")
        input = "B\(layer)"
      } else {
        input = output
      }
      penalties.append("sum(W\(layer)**2)")
      width = units
    }
    var loss = head.loss
    if seed % 5 == 3 { loss += " + 0.001 * (\(penalties.joined(separator: " + ")))" }
    // Some grow beyond all bounds, to infinities and NaN.
    let rate = seed % 11 == 5 ? "1e150" : ["0.3", "0.05", "0.01"][seed % 3]
    let optimizer = Self.optimizers[seed % Self.optimizers.count].replacing("LR", with: rate)

    func section(_ name: String, _ lines: [String]) -> [String] {
      lines.isEmpty ? [] : ["\(name):"] + lines.map { "  " + $0 }
    }
    let lines =
      section("settings", settings) + section("data", data) + section("init", start)
      + section("forward", forward) + section("loss", ["L = \(loss)"])
      + section("update", [optimizer])
    name = "seed \(seed)"
    text = lines.joined(separator: "\n")
    epochs = 4 + seed % 3
  }
}
