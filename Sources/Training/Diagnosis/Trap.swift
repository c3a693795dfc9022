import Arrays
import Equations
import Phrases

extension Diagnosis {
  /// A level at which training stands: some examples are told apart, and others, whose targets
  /// differ, all get their own average. XOR has two: half of the examples at one half (ln 2 / 2, or
  /// 1/8 of squared error), three quarters at one third or two thirds (¾ · H(⅓), or 1/6).
  static let trap = Diagnosis(.trap, "Trap") { context in
    guard let loss = context.loss, context.isFlat, !context.isSolved,
      let merged = context.mergedExamples, let constant = context.constant,
      (loss - merged.level).magnitude < 0.04 * constant.loss,
      merged.level < 0.97 * constant.loss
    else { return [] }
    var measures: [Finding.Measure] = [
      .init("loss", loss), .init("level", merged.level), .init("share", merged.share),
      .init("prediction", merged.prediction),
    ]
    let isForEver = context.weightsStandStill
    let leftAt = merged.level * (1 - PlateauForecast.share)
    if isForEver {
      measures.append(.init("forEver", 1))
    } else if !Diagnosis.twinNeurons.examine(context).isEmpty {
      measures.append(.init("twins", 1))
    } else if !context.isQuick {
      if let forecast = PlateauForecast(context.run, level: merged.level, leftAt: leftAt),
        forecast.epochs.isFinite
      {
        measures += [
          .init("epochsToLeave", forecast.epochs), .init("atLeast", forecast.atLeast),
          .init("atMost", forecast.atMost),
        ]
      } else if context.staysForGood {
        measures.append(.init("secondOrder", 1))
      } else {
        measures.append(.init("tried", Double(PlateauForecast.epochsTried(of: context.run))))
      }
    }
    let names = [context.run.program.loss, context.prediction].compactMap { $0 }
    return [
      Finding(
        .trap, .error, names: names, measures: measures,
        suggestions: [context.otherSeed].compactMap { $0 } + context.moreUnits)
    ]
  } words: { finding in
    var sentences: [Phrase] = [
      """
      the loss \(finding.number("loss")) is at the level \(finding.number("level")) where some \
      examples are right and the others, which the network cannot tell apart, all get about \
      \(finding.number("prediction")).
      """
    ]
    if finding["forEver"] != nil {
      sentences.append("The gradients of all weights are exactly 0: training does not leave it.")
    } else if finding["twins"] != nil {
      sentences.append("As long as its twins stay equal, training does not leave it.")
    } else if finding["secondOrder"] != nil {
      sentences.append(Finding.nothingLeadsAway)
    } else if finding.takesTooLong {
      sentences.append(Finding.tooLong)
    } else if let epochs = finding["epochsToLeave"] {
      sentences.append(
        "It is a slow place, not a bottom: at this pace it is left in about \(Finding.rounded(epochs)) epochs."
      )
    } else if let epochs = finding["tried"] {
      sentences.append("\(Finding.rounded(epochs)) epochs that were tried ahead do not leave it.")
    }
    return Phrase(sentences, separator: " ")
  }
}

extension DiagnosisContext {
  /// Examples that all get the mean of their targets though these differ, while the others are
  /// right; `nil` where there are none. The network's answer is one number, of two classes.
  fileprivate var mergedExamples: (share: Double, prediction: Double, level: Double)? {
    guard let prediction, let target, let a = examplesInColumns(prediction),
      let y = examplesInColumns(target), a.shape == y.shape, a.shape[0] == 1, a.count >= 4,
      Set(y.doubles).count == 2
    else { return nil }
    let (predicted, wanted) = (a.doubles, y.doubles)
    let reach = reach(ofTarget: 0)
    var best: (members: [Int], mean: Double)?
    for center in Set(predicted.map { ($0 / reach * 50).rounded() / 50 * reach }) {
      let members = predicted.indices.filter { (predicted[$0] - center).magnitude < 0.07 * reach }
      guard members.count > best?.members.count ?? 1, members.count < predicted.count else {
        continue
      }
      let mean = members.reduce(0) { $0 + wanted[$1] } / Double(members.count)
      let answer = members.reduce(0) { $0 + predicted[$1] } / Double(members.count)
      guard Set(members.map { wanted[$0] }).count == 2, (answer - mean).magnitude < 0.07 * reach
      else { continue }
      best = (members, mean)
    }
    guard let best, couldBeToldApart(best.members, wanted) else { return nil }
    let isMember = Set(best.members)
    let areOthersRight = predicted.indices.allSatisfy {
      isMember.contains($0) || (predicted[$0] - wanted[$0]).magnitude < 0.25 * reach
    }
    let low = wanted.min() ?? 0
    let level = loss(predicting: predicted.count) { _, example in
      // An answer that is quite sure costs next to nothing, and nothing infinite.
      isMember.contains(example)
        ? best.mean
        : wanted[example] + (wanted[example] == low ? 1e-9 : -1e-9) * reach
    }
    guard areOthersRight, let level, level.isFinite, let answer = best.members.first else {
      return nil
    }
    let share = Double(best.members.count) / Double(predicted.count)
    return (share, predicted[answer], level)
  }

  /// Whether other inputs go with other targets among these examples: where the same input has
  /// both, its mean is all that can be learned.
  private func couldBeToldApart(_ members: [Int], _ wanted: [Double]) -> Bool {
    guard let (_, inputs) = run.inputs, inputs.shape[1] == wanted.count else { return true }
    let values = inputs.doubles
    var groups: [[Double]: (sum: Double, count: Double)] = [:]
    for member in members {
      let input = (0..<inputs.shape[0]).map { values[$0 * inputs.shape[1] + member] }
      let old = groups[input] ?? (0, 0)
      groups[input] = (old.sum + wanted[member], old.count + 1)
    }
    let means = groups.values.map { $0.sum / $0.count }
    return (means.max() ?? 0) - (means.min() ?? 0) > 0.3 * reach(ofTarget: 0)
  }

  /// Whether the loss has hardly moved over the last tenth of the training, for its level.
  var isFlat: Bool {
    let losses = run.losses
    guard losses.count >= 50, let last = losses.last else { return false }
    let before = losses[losses.count - max(losses.count / 10, 20)]
    return (before - last).magnitude < 3e-3 * max(constant?.loss ?? 1, 1e-300)
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
