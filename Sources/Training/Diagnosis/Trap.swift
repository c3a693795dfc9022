import Arrays
import Equations
import Phrases

extension Diagnosis {
  /// The exact traps of XOR: some examples are told apart, and the others all get their own average.
  /// Half of them at one half is a loss of ln 2 / 2, three quarters at one third (or two thirds)
  /// ¾ · H(⅓).
  static let trap = Diagnosis(.trap, "Trap") { context in
    guard let loss = context.loss, context.usesCrossEntropy,
      let (predicted, wanted) = context.classes, context.isFlat
    else { return [] }
    let half = DiagnosisContext.entropy(0.5) / 2
    let third = 0.75 * DiagnosisContext.entropy(1.0 / 3)
    for (level, share, merged) in [(half, 0.5, [0.5]), (third, 0.75, [1.0 / 3, 2.0 / 3])] {
      guard (loss - level).magnitude < 0.02 else { continue }
      let stuck = zip(predicted, wanted).filter { p, _ in
        merged.contains { (p - $0).magnitude < 0.07 }
      }
      let part = Double(stuck.count) / Double(predicted.count)
      guard (part - share).magnitude < 0.15, let average = stuck.first?.0 else { continue }
      return [
        Finding(
          .trap, .error, names: [context.run.program.loss, context.prediction].compactMap { $0 },
          measures: [
            .init("loss", loss), .init("level", level), .init("share", part),
            .init("prediction", average),
          ],
          suggestions: [context.otherSeed].compactMap { $0 } + context.moreUnits)
      ]
    }
    return []
  } words: { finding in
    return """
      the loss \(finding.number("loss")) is at the level \(finding.number("level")) where some examples are \
      right and the others, which the network cannot tell apart, all get about \
      \(finding.number("prediction")). More training does not leave it.
      """
  }
}

extension DiagnosisContext {
  /// Whether the loss has hardly moved over the last tenth of the training.
  var isFlat: Bool {
    let losses = run.losses
    guard losses.count >= 50, let last = losses.last else { return false }
    let before = losses[losses.count - max(losses.count / 10, 20)]
    return (before - last).magnitude < 2e-3
  }

  var moreUnits: [Finding.Suggestion] {
    guard let setting = run.program.settings.first(where: { $0.name == "hidden" }),
      let value = setting.value.array?.item
    else { return [] }
    return [.init(.moreUnits, "set hidden = \(Int(saturating: min(value * 2, 1e6)))")]
  }
}

extension Finding.Kind {
  package static let trap = Finding.Kind("trap")
}
