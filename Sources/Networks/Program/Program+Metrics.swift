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

  var isOfValidation: Bool { self != .accuracy }
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
    Metric.allCases.filter { metric in
      (!metric.isOfValidation || !heldOutNames.isEmpty)
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

  /// The share of columns in which the prediction falls on the right class: the same side of one
  /// half for a single row, the same largest row for several.
  package func accuracy(rows: Int) -> Expression? {
    comparison.map { prediction, target in
      let classes = [prediction, target].map { name in
        rows == 1
          ? Expression.binary(.greater, .name(name), Expression(.float(0.5)))
          : .reduction("argmax", .name(name), axis: 0, keepDimensions: false)
      }
      return .call("mean", .binary(.equal, classes[0], classes[1]))
    }
  }

  /// What a metric is in a state that holds the examples which it looks at; `nil` where it makes no
  /// sense.
  package func expression(of metric: Metric, in state: RunState) -> Expression? {
    if metric == .validationLoss { return .name(loss) }
    guard let (prediction, _) = comparison, let predicted = state[prediction],
      predicted.rank == 2, predicted.count > 0
    else { return nil }
    return accuracy(rows: predicted.shape[0])
  }

  /// The data that a metric looks at, by the name under which the equations read it.
  package func examples(of metric: Metric) -> [String: String] {
    var table: [String: String] = [:]
    for name in Set(steps(in: .data).compactMap(\.target)) {
      let other =
        metric.isOfValidation
        ? ProgramBuilder.validationName(of: name) : ProgramBuilder.wholeName(of: name)
      if !steps(assigning: other).isEmpty { table[name] = other }
    }
    return table
  }
}
