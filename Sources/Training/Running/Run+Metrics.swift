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

  /// The data that a metric looks at, by the name under which the equations read it.
  fileprivate func examples(of metric: Metric) -> [String: String] {
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

extension Run {
  /// A metric at the parameters that are there; `nil` where it makes no sense, or before `init`.
  public func metric(_ metric: Metric) -> NDArray? {
    guard isInitialised, program.metrics.contains(metric) else { return nil }
    var copy = state
    var count: Int?
    for (name, other) in program.examples(of: metric) {
      guard let value = copy[other] else { return nil }
      copy.store(.array(value), as: name)
      if value.rank == 2 { count = value.shape[1] }
    }
    if let count { copy.store(.array(NDArray(count)), as: Program.examplesName) }
    let steps = program.steps(in: .forward) + program.steps(in: .loss)
    for step in steps where step.origin != .batching {
      guard (try? copy.execute(step, limits: program.limits)) != nil else { return nil }
    }
    if metric == .validationLoss { return copy[program.loss] }
    guard let (prediction, target) = program.comparison, let predicted = copy[prediction],
      let wanted = copy[target]
    else { return nil }
    return Self.accuracy(predicted, wanted)
  }

  /// The share of columns in which the prediction falls on the right class: the same side of one
  /// half for a single row, the same largest row for several.
  private static func accuracy(_ predicted: NDArray, _ wanted: NDArray) -> NDArray? {
    guard predicted.shape == wanted.shape, predicted.rank == 2, predicted.count > 0 else {
      return nil
    }
    func classes(_ array: NDArray) throws(ArrayError) -> NDArray {
      array.shape[0] == 1
        ? try NDArray.apply(.greater, array, NDArray(0.5)) : try array.reduced(by: .argmax, axis: 0)
    }
    do throws(ArrayError) {
      let equal = try NDArray.apply(.equal, try classes(predicted), try classes(wanted))
      return try equal.reduced(by: .mean)
    } catch {
      return nil
    }
  }
}
