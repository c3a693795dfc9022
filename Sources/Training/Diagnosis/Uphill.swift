import Arrays
import Equations
import Networks
import Phrases

extension Diagnosis {
  /// An update that moves a parameter to where the loss is higher, epoch after epoch: the sign of
  /// the step is the other one.
  static let uphill = Diagnosis(.uphill, "Uphill") { context in
    guard !context.isQuick, context.run.isInitialised, context.run.program.batchesPerEpoch == 1
    else { return [] }
    let names = context.parametersGoingUphill
    guard !names.isEmpty else { return [] }
    let updates = context.run.program.steps(in: .update)
    return [
      Finding(
        .uphill, .error, names: names,
        measures: [
          .init("epochs", Double(DiagnosisContext.epochsWatched)),
          .init("parameters", Double(context.run.program.parameters.count)),
        ],
        suggestions: [.init(.readUpdate, "list update")],
        equation: updates.last { $0.target == names.first }?.statement)
    ]
  } words: { finding in
    """
    the updates move \(finding.subject) to where the loss is higher, in each of the \
    \(finding.whole("epochs")) epochs that were tried ahead: a step goes against the gradient.
    """
  }
}

extension DiagnosisContext {
  /// One step over the valley is no sign: so many in a row are looked at.
  fileprivate static let epochsWatched = 5

  /// The parameters along whose steps the loss rises, to first order, in every epoch watched.
  fileprivate var parametersGoingUphill: [String] {
    var ahead = run
    if ahead.hasBegunEpoch, (try? ahead.runEpochs(1)) == nil { return [] }
    var suspects = run.program.parameters
    for _ in 0..<Self.epochsWatched where !suspects.isEmpty {
      let before = ahead.state
      guard (try? ahead.runEpochs(1)) != nil else { return [] }
      suspects = suspects.filter { rises(along: $0, from: before, to: ahead.state) }
    }
    return suspects
  }

  private func rises(along name: String, from before: RunState, to after: RunState) -> Bool {
    guard let a = before[name], let b = after[name], a.shape == b.shape else { return false }
    let step = zip(b.doubles, a.doubles).map { $0 - $1 }
    let length = step.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let size = max(a.doubles.reduce(0) { $0 + $1 * $1 }.squareRoot(), 1)
    guard length > 0, length.isFinite else { return false }
    func loss(_ sign: Double) -> Double? {
      let values = zip(a.doubles, step).map { $0 + sign * 1e-5 * size * $1 / length }
      return before.loss(
        of: run.program, with: NDArray(shape: a.shape, float64: values), as: name)
    }
    guard let high = loss(1), let low = loss(-1) else { return false }
    // Rounding alone makes no slope.
    return high - low > 1e-11 * max(high.magnitude, low.magnitude)
  }
}

extension Finding.Kind {
  package static let uphill = Finding.Kind("uphill")
}
