import Charts
import JSON
import Lessons
import Terminal
import Training

/// The lessons there are.
struct LessonListReport: CommandResult {
  var entries: [LessonLibrary.Entry]
  var faults: [ShellError]
  var current: String?
  /// How far the student is in those that were begun, by their ids.
  var standings: [String: Standing] = [:]

  /// How many of a lesson's exercises have been dealt with.
  struct Standing: Sendable {
    var done: Int
    var of: Int

    var isDone: Bool { done == of }
  }

  var json: JSONValue {
    .object([
      ("type", .string("lessons")),
      (
        "lessons",
        .array(
          entries.map {
            .object([
              ("id", .string($0.id)), ("number", .integer($0.number)), ("title", .string($0.title)),
              ("minutes", .integer($0.frontMatter.minutes)),
              ("summary", .string($0.frontMatter.summary)),
              ("done", .integer(standings[$0.id]?.done ?? 0)),
            ])
          })
      ),
      ("faults", .strings(faults.map(\.message.english))),
    ])
  }

  /// The language of a lesson that is not there in the student's own.
  private func language(of entry: LessonLibrary.Entry, _ page: Page) -> StyledText {
    let language = entry.frontMatter.language
    guard language != page.translation?.language ?? "en" else { return "" }
    return "  " + page.words(language == "en" ? "in English" : "(\(language))", .dim)
  }

  /// The first that has not been done. What stands before lesson 1, a tour, is no part of the course.
  private var next: LessonLibrary.Entry? {
    entries.first { $0.number > 0 && !(standings[$0.id]?.isDone ?? false) } ?? entries.first
  }

  private static func minutes(_ count: Int) -> Phrase {
    count == 1 ? "1 minute" : "\(count) minutes"
  }

  private func standing(of entry: LessonLibrary.Entry, _ page: Page) -> StyledText {
    var text = StyledText()
    if let standing = standings[entry.id] {
      text +=
        "  "
        + (standing.isDone
          ? page.words("done", .success)
          : page.words("\(standing.done) of \(standing.of) done", .dim))
    }
    return entry.id == current ? text + "  " + page.words("open", .success) : text
  }

  func write(to page: inout Page) {
    if entries.isEmpty { page.paragraph("There are no lessons here.") }
    let width = entries.map { TextWidth.columns(of: $0.title) }.max() ?? 0
    for entry in entries {
      let number = TextWidth.pad(StyledText("\(entry.number)", .dim), to: 3, .right) + "  "
      let title = TextWidth.pad(StyledText(entry.title, .strong), to: width, .left) + "  "
      page.line(
        number + title + page.words(Self.minutes(entry.frontMatter.minutes), .dim)
          + standing(of: entry, page) + language(of: entry, page))
    }
    if let next {
      page.paragraph("\(StyledText("lesson \(next.number)", .command)) opens one by its number.")
    }
    for fault in faults { page.paragraph(fault.message.styled(.warning)) }
  }
}

/// A page of the open lesson.
package struct LessonPageReport: CommandResult {
  var place: LessonPlace
  /// Whether the lesson was opened just now.
  var isOpening = false
  /// That the network was elsewhere.
  var note: Phrase?
  /// Whose numbers the lesson has.
  var numbers: StyledText?

  package var json: JSONValue {
    .object([
      ("type", .string("lesson")), ("id", .string(place.lesson.id)),
      ("page", .integer(place.cursor.page + 1)), ("pages", .integer(place.lesson.pages.count)),
      ("title", place.page?.title.map { .string($0) } ?? .null),
      ("commands", .strings(place.steps.map(\.command))),
      ("exercise", place.exercise.map { .string($0.id) } ?? .null),
    ])
  }

  /// The lesson with its hash, so that a changed one is noticed when the session is played again.
  package func journalText(for command: String, in session: Session) -> String? {
    isOpening ? LessonRequest.text(for: place) : command
  }

  package func write(to page: inout Page) {
    if isOpening, place.cursor.page > 0 {
      page.paragraph(
        Wording.resumed(page: place.cursor.page + 1, of: place.lesson.pages.count))
    }
    if let note { page.paragraph(note) }
    if let numbers { page.paragraph(numbers) }
    LessonPageView(place: place).write(to: &page)
  }
}

/// Commands of a page with what they said.
struct DemoReport: CommandResult {
  struct Step: Sendable {
    /// That the network was elsewhere before.
    var note: Phrase?
    var outcome: Session.Outcome
    /// An error that the page does not show itself.
    var failure: ShellError?
    /// The page from here on, where the command failed and does not bring it along.
    var rest: LessonPageView?
  }

  var steps: [Step] = []
  /// Whether all of them had been done before.
  var isRepetition = false

  var failure: ShellError? { steps.lazy.compactMap(\.failure).first }
  var pictures: [any Chart] { steps.flatMap { (try? $0.outcome.result.get().pictures) ?? [] } }

  var json: JSONValue {
    .object([("type", .string("demo")), ("commands", .array(steps.map(\.outcome.json)))])
  }

  /// The page's commands have been noted one by one.
  func journalText(for command: String, in session: Session) -> String? { nil }

  func write(to page: inout Page) {
    if steps.isEmpty { page.paragraph("This page has no commands.") }
    if isRepetition {
      page.paragraph(
        Phrase("These had been done before, and now once more, from the beginning.", .dim))
    }
    for step in steps {
      if let note = step.note, !isRepetition { page.paragraph(note) }
      page.line("\(StyledText("> ", .dim))\(StyledText(step.outcome.command, .command))")
      step.outcome.write(to: &page)
      step.rest?.write(to: &page)
    }
  }
}

/// A command of a page with what it says, and the page from there on.
struct PageStepReport: CommandResult {
  var result: any CommandResult
  var rest: LessonPageView

  var json: JSONValue { result.json }
  var failure: ShellError? { result.failure }
  var pictures: [any Chart] { result.pictures }

  func journalText(for command: String, in session: Session) -> String? {
    result.journalText(for: command, in: session)
  }

  func write(to page: inout Page) {
    result.write(to: &page)
    rest.write(to: &page)
  }
}

/// Enter on the last page.
struct LessonEndReport: CommandResult {
  var following: LessonLibrary.Entry?

  var json: JSONValue {
    .object([
      ("type", .string("lesson-end")), ("next", following.map { .string($0.id) } ?? .null),
    ])
  }

  func write(to page: inout Page) { page.paragraph(Wording.lessonEnds(following)) }
}

/// Enter before an exercise is done.
struct WaitingReport: CommandResult {
  var exercise: Exercise

  var json: JSONValue {
    .object([("type", .string("exercise-waits")), ("exercise", .string(exercise.id))])
  }

  func write(to page: inout Page) {
    page.paragraph(Wording.exerciseWaits)
    ExerciseText.write(exercise, indent: 0, to: &page)
    page.paragraph(exercise.howTo)
  }
}
