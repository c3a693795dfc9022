import Lessons
import Shell
import Terminal

/// The words for grading.
extension Wording {
  static let gradingTookTooLong = "it could not be read within the time allowed"

  static func gradingEnded(_ status: Int32) -> String {
    status == 127
      ? "underhood could not be started for it" : "it could not be read (status \(status))"
  }

  static func describe(_ remark: HandInRemark) -> String {
    let number = remark.number ?? 0
    let text = remark.text ?? ""
    switch remark.kind {
    case .unreadable, .tooLarge: return "not graded: \(text)"
    case .failed: return "not graded: \(text)"
    case .empty: return "not graded: the file is empty"
    case .foreign: return "not graded: this is no hand-in of Underhood"
    case .otherVersion:
      return "not graded: it is in format \(text), and this program reads format \(HandIn.version)"
    case .badHeading: return "not graded: line \(number) of the heading makes no sense"
    case .unknownLesson: return "not graded: there is no lesson '\(text)' here"
    case .editedHeading: return "the heading (name, lesson, time) was changed after it was written"
    case .edited:
      return remark.number == nil
        ? "it was changed after it was written"
        : "line \(number) was changed after it was written; "
          + "what follows in that sitting does not count"
    case .cut: return "the end is missing, after line \(number)"
    case .copy:
      return "a copy: \(number) % of its commands were given in the same seconds as in \(text)"
    case .otherLesson: return "of another lesson, '\(text)'"
    case .otherEdition: return "made with another edition of the lesson; graded by this one"
    case .otherData: return "made with other data; graded by those here: \(text)"
    case .otherSeed: return "the numbers are not those of this student"
    case .ownSeed: return "taken with the lesson's numbers, not with the student's"
    case .claimed:
      return "\(counted(number, "exercise")) said to be done, and nothing in the file shows it"
    case .differs:
      return "\(counted(number, "command")) came out otherwise than the file says; "
        + "graded by what came out"
    case .strays: return "from command \(number) on it does not go as the file says"
    case .timeLimit: return "graded up to command \(number), which takes longer than allowed"
    case .brokeOff:
      return "graded up to command \(number), which takes more memory than allowed or breaks off"
    case .tooLong: return "graded up to command \(number); there are more than anyone types"
    case .notPlayed:
      let count = Int(text) ?? 1
      return "\(counted(count, "command")) cannot be played again, the first is number \(number)"
    case .duplicate: return "the same as \(text)"
    case .earlier: return "an earlier one of \(text)"
    case .sameName: return "\(text) has the same name"
    case .clock: return "the times go backwards in places"
    case .noTimes: return "no times"
    }
  }

  /// The words for a state in the table of grades.
  static func describe(_ state: ExerciseTally.State) -> String { state.rawValue }

  static let nothingToGrade: Phrase = "There are no files to grade."

  static func gradedSummary(files: Int, sound: Int, lesson: String?) -> StyledText {
    var text: StyledText = "\(counted(files, "file"))"
    if let lesson { text += " for the lesson \(StyledText(lesson, .name))" }
    if sound == files { return text + ": all as they should be." }
    return text + ": \(files - sound) to look at, above."
  }

  static func classHeading(_ students: Int) -> StyledText {
    "The class, \(counted(students, "hand-in")): where it stalls first"
  }

  static let wrongAnswersHeading: StyledText = "The commonest wrong answers"

  static func moreExercises(_ count: Int) -> String {
    "and \(counted(count, "exercise")) more; --format json has all"
  }
}
