import Arrays
import Equations
import Networks

extension Run {
  /// A metric at the parameters that are there; `nil` where it makes no sense, or before `init`.
  public func metric(_ metric: Metric) -> NDArray? {
    guard isInitialised, program.metrics.contains(metric), let copy = state(on: metric) else {
      return nil
    }
    return program.expression(of: metric, in: copy).flatMap {
      try? Evaluation.value(of: $0, in: SlotScope(copy.slots)).array
    }
  }

  /// Why a metric that has a name has no value here; `nil` where the run only has not got so far.
  func reasonWithout(_ metric: Metric) -> UnavailableName.Reason? {
    if metric.isOfValidation, !program.metrics.contains(.validationLoss) { return .nothingHeldOut }
    guard metric != .validationLoss else { return nil }
    guard let target = program.comparison?.target else { return .nothingCompared }
    return isInitialised && metric.isOfClasses == true ? .notClasses(target: target) : nil
  }

  /// The state with predictions and loss at the parameters that are there, of all examples that a
  /// metric looks at.
  func state(on metric: Metric) -> RunState? {
    state(on: metric.isOfValidation ? DataPart.validation : .training)
  }

  /// The same of the examples of a part.
  func state(on part: DataPart) -> RunState? {
    var copy = state
    var count: Int?
    for (name, other) in program.examples(of: part) {
      guard let value = copy[other] else { return nil }
      copy.store(.array(value), as: name)
      if let axis = program.exampleAxis(of: name) { count = value.shape[axis] }
    }
    if let count { copy.store(.array(NDArray(count)), as: Program.examplesName) }
    guard (try? copy.evaluate(program)) != nil else { return nil }
    return copy
  }
}
