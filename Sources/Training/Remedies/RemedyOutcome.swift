import Arrays

/// What all trials of a remedy came to.
public struct RemedyOutcome: Sendable {
  public let remedy: Remedy
  public let beginsAnew: Bool
  /// Those that were done, in the order of their seeds.
  public let results: [RemedyResult]
  /// Why one could not be trained.
  public let failure: TrialRecord.Failure?
  public let trialCount: Int

  /// Those that have solved it, and stayed so.
  public var solved: [RemedyResult] { results.filter { $0.solvedAt != nil && !$0.isLostAgain } }
  /// Those that have solved it on the way only.
  public var lostAgain: Int { results.count(where: \.isLostAgain) }

  /// The median of the epochs that those needed which have solved it.
  public var epochs: Int? {
    solved.compactMap { $0.solvedAt.map(Double.init) }.medianCost.map { Int($0.rounded()) }
  }
  /// The median of what the clock said.
  public var seconds: Double? {
    (solved.isEmpty ? results : solved).map(\.seconds).medianCost
  }
  public var secondsPerEpoch: Double? { results.map(\.secondsPerEpoch).medianCost }
  public var loss: Double? { results.map(\.loss).medianCost }
  public var validationLoss: Double? { results.compactMap(\.validationLoss).medianCost }

  /// The result that is offered: that of the model's own seed if it is solved, else of the seed that
  /// was solved soonest, else of the lowest loss.
  public var offered: RemedyResult? {
    let solved = solved
    if let own = solved.first(where: { $0.seed == nil }) { return own }
    return solved.min { ($0.solvedAt ?? .max) < ($1.solvedAt ?? .max) }
      ?? results.filter { $0.loss.isFinite }.min { $0.loss < $1.loss }
  }

  /// How likely another trial is to solve it, by Laplace's rule of succession: one of one says less
  /// than nine of ten.
  var chance: Double { Double(solved.count + 1) / Double(results.count + 2) }

  /// Whether it is proposed for what is wrong, is more than another draw, and solves half at least,
  /// with the model's own numbers among them.
  var isProvenCure: Bool {
    remedy.isProposed && remedy.start != .otherSeed && solved.count * 2 >= results.count
      && solved.contains { $0.seed == nil }
  }
}

/// What a treatment came to, as far as its trials were done.
public struct TreatmentOutcome: Sendable {
  public let treatment: Treatment
  /// By remedy; going on as it is comes first.
  public let outcomes: [RemedyOutcome]
  public let done: Int

  /// - Parameters:
  ///   - results: by the trials' numbers.
  ///   - failures: of those that could not be trained.
  public init(
    _ treatment: Treatment, _ results: [Int: RemedyResult],
    failures: [Int: TrialRecord.Failure] = [:]
  ) {
    self.treatment = treatment
    done = results.count + failures.count
    outcomes = treatment.remedies.enumerated().map { index, remedy in
      let numbers = treatment.trials.indices.filter { treatment.trials[$0].remedy == index }
      return RemedyOutcome(
        remedy: remedy, beginsAnew: treatment.beginsAnew[index],
        results: numbers.compactMap { results[$0] },
        failure: numbers.lazy.compactMap { failures[$0] }.first, trialCount: numbers.count)
    }
  }

  public var isWhole: Bool { done == treatment.trials.count }

  /// Going on as it is.
  public var baseline: RemedyOutcome? { outcomes.first { $0.remedy.changesNothing } }

  /// What solves it: first what a finding proposes, since that mends what is wrong, if it solves at
  /// least half of its trials and the model's own; then what solves most surely, of equals soonest.
  /// If nothing does, what has the lowest loss, if that is well below the one that going on comes to.
  public var best: RemedyOutcome? {
    let solving = outcomes.filter { !$0.solved.isEmpty }
    guard solving.isEmpty else {
      return solving.min {
        if $0.isProvenCure != $1.isProvenCure { return $0.isProvenCure }
        return $0.chance != $1.chance
          ? $0.chance > $1.chance : ($0.epochs ?? .max) < ($1.epochs ?? .max)
      }
    }
    return outcomes.filter(helps).min { ($0.loss ?? .infinity) < ($1.loss ?? .infinity) }
  }

  /// Whether a remedy has solved it, or has at least come to a loss well below that of going on.
  public func helps(_ outcome: RemedyOutcome) -> Bool {
    if !outcome.solved.isEmpty { return true }
    guard !outcome.remedy.changesNothing, let loss = outcome.loss, loss.isFinite else {
      return false
    }
    let other = baseline?.loss ?? .infinity
    let level = treatment.goal?.level ?? other.magnitude
    return other.isFinite ? loss < other - 0.05 * level : loss < 0.95 * level
  }

  /// What to type for the best: it trains for as long as its trial did, at whose end it was solved.
  ///
  /// - Returns: `nil` where nothing has helped, or what did it cannot be typed: another seed for a
  ///   model that sets none.
  public var command: String? {
    guard let best, let result = best.offered else { return nil }
    let run = "run \(result.trainedEpochs)"
    guard result.seed == nil || treatment.run.program.model.hasSeed else { return nil }
    return [best.remedy.command(seed: result.seed), run].compactMap { $0 }.joined(separator: "; ")
  }
}
