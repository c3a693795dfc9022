import Lessons
import Shell
import Terminal

/// The words for what is to be said of a hand-in.
extension Wording {
  static let gradingTookTooLong = "it could not be read within the time allowed"

  static func gradingEnded(_ status: Int32) -> String {
    status == 127
      ? "underhood could not be started for it" : "it could not be read (status \(status))"
  }

  static func describe(_ remark: HandInRemark) -> Phrase {
    let number = remark.number ?? 0
    let text = remark.text ?? ""
    switch remark.kind {
    case .unreadable, .tooLarge, .failed: return "not graded: \(text)"
    case .empty: return "not graded: the file is empty"
    case .foreign: return "not graded: this is no hand-in of Underhood"
    case .otherVersion:
      return "not graded: it is in format \(text), and this program reads format \(HandIn.version)"
    case .badHeading: return "not graded: line \(number) of the heading makes no sense"
    case .unknownLesson: return "not graded: there is no lesson '\(text)' here"
    case .editedHeading: return "the heading (name, lesson, time) was changed after it was written"
    case .edited:
      guard remark.number != nil else { return "it was changed after it was written" }
      return """
        line \(number) was changed after it was written; what follows in that sitting does not \
        count
        """
    case .cut: return "the end is missing, after line \(number)"
    case .copy: return "\(number) % of its commands were given in the same seconds as in \(text)"
    case .alike where number == 0:
      return "commands that hardly anyone else gave are those of \(text), in the same order"
    case .alike: return "\(number) wrong answers are those of \(text), in the same order"
    case .copied: return "\(text), which was changed after it was written, is made of this one"
    case .tooFast:
      return """
        \(number) answers within \(text) s: nobody types and reads so fast, so the times or the \
        typing are not a person's
        """
    case .otherLesson: return "of another lesson, '\(text)'"
    case .otherEdition: return "made with another edition of the lesson; graded by this one"
    case .otherData: return "made with other data; graded by those here: \(text)"
    case .otherSeed: return "the numbers are not those of this student"
    case .ownSeed: return "taken with the lesson's numbers, not with the student's"
    case .claimed:
      return number == 1
        ? "1 exercise said to be done, and nothing in the file shows it"
        : "\(number) exercises said to be done, and nothing in the file shows it"
    case .differs:
      return number == 1
        ? "1 command came out otherwise than the file says; graded by what came out"
        : "\(number) commands came out otherwise than the file says; graded by what came out"
    case .strays: return "from command \(number) on it does not go as the file says"
    default: return describeOthers(remark, number, text)
    }
  }

  private static func describeOthers(
    _ remark: HandInRemark, _ number: Int, _ text: String
  ) -> Phrase {
    switch remark.kind {
    case .unlisted: "the name is not on the class list"
    case .ambiguousName: "the name fits several on the class list: \(text)"
    case .otherSender: "sent by \(text), and another name stands in it"
    case .takenFor: "taken for \(text), by a part of the name"
    case .late: number < 172_800 ? "\(duration(number)) late" : "\(number / 86_400) days late"
    case .timeLimit: "graded up to command \(number), which takes longer than allowed"
    case .brokeOff:
      "graded up to command \(number), which takes more memory than allowed or breaks off"
    case .tooLong: "graded up to command \(number); there are more than anyone types"
    case .notPlayed:
      text == "1"
        ? "1 command cannot be played again, number \(number)"
        : "\(text) commands cannot be played again, the first is number \(number)"
    case .duplicate: "the same as \(text)"
    case .earlier: "an earlier one of \(text)"
    case .another: "another one than \(text), which counts"
    case .sameName: "\(text) has the same name"
    case .clock: "the times go backwards in places"
    case .noTimes: "no times"
    default: ""
    }
  }

  /// The words for a state of an exercise.
  static func describe(_ state: ExerciseTally.State) -> Phrase {
    switch state {
    case .solved: "solved"
    case .answered: "answer shown"
    case .skipped: "skipped"
    case .open: "open"
    case .claimed: "not shown"
    }
  }
}
