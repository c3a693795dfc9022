/// How far a student has come, by lesson and exercise id.
///
/// As text it is a line for each thing, so that it can be read and mended by hand:
///
///     # underhood progress 1
///     last first-forward-pass
///     page first-forward-pass 7
///     exercise first-forward-pass shape-of-x solved attempts 2 hints 1
///
/// What it does not understand it keeps: a newer version may have written it.
public struct LessonProgress: Sendable, Hashable {
  public var lessons: [String: LessonRecord] = [:]
  /// The lesson that was opened last.
  public var last: String?
  private var otherLines: [String] = []

  public init() {}

  /// Reads a text; lines that are damaged are left out or kept as they are.
  public init(_ text: String) {
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.split(separator: " ").map(String.init)
      switch words.first {
      case "#": continue
      case "last" where words.count == 2 && FieldReader.isID(words[1]):
        last = words[1]
      case "page" where words.count == 3 && FieldReader.isID(words[1]):
        guard let page = Int(words[2]), 1...100_000 ~= page else { continue }
        lessons[words[1], default: LessonRecord()].page = page - 1
      case "exercise" where words.count == 8 && words[1...2].allSatisfy(FieldReader.isID):
        guard let state = ExerciseRecord.State(rawValue: words[3]), let attempts = Int(words[5]),
          let hints = Int(words[7]), attempts >= 0, hints >= 0
        else { continue }
        lessons[words[1], default: LessonRecord()].exercises[words[2]] = ExerciseRecord(
          state: state, attempts: attempts, hints: hints)
      default:
        // A file of something else altogether is not worth carrying along.
        if otherLines.count < 1000, line.utf8.count <= 1000 { otherLines.append(String(line)) }
      }
    }
  }

  /// The text, always in the same order.
  public var text: String {
    var lines = ["# underhood progress 1"]
    if let last { lines.append("last \(last)") }
    for (id, lesson) in lessons.sorted(by: { $0.key < $1.key }) {
      lines.append("page \(id) \(lesson.page + 1)")
      for (exercise, record) in lesson.exercises.sorted(by: { $0.key < $1.key }) {
        lines.append(
          "exercise \(id) \(exercise) \(record.state.rawValue) attempts \(record.attempts) "
            + "hints \(record.hints)")
      }
    }
    return (lines + otherLines).joined(separator: "\n") + "\n"
  }
}

/// How far a student has come in one lesson.
public struct LessonRecord: Sendable, Hashable {
  /// The page, counted from 0.
  public var page = 0
  public var exercises: [String: ExerciseRecord] = [:]

  public init() {}

  public subscript(id: String) -> ExerciseRecord {
    get { exercises[id] ?? ExerciseRecord() }
    set { exercises[id] = newValue }
  }

  /// With what is known of the exercises from elsewhere: the better state, the larger counts.
  public func joined(with other: LessonRecord?) -> LessonRecord {
    var joined = self
    for (id, record) in other?.exercises ?? [:] {
      joined[id].end(record.state)
      joined[id].attempts = max(joined[id].attempts, record.attempts)
      joined[id].hints = max(joined[id].hints, record.hints)
    }
    return joined
  }
}

/// What a student has done about one exercise.
public struct ExerciseRecord: Sendable, Hashable {
  public enum State: String, Sendable, Hashable, CaseIterable {
    case open, skipped, answered, solved
  }

  public var state = State.open
  /// Answers that were judged, the right one included.
  public var attempts = 0
  /// Hints that were shown.
  public var hints = 0

  public init(state: State = .open, attempts: Int = 0, hints: Int = 0) {
    self.state = state
    self.attempts = attempts
    self.hints = hints
  }

  /// Notes how it ended; what was solved once stays solved.
  public mutating func end(_ state: State) {
    let order = State.allCases
    if (order.firstIndex(of: state) ?? 0) > (order.firstIndex(of: self.state) ?? 0) {
      self.state = state
    }
  }
}
