import Networks
import Support
import Testing

@testable import Training

/// What is current and what is outdated while a run goes.
@Suite struct FreshnessTests {
  private static let overwriting = """
    data:
      seed(5)
      X = randn(2, 12)
      raw = X * 1
      X = X - mean(X)
      Y = float(X[0:1] > 0)
    init:
      W = randn(1, 2)
      b = zeros((1, 1))
    forward:
      A = sigmoid(W @ X + b)
      half = A / 2
    loss:
      L = bce(A, Y)
    update:
      sgd(0.5)
    """

  private static var texts: [(name: String, text: String)] {
    let settings = ["batch = 5", "holdout = 0.25", "batch = 5\n  holdout = 0.25"]
    let plain = TestModels.swept + [("data overwritten", overwriting)]
    return plain
      + settings.flatMap { setting in
        plain.filter { !$0.text.contains("batch =") }.map {
          let text =
            $0.text.hasPrefix("settings:\n")
            ? "settings:\n  \(setting)\n" + $0.text.dropFirst("settings:\n".count)
            : "settings:\n  \(setting)\n" + $0.text
          return ("\($0.name), \(setting)", text)
        }
      }
  }

  @Test(arguments: texts) func whatWasJustComputedIsCurrent(name: String, text: String) throws {
    var run = Run(try Program(try Model(name: "m", text: text)))
    while !run.isInitialised { try run.stepEquation() }
    let data = run.program.steps(in: .data).compactMap(\.target)
    for _ in 0..<3 * run.program.batchesPerEpoch {
      var done: Set<String> = []
      while run.nextStep.phase != .update {
        let step = try run.stepEquation().step
        if let target = step.target { done.insert(target) }
        for name in done { #expect(run.freshness(of: name) == .current, "\(name) \(run.position)") }
      }
      repeat { try run.stepEquation() } while run.nextStep.phase == .update
      for name in data where !done.contains(name) {
        #expect(run.freshness(of: name) == .current, "\(name) \(run.position)")
      }
      #expect(run.freshness(of: run.program.loss) == .outdated(epoch: run.epoch))
    }
  }
}
