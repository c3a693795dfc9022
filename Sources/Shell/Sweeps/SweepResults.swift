import Equations
import Networks
import System
import Training

/// A sweep of the session, with what is known of its trials.
struct SweepResults: Sendable {
  /// What was planned here; `nil` for results that were collected from files.
  var sweep: Sweep?
  /// By the trials' numbers.
  var records: [Int: TrialRecord] = [:]
  var trialCount: Int
  var order: SweepOrder
  var threads: Int?
  var condition: String
  /// The name of the loss.
  var loss: String
  /// Of the model's text.
  var modelHash: String
  /// Whether it comes of a session that was taken up again: that plans sweeps, and leaves their
  /// trials, which may take hours, until they are asked for.
  var isTakenUp = false

  init(_ sweep: Sweep, _ request: SweepRequest, loss: String) {
    self.sweep = sweep
    trialCount = sweep.trialCount
    order = request.order
    threads = request.threads
    condition = sweep.condition.text
    self.loss = loss
    modelHash = Journal.hash(of: sweep.model.text)
  }

  init(collected lines: [TrialLine], order: SweepOrder) {
    records = Dictionary(
      uniqueKeysWithValues: lines.enumerated().map { ($0.offset, $0.element.record) })
    // Lines of before this was said, or of a sweep that grew, are all that there are.
    trialCount = max(lines.compactMap(\.sweepCount).max() ?? 0, lines.count)
    self.order = order
    condition = lines.first?.condition ?? ""
    loss = lines.first?.loss ?? "L"
    modelHash = lines.first?.modelHash ?? ""
  }

  var isComplete: Bool { records.count == trialCount }

  var table: SweepTable { SweepTable(Array(records.values), by: order) }

  /// Does the trials that have not been done, until it is asked to stop.
  mutating func run(_ context: Session.Context) {
    guard let sweep else { return }
    let missing = (0..<trialCount).filter { records[$0] == nil }
    let found = TrialPool(threads: threads ?? Machine.processors).run(
      missing, epochs: sweep.epochs, after: records.count, in: context
    ) { number, progress, shouldStop in
      TrialRecord.of(
        sweep.trial(number), on: sweep.model, condition: sweep.condition, limits: sweep.limits,
        progress: progress, shouldStop: shouldStop)
    }
    records.merge(found) { $1 }
  }
}

extension TrialRecord {
  /// Runs a trial and notes what came of it, or why it could not be run; `nil` if it was stopped.
  static func of(
    _ trial: Trial, on model: Model, condition: SolvedCondition,
    limits: EvaluationLimits = .standard, progress: (Int) -> Void = { _ in },
    shouldStop: () -> Bool = { false }
  ) -> TrialRecord? {
    do {
      guard
        let result = try trial.result(
          on: model, solvedWhen: condition, limits: limits, progress: progress,
          shouldStop: shouldStop)
      else { return nil }
      return TrialRecord(trial, result)
    } catch {
      return TrialRecord(trial, failure: Failure(error))
    }
  }
}

extension TrialRecord.Failure {
  /// Why something could not be trained, in words.
  init(_ error: any Error) {
    let words = Wording.describe(error)
    self.init(code: words.code, message: words.message.english)
  }
}

/// What sweeps keep in a session.
struct Sweeps: SessionState {
  /// The last one, with what its trials came to.
  var sweep: SweepResults?
}

extension Session {
  var sweep: SweepResults? {
    get { self[Sweeps.self].sweep }
    _modify { yield &self[Sweeps.self].sweep }
  }
}
