import Arrays
import Equations
import Networks
import Training

/// Gradients that are right, but of another loss than the script shows.
extension Script {
  /// A departure of a gradient, or in its place that of the loss, if the gradients as they are written
  /// are those of another of the usual losses.
  ///
  /// Where what is left out, or too many, is the slope of a sigmoid before a single loss, either line
  /// may be the mistaken one.
  func comparingLosses(_ departure: ScriptDeparture, _ run: Run) -> ScriptDeparture {
    let program = run.program
    guard program.iteration.count <= Self.mostTried,
      let step = program.steps(in: .loss).last(where: { $0.target == program.loss }),
      let assignment = step.statement.assignment, assignment.subscripts == nil,
      step.line ?? 0 > 0
    else { return departure }
    let line = self.line(of: step, containing: assignment.value)
    let examples = program.exampleCount ?? 1
    func right(_ value: Expression) -> Statement {
      Statement(.assignment(Assignment(program.loss, value: value))).atStartOfText
    }
    let mean = assignment.value / .integer(examples)
    if examples > 1, haveGradients(of: mean, run) {
      return ScriptDeparture(
        kind: .lossTimesExamples(examples), name: program.loss, line: line,
        equation: step.statement, number: number(of: mean, run), right: right(mean))
    }
    guard let (prediction, target) = program.comparison,
      let other = usualLosses(prediction, target, examples).first(where: {
        haveGradients(of: $0, run)
      })
    else { return departure }
    // Of a loss that is none of the usual, gradients of one that is are no accident.
    let isUsual = usualLosses(prediction, target, examples).contains { usual in
      guard let number = number(of: usual, run) else { return true }
      return (number.written - number.right).magnitude <= 1e-9 * number.right.magnitude
    }
    let isShare =
      program.iteration.last { $0.target == prediction }?.statement.assignment?.value
      .isSigmoid ?? false
    // A price of the weights, whose gradient was left out, is meant.
    let hasPrice = program.steps(in: .loss).contains { step in
      step.inputs.contains(where: program.parameters.contains)
    }
    if isShare, isUsual || hasPrice {
      var departure = departure
      departure.otherwise = .init(line: line, right: right(other))
      return departure
    }
    return ScriptDeparture(
      kind: .otherLoss(other), name: program.loss, line: line, equation: step.statement,
      number: number(of: other, run), right: right(other))
  }

  private func usualLosses(
    _ prediction: String, _ target: String, _ examples: Int
  ) -> [Expression] {
    let (a, y) = (Expression.name(prediction), Expression.name(target))
    let squares = Expression.binary(.power, a - y, .integer(2))
    let sum = Expression.call("sum", squares)
    let m = Expression.integer(examples)
    return [
      .call("mean", squares), sum / .integer(2), sum / (.integer(2) * m), sum, sum / m,
      .call("bce", a, y), .call("cross_entropy", a, y),
    ]
  }

  /// The loss as it is, and as it would be.
  private func number(of other: Expression, _ run: Run) -> ScriptDeparture.Number? {
    guard let state = run.evaluated(), let own = state[run.program.loss]?.item,
      let right = (try? Evaluation.value(of: other, in: SlotScope(state.slots)))?.array?.item
    else { return nil }
    return .init(element: run.program.loss, written: own, right: right)
  }

  /// Whether the gradients as they are written are those of another loss.
  private func haveGradients(of other: Expression, _ run: Run) -> Bool {
    var model = run.program.model
    guard
      let last = model[.loss].lastIndex(where: {
        $0.statement.assignment?.name == run.program.loss
      })
    else { return false }
    let assignment = Assignment(run.program.loss, value: other)
    model.sections[.loss]?[last].statement = Statement(.assignment(assignment)).atStartOfText
    guard let program = try? Program(model, limits: run.program.limits),
      var trial = Run(program, seed: run.seed).initialised()
    else { return false }
    if run.finishedEpochs > 0, (try? trial.runEpochs(run.finishedEpochs)) == nil { return false }
    return GradientCheck.isAsDerived(trial) || (try? GradientCheck(trial))?.isCorrect ?? false
  }
}

extension Expression {
  fileprivate var isSigmoid: Bool {
    switch node {
    case .call("sigmoid", _): true
    case .binary(.divide, let one, let sum):
      one == .integer(1) && sum.calledFunctions.contains("exp")
        || one == Expression(.float(1)) && sum.calledFunctions.contains("exp")
    default: false
    }
  }
}
