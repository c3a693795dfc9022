import Arrays
import Equations
import Networks
import Phrases

extension Diagnosis {
  /// Units that answer to some examples now, and to none a few epochs from here: once they are dead
  /// no gradient reaches them, so now is the time for shorter steps.
  static let dyingUnits = Diagnosis(.dyingUnits, "Dying units") { context in
    guard !context.isQuick, context.run.isInitialised, !context.isSolved,
      let ahead = context.unitsAhead
    else { return [] }
    let silent = context.silentUnits()
    return silent.keys.sorted().compactMap { name -> Finding? in
      guard let now = silent[name], let then = ahead.last?.silent[name] else { return nil }
      let dying = then.units.subtracting(now.units).sorted()
      guard !dying.isEmpty,
        let step = context.run.program.steps(in: .forward).last(where: {
          $0.target == name
        })
      else { return nil }
      let epochs = ahead.first { $0.silent[name]?.units.isSuperset(of: dying) ?? false }?.epochs
      // Where most of a layer lives on, it is the way of a relu.
      let isHarmful = then.units.count * 2 > then.of
      return Finding(
        .dyingUnits, isHarmful ? .warning : .note, names: [name],
        elements: dying.map { ElementOperand(name: name, index: [$0]) },
        measures: [
          .init("units", Double(then.of)), .init("dyingUnits", Double(dying.count)),
          .init("silentUnits", Double(then.units.count)), .init("epochs", Double(epochs ?? 0)),
        ],
        suggestions: context.smallerRate(by: 0.1) + [
          .init(.otherActivation, "set \(name) = leaky_relu(\(step.inputs.first ?? "Z1"))")
        ])
    }
  } words: { finding in
    let units = finding.counted("dyingUnits")
    return finding["dyingUnits"] == 1
      ? """
      \(units) still answers to an example now, and to none in \(finding.whole("epochs")) epochs, as \
      a trial shows: then no gradient reaches it.
      """
      : """
      \(units) still answer to an example now, and to none in \(finding.whole("epochs")) epochs, as \
      a trial shows: then no gradient reaches them.
      """
  }
}

extension DiagnosisContext {
  typealias SilentUnits = [String: (units: Set<Int>, of: Int)]

  /// The moments ahead at which is looked.
  private static let moments = [1, 2, 5, 10, 20, 50]

  /// Of each layer whose function can be flat at 0, the units that are 0 and flat for every example.
  fileprivate func silentUnits() -> SilentUnits {
    var found: SilentUnits = [:]
    for step in run.program.steps(in: .forward) {
      guard let name = step.target, let activity = activity(of: step), !activity.isBounded,
        let array = examplesInColumns(name), array.rank == 2, array.shape[1] > 1
      else { continue }
      let columns = array.shape[1]
      let silent = (0..<array.shape[0]).filter { unit in
        array.row(unit).allSatisfy { $0 == 0 }
          && activity.slopes[unit * columns..<(unit + 1) * columns].allSatisfy { $0 == 0 }
      }
      found[name] = (Set(silent), array.shape[0])
    }
    return found
  }

  /// The same in the epochs ahead; `nil` where there is no such layer.
  fileprivate var unitsAhead: [(epochs: Int, silent: SilentUnits)]? {
    guard !silentUnits().isEmpty else { return nil }
    var ahead = run
    var result: [(epochs: Int, silent: SilentUnits)] = []
    let most = PlateauForecast.epochsTried(of: run)
    for (before, moment) in zip([0] + Self.moments, Self.moments) where moment <= most {
      guard (try? ahead.runEpochs(moment - before)) != nil else { return nil }
      result.append((moment, DiagnosisContext(ahead, history: nil).silentUnits()))
    }
    return result
  }
}

extension Finding.Kind {
  package static let dyingUnits = Finding.Kind("dyingUnits")
}
