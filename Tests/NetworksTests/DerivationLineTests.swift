import Arrays
import Equations
import Foundation
import Support
import Testing

@testable import Networks

/// The lines from the loss to the equations of the backward section: each computes what the one
/// before it does.
///
/// `UNDERHOOD_DERIVATIONS=5000 swift test --filter DerivationLineTests` looks at more random networks.
@Suite struct DerivationLineTests {
  static let count =
    ProcessInfo.processInfo.environment["UNDERHOOD_DERIVATIONS"].flatMap { Int($0) } ?? 200

  @Test(arguments: 0..<count) func linesOfRandomNetworksAreEqual(seed: Int) throws {
    try Self.check(GradientTests.network(seed))
  }

  @Test(arguments: GradientTests.activations, GradientTests.losses.indices)
  func linesOfAllActivationsAndLossesAreEqual(activation: String, loss: Int) throws {
    let (loss, last, targets) = GradientTests.losses[loss]
    func applied(_ activation: String, to name: String) -> String {
      let call = activation.contains("Z") ? activation : "\(activation)(Z)"
      return GradientTests.replacing("Z", with: name, in: call)
    }
    let y = GradientTests.replacing(
      "M", with: "6", in: GradientTests.replacing("K", with: "2", in: targets))
    try Self.check(
      """
      data:
        seed(3)
        X = randn(3, 6)
        Y = \(y)
      init:
        W1 = randn(4, 3) * 0.7
        b1 = randn(4, 1) * 0.3
        W2 = randn(2, 4) * 0.7
        b2 = randn(2, 1) * 0.3
      forward:
        Z1 = W1 @ X + b1
        A1 = \(applied(activation, to: "Z1"))
        Z2 = W2 @ A1 + b2
        A2 = \(applied(last, to: "Z2"))
      loss:
        L = \(GradientTests.replacing("A", with: "A2", in: loss))
      update:
        sgd(0.1)
      """)
  }

  private static func check(_ text: String) throws {
    let probe = try CentralDifferences(text)
    let derivation = try #require(probe.program.derivation)
    for equation in derivation.equations {
      let way = try #require(derivation.lines(to: equation.name), "\(equation.name)\n\(text)")
      var values = probe.values
      for (name, value) in way.symbols {
        values[name] = try Evaluation.value(of: value, in: DictionaryScope(values))
      }
      #expect(way.lines.last?.value == equation.value, "\(text)")
      // What cancels to nothing is as exact as what it is made of.
      let names = Set(way.lines.flatMap(\.value.names)).filter { $0.hasPrefix("d") }
      let gradients = names.flatMap { values[$0]?.array?.doubles ?? [] }.map(\.magnitude)
      let made = 1e-3 * (gradients.max() ?? 0)
      var previous: (gradient: String, value: NDArray)?
      for line in way.lines {
        let value = try #require(
          try Evaluation.value(of: line.value, in: DictionaryScope(values)).array)
        if let previous, previous.gradient == line.gradient {
          let gap = try NDArray.apply(.subtract, previous.value, value).doubles
          let size = (previous.value.doubles + value.doubles).map(\.magnitude).max() ?? made
          #expect(
            gap.allSatisfy { $0.magnitude <= 1e-12 * max(size, made) },
            "\(line.gradient) = \(line.value.text) is off by \(gap)\n\(text)")
        }
        previous = (line.gradient, value)
      }
    }
  }

  @Test func theArticlesGradientTakesFifteenLinesAtMost() throws {
    let program = try Program(try Model.article())
    let derivation = try #require(program.derivation)
    let way = try #require(derivation.lines(to: "dW1"))
    #expect(way.lines.count <= 15)
    let texts = way.lines.map { "\($0.gradient) = \($0.value.text)" }
    #expect(texts.last == "dW1 = dZ1 @ X.T / m")
    #expect(texts.contains("dZ2 = A2 - Y"))
  }
}
