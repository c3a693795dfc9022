import Lessons
import Shell

/// Until when lessons are to be handed in, as it is said on the command line: `2026-12-01` for all of
/// them, `5=2026-12-08 18:00` for one.
struct GradeDates {
  private var all: Int?
  private var byLesson: [String: Int] = [:]

  /// - Throws: `ShellError` of a date that is none, and of a lesson that there is not.
  init(_ texts: [String], in entries: [LessonLibrary.Entry]) throws(ShellError) {
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1).map { $0.trimmingBlanks }
      guard let last = parts.last, let date = DueDate(last) else {
        throw ShellError(
          "malformed-date", "'\(text)' is no date", hint: .verbatim("--due \"2026-12-01 18:00\""))
      }
      guard parts.count == 2 else {
        all = date.seconds
        continue
      }
      byLesson[try LessonLibrary.entry(parts[0], in: entries).id] = date.seconds
    }
  }

  /// `nil` where nothing is said of a lesson.
  subscript(lesson: String) -> Int? { byLesson[lesson] ?? all }
}

extension LessonLibrary {
  /// The lesson of a name.
  ///
  /// - Throws: `ShellError` where there is none.
  static func entry(_ name: String, in entries: [Entry]) throws(ShellError) -> Entry {
    guard case .found(let entry) = find(name, in: entries) else {
      throw ShellError("unknown-lesson", "there is no lesson '\(name)'", hint: "lessons")
    }
    return entry
  }
}
