import Arrays
import Equations
import Networks
import Training

/// Where an attempt is judged: the values there are, and the program that computes them.
public struct ExerciseContext<Values: Scope> {
  public var values: Values
  /// The values that a prediction is about, which an attempt cannot use.
  public var later: Values
  public var program: Program

  public init(values: Values, later: Values? = nil, program: Program) {
    self.values = values
    self.later = later ?? values
    self.program = program
  }
}

/// What a typed line says, read as an answer.
public enum Attempt: Sendable, Hashable {
  /// Any of these values: a text can be meant in more than one way.
  case value([Expression])
  case shape(Shape)
  case shapeOf(Expression)
  case option(Int)
  case equation(Expression)
  /// An equation for a name that is the one asked for but for small and capital letters.
  case misnamed(String)
}

extension Exercise {
  /// A line read as an answer to this exercise; nil when it cannot be one.
  ///
  /// Commands and states are not answered with a line: what the line does is looked at.
  public func attempt(_ text: String) -> Attempt? {
    switch task {
    case .command, .state: return nil
    case .value, .prediction:
      let expressions = AnswerText.expressions(text)
      return expressions.isEmpty ? nil : .value(expressions)
    case .shape:
      if let shape = AnswerText.shape(text) { return .shape(shape) }
      return (try? Parser.expression(text)).map { .shapeOf($0) }
    case .choice(let options, _):
      return ChoiceText.option(text, of: options).map { .option($0) }
    case .bug(let equations, _):
      return option(text, of: equations).map { .option($0) }
    case .equation(let name, _):
      guard let statement = try? Parser.statement(text) else { return nil }
      switch statement.kind {
      case .expression(let expression):
        if case .name = expression.node { return nil }
        return .equation(expression)
      case .assignment(let assignment):
        guard assignment.subscripts == nil, let name else { return nil }
        if assignment.name == name { return .equation(assignment.computedValue) }
        let isMisnamed = assignment.name.lowercased() == name.lowercased()
        return isMisnamed ? .misnamed(assignment.name) : nil
      case .importOfNumPy: return nil
      }
    }
  }

  /// An equation by its letter, its number, its text in any spelling, or the name it is for.
  private func option(_ text: String, of equations: [String]) -> Int? {
    if let index = ChoiceText.option(text, of: equations) { return index }
    let statements = equations.map { try? Parser.statement($0) }
    if let given = try? Parser.statement(text),
      let index = statements.firstIndex(where: { $0 == given })
    {
      return index
    }
    let named = statements.indices.filter { statements[$0]?.assignment?.name == text }
    return named.count == 1 ? named[0] : nil
  }

  /// Judges an attempt.
  ///
  /// - Throws: `LanguageError` if the attempt, or what it is compared with, cannot be computed.
  public func judge(
    _ attempt: Attempt, in context: ExerciseContext<some Scope>
  ) throws(LanguageError) -> Judgement {
    let judgement = try plainJudgement(attempt, in: context)
    guard !judgement.isRight else { return judgement }
    for (index, answer) in foreseen.enumerated() {
      guard let other = self.attempt(answer.text),
        try isSame(attempt, as: other, in: context)
      else { continue }
      return .wrong(.foreseen(index))
    }
    return judgement
  }

  private func plainJudgement(
    _ attempt: Attempt, in context: ExerciseContext<some Scope>
  ) throws(LanguageError) -> Judgement {
    switch (task, attempt) {
    case (.value(let expected, let tolerance), .value(let given)),
      (.prediction(let expected, _, let tolerance), .value(let given)):
      let judge = NumericJudge(
        expected: try context.expected(expected), tolerance: tolerance,
        examples: context.examples)
      return try context.best(given) { judge.judge($0) }
    case (.shape(let expected), .shape(let given)):
      return Self.judge(given, try context.shape(expected))
    case (.shape(let expected), .shapeOf(let expression)):
      guard let given = try context.shapeGiven(by: expression) else { return .wrong(.other) }
      return Self.judge(given, try context.shape(expected))
    case (.choice(_, let right), .option(let given)), (.bug(_, let right), .option(let given)):
      return given == right ? .right : .wrong(.other)
    case (.equation(let name, let expected), .equation(let given)):
      return try EquationJudge(program: context.program, name: name, expected: expected)
        .judge(given)
    case (.equation(let name?, _), .misnamed(let given)):
      return .wrong(.otherCase(given: given, wanted: name))
    default: return .wrong(.other)
    }
  }

