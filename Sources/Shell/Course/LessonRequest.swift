import Lessons
import Training

/// What follows `lesson`: a name, and in a journal the hash of the lesson that was followed.
package struct LessonRequest {
  static let hashFlag = "--hash"
  private static let pageFlag = "--page"
  private static let doneFlag = "--done"
  private static let seedFlag = "--seed"
  private static let notebookFlag = "--notebook"

  package var name: String
  package var hash: String?
  /// Where the student went on, and what had been done before: a journal does not depend on what
  /// the machine it is played on remembers.
  package var record: LessonRecord?
  /// The student's own seed, of a journal.
  package var studentSeed: UInt32?
  /// `as NAME`
  package var student: String?
  /// `--notebook FILE`
  var notebook: SaveRequest?

  /// A command of a journal as it was typed: one line, without what only the journal has to know.
  static func typed(_ command: String) -> String {
    let line = command.prefix { !$0.isNewline }
    guard let flag = line.firstRange(of: " \(hashFlag) ") else { return String(line) }
    return String(line[..<flag.lowerBound])
  }

  package init(_ argument: CommandText.Argument) {
    let words = argument.words
    name = argument.text
    if let range = words.firstIndex(of: "as"), range == 1, words.count > 2 {
      name = words[0]
      student = StudentName.unquoted(words[2...].joined(separator: " "))
      return
    }
    if words.count > 2, words[1] == Self.notebookFlag {
      name = words[0]
      let (path, replaces) = SaveRequest.split(words[2...].joined(separator: " "))
      notebook = SaveRequest(path: path, replaces: replaces)
      return
    }
    guard words.count % 2 == 1, words.count >= 3, words.contains(Self.hashFlag) else { return }
    var record = LessonRecord()
    for index in stride(from: 1, to: words.count, by: 2) {
      let value = words[index + 1]
      switch words[index] {
      case Self.hashFlag: hash = value
      case Self.seedFlag: studentSeed = UInt32(value)
      case Self.pageFlag: record.page = max((Int(value) ?? 1) - 1, 0)
      case Self.doneFlag:
        for id in value.split(separator: ",") { record[String(id)].end(.solved) }
      default: return
      }
    }
    name = words[0]
    self.record = record
  }

  /// The command that opens a lesson just so.
  static func text(for place: LessonPlace) -> String {
    var words = ["lesson", place.lesson.id]
    if place.cursor.page > 0 { words += [pageFlag, "\(place.cursor.page + 1)"] }
    let done = place.lesson.exercises.map(\.id).filter { place.record[$0].state != .open }
    if !done.isEmpty { words += [doneFlag, done.joined(separator: ",")] }
    if let seed = place.studentSeed { words += [seedFlag, "\(seed)"] }
    return (words + [hashFlag, place.lesson.hash]).joined(separator: " ")
  }
}
