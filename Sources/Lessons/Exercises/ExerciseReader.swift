/// Makes an exercise of the fields of its fence.
struct ExerciseReader {
  private var fields: ExerciseFields
  private let ask: String

  var problems: [(LessonFault.Kind, SourcePosition)] { fields.problems }

  static let keys =
    ["id", "ask", "hint", "answer", "wrong", "explain"] + ExerciseKinds.companions
    + ExerciseKinds.keys

  /// The keys that may come once.
  private static let single =
    (["explain"] + ExerciseKinds.companions + ExerciseKinds.keys).filter { key in
      !ExerciseKinds.all.contains { $0.repeatedKeys.contains(key) }
    }

  /// - Parameters: the fields, with an id and a question that were read before.
  init(
    _ fields: [LessonField], _ kind: FenceKind, id: String, ask: String,
    at position: SourcePosition
  ) {
    self.fields = ExerciseFields(fields, kind, id: id, at: position)
    self.ask = ask
  }

  /// The exercise; nil with problems noted.
  mutating func read() -> Exercise? {
    checkKeys()
    guard let kind = taskKind(), let field = fields.first(kind.key) else { return nil }
    let task = kind.read(field, &fields)
    var foreseen: [ForeseenAnswer] = []
    for field in fields.all("wrong") {
      if let answer = fields.foreseen(field) {
        foreseen.append(answer)
      } else {
        fields.note(.malformedWrong(text: field.value), field.valuePosition)
      }
    }
    let rules = AnswerRules(&fields)
    guard let task, problems.isEmpty else { return nil }
    let exercise = Exercise(
      position: fields.position, kind: fields.kind, id: fields.id, ask: ask, task: task,
      hints: fields.all("hint"), answers: kind.readsAnswer ? [] : fields.all("answer"),
      foreseen: foreseen, rules: rules, explanation: fields.first("explain")?.value,
      fields: fields.fields)
    if !task.changesSession { checkAnswers(of: exercise) }
    return problems.isEmpty ? exercise : nil
  }

  /// Whether what the author gives as answers can be some.
  private mutating func checkAnswers(of exercise: Exercise) {
    let key = type(of: exercise.task).key
    func check(_ text: String, _ field: LessonField, _ fields: inout ExerciseFields) {
      guard exercise.attempt(text) == nil else { return }
      fields.note(.wrongNotAnAnswer(text: text, key: key), field.valuePosition)
    }
    for (answer, field) in zip(exercise.foreseen, fields.all("wrong")) {
      check(answer.text, field, &fields)
    }
    for field in exercise.answers { check(field.value, field, &fields) }
  }

  // MARK: Keys

  private mutating func checkKeys() {
    for field in fields.fields where !Self.keys.contains(field.key) {
      fields.note(
        .unknownKey(key: field.key, known: Self.keys, of: .fence(fields.kind)), field.position)
    }
    for key in Self.single {
      let found = fields.all(key)
      for again in found.dropFirst() {
        fields.note(.repeatedKey(key: key, firstLine: found[0].position.line), again.position)
      }
    }
  }

  /// The kind whose key says what must hold.
  private mutating func taskKind() -> (any ExerciseTask.Type)? {
    var found: [(kind: any ExerciseTask.Type, field: LessonField)] = []
    for field in fields.fields {
      guard let kind = ExerciseKinds.named(field.key),
        !found.contains(where: { $0.kind.key == kind.key })
      else { continue }
      found.append((kind, field))
    }
    // What goes with another kind says nothing by itself.
    let companions = found.flatMap { $0.kind.companions }
    found.removeAll { companions.contains($0.kind.key) }
    guard let first = found.first else {
      fields.note(.missingTask(fields.kind), fields.position)
      return nil
    }
    for other in found.dropFirst() {
      fields.note(
        .severalTasks(first: first.kind.key, second: other.kind.key), other.field.position)
    }
    for companion in ExerciseKinds.companions where !first.kind.companions.contains(companion) {
      if let field = fields.first(companion) {
        fields.note(.strayKey(key: companion, task: first.kind.key), field.position)
      }
    }
    return found.count == 1 ? first.kind : nil
  }
}
