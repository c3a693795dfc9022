import Equations
import Networks
import Support
import Testing

@testable import Training

private func net(
  seed: Int, scale: Double, activation: String = "sigmoid", loss: String = "bce(A2, Y)",
  output: String = "sigmoid(Z2)", backward: String = ""
) throws -> Run {
  let text = """
    settings:
      hidden = 3
      lr = 0.5
    data:
      seed(\(seed))
      X = array([[0, 0, 1, 1], [0, 1, 0, 1]])
      Y = array([[0, 1, 1, 0]])
    init:
      W1 = randn(hidden, 2) * \(scale)
      b1 = randn(hidden, 1) * \(scale)
      W2 = randn(1, hidden) * \(scale)
      b2 = zeros((1, 1))
    forward:
      Z1 = W1 @ X + b1
      A1 = \(activation)(Z1)
      Z2 = W2 @ A1 + b2
      A2 = \(output)
    loss:
      L = \(loss)
    \(backward.isEmpty ? "" : "backward:\n" + backward)
    update:
      sgd(lr)
    """
  var run = Run(try Program(try Model(name: "net", text: text)))
  while !run.isInitialised { try run.stepEquation() }
  return run
}

private let right = [
  "dZ2": "A2 - Y", "dW2": "dZ2 @ A1.T / m", "db2": "sum(dZ2, axis=1, keepdims=True) / m",
  "dA1": "W2.T @ dZ2", "dZ1": "dA1 * A1 * (1 - A1)", "dW1": "dZ1 @ X.T / m",
  "db1": "sum(dZ1, axis=1, keepdims=True) / m",
]
private let order = ["dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1"]

private func written(_ changes: [String: String] = [:]) -> String {
  order.map { "  \($0) = \(changes[$0] ?? right[$0] ?? "")\n" }.joined()
}

private let scales = [0.001, 0.01, 0.1, 0.5, 2]

@Test(arguments: scales) func rightEquationsAreNeverWrong(scale: Double) throws {
  for seed in 0..<2 {
    for (activation, loss, output) in [
      ("sigmoid", "bce(A2, Y)", "sigmoid(Z2)"), ("tanh", "mse(A2, Y)", "identity(Z2)"),
      ("relu", "mae(A2, Y)", "tanh(Z2)"), ("leaky_relu", "bce(A2, Y)", "sigmoid(Z2)"),
    ] {
      let run = try net(
        seed: seed, scale: scale, activation: activation, loss: loss, output: output)
      let check = try GradientCheck(run)
      for result in check.parameters {
        #expect(
          result.verdict == .correct || result.verdict == .tooSmallToJudge,
          "\(activation) seed \(seed) scale \(scale): \(result)")
      }
      #expect(check.parameters.contains { $0.verdict == .correct })
    }
    let run = try net(seed: seed, scale: scale, backward: written())
    #expect(try GradientCheck(run).isWrong == false)
  }
}

@Test(arguments: [
  ("dZ1", "dA1"), ("dZ2", "Y - A2"), ("dZ1", "dA1 * A1"), ("dW1", "dZ1 @ X.T"),
  ("db2", "sum(dZ2, axis=0, keepdims=True) / m"), ("dW2", "dZ2 @ Z1.T / m"),
  ("db1", "sum(dZ1, axis=1, keepdims=True)"), ("dA1", "W2.T @ dZ2 * 0.9"),
  ("dZ2", "(A2 - Y) * A2 * (1 - A2)"), ("dW2", "-dZ2 @ A1.T / m"),
])
func plantedMistakesAreFound(name: String, value: String) throws {
  for scale in scales {
    for seed in [Int(scale * 100)] {
      let run = try net(seed: seed, scale: scale, backward: written([name: value]))
      let check = try GradientCheck(run)
      #expect(check.isWrong, "\(name) = \(value) at \(scale), seed \(seed)")
      #expect(check.culprit?.name == name, "\(name) = \(value) at \(scale), seed \(seed)")
      #expect(check.culprit?.expected?.text == right[name])
    }
  }
}

