import Arrays
import Equations
import System
import Terminal
import Training

extension Session {
  /// Tries what may help on copies of the run, on all cores; the session stays as it is.
  func tryRemedies(_ argument: CommandText.Argument) throws -> any CommandResult {
    let epochs = try Self.epochsToTry(argument)
    // Nothing that follows needs it.
    if isReplaying { return Silence() }
    var run = run
    _ = try run.runEpochs(0)
    let findings = Diagnosis.findings(in: run)
    try Interruption.check()
    if let goal = SolvedGoal(run), goal.isReached(by: run) {
      return SolvedAlreadyReport(goal: goal, loss: run.program.loss)
    }
    let treatment = Treatment(of: run, findings, epochs: epochs)
    let clock = context.stopwatch
    let done = TrialPool(threads: Machine.processors).run(
      Array(treatment.trials.indices), epochs: treatment.epochs, in: context
    ) { number, progress, shouldStop -> Result<RemedyResult, TrialRecord.Failure>? in
      do {
        return try treatment.result(
          of: number, clock: { clock?() ?? 0 }, progress: progress, shouldStop: shouldStop
        ).map { .success($0) }
      } catch {
        return .failure(TrialRecord.Failure(error))
      }
    }
    var results: [Int: RemedyResult] = [:]
    var failures: [Int: TrialRecord.Failure] = [:]
    for (number, result) in done {
      switch result {
      case .success(let result): results[number] = result
      case .failure(let failure): failures[number] = failure
      }
    }
    return TreatmentReport(
      outcome: TreatmentOutcome(treatment, results, failures: failures), findings: findings,
      isTimed: clock != nil)
  }

  /// `epochs=5000`.
  private static func epochsToTry(_ argument: CommandText.Argument) throws(ShellError) -> Int? {
    guard let (word, rest) = argument.firstWord else { return nil }
    let name = "epochs="
    guard word.hasPrefix(name), rest.isEmpty else {
      throw ShellError(
        "unexpected-argument", "diagnose try takes epochs=N and nothing else",
        hint: .verbatim("diagnose try epochs=5000"), range: argument.range)
    }
    guard let count = Int(word.dropFirst(name.count)), 1...1_000_000 ~= count else {
      throw ShellError(
        "bad-count", "'\(word.dropFirst(name.count))' is no number of epochs",
        hint: "a whole number from 1 to 1000000", range: argument.range)
    }
    return count
  }
}
