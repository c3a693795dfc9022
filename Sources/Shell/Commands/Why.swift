import Arrays
import Equations
import Networks
import Terminal
import Training

extension Command {
  static let why = Command(
    "why", ["explain"], group: .looking,
    usage: "NAME[I, J] [--depth N] [--exact] [since A | between A and B]",
    summary: "show the arithmetic of one number, with the numbers in it, and where they came from",
    help: """
      why Z1[0, 2] shows the equation, the same for this one element with its numbers, and what \
      each of them is, in four digits, losses and softmax as one writes them by hand; --exact \
      shows every digit, and the functions as they are defined. Ask on with why, or let --depth 3 ask three levels at once. Long sums are \
      grouped by equal examples. Works for data, settings, parameters, the cache, the loss and \
      gradients, and for an expression with a single value: why mean(A2). \
      why W1[0, 0] between 800 and 900 asks why it is another number than it was: the updates of \
      these epochs are done again, and what each example has moved is added up, equal examples \
      together, the largest first. What belongs to none, such as weight decay, has a line of its own. \
      why W1[0, 0] since 800 goes up to now; any moment that goto knows will do.
      """,
    completion: .names
  ) { session, argument in
    if let question = try MovementQuestion.split(argument) {
      return try session.explainMovement(question)
    }
    let (question, depth, digits) = try WhyQuestion.split(argument)
    guard !question.isEmpty else {
      throw ShellError(
        "missing-argument", "why what?", hint: .verbatim("why \(session.firstName)[0, 0]"))
    }
    return try session.explain(try question.expression(), depth: depth, digits)
  }
}

/// What follows `why`.
enum WhyQuestion {
  static let greatestDepth = 6

  /// The expression, the depth and the digits that were asked for.
  static func split(
    _ argument: CommandText.Argument
  ) throws(ShellError) -> (CommandText.Argument, depth: Int, WhyDigits) {
    guard let flag = argument.text.range(ofFirst: "--exact") else {
      let (question, depth) = try splitDepth(argument)
      return (question, depth, .few)
    }
    // What stands before it keeps its place.
    let rest = argument.text[..<flag.lowerBound] + argument.text[flag.upperBound...]
    let (question, depth) = try splitDepth(
      CommandText.Argument(text: String(rest).trimmed, offset: argument.offset))
    return (question, depth, .all)
  }

  private static func splitDepth(
    _ argument: CommandText.Argument
  ) throws(ShellError) -> (CommandText.Argument, depth: Int) {
    guard let flag = argument.text.range(ofFirst: "--depth") else { return (argument, 1) }
    let before = String(argument.text[..<flag.lowerBound]).trimmed
    let words = argument.text[flag.upperBound...].split { $0 == " " || $0 == "=" }
    guard let number = words.first.flatMap({ Int($0) }), (1...greatestDepth).contains(number) else {
      throw ShellError(
        "bad-count", "--depth is followed by a number of levels", hint: "1 to \(greatestDepth)")
    }
    let rest = words.dropFirst().joined(separator: " ")
    if before.isEmpty {
      return (CommandText.Argument(text: rest, offset: argument.offset), number)
    }
    return (CommandText.Argument(text: before, offset: argument.offset), number)
  }

  /// `W1[0, 0]` as a name and its indices; `nil` for any other expression.
  static func element(_ expression: Expression) -> (name: String, index: [Int])? {
    switch expression.node {
    case .name(let name): return (name, [])
    case .index(let base, let items):
      guard case .name(let name) = base.node else { return nil }
      var index: [Int] = []
      for item in items {
        guard case .position(let place) = item else { return nil }
        switch place.node {
        case .integer(let number): index.append(number)
        case .unary(.minus, let operand):
          guard case .integer(let number) = operand.node else { return nil }
          index.append(-number)
        default: return nil
        }
      }
      return (name, index)
    default: return nil
    }
  }
}

extension Session {
  /// What an explainer finds, its errors in words.
  func explained<Found>(
    _ expression: Expression, by command: String = Command.why.name,
    _ find: (Explainer) throws -> Found
  ) throws -> Found {
    do {
      let found = try find(Explainer(run))
      try Interruption.check()
      return found
    } catch ExplanationError.unknownName(let name, let candidates) {
      throw LanguageError(.unknownName(name, candidates: candidates), at: expression.span)
    } catch let error as ExplanationError {
      throw Wording.describe(error, at: expression.range, by: command)
    }
  }

  func explain(
    _ expression: Expression, depth: Int, _ digits: WhyDigits
  ) throws -> any CommandResult {
    try explained(expression) { explainer in
      try explain(expression, explainer, depth: depth, digits)
    }
  }

