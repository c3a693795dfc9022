import Arrays
import Equations
import Networks
import Testing

@testable import Training

/// Random draws inside equations of forward and loss: one draw, which all that read equations see.
@Suite struct DrawTests {
  struct Sample: Sendable, CustomStringConvertible {
    let name: String
    var forward: String
    var loss = "L = mse(A, Y)"
    var settings = "lr = 0.1"
    /// The equations of the epoch that draw.
    let draws: [String]

    var description: String { name }

    var text: String {
      """
      settings:
        \(settings)
      data:
        X = randn(3, 9)
        Y = X[0:1] * X[1:2] - X[2:]
      init:
        W = randn(4, 3) * 0.5
        b = zeros((4, 1))
        v = randn(1, 4)
        s = zeros((4, 1)) - 1
      forward:
        Z = W @ X + b
      \(forward.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
      loss:
      \(loss.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
      update:
        sgd(lr)
      """
    }
  }

  static let samples: [Sample] = [
    Sample(
      name: "dropout", forward: "H = maximum(0, Z) * (rand(4, 9) < 0.8)\nA = v @ H",
      draws: ["H_draw = rand(4, 9)"]),
    Sample(
      name: "inverted dropout",
      forward: "H = maximum(0, Z) * (rand(4, 9) < 0.8) / 0.8\nA = v @ H",
      draws: ["H_draw = rand(4, 9)"]),
    Sample(
      name: "variational", forward: "H = Z + randn(4, 9) * exp(s)\nA = v @ H",
      draws: ["H_draw = randn(4, 9)"]),
    Sample(
      name: "several in one equation",
      forward: "H = tanh(Z * uniform(0.5, 1.5, size=(4, 1)) + randn(4, 9) * exp(s))\nA = v @ H",
      draws: ["H_draw = uniform(0.5, 1.5, size=(4, 1))", "H_draw2 = randn(4, 9)"]),
    Sample(
      name: "a draw of a draw",
      forward: "H = Z * normal(rand(), 0.1, size=(4, 9))\nA = v @ H",
      draws: ["H_draw = rand()", "H_draw2 = normal(H_draw, 0.1, size=(4, 9))"]),
    Sample(
      name: "in the loss", forward: "A = v @ tanh(Z)",
      loss: "L = mean((A - Y) ** 2 * rand(1, 9)) + 0.01 * randn() * sum(W)",
      draws: ["L_draw = rand(1, 9)", "L_draw2 = randn()"]),
    Sample(
      name: "nested in calls",
      forward: "H = where(rand(4, 9) < 0.5, maximum(Z, 0.1 * randn(4, 9)), Z)\nA = v @ H",
      draws: ["H_draw = rand(4, 9)", "H_draw2 = randn(4, 9)"]),
    Sample(
      name: "in the shape of a value", forward: "H = tanh(Z) * rand(Z.shape)\nA = v @ H",
      draws: ["H_draw = rand(Z.shape)"]),
    Sample(
      name: "in an update", forward: "H = tanh(Z)\nA = v @ H\nA *= rand(1, 9)",
      loss: "L = mean(A * Y)", draws: ["A_draw = rand(1, 9)"]),
    Sample(
      name: "under a name that is taken",
      forward: "H_draw = tanh(Z)\nH = H_draw * rand(4, 9)\nA = v @ H",
      draws: ["H_draw2 = rand(4, 9)"]),
    Sample(
      name: "a draw that has a name",
      forward: "D = rand(4, 9)\nH = tanh(Z) * (D < 0.5)\nA = v @ H", draws: ["D = rand(4, 9)"]),
    Sample(
      name: "a mask of nothing that is trained",
      forward: "D = rand(4, 9) < 0.5\nH = tanh(Z) * D\nA = v @ H", draws: ["D = rand(4, 9) < 0.5"]),
    Sample(
      name: "chosen rows", forward: "H = tanh(Z)\nA = v[:, choice(4, size=3)] @ H[0:3]",
      draws: ["A_draw = choice(4, size=3)"]),
    Sample(
      name: "under batches", forward: "H = tanh(Z) * (rand(4, m) < 0.7)\nA = v @ H",
      settings: "lr = 0.1\n  batch = 4", draws: ["H_draw = rand(4, m)"]),
  ]

  @Test(arguments: samples) func drawsAreEquationsOfTheirOwn(_ sample: Sample) throws {
    let program = try Program(try Model(name: "draws", text: sample.text))
    let drawing = program.iteration.filter { step in
      step.origin != .batching && step.statement.expressions.contains(where: \.drawsRandomNumbers)
    }
    #expect(drawing.map(\.text) == sample.draws)
    for step in program.steps(in: .backward) {
      let draws = step.statement.expressions.contains(where: \.drawsRandomNumbers)
      #expect(!draws, "\(step.text)")
    }
  }

  /// By differences that hold the draws fixed, over seeds.
  @Test(arguments: samples) func gradientsAreOfTheNumbersThatForwardDrew(_ sample: Sample) throws {
    for seed in UInt32(0)..<4 {
      var run = try TestModels.run(sample.text, seed: seed)
      try run.runEpochs(2)
      let check = try GradientCheck(run)
      #expect(!check.isWrong, "\(check.parameters.filter { $0.verdict == .wrong })")
    }
  }

  /// The same numbers in the same order as with the draws written out by hand.
  @Test func nothingElseIsDrawn() throws {
    for seed in UInt32(0)..<4 {
      var inside = try TestModels.run(Self.samples[3].text, seed: seed)
      let text = Self.samples[3].text.replacing(
        "  H = tanh(Z * uniform(0.5, 1.5, size=(4, 1)) + randn(4, 9) * exp(s))",
        with: """
            U = uniform(0.5, 1.5, size=(4, 1))
            N = randn(4, 9)
            H = tanh(Z * U + N * exp(s))
          """)
      var apart = try TestModels.run(text, seed: seed)
      try inside.runEpochs(5)
      try apart.runEpochs(5)
      let pairs = [
        ("W", "W"), ("b", "b"), ("v", "v"), ("L", "L"), ("H_draw", "U"), ("H_draw2", "N"),
      ]
      for (a, b) in pairs { #expect(inside.state[a]?.doubles == apart.state[b]?.doubles) }
    }
  }

  @Test func aDrawCanBeReplaced() throws {
    var run = try TestModels.run(Self.samples[0].text)
    try run.runEpochs(1)
    _ = try run.set("H_draw = zeros((4, 9))")
    try run.runEpochs(1)
    #expect(run.state["H"]?.doubles == run.state["Z"]?.doubles.map { max(0, $0) })
  }

  @Test func aDrawFromTrainedNumbersHasNoDerivative() throws {
    let text = Self.samples[0].text.replacing(
      "rand(4, 9) < 0.8", with: "normal(s[0, 0], 1, size=(4, 9))")
    let model = try Model(name: "draws", text: text)
    #expect(throws: ModelError.self) { _ = try Program(model) }
  }
}
