import Arrays
import Equations
import Networks
import Phrases

extension Diagnosis {
  /// A price on the weights in the loss that is dearer than what they could learn: begun anew without
  /// it, the same network learns.
  static let penaltyTooLarge = Diagnosis(.penaltyTooLarge, "Penalty too large") { context in
    guard !context.isQuick, context.run.isInitialised, !context.isSolved, context.isFlat,
      let trial = context.trialWithoutPenalty, trial.without < 0.5 * trial.with
    else { return [] }
    return [
      Finding(
        .penaltyTooLarge, .error, names: [context.run.program.loss],
        measures: [
          .init("loss", trial.with), .init("lossWithout", trial.without),
          .init("epochs", Double(trial.epochs)),
        ],
        equation: trial.equation)
    ]
  } words: { finding in
    """
    the price on the weights holds them down: apart from it \(finding.subject) is \
    \(finding.number("loss")), and a trial from the same start without it comes to \
    \(finding.number("lossWithout")) in \(finding.whole("epochs")) epochs. A smaller factor lets them \
    learn.
    """
  }
}

extension DiagnosisContext {
  /// - Returns: `nil` where no term of the loss is about parameters alone.
  fileprivate var trialWithoutPenalty:
    (with: Double, without: Double, epochs: Int, equation: Statement)?
  {
    guard let step = run.program.steps(in: .loss).last(where: { $0.target == run.program.loss }),
      let assignment = step.statement.assignment, assignment.subscripts == nil,
      let rest = assignment.computedValue.without(isPenalty), rest != assignment.computedValue
    else { return nil }
    var other = run
    other.reset()
    guard (try? other.set(Assignment(run.program.loss, value: rest))) != nil else { return nil }
    let epochs = min(run.finishedEpochs, PlateauForecast.epochsTried(of: run))
    guard (try? other.runEpochs(epochs)) != nil, let without = other.losses.last,
      let with = try? Evaluation.value(of: rest, in: SlotScope(state.slots)).array?.item
    else { return nil }
    return (with, without, epochs, step.statement)
  }

  /// Whether a term of the loss depends on parameters, and on nothing that the network computes.
  private func isPenalty(_ term: Expression) -> Bool {
    var (open, known) = (term.names, Set<String>())
    var hasParameter = false
    while let name = open.popLast() {
      guard known.insert(name).inserted else { continue }
      if run.program.parameters.contains(name) { hasParameter = true }
      if run.program.steps(in: .forward).contains(where: { $0.target == name }) { return false }
      for step in run.program.steps(in: .loss) where step.target == name { open += step.inputs }
    }
    return hasParameter
  }
}

extension Expression {
  /// The sum without some of its terms; `nil` where nothing is left.
  fileprivate func without(_ isLeftOut: (Expression) -> Bool) -> Expression? {
    switch node {
    case .binary(.add, let a, let b):
      switch (a.without(isLeftOut), b.without(isLeftOut)) {
      case (let left?, let right?): left + right
      case (let one?, nil), (nil, let one?): one
      case (nil, nil): nil
      }
    default: isLeftOut(self) ? nil : self
    }
  }
}

extension Finding.Kind {
  package static let penaltyTooLarge = Finding.Kind("penaltyTooLarge")
}
