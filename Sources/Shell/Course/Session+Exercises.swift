import Arrays
import Equations
import Lessons
import Terminal
import Training

/// How what is typed meets the open exercise.
///
/// A line that is a command is always a command. What else is typed is an answer where it can be
/// one of the exercise's kind: a letter or the words of an option (a letter even where it is short
/// for a command), a shape, an equation for the name that is asked for, a number or an expression
/// with as many elements as the answer has. Exercises that ask for a command or a state are judged
/// after each command.
extension Session {
  /// The exercise that answers go to, if there is one.
  package var openExercise: Exercise? {
    isJudging && sandbox == nil ? lesson?.exerciseInView : nil
  }

  /// Judges a line, if it is an answer.
  ///
  /// - Throws: `ShellError` of an answer that cannot be judged.
  package mutating func attempt(_ command: TypedLine) throws -> (any CommandResult)? {
    guard let exercise = openExercise else {
      if isEarlyAnswer(command) { throw ShellError.commandsFirst(command.command) }
      return nil
    }
    guard let attempt = answer(command, to: exercise) else {
      if let task = exercise.task as? any TaskOfOptions, isNoOption(command.text.text) {
        throw ShellError.noOption(of: task)
      }
      return nil
    }
    guard self[LineShare.self].judged != exercise.id else { throw ShellError.oneAnswer }
    // Someone has a name like that.
    if let name = attempt.otherName, scope.candidateNames.contains(name) { return nil }
    let judgement = exercise.keepingRules(try judge(attempt, of: exercise), of: attempt)
    guard attempt.isMeant(judgement) else { return nil }
    // `b` is an option and, in a network with a bias, a value.
    let named = judgement.isRight ? nil : optionsName(command.text.text, in: exercise)
    lesson?.lastJudgement = judgement
    var report =
      named != nil || exercise.mayBeALook(attempt, judged: judgement)
      ? AttemptReport(exercise: exercise, judgement: judgement, isCounted: false)
      : note(judgement, on: exercise)
    // Of what was to be worked out the program does not do the working out.
    if let computed = named ?? attempt.computed, exercise.keepsRules(attempt) {
      report.value = try? show(computed)
    }
    return report
  }

  /// The value that has the name of an option.
  private func optionsName(_ text: String, in exercise: Exercise) -> Expression? {
    exercise.task is any TaskOfOptions && scope.candidateNames.contains(text) ? .name(text) : nil
  }

  /// A line as an answer; nil when it is a command or nothing that the exercise takes.
  private func answer(_ command: TypedLine, to exercise: Exercise) -> (any Attempt)? {
    let text = command.text.text
    if exercise.task.comesBeforeCommands {
      if text.count > 1, context.commands.named(text) != nil { return nil }
      return exercise.attempt(text)
    }
    switch command.meaning {
    case .success(.command), .success(.assignments): return nil
    case .success(.language): return exercise.attempt(text)
    // `0,5` is nothing that the language knows, and `setp` most likely a command.
    case .failure:
      let isWord = text.first?.isLetter == true && !AnswerText.isNumberWord(text)
      return isWord ? nil : exercise.attempt(text)
    }
  }

  /// Whether a line is the letter of an option of an exercise that stands below commands that are
  /// still to be done: `b` would turn back. What the page has next is no answer, and neither is a
  /// name that has a value.
  private func isEarlyAnswer(_ command: TypedLine) -> Bool {
    let text = command.text.text
    guard isJudging, !isReplaying, sandbox == nil, let place = lesson,
      let next = place.stepsLeft.first, let exercise = place.exercise,
      exercise.task is any TaskOfOptions, text.count == 1, text != next.command,
      !scope.candidateNames.contains(text)
    else { return false }
    return exercise.attempt(text) != nil
  }

  /// Whether a line can only be meant as an option that there is not: `0`, or `e` of four.
  private func isNoOption(_ text: String) -> Bool {
    guard context.commands.named(text) == nil, !scope.candidateNames.contains(text) else {
      return false
    }
    return Double(text) != nil || AnswerText.isNumberWord(text)
      || (text.count == 1 && text.first?.isLetter == true)
  }

  /// Judges an answer by what the student has and by what the lesson has at this place: who followed
  /// the lesson's numbers is right, and so is who looked at their own.
  private mutating func judge(
    _ attempt: any Attempt, of exercise: Exercise
  ) throws -> Judgement {
    let own = Result { try judge(attempt, of: exercise, in: self) }
    if case .success(let judgement) = own, judgement.isRight { return judgement }
    // No network makes another option right.
    guard exercise.task.dependsOnValues else { return try own.get() }
    guard let reference = try? reference(before: exercise) else { return try own.get() }
    let lessons = Result { try judge(attempt, of: exercise, in: reference) }
    if case .success(let judgement) = lessons { return judgement }
    return try own.get()
  }

  private func judge(
    _ attempt: any Attempt, of exercise: Exercise, in session: Session
  ) throws -> Judgement {
    try exercise.judge(attempt, in: session.context(of: exercise))
  }

  /// The values that an exercise is judged by, those after a step on a copy of the run included.
  package func context(of exercise: Exercise) -> ExerciseContext {
    var later = self
    later.lesson = nil
    later.context.permitted = []
    for command in exercise.task.laterCommands.flatMap({ CommandText.split($0) }) {
      _ = later.perform(command)
    }
    // Shapes are known before the values are.
    return ExerciseContext(
      values: StaticView(scope), later: StaticView(later.scope), program: run.program)
  }

