import Synchronization

/// Bounds what a command may take while a lesson is checked: an `until` that never holds would go on
/// for ever.
final class CheckClock: Sendable {
  private let patience: Duration
  private let end: Mutex<ContinuousClock.Instant>

  init(patience: Duration) {
    self.patience = patience
    end = Mutex(.now + patience)
  }

  /// Gives the next command its time.
  func restart() { end.withLock { $0 = .now + patience } }

  var isOver: Bool { end.withLock { ContinuousClock.now >= $0 } }
}
