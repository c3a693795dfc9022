import Arrays
import Equations

extension Diagnosis {
  /// Predictions that are the same for every example, at the loss of knowing nothing but the share
  /// of ones: ln 2 where both are as many. The way out begins flat.
  static let plateau = Diagnosis(.plateau) { patient in
    guard let loss = patient.loss, let level = patient.constantLoss, level > 0.3,
      (loss - level).magnitude < 0.01, let (predicted, _) = patient.classes,
      patient.run.isInitialised
    else { return [] }
    let spread = (predicted.max() ?? 0) - (predicted.min() ?? 0)
    guard spread < 0.2 else { return [] }
    var measures: [Finding.Measure] = [
      .init("loss", loss), .init("level", level), .init("spread", spread),
    ]
    if let gradient = patient.largestGradient { measures.append(.init("largestGradient", gradient)) }
    let forecast = PlateauForecast(patient.run, level: level, leftAt: level - 0.09)
    if let epochs = forecast?.epochs { measures.append(.init("epochsToLeave", epochs)) }
    var suggestions = [patient.largerStart].compactMap { $0 }
    if let rate = patient.rate { suggestions.append(.init(.otherOptimizer, "rmsprop(\(rate.name))")) }
    if forecast != nil { suggestions.append(.init(.wait, "until \(patient.run.program.loss) < 0.6")) }
    return [
      Finding(
        .plateau, .warning, names: [patient.run.program.loss, patient.prediction].compactMap { $0 },
        measures: measures, suggestions: suggestions)
    ]
  }
}

extension Patient {
  /// The largest gradient of a parameter, if they have been computed.
  var largestGradient: Double? {
    run.program.parameters.flatMap { run.state[Differentiator.gradientName(of: $0)]?.doubles ?? [] }
      .map(\.magnitude).max()
  }
}

/// When a plateau will be left, from how the loss has begun to fall.
///
/// Where only a cubic signal is left, as for XOR, the distance s from the saddle grows as s′ ∝ s³
/// and the fall of the loss as s⁴, so that its inverse square root shrinks in a straight line. With
/// a linear signal it grows exponentially. Of the two laws that one is taken which fits better.
struct PlateauForecast {
  let epochs: Double

  /// Epochs that are tried out on a copy where the run has not gone far enough.
  private static let trial = 600

  init?(_ run: Run, level: Double, leftAt: Double) {
    var ahead = run
    var losses = run.losses
    if losses.count < Self.trial {
      let size = (run.program.exampleCount ?? 1) * run.program.cycle.count
      guard size < 50_000, (try? ahead.runEpochs(Self.trial)) != nil else { return nil }
      losses = ahead.losses
    }
    // The end of what is known, in three points; only where the loss falls.
    let falls = losses.map { level - $0 }
    let end = falls.count - 1
    let width = min(end / 3, 2000)
    guard width > 10 else { return nil }
    let (a, b, c) = (falls[end - 2 * width], falls[end - width], falls[end])
    guard a > 0, b > a, c > b else { return nil }
    let goal = level - leftAt
    let passed = Double(losses.count - run.losses.count)
    guard c < goal else {
      let left = falls.firstIndex { $0 >= goal } ?? end
      epochs = max(Double(left - run.losses.count), 0)
      return
    }
    let step = Double(width)
    func inverse(_ f: Double) -> Double { 1 / f.squareRoot() }
    // How far the middle point is from what each law says of it.
    let cubic = (inverse(b) - (inverse(a) + inverse(c)) / 2).magnitude / (inverse(a) - inverse(c))
    let (la, lb, lc) = (
      ElementaryFunctions.log(a), ElementaryFunctions.log(b), ElementaryFunctions.log(c)
    )
    let exponential = (lb - (la + lc) / 2).magnitude / (lc - la)
    let more =
      cubic < exponential
      ? (inverse(c) - inverse(goal)) / ((inverse(b) - inverse(c)) / step)
      : (ElementaryFunctions.log(goal) - lc) / ((lc - lb) / step)
    epochs = max(more + passed, 0)
  }
}
