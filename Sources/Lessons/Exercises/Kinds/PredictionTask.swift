import Arrays
import Equations
import Phrases

/// A value that is not there yet: what it will be after these commands.
struct PredictionTask: ExerciseTask {
  static let key = "predict"
  static let companions = ["tolerance", "after"]
  static let example = ValueTask.example

  var value: Expression
  var laterCommands: [String]
  var tolerance: Tolerance?

  static func read(_ field: LessonField, _ fields: inout ExerciseFields) -> PredictionTask? {
    guard let value = fields.expression(field) else { return nil }
    return PredictionTask(
      value: value, laterCommands: [fields.first("after")?.value ?? "step"],
      tolerance: fields.tolerance())
  }

  var howTo: Phrase {
    switch tolerance {
    case .absolute(0): "Type what you expect, exactly."
    case .absolute(let room): "Type what you expect, to within \(Tolerance.number(room))."
    case .relative(let part):
      "Type what you expect, to within \(Tolerance.number(part * 100)) %."
    case nil: "Type what you expect; two digits are enough."
    }
  }

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

  /// The value itself: the expression has none yet.
  func typedAnswer(in context: ExerciseContext) -> [String]? {
    (try? context.expected(value)).map { [Expression.literal($0).text] }
  }
}