  // MARK: Commands and states

  /// Looks at the open exercise after a command.
  package mutating func followed(
    _ command: TypedLine, _ result: any CommandResult
  ) -> any CommandResult {
    guard isJudging, sandbox == nil, lesson != nil else { return result }
    if isNavigation(command) { return result }
    if follow(command) {
      noteArrival()
      guard let rest = restOfPage(after: .command) else { return result }
      return PageStepReport(result: result, rest: rest)
    }
    noteDeparture()
    guard let exercise = openExercise, exercise.task.changesSession else { return result }
    lesson?.recent.append(command.text.text)
    guard let judgement = judgement(of: exercise, after: command) else { return result }
    // Half of a line is no attempt.
    guard judgement.isRight || self[LineShare.self].ahead == 0 else { return result }
    return FollowedReport(result: result, verdict: note(judgement, on: exercise))
  }

  /// What became of an exercise by a command; nil where there is nothing to say.
  private func judgement(of exercise: Exercise, after command: TypedLine) -> Judgement? {
    let judgement = exercise.task.judgement(after: given(command), in: scope)
    if judgement?.isRight ?? false { return judgement }
    return foreseen(exercise).map { .wrong(.foreseen($0)) } ?? judgement
  }

  private func given(_ command: TypedLine) -> CommandGiven {
    let (text, own) = (command.text.text, canonical(command))
    return CommandGiven(text) { $0 == text ? own : canonical($0) }
  }

  /// Whether the open exercise asks for just this command.
  func isWanted(_ command: TypedLine) -> Bool {
    openExercise?.task.asks(for: given(command)) ?? false
  }

  /// The foreseen mistake that the latest commands make; of several the one that says most of them.
  private func foreseen(_ exercise: Exercise) -> Int? {
    let typed = (lesson?.recent ?? []).map { canonical($0) }
    var best: (index: Int, length: Int)?
    for (index, answer) in exercise.foreseen.enumerated() {
      let commands = CommandText.split(answer.text).map { canonical($0) }
      if commands.count > best?.length ?? 0, typed.suffix(commands.count).elementsEqual(commands) {
        best = (index, commands.count)
      }
    }
    return best?.index
  }

  /// A command in one spelling: `s`, `st` and `step 1` are `step`, `lr=1` is `set lr = 1`.
  func canonical(_ command: TypedLine) -> String {
    switch command.meaning {
    case .success(.command(let found)):
      let argument = command.text.argument
      let text: String
      if let statement = try? argument.statement() {
        text = statement.asAssignment.text
      } else {
        text = argument.words.joined(separator: " ")
      }
      return text.isEmpty || text == "1" ? found.name : "\(found.name) \(text)"
    case .success(.language(let statement)):
      let plain = statement.asAssignment
      return (plain.assignment == nil ? "show " : "set ") + plain.text
    case .success(.assignments), .failure: return command.text.text
    }
  }

  func canonical(_ line: String) -> String {
    canonical(TypedLine(CommandText(line), in: self))
  }

  private func isNavigation(_ command: TypedLine) -> Bool {
    guard let found = command.command else { return false }
    let asksOnly = found.name == "check" && command.text.argument.isEmpty
    return asksOnly || (found.group == .lessons && found.name != "demo")
  }

  // MARK: The record

  /// Notes a judgement, and goes on with the page where the exercise is solved.
  mutating func note(_ judgement: Judgement, on exercise: Exercise) -> AttemptReport {
    guard var place = lesson else {
      return AttemptReport(exercise: exercise, judgement: judgement)
    }
    place.lastJudgement = judgement
    lastEvent = ExerciseEvent(
      exercise.id, judgement.isRight ? .right : .wrong,
      judgement == .right ? nil : judgement.code)
    place.record[exercise.id].attempts += 1
    lesson = place
    self[LineShare.self].judged = exercise.id
    var report = AttemptReport(exercise: exercise, judgement: judgement)
    report.hintsLeft = exercise.hints.count - place.record[exercise.id].hints
    if judgement.isRight { report.rest = end(exercise, .solved) }
    keepProgress()
    return report
  }

  /// Leaves an exercise behind; the rest of the page is then to be shown.
  mutating func end(_ exercise: Exercise, _ state: ExerciseRecord.State) -> LessonPageView? {
    guard var place = lesson else { return nil }
    place.record[exercise.id].end(state)
    if place.reopened == exercise.id { place.reopened = nil }
    place.recent = []
    lesson = place
    if exercise.task.changesSession, sandbox == nil { compareWithLesson() }
    return restOfPage(after: .exercise(exercise))
  }
}

extension ShellError {
  fileprivate static func noOption(of task: any TaskOfOptions) -> ShellError {
    let letters = task.options.indices.map { ChoiceText.letter($0) }
    return ShellError(
      "no-option", "that is none of the options", hint: "type \(Suggestions.list(letters))")
  }

  /// An answer to what the page has not asked yet.
  fileprivate static func commandsFirst(_ command: Command?) -> ShellError {
    let rest: Phrase = "the page's commands come before its question"
    return ShellError(
      "commands-first",
      command.map { "\(rest); if you mean \($0.name), type it whole" } ?? rest,
      hint: "Enter does the next one, demo all of them")
  }

  /// A second answer to the same exercise on one line.
  fileprivate static let oneAnswer = ShellError(
    "one-answer", "one line is one answer, and this line has had its own",
    hint: "type the next answer on a line of its own")
}
