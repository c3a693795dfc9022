import Networks
import Testing

@testable import Training

/// The learning rate is known by the part that it plays, whatever it is called and wherever it
/// stands.
@Suite struct LearningRateTests {
  static let updates: [(settings: String, update: String, shorter: String)] = [
    ("lr = 3", "sgd(lr)", "set lr = 0.3"),
    ("schrittweite = 3", "sgd(schrittweite)", "set schrittweite = 0.3"),
    ("pace = 3\n  beta = 0.5", "momentum(pace, beta)", "set pace = 0.3"),
    ("hidden = 2", "sgd(3)", "set update = sgd(0.3)"),
    ("hidden = 2", "sgd(lr=3)", "set update = sgd(0.3)"),
    ("hidden = 2", "momentum(3.0, beta=0.5)", "set update = momentum(0.3, beta=0.5)"),
    ("pace = 3", "w = w - pace * dw", "set pace = 0.3"),
  ]

  private func run(_ settings: String, _ update: String) throws -> Run {
    let text = """
      settings:
        \(settings)
      data:
        X = [[1, 2, -1, -2]]
        Y = [[2, 4, -2, -4]]
      init:
        w = [[0.5]]
      forward:
        P = w @ X
      loss:
        L = mse(P, Y)
      update:
        \(update)
      """
    return Run(try Program(try Model(name: "line", text: text)))
  }

  @Test(arguments: updates)
  func aShorterStepIsProposed(
    _ each: (settings: String, update: String, shorter: String)
  ) throws {
    var run = try run(each.settings, each.update)
    try run.runEpochs(8)
    let commands = DiagnosisContext(run, history: nil).smallerRate(by: 0.1).map(\.command)
    #expect(commands == [each.shorter], "\(each.update)")
  }

  /// What is no rate is not taken for one.
  @Test func whatTheForwardPassReadsIsNoRate() throws {
    let run = try run("pace = 3", "w = w - 0.1 * dw")
    #expect(DiagnosisContext(run, history: nil).rate == nil)
  }
}
