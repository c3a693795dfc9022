import Arrays
import Equations
import Phrases

extension Diagnosis {
  /// Units whose slope is next to nothing for nearly every example, in a net that does not yet do
  /// what it should: what is wrong no longer reaches their weights.
  static let saturatedUnits = Diagnosis(.saturatedUnits, "Saturated units") { context in
    guard !context.isSolved, context.run.isInitialised, !context.isFalling else { return [] }
    let found = context.run.program.steps(in: .forward).compactMap { step -> Finding? in
      guard let name = step.target, let activity = context.activity(of: step),
        activity.isBounded, name != context.prediction || !context.usesCrossEntropy,
        let array = context.examplesInColumns(name), array.rank == 2,
        array.shape[1] > 0
      else { return nil }
      let saturated = activity.saturated
      let isOutput = name == context.prediction
      let wanted =
        isOutput ? context.target.flatMap { context.examplesInColumns($0)?.doubles } : nil
      let columns = array.shape[1]
      let values = array.doubles
      func isStuck(_ place: Int) -> Bool {
        guard saturated[place] else { return false }
        // An output may well be sure of itself, as long as it is right.
        guard isOutput else { return true }
        return wanted.map { place < $0.count && (values[place] - $0[place]).magnitude > 0.5 }
          ?? false
      }
      let shares = (0..<array.shape[0]).map { row in
        Double((0..<columns).count { isStuck(row * columns + $0) }) / Double(columns)
      }
      let units = shares.indices.filter { shares[$0] >= (isOutput ? 0.2 : 0.95) }
      guard !units.isEmpty else { return nil }
      return Finding(
        .saturatedUnits, .warning, names: [name],
        elements: units.map { ElementOperand(name: name, index: [$0]) },
        measures: [
          .init("units", Double(array.shape[0])), .init("saturatedUnits", Double(units.count)),
          .init("share", units.map { shares[$0] }.max() ?? 0),
        ],
        suggestions: context.remediesForSaturation)
    }
    return !found.isEmpty && !context.isQuick && context.learnsAhead ? [] : found
  } words: { finding in
    let units = finding.counted("saturatedUnits")
    return finding["saturatedUnits"] == 1
      ? """
      \(units) is at an end of its range for nearly every example; its slope is below 0.01 \
      there, so it hardly learns.
      """
      : """
      \(units) are at an end of their range for nearly every example; their slope is below 0.01 \
      there, so they hardly learn.
      """
  }
}

extension DiagnosisContext {
  /// Whether the loss has been falling well of late: what saturates then does no harm.
  var isFalling: Bool {
    let losses = run.losses
    guard losses.count >= 3, let last = losses.last else { return false }
    return last < 0.97 * losses[losses.count - max(losses.count / 10, 3)]
  }

  /// Whether the loss falls to half of what it is in the epochs to come, tried out: a few steps on
  /// may be all that a network ever does.
  var learnsAhead: Bool {
    var ahead = run
    let epochs = min(1000, PlateauForecast.epochsTried(of: run))
    guard let loss, (try? ahead.runEpochs(epochs)) != nil, let then = ahead.losses.last else {
      return false
    }
    return then < 0.5 * loss
  }

  /// What drives units to the ends: large inputs, a large start, or else long steps.
  fileprivate var remediesForSaturation: [Finding.Suggestion] {
    let inputs = smallerInputs
    let isOfRate = run.finishedEpochs > 0 && inputs.isEmpty
    return inputs + smallerStart + (isOfRate ? smallerRate(by: 0.1) : [])
  }

  var smallerStart: [Finding.Suggestion] {
    guard let setting = run.program.settings.first(where: { $0.name == "scale" }),
      let value = setting.value.array?.item, value > 0.5
    else { return [] }
    return [.init(.smallerStart, "set scale = 0.5")]
  }

  /// A number for a command: 0.01, where arithmetic has 0.010000000000000002, and 2080.
  static func rounded(_ value: Double, digits: Int = 3) -> String {
    let short = Double(NumberFormatting.significant(value, digits: digits)) ?? value
    return NumberFormatting.significant(short, digits: 15)
  }
}

extension Finding.Kind {
  package static let saturatedUnits = Finding.Kind("saturatedUnits")
}
