import Equations
import Networks
import Terminal
import Training

/// The words of `why`, for pages that say the same.
package enum WhyWords {
  /// 'a gradient, computed in backward of epoch 3'.
  package static func kind(
    _ role: Explanation.Role, _ moment: Explanation.ComputedAt?
  ) -> Phrase {
    var parts = [WhyReport.words(for: role)]
    if let moment {
      let phase = moment.phase.rawValue
      parts.append(
        moment.epoch > 0
          ? "computed in \(phase) of epoch \(moment.epoch)" : "computed in \(phase)")
      if let batch = moment.batch { parts.append("batch \(batch)") }
    }
    return Phrase(parts)
  }

  /// The chain rule spoken out, a line for each way.
  package static func chain(_ chain: ChainRuleExplanation) -> [Phrase] {
    chain.links.map { WhyReport.words(for: $0, of: chain.of) }
  }

  /// Where the random numbers of an equation began.
  package static func words(for seed: Explanation.Seed) -> Phrase {
    seed.isWritten ? "after seed(\(seed.value))" : "after the session's seed \(seed.value)"
  }

  /// What limits an explanation, or says of a number without an equation what it is.
  package static func note(_ origin: Explanation.Origin) -> Phrase? {
    switch origin {
    case .setByHand: "it was set by hand"
    case .counted: "the number of examples, counted in the data"
    case .progress(ofBatch: false):
      "the epoch that is being worked on, or was finished last; 0 before training"
    case .progress(ofBatch: true):
      "the number of the batch within the epoch, counted from 0"
    case .metric(let metric, _): metric.words
    case .lost:
      "what it was computed from is not there any more: it was changed or overwritten since"
    case .foldedGradient:
      """
      it cancels into the next gradient, so the backward phase never computes it; this is what \
      it would be
      """
    case .equation, .setting: nil
    }
  }
}

extension Metric {
  fileprivate var words: Phrase {
    switch self {
    case .validationLoss:
      """
      the loss of the examples that holdout keeps back, computed when it is asked for, with the \
      parameters as they are now
      """
    case .accuracy:
      """
      the share of the training examples that are predicted right, computed when it is asked \
      for, with the parameters as they are now
      """
    case .absoluteError:
      """
      how far the predictions of the training examples are off on the average, computed when it \
      is asked for, with the parameters as they are now
      """
    case .determination:
      """
      the share of the targets' variance that the predictions account for, computed when it is \
      asked for, with the parameters as they are now
      """
    case .validationAccuracy:
      """
      the share of the examples kept back that are predicted right, computed when it is asked \
      for, with the parameters as they are now
      """
    }
  }
}
