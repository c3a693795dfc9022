import Equations
import Lessons
import Terminal

/// The ways out of an exercise. They work at every prompt and cannot fail: where there is nothing
/// to do they say so.
extension Command {
  static let hint = Command(
    "hint", group: .lessons, summary: "a hint for the exercise; once more, the next one"
  ) { session, _ in
    guard let exercise = session.waitingExercise, var place = session.lesson else {
      return session.noExercise
    }
    guard !exercise.hints.isEmpty else { return Acknowledgement(message: Wording.noHints) }
    let index = min(place.record[exercise.id].hints, exercise.hints.count - 1)
    place.record[exercise.id].hints = index + 1
    session.lesson = place
    session.lastEvent = ExerciseEvent(exercise.id, .hint, "\(index + 1)")
    session.keepProgress()
    return HintReport(
      text: exercise.hints[index].value, number: index + 1, count: exercise.hints.count)
  }

  static let answer = Command(
    "answer", group: .lessons, summary: "show the exercise's answer, and go on from there"
  ) { session, _ in
    guard let exercise = session.exerciseToLeave() else { return session.noExercise }
    return session.leave(exercise, as: .answered)
  }

  static let skip = Command(
    "skip", group: .lessons, summary: "leave the exercise, as if it had been solved"
  ) { session, _ in
    guard let exercise = session.exerciseToLeave() else { return session.noExercise }
    return session.leave(exercise, as: .skipped)
  }

  static let again = Command(
    "again", group: .lessons, usage: "[N]",
    summary: "go back to where the page is; do the exercise, or the page, once more",
    help: """
      Where what you typed has led elsewhere, again goes back to where the page goes on. From there \
      it begins the exercise, or the page, once more. again 2 goes to the page's second command.
      """
  ) { session, argument in
    guard session.lesson != nil else { return session.noExercise }
    let number =
      argument.isEmpty ? nil : try argument.count(orElse: nil, what: "commands")
    session.leaveSandbox()
    if let number { return try session.goBack(toStep: number - 1) }
    return try session.beginAgain()
  }

  static let play = Command(
    "play", group: .lessons, summary: "try things on a copy; return takes you back",
    help: """
      Everything until return happens on a copy: nothing of it reaches the lesson or the network \
      that was there before. Exercises wait, and Enter repeats a step again.
      """
  ) { session, _ in
    guard session.sandbox == nil else { return Acknowledgement(message: Wording.alreadyPlaying) }
    session.sandbox = .saved(session)
    return Acknowledgement(message: Wording.playing)
  }

  static let `return` = Command(
    "return", group: .lessons, summary: "leave play, or go back to the lesson's page"
  ) { session, _ in
    if session.leaveSandbox() { return Acknowledgement(message: Wording.returned(session)) }
    return session.pageReport() ?? session.noExercise
  }

  static let progress = Command(
    "progress", group: .lessons, summary: "how far you are, and what is solved"
  ) { session, _ in
    ProgressReport(place: session.lesson, progress: session.progress)
  }
}

/// A session that waits while another is played with.
package indirect enum Sandbox: Sendable {
  case saved(Session)
}

extension Session {
  /// What the open exercise still wants: `check` in a lesson.
  mutating func checkExercise() -> any CommandResult {
    guard let exercise = openExercise else { return noExercise }
    guard let condition = exercise.task.condition else {
      return ExerciseReport(exercise: exercise)
    }
    if condition.holds(in: scope) { return note(.right, on: exercise) }
    return ExerciseReport(exercise: exercise, condition: describe(condition))
  }

  /// The exercise of the page, also while it waits for `return`.
  fileprivate var waitingExercise: Exercise? { lesson?.exerciseInView }

  /// The open exercise, also where the commands above it have been left out.
  fileprivate mutating func exerciseToLeave() -> Exercise? {
    guard isJudging, sandbox == nil, var place = lesson, let exercise = place.exercise else {
      return nil
    }
    if place.exerciseInView == nil {
      place.goToExercise()
      place.isTouched = true
      lesson = place
    }
    return exercise
  }

  fileprivate var noExercise: Acknowledgement {
    if sandbox != nil { return Acknowledgement(message: Wording.waitsForReturn) }
    guard let lesson else { return Acknowledgement(message: Wording.noLesson) }
    return Acknowledgement(
      message: lesson.exercise == nil ? Wording.noExercise : Wording.commandsFirst)
  }

  /// Ends play. What was typed stays in the history.
  @discardableResult
  package mutating func leaveSandbox() -> Bool {
    guard case .saved(var saved)? = sandbox else { return false }
    saved.history = history
    saved.transcript = transcript
    saved.journal = journal
    saved.unwrittenLines = unwrittenLines
    saved.isReplaying = isReplaying
    saved.context = context
    saved.progressNotice = progressNotice
    saved[ModelNotices.self] = self[ModelNotices.self]
    saved.student = student
    // Hints that were asked for meanwhile are not forgotten.
    if let record = lesson?.record { saved.lesson?.record = record }
    self = saved
    keepProgress()
    return true
  }

  /// Leaves an exercise without solving it: the session is put where solving would have left it.
  fileprivate mutating func leave(
    _ exercise: Exercise, as state: ExerciseRecord.State
  ) -> LeavingReport {
    var report = LeavingReport(exercise: exercise, state: state)
    // Of a question nothing but the words is shown, and nobody reads those that are played again.
    let isShown = exercise.task.changesSession || !isReplaying
    if exercise.task.changesSession { lesson?.pending = nil }
    let before = isShown ? try? reference(before: exercise) : nil
    if exercise.task.changesSession {
      if let before { adopt(before) }
      isJudging = false
      isJournaling = false
      report.outcomes = withoutEffects { session in
        exercise.answerCommands.map { session.perform($0) }
      }
      isJournaling = true
      isJudging = true
      // They were not typed.
      history.removeLast(min(report.outcomes.count, history.count))
      noteArrival(behind: exercise)
    } else if isShown {
      report.answer = describeAnswer(exercise, in: before ?? self)
    }
    report.rest = end(exercise, state)
    lastEvent = ExerciseEvent(exercise.id, state == .answered ? .answer : .skip)
    keepProgress()
    return report
  }

  /// The answer in words and, where it is an expression, with its value.
  private func describeAnswer(_ exercise: Exercise, in session: Session) -> ShownAnswer {
    exercise.task.shownAnswer(exercise.answerLines, in: session.context(of: exercise))
  }

  /// 'L is 0.69' for each single number of a condition.
  func describe(_ condition: Expression) -> ConditionState {
    let values = condition.names.compactMap { name -> (String, String?)? in
      guard case .found(.array(let array)) = scope.value(of: name) else { return (name, nil) }
      return array.count == 1 ? (name, array.element(at: 0).description) : nil
    }
    return ConditionState(values: values)
  }
}