@Test func vanishedGradientsAreNotPassed() throws {
  let run = try net(seed: 1, scale: 0)
  let check = try GradientCheck(run)
  for result in check.parameters { #expect(result.verdict == .tooSmallToJudge, "\(result)") }
  #expect(!check.isWrong && !check.isCorrect)
}

@Test func kinksDoNotFailARightGradient() throws {
  for seed in 0..<3 {
    var run = try net(seed: seed, scale: 1, activation: "relu")
    run.state.store(.array(.init(repeating: .init(0.0), shape: [3, 1])), as: "b1")
    #expect(try !GradientCheck(run).isWrong)
    // A unit that stands a hair's breadth from its kink.
    run.state.store(.array(.init(repeating: .init(1e-5), shape: [3, 1])), as: "b1")
    let check = try GradientCheck(run)
    #expect(!check.isWrong, "\(check)")
  }
}

@Test func articlesStartCannotFoolTheCheck() throws {
  for seed in [42, 1] {
    let text = Model.articleText.replacing("seed(42)", with: "seed(\(seed))")
      .replacing("1000", with: "200")
    var run = try TestModels.run(text, seed: 5)
    _ = try run.stepPhase()
    _ = try run.stepPhase()
    _ = try run.stepPhase()
    let position = run.position
    #expect(try GradientCheck(run).isCorrect)
    #expect(run.position == position)
    let planted = text.replacing(
      "update:", with: "backward:\n" + written(["dZ1": "dA1"]) + "update:")
    var wrong = try TestModels.run(planted, seed: 5)
    try wrong.runEpochs(1)
    let check = try GradientCheck(wrong)
    #expect(check.culprit?.name == "dZ1")
    #expect(check.parameters.first { $0.name == "dW2" }?.verdict == .correct)
  }
}

/// A prediction of almost 0 or 1 leaves the loss at its limit, or in steps of rounding.
@Test(arguments: [5, 15, 20, 25, 30, 37, 50, 100, 1000])
func aSaturatedOutputIsNoMistake(scale: Double) throws {
  for seed in 0..<6 {
    for (loss, output) in [
      ("bce(A2, Y)", "sigmoid(Z2)"), ("-mean(Y*log(A2) + (1-Y)*log(1-A2))", "sigmoid(Z2)"),
      ("cross_entropy(A2, vstack((Y, 1 - Y)))", "softmax(vstack((Z2, -Z2)))"),
    ] {
      for activation in ["sigmoid", "identity"] {
        let run = try net(
          seed: seed, scale: scale, activation: activation, loss: loss, output: output)
        let check = try GradientCheck(run)
        #expect(!check.isWrong, "\(loss) seed \(seed) \(activation): \(check.parameters)")
      }
    }
  }
}

@Test func aLossAtItsLimitSaysSo() throws {
  let run = try net(seed: 3, scale: 1000, activation: "identity")
  let check = try GradientCheck(run)
  #expect(check.parameters.contains { $0.verdict == .lossAtLimit }, "\(check.parameters)")
}

@Test func whatIsNotFiniteIsNoMistake() throws {
  for seed in 0..<3 {
    let check = try GradientCheck(try net(seed: seed, scale: 1, activation: "sqrt"))
    #expect(!check.isWrong && !check.isCorrect)
    #expect(check.parameters.contains { $0.verdict == .notFinite })
  }
}

/// Where the terms of a sum cancel, a mistake shows behind the equation in which it was made.
@Test(arguments: [
  ("dZ2", "A2 - Y + 1e-4"), ("dZ2", "A2 - Y + 1e-5"), ("dZ2", "A2 - Y + 1e-6"),
  ("dA1", "W2.T @ dZ2 + 1e-5"), ("dZ1", "dA1 * A1 * (1 - A1) + 1e-6"),
])
func smallMistakesAreFoundWhereTheyEnter(name: String, value: String) throws {
  var run = try TestModels.run(Model.articleText.replacing("1000", with: "400"), seed: 5)
  try run.runEpochs(3)
  _ = try run.set("\(name) = \(value)")
  let check = try GradientCheck(run)
  #expect(check.isWrong)
  #expect(check.culprit?.name == name, "\(check.culprit?.name ?? "nothing")")
}
