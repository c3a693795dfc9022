import Equations
import Phrases

/// The one wrong equation of several.
struct BugTask: TaskOfOptions {
  static let key = "bug"
  static let companions = ["choice"]

  var options: [String]
  var right: Int

  static func read(_ field: LessonField, _ fields: inout ExerciseFields) -> BugTask? {
    guard let options = fields.options("choice") else { return nil }
    let statements = options.map { try? Parser.statement($0).assignment }
    for (statement, option) in zip(statements, fields.all("choice")) where statement == nil {
      fields.note(.notAnEquation(text: option.value), option.valuePosition)
    }
    let wrong =
      ChoiceText.option(field.value, of: options)
      ?? statements.firstIndex { $0?.name == field.value }
    guard let wrong else {
      fields.note(.notAChoice(text: field.value, options: options), field.valuePosition)
      return nil
    }
    return BugTask(options: options, right: wrong)
  }

  var optionsAreCode: Bool { true }
  var wrong: Phrase { "That equation is right. Check the shapes and signs of the others." }

  /// An equation by its letter, its number, its text in any spelling, or the name it is for.
  func attempt(_ text: String) -> (any Attempt)? {
    option(text).map { OptionAttempt(option: $0, right: right) }
  }

  private func option(_ text: String) -> Int? {
    if let index = ChoiceText.option(text, of: options) { return index }
    let statements = options.map { try? Parser.statement($0) }
    if let given = try? Parser.statement(text),
      let index = statements.firstIndex(where: { $0 == given })
    {
      return index
    }
    let named = statements.indices.filter { statements[$0]?.assignment?.name == text }
    return named.count == 1 ? named[0] : nil
  }
}
