import Arrays
import Networks
import Support
import Testing

@testable import Training

/// A loss of which only a line was computed again is that of everything computed again.
@Suite struct MovedLineTests {
  static let models: [(data: String, initial: String, forward: String, loss: String)] = [
    (
      "X = randn(3, 7); Y = float(X[0:1] > 0)",
      "W1 = randn(5, 3); b1 = randn(5, 1); W2 = randn(1, 5); b2 = zeros((1, 1))",
      "Z1 = W1 @ X + b1; A1 = gelu(Z1); Z2 = W2 @ A1 + b2; P = sigmoid(Z2)",
      "bce(P, Y) + 0.01 * sum(W1**2)"
    ),
    (
      "X = randn(7, 3); Y = float(X[:, 0:1] > 0)",
      "W1 = randn(3, 5); b1 = randn(5); W2 = randn(5, 1); b2 = zeros(1)",
      "Z1 = X @ W1 + b1; A1 = leaky_relu(Z1, 0.1); Z2 = A1 @ W2 + b2; P = sigmoid(Z2)",
      "bce(P, Y)"
    ),
    (
      "X = randn(4, 4); Y = X * 0.5",
      "W1 = randn(4, 4); c = randn(4, 1)",
      "A1 = tanh(W1 @ X) * c; A2 = where(W1 > 0, W1, c) @ A1 + W1; P = A2 - A2[0:1]",
      "mse(P, Y)"
    ),
    (
      "X = randn(6, 5); Y = softmax(randn(6, 5))",
      "W1 = randn(6, 6); W2 = randn(6, 6)",
      "A1 = maximum(W1 @ X, 0) + X; A2 = W2 @ A1 + W1 @ X; P = softmax(A2)",
      "cross_entropy(P, Y)"
    ),
  ]

  @Test(arguments: models.indices) func onlyTheLineIsAnother(index: Int) throws {
    let model = Self.models[index]
    func lines(_ text: String) -> String {
      text.split(separator: ";").map { "  \($0.drop { $0 == " " })\n" }.joined()
    }
    let text =
      "data:\n  seed(\(index))\n" + lines(model.data) + "init:\n" + lines(model.initial)
      + "forward:\n" + lines(model.forward) + "loss:\n  L = \(model.loss)\nupdate:\n  sgd(0.1)\n"
    let program = try Program(try Model(name: "line", text: text))
    var run = Run(program)
    try run.runEpochs(2)
    var probe = try GradientProbe(run)
    _ = try probe.train()
    var found = 0
    for name in program.parameters {
      let array = try #require(probe.state[name])
      let steps = probe.downstream(of: name)
      guard let line = MovedLine(name, steps, in: probe.state) else { continue }
      found += 1
      #expect(line.rest.count < steps.count)
      for flat in 0..<array.count {
        for distance in [0, 1e-3, -2.5] {
          let whole = probe.loss(name, array, flat, by: distance, steps, nil)
          let part = probe.loss(name, array, flat, by: distance, steps, line)
          #expect(whole.bitPattern == part.bitPattern, "\(name)[\(flat)] in\n\(text)")
        }
      }
    }
    #expect(found > 0)
  }
}
