import Arrays
import Equations
import Phrases

extension Diagnosis {
  /// Units, of a relu most often, that are 0 for every example where their function is flat: their
  /// gradient is 0 for ever.
  static let deadUnits = Diagnosis(.deadUnits, "Dead units") { context in
    guard context.run.isInitialised else { return [] }
    // Asked for once, and only where it decides.
    lazy var learnsOn =
      context.isSolved || context.isFalling || !context.isQuick && context.learnsAhead
    return context.silentUnits().compactMap { silent -> Finding? in
      guard !silent.units.isEmpty else { return nil }
      let (dead, count) = (silent.units.count, silent.of)
      return Finding(
        .deadUnits,
        // Those that fell out of a network that learns are no harm.
        dead == count ? .error : learnsOn ? .note : .warning, names: [silent.name],
        elements: silent.units.map { ElementOperand(name: silent.name, index: [$0]) },
        measures: [.init("units", Double(count)), .init("deadUnits", Double(dead))],
        suggestions: [silent.leaky] + [context.otherSeed].compactMap { $0 })
    }
  } words: { finding in
    let units = finding.counted("deadUnits")
    return finding["deadUnits"] == 1
      ? "\(units) is 0 for every example: no gradient reaches them."
      : "\(units) are 0 for every example: no gradient reaches them."
  }
}

/// The units of a layer that answer to no example.
struct SilentUnits {
  let name: String
  /// Their rows, in order.
  let units: [Int]
  /// How many the layer has.
  let of: Int
  /// A function with a slope where theirs has none.
  let leaky: Finding.Suggestion
}

extension DiagnosisContext {
  /// Of each layer whose function can be flat at 0, the units that are 0 and flat for every example.
  func silentUnits() -> [SilentUnits] {
    run.program.steps(in: .forward).compactMap { step in
      guard let name = step.target, let activity = activity(of: step), !activity.isBounded,
        let array = examplesInColumns(name), array.rank == 2, array.shape[1] > 1
      else { return nil }
      let columns = array.shape[1]
      let silent = (0..<array.shape[0]).filter { unit in
        array.row(unit).allSatisfy { $0 == 0 }
          && activity.slopes[unit * columns..<(unit + 1) * columns].allSatisfy { $0 == 0 }
      }
      return SilentUnits(
        name: name, units: silent, of: array.shape[0],
        leaky: .init(
          .otherActivation, "set \(name) = leaky_relu(\(step.inputs.first ?? "Z1"))"))
    }
  }
}

extension Finding.Kind {
  package static let deadUnits = Finding.Kind("deadUnits")
}
