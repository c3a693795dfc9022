import Lessons
import Training

/// Plays the commands of a sitting, those that can make a difference to a verdict.
///
/// Training takes most of the time. Where nothing asks for what it leads to, it is left out: in
/// `play`, of which only hints reach the lesson; after the last exercise has been dealt with; and
/// where the network is put elsewhere, or the sitting ends, before anything has looked at it.
/// Whether a command that is left out would have worked is then not known, and does not matter.
struct SittingPlayer {
  enum Result: Equatable {
    case played, leftOut, failed
  }

  private var session: Session
  /// Steps that nothing has asked for yet.
  private var putOff: [String] = []
  /// The record after which nothing can be opened again.
  private let lastReopening: Int
  /// What the last command did about an exercise.
  private(set) var event: ExerciseEvent?

  init(_ session: Session, _ records: ArraySlice<Journal.Record>) {
    self.session = session
    lastReopening = records.last { Self.mayReopen($0.command) }?.number ?? 0
  }

  var record: LessonRecord { session.lesson?.record ?? LessonRecord() }

  /// Whether a command was given elsewhere than where this session stands.
  func strays(from record: Journal.Record) -> Bool {
    putOff.isEmpty && session.sandbox == nil && !isOver(record)
      && record.position != session.run.position.description
  }

  mutating func play(_ record: Journal.Record) -> Result {
    event = nil
    guard record.command.utf8.count <= GradeLimits.longestCommand else { return .failed }
    let command = CommandText(record.command)
    // One of `.command` is found wherever the line would be taken for one.
    let name = (try? Command.resolve(command, in: session))?.commandName
    if name == "lesson" || name == "quit" { return .failed }
    if isOver(record) { return .leftOut }
    if session.sandbox != nil, !Self.reachesTheLesson(name) { return .leftOut }
    if name.map(Self.onlyShows.contains) ?? false, !isAnswerable(command) { return .leftOut }
    if isMove(command, name) {
      putOff.append(record.command)
      return .leftOut
    }
    if !putOff.isEmpty {
      if replacesTheNetwork(name) {
        putOff = []
      } else if asksForTheNetwork(command, name) {
        makeUp()
      }
    }
    let outcome = session.perform(record.command)
    event = session.lastEvent
    return outcome.isSuccess ? .played : .failed
  }

  /// Does the steps that were put off. They were given elsewhere than where the lesson is open now,
  /// so no exercise looks at them.
  private mutating func makeUp() {
    session.isJudging = false
    for move in putOff { _ = session.perform(move) }
    session.isJudging = true
    putOff = []
  }

  // MARK: What can be left out

  /// Whether every exercise is dealt with, and stays so.
  private func isOver(_ record: Journal.Record) -> Bool {
    guard record.number > lastReopening, session.sandbox == nil, let place = session.lesson else {
      return false
    }
    return place.lesson.exercises.allSatisfy { !place.isOpen($0) }
  }

  private static func mayReopen(_ text: String) -> Bool {
    let word = CommandText(text).word
    return word.count > 1 && "again".hasPrefix(word)
  }

  private static func reachesTheLesson(_ name: String?) -> Bool {
    name.map { ["return", "again", "hint", "page"].contains($0) } ?? false
  }

  /// Commands that change nothing.
  private static let onlyShows: Set<String> = [
    "plot", "why", "diagnose", "stats", "list", "where", "info", "help", "apropos", "history",
    "progress", "lessons", "runs", "compare",
  ]

  /// Whether a line meets an exercise that looks at commands, or takes words for an answer.
  private func isAnswerable(_ command: CommandText) -> Bool {
    guard let exercise = session.openExercise else { return false }
    return exercise.task.changesSession || exercise.attempt(command.text) != nil
  }

  private func isMove(_ command: CommandText, _ name: String?) -> Bool {
    guard let name, ["step", "stepi", "epoch", "run"].contains(name), session.sandbox == nil,
      session.breakpoints == Breakpoints()
    else { return false }
    return !isAnswerable(command)
  }

  /// Whether a command puts the network where the lesson has it.
  private func replacesTheNetwork(_ name: String?) -> Bool {
    switch name {
    case "again": true
    case "answer", "skip": session.openExercise?.task.changesSession ?? false
    default: false
    }
  }

  /// Whether anything in the network can make a difference to what comes of a line.
  private func asksForTheNetwork(_ command: CommandText, _ name: String?) -> Bool {
    if let name, ["page", "hint", "answer", "skip", "play", "return"].contains(name) {
      return false
    }
    guard let exercise = session.openExercise, exercise.attempt(command.text) != nil else {
      return true
    }
    switch exercise.task {
    case .choice, .bug: return false
    case .shape(.dimensions), .command, .state, .value, .shape, .prediction, .equation:
      return true
    }
  }
}

extension Command.Resolution {
  fileprivate var commandName: String? {
    if case .command(let command) = self { command.name } else { nil }
  }
}