  private static func judge(_ given: Shape, _ expected: Shape) -> Judgement {
    if given == expected { return .right }
    if given.rank != expected.rank {
      return .wrong(.otherRank(given: given.rank, expected: expected.rank))
    }
    if given == expected.transposed { return .wrong(.transposed) }
    let right = zip(given.dimensions, expected.dimensions).count { $0 == $1 }
    return .wrong(right > 0 ? .elements(right: right, of: expected.rank) : .other)
  }

  /// Whether an attempt says what a foreseen one does.
  private func isSame(
    _ attempt: Attempt, as other: Attempt, in context: ExerciseContext<some Scope>
  ) throws(LanguageError) -> Bool {
    switch (attempt, other) {
    case (.value(let given), .value(let texts)):
      guard let text = texts.first, let expected = try? context.array(text) else { return false }
      // As exact as the author wrote it, or as the answer itself need be.
      let judge = NumericJudge(
        expected: expected, tolerance: task.tolerance, examples: context.examples)
      return try context.best(given) { judge.judge($0) }.isRight
    case (.equation(let given), .equation(let expected)):
      let judge = EquationJudge(program: context.program, name: task.target, expected: expected)
      return ((try? judge.judge(given)) ?? .wrong(.other)).isRight
    case (.shapeOf(let given), _):
      guard let shape = try context.shapeGiven(by: given) else { return false }
      return .shape(shape) == other
    default:
      return attempt == other
    }
  }
}

extension ExerciseTask {
  var tolerance: Tolerance? {
    switch self {
    case .value(_, let tolerance), .prediction(_, _, let tolerance): tolerance
    default: nil
    }
  }

  /// The name that an equation is for.
  var target: String? { if case .equation(let name, _) = self { name } else { nil } }

  /// Whether a line assigns to the name that an equation is asked for.
  public func isAnswered(byAssignment text: String) -> Bool {
    target != nil && (try? Parser.statement(text))?.assignment?.name == target
  }
}

extension ExerciseContext {
  var examples: Int { program.exampleCount ?? 1 }

  func array(_ expression: Expression) throws(LanguageError) -> NDArray {
    try Self.array(expression, values)
  }

  /// What an expression of the exercise comes to.
  public func expected(_ expression: Expression) throws(LanguageError) -> NDArray {
    try Self.array(expression, later)
  }

  private static func array(
    _ expression: Expression, _ values: Values
  ) throws(LanguageError) -> NDArray {
    guard let array = try Evaluation.value(of: expression, in: values).array else {
      throw LanguageError(.notAnArray(expression.text), at: expression.span)
    }
    return array
  }

  /// The kindest judgement of what a text can mean.
  func best(
    _ expressions: [Expression], _ judge: (NDArray) -> Judgement
  ) throws(LanguageError) -> Judgement {
    var best = Judgement.wrong(.other)
    for (index, expression) in expressions.enumerated() {
      let judgement = judge(try array(expression))
      if index == 0 || judgement.isRight { best = judgement }
      if judgement.isRight { break }
    }
    return best
  }

  public func shape(_ expected: ExerciseTask.ExpectedShape) throws(LanguageError) -> Shape {
    switch expected {
    case .dimensions(let shape): return shape
    case .of(let expression):
      guard let shape = try Evaluation.check(expression, in: values).shape else {
        throw LanguageError(.notAnArray(expression.text), at: expression.span)
      }
      return shape
    }
  }

  /// The shape that an expression is (`X.shape`), not the one that it has.
  func shapeGiven(by expression: Expression) throws(LanguageError) -> Shape? {
    switch try Evaluation.value(of: expression, in: values) {
    case .tuple(let items):
      let numbers = items.compactMap { $0.array?.integers.first }
      return numbers.count == items.count ? Shape(numbers) : nil
    default: return nil
    }
  }
}
