import Equations
import Phrases

/// An equation is to be written, or the right side of one.
struct EquationTask: ExerciseTask {
  static let key = "equation"
  static let companions = AnswerRules.keys
  static let repeatedKeys = AnswerRules.keys
  static let example: Phrase = "an equation for the same name"

  /// The name that it is for, if it is for one.
  var name: String?
  var value: Expression

  static func read(_ field: LessonField, _ fields: inout ExerciseFields) -> EquationTask? {
    do throws(LanguageError) {
      switch try Parser.statement(field.value).kind {
      case .expression(let expression): return EquationTask(name: nil, value: expression)
      case .assignment(let assignment):
        guard assignment.subscripts == nil else { break }
        return EquationTask(name: assignment.name, value: assignment.computedValue)
      case .importOfNumPy: break
      }
      fields.note(.notAnEquation(text: field.value), field.valuePosition)
    } catch {
      fields.note(error, in: field)
    }
    return nil
  }

  var howTo: Phrase {
    guard let name else { return "Type the expression." }
    return "Type the equation: \(StyledText("\(name) = ...", .code))"
  }

  var wrong: Phrase {
    // Of another shape that is said.
    """
    That has the right shape and other numbers in it. Work one element out by hand, and compare it \
    with what yours makes there.
    """
  }

  var answer: [String] { [name.map { "\($0) = \(value.text)" } ?? value.text] }

  func attempt(_ text: String) -> (any Attempt)? {
    guard let statement = try? Parser.statement(text) else { return nil }
    switch statement.kind {
    case .expression(let expression):
      if case .name = expression.node { return nil }
      return EquationAttempt(given: expression, isAssigned: false, task: self)
    case .assignment(let assignment):
      guard assignment.subscripts == nil, let name else { return nil }
      if assignment.name == name {
        return EquationAttempt(given: assignment.computedValue, isAssigned: true, task: self)
      }
      if assignment.name.lowercased() == name.lowercased() {
        return MisnamedAttempt(given: assignment.name, wanted: name)
      }
      let equation = EquationAttempt(
        given: assignment.computedValue, isAssigned: true, task: self)
      return RenamedAttempt(equation: equation, given: assignment.name, wanted: name)
    case .importOfNumPy: return nil
    }
  }

  func verify(in context: ExerciseContext) throws(LanguageError) {
    // Not the equation itself, which is right as it stands.
    _ = try EquationJudge(program: context.program, name: name, expected: value)
      .judge(value + .integer(0))
  }
}

struct EquationAttempt: Attempt {
  var given: Expression
  /// Whether it was written with its name.
  var isAssigned: Bool
  var task: EquationTask

  func judge(in context: ExerciseContext) throws(LanguageError) -> Judgement {
    try judge(against: task.value, in: context)
  }

  private func judge(
    against expected: Expression, in context: ExerciseContext
  ) throws(LanguageError) -> Judgement {
    try EquationJudge(
      program: context.program, name: task.name, expected: expected, data: context.values
    ).judge(given)
  }

  func isSame(as other: any Attempt, in context: ExerciseContext) -> Bool {
    guard let other = other as? Self else { return false }
    return ((try? judge(against: other.given, in: context)) ?? .wrong(.other)).isRight
  }

  func meaning(in context: ExerciseContext) throws(LanguageError) -> AnswerMeaning? {
    try EquationJudge(
      program: context.program, name: task.name, expected: task.value, data: context.values
    ).meaning(of: given)
  }

  var expressions: [Expression] { [given] }

  func isMeant(_ judgement: Judgement) -> Bool {
    // An equation is made of names: to write it is to answer, to look at another array is not.
    if case .wrong(.otherShape) = judgement { isAssigned || given.names.isEmpty } else { true }
  }
}

/// An equation for another name: an answer where it computes what is asked for, and else none.
struct RenamedAttempt: Attempt {
  var equation: EquationAttempt
  var given: String
  var wanted: String

  func judge(in context: ExerciseContext) -> Judgement {
    // What cannot be computed as an answer may be an equation of its own.
    let isRight = ((try? equation.judge(in: context)) ?? .wrong(.other)).isRight
    return .wrong(isRight ? .otherName(given: given, wanted: wanted) : .other)
  }

  func isSame(as other: any Attempt, in context: ExerciseContext) -> Bool { false }

  func isMeant(_ judgement: Judgement) -> Bool {
    judgement == .wrong(.otherName(given: given, wanted: wanted))
  }
}

/// An equation for a name that is the one asked for but for small and capital letters.
struct MisnamedAttempt: Attempt {
  var given: String
  var wanted: String

  func judge(in context: ExerciseContext) -> Judgement {
    .wrong(.otherCase(given: given, wanted: wanted))
  }

  func isSame(as other: any Attempt, in context: ExerciseContext) -> Bool {
    (other as? Self)?.given == given
  }

  var otherName: String? { given }
}
