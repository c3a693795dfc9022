import Equations
import Testing

@testable import Training

/// Derived gradients where what a textbook takes for granted is not so.
@Suite struct DerivedGradientTests {
  private static func classes(_ extra: String = "") -> String {
    """
    settings:
      lr = 1
    \(extra)
    data:
      X = array([[0, 0, 1, 1], [0, 1, 0, 1]])
      Y = eye(3)[:, array([0, 1, 2, 0])]
    init:
      W = randn(3, 2)
      b = zeros((3, 1))
    forward:
      Z = W @ X + b
      A = softmax(Z)
    loss:
      L = cross_entropy(A, Y)
    update:
      sgd(lr)
    """
  }

  private static let textbook = "dZ = A - Y"
  private static let general = "dZ = sum(Y, axis=0, keepdims=True) * A - Y"

  private func first(_ run: Run) -> String? { run.program.steps(in: .backward).first?.text }

  /// Whether the derived gradients are those of the loss, by central differences.
  private func isRight(_ run: Run) throws -> Bool {
    try !GradientCheck(run).isWrong
  }

  @Test(arguments: [(0, 0, 2), (1, 0, 1), (0, 0, 0), (2, 3, -1)])
  func targetsThatAreNoLongerOneHot(row: Int, column: Int, value: Int) throws {
    for seed in UInt32(0)..<2 {
      var run = try TestModels.run(Self.classes(), seed: seed)
      try run.runEpochs(2)
      while run.nextStep.phase != .update { try run.stepEquation() }
      #expect(first(run) == Self.textbook)
      let report = try run.set("Y[\(row), \(column)] = \(value)")
      #expect(first(run) == Self.general)
      #expect(report.backwardChanges.map(\.new) == [Self.general])
      #expect(report.outdated.contains("dZ"))
      try run.runEpochs(1)
      #expect(try isRight(run))
    }
  }

  @Test func targetsThatStayOneHot() throws {
    var run = try TestModels.run(Self.classes())
    try run.runEpochs(1)
    _ = try run.set("Y[:, 0] = [0, 0, 1]")
    #expect(first(run) == Self.textbook)
    _ = try run.set("Y[0, 0] = 2")
    #expect(first(run) == Self.general)
    _ = try run.set("lr = 2")
    #expect(first(run) == Self.general)
    _ = try run.set("Y[0, 0] = 0")
    #expect(first(run) == Self.textbook)
    try run.runEpochs(1)
    #expect(try isRight(run))
  }

  @Test func goingBackGoesBackToTheTextbook() throws {
    var run = try TestModels.run(Self.classes())
    try run.runEpochs(2)
    _ = try run.set("Y[0, 0] = 2")
    try run.runEpochs(2)
    let end = run.end
    let hash = run.stateHash
    run.goToStart()
    #expect(first(run) == Self.textbook)
    try run.go(to: end)
    #expect(first(run) == Self.general)
    #expect(run.stateHash == hash)
    var restarted = run
    _ = try restarted.set("X = array([[0, 0, 1, 1], [1, 1, 0, 1]])")
    #expect(first(restarted) == Self.textbook)
    run.reset()
    #expect(first(run) == Self.textbook)
  }

  /// In the data section too, and for what is made of the values.
  @Test func targetsOfBatches() throws {
    var run = try TestModels.run(Self.classes("  batch = 2"))
    try run.runEpochs(1)
    #expect(first(run) == Self.textbook)
    _ = try run.set("Y_all[0, 0] = 2")
    #expect(first(run) == Self.general)
  }

  @Test func anyTargetsBehindASigmoid() throws {
    for value in ["2", "-1", "0"] {
      var run = try TestModels.run(TestModels.small)
      try run.runEpochs(2)
      _ = try run.set("Y[0, 0] = \(value)")
      #expect(first(run) == "dZ2 = A2 - Y")
      try run.runEpochs(1)
      #expect(try isRight(run))
    }
  }

