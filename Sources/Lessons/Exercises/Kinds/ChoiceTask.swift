import Phrases

/// One of several texts.
struct ChoiceTask: TaskOfOptions {
  static let key = "choice"
  static let repeatedKeys = ["choice"]

  var options: [String]
  var right: Int

  static func read(_ field: LessonField, _ fields: inout ExerciseFields) -> ChoiceTask? {
    guard let options = fields.options("choice") else { return nil }
    for (index, option) in options.enumerated() {
      guard let letter = ChoiceText.letterElsewhere(ChoiceText.normal(option), index, options)
      else { continue }
      fields.note(
        .optionIsALetter(text: option, letter: letter), fields.all("choice")[index].valuePosition)
    }
    guard let answer = fields.first("answer") else {
      fields.noteMissing("answer")
      return nil
    }
    for again in fields.all("answer").dropFirst() {
      fields.note(
        .repeatedKey(key: "answer", firstLine: answer.position.line), again.position)
    }
    guard let right = ChoiceText.option(answer.value, of: options) else {
      fields.note(.notAChoice(text: answer.value, options: options), answer.valuePosition)
      return nil
    }
    return ChoiceTask(options: options, right: right)
  }

  /// The options' words are a language's.
  static func whatIsWanted(_ exercise: Exercise) -> [String] {
    guard let task = exercise.task as? ChoiceTask else { return [] }
    return ["choice", "\(task.options.count)", "\(task.right)"]
  }

  var wrong: Phrase { "That is not it. Read the question once more, and try another." }

  func attempt(_ text: String) -> (any Attempt)? {
    ChoiceText.option(text, of: options).map { OptionAttempt(option: $0, right: right) }
  }
}
