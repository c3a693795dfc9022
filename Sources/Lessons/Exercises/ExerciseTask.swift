import Arrays
import Equations
import Phrases

/// What must hold for an exercise to be solved: a task of one kind, with all that is asked, shown and
/// said about it.
///
/// A kind is a type that conforms, in a file of its own in `Kinds`, and a line in
/// `ExerciseKinds.all`. Most of what is below has an answer for questions that are answered with a
/// line; a kind says what is different with it.
package protocol ExerciseTask: Sendable {
  // MARK: How an author writes it

  /// The key of the field that says what must hold: `value`.
  static var key: String { get }
  /// The keys that go with it and with no other kind.
  static var companions: [String] { get }
  /// Those of its keys that may come more than once.
  static var repeatedKeys: [String] { get }
  /// Whether the field `answer` says what must hold, and not what to type.
  static var readsAnswer: Bool { get }
  /// What an answer looks like, for an author: `a number or an expression`.
  static var example: Phrase { get }
  /// The task that an exercise's fields are; nil, with what is wrong noted, where they are none.
  static func read(_ field: LessonField, _ fields: inout ExerciseFields) -> Self?
  /// The lines that decide what is right, without the words of a language: two exercises with the
  /// same ones want the same.
  static func whatIsWanted(_ exercise: Exercise) -> [String]

  // MARK: What a student sees

  /// How an answer is given.
  var howTo: Phrase { get }
  /// What there is to choose from, in the order in which it is shown behind letters.
  var options: [String] { get }
  /// Whether the options are equations, and not words.
  var optionsAreCode: Bool { get }
  /// What is said of a wrong answer of which nothing more is known.
  var wrong: Phrase { get }
  /// What is said of one who leaves it undone.
  var skipped: Phrase { get }
  /// The same task as one of the students has it.
  func dealt(id: String, seed: UInt32) -> Self

  // MARK: What is right

  /// What to type where the author does not say it.
  var answer: [String] { get }
  /// The answer as it is shown to a student who asks for it, `lines` being what to type.
  func shownAnswer(_ lines: [String], in context: ExerciseContext) -> ShownAnswer
  /// A line read as an answer; nil when it cannot be one.
  func attempt(_ text: String) -> (any Attempt)?
  /// Whether a line that is an answer is one even where it could be a command.
  var comesBeforeCommands: Bool { get }
  /// Whether the values that there are make a difference to what is right.
  var dependsOnValues: Bool { get }
  /// Commands after which the values that it is about are there; they are done on a copy.
  var laterCommands: [String] { get }

  // MARK: Tasks that are done and not answered

  /// Whether it is done with commands, so that solving it changes the session.
  var changesSession: Bool { get }
  /// What a state has to fulfil.
  var condition: Expression? { get }
  /// Whether it asks for just this command.
  func asks(for command: CommandGiven) -> Bool
  /// What became of it by a command; nil where there is nothing to say.
  func judgement(after command: CommandGiven, in values: any Scope) -> Judgement?

  // MARK: What is verified

  /// Computes what an answer is compared with.
  ///
  /// - Throws: `LanguageError` if that is not possible.
  func verify(in context: ExerciseContext) throws(LanguageError)
  /// What a student types who is right, where that is another thing than `answer`.
  func typedAnswer(in context: ExerciseContext) -> [String]?
  /// What one types who does nothing but copy what is shown.
  var untouchedAnswer: [String]? { get }
  /// Other answers that are right too.
  var otherAnswers: [[String]] { get }
  /// What a hint must not say, `answers` being what to type.
  func secrets(_ answers: [String]) -> [String]
}

/// A command in one spelling: `s`, `st` and `step 1` are `step`.
package struct CommandGiven {
  package var text: String
  /// Writes a command in its one spelling.
  package var canonical: (String) -> String

  package init(_ text: String, canonical: @escaping (String) -> String) {
    self.text = canonical(text)
    self.canonical = canonical
  }
}

/// An answer as it is shown.
package struct ShownAnswer {
  /// What to type, or what it comes to.
  package var text: String
  /// Where it consists of options: which of them, in this order.
  package var options: [Int] = []
}

/// The kinds of exercise.
package enum ExerciseKinds {
  /// In the order in which they are told to an author.
  package static let all: [any ExerciseTask.Type] = [
    CommandTask.self, StateTask.self, ValueTask.self, ShapeTask.self, ChoiceTask.self,
    PredictionTask.self, EquationTask.self, BugTask.self, OrderTask.self,
  ]

  /// The keys of which an exercise has one.
  package static var keys: [String] { all.map { $0.key } }

  /// The keys of all kinds that are none of those.
  static var companions: [String] {
    var found: [String] = []
    for kind in all {
      for key in kind.companions where !keys.contains(key) && !found.contains(key) {
        found.append(key)
      }
    }
    return found
  }

  package static func named(_ key: String) -> (any ExerciseTask.Type)? {
    all.first { $0.key == key }
  }
}
