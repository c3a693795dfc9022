import Arrays
import Networks

/// A run whose loss no longer changes.
public struct Standstill: Sendable {
  /// For how many epochs.
  public let epochs: Int
  /// The loss that it keeps to.
  public let loss: Double
  /// What diagnosis thinks of it, the worst; `nil` where it finds nothing.
  public let finding: Finding?
  /// Whether there was time for diagnosis: who has pressed Ctrl-C waits for none.
  public let isExamined: Bool

  /// Fewer epochs are no standstill.
  public static let fewest = 10_000
  /// By what share of itself the loss may change on the way.
  static let tolerance = 1e-3

  static func isNear(_ loss: Double, _ other: Double) -> Bool {
    (loss - other).magnitude <= tolerance * loss.magnitude
  }

  /// - Parameter earlier: the same one, when it was looked at while the run went.
  init(_ run: Run, epochs: Int, loss: Double, earlier: Standstill? = nil) {
    self.epochs = epochs
    self.loss = loss
    finding =
      earlier?.finding ?? Diagnosis.quickFindings(in: run).first { $0.severity != .note }
    isExamined = finding != nil || !Interruption.isRequested
  }
}

extension Run {
  /// For how long the loss has not changed, up to now.
  ///
  /// - Parameters:
  ///   - epochs: how far back is looked.
  ///   - earlier: what was found while the run went.
  /// - Returns: `nil` where it has changed within the last epochs that make a standstill.
  public func standstill(within epochs: Int, earlier: Standstill? = nil) -> Standstill? {
    let record = timeline.losses
    guard epochs >= Standstill.fewest, isAtEnd, record.count > 0,
      case let last = record[record.count - 1], last.isFinite
    else { return nil }
    let most = min(epochs / record.stride, record.count - 1)
    // A change that lasts is found in steps too.
    let step = max(most / 1000, 1)
    var still = 0
    while still + step <= most,
      Standstill.isNear(last, record[record.count - 1 - still - step])
    {
      still += step
    }
    guard still * record.stride >= Standstill.fewest else { return nil }
    return Standstill(self, epochs: still * record.stride, loss: last, earlier: earlier)
  }
}

/// Looks at a run while it goes, now and then, for whether its loss still changes.
public struct StandstillWatch: Sendable {
  private var anchor: (epoch: Int, loss: Double)?
  /// What was found, once.
  public private(set) var found: Standstill?
  /// The epochs for which the loss has not changed.
  public private(set) var epochs = 0

  public init() {}

  /// Takes note of a run between two epochs.
  public mutating func look(at run: Run) {
    guard let loss = run.state.loss?.value else { return }
    guard let start = anchor, Standstill.isNear(loss, start.loss) else {
      anchor = (run.finishedEpochs, loss)
      (found, epochs) = (nil, 0)
      return
    }
    epochs = run.finishedEpochs - start.epoch
    if epochs >= Standstill.fewest, found == nil {
      found = Standstill(run, epochs: epochs, loss: loss)
    }
  }
}
