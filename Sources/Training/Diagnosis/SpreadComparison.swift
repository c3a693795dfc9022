import Networks
import Phrases

extension Diagnosis {
  /// Prediction and target of unlike shape, which spread over each other: every prediction is
  /// compared with every target, and the best is then one answer for all.
  static let spreadComparison = Diagnosis(.spreadComparison, "Every one compared with all") {
    context in
    let program = context.run.program
    return program.notes.compactMap { note -> Finding? in
      guard case .spread(let a, let b, let whole) = note.kind else { return nil }
      let step = (program.steps(in: .forward) + program.steps(in: .loss)).first {
        $0.text == note.equation
      }
      return Finding(
        .spreadComparison, .error, names: [a.text, b.text],
        measures: [
          .init("compared", Double(whole.count)), .init("examples", Double(a.shape.count)),
        ],
        equation: step?.statement)
    }
  } words: { finding in
    """
    \(finding.subject) have unlike shapes and spread over each other: \(finding.whole("compared")) \
    comparisons where there are \(finding.whole("examples")) predictions. Of one shape, each would \
    be compared with its own.
    """
  }
}

extension Finding.Kind {
  package static let spreadComparison = Finding.Kind("spreadComparison")
}
