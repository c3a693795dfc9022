import Arrays
import Networks

/// What the best single answer for all examples costs.
public struct ConstantLevel: Sendable, Equatable {
  public let loss: Double
  /// What a textbook calls it: `ln 2`.
  public let name: String?
}

extension Run {
  /// The level below which a network knows something of its examples; `nil` where the loss compares
  /// no prediction with targets, and of so many targets that finding it would take seconds.
  public var constantLevel: ConstantLevel? {
    guard isInitialised, let target = program.comparison?.target,
      let count = state[target]?.count, count <= Self.mostTargetsForLevel
    else { return nil }
    let context = DiagnosisContext(self, history: nil)
    return context.constant.map {
      ConstantLevel(loss: $0.loss, name: context.name(ofLevel: $0.loss))
    }
  }

  private static let mostTargetsForLevel = 200_000
}

extension DiagnosisContext {
  /// What a textbook calls a level.
  func name(ofLevel level: Double) -> String? {
    func isNear(_ value: Double) -> Bool { (level - value).magnitude < 1e-3 * level }
    if usesCrossEntropy, isNear(Self.entropy(0.5)) { return "ln 2" }
    guard let prediction, let outputs = examplesInColumns(prediction) else { return nil }
    let count = outputs.rank == 2 ? outputs.shape[0] : 1
    if count > 1, !logarithmsOfPrediction.isEmpty,
      isNear(ElementaryFunctions.log(Double(count)))
    {
      return "ln \(count)"
    }
    guard logarithmsOfPrediction.isEmpty, let target, let y = examplesInColumns(target) else {
      return nil
    }
    let deviation = Statistics(of: y, named: target).standardDeviation
    return count == 1 && isNear(deviation * deviation) ? "var(\(target))" : nil
  }
}
