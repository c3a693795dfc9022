import Charts
import JSON
import Lessons
import Terminal

/// What became of an answer.
struct AttemptReport: CommandResult {
  var exercise: Exercise
  var judgement: Judgement
  /// Whether it is an attempt, and not maybe a look.
  var isCounted = true
  /// What an expression came to.
  var value: ValueReport?
  var hintsLeft = 0
  /// The page from here on, once the exercise is solved.
  var rest: LessonPageView?

  private var feedback: Phrase {
    exercise.authorsWords(for: judgement).map(ExerciseText.phrase)
      ?? judgement.words(of: exercise.task)
  }

  /// The feedback as it stands in the lesson.
  private var plainFeedback: String {
    exercise.authorsWords(for: judgement) ?? feedback.english
  }

  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("type", .string("attempt")), ("exercise", .string(exercise.id)),
      ("right", .bool(judgement.isRight)), ("code", .string(judgement.code)),
      ("feedback", .string(plainFeedback)),
    ]
    if !isCounted { members.append(("counted", .bool(false))) }
    if let value { members.append(("value", value.json)) }
    return .object(members)
  }

  func write(to page: inout Page) {
    value?.write(to: &page)
    if judgement.isRight {
      page.paragraph(page.prose(page.words("\(Phrase("Right.", .success)) \(trailing)")))
    } else {
      page.paragraph(page.prose(page.words("\(Phrase("Not yet.", .warning)) \(feedback)")))
      if !isCounted { page.paragraph(Wording.notCounted.styled(.dim)) }
      if hintsLeft > 0 { page.paragraph(Wording.hintsLeft.styled(.dim)) }
    }
    rest?.write(to: &page)
  }

  /// What else there is to say about a right answer.
  private var trailing: Phrase {
    let note = judgement == .right ? [] : [feedback]
    return Phrase(
      note + (exercise.explanation.map { [ExerciseText.phrase($0)] } ?? []), separator: " ")
  }
}

/// The error of a command that an exercise asks for so that it is read.
struct RefusalReport: CommandResult {
  var error: ShellError
  var command: String

  var json: JSONValue {
    .object([("type", .string("refusal")), ("error", error.json(in: command))])
  }

  func write(to page: inout Page) { error.write(to: &page, command: command) }
}

/// A command's own result, then what the open exercise has to say about it.
struct FollowedReport: CommandResult {
  var result: any CommandResult
  var verdict: AttemptReport

  var json: JSONValue {
    guard case .object(let members) = result.json else {
      return .object([("type", .string("followed")), ("exercise", verdict.json)])
    }
    return .object(members + [("exercise", verdict.json)])
  }

  func journalText(for command: String, in session: Session) -> String? {
    result.journalText(for: command, in: session)
  }

  var failure: ShellError? { result.failure }
  var pictures: [any Chart] { result.pictures }

  func write(to page: inout Page) {
    result.write(to: &page)
    verdict.write(to: &page)
  }
}

/// The exercise, and for a state how things are.
struct ExerciseReport: CommandResult {
  var exercise: Exercise
  var condition: ConditionState?

  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("type", .string("exercise")), ("id", .string(exercise.id)), ("ask", .string(exercise.ask)),
    ]
    if let condition {
      let values = condition.values.map {
        ($0.name, $0.value.map { JSONValue.string($0) } ?? .null)
      }
      members.append(("values", .object(values)))
    }
    return .object(members)
  }

  func write(to page: inout Page) {
    if let condition {
      page.paragraph("\(Phrase("Not yet.", .warning)) \(Wording.describe(condition))")
    }
    ExerciseText.write(exercise, indent: 0, to: &page)
  }
}

/// The single numbers in a condition; nil for what is not computed yet. The condition itself is not
/// shown, since it may well be the solution.
struct ConditionState: Sendable {
  var values: [(name: String, value: String?)]
}

/// One hint.
struct HintReport: CommandResult {
  var text: String
  var number: Int
  var count: Int

  var json: JSONValue {
    .object([
      ("type", .string("hint")), ("text", .string(text)), ("number", .integer(number)),
      ("count", .integer(count)),
    ])
  }

  func write(to page: inout Page) {
    let label: Phrase = count == 1 ? "Hint:" : "Hint \(number) of \(count):"
    page.paragraph("\(label, .hint) \(page.prose(ExerciseText.styled(text)))")
    if number == count { page.paragraph(Wording.lastHint.styled(.dim)) }
  }
}

/// What `answer` and `skip` did.
struct LeavingReport: CommandResult {
  var exercise: Exercise
  var state: ExerciseRecord.State
  /// The answer, where it is no command.
  var answer: ShownAnswer?
  var outcomes: [Session.Outcome] = []
  var rest: LessonPageView?

