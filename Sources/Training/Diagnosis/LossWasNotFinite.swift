import Phrases

extension Diagnosis {
  /// Epochs whose loss was nan or infinite, though all is finite now: training went on with
  /// gradients that had a value where the loss had none.
  static let lossWasNotFinite = Diagnosis(.lossWasNotFinite, "The loss had no value") { context in
    let losses = context.run.losses
    var (first, count) = (Int?.none, 0)
    for (index, loss) in losses.enumerated() where !loss.isFinite {
      first = first ?? index
      count += 1
    }
    guard let first else { return [] }
    let epoch = (first + 1) * losses.stride
    let name = context.run.program.loss
    return [
      Finding(
        .lossWasNotFinite, .warning, names: [name],
        measures: [
          .init("value", losses[first]), .init("epoch", Double(epoch)),
          .init("count", Double(count * losses.stride)),
          .init("of", Double(losses.count * losses.stride)),
        ],
        suggestions: [.init(.askWhy, "goto \(epoch).loss")])
    ]
  } words: { finding in
    let value = finding.number("value")
    let epoch = finding.whole("epoch")
    return finding["count"] == 1
      ? "\(finding.subject) was \(value) in epoch \(epoch), though all numbers are finite now."
      : """
      \(finding.subject) was not finite in \(finding.whole("count")) of \(finding.whole("of")) epochs, \
      \(value) in epoch \(epoch) first, though all numbers are finite now.
      """
  }
}

extension Finding.Kind {
  package static let lossWasNotFinite = Finding.Kind("lossWasNotFinite")
}
