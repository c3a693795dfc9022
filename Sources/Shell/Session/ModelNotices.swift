import Networks
import Terminal
import Training

/// What has been said of models that may not be meant: each is said once.
struct ModelNotices: SessionState {
  var said: Set<ModelNote> = []
}

extension Session {
  /// What the model may not mean and has not been told yet.
  mutating func takeModelNotice() -> Phrase? {
    for note in run.notes where self[ModelNotices.self].said.insert(note).inserted {
      return Wording.describe(note)
    }
    return nil
  }
}
