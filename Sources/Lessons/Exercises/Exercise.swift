import Phrases

/// Something for the student to do or to answer: an `exercise` or a `quiz` fence.
public struct Exercise: Sendable {
  /// Where the fence begins.
  public var position: SourcePosition
  /// Which of the two fences it is: they differ only in how they are announced.
  public var kind: FenceKind
  /// The id that progress and grades key on: it stays when the words change.
  public var id: String
  /// What the student is asked.
  public var ask: String
  /// What must hold.
  package var task: any ExerciseTask
  /// Shown one at a time, in this order.
  public var hints: [LessonField]
  /// What to type, line by line; empty where the task says it.
  public var answers: [LessonField]
  /// Wrong answers that the author foresaw.
  public var foreseen: [ForeseenAnswer]
  /// With what an answer may be written.
  package var rules = AnswerRules()
  /// What is said once it is solved.
  public var explanation: String?
  /// Every field in the file's order.
  public var fields: [LessonField]

  /// What to type to solve it, line by line.
  public var answerLines: [String] {
    answers.isEmpty ? task.answer : answers.map(\.value)
  }

  /// How an answer is given.
  package var howTo: Phrase {
    rules.words.map { Phrase([task.howTo, $0], separator: " ") } ?? task.howTo
  }
}

extension Exercise: Hashable {
  /// Whether both are the same lines at the same place: they make the exercise.
  public static func == (a: Exercise, b: Exercise) -> Bool {
    a.position == b.position && a.kind == b.kind && a.fields == b.fields
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(position)
    hasher.combine(id)
  }
}

/// A wrong answer, and what it is told.
public struct ForeseenAnswer: Sendable, Hashable {
  /// As the student would type it.
  public var text: String
  public var feedback: String
  /// Where the line stands.
  public var position: SourcePosition
}
