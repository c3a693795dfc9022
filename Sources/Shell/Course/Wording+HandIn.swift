import Lessons
import System
import Terminal

/// The words for handing in.
extension Wording {
  static func nameTooLong(limit: Int) -> Phrase { "a name has at most \(limit) characters" }

  static let askName = "Your name, as your teacher knows it: "

  /// Whose numbers a lesson has, where that is to be said.
  static func numbers(of place: LessonPlace, student: String?, wasNamed: Bool) -> StyledText? {
    let id = place.lesson.id
    guard place.lesson.frontMatter.hasStudentSeeds else {
      return wasNamed ? "In this lesson everyone has the same numbers." : nil
    }
    guard let seed = place.studentSeed else {
      return "Every student has other numbers here: "
        + "\(StyledText("lesson \(id) as YOUR NAME", .command)) gives you yours."
    }
    guard let student, StudentSeed.seed(of: student, in: id) == seed else { return nil }
    return "The numbers are those of \(student): seed \(seed)."
  }

  static func handedIn(_ report: HandInReport) -> StyledText {
    let sittings = counted(report.sittings, "sitting")
    var text: StyledText =
      "\(StyledText(report.path, .code)) is written, as \(StyledText(report.name, .strong)): "
    text += "\(report.solved) of \(report.exercises) exercises solved, in \(sittings). "
    text += "Nothing was sent: give the file to your teacher."
    return text
  }

  static func leftOut(_ count: Int) -> StyledText {
    "\(counted(count, "sitting")) with another student's numbers \(count == 1 ? "is" : "are") left "
      + "out."
  }

  /// What stands at the top of a hand-in for people.
  static func handInSummary(
    _ tally: LessonTally, of lesson: Lesson
  ) -> [String] {
    let ids = lesson.exercises.map(\.id)
    let width = ids.map(\.count).max() ?? 0
    let lines = ids.map { id in
      let exercise = tally[id]
      var parts = [exercise.state.rawValue]
      if exercise.attempts > 0 { parts.append(counted(exercise.attempts, "attempt")) }
      if exercise.hints > 0 { parts.append(counted(exercise.hints, "hint")) }
      if let seconds = exercise.seconds { parts.append(duration(seconds)) }
      let pad = String(repeating: " ", count: width - id.count)
      return "\(id)\(pad)  \(parts.joined(separator: ", "))"
    }
    return ["A summary, for reading. Grading plays the commands below again and believes those."]
      + lines + (tally.seconds.map { ["Time in all: \(duration($0))"] } ?? [])
  }

  /// '42 s', '3 min 5 s', '2 h 10 min'.
  package static func duration(_ seconds: Int) -> String {
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3600 { return "\(seconds / 60) min \(seconds % 60) s" }
    return "\(seconds / 3600) h \(seconds % 3600 / 60) min"
  }
}

extension ShellError {
  static var missingName: ShellError {
    ShellError("missing-name", "whose work is it?", hint: .verbatim("hand-in as \"YOUR NAME\""))
  }

  static func nothingToHandIn(_ id: String) -> ShellError {
    ShellError(
      "nothing-to-hand-in", "nothing has been done in the lesson '\(id)'",
      hint: .verbatim("lesson \(id)"))
  }

  static func otherStudent(_ name: String, _ id: String) -> ShellError {
    ShellError(
      "other-student", "the numbers of this lesson are not those of '\(name)'",
      hint: "hand in with the name that you opened it with, or: lesson \(id) as \(name)")
  }
}
