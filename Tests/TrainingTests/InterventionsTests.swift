import Arrays
import Equations
import Networks
import Support
import Testing

@testable import Training

/// Models that the tests of runs share.
enum TestModels {
  /// The article's network on few examples.
  static let small = Model.articleText.replacing("1000", with: "12")
  static let adam = small.replacing("sgd(lr)", with: "adam(lr)")
  static let momentum = small.replacing("sgd(lr)", with: "momentum(lr)")
  static let batches = small.replacing("lr = 0.5", with: "lr = 0.5\n  batch = 5")
  static let holdout = adam.replacing("lr = 0.5", with: "lr = 0.1\n  batch = 4\n  holdout = 0.25")
  static let written = small.replacing(
    "update:",
    with: """
      backward:
        dZ2 = A2 - Y
        dW2 = dZ2 @ A1.T / m
        db2 = sum(dZ2, axis=1, keepdims=True) / m
        dA1 = W2.T @ dZ2
        dZ1 = dA1 * A1 * (1 - A1)
        dW1 = dZ1 @ X.T / m
        db1 = sum(dZ1, axis=1, keepdims=True) / m
      update:
      """)
  static let all = [small, adam, batches, holdout, written]
  /// The article's network as it is, and one of every kind.
  static let swept = [("article", Model.articleText)] + ModelTexts.swept

  static func run(_ text: String, seed: UInt32 = 0) throws -> Run {
    Run(try Program(try Model(name: "test", text: text)), seed: seed)
  }
}

/// `set b2 = -1.5`, where the bias is a matrix of one element.
@Test func aNumberSetsASingleElement() throws {
  var run = try TestModels.run(TestModels.small)
  try run.runEpochs(1)
  _ = try run.set("b2 = -1.5")
  #expect(run.state["b2"]?.isIdentical(to: NDArray(shape: [1, 1], float64: [-1.5])) == true)
  #expect(throws: LanguageError.self) { try run.set("b1 = -1.5") }
  #expect(throws: LanguageError.self) { try run.set("b2 = [-1.5]") }
}

func assignment(_ text: String) throws -> Assignment {
  try #require(try Parser.statement(text).assignment)
}

extension Run {
  mutating func set(_ text: String, in section: Phase? = nil) throws -> Intervention {
    try set(try assignment(text), in: section)
  }
}

@Suite struct InterventionsTests {
  @Test(arguments: [
    "batch = 3", "batch = 1", "holdout = 0.5", "holdout = 0", "batch = 100", "batch *= 2",
  ])
  func batchesAndHeldBackExamplesAreUsed(change: String) throws {
    for phases in [0, 1, 2, 5] {
      var run = try TestModels.run(TestModels.holdout)
      for _ in 0..<phases { _ = try run.stepPhase() }
      let report = try run.set(change)
      #expect(report.countsFrom == .data, "\(change) after \(phases) phases")
      #expect(report.restartedFrom == (phases > 0 ? .data : nil))
      try run.runEpochs(1)
    }
  }

