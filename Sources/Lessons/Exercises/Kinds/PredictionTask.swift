import Arrays
import Equations
import Phrases

/// A value that is not there yet: what it will be after these commands.
struct PredictionTask: ValueAnswering {
  static let key = "predict"
  static let companions = ["tolerance", "after"] + AnswerRules.keys
  static let repeatedKeys = AnswerRules.keys
  static let example: Phrase = ValueTask.example

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

  /// The value itself: the expression has none yet.
  func typedAnswer(in context: ExerciseContext) -> [String]? {
    (try? context.expected(value)).map { [Expression.literal($0).text] }
  }
}
