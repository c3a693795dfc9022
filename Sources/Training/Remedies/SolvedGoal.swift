import Arrays
import Engine
import Equations
import Networks

/// When a network has solved its task, in numbers of its own loss: its loss is far below what the
/// best single answer for all examples has, and where the targets are classes nearly every training
/// example is right.
public struct SolvedGoal: Sendable {
  /// The loss of the best single answer.
  public let level: Double
  public let isOfClasses: Bool
  /// The loss has to fall below this.
  public let bound: Double
  public let condition: Expression

  /// The share of the training examples that have to be right. Of XOR's four it is all of them; of
  /// many that were drawn a few may lie on the border.
  public static let rightShare = 0.98

  /// Where numbers are predicted: 85 of 100 parts of the squares are accounted for.
  static let shareOfNumbers = 0.15

  /// Of classes half of the level does, since the examples have to be right as well.
  static func share(isOfClasses: Bool) -> Double { isOfClasses ? 0.5 : shareOfNumbers }

  /// - Parameter run: one that has its parameters.
  /// - Returns: `nil` where the loss compares no predictions with targets, and where one answer is
  ///   right for all.
  public init?(_ run: Run) {
    guard run.isInitialised else { return nil }
    // Of all training examples, not of those of a batch.
    var whole = run
    whole.state = run.state(on: .training) ?? run.state
    guard let level = ConstantPrediction(DiagnosisContext(whole, history: nil))?.loss, level > 1e-9
    else { return nil }
    let isOfClasses = run.metric(.accuracy) != nil
    let exact = level * Self.share(isOfClasses: isOfClasses)
    bound = Double(NumberFormatting.significant(exact, digits: 3)) ?? exact
    self.level = level
    self.isOfClasses = isOfClasses
    let isLow = Expression.binary(.less, .name(run.program.loss), Expression(.float(bound)))
    let isRight = Expression.binary(
      .greaterEqual, .name(Metric.accuracy.rawValue), Expression(.float(Self.rightShare)))
    condition = isOfClasses ? .binary(.and, isLow, isRight) : isLow
  }

  /// Whether a run has got there, at the parameters that it has now.
  public func isReached(by run: Run) -> Bool {
    var now = run
    now.state = run.state(on: .training) ?? run.state
    return (try? now.holds(condition)) ?? false
  }
}

extension Run {
  /// Trains until a condition holds, as `until` does.
  ///
  /// - Parameter count: at most so many epochs.
  /// - Returns: whether it was not stopped, and after how many epochs the condition held.
  /// - Throws: `Failure` of an equation, `LanguageError` of the condition.
  mutating func train(
    until condition: Expression, atMost count: Int, shouldStop: (Run) -> Bool
  ) throws -> (isWhole: Bool, solvedAt: Int?) {
    let before = finishedEpochs
    var none = Breakpoints()
    let goal = RunGoal.until(condition, every: .phase, atMost: count)
    if case .interrupted = try run(goal, breakpoints: &none, shouldStop: shouldStop) {
      return (false, nil)
    }
    let end = StopCondition(ending: program, when: condition, every: .phase)
    return (true, try holds(end) ? finishedEpochs - before : nil)
  }

  /// Forgets all moments but this one: nobody goes back in a trial.
  mutating func forgetMoments() {
    timeline = Timeline(program, start: state, budget: 1 << 16, startBudget: 1 << 16)
  }
}