  private func explain(
    _ expression: Expression, _ explainer: Explainer, depth: Int, _ digits: WhyDigits
  ) throws -> any CommandResult {
    if let (name, index) = WhyQuestion.element(expression), !isOwn(name), !isConstant(name) {
      let explanation = try explainer.explain(name, at: index, depth: depth)
      return WhyReport(
        explanation: explanation, depth: depth, digits: digits,
        scriptLine: explanation.line.flatMap { scriptLine($0) },
        equation: explanation.equation.flatMap { run.program.mathematics(of: $0) })
    }
    let expression = run.program.namingClassAxes(expression)
    let value = try Evaluation.value(of: expression, in: run, limits: run.program.limits)
    let index = value.array.map { Array(repeating: 0, count: $0.rank) } ?? []
    if let array = value.array, array.count != 1 {
      throw ShellError(
        "not-one-element", "\(expression.text) has \(array.count) elements; why asks about one",
        hint: .verbatim("why (\(expression.text))[0\(array.rank == 2 ? ", 0" : "")]"),
        range: expression.range)
    }
    let node = try explainer.explain(expression, at: index)
    return WhyExpressionReport(
      expression: expression, node: node, examples: explainer.shownExamples(in: node),
      digits: digits, counted: run.countedAccuracies(in: expression))
  }
}

extension Session {
  /// Whether a name is a number of the language itself: `pi`, `inf`, `nan`.
  private func isConstant(_ name: String) -> Bool {
    guard case .unknown = run.value(of: name) else { return false }
    return (try? Evaluation.value(of: .name(name), in: run, limits: run.program.limits)) != nil
  }
}

extension Run {
  /// Every `accuracy(A, Y)` in an expression with what it comes to for these values: how it counts
  /// depends on the targets.
  fileprivate func countedAccuracies(in expression: Expression) -> [AccuracyCount] {
    let inner = expression.children.flatMap { countedAccuracies(in: $0) }
    guard case .call("accuracy", let arguments) = expression.node, arguments.count >= 2 else {
      return inner
    }
    func array(_ expression: Expression) -> NDArray? {
      (try? Evaluation.value(of: expression, in: self, limits: program.limits))?.array
    }
    func argument(_ index: Int, _ keyword: String) -> Expression? {
      arguments.first { $0.keyword == keyword }?.value
        ?? (arguments.indices.contains(index) && arguments[index].keyword == nil
          ? arguments[index].value : nil)
    }
    guard let a = argument(0, "a"), let y = argument(1, "y"), let values = array(a),
      let targets = array(y)
    else { return inner }
    let axis = argument(2, "axis").flatMap(array)?.item ?? 0
    guard let rule = AccuracyRule(values, targets, classAxis: axis == 1 ? 1 : 0) else {
      return inner
    }
    let hasNaN = values.doubles.contains(where: \.isNaN)
    return inner + [
      AccuracyCount(call: expression, formula: rule.expression(of: a, y, mayBeNaN: hasNaN))
    ]
  }
}

/// `accuracy(A, Y)`, and the formula that it is counted by.
struct AccuracyCount {
  var call: Expression
  var formula: Expression
}

extension Expression {
  /// The place in what was typed.
  var range: Range<Int>? { span.isSome ? span.start..<span.end : nil }
}

extension String {
  /// The first place where `text` stands.
  fileprivate func range(ofFirst text: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) {
        return start..<(index(start, offsetBy: text.count))
      }
      start = index(after: start)
    }
    return nil
  }
}

extension Wording {
  /// - Parameter command: what asked: `why`.
  static func describe(
    _ error: ExplanationError, at range: Range<Int>?, by command: String = Command.why.name
  ) -> ShellError {
    switch error {
    case .unknownName(let name, let candidates):
      return describe(
        LanguageError(.unknownName(name, candidates: candidates), at: span(range)))
    case .notComputed(let name):
      return describe(LanguageError(.unavailable(name), at: span(range)))
    case .notAnArray(let text):
      return ShellError("not-an-array", "\(text) is not an array", range: range)
    case .wrongNumberOfIndices(let name, let shape, _):
      let example = Array(repeating: "0", count: shape.rank).joined(separator: ", ")
      return ShellError(
        "not-one-element", "\(name) is \(shape); \(command) asks about one of its elements",
        hint: .verbatim(shape.rank == 0 ? "\(command) \(name)" : "\(command) \(name)[\(example)]"),
        range: range)
    case .indexOutOfRange(let name, let shape, let index):
      return ShellError(
        "index-out-of-range",
        "\(name) is \(shape) and has no element [\(index.map(String.init).joined(separator: ", "))]",
        hint: "count from 0", range: range)
    case .language(let error):
      return describe(error)
    }
  }

  private static func span(_ range: Range<Int>?) -> SourceSpan {
    range.map { SourceSpan(start: $0.lowerBound, end: $0.upperBound) } ?? .none
  }
}

extension Explanation {
  /// The equation that computed the number.
  fileprivate var equation: Statement? {
    if case .equation(let statement, _) = origin { statement } else { nil }
  }
}

extension Program {
  /// One of its equations as mathematics.
  fileprivate func mathematics(of statement: Statement) -> MathEquation? {
    for phase in phases {
      guard let place = steps(in: phase).firstIndex(where: { $0.statement == statement }) else {
        continue
      }
      let equations = mathematics(in: phase, unicode: true)
      return equations.indices.contains(place) ? equations[place] : nil
    }
    return nil
  }
}
