import Arrays
import Equations
import Phrases

extension Diagnosis {
  /// Units, of a relu most often, that are 0 for every example where their function is flat: their
  /// gradient is 0 for ever.
  static let deadUnits = Diagnosis(.deadUnits, "Dead units") { context in
    guard context.run.isInitialised else { return [] }
    return context.run.program.steps(in: .forward).compactMap { step -> Finding? in
      guard let name = step.target, let activity = context.activity(of: step),
        !activity.isBounded, let array = context.examplesInColumns(name), array.rank == 2,
        array.shape[1] > 1
      else { return nil }
      let columns = array.shape[1]
      let dead = (0..<array.shape[0]).filter { unit in
        array.row(unit).allSatisfy { $0 == 0 }
          && activity.slopes[unit * columns..<(unit + 1) * columns].allSatisfy { $0 == 0 }
      }
      guard !dead.isEmpty else { return nil }
      // Those that fell out of a network that learns are no harm.
      let isHarmless =
        dead.count < array.shape[0]
        && (context.isSolved || context.isFalling || !context.isQuick && context.learnsAhead)
      return Finding(
        .deadUnits,
        dead.count == array.shape[0] ? .error : isHarmless ? .note : .warning, names: [name],
        elements: dead.map { ElementOperand(name: name, index: [$0]) },
        measures: [
          .init("units", Double(array.shape[0])), .init("deadUnits", Double(dead.count)),
        ],
        suggestions: [
          .init(.otherActivation, "set \(name) = leaky_relu(\(step.inputs.first ?? "Z1"))")
        ] + [context.otherSeed].compactMap { $0 })
    }
  } words: { finding in
    let units = finding.counted("deadUnits")
    return finding["deadUnits"] == 1
      ? "\(units) is 0 for every example: no gradient reaches them."
      : "\(units) are 0 for every example: no gradient reaches them."
  }
}

extension Finding.Kind {
  package static let deadUnits = Finding.Kind("deadUnits")
}
