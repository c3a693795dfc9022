import Lessons
import Phrases
import Shell
import Training

/// Plays the commands of a sitting, those that can make a difference to a verdict.
///
/// Training takes most of the time. So what meets no exercise is put off until an answer asks for the
/// values that there are then; and it is never done where nothing asks: in `play`, of which only
/// hints reach the lesson; after the last exercise has been dealt with; where a lesson puts the
/// network elsewhere first; and at the end. Whether a command that is left out would have worked is
/// then not known, and does not matter.
struct HandInSession {
  private var session: Session
  /// What nothing has asked for yet, in order.
  private var putOff: [Journal.Record] = []
  /// Whether all of that moves the run and does nothing else.
  private var hasOnlyMoves = true
  /// After these records nothing can be opened again, and no trial of a sweep is.
  private let lastReopening: Int
  private let lastOpening: Int
  /// What the last command did about an exercise.
  private(set) var event: ExerciseEvent?
  /// What the last command was told as a wrong answer, and what it came to.
  private(set) var said: String?
  private(set) var meaning: AnswerMeaning?
  /// The numbers of those that could not be played.
  private(set) var failures: [Int] = []

  init(_ session: Session, _ records: ArraySlice<Journal.Record>) {
    self.session = session
    self.session.defersPlacing = true
    func last(_ name: String, _ isMeant: (CommandText) -> Bool = { _ in true }) -> Int {
      records.last { record in
        let command = CommandText(record.command)
        return command.word.count > 1 && name.hasPrefix(command.word) && isMeant(command)
      }?.number ?? 0
    }
    // With a number it goes back to a command of the page.
    lastReopening = last("again") { $0.argument.isEmpty }
    lastOpening = last("open")
  }

  var record: LessonRecord { session.lesson?.record ?? LessonRecord() }

  /// Whether a command was given elsewhere than where this session stands.
  func strays(from record: Journal.Record) -> Bool {
    putOff.isEmpty && session.sandbox == nil && !session.awaitsPlacing && !isOver(record)
      && record.position != session.run.position.description
  }

  /// - Returns: whether it was played, and not left out, put off, or in vain.
  mutating func play(_ record: Journal.Record) -> Bool {
    (event, said, meaning) = (nil, nil, nil)
    let command = CommandText(record.command)
    let line = TypedLine(command, in: session)
    let name = line.command?.name
    guard record.command.utf8.count <= GradeLimits.longestCommand, name != "lesson",
      name != "quit"
    else {
      failures.append(record.number)
      return false
    }
    if isOver(record) { return false }
    if session.sandbox != nil {
      guard let name, ["return", "again", "hint", "page", "next", "back"].contains(name) else {
        return false
      }
      if name == "again" { session.leaveSandbox() }
    }
    if let name, Self.places.contains(name) {
      settle(before: name, command.argument)
    } else if !isAnswerable(command, name) {
      session.follow(line)
      if name.map(Self.onlyShows.contains) ?? false { return false }
      if name == "sweep", record.number > lastOpening { return false }
      hasOnlyMoves = hasOnlyMoves && isMove(name)
      putOff.append(record)
      return false
    } else if name == "sweep", record.number > lastOpening {
      session.at(record) { _ = $0.followed(line, Silence()) }
      event = session.lastEvent
      return true
    } else if asksForTheNetwork {
      makeUp()
    }
    return perform(record)
  }

  private mutating func perform(_ record: Journal.Record) -> Bool {
    let exercise = session.openExercise
    let outcome = session.perform(record)
    event = session.lastEvent
    if event?.kind == .wrong, let exercise, exercise.id == event?.exercise {
      look(at: record.command, as: exercise)
    }
    if !outcome.isSuccess { failures.append(record.number) }
    return outcome.isSuccess
  }

  /// Notes what a wrong answer was told, and what it comes to.
  private mutating func look(at text: String, as exercise: Exercise) {
    if let judgement = session.lesson?.lastJudgement {
      said =
        exercise.authorsWords(for: judgement)
        ?? judgement.words(of: exercise.task).text(session.context.translation).string
    }
    guard let attempt = exercise.attempt(CommandText(text).text) else { return }
    meaning = try? attempt.meaning(in: session.context(of: exercise))
  }

  // MARK: What can be left out

  /// Commands that go about in the lesson.
  private static let places: Set<String> = [
    "page", "next", "back", "hint", "answer", "skip", "again", "play", "return",
  ]

  /// Commands that change nothing.
  private static let onlyShows: Set<String> = [
    "plot", "why", "diagnose", "stats", "list", "where", "info", "help", "apropos", "history",
    "progress", "lessons", "runs", "compare", "live", "report", "view",
  ]

  private func isMove(_ name: String?) -> Bool {
    guard let name, session.breakpoints == Breakpoints() else { return false }
    return ["step", "stepi", "epoch", "run", "until", "continue", "rewind", "goto"].contains(name)
  }

  /// Whether every exercise is dealt with, and stays so.
  private func isOver(_ record: Journal.Record) -> Bool {
    guard record.number > lastReopening, session.sandbox == nil, let place = session.lesson else {
      return false
    }
    return place.lesson.exercises.allSatisfy { !place.isOpen($0) }
  }

  /// Whether a line meets an exercise: one that looks at every command, or that can take it for an
  /// answer.
  private func isAnswerable(_ command: CommandText, _ name: String?) -> Bool {
    guard let exercise = session.openExercise else { return false }
    if exercise.task.changesSession { return true }
    return (name == nil || exercise.task.comesBeforeCommands)
      && exercise.attempt(command.text) != nil
  }

  /// Whether the values that there are make a difference to what is said of an answer.
  private var asksForTheNetwork: Bool {
    session.openExercise?.task.dependsOnValues ?? true
  }

  /// Sees to what was put off, before a command that may put the network where the lesson has it.
  private mutating func settle(before name: String, _ argument: CommandText.Argument) {
    let replaces =
      switch name {
      case "again", "back": true
      case "page": !argument.isEmpty
      case "next": session.lesson?.exercise == nil
      case "answer", "skip": session.openExercise?.task.changesSession ?? false
      default: false
      }
    guard replaces else { return }
    if hasOnlyMoves { putOff = [] }
    makeUp()
  }

  /// Does what was put off. It was given where no exercise looked at it, so none does now.
  private mutating func makeUp() {
    session.placeRun()
    session.isJudging = false
    for record in putOff { _ = perform(record) }
    session.isJudging = true
    event = nil
    putOff = []
    hasOnlyMoves = true
  }
}
