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
    for (index, statement) in statements.enumerated() {
      guard let name = statement?.name,
        let letter = ChoiceText.letterElsewhere(name, index, options)
      else { continue }
      fields.note(
        .optionIsALetter(text: name, letter: letter), fields.all("choice")[index].valuePosition)
    }
    let task = BugTask(options: options, right: 0)
    let named = task.named(field.value)
    if let named, let other = ChoiceText.option(field.value, of: options), other != named {
      fields.note(
        .ambiguousOption(text: field.value, options: [options[named], options[other]]),
        field.valuePosition)
    }
    guard let wrong = task.option(field.value) else {
      fields.note(.notAChoice(text: field.value, options: options), field.valuePosition)
      return nil
    }
    return BugTask(options: options, right: wrong)
  }

  var optionsAreCode: Bool { true }
  var wrong: Phrase { "That equation is right. Check the shapes and signs of the others." }

  /// An equation by the name it is for, its letter, its number, or its text in any spelling.
  func attempt(_ text: String) -> (any Attempt)? {
    option(text).map { OptionAttempt(option: $0, right: right) }
  }

  /// A name before a letter: `A` is the equation for A, wherever it stands.
  private func option(_ text: String) -> Int? {
    if let index = named(text) ?? ChoiceText.option(text, of: options) { return index }
    let given = try? Parser.statement(text)
    return given == nil ? nil : options.firstIndex { (try? Parser.statement($0)) == given }
  }

  /// The only equation for a name.
  private func named(_ name: String) -> Int? {
    let found = options.indices.filter {
      (try? Parser.statement(options[$0]))?.assignment?.name == name
    }
    return found.count == 1 ? found[0] : nil
  }
}
