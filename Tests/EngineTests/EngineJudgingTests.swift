import Arrays
import Equations
import Networks
import Support
import Testing

@testable import Engine
@testable import Training

/// Conditions on accuracy where a judge predicts for all examples: runs stop at the same moment as
/// equation by equation.
struct EngineJudgingTests {
  static func text(
    batch: Int, examples: Int = 300, prediction: String = "sigmoid(W2 @ A1 + b2)",
    data: String = "Y = (X[0:1] + X[1:] > 0) * 1", seed: Int = 0
  ) -> String {
    """
    settings:
      batch = \(batch)
      holdout = 0.2
    data:
      seed(\(seed))
      X = randn(2, \(examples))
      \(data)
    init:
      W1 = randn(3, 2)
      b1 = zeros((3, 1))
      W2 = randn(1, 3)
      b2 = zeros((1, 1))
    forward:
      A1 = tanh(W1 @ X + b1)
      A2 = \(prediction)
    loss:
      L = bce(A2, Y)
    update:
      sgd(0.2)
    """
  }

  static let conditions = [
    "accuracy >= 0.9", "accuracy > 0.97", "1 == accuracy", "0.95 <= accuracy", "0.9 < accuracy",
    "accuracy_val >= 0.95", "(accuracy == 1) | (epoch == 12)", "accuracy >= 0.9 and L < 0.3",
    "accuracy < 0.9", "not (accuracy < 0.9)", "accuracy * 100 >= 90", "accuracy == accuracy_val",
    "accuracy > 2", "accuracy >= nan", "accuracy >= 0.8 or accuracy_val > 0.9", "accuracy >= lr",
    "accuracy > 0.9 and accuracy_val > 0.9",
  ]

  @Test(arguments: conditions) func inBatchesAndWithout(condition: String) throws {
    let expression = try Parser.expression(condition.replacing("lr", with: "0.9"))
    for seed in 0..<3 {
      for batch in [16, 50, 240] {
        try EngineConditionTests.compare(
          Self.text(batch: batch, seed: seed), .until(expression, every: .phase, atMost: 15))
      }
    }
  }

  /// Predictions that depend on the batch's other examples are made for all at once.
  @Test(arguments: [
    "sigmoid(W2 @ (A1 - mean(A1, axis=1, keepdims=True)) + b2)",
    "sigmoid(W2 @ A1 + b2 - max(W2 @ A1))", "sigmoid(W2 @ A1 + b2) * (sum(W2) / sum(W2))",
    "clip(W2 @ A1 + b2, 0.001, 0.999)", "W2 @ A1 + where(X[0:1] > 1, nan, 0)",
  ])
  func otherPredictions(prediction: String) throws {
    for condition in ["accuracy >= 0.9", "accuracy_val > 0.6", "accuracy == 0"] {
      let expression = try Parser.expression(condition)
      try EngineConditionTests.compare(
        Self.text(batch: 32, prediction: prediction)
          .replacing("bce(A2, Y)", with: "mean((where(isnan(A2), 0, A2) - Y) ** 2)"),
        .until(expression, every: .epoch, atMost: 12))
    }
  }

  /// Targets of -1 and 1, of 3 and 5, and those that are none of two.
  @Test(arguments: [
    "Y = sign(X[0:1] + X[1:])", "Y = where(X[0:1] > 0, 5, 3)", "Y = where(X[0:1] > 0, -1, -3)",
    "Y = X[0:1] * 2",
  ])
  func otherTargets(data: String) throws {
    let text = Self.text(batch: 20, prediction: "W2 @ A1 + b2", data: data)
      .replacing("bce(A2, Y)", with: "mse(A2, Y)")
    for condition in ["accuracy >= 0.8", "accuracy > 0.6 and accuracy_val >= 0.6", "r2 > 0.3"] {
      let isOfClasses = data != "Y = X[0:1] * 2"
      guard condition.contains("accuracy") == isOfClasses else { continue }
      try EngineConditionTests.compare(
        text, .until(try Parser.expression(condition), every: .epoch, atMost: 12))
    }
  }

  /// Several classes, and examples in rows.
  @Test func classesAndRows() throws {
    let classes = """
      settings:
        batch = 30
      data:
        seed(1)
        X = randn(2, 290)
        Y = eye(3)[(X[0] > 0) * 1 + (X[1] > 0)].T
      init:
        W = randn(3, 2)
        b = zeros((3, 1))
      forward:
        P = softmax(W @ X + b, axis=0)
      loss:
        L = cross_entropy(P, Y, axis=0)
      update:
        sgd(0.5)
      """
    let rows = """
      settings:
        batch = 30
      data:
        seed(1)
        X = randn(290, 2)
        Y = (X[:, 0:1] > X[:, 1:]) * 1
      init:
        W = randn(2, 1)
        b = zeros((1, 1))
      forward:
        P = sigmoid(X @ W + b)
      loss:
        L = bce(P, Y)
      update:
        sgd(0.5)
      """
    for text in [classes, rows] {
      for condition in ["accuracy >= 0.7", "accuracy > 0.9", "(accuracy == 1) | (L < 0.2)"] {
        try EngineConditionTests.compare(
          text, .until(try Parser.expression(condition), every: .epoch, atMost: 20))
      }
    }
  }

  /// A judge is asked where nothing of other examples goes into a prediction, and where all that
  /// the condition asks is whether the share is large.
  @Test(arguments: [
    ("sigmoid(W2 @ A1 + b2)", "accuracy >= 0.9", true),
    ("sigmoid(W2 @ A1 + b2)", "(accuracy == 1) | (epoch == 9)", true),
    ("sigmoid(W2 @ A1 + b2)", "accuracy_val > 0.9", true),
    ("sigmoid(W2 @ A1 + b2)", "accuracy < 0.9", false),
    ("sigmoid(W2 @ A1 + b2)", "accuracy * 2 > 1", false),
    ("sigmoid(W2 @ (A1 / sum(W1)) + b2)", "accuracy >= 0.9", true),
    ("sigmoid(W2 @ A1 + b2 - mean(A1))", "accuracy >= 0.9", false),
  ])
  func whoIsAsked(prediction: String, condition: String, isJudged: Bool) throws {
    let program = try CompiledEpochTests.program(Self.text(batch: 16, prediction: prediction))
    var run = Run(program)
    try run.runEpochs(1)
    let pass = PassKind(examples: 16, isLast: true, batches: 15, examplesOfEpoch: 240)
    let compiled = try Compiler.compile(
      program, run.state, pass,
      watching: [StopCondition(expression: try Parser.expression(condition), every: .epoch)])
    #expect(compiled.graph.hostViews.count == (isJudged ? 1 : 0))
  }
}
