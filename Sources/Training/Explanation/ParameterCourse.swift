import Arrays
import Equations

/// How a parameter's element came from its first value to the one that it has: every line's change
/// added to the first value gives the value exactly.
public struct ParameterCourse: Sendable {
  /// Updates of whole epochs taken together.
  public struct Stretch: Sendable, Equatable {
    public let first: Int
    public let last: Int
    public let change: Double
    /// Whether it was also changed by hand on the way.
    public let includesChanges: Bool
    /// Whether it is not a whole epoch, but the batches before that of the last update.
    public let isOfEarlierBatches: Bool
  }

  /// Its value at the end of `init`, explained.
  public let start: Explanation?
  public let startValue: Double
  /// The epochs before that of the last update; empty where nobody kept their values.
  public let stretches: [Stretch]
  /// What the last update changed: the explanation itself works it out.
  public let lastChange: Double
  public let lastEpoch: Int
  /// The batch of the last update, counted from 1; `nil` where the epoch is one batch.
  public let lastBatch: Int?
  /// The difference that rounding each update made; 0 as a rule.
  public let rounding: Double
}
