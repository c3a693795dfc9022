import Arrays
import Equations
import Phrases

extension Diagnosis {
  /// A loss that goes up again and again, or has ended above its start: the steps reach over the
  /// valley.
  static let learningRateTooLarge = Diagnosis(.learningRateTooLarge, "Learning rate too large") {
    context in
    let losses = context.run.losses
    let finite = losses.lazy.filter(\.isFinite)
    guard losses.count >= 5, let last = losses.last, let first = finite.first, last.isFinite,
      let least = finite.min()
    else { return [] }
    let recent = losses.suffix(20)
    let pairs = zip(recent, recent.dropFirst())
    // A rise by less than a hundredth may be momentum running uphill; batches go up and down.
    let rises = context.run.program.batchesPerEpoch > 1 ? 0 : pairs.count { $1 > $0 * 1.01 }
    let isRisen = last > 1.5 * least && last > 1.2 * first
    guard rises >= 3 || isRisen else { return [] }
    // Steps that go wrong once a while on a loss next to 0 do no harm.
    guard last > 0.01 * first || isRisen else { return [] }
    var measures: [Finding.Measure] = [
      .init("loss", last), .init("leastLoss", least), .init("firstLoss", first),
      .init("rises", Double(rises)), .init("of", Double(recent.count - 1)),
    ]
    if let rate = context.rateValue { measures.append(.init("rate", rate)) }
    return [
      Finding(
        .learningRateTooLarge, isRisen ? .error : context.isSolved ? .note : .warning,
        names: [context.run.program.loss],
        measures: measures, suggestions: context.smallerRate(by: 0.1))
    ]
  } words: { finding in
    guard let rate = (finding["lr"] ?? finding["rate"]).map(Finding.short) else {
      return "\(finding.subject) rises or jumps instead of falling."
    }
    return "\(finding.subject) rises or jumps instead of falling with a rate of \(rate)."
  }
}

extension Zip2Sequence where Sequence1.Element == Double, Sequence2.Element == Double {
  fileprivate func count(_ holds: (Double, Double) -> Bool) -> Int {
    reduce(0) { $0 + (holds($1.0, $1.1) ? 1 : 0) }
  }
}

extension Finding.Kind {
  package static let learningRateTooLarge = Finding.Kind("learningRateTooLarge")
}
