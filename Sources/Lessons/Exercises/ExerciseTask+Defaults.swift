import Equations
import Phrases

/// A question that is answered with a line, by the values that there are.
extension ExerciseTask {
  package static var companions: [String] { [] }
  package static var repeatedKeys: [String] { [] }
  package static var readsAnswer: Bool { false }

  package static func whatIsWanted(_ exercise: Exercise) -> [String] {
    [exercise.kind.rawValue]
      + exercise.fields
      .filter { !["ask", "hint", "wrong", "explain", "id"].contains($0.key) }
      .map { "\($0.key): \($0.value)" }.sorted()
  }

  package var options: [String] { [] }
  package var optionsAreCode: Bool { false }
  package var wrong: Phrase { "That is not it." }
  package var skipped: Phrase { "Skipped." }
  package func dealt(id: String, seed: UInt32) -> Self { self }

  package func shownAnswer(_ lines: [String], in context: ExerciseContext) -> ShownAnswer {
    ShownAnswer(text: lines.joined(separator: "; "))
  }

  package var comesBeforeCommands: Bool { false }
  package var dependsOnValues: Bool { true }
  package var laterCommands: [String] { [] }

  package var changesSession: Bool { false }
  package var condition: Expression? { nil }
  package func asks(for command: CommandGiven) -> Bool { false }

  package func judgement(after command: CommandGiven, in values: any Scope) -> Judgement? { nil }

  /// - Throws: nothing: most kinds have nothing to verify.
  package func verify(in context: ExerciseContext) throws(LanguageError) {}
  package func typedAnswer(in context: ExerciseContext) -> [String]? { nil }
  package var untouchedAnswer: [String]? { nil }
  package var otherAnswers: [[String]] { [] }
  package func secrets(_ answers: [String]) -> [String] { answers }

  /// The key of the field that holds it.
  package var key: String { Self.key }
}

/// A task that is done with commands: no line answers it.
package protocol TaskOfCommands: ExerciseTask {}

extension TaskOfCommands {
  package static var example: Phrase { "a command" }
  package var changesSession: Bool { true }
  package var skipped: Phrase { "Skipped; the network is where the exercise leads to." }
  package func attempt(_ text: String) -> (any Attempt)? { nil }
}

/// A question with one right option of several.
package protocol TaskOfOptions: ExerciseTask {
  /// The right one's index.
  var right: Int { get }
}

extension TaskOfOptions {
  package static var readsAnswer: Bool { true }
  package static var example: Phrase { "an option's letter or its words" }

  package var howTo: Phrase {
    "Type \(Phrase.list(options.indices.map { ChoiceText.letter($0) }))."
  }

  package var answer: [String] { [ChoiceText.letter(right)] }

  package func shownAnswer(_ lines: [String], in context: ExerciseContext) -> ShownAnswer {
    ShownAnswer(text: "\(ChoiceText.letter(right))  \(options[right])", options: [right])
  }

  package var comesBeforeCommands: Bool { true }
  package var dependsOnValues: Bool { false }
  package func secrets(_ answers: [String]) -> [String] { [options[right]] }
}

/// One of several options.
struct OptionAttempt: Attempt {
  var option: Int
  var right: Int

  func judge(in context: ExerciseContext) -> Judgement {
    option == right ? .right : .wrong(.other)
  }

  func isSame(as other: any Attempt, in context: ExerciseContext) -> Bool {
    (other as? Self)?.option == option
  }

  /// By its place, since the words are a language's.
  func meaning(in context: ExerciseContext) -> AnswerMeaning? { .words("\(option)") }
}
