import Equations
import Networks
import Phrases

extension Diagnosis {
  /// A gradient written by hand that is not the derivative of the loss, with the line in which the
  /// mistake enters, as `check gradients` finds it.
  static let writtenGradient = Diagnosis(.writtenGradient, "Wrong gradient") { context in
    guard !context.isQuick, context.run.isInitialised,
      context.run.program.steps(in: .backward).contains(where: { step in
        if case .written = step.origin { true } else { false }
      }), let check = try? GradientCheck(context.run), check.isWrong
    else { return [] }
    let wrong = check.parameters.filter { [.wrong, .wrongShape, .missing].contains($0.verdict) }
    var measures: [Finding.Measure] = []
    if let worst = wrong.compactMap(\.worst).first {
      measures = [.init("gradient", worst.gradient), .init("difference", worst.difference)]
    }
    return [
      Finding(
        .writtenGradient, .error, names: wrong.map(\.name), measures: measures,
        suggestions: [.init(.checkGradients, "check gradients")],
        equation: check.culprit?.equation)
    ]
  } words: { finding in
    guard finding["gradient"] != nil else {
      return "\(finding.subject) is not what the loss does when its parameter moves."
    }
    return """
      \(finding.subject) is not what the loss does when its parameter moves: one element is \
      \(finding.number("gradient")) where differences of the loss give \
      \(finding.number("difference")).
      """
  }
}

extension Finding.Kind {
  package static let writtenGradient = Finding.Kind("writtenGradient")
}

extension Finding.Suggestion.Idea {
  fileprivate static let checkGradients = Self("each gradient held against differences of the loss")
}
