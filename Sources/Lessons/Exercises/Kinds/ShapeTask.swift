import Arrays
import Equations
import Phrases

/// A shape, given as such or as that of an expression.
struct ShapeTask: ExerciseTask {
  static let key = "shape"
  static let companions = AnswerRules.keys
  static let repeatedKeys = AnswerRules.keys
  static let example: Phrase = "a shape such as (2, 3)"

  /// What a shape is compared with.
  enum Expected: Sendable, Hashable {
    case dimensions(Shape)
    case of(Expression)

    func shape(in context: ExerciseContext) throws(LanguageError) -> Shape {
      switch self {
      case .dimensions(let shape): return shape
      case .of(let expression):
        guard let shape = try Evaluation.check(expression, in: context.values).shape else {
          throw LanguageError(.notAnArray(expression.text), at: expression.span)
        }
        return shape
      }
    }
  }

  var expected: Expected

  static func read(_ field: LessonField, _ fields: inout ExerciseFields) -> ShapeTask? {
    if let shape = AnswerText.shape(field.value) { return ShapeTask(expected: .dimensions(shape)) }
    return fields.expression(field).map { ShapeTask(expected: .of($0)) }
  }

  var howTo: Phrase { "Type a shape, such as (3, 4)." }
  var wrong: Phrase { "That is not it. What is a row here, and what is a column?" }

  var answer: [String] {
    switch expected {
    case .dimensions(let shape): [shape.description]
    case .of(let expression): ["(\(expression.text)).shape"]
    }
  }

  func shownAnswer(_ lines: [String], in context: ExerciseContext) -> ShownAnswer {
    let shape = try? expected.shape(in: context)
    return ShownAnswer(text: shape?.description ?? lines.joined(separator: "; "))
  }

  func attempt(_ text: String) -> (any Attempt)? {
    if let shape = AnswerText.shape(text) {
      return ShapeAttempt(given: .shape(shape), expected: expected)
    }
    return (try? Parser.expression(text)).map {
      ShapeAttempt(given: .expression($0), expected: expected)
    }
  }

  func verify(in context: ExerciseContext) throws(LanguageError) {
    _ = try expected.shape(in: context)
  }

  func typedAnswer(in context: ExerciseContext) -> [String]? {
    (try? expected.shape(in: context)).map { [$0.description] }
  }
}

struct ShapeAttempt: Attempt {
  enum Given: Sendable, Hashable {
    case shape(Shape)
    /// An expression that is a shape: `X.shape`.
    case expression(Expression)
  }

  var given: Given
  var expected: ShapeTask.Expected

  /// The shape that is meant; nil where the expression is none.
  private func shape(in context: ExerciseContext) throws(LanguageError) -> Shape? {
    switch given {
    case .shape(let shape): shape
    case .expression(let expression): try context.shapeGiven(by: expression)
    }
  }

  func judge(in context: ExerciseContext) throws(LanguageError) -> Judgement {
    guard let given = try shape(in: context) else { return .wrong(.other) }
    let expected = try expected.shape(in: context)
    if given == expected { return .right }
    if given.rank != expected.rank {
      return .wrong(.otherRank(given: given.rank, expected: expected.rank))
    }
    if given == expected.transposed { return .wrong(.transposedShape) }
    let right = zip(given.dimensions, expected.dimensions).count { $0 == $1 }
    return .wrong(right > 0 ? .elements(right: right, of: expected.rank) : .other)
  }

  func isSame(as other: any Attempt, in context: ExerciseContext) throws(LanguageError) -> Bool {
    guard let other = other as? Self else { return false }
    guard let shape = try shape(in: context) else { return false }
    return given == other.given || .shape(shape) == other.given
  }

  func meaning(in context: ExerciseContext) throws(LanguageError) -> AnswerMeaning? {
    try shape(in: context).map { .words($0.description) }
  }

  var expressions: [Expression] {
    if case .expression(let expression) = given { [expression] } else { [] }
  }

  var mayBeALook: Bool {
    if case .expression(let expression) = given { !expression.names.isEmpty } else { false }
  }
}
