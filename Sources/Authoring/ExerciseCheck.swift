import Equations
import Lessons
import Shell

/// Takes an exercise as its author, as someone who does nothing, and as someone who errs.
struct ExerciseCheck {
  /// Something wrong with an exercise; the words are in `Wording`.
  enum Problem {
    /// What must hold cannot be computed at this place.
    case notComputable(key: String, ShellError)
    /// The condition holds before anything was done.
    case untouchedPasses(condition: String)
    /// What is shown is right as it stands.
    case shownPasses(answer: String)
    /// A command of the answer, or of a `wrong` line, fails.
    case commandFails(command: String, ShellError)
    /// The same for one that does not end.
    case takesTooLong(command: String)
    case answerFails(answer: String)
    case wrongPasses(text: String)
    /// A `wrong` line that meets another one's feedback.
    case wrongMeetsOther(text: String, line: Int)
    /// A `wrong` line that is not judged at all.
    case wrongNotJudged(text: String)
    case hintGivesAway(part: String)
    /// A `forbid` or `require` line with what is neither a function nor a name here.
    case unknownRule(key: String, name: String)
  }

  let exercise: Exercise
  /// The session as the lesson has it before the exercise, with the lesson open at it.
  private let student: Session
  private let clock: CheckClock
  private(set) var problems: [(problem: Problem, position: SourcePosition)] = []

  /// - Parameters:
  ///   - session: as the lesson has it before the block.
  ///   - lesson: with the exercise in this block of this page.
  init(
    _ exercise: Exercise, in session: Session, of lesson: Lesson, page: Int, block: Int,
    studentSeed: UInt32? = nil, _ clock: CheckClock
  ) {
    self.exercise = studentSeed.map { exercise.dealt(seed: $0) } ?? exercise
    self.clock = clock
    var place = LessonPlace(lesson, studentSeed: studentSeed)
    place.go(toPage: page)
    for other in lesson.exercises where other.id != exercise.id {
      place.record[other.id].end(.solved)
    }
    place.goToExercise()
    place.references = LessonReferences(
      ReferenceSession(session, at: LessonPoint(page: page, block: block)))
    var student = session
    student.lesson = place
    self.student = student
  }

  /// Whether its answer, or what it is about, does not come to an end.
  private(set) var tookTooLong = false

  mutating func run() {
    guard isComputable() else { return }
    checkUntouched()
    checkAnswer()
    for index in exercise.foreseen.indices { checkForeseen(index) }
    for hint in exercise.hints { checkHint(hint) }
  }

  private mutating func note(_ problem: Problem, _ position: SourcePosition) {
    problems.append((problem, position))
  }

  /// Where the field with a key stands.
  private func position(of key: String) -> SourcePosition {
    exercise.fields.first(key)?.valuePosition ?? exercise.position
  }

  // MARK: The task

  private mutating func isComputable() -> Bool {
    let key = exercise.task.key
    clock.restart()
    do {
      let context = student.context(of: exercise)
      if clock.isOver, let command = exercise.task.laterCommands.first {
        tookTooLong = true
        note(.takesTooLong(command: command), position(of: "after"))
        return false
      }
      try exercise.task.verify(in: context)
      return rulesNameSomething(in: context)
    } catch {
      note(.notComputable(key: key, Wording.describe(error)), position(of: key))
      return false
    }
  }

  /// Whether what an answer must have or must not have is there to be used.
  private mutating func rulesNameSomething(in context: ExerciseContext) -> Bool {
    let program = context.program
    let known = Set(
      FunctionTable.standard.names + program.names + program.settings.map(\.name)
        + context.values.candidateNames)
    for key in ["forbid", "require"] {
      for field in exercise.fields.all(key) {
        for name in exercise.rules.names
        where !known.contains(name) && field.value.contains(name) {
          note(.unknownRule(key: key, name: name), field.valuePosition)
          return false
        }
      }
    }
    return true
  }

  private mutating func checkUntouched() {
    if let lines = exercise.task.untouchedAnswer {
      var copy = student
      if perform(lines, in: &copy) == nil, isSolved(copy) {
        note(
          .shownPasses(answer: lines.joined(separator: "; ")), position(of: exercise.task.key))
      }
    }
    guard let condition = exercise.task.condition, condition.holds(in: student.scope) else {
      return
    }
    note(.untouchedPasses(condition: condition.text), position(of: "check"))
  }

  private mutating func checkAnswer() {
    let place = exercise.answers.first?.valuePosition ?? position(of: exercise.task.key)
    checkAnswer(answerLines, place)
    for lines in exercise.task.otherAnswers { checkAnswer(lines, place) }
  }

  private mutating func checkAnswer(_ lines: [String], _ place: SourcePosition) {
    var copy = student
    if let problem = perform(lines, in: &copy) {
      if case .takesTooLong = problem { tookTooLong = true }
      note(problem, place)
    } else if !isSolved(copy) {
      note(.answerFails(answer: lines.joined(separator: "; ")), place)
    }
  }

