/// What an evaluation may use.
public struct EvaluationLimits: Sendable, Equatable {
  /// The largest array, in bytes.
  public var bytes: Int

  public init(bytes: Int) { self.bytes = bytes }

  public static let standard = EvaluationLimits(bytes: 1 << 30)
}