  /// Networks side by side, of which a matrix of the data says which units are whose. It may be as
  /// wide as there are examples.
  private static func sideBySide(networks: Int, hidden: Int, extra: String = "") -> String {
    """
    settings:
      networks = \(networks)
      hidden = \(hidden)
    \(extra)
    data:
      X = [[0, 0, 1, 1], [0, 1, 0, 1]]
      Y = tile([[0, 1, 1, 0]], (networks, 1))
      own = repeat(eye(networks), hidden, axis=1)
    init:
      W1 = randn(networks * hidden, 2)
      W2 = randn(networks * hidden, 1)
    forward:
      Z1 = W1 @ X
      A1 = sigmoid(Z1)
      Z2 = own @ (W2 * A1)
      A2 = sigmoid(Z2)
    loss:
      L = bce(A2, Y) * networks
    update:
      sgd(1)
    """
  }

  @Test func anArrayThatIsAsWideAsThereAreExamples() throws {
    for (networks, hidden) in [(2, 2), (4, 1), (1, 4), (2, 3), (1, 1)] {
      let run = try TestModels.run(Self.sideBySide(networks: networks, hidden: hidden))
      let factor = networks == 1 ? "" : " / \(networks)"
      #expect(first(run) == "dZ2 = networks * (A2 - Y)\(factor)", "\(networks) x \(hidden)")
      var trained = run
      try trained.runEpochs(2)
      #expect(try isRight(trained))
    }
  }

  /// Batches are cut from the examples, not from what is as wide.
  @Test func anArrayThatIsAsWideIsNotCutIntoBatches() throws {
    var run = try TestModels.run(Self.sideBySide(networks: 2, hidden: 2, extra: "  batch = 2"))
    #expect(first(run) == "dZ2 = networks * (A2 - Y) / 2")
    try run.runEpochs(3)
    #expect(run.state["own"]?.shape == [2, 4])
    var held = try TestModels.run(Self.sideBySide(networks: 2, hidden: 2, extra: "  holdout = 0.5"))
    try held.runEpochs(3)
    #expect(held.state["own"]?.shape == [2, 4])
    #expect(held.state["X"]?.shape == [2, 2])
    #expect(first(held) == "dZ2 = networks * (A2 - Y) / 2")
  }

  @Test func targetsWithoutASecondDimension() throws {
    var run = try TestModels.run(
      TestModels.small.replacing("bitwise_xor(X[0:1], X[1:])", with: "bitwise_xor(X[0], X[1])"))
    #expect(first(run) == "dZ2 = A2 - Y")
    try run.runEpochs(1)
    #expect(try isRight(run))
  }

  @Test(arguments: ["adam(0.1)", "momentum(0.1)", "nesterov(0.1)", "rmsprop(0.1)", "adagrad(0.1)"])
  func stateOfTheOptimizerLeavesTheModelsNamesAlone(update: String) throws {
    let plain = TestModels.small.replacing("sgd(lr)", with: update)
    let clashing =
      plain
      .replacing("data:", with: "data:\n  t = linspace(0, 1, 12)\n  vW1 = 3")
      .replacing("A2 = sigmoid(Z2)", with: "A2 = sigmoid(Z2)\n  sW2 = 2 * Z2\n  mb1 = t.sum()")
    var expected = try TestModels.run(plain)
    var run = try TestModels.run(clashing)
    try expected.runEpochs(5)
    try run.runEpochs(5)
    #expect(run.losses == expected.losses)
    #expect(run.state["t"]?.count == 12)
    #expect(run.state["vW1"]?.item == 3)
    #expect(Set(run.program.optimizerState).isDisjoint(with: ["t", "vW1", "sW2", "mb1"]))
    let count = run.program.optimizerState.count
    #expect(count == expected.program.optimizerState.count)
    // As it was before: what no model has taken keeps its name.
    #expect(!expected.program.optimizerState.contains { $0.contains("_") })
  }

  @Test func anUpdateThatWasWrittenOutKeepsItsNames() throws {
    var run = try TestModels.run(TestModels.adam)
    try run.runEpochs(1)
    _ = try run.set("W1 = W1 - 0.1 * dW1", in: .update)
    _ = try run.set("update = adam(0.1)")
    #expect(run.program.optimizerState.contains("mW1"))
  }
}
