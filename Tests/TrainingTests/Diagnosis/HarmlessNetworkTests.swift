import Networks
import Support
import Testing

@testable import Training

/// Networks that look like a fault and have none.
@Suite struct HarmlessNetworkTests {
  private func kinds(_ draft: NetworkDraft, epochs: Int) throws -> [Finding.Kind] {
    var run = Run(try Program(try Model(name: "net", text: draft.text)))
    try run.runEpochs(epochs)
    return Diagnosis.findings(in: run).filter { $0.severity > .note }.map(\.kind)
  }

  /// What is left is noise: no larger network could learn it but by heart.
  @Test(arguments: 0..<6) func noiseIsNoShape(seed: Int) throws {
    var dice = Dice(seed)
    var draft = NetworkDraft.random(&dice, [.numbers], depth: 2...2)
    draft.append(data: "{Y} = {Y} * 0.3 + randn(1, 40)")
    #expect(!(try kinds(draft, epochs: 3000)).contains(.tooSmall), "\(draft.text)")
  }

  /// A price that the network can pay.
  @Test(arguments: 0..<4) func aSmallPenaltyIsNone(seed: Int) throws {
    var dice = Dice(seed)
    var draft = NetworkDraft.random(&dice, [.line, .numbers, .classes], depth: 2...3)
    draft.loss += " + 0.0001 * sum(\(draft.weights(1))**2)"
    #expect(!(try kinds(draft, epochs: 500)).contains(.penaltyTooLarge), "\(draft.text)")
  }

  @Test(arguments: 0..<4) func unitsThatLiveAreNotDying(seed: Int) throws {
    var dice = Dice(seed)
    var draft = NetworkDraft.random(&dice, [.numbers], depth: 2...2)
    draft.activation = "relu"
    #expect(!(try kinds(draft, epochs: 1)).contains(.dyingUnits), "\(draft.text)")
  }

  /// A function written out, or in the equation of the product, is one.
  @Test(arguments: ["{Z} * ({Z} > 0)", "1 / (1 + exp(-{Z}))", "{Z}**2", "tanh({Z})"])
  func functionsAreSeenHoweverTheyAreWritten(function: String) throws {
    var dice = Dice(3)
    var draft = NetworkDraft.random(&dice, [.quarters], depth: 2...2)
    draft.replaced[draft.output(1)] = function.replacing("{Z}", with: draft.sum(1))
    #expect(!(try kinds(draft, epochs: 5)).contains(.linearLayers), "\(draft.text)")
  }

  /// Outputs whose functions, one after the other, do reach the targets.
  @Test(arguments: ["sigmoid(2 * {Z})", "sigmoid(tanh({Z}) * 9)", "maximum(0, {Z})", "abs({Z})"])
  func whatIsReachedIsNotOutOfReach(output: String) throws {
    var dice = Dice(4)
    var draft = NetworkDraft.random(&dice, [.line], depth: 2...2)
    draft.loss = "mse(A, Y)"
    draft.replaced[draft.prediction] = output.replacing("{Z}", with: draft.sum(2))
    #expect(!(try kinds(draft, epochs: 5)).contains(.outOfReach), "\(draft.text)")
  }
}
