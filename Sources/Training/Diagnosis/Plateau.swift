import Arrays
import Equations
import Networks
import Phrases

extension Diagnosis {
  /// Predictions that are the same for every example, at the loss of knowing nothing of it: ln 2 for
  /// the cross-entropy of as many ones as zeros. The way out begins flat.
  static let plateau = Diagnosis(.plateau, "Plateau") { context in
    guard let loss = context.loss, let constant = context.constant, constant.loss > 1e-9,
      case let level = constant.loss, (loss - level).magnitude < 0.015 * level,
      let spread = context.spread, spread < 0.2, !context.isOneLayer, !context.isSolved
    else { return [] }
    var measures: [Finding.Measure] = [
      .init("loss", loss), .init("level", level), .init("spread", spread),
    ]
    if constant.values.count == 1 { measures.append(.init("answer", constant.values[0])) }
    if context.usesCrossEntropy, (level - DiagnosisContext.entropy(0.5)).magnitude < 1e-3 {
      measures.append(.init("ln2", level))
    }
    if let gradient = context.largestGradient {
      measures.append(.init("largestGradient", gradient))
    }
    let isFrozen = context.weightsStandStill
    if isFrozen { measures.append(.init("frozen", 1)) }
    let leftAt = level * (1 - PlateauForecast.share)
    let forecast =
      context.isQuick || isFrozen
      ? nil : PlateauForecast(context.run, level: level, leftAt: leftAt)
    // On its way out it is none.
    if let forecast, forecast.epochs < DiagnosisContext.soon { return [] }
    if let forecast {
      measures += [
        .init("epochsToLeave", forecast.epochs), .init("atLeast", forecast.atLeast),
        .init("atMost", forecast.atMost),
      ]
    }
    let staysForGood = forecast == nil && !isFrozen && context.staysForGood
    if staysForGood { measures.append(.init("secondOrder", 1)) }
    var suggestions = [context.largerStart].compactMap { $0 }
    // However it scales them, no optimizer moves anything by gradients that are all 0.
    if staysForGood {
      suggestions += context.newStart
    } else if context.rate != nil, context.largestGradient != 0, !isFrozen {
      suggestions.append(.init(.otherOptimizer, "set update = rmsprop(0.01)"))
    }
    if forecast != nil {
      let goal = DiagnosisContext.rounded(leftAt, digits: 2)
      suggestions.append(.init(.wait, "until \(context.run.program.loss) < \(goal)"))
    }
    return [
      Finding(
        .plateau, (forecast?.epochs ?? .infinity) < DiagnosisContext.bearable ? .note : .warning,
        names: [context.run.program.loss, context.prediction].compactMap { $0 },
        measures: measures, suggestions: suggestions)
    ]
  } words: { finding in
    let loss = finding.number("loss")
    let level = finding.number("level")
    var sentences: [Phrase] = []
    if finding["ln2"] != nil {
      sentences.append(
        """
        the loss \(loss) is close to ln 2, what always saying one half gives, and hardly falls.
        """)
    } else if finding["answer"] != nil {
      sentences.append(
        """
        the loss \(loss) is close to \(level), what always saying \(finding.number("answer")) \
        gives, and hardly falls.
        """)
    } else {
      sentences.append(
        """
        the loss \(loss) is close to \(level), the best that one answer for all examples gives, \
        and hardly falls.
        """)
    }
    if finding["frozen"] != nil, finding["largestGradient"] != 0 {
      sentences.append(
        "The gradients of all weights are exactly 0, so that no training ever leaves it.")
    }
    if finding["largestGradient"] == 0 {
      sentences.append("Every gradient is exactly 0, so no number will ever change.")
    }
    if finding["secondOrder"] != nil { sentences.append(Finding.nothingLeadsAway) }
    if finding.takesTooLong {
      sentences.append(Finding.tooLong)
    } else if let epochs = finding["epochsToLeave"], epochs.isFinite {
      sentences.append(
        "At this pace it leaves the plateau in about \(Finding.rounded(epochs)) epochs.")
    }
    return Phrase(sentences, separator: " ")
  }
}

extension DiagnosisContext {
  /// Fewer epochs than these nobody waits for.
  fileprivate static let soon = 50.0
  /// And fewer than these are a wait, and no trouble.
  fileprivate static let bearable = 3000.0

  /// The largest gradient of a parameter, if they have been computed.
  var largestGradient: Double? {
    run.program.parameters.flatMap { run.state[Differentiator.gradientName(of: $0)]?.doubles ?? [] }
      .map(\.magnitude).max()
  }
}

extension Finding {
  /// Whether a place will be left only after more epochs than anybody trains.
  var takesTooLong: Bool { self["epochsToLeave"].map { $0 > 1e8 } ?? false }

  static let tooLong: Phrase = "At this pace it takes more than 100 million epochs to leave it."

  /// What is said of a place at which the second-order test finds no way out.
  static let nothingLeadsAway: Phrase = """
    The network is drawn to a point from which the loss falls, to second order, in no direction \
    that it can take: training does not leave it.
    """
}

extension DiagnosisContext {
  /// Whether the loss, to second order, falls in no direction from the place to which the run is
  /// drawn, so that no training leaves it.
  var staysForGood: Bool {
    !isQuick && SecondOrderTest(run, rate: rateValue)?.staysForGood ?? false
  }

