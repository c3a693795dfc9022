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
  /// Whether a cross-entropy is taken of one layer's result: a loss with a single lowest value.
  var isOneLayer: Bool {
    layers.count == 1 && usesCrossEntropy && classes != nil
      && prediction.map { layers[0].results.contains($0) } == true
  }
}

extension Finding.Kind {
  package static let noHiddenLayer = Finding.Kind("noHiddenLayer")
}
