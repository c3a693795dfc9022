import Equations
import Phrases

extension Diagnosis {
  /// A network of one layer at the bottom of its loss, which is convex: a straight line is the best
  /// that it can draw, and it has drawn it.
  static let noHiddenLayer = Diagnosis(.noHiddenLayer, "No hidden layer") { context in
    guard context.isOneLayer, !context.isSolved, let loss = context.loss,
      let gradient = context.largestGradient, gradient < 1e-3
    else { return [] }
    return [
      Finding(
        .noHiddenLayer, .error,
        names: [context.run.program.loss, context.prediction].compactMap { $0 },
        measures: [.init("loss", loss), .init("largestGradient", gradient)])
    ]
  } words: { finding in
    return """
      the loss \(finding.number("loss")) is the lowest that a single layer reaches here, since all gradients are \
      below \(Finding.short(1e-3)). It can only draw a straight line; more training does not bend it, a \
      hidden layer does.
      """
  }
}

extension DiagnosisContext {
  /// Whether two classes are told apart by one layer alone: nothing but its weights and biases
  /// makes the prediction.
  var isOneLayer: Bool {
    guard layers.count == 1, classes != nil, let prediction,
      layers[0].results.contains(prediction)
    else { return false }
    let own = Set([layers[0].weights] + layers[0].biases)
    var needed: Set<String> = []
    var open = [prediction]
    while let name = open.popLast() {
      for step in run.program.steps(in: .forward) where step.target == name {
        for input in step.inputs where needed.insert(input).inserted { open.append(input) }
      }
    }
    return run.program.parameters.allSatisfy { own.contains($0) || !needed.contains($0) }
  }
}

extension Finding.Kind {
  package static let noHiddenLayer = Finding.Kind("noHiddenLayer")
}
