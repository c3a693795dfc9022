/// The phases of training, in the order in which they come.
public enum Phase: String, CaseIterable, Sendable, Comparable, Codable {
  /// The dataset is drawn.
  case data
  /// The parameters are initialised.
  case `init`
  /// Predictions are computed from data and parameters.
  case forward
  /// Predictions are compared with targets.
  case loss
  /// The gradients are derived from the loss.
  case backward
  /// The parameters take a step down their gradients.
  case update

  /// Phases that come once, before the first epoch.
  public static let once: [Phase] = [.data, .`init`]
  /// Phases that come in every epoch.
  public static let repeated: [Phase] = [.forward, .loss, .backward, .update]

  public var isRepeated: Bool { self >= .forward }

  public static func < (left: Phase, right: Phase) -> Bool {
    (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
  }
}
