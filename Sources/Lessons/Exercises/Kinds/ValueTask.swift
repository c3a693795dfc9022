import Equations
import Phrases

/// A value is to be worked out.
struct ValueTask: ValueAnswering {
  static let key = "value"
  static let companions = ["tolerance"] + AnswerRules.keys
  static let repeatedKeys = AnswerRules.keys
  static let example: Phrase = "a number or an expression"

  var value: Expression
  var tolerance: Tolerance?

  static func read(_ field: LessonField, _ fields: inout ExerciseFields) -> ValueTask? {
    guard let value = fields.expression(field) else { return nil }
    return ValueTask(value: value, tolerance: fields.tolerance())
  }

  var howTo: Phrase {
    switch tolerance {
    case .absolute(0): "Type a number or an expression, exactly."
    case .absolute(let room):
      "Type a number or an expression, to within \(Tolerance.number(room))."
    case .relative(let part):
      "Type a number or an expression, to within \(Tolerance.number(part * 100)) %."
    case nil:
      if value.isWholeNumber {
        "Type a number or an expression."
      } else if value.isComputed {
        """
        Type a number or an expression; two digits are enough, but a whole number has to be exact.
        """
      } else {
        "Type a number or an expression; two digits are enough."
      }
    }
  }
}

/// A kind whose answer is a value, within a tolerance.
protocol ValueAnswering: ExerciseTask {
  var value: Expression { get }
  var tolerance: Tolerance? { get }
}

extension ValueAnswering {
  var answer: [String] { [value.text] }

  func shownAnswer(_ lines: [String], in context: ExerciseContext) -> ShownAnswer {
    value.shownAnswer(lines, in: context)
  }

  func attempt(_ text: String) -> (any Attempt)? {
    ValueAttempt(text, for: value, tolerance)
  }

  func verify(in context: ExerciseContext) throws(LanguageError) {
    _ = try context.expected(value)
  }
}

extension Expression {
  /// A value that is an answer, with what it comes to where it is computed.
  func shownAnswer(_ lines: [String], in context: ExerciseContext) -> ShownAnswer {
    guard isComputed, let result = try? context.expected(self) else {
      return ShownAnswer(text: lines.joined(separator: "; "))
    }
    return ShownAnswer(text: "\(text) = \(result.description)")
  }
}

/// Any of these values: a text can be meant in more than one way.
struct ValueAttempt: Attempt {
  var given: [Expression]
  var expected: Expression
  var tolerance: Tolerance?

  init?(_ text: String, for expected: Expression, _ tolerance: Tolerance?) {
    given = AnswerText.expressions(text)
    self.expected = expected
    self.tolerance = tolerance
    if given.isEmpty { return nil }
  }

  func judge(in context: ExerciseContext) throws(LanguageError) -> Judgement {
    let judge = NumericJudge(
      expected: try context.expected(expected), tolerance: tolerance,
      // Of a number that stands there as it is, nobody takes a mean.
      examples: expected.names.isEmpty ? 1 : context.examples)
    return try context.best(given) { judge.judge($0) }
  }

  func isSame(as other: any Attempt, in context: ExerciseContext) throws(LanguageError) -> Bool {
    guard let text = (other as? Self)?.given.first, let foreseen = try? context.array(text) else {
      return false
    }
    // As exact as the author wrote it, or as the answer itself need be.
    let judge = NumericJudge(
      expected: foreseen, tolerance: tolerance, examples: context.examples)
    return try context.best(given) { judge.judge($0) }.isRight
  }

  func meaning(in context: ExerciseContext) throws(LanguageError) -> AnswerMeaning? {
    guard let first = given.first else { return nil }
    let value = try context.array(first)
    let judge = NumericJudge(expected: value, tolerance: tolerance, examples: 1)
    return .numbers(
      shape: value.shape.dimensions, values: AnswerMeaning.sample(value), room: judge.room)
  }

  var expressions: [Expression] { given }
  var mayBeALook: Bool {
    given.contains { !$0.names.isEmpty || !$0.calledFunctions.isEmpty }
  }

  var computed: Expression? { given.contains(where: \.isComputed) ? given.first : nil }
}