  @Test func settingThatOnlyEpochsUse() throws {
    var run = try TestModels.run(TestModels.small)
    try run.runEpochs(3)
    let report = try run.set("lr *= 2")
    #expect(report.kind == .setting)
    #expect(report.newText == "lr = 0.5 * 2")
    #expect(report.newValue?.array?.item == 1)
    #expect(report.restartedFrom == nil)
    #expect(report.countsFrom == .update)
    #expect(report.usedIn == [.update])
    #expect(run.finishedEpochs == 3)
    let before = try #require(run.state["W1"])
    try run.runEpochs(1)
    let gradient = try #require(run.state["dW1"])
    let after = try #require(run.state["W1"])
    for i in 0..<4 { #expect(after.doubles[i] == before.doubles[i] - gradient.doubles[i]) }
  }

  @Test func settingThatInitUses() throws {
    var run = try TestModels.run(TestModels.small)
    try run.runEpochs(3)
    let report = try run.set("hidden = 4")
    #expect(report.restartedFrom == .`init`)
    #expect(run.position.description == "0.data")
    #expect(run.losses.isEmpty)
    try run.runEpochs(2)
    var fresh = try TestModels.run(TestModels.small.replacingHidden(with: 4))
    try fresh.runEpochs(2)
    #expect(run.losses == fresh.losses)
    #expect(run.state.random == fresh.state.random)
  }

  @Test func settingThatDataUses() throws {
    var run = try TestModels.run(TestModels.batches)
    try run.runEpochs(2)
    let report = try run.set("batch = 3")
    #expect(report.restartedFrom == .data)
    #expect(run.position == .start)
    #expect(run.program.batchesPerEpoch == 4)
  }

  @Test func settingsThroughOthers() throws {
    let text = TestModels.small.replacingHidden(
      with: 4, extra: "\n  width = 2\n  hidden = width * 2")
    var run = try TestModels.run(text)
    try run.runEpochs(1)
    #expect(try run.set("width = 3").restartedFrom == .`init`)
    try run.runEpochs(1)
    #expect(run.state["W1"]?.shape == [6, 2])
  }

  @Test func settingThatDoesNotFitLeavesTheRunAlone() throws {
    var run = try TestModels.run(TestModels.small)
    try run.runEpochs(1)
    let stamp = run.state.stamp
    #expect(throws: ModelError.self) { try run.set("hidden = 2.5") }
    #expect(throws: ModelError.self) { try run.set("A1 = tanh(Z3)") }
    #expect(run.state.stamp == stamp)
    #expect(run.program.model.text == TestModels.small)
  }

  @Test func elementsAndWholeValues() throws {
    var run = try TestModels.run(TestModels.small)
    #expect(throws: LanguageError.self) { try run.set("W1[0, 0] = 1") }
    try run.runEpochs(1)
    _ = try run.stepPhase()
    let report = try run.set("W1[0, 0] = 3")
    #expect(report.kind == .value)
    #expect(run.state["W1"]?.doubles[0] == 3)
    #expect(report.outdated.contains("Z1") && report.outdated.contains("A2"))
    #expect(run.freshness(of: "W1") == .current)
    #expect(report.countsFrom == .update)
    let random = run.state.random
    _ = try run.set("W1 = randn(2, 2)")
    #expect(run.state.random == random)
    let ones = try run.set("W1 = ones((2, 2), dtype=int)")
    #expect(ones.newValue?.array?.dtype == .float64)
    _ = try run.set("X[0, 0] = 1")
    _ = try run.set("A1 *= 2")
    #expect(throws: LanguageError.self) { try run.set("W1 = ones((3, 2))") }
    #expect(throws: LanguageError.self) { try run.set("foo = 3") }
    #expect(throws: ModelError.self) { try run.set("lr[0] = 3") }
    #expect(throws: LanguageError.self) { try run.set("W1 = (2, 2)") }
    #expect(throws: LanguageError.self) { try run.set("X[0, 0] = nan") }
  }

  @Test func equationsAreDerivedAgain() throws {
    var run = try TestModels.run(TestModels.small)
    try run.runEpochs(2)
    let report = try run.set("A1 = tanh(Z1)")
    #expect(report.kind == .equation)
    #expect(report.oldText == "A1 = sigmoid(Z1)")
    #expect(report.backwardChanges.map(\.name) == ["dZ1"])
    #expect(report.countsFrom == .forward)
    if case .outdated? = run.freshness(of: "A1") {} else { Issue.record("A1 is not outdated") }
    _ = try run.stepPhase()
    #expect(run.freshness(of: "A1") == .current)
  }

  @Test func plantedMistakesStay() throws {
    var run = try TestModels.run(TestModels.small)
    try run.runEpochs(2)
    let report = try run.set("dZ1 = dA1")
    #expect(report.backwardChanges.map(\.name) == ["dZ1"])
    #expect(report.countsFrom == .backward)
    #expect(run.program.derivation == nil)
    let next = try run.set("A1 = tanh(Z1)")
    #expect(next.backwardChanges.isEmpty)
    try run.runEpochs(1)
    #expect(try #require(run.state["dZ1"]).isIdentical(to: #require(run.state["dA1"])))
  }

  @Test func dataEquationsBeginAgain() throws {
    var run = try TestModels.run(TestModels.small)
    try run.runEpochs(2)
    let report = try run.set("X = 1 - X")
    #expect(report.newText == "X = 1 - randint(0, 2, size=(2, 12))")
    #expect(report.restartedFrom == .data)
    #expect(run.position == .start)
  }

  @Test func aChangeInTheMidstOfBackward() throws {
    var run = try TestModels.run(TestModels.small)
    for count in 0..<40 {
      var branch = run
      _ = try branch.set(count % 2 == 0 ? "L = mse(A2, Y)" : "A1 = relu(Z1)")
      try branch.runEpochs(2)
      try run.stepEquation()
    }
  }

  @Test func optimizerEquations() throws {
    var run = try TestModels.run(TestModels.adam)
    try run.runEpochs(2)
    _ = try run.set("vW1 = zeros((2, 2))")
    _ = try run.set("Z2 = b2 + 0 * Y")
    #expect(run.state["vW1"] == nil)
    try run.runEpochs(1)
    _ = try run.set("Z2 = W2 @ A1 + b2")
    #expect(run.state["vW1"]?.shape == [2, 2])
    try run.runEpochs(1)
    _ = try run.set("W1 = W1 - 0.1 * dW1", in: .update)
    try run.runEpochs(2)
  }
}

extension String {
  fileprivate func replacingHidden(with count: Int, extra: String? = nil) -> String {
    replacing("hidden = 2", with: extra.map { String($0.dropFirst(3)) } ?? "hidden = \(count)")
  }
}