  /// What a student types who is right.
  private var answerLines: [String] {
    guard exercise.answers.isEmpty else { return exercise.answerLines }
    let context = student.context(of: exercise)
    return exercise.task.typedAnswer(in: context) ?? exercise.workedOut(in: context)
      ?? exercise.answerLines
  }

  private mutating func checkForeseen(_ index: Int) {
    let answer = exercise.foreseen[index]
    var copy = student
    if let problem = perform([answer.text], in: &copy) {
      note(problem, answer.position)
      return
    }
    if isSolved(copy) {
      note(.wrongPasses(text: answer.text), answer.position)
      return
    }
    switch copy.lesson?.lastJudgement {
    case .wrong(.foreseen(index)): break
    case .wrong(.foreseen(let other)):
      note(
        .wrongMeetsOther(text: answer.text, line: exercise.foreseen[other].position.line),
        answer.position)
    default: note(.wrongNotJudged(text: answer.text), answer.position)
    }
  }

  // MARK: Hints

  private mutating func checkHint(_ hint: LessonField) {
    if let part = literalAnswer(in: hint.value) {
      note(.hintGivesAway(part: part), hint.valuePosition)
      return
    }
    for part in hint.value.possibleAnswers {
      var copy = student
      // A number in a hint is no command: only code can lead to a state.
      if exercise.task.changesSession, part.first?.isLetter != true { continue }
      if case .takesTooLong(let command)? = perform([part], in: &copy) {
        note(.takesTooLong(command: command), hint.valuePosition)
      }
      if isSolved(copy) {
        note(.hintGivesAway(part: part), hint.valuePosition)
        return
      }
    }
  }

  /// The answer's words, where a hint has them.
  private func literalAnswer(in hint: String) -> String? {
    let hint = hint.split(separator: " ").joined(separator: " ").filter { $0 != "`" }
    return exercise.task.secrets(answerLines).first { answer in
      let answer = answer.split(separator: " ").joined(separator: " ").filter { $0 != "`" }
      return !answer.isEmpty && hint.containsWords(answer)
    }
  }

  // MARK: Taking it

  /// Types lines, up to the first command that fails.
  private func perform(_ lines: [String], in session: inout Session) -> Problem? {
    defer { session.endLine() }
    let commands = lines.flatMap { CommandText.split($0) }
    for (index, command) in commands.enumerated() {
      if isSolved(session) { return nil }
      session.expect(ahead: commands.count - index - 1)
      clock.restart()
      if case .failure(let error) = session.perform(command).result {
        return .commandFails(command: command, error)
      }
      if clock.isOver { return .takesTooLong(command: command) }
    }
    return nil
  }

  private func isSolved(_ session: Session) -> Bool {
    session.lesson?.record[exercise.id].state == .solved
  }
}

extension String {
  /// Whether a text stands in this one, not in the midst of a word or a number.
  fileprivate func containsWords(_ words: String) -> Bool {
    let text = Array(lowercased())
    let words = Array(words.lowercased())
    guard words.count <= text.count, let first = words.first, let last = words.last else {
      return false
    }
    func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }
    for start in 0...(text.count - words.count) where text[start] == first {
      let end = start + words.count
      guard text[start..<end].elementsEqual(words) else { continue }
      if isWord(first), start > 0, isWord(text[start - 1]) || text[start - 1] == "." { continue }
      if isWord(last), end < text.count {
        if isWord(text[end]) { continue }
        // 0.5 is not the 0 of 'a 0.'
        if text[end] == ".", end + 1 < text.count, text[end + 1].isNumber { continue }
      }
      return true
    }
    return false
  }

  /// What in a hint could be an answer: code between backticks, numbers, pairs in brackets.
  fileprivate var possibleAnswers: [String] {
    var found: [String] = []
    for (index, part) in split(separator: "`", omittingEmptySubsequences: false).enumerated() {
      if index % 2 == 1 {
        found.append(String(part))
      } else {
        found += String(part).numbersAndShapes
      }
    }
    return found.filter { !$0.isEmpty }
  }

  private var numbersAndShapes: [String] {
    var found: [String] = []
    var bracket: String?
    var number = ""
    func isPart(_ character: Character) -> Bool {
      (character.isASCII && character.isNumber) || character == "." || character == "-"
    }
    for character in self + " " {
      if character == "(" || character == "[" { bracket = "" }
      bracket?.append(character)
      if character == ")" || character == "]", let whole = bracket {
        found.append(whole)
        bracket = nil
      }
      if isPart(character) {
        number.append(character)
      } else if !number.isEmpty {
        while number.last == "." || number.last == "-" { number.removeLast() }
        if number.contains(where: \.isNumber) { found.append(number) }
        number = ""
      }
    }
    return found
  }
}
