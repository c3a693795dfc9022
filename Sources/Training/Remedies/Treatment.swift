import Arrays
import Equations
import Networks

/// The trials of all remedies for a run at its present moment, each on a copy of it.
///
///     let treatment = Treatment(of: run, Diagnosis.findings(in: run))
///     let result = try treatment.result(of: 0)
///
/// The run itself, its moments and its random numbers stay as they are. A remedy that begins anew
/// is tried from several seeds, since one draw of the numbers says little.
public struct Treatment: Sendable {
  /// A training: a remedy, with a seed where it begins anew.
  public struct Trial: Sendable {
    /// The remedy's place among all.
    public let remedy: Int
    /// `nil` for the numbers that the model draws by itself.
    public let seed: UInt32?
  }

  public let run: Run
  /// When it is solved; `nil` where nothing says so.
  public let goal: SolvedGoal?
  public let remedies: [Remedy]
  /// Which of the remedies begin anew, by their places.
  public let beginsAnew: [Bool]
  /// What a finding proposes and this model does not take, with the reason.
  public let unfit: [(remedy: Remedy, error: any Error)]
  /// All trials: first one of each remedy, then those from other seeds.
  public let trials: [Trial]
  /// How many epochs each trial has.
  public let epochs: Int

  /// The seeds that a remedy is tried from which begins anew.
  public static let seeds = 10
  /// So many epochs are tried at least and at most, unless they are asked for.
  private static let range = 100...5000
  /// What all trials may cost, as `Run.cost(ofBatchWith:)` counts.
  private static let budget = 3_200_000_000
  /// How many times as long epochs take that are not compiled.
  private static let interpreted = 20

  /// - Parameters:
  ///   - findings: what is wrong with the run.
  ///   - epochs: of each trial; `nil` for as many as take a few seconds in all.
  public init(of run: Run, _ findings: [Finding], epochs: Int? = nil) {
    self.run = run
    goal = SolvedGoal(run)
    var remedies: [Remedy] = []
    var beginsAnew: [Bool] = []
    var unfit: [(remedy: Remedy, error: any Error)] = []
    for remedy in Remedy.all(for: run, findings) {
      do {
        beginsAnew.append(try remedy.applied(to: run).beginsAnew)
        remedies.append(remedy)
      } catch {
        // What is usual elsewhere need not fit here.
        if remedy.isProposed { unfit.append((remedy, error)) }
      }
    }
    var trials: [Trial] = []
    let own = UInt32(truncatingIfNeeded: run.program.ownSeed ?? Int(run.seed))
    for place in 0..<Self.seeds {
      for (index, remedy) in remedies.enumerated() {
        let isOther = remedy.start == .otherSeed
        guard place == 0 || (beginsAnew[index] && run.program.drawsSetup) else { continue }
        let seed = own &+ UInt32(isOther ? place + 1 : place)
        trials.append(Trial(remedy: index, seed: place == 0 && !isOther ? nil : seed))
      }
    }
    (self.remedies, self.beginsAnew, self.trials) = (remedies, beginsAnew, trials)
    self.unfit = unfit
    self.epochs = epochs ?? Self.epochs(for: run, trials: trials.count)
  }

  private static func epochs(for run: Run, trials: Int) -> Int {
    let batch = run.cost(ofBatchWith: run.program.exampleCount ?? 1)
    let isCompiled = run.expectedInterpretation == nil
    let cost = Double(
      batch * run.program.batchesPerEpoch * trials * (isCompiled ? 1 : interpreted))
    let count = Int(saturating: Double(budget) / max(cost, 1))
    let unit = count >= 1000 ? 1000 : 100
    return min(max(count / unit * unit, range.lowerBound), range.upperBound)
  }
}

extension Remedy {
  /// The run with the remedy, and whether it begins anew.
  ///
  /// - Throws: what `Run.set` throws.
  func applied(to run: Run, seed: UInt32? = nil) throws -> (run: Run, beginsAnew: Bool) {
    var changed = run
    var isNew = start != .here || !run.isInitialised
    if start == .initial { try changed.go(to: .after(epoch: 0, phase: .`init`)) }
    for change in changes where try changed.set(change).restartedFrom != nil { isNew = true }
    guard let seed else { return (changed, isNew) }
    if changed.program.model.hasSeed {
      try changed.set(.seed(seed))
    } else {
      changed = Run(changed.program, seed: seed)
    }
    return (changed, isNew)
  }
}

// MARK: - Trying

/// What a trial of a remedy came to.
public struct RemedyResult: Sendable {
  public let seed: UInt32?
  /// The epochs trained until it was solved; `nil` where it was not.
  public let solvedAt: Int?
  /// All epochs trained, with those beyond.
  public let trainedEpochs: Int
  /// Whether it was solved on the way, and no longer was at the end.
  public let isLostAgain: Bool
  /// The last loss, with batches the mean over them.
  public let loss: Double
  public let accuracy: Double?
  public let validationLoss: Double?
  /// How many numbers are trained.
  public let parameterCount: Int
  /// The kinds of what is wrong at the end.
  public let findings: [Finding.Kind]
  /// What the clock says: of the time until it was solved, else of the whole, and of an epoch.
  public let seconds: Double
  public let secondsPerEpoch: Double
}

extension Treatment {
  /// Does a trial: until it is solved and a while beyond, or for all its epochs.
  ///
  /// - Parameters:
  ///   - clock: seconds, for what the result says of time; nothing else depends on it.
  ///   - progress: told, now and then, how many epochs are finished.
  /// - Returns: `nil` if it was stopped.
  /// - Throws: `LanguageError`, `ModelError` or `Run.Failure` where it cannot be trained.
  public func result(
    of number: Int, clock: () -> Double = { 0 }, progress: (Int) -> Void = { _ in },
    shouldStop: () -> Bool = { false }
  ) throws -> RemedyResult? {
    let trial = trials[number]
    var run = try remedies[trial.remedy].applied(to: run, seed: trial.seed).run
    try run.runEpochs(0)
    run.forgetMoments()
    let before = run.finishedEpochs
    let shouldStop = { (run: Run) in
      progress(run.finishedEpochs - before)
      return shouldStop()
    }
    // With other data the level is another one.
    let goal = SolvedGoal(run)
    let start = clock()
    var solvedAt: Int?
    if let goal {
      let (isWhole, found) = try run.train(
        until: goal.condition, atMost: epochs, shouldStop: shouldStop)
      guard isWhole else { return nil }
      solvedAt = found
    }
    let solved = clock()
    let trained = run.finishedEpochs - before
    // Whether it stays so shows a while later.
    let rest = solvedAt.map { min(max($0 / 4, 50), epochs - $0) } ?? epochs - trained
    guard try run.runEpochs(max(rest, 0), shouldStop: shouldStop) else { return nil }
    let isSolved = goal?.isReached(by: run) ?? false
    let end = clock()
    return RemedyResult(
      seed: trial.seed, solvedAt: solvedAt, trainedEpochs: run.finishedEpochs - before,
      isLostAgain: solvedAt != nil && !isSolved,
      loss: run.state.loss?.value ?? .nan, accuracy: run.metric(.accuracy)?.item,
      validationLoss: run.metric(.validationLoss)?.item,
      parameterCount: run.parameterCount,
      findings: Diagnosis.quickFindings(in: run).map(\.kind),
      seconds: (solvedAt == nil ? end : solved) - start,
      secondsPerEpoch: (end - start) / Double(max(run.finishedEpochs - before, 1)))
  }
}
