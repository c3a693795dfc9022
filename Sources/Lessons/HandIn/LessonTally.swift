import Training

/// What came of the exercises of a lesson, counted up event by event.
public struct LessonTally: Sendable, Hashable {
  public private(set) var exercises: [String: ExerciseTally] = [:]
  /// The time spent, in seconds; `nil` until the journal tells times.
  public var seconds: Int?

  public init() {}

  public subscript(id: String) -> ExerciseTally { exercises[id] ?? ExerciseTally() }

  /// - Parameters:
  ///   - text: what was typed.
  ///   - seconds: what it took, since the page was opened or the exercise before it was left.
  public mutating func add(_ event: ExerciseEvent, text: String, seconds: Int?) {
    exercises[event.exercise, default: ExerciseTally()].add(event, text: text, seconds: seconds)
  }

  /// Notes that an exercise is said to be done without anything that shows it.
  public mutating func claim(_ id: String) {
    exercises[id, default: ExerciseTally()].isClaimed = true
  }

  public func total(_ count: (ExerciseTally) -> Int) -> Int {
    exercises.values.reduce(0) { $0 + count($1) }
  }

  /// The tally that the notes of some sittings make: what the student's own program saw.
  public init(notesOf sittings: [Journal]) {
    for sitting in sittings {
      var watch = SittingWatch()
      for record in sitting.records {
        let event = record.note.flatMap { ExerciseEvent(note: $0) }
        let seconds = watch.seconds(upTo: record, event)
        if let event { add(event, text: record.command, seconds: seconds) }
      }
      add(watch)
    }
  }

  /// Adds the time of a sitting.
  public mutating func add(_ watch: SittingWatch) {
    if watch.knowsTimes { seconds = (seconds ?? 0) + watch.total }
  }
}

/// What came of one exercise.
public struct ExerciseTally: Sendable, Hashable {
  public enum State: String, Sendable, Hashable, CaseIterable {
    /// Without its answer having been shown.
    case solved
    /// The answer was shown before it was solved, if it was at all.
    case answered
    case skipped
    /// Tried, or left alone.
    case open
    /// Said to be done, and nothing in the file shows it.
    case claimed
  }

  public internal(set) var attempts = 0
  public internal(set) var hints = 0
  /// The time up to the last event, in seconds; `nil` where it is not known.
  public internal(set) var seconds: Int?
  /// The wrong answers, as they were typed; the first ones of many.
  public internal(set) var wrongAnswers: [String] = []
  private var wasSolved = false
  private var answerWasShown = false
  private var wasSkipped = false
  var isClaimed = false

  /// How many wrong answers are kept, and how long each may be.
  public static let mostWrongAnswers = 50
  public static let longestAnswer = 120

  public init() {}

  public var state: State {
    if wasSolved { return .solved }
    if answerWasShown { return .answered }
    if wasSkipped { return .skipped }
    return isClaimed ? .claimed : .open
  }

  public var isSolvedAtOnce: Bool { state == .solved && attempts == 1 && hints == 0 }

  mutating func add(_ event: ExerciseEvent, text: String, seconds: Int?) {
    if let seconds { self.seconds = (self.seconds ?? 0) + seconds }
    switch event.kind {
    case .right:
      attempts += 1
      // Who has been shown the answer can only repeat it.
      if !answerWasShown { wasSolved = true }
    case .wrong:
      attempts += 1
      let answer = Self.shortened(text)
      if wrongAnswers.count < Self.mostWrongAnswers, !wrongAnswers.contains(answer) {
        wrongAnswers.append(answer)
      }
    case .hint: hints = max(hints, min(event.detail.flatMap { Int($0) } ?? hints + 1, 1000))
    case .answer: answerWasShown = true
    case .skip: wasSkipped = true
    }
  }

  /// An answer as it is compared with others: single blanks, and not endless.
  public static func shortened(_ text: String) -> String {
    let words = text.prefix(longestAnswer + 1).split(whereSeparator: \.isWhitespace)
    let plain = words.joined(separator: " ")
    return plain.count > longestAnswer ? plain.prefix(longestAnswer - 3) + "..." : plain
  }
}

/// Tells how long a student was at what, from the times in a journal.
///
/// An exercise has the time from the opening of its page, or from the end of the exercise before it,
/// up to its last event. A pause counts as `longestPause` at most: nobody was there.
public struct SittingWatch: Sendable, Hashable {
  /// In seconds.
  public static let longestPause = 600

  public private(set) var total = 0
  public private(set) var knowsTimes = false
  /// Whether a time lay before the one above it.
  public private(set) var wentBackwards = false
  private var last: Int?
  private var sinceEvent = 0

  public init() {}

  /// - Returns: the seconds since the last event, if this record is one.
  public mutating func seconds(upTo record: Journal.Record, _ event: ExerciseEvent?) -> Int? {
    if let time = record.time {
      knowsTimes = true
      if let last {
        if time < last { wentBackwards = true }
        let gap = min(max(time - last, 0), Self.longestPause)
        total += gap
        sinceEvent += gap
      }
      last = time
    }
    guard event != nil else {
      // What was read before the page is no part of its exercise.
      if record.command.hasPrefix("page") || record.command.hasPrefix("lesson") { sinceEvent = 0 }
      return nil
    }
    defer { sinceEvent = 0 }
    return knowsTimes ? sinceEvent : nil
  }
}
