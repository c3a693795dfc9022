import Lessons
import Shell

/// Puts a teacher's words for wrong answers into a lesson's file, as `wrong` lines of its exercises.
struct LessonFeedback {
  /// The lesson's text with the lines, and how many there are; `nil` where there is nothing to add.
  ///
  /// - Parameter lines: an exercise's id, an answer and what is said of it.
  static func adding(
    _ lines: [(exercise: String, answer: String, words: String)], to text: String, _ lesson: Lesson
  ) -> (text: String, count: Int)? {
    var rows = text.rows
    var count = 0
    // From the end, so that the lines above keep their numbers.
    for exercise in lesson.exercises.reversed() {
      let spellings = Set(exercise.foreseen.map { AnswerGrouping.spelling($0.text) })
      let new = lines.filter { line in
        line.exercise == exercise.id && !spellings.contains(AnswerGrouping.spelling(line.answer))
      }
      guard !new.isEmpty, let place = lineBehindWrong(exercise, rows) else { continue }
      let end = rows[place - 1].hasSuffix("\r") ? "\r" : ""
      rows.insert(contentsOf: new.map { "wrong: \($0.answer) -> \($0.words)" + end }, at: place)
      count += new.count
    }
    return count > 0 ? (rows.joined(separator: "\n"), count) : nil
  }

  /// Where a line is to stand, by its index: behind the last `wrong` line, or at the fence's end.
  private static func lineBehindWrong(_ exercise: Exercise, _ rows: [String]) -> Int? {
    let last = exercise.fields.last { $0.key == "wrong" } ?? exercise.fields.last
    guard var line = last?.position.line, rows.indices.contains(line - 1) else { return nil }
    // A field goes on in the lines that begin with a space.
    while line < rows.count, rows[line].hasPrefix(" "), !rows[line].trimmingBlanks.isEmpty {
      line += 1
    }
    return line
  }
}
