import Synchronization
import Terminal
import Training

/// Who sees a session beside the student.
package protocol SessionViewer: AnyObject, Sendable {
  /// Whether anything still reaches it.
  var isAlive: Bool { get }
  /// Shows a session as soon as there is time.
  func present(_ session: Session)
  /// Shows a run in the midst of its way, where that is not too often.
  func presentWhileRunning(_ run: Run)
  /// Something to be said once about what a session has come to, if there is anything.
  func news(of session: Session) -> Phrase?
  /// Ends it.
  func end()
}

extension SessionViewer {
  package func news(of session: Session) -> Phrase? { nil }
}

/// Where a session is shown, if it is; one for a session and all its copies.
package final class Audience: Sendable {
  private let place = Mutex<(any SessionViewer)?>(nil)
  private let isOn = Atomic(false)
  private let wasLost = Atomic(false)

  package init() {}

  /// Who looks on, if anyone does.
  package var viewer: (any SessionViewer)? {
    place.withLock { viewer in
      if let found = viewer, !found.isAlive {
        viewer = nil
        wasLost.store(true, ordering: .relaxed)
      }
      return viewer
    }
  }

  /// Whether the viewer has ended by itself since this was asked last.
  func takeLoss() -> Bool {
    guard isOn.load(ordering: .relaxed) else { return false }
    _ = viewer
    return wasLost.exchange(false, ordering: .relaxed)
  }

  /// What the viewer has to say of a session.
  func news(of session: Session) -> Phrase? {
    guard isOn.load(ordering: .relaxed) else { return nil }
    return viewer?.news(of: session)
  }

  /// Shows a run in the midst of its way.
  func presentWhileRunning(_ run: Run) {
    // Between equations this must cost next to nothing.
    guard isOn.load(ordering: .relaxed) else { return }
    viewer?.presentWhileRunning(run)
  }

  /// Puts a viewer in the place of the one before.
  package func admit(_ new: any SessionViewer) {
    place.withLock { viewer in
      viewer?.end()
      viewer = new
    }
    isOn.store(true, ordering: .relaxed)
  }

  /// Ends the viewer.
  ///
  /// - Returns: whether there was one.
  package func dismiss() -> Bool {
    place.withLock { viewer in
      defer { viewer = nil }
      viewer?.end()
      return viewer != nil
    }
  }

  deinit { _ = dismiss() }
}
