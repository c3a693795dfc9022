import JSON
import Lessons
import Terminal

extension Command {
  static let language = Command(
    "language", group: .other, usage: "[LANGUAGE]",
    summary: "the language that you read, or another one: language de",
    help: """
      Commands, names and equations are the same in every language. A lesson that is open stays in \
      its own until it is opened again.
      """,
    completion: .languages
  ) { session, argument in
    if !argument.isEmpty {
      do throws(ShellError) {
        session.context.translation = try Languages.translation(
          named: argument.text, lessons: session.context.lessonDirectory)
      } catch {
        var error = error
        error.range = argument.range
        throw error
      }
    }
    let directory = session.context.lessonDirectory
    return LanguageReport(
      current: session.context.translation?.language ?? "en",
      known: ["en"] + (directory.map { LessonLibrary(directory: $0).languages } ?? []))
  }
}

/// The language, and which others there are.
struct LanguageReport: CommandResult {
  var current: String
  var known: [String]

  var json: JSONValue {
    .object([
      ("type", .string("language")), ("language", .string(current)), ("known", .strings(known)),
    ])
  }

  /// A session is the same in every language.
  func journalText(for command: String, in session: Session) -> String? { nil }

  func write(to page: inout Page) {
    page.paragraph("The language is \(current). There is \(Suggestions.list(known, .and)).")
  }
}
