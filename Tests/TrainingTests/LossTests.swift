import Arrays
import Equations
import Foundation
import Networks
import Support
import Testing

@testable import Training

/// Losses and their derived gradients against PyTorch's, as make_losses.py wrote them.
@Suite struct LossTests {
  @Test func valuesAndGradientsEqualPyTorch() throws {
    let lines = try Fixture.lines("losses", in: .module)
    var checked: Set<String> = []
    var place = 1
    while place + 4 < lines.count {
      let call = String(lines[place].dropFirst("loss ".count))
      let numbers = (1...4).map { Fixture.doubles(String(lines[place + $0])) }
      place += 5
      checked.formUnion(try Parser.expression(call).calledFunctions)
      func literal(_ values: [Double]) -> String {
        let half = values.count / 2
        let rows = [values[..<half], values[half...]].map { row in
          "[\(row.map { NumberFormatting.shortest($0) }.joined(separator: ", "))]"
        }
        return "[\(rows.joined(separator: ", "))]"
      }
      let text = """
        data:
          X = eye(\(numbers[1].count / 2))
          Y = \(literal(numbers[1]))
        init:
          W = \(literal(numbers[0]))
        forward:
          A = W @ X
        loss:
          L = \(call)
        update:
          sgd(1)
        """
      var run = Run(try Program(try Model(name: "loss", text: text)))
      try run.runEpochs(1)
      let loss = try #require(run.losses.last)
      #expect((loss - numbers[2][0]).magnitude <= 1e-14 * max(1, loss), "\(call)")
      let gradient = try #require(run.state["dW"]).doubles
      for (x, y) in zip(gradient, numbers[3]) {
        #expect((x - y).magnitude <= 1e-14 * max(1, y.magnitude), "\(call)")
      }
    }
    for name in ["mse", "mae", "bce", "huber"] { #expect(checked.contains(name)) }
  }
}