  /// Other numbers to begin with: another draw, or a draw where there is none.
  var newStart: [Finding.Suggestion] {
    otherSeed.map { [$0] } ?? layers.prefix(1).map(randomStart)
  }

  func randomStart(of layer: NetworkLayer) -> Finding.Suggestion {
    let shape = (state[layer.weights]?.shape.dimensions ?? []).map(String.init)
    return .init(
      .randomStart, "set \(layer.weights) = randn(\(shape.joined(separator: ", ")))")
  }

  /// Whether the gradient of every layer's weights is exactly 0, now and in the epochs that come
  /// next: then nothing but biases ever moves.
  var weightsStandStill: Bool {
    !layers.isEmpty && withoutGradient(layers.map(\.weights), inEpochs: 0..<4).count == layers.count
  }

  /// Those of some parameters whose gradient is exactly 0 in each of the epochs ahead, the one that
  /// the run stands in being 0.
  func withoutGradient(_ parameters: [String], inEpochs epochs: Range<Int>) -> [String] {
    var ahead = run
    var left = parameters
    for epoch in epochs where !left.isEmpty {
      if epoch > 0, (try? ahead.runEpochs(1)) == nil { return [] }
      left = left.filter { name in
        ahead.state[Differentiator.gradientName(of: name)]?.doubles.allSatisfy { $0 == 0 } ?? false
      }
    }
    return left
  }
}

/// When a plateau will be left: tried out on a copy of the run for as long as that is quick, and
/// beyond that judged by how the loss has begun to fall.
///
/// Near a saddle the fall f of the loss grows as f′ ∝ f^(1 + p): with a linear signal and two layers
/// the distance s from it grows exponentially and p is 0; where only a cubic signal is left, as for
/// XOR, s′ ∝ s³ and f ∝ s⁴, so that p is 1/2; of d layers at once s′ ∝ s^(d - 1) and f ∝ s^d, which
/// is p = (d - 2)/d. While the directions are still turning towards the steepest, p is smaller than it
/// will be. So p is taken from how the rate of growth has grown of late; 0 and 1/2 are the bounds.
struct PlateauForecast {
  let epochs: Double
  let atLeast: Double
  let atMost: Double

  /// A plateau or a trap is left when the loss has fallen by this share of its level.
  static let share = 0.13

  /// What a trial may cost: equations run, times the examples and what each costs besides.
  private static let budget = 100_000_000
  private static let fixedCost = 200
  /// Interpreted epochs cost so many times more.
  private static let costOfInterpreting = 10
  /// The largest power of the fall by which its rate of growth grows.
  private static let steepest = 0.5

  init?(_ run: Run, level: Double, leftAt: Double) {
    let goal = level - leftAt
    let done = run.losses.count
    var ahead = run
    for _ in 0..<Self.epochsTried(of: run) / 50 {
      guard (try? ahead.runEpochs(50)) != nil else { return nil }
      if let place = ahead.losses.dropFirst(done).firstIndex(where: { level - $0 >= goal }) {
        epochs = Double(place + 1 - done)
        (atLeast, atMost) = (epochs, epochs)
        return
      }
    }
    let falls = ahead.losses.map { level - $0 }
    let passed = Double(ahead.losses.count - done)
    // The end of what is known, in three points; only where the loss falls.
    let end = falls.count - 1
    let width = end / 16
    guard width > 4 else { return nil }
    let known = (falls[end - 2 * width], falls[end - width], falls[end])
    guard known.0 > 0, known.1 > known.0, known.2 > known.1 else { return nil }
    let rates = (
      ElementaryFunctions.log(known.1 / known.0), ElementaryFunctions.log(known.2 / known.1)
    )
    let power = ElementaryFunctions.log(rates.1 / rates.0) / ((rates.0 + rates.1) / 2)
    atLeast = passed + Self.law(known, goal, width, power: Self.steepest)
    atMost = passed + Self.law(known, goal, width, power: 0)
    epochs = passed + Self.law(known, goal, width, power: min(max(power, 0), Self.steepest))
  }

  /// How many epochs are tried ahead.
  static func epochsTried(of run: Run) -> Int {
    let cost =
      run.program.iteration.count * run.program.batchesPerEpoch
      * (run.interpretation == nil ? 1 : costOfInterpreting)
    let most = budget / max(cost * ((run.program.exampleCount ?? 1) + fixedCost), 1)
    return max(most / 50, 1) * 50
  }

  /// - Parameter power: with which power of itself the fall's rate of growth grows.
  /// - Returns: the epochs until the goal.
  private static func law(
    _ known: (Double, Double, Double), _ goal: Double, _ width: Int, power: Double
  ) -> Double {
    // What shrinks in a straight line.
    func line(_ fall: Double) -> Double {
      let logarithm = ElementaryFunctions.log(fall)
      return power < 0.02 ? -logarithm : ElementaryFunctions.exp(-power * logarithm)
    }
    let slope = (line(known.1) - line(known.2)) / Double(width)
    return max((line(known.2) - line(goal)) / slope, 0)
  }
}

extension Finding.Kind {
  package static let plateau = Finding.Kind("plateau")
}
