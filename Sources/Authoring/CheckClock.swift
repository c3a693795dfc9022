import Synchronization
import System

/// Bounds what a command may take while a lesson is checked: an `until` that never holds would go
/// on for ever. It counts the processor's time, so that a lesson is the same on a machine that
/// others use.
final class CheckClock: Sendable {
  /// In seconds.
  private let patience: Double
  private let end: Mutex<Double>

  init(patience: Duration) {
    self.patience = patience / .seconds(1)
    end = Mutex(Time.ofProcessor() + self.patience)
  }

  /// Gives the next command its time.
  func restart() { end.withLock { $0 = Time.ofProcessor() + patience } }

  var isOver: Bool { end.withLock { Time.ofProcessor() >= $0 } }
}
