import Arrays
import Equations
import Networks
import Phrases

extension Diagnosis {
  /// Targets that the output's function never takes: a sigmoid ends at 1, a relu at 0.
  static let outOfReach = Diagnosis(.outOfReach, "Targets out of reach") { context in
    guard let prediction = context.prediction, let target = context.target,
      let a = context.examplesInColumns(prediction), let y = context.examplesInColumns(target),
      a.shape == y.shape,
      let step = context.run.program.steps(in: .forward).last(where: { $0.target == prediction }),
      let function = step.statement.assignment?.value.appliedFunction?.function,
      let range = context.range(of: function)
    else { return [] }
    let slack = 1e-9
    let beyond = y.doubles.filter { $0 < range.lowerBound - slack || $0 > range.upperBound + slack }
    guard let worst = beyond.max(by: { $0.magnitude < $1.magnitude }) else { return [] }
    return [
      Finding(
        .outOfReach, .error, names: [target, prediction],
        measures: [
          .init("count", Double(beyond.count)), .init("of", Double(y.count)),
          .init("worst", worst), .init("low", range.lowerBound), .init("high", range.upperBound),
        ],
        equation: step.statement)
    ]
  } words: { finding in
    let target = finding.names.first.map { .verbatim($0) } ?? ("the target" as Phrase)
    let output = finding.names.last.map { .verbatim($0) } ?? ("the output" as Phrase)
    let reach: Phrase =
      finding["high"] == .infinity
      ? "never goes below \(finding.number("low"))"
      : "lies between \(finding.number("low")) and \(finding.number("high"))"
    return """
      \(finding.whole("count")) of the \(finding.whole("of")) numbers of \(target) are out of \
      reach, \(finding.number("worst")) for one: \(output) \(reach).
      """
  }
}

extension DiagnosisContext {
  /// The values that a function of one argument takes, as a wide sample of arguments shows them;
  /// `nil` where it takes all, or only one.
  fileprivate func range(of function: Function) -> ClosedRange<Double>? {
    if let bounds = function.bounds { return bounds }
    let samples = [-1e6, -100, -1, 0, 1, 100, 1e6].compactMap { x in
      try? Evaluation.value(
        of: .call(function.name, Expression(.float(x))), in: SlotScope(state.slots)
      ).array?.item
    }
    guard let low = samples.min(), let high = samples.max(), low < high, low > -1e-3 else {
      return nil
    }
    return low...(high > 1e3 ? .infinity : high)
  }
}

extension Finding.Kind {
  package static let outOfReach = Finding.Kind("outOfReach")
}
