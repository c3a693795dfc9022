import Arrays
import Equations
import Networks
import Phrases

extension Diagnosis {
  /// Targets that the output's function never takes: a sigmoid ends at 1, a relu at 0, and a sigmoid
  /// of a relu begins at one half.
  static let outOfReach = Diagnosis(.outOfReach, "Targets out of reach") { context in
    guard let prediction = context.prediction, let target = context.target,
      let a = context.examplesInColumns(prediction), let y = context.examplesInColumns(target),
      a.shape == y.shape,
      let step = context.run.program.steps(in: .forward).last(where: { $0.target == prediction }),
      let value = step.statement.assignment?.value,
      let range = context.range(of: value, outputs: a.shape[0])
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
      : finding["low"] == -.infinity
        ? "never goes above \(finding.number("high"))"
        : "lies between \(finding.number("low")) and \(finding.number("high"))"
    return """
      \(finding.whole("count")) of the \(finding.whole("of")) numbers of \(target) are out of \
      reach, \(finding.number("worst")) for one: \(output) \(reach).
      """
  }
}

extension DiagnosisContext {
  /// The values that an expression takes by its functions, one applied to the other, whatever
  /// numbers go into the first; `nil` where it takes all.
  ///
  /// - Parameter outputs: among how many a softmax shares out.
  fileprivate func range(of expression: Expression, outputs: Int, depth: Int = 0)
    -> ClosedRange<Double>?
  {
    guard let applied = expression.appliedFunction else { return nil }
    let function = applied.function
    // What is not a number of the call's own is what goes through it.
    let place = applied.arguments.firstIndex { $0.map { !$0.names.isEmpty } ?? false }
    var inner: ClosedRange<Double>?
    if let place, var argument = applied.arguments[place], depth < 8 {
      if case .name(let name) = argument.node,
        let step = run.program.steps(in: .forward).last(where: { $0.target == name }),
        let value = step.statement.assignment?.computedValue, !value.names.contains(name)
      {
        argument = value
      }
      inner = range(of: argument, outputs: outputs, depth: depth + 1)
    }
    if function.name == "softmax" {
      guard let inner, (inner.upperBound - inner.lowerBound).isFinite else { return 0...1 }
      let most = ElementaryFunctions.exp(inner.upperBound - inner.lowerBound)
      let others = Double(outputs - 1)
      return 1 / (1 + others * most)...most / (most + others)
    }
    guard let place else { return function.bounds }
    let from = inner ?? -Double.infinity...Double.infinity
    let samples = [from.lowerBound, -1e6, -100, -1, 0, 1, 100, 1e6, from.upperBound].filter {
      from.contains($0) && $0.isFinite
    }
    let values = samples.compactMap { x in
      let arguments = applied.arguments.enumerated().compactMap { index, argument in
        (index == place ? Expression(.float(x)) : argument).map {
          Argument(keyword: index > place ? function.parameters[index].name : nil, $0)
        }
      }
      return try? Evaluation.value(
        of: Expression(.call(function.name, arguments)), in: SlotScope(state.slots)
      ).array?.item
    }.filter(\.isFinite)
    guard let low = values.min(), let high = values.max(), low < high else { return nil }
    let ends = (low < -1e3 ? -Double.infinity : low, high > 1e3 ? Double.infinity : high)
    return ends.0.isFinite || ends.1.isFinite ? ends.0...ends.1 : nil
  }
}

extension Finding.Kind {
  package static let outOfReach = Finding.Kind("outOfReach")
}
