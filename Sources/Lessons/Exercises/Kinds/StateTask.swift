import Equations
import Phrases

/// An expression over the session is to become true.
struct StateTask: TaskOfCommands {
  static let key = "check"

  var wanted: Expression

  static func read(_ field: LessonField, _ fields: inout ExerciseFields) -> StateTask? {
    if fields.first("answer") == nil { fields.noteMissing("answer") }
    return fields.expression(field).map { StateTask(wanted: $0) }
  }

  var howTo: Phrase {
    "Type commands; \(StyledText("check", .command)) says whether it holds."
  }
  var answer: [String] { [] }
  var condition: Expression? { wanted }

  func judgement(after command: CommandGiven, in values: any Scope) -> Judgement? {
    wanted.holds(in: values) ? .right : nil
  }
}
