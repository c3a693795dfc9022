import Synchronization
import Web

/// What is shown now. Only the newest state is kept: a browser that is slow to take one finds the
/// newest next, and nobody waits for it.
final class Board: Sendable {
  private struct Contents {
    var page: [UInt8] = []
    /// The newest state as a browser's `EventSource` reads it.
    var event: [UInt8] = []
    var version = 0
    /// Answers that nobody has taken yet, by their questions' numbers.
    var answers: [Int: [UInt8]] = [:]
  }

  private let contents = Mutex(Contents())
  let ballots: BallotBox

  init(_ ballots: BallotBox) { self.ballots = ballots }

  var page: [UInt8] { contents.withLock { $0.page } }

  func post(_ frame: ServerFrame) {
    contents.withLock { contents in
      switch frame.kind {
      case .start: return
      case .ballot: if let ballot = Ballot(frame) { ballots.post(ballot) }
      case .answer:
        if let (number, bytes) = frame.answer { contents.answers[number] = Array(bytes) }
      case .page: contents.page = frame.bytes
      case .state:
        contents.event = Array("data: ".utf8) + frame.bytes + Array("\n\n".utf8)
        contents.version += 1
      }
    }
  }

  /// The answers that have come, each once.
  func takeAnswers() -> [Int: [UInt8]] {
    contents.withLock { contents in
      defer { contents.answers = [:] }
      return contents.answers
    }
  }

  /// The state, if it is newer than a version.
  func event(after version: Int) -> (version: Int, bytes: [UInt8])? {
    contents.withLock { contents in
      contents.version > version ? (contents.version, contents.event) : nil
    }
  }
}
