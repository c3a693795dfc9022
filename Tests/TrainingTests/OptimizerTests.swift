import Arrays
import Foundation
import Networks
import Support
import Testing

@testable import Training

/// Optimizers step for step against PyTorch's, as make_optimizers.py wrote them.
@Suite struct OptimizerTests {
  private func run(_ call: String) throws -> Run {
    let text = """
      data:
        X = np.array([[0.5, -1.0, 2.0, 0.25], [1.5, 0.75, -0.5, 1.0]])
        Y = np.array([[1.0, 0.0, -1.0, 0.5], [0.0, 2.0, 1.0, -0.25], [0.5, 0.5, -1.5, 0.0]])
      init:
        W = np.array([[0.1, -0.2], [0.3, 0.4], [-0.5, 0.6]])
        b = np.array([[0.05], [-0.1], [0.0]])
      forward:
        Z = W @ X
        T = tanh(Z + b)
      loss:
        L = mean(T**2 + (Z - Y)**2)
      update:
        \(call)
      """
    return Run(try Program(try Model(name: "optimized", text: text)))
  }

  @Test func stepsEqualPyTorch() throws {
    let lines = try Fixture.lines("optimizers", in: .module)
    #expect(lines[0].hasPrefix("made by"))
    var current: (call: String, run: Run)?
    var checked: Set<String> = []
    for line in lines.dropFirst() {
      if line.hasPrefix("call ") {
        let call = String(line.dropFirst(5))
        current = (call, try run(call))
        checked.insert(String(call.prefix { $0 != "(" }))
        continue
      }
      try current?.run.runEpochs(1)
      let (call, run) = try #require(current)
      let values = try #require(run.state["W"]).doubles + #require(run.state["b"]).doubles
      let expected = Fixture.doubles(String(line.dropFirst(5)))
      for (x, y) in zip(values, expected) {
        // Steps that overshoot (rmsprop, with little memory) magnify the rounding of earlier ones.
        let tolerance = run.finishedEpochs <= 10 ? 1e-14 : 1e-11
        #expect((x - y).magnitude <= tolerance, "\(call), epoch \(run.finishedEpochs)")
      }
    }
    #expect(checked == Set(Optimizer.all.map(\.name)), "make_optimizers.py has every optimizer")
  }

  /// What one has kept is not another's, though both call it v; a new rate keeps it.
  @Test(arguments: Optimizer.all.map(\.name), Optimizer.all.map(\.name))
  func anotherBeginsAnew(first: String, second: String) throws {
    var run = try run("\(first)(0.1)")
    try run.runEpochs(7)
    _ = try run.set("update = \(second)(0.01)")
    let kept = try run.program.optimizerState.map { try #require(run.state[$0]).doubles }
    #expect(kept.joined().allSatisfy { $0 == 0 } == (first != second || kept.isEmpty))
    try run.runEpochs(7)
    #expect(try #require(run.losses.last).isFinite)
  }

  @Test func theEquationsAreThere() throws {
    let program = try run("momentum(0.1)").program
    #expect(program.optimizerState == ["vW", "vb"])
    #expect(
      program.steps(in: .update).map(\.text) == [
        "vW = 0.9 * vW + dW", "W = W - 0.1 * vW", "vb = 0.9 * vb + db", "b = b - 0.1 * vb",
      ])
    #expect(
      program.steps(in: .`init`).suffix(2).map(\.text) == [
        "vW = zeros_like(W)", "vb = zeros_like(b)",
      ])
  }

  @Test func argumentsAreExpressions() throws {
    let program = try run("sgd(0.1 / (1 + 0.01))").program
    #expect(program.steps(in: .update)[0].text == "W = W - 0.1 / (1 + 0.01) * dW")
  }

  /// Arguments are bound as Python binds them.
  @Test(arguments: ["sgd(0.1, lr=0.2)", "sgd(0.1, 0.2)", "momentum(beta=0.9)", "sgd(rate=1)"])
  func argumentsThatDoNotFit(call: String) {
    #expect(throws: ModelError.self) { try run(call) }
  }
}
