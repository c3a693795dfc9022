/// What has just been done: `0.start`, `0.init`, `3.backward`, or in the midst of a phase
/// `3.backward.dW2`.
public struct Position: Sendable, Hashable, CustomStringConvertible {
  /// 0 before training, then counted from 1.
  public var epoch: Int
  /// `nil` before anything was done.
  public var phase: Phase?
  /// The batch within the epoch, counted from 1; `nil` where the epoch is one batch.
  public var batch: Int?
  /// The name last computed, if the phase is not finished.
  public var equation: String?

  public init(epoch: Int, phase: Phase?, batch: Int? = nil, equation: String? = nil) {
    self.epoch = epoch
    self.phase = phase
    self.batch = batch
    self.equation = equation
  }

  public static let start = Position(epoch: 0, phase: nil)

  public var description: String {
    var text = "\(epoch)"
    if let batch { text += ":\(batch)" }
    text += ".\(phase?.rawValue ?? "start")"
    if let equation { text += ".\(equation)" }
    return text
  }
}
