import Equations

/// The network looked at apart from training: its predictions and its loss, at parameters and
/// examples of one's choice, on a copy of a run's state.
extension Program {
  /// The equations from the examples to the loss. Those that pick a batch are not among them, so
  /// they work on whatever examples are there.
  public var evaluation: [Step] {
    (steps(in: .forward) + steps(in: .loss)).filter { $0.origin != .batching }
  }
}

extension RunState {
  /// Computes predictions and loss of the values that are there.
  ///
  /// - Parameter last: the name to end with, if not with the loss.
  mutating func evaluate(
    _ program: Program, upTo last: String? = nil
  ) throws(Run.Failure) {
    for step in program.evaluation {
      try execute(step, in: program)
      if let last, step.target == last { return }
    }
  }

  /// Computes an equation without moving on.
  mutating func execute(_ step: Step, in program: Program) throws(Run.Failure) {
    do {
      try execute(step, limits: program.limits)
    } catch {
      throw Run.Failure(step: step, error: error)
    }
  }
}
