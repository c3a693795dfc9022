import Equations
import Networks

/// A typed line, read as an answer to an exercise.
package protocol Attempt: Sendable {
  /// Judges it.
  ///
  /// - Throws: `LanguageError` if it, or what it is compared with, cannot be computed.
  func judge(in context: ExerciseContext) throws(LanguageError) -> Judgement
  /// Whether it says what another one does that the author foresaw.
  ///
  /// - Throws: `LanguageError` if it cannot be computed.
  func isSame(as other: any Attempt, in context: ExerciseContext) throws(LanguageError) -> Bool
  /// What it comes to; nil where there is no more to it than what was typed.
  ///
  /// - Throws: `LanguageError` if it cannot be computed.
  func meaning(in context: ExerciseContext) throws(LanguageError) -> AnswerMeaning?
  /// Whether it computes with names where a number or a shape is asked for: wrong, it was a look,
  /// and is not counted.
  var mayBeALook: Bool { get }
  /// Whether a line that is judged so can have been meant as an answer.
  func isMeant(_ judgement: Judgement) -> Bool
  /// A name that is not the one asked for: where there is such a value, the line is about that.
  var otherName: String? { get }
  /// What it is written with: the expressions that it can be meant as.
  var expressions: [Expression] { get }
  /// What is computed in it, where its value is worth showing beside what is said of it.
  var computed: Expression? { get }
}

extension Attempt {
  /// Nothing that could be compared; what can be throws what computing it throws.
  ///
  /// - Throws: nothing.
  package func meaning(in context: ExerciseContext) throws(LanguageError) -> AnswerMeaning? { nil }
  package var mayBeALook: Bool { false }
  /// To look at a matrix is no answer to a question for a number.
  package func isMeant(_ judgement: Judgement) -> Bool {
    if case .wrong(.otherShape) = judgement { !mayBeALook } else { true }
  }
  package var otherName: String? { nil }
  package var expressions: [Expression] { [] }
  package var computed: Expression? { nil }
}

/// Where an attempt is judged: the values there are, and the program that computes them.
package struct ExerciseContext {
  package var values: any Scope
  /// The values that a prediction is about, which an attempt cannot use.
  package var later: any Scope
  package var program: Program

  package init(values: any Scope, later: (any Scope)? = nil, program: Program) {
    self.values = values
    self.later = later ?? values
    self.program = program
  }
}
