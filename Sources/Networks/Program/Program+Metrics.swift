import Arrays
import Equations

/// How well a network does, apart from its loss: numbers that are computed when they are asked for,
/// at the parameters that are there.
public enum Metric: String, Sendable, CaseIterable {
  /// The loss of the examples that `holdout` kept back.
  case validationLoss = "loss_val"
  /// The share of the training examples that are predicted right.
  case accuracy
  /// The same of the examples that were kept back.
  case validationAccuracy = "accuracy_val"
  /// Where the targets are no classes: how far predictions are off on the average.
  case absoluteError = "mae"
  /// The share of the targets' variance that the predictions account for.
  case determination = "r2"

  package var isOfValidation: Bool { self == .validationLoss || self == .validationAccuracy }
  /// Whether it is of classes, or of targets that are none, or of both.
  package var isOfClasses: Bool? {
    switch self {
    case .accuracy, .validationAccuracy: true
    case .absoluteError, .determination: false
    case .validationLoss: nil
    }
  }
}

extension Program {
  /// What the loss compares: the names of the prediction and of the target.
  public var comparison: (prediction: String, target: String)? {
    let data = Set(steps(in: .data).compactMap(\.target))
    let computed = Set(steps(in: .forward).filter { $0.origin != .batching }.compactMap(\.target))
    for step in steps(in: .loss) {
      let inputs = step.inputs
      guard let prediction = inputs.last(where: computed.contains),
        let target = inputs.first(where: { data.contains($0) && $0 != Self.examplesName })
      else { continue }
      return (prediction, target)
    }
    return nil
  }

  /// The names that hold examples, if some are kept back under other names.
  private var heldOutNames: [String] {
    steps(in: .data).compactMap(\.target).filter { name in
      !steps(assigning: ProgramBuilder.validationName(of: name)).isEmpty
    }
  }

  /// The metrics that make sense for this program.
  public var metrics: [Metric] {
    let own = Set(names)
    return Metric.allCases.filter { metric in
      !own.contains(metric.rawValue) && (!metric.isOfValidation || !heldOutNames.isEmpty)
        && (metric == .validationLoss || comparison != nil)
    }
  }

  /// Whether a condition asks for a metric.
  package func hasMetric(_ condition: Expression) -> Bool {
    condition.names.contains { Metric(rawValue: $0) != nil }
  }

  /// After what a condition is looked at that is to be looked at after each `unit`. Metrics are of
  /// all parameters, not of an update that is half done, and of all examples: with batches they are
  /// those of whole epochs.
  package func unit(of condition: Expression, every unit: StepUnit) -> StepUnit {
    guard hasMetric(condition) else { return unit }
    return batchesPerEpoch > 1 ? .epoch : unit == .equation ? .phase : unit
  }

  /// What a metric of predictions is, as the targets say it; `nil` where they say that it makes no
  /// sense.
  ///
  /// - Parameters:
  ///   - prediction: the shape of the predictions.
  ///   - mayBeNaN: whether a prediction may be no number.
  package func expression(
    of metric: Metric, prediction shape: Shape, target values: NDArray, mayBeNaN: Bool
  ) -> Expression? {
    if metric == .validationLoss { return .name(loss) }
    guard let (prediction, target) = comparison else { return nil }
    let (a, y) = (Expression.name(prediction), Expression.name(target))
    if let rule = accuracyRule(prediction: shape, target: values) {
      return metric.isOfClasses == true
        ? rule.expression(of: a, y, mayBeNaN: mayBeNaN) : nil
    }
    guard metric.isOfClasses == false, shape == values.shape else { return nil }
    if metric == .absoluteError { return .call("mae", a, y) }
    let error = Expression.call("mse", a, y)
    return .binary(.subtract, .integer(1), .binary(.divide, error, .call("var", y)))
  }

  /// How right predictions are told from wrong ones; `nil` where the targets are no classes.
  ///
  /// - Parameter shape: of the predictions.
  package func accuracyRule(prediction shape: Shape, target values: NDArray) -> AccuracyRule? {
    guard let (prediction, target) = comparison else { return nil }
    return AccuracyRule(
      prediction: shape, examples: exampleAxis(of: prediction), target: values,
      targetExamples: exampleAxis(of: target))
  }

  /// What a metric is in a state that holds the examples which it looks at; `nil` where it makes no
  /// sense.
  package func expression(of metric: Metric, in state: RunState) -> Expression? {
    if metric == .validationLoss { return .name(loss) }
    guard let (prediction, target) = comparison, let predicted = state[prediction],
      let wanted = state[target]
    else { return nil }
    return expression(
      of: metric, prediction: predicted.shape, target: wanted,
      mayBeNaN: predicted.doubles.contains(where: \.isNaN))
  }

  /// The data that a metric looks at, by the name under which the equations read it.
  package func examples(of metric: Metric) -> [String: String] {
    examples(of: metric.isOfValidation ? DataPart.validation : .training)
  }
}
