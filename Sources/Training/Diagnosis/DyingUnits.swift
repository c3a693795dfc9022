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
    let last = ahead.last?.silent ?? [:]
    return context.silentByName.values.sorted { $0.name < $1.name }.compactMap { now -> Finding? in
      guard let then = last[now.name] else { return nil }
      let dying = Set(then.units).subtracting(now.units).sorted()
      guard !dying.isEmpty else { return nil }
      let epochs = ahead.first { moment in
        Set(moment.silent[now.name]?.units ?? []).isSuperset(of: dying)
      }?.epochs
      // Where most of a layer lives on, it is the way of a relu.
      let isHarmful = then.units.count * 2 > then.of
      return Finding(
        .dyingUnits, isHarmful ? .warning : .note, names: [now.name],
        elements: dying.map { ElementOperand(name: now.name, index: [$0]) },
        measures: [
          .init("units", Double(then.of)), .init("dyingUnits", Double(dying.count)),
          .init("silentUnits", Double(then.units.count)), .init("epochs", Double(epochs ?? 0)),
        ],
        suggestions: context.smallerRate(by: 0.1) + [now.leaky])
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
  /// The moments ahead at which is looked.
  private static let moments = [1, 2, 5, 10, 20, 50]

  fileprivate var silentByName: [String: SilentUnits] {
    Dictionary(silentUnits().map { ($0.name, $0) }) { $1 }
  }

  /// The silent units of the epochs ahead; `nil` where no layer can have any.
  fileprivate var unitsAhead: [(epochs: Int, silent: [String: SilentUnits])]? {
    guard !silentByName.isEmpty else { return nil }
    var ahead = run
    var result: [(epochs: Int, silent: [String: SilentUnits])] = []
    let most = PlateauForecast.epochsTried(of: run)
    for (before, moment) in zip([0] + Self.moments, Self.moments) where moment <= most {
      guard (try? ahead.runEpochs(moment - before)) != nil else { return nil }
      result.append((moment, DiagnosisContext(ahead, history: nil).silentByName))
    }
    return result
  }
}

extension Finding.Kind {
  package static let dyingUnits = Finding.Kind("dyingUnits")
}
