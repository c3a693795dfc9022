import LineEditor
import System
import Terminal
import Training

/// The words for what is wrong with what is kept of earlier sessions.
extension Wording {
  /// What is wrong with a journal, in one sentence.
  static func describe(_ fault: JournalFault) -> Phrase {
    switch fault {
    case .foreign: "this is no session of Underhood"
    case .otherVersion(let version):
      "the session is in format \(version), and this program reads format \(Journal.version)"
    case .malformedHeader(let line): "line \(line) of the session's heading makes no sense"
    case .editedHeader: "the session's heading was changed after it was written"
    case .torn(let line, _):
      "line \(line) was cut short while it was being written, and is left out"
    case .malformed(let line): "line \(line) is no command of a session"
    case .edited(let line, _): "line \(line) was changed after it was written"
    case .outOfOrder(let line, let expected, let found):
      "line \(line) is number \(found) where number \(expected) belongs"
    }
  }

  /// What is wrong with the file of the history.
  static func describe(_ problem: HistoryProblem) -> Phrase {
    switch problem {
    case .foreign(let path):
      """
      The lines typed earlier could not be used: \(path) is no file of Underhood's. It stays as it \
      is, and lines are not kept.
      """
    case .unreadable(let path, let errno):
      """
      The lines typed earlier could not be used: \(path) cannot be read \
      (\(SystemError(code: errno).message)).
      """
    case .unwritable(let path, let errno):
      """
      Lines are no longer kept: \(path) cannot be written \
      (\(SystemError(code: errno).message)).
      """
    }
  }
}