  private var showsAnswer: Bool { state == .answered }

  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("type", .string(state.rawValue)), ("exercise", .string(exercise.id)),
    ]
    if showsAnswer {
      members.append(
        ("answer", .string(answer?.text ?? exercise.answerCommands.joined(separator: "; "))))
      members.append(("commands", .array(outcomes.map(\.json))))
    }
    return .object(members)
  }

  func write(to page: inout Page) {
    if showsAnswer {
      page.paragraph("\(Phrase("Answer:", .strong))")
      if let answer {
        for option in answer.options {
          ExerciseText.writeOption(option, of: exercise.task, indent: 0, to: &page)
        }
        if answer.options.isEmpty { page.block(answer.text, indent: 4) }
      }
      for outcome in outcomes {
        page.line("\(StyledText("> ", .dim))\(StyledText(outcome.command, .command))")
        outcome.write(to: &page)
      }
      if let text = exercise.explanation { page.paragraph(page.prose(ExerciseText.styled(text))) }
    } else {
      page.paragraph(exercise.task.skipped.styled(.dim))
    }
    rest?.write(to: &page)
  }
}

/// What has been done of the lessons.
struct ProgressReport: CommandResult {
  var place: LessonPlace?
  var progress: LessonProgress

  private var others: [(String, LessonRecord)] {
    progress.lessons.filter { $0.key != place?.lesson.id }.sorted { $0.key < $1.key }
  }

  var json: JSONValue {
    var lessons = others.map { json($0, $1, $1.exercises.keys.sorted()) }
    if let place {
      var record = place.record
      record.page = place.cursor.page
      lessons.insert(json(place.lesson.id, record, place.lesson.exercises.map(\.id)), at: 0)
    }
    return .object([("type", .string("progress")), ("lessons", .array(lessons))])
  }

  private func json(_ id: String, _ record: LessonRecord, _ ids: [String]) -> JSONValue {
    .object([
      ("id", .string(id)), ("page", .integer(record.page + 1)),
      (
        "exercises",
        .array(
          ids.map { id in
            .object([
              ("id", .string(id)), ("state", .string(record[id].state.rawValue)),
              ("attempts", .integer(record[id].attempts)), ("hints", .integer(record[id].hints)),
            ])
          })
      ),
    ])
  }

  func write(to page: inout Page) {
    if let place { write(place, to: &page) }
    for (id, record) in others {
      let solved = record.exercises.values.count { $0.state == .solved }
      let count: Phrase = solved == 0 ? "" : ", \(Phrase("\(solved) solved", .dim))"
      page.paragraph("\(StyledText(id, .command)): \("page \(record.page + 1)" as Phrase)\(count)")
    }
    if place == nil, others.isEmpty { page.paragraph(Wording.noProgress) }
  }

  private func write(_ place: LessonPlace, to page: inout Page) {
    page.paragraph("\(StyledText(place.lesson.title, .strong)): \(place.progress)")
    let exercises = place.lesson.exercises
    let solved = exercises.count { place.record[$0.id].state == .solved }
    if !exercises.isEmpty { page.paragraph("\(solved) of \(exercises.count) exercises solved") }
    // As wide as the widest word for how an exercise stands, whatever the language.
    let states = ExerciseRecord.State.allCases.map(\.phrase) + ["to come"]
    let width = (states.map { page.words($0).width }.max() ?? 0) + 2
    for (index, lessonPage) in place.lesson.pages.enumerated() {
      for exercise in lessonPage.exercises {
        let record = place.record[exercise.id]
        let isAhead = index > place.cursor.page && record.state == .open
        let state = page.words(isAhead ? "to come" : record.state.phrase, record.state.style)
        var notes: [Phrase] = ["page \(index + 1)"]
        if record.attempts > 0 {
          notes.append(record.attempts == 1 ? "1 attempt" : "\(record.attempts) attempts")
        }
        if record.hints > 0 {
          notes.append(record.hints == 1 ? "1 hint" : "\(record.hints) hints")
        }
        let line =
          TextWidth.pad(state, to: width, .left) + StyledText(exercise.id, .name) + "  "
          + page.words(Phrase(notes), .dim)
        page.line("  " + line)
      }
    }
  }
}

extension ExerciseRecord.State {
  /// The word for it.
  var phrase: Phrase {
    switch self {
    case .open: "open"
    case .solved: "solved"
    case .answered: "answered"
    case .skipped: "skipped"
    }
  }

  fileprivate var style: Style {
    switch self {
    case .solved: .success
    case .open: .plain
    case .answered, .skipped: .warning
    }
  }
}
