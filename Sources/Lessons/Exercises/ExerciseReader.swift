import Equations

/// Makes an exercise of the fields of its fence.
struct ExerciseReader {
  let fields: [LessonField]
  let kind: FenceKind
  let position: SourcePosition
  private(set) var problems: [(LessonFault.Kind, SourcePosition)] = []

  static let keys =
    ["id", "ask", "hint", "answer", "wrong", "explain", "tolerance", "after"]
    + ExerciseTask.Key.allCases.map(\.rawValue)

  /// The keys that may come once.
  private static let single = [
    "explain", "tolerance", "after", "check", "value", "shape", "predict", "equation", "bug",
  ]

  init(_ fields: [LessonField], _ kind: FenceKind, at position: SourcePosition) {
    self.fields = fields
    self.kind = kind
    self.position = position
  }

  /// The exercise with an id and a question that were read before; nil with problems noted.
  mutating func read(id: String, ask: String) -> Exercise? {
    checkKeys()
    guard let key = taskKey() else { return nil }
    let task = task(key)
    var foreseen: [ForeseenAnswer] = []
    for field in fields.all("wrong") {
      if let answer = Self.foreseen(field) {
        foreseen.append(answer)
      } else {
        note(.malformedWrong(text: field.value), field.valuePosition)
      }
    }
    guard let task, problems.isEmpty else { return nil }
    let isOption = key == .choice || key == .bug
    let exercise = Exercise(
      position: position, kind: kind, id: id, ask: ask, task: task, hints: fields.all("hint"),
      answers: isOption ? [] : fields.all("answer"), foreseen: foreseen,
      explanation: fields.first("explain")?.value, fields: fields)
    for (answer, field) in zip(foreseen, fields.all("wrong")) where !task.changesSession {
      if exercise.attempt(answer.text) == nil {
        note(.wrongNotAnAnswer(text: answer.text, task: key), field.valuePosition)
      }
    }
    for field in exercise.answers where !task.changesSession {
      if exercise.attempt(field.value) == nil {
        note(.wrongNotAnAnswer(text: field.value, task: key), field.valuePosition)
      }
    }
    return problems.isEmpty ? exercise : nil
  }

  private mutating func note(_ kind: LessonFault.Kind, _ position: SourcePosition) {
    problems.append((kind, position))
  }

  // MARK: Keys

  private mutating func checkKeys() {
    for field in fields where !Self.keys.contains(field.key) {
      note(
        .unknownKey(key: field.key, known: Self.keys, of: .fence(kind)), field.position)
    }
    for key in Self.single {
      let found = fields.all(key)
      for again in found.dropFirst() {
        note(.repeatedKey(key: key, firstLine: found[0].position.line), again.position)
      }
    }
  }

  /// Which of the keys says what must hold.
  private mutating func taskKey() -> ExerciseTask.Key? {
    var found: [(key: ExerciseTask.Key, field: LessonField)] = []
    for field in fields {
      guard let key = ExerciseTask.Key(rawValue: field.key),
        !found.contains(where: { $0.key == key })
      else { continue }
      found.append((key, field))
    }
    if found.contains(where: { $0.key == .bug }) { found.removeAll { $0.key == .choice } }
    guard let first = found.first else {
      note(.missingTask(kind), position)
      return nil
    }
    for other in found.dropFirst() {
      note(
        .severalTasks(first: first.key, second: other.key), other.field.position)
    }
    for companion in ["tolerance", "after"] where !first.key.companions.contains(companion) {
      if let field = fields.first(companion) {
        note(.strayKey(key: companion, task: first.key), field.position)
      }
    }
    return found.count == 1 ? first.key : nil
  }

  // MARK: Tasks

  private mutating func task(_ key: ExerciseTask.Key) -> ExerciseTask? {
    guard let field = fields.first(key.rawValue) else { return nil }
    switch key {
    case .command: return .command(fields.all("command").map(\.value))
    case .check:
      if fields.first("answer") == nil {
        note(.missingKey(key: "answer", of: .fence(kind)), position)
      }
      return expression(field).map { .state($0) }
    case .value: return expression(field).map { .value($0, tolerance()) }
    case .predict:
      let after = fields.first("after").map { [$0.value] } ?? ["step"]
      return expression(field).map { .prediction($0, after: after, tolerance()) }
    case .shape:
      if let shape = AnswerText.shape(field.value) { return .shape(.dimensions(shape)) }
      return expression(field).map { .shape(.of($0)) }
    case .choice: return choice()
    case .equation: return equation(field)
    case .bug: return bug(field)
    }
  }

