import Arrays
import Equations
import Networks
import Phrases

extension Diagnosis {
  /// A loss that falls as it should, and hardly: with steps a hundred times as long it falls nearly a
  /// hundred times as fast.
  static let rateTooSmall = Diagnosis(.rateTooSmall, "Learning rate too small") { context in
    guard !context.isQuick, context.run.isInitialised, !context.isSolved else { return [] }
    if let rate = context.rateThatChangesNothing {
      return [
        Finding(
          .rateTooSmall, .error, names: [context.run.program.loss],
          measures: [.init("rate", rate.value), .init("changed", 0)],
          suggestions: [.init(.longerSteps, "set \(rate.name) = 0.1")])
      ]
    }
    guard !context.isOneAnswer, let rate = context.rate, rate.value > 0,
      let slow = context.fall(withRate: rate.name, rate.value),
      let fast = context.fall(withRate: rate.name, rate.value * 100),
      let loss = context.loss, slow > 1e-12 * loss.magnitude, slow < 1e-3 * loss.magnitude,
      fast > 40 * slow
    else { return [] }
    return [
      Finding(
        .rateTooSmall, .warning, names: [context.run.program.loss],
        measures: [
          .init("rate", rate.value), .init("fall", slow), .init("fallAtHundred", fast),
          .init("epochs", Double(DiagnosisContext.epochsAhead)),
        ],
        suggestions: [
          .init(.longerSteps, "set \(rate.name) = \(DiagnosisContext.rounded(rate.value * 100))")
        ])
    ]
  } words: { finding in
    finding["changed"] != nil
      ? """
      with a rate of \(finding.number("rate")) an epoch changes no parameter by a single digit, \
      though there are gradients.
      """
      : """
      in the next \(finding.whole("epochs")) epochs \(finding.subject) falls by \
      \(finding.number("fall")) with a rate of \(finding.number("rate")), and with a hundred times that \
      by \(finding.number("fallAtHundred")).
      """
  }
}

extension DiagnosisContext {
  fileprivate static let epochsAhead = 20

  /// The learning rate, where an epoch with it leaves every parameter as it is to the last bit, and
  /// the gradients are not 0.
  fileprivate var rateThatChangesNothing: (name: String, value: Double)? {
    guard let rate, rate.value.magnitude < 1e-12 else { return nil }
    var ahead = run
    guard (try? ahead.runEpochs(ahead.hasBegunEpoch ? 0 : 1)) != nil else { return nil }
    let names = run.program.parameters
    let isStill = names.allSatisfy { name in run.state[name]?.doubles == ahead.state[name]?.doubles
    }
    let hasGradient = names.contains { name in
      ahead.state[Differentiator.gradientName(of: name)]?.doubles.contains { $0 != 0 } ?? false
    }
    return isStill && hasGradient ? rate : nil
  }

  /// Whether the network gives one answer to all, so that its way out begins flat: a plateau.
  fileprivate var isOneAnswer: Bool { (spread ?? 1) < 0.02 }

  /// By how much the loss falls in the next epochs with another learning rate.
  fileprivate func fall(withRate name: String, _ value: Double) -> Double? {
    var ahead = run
    ahead.state.store(.array(NDArray(value)), as: name)
    guard (try? ahead.runEpochs(1)) != nil, let before = ahead.losses.last,
      (try? ahead.runEpochs(Self.epochsAhead)) != nil, let after = ahead.losses.last,
      after.isFinite
    else { return nil }
    return before - after
  }
}

extension Finding.Kind {
  package static let rateTooSmall = Finding.Kind("rateTooSmall")
}

extension Finding.Suggestion.Idea {
  fileprivate static let longerSteps = Self("steps of a size that gets somewhere")
}
