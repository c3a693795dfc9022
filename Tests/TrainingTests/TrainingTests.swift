import Arrays
import Equations
import Foundation
import Testing

@testable import Training

@Test func scratch() throws {
  let run0 = try Program(try Model.article())
  for s in run0.prologue + run0.cycle { print(s.phase, s.text) }
  print(run0.derivation!.folded)
  var run = Run(run0)
  try run.runEpochs(3)
  print(run.losses, run.position)
  for (f, l) in [
    ("tanh", "mse(A2,Y)"), ("relu", "mean((A2 - Y)**2)"),
    ("sigmoid", "-mean(Y*log(A2) + (1-Y)*log(1-A2)) + 0.5*lr*sum(W1**2)"),
  ] {
    let text = Model.articleText.replacingOccurrences(of: "A1 = sigmoid(Z1)", with: "A1 = \(f)(Z1)")
      .replacingOccurrences(of: "bce(A2, Y)", with: l).replacingOccurrences(
        of: "A2 = sigmoid(Z2)", with: "A2 = 1/(1+exp(-Z2))"
      ).replacingOccurrences(of: "sgd", with: "adam")
    do {
      let p = try Program(try Model(name: "t", text: text))
      for s in p.cycle { print("  ", s.phase, s.text) }
      var r = Run(p)
      try r.runEpochs(3)
      print(r.losses, r.position)
    } catch { print(error) }
  }
}