  private mutating func tolerance() -> Tolerance? {
    guard let field = fields.first("tolerance") else { return nil }
    let tolerance = Tolerance(field.value)
    if tolerance == nil { note(.malformedTolerance(text: field.value), field.valuePosition) }
    return tolerance
  }

  private mutating func options() -> [String]? {
    let options = fields.all("choice")
    for (index, option) in options.enumerated() {
      let text = ChoiceText.normal(option.value)
      if options[..<index].contains(where: { ChoiceText.normal($0.value) == text }) {
        note(.repeatedChoice(text: option.value), option.valuePosition)
      }
    }
    guard 2...ChoiceText.most ~= options.count else {
      note(
        .choiceCount(options.count, allowed: 2...ChoiceText.most),
        options.first?.position ?? position)
      return nil
    }
    return options.map(\.value)
  }

  private mutating func choice() -> ExerciseTask? {
    guard let options = options() else { return nil }
    guard let answer = fields.first("answer") else {
      note(.missingKey(key: "answer", of: .fence(kind)), position)
      return nil
    }
    for again in fields.all("answer").dropFirst() {
      note(.repeatedKey(key: "answer", firstLine: answer.position.line), again.position)
    }
    guard let right = ChoiceText.option(answer.value, of: options) else {
      note(.notAChoice(text: answer.value, options: options), answer.valuePosition)
      return nil
    }
    return .choice(options, right: right)
  }

  private mutating func bug(_ field: LessonField) -> ExerciseTask? {
    guard let options = options() else { return nil }
    let statements = options.map { try? Parser.statement($0).assignment }
    for (statement, option) in zip(statements, fields.all("choice")) where statement == nil {
      note(.notAnEquation(text: option.value), option.valuePosition)
    }
    let wrong =
      ChoiceText.option(field.value, of: options)
      ?? statements.firstIndex { $0?.name == field.value }
    guard let wrong else {
      note(.notAChoice(text: field.value, options: options), field.valuePosition)
      return nil
    }
    return .bug(options, wrong: wrong)
  }

  private mutating func equation(_ field: LessonField) -> ExerciseTask? {
    do throws(LanguageError) {
      switch try Parser.statement(field.value).kind {
      case .expression(let expression): return .equation(name: nil, expression)
      case .assignment(let assignment):
        guard assignment.subscripts == nil else { break }
        return .equation(name: assignment.name, assignment.computedValue)
      case .importOfNumPy: break
      }
      note(.notAnEquation(text: field.value), field.valuePosition)
    } catch {
      note(error, in: field)
    }
    return nil
  }

  private mutating func expression(_ field: LessonField) -> Expression? {
    do throws(LanguageError) {
      return try Parser.expression(field.value)
    } catch {
      note(error, in: field)
      return nil
    }
  }

  private mutating func note(_ error: LanguageError, in field: LessonField) {
    let before = field.value.utf8.prefix(max(error.span.start, 0))
    var place = field.valuePosition
    place.column += String(decoding: before, as: UTF8.self).unicodeScalars.count
    note(.language(key: field.key, LanguageFault(error: error)), place)
  }

  /// `0.5 -> You forgot the minus sign.`
  private static func foreseen(_ field: LessonField) -> ForeseenAnswer? {
    let value = field.value
    guard let arrow = value.indices.first(where: { value[$0...].hasPrefix("->") }) else {
      return nil
    }
    let text = AnswerText.trimmed(value[..<arrow])
    let feedback = AnswerText.trimmed(value[value.index(arrow, offsetBy: 2)...])
    guard !text.isEmpty, !feedback.isEmpty else { return nil }
    return ForeseenAnswer(text: text, feedback: feedback, position: field.position)
  }
}
