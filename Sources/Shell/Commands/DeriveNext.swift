import Equations
import JSON
import Lessons
import Terminal
import Training

/// How far a student has come with a derivation.
struct DerivationPlace: SessionState {
  /// The gradient that is derived; `nil` where nothing was asked.
  var gradient: String?
  /// How many of its lines are there.
  var known = 0
}

extension Session {
  /// Begins to ask for the lines of a derivation, or goes on where it was.
  mutating func askDerivation(of told: ToldDerivation) -> any CommandResult {
    if self[DerivationPlace.self].gradient != told.gradient {
      self[DerivationPlace.self] = DerivationPlace(gradient: told.gradient, known: 0)
    }
    return advanceDerivation(told, to: max(self[DerivationPlace.self].known, 1), .asked)
  }

  /// Judges a line, or shows it.
  mutating func answerDerivation(_ argument: CommandText.Argument) throws -> any CommandResult {
    let place = self[DerivationPlace.self]
    guard let gradient = place.gradient else {
      throw ShellError(
        "nothing-asked", "no line is asked for", hint: .verbatim("derive d\(firstName) next"))
    }
    let told = try toldDerivation(of: gradient, range: nil)
    guard place.known < told.lines.count else {
      return advanceDerivation(told, to: place.known, .asked)
    }
    if argument.isEmpty { return advanceDerivation(told, to: place.known, .asked) }
    if argument.text == "answer" { return advanceDerivation(told, to: place.known + 1, .shown) }
    let given = try argument.statement().derivedSide
    guard let given else {
      throw ShellError(
        "no-line", "a line is an expression", hint: .verbatim("derive next answer"),
        range: argument.range)
    }
    switch try told.judge(given, after: place.known) {
    case .line(let index): return advanceDerivation(told, to: index + 1, .right)
    case .equal: return DeriveNextReport(told: told, known: place.known, outcome: .equal)
    case .wrong(let why):
      return DeriveNextReport(told: told, known: place.known, outcome: .wrong(why))
    }
  }

  /// Goes on to a line, and past those that only say what is looked for next.
  private mutating func advanceDerivation(
    _ told: ToldDerivation, to known: Int, _ outcome: DeriveNextReport.Outcome
  ) -> DeriveNextReport {
    var known = min(known, told.lines.count)
    while known < told.lines.count, case .sought = told.lines[known].line.rule { known += 1 }
    self[DerivationPlace.self].known = known
    return DeriveNextReport(told: told, known: known, outcome: outcome)
  }
}

extension Statement {
  /// The expression, or the right side of an equation.
  fileprivate var derivedSide: Expression? {
    switch kind {
    case .expression(let expression): expression
    case .assignment(let assignment):
      assignment.subscripts == nil && assignment.updateOperator == nil ? assignment.value : nil
    case .importOfNumPy: nil
    }
  }
}

/// The line that is asked for, and what became of an answer.
struct DeriveNextReport: CommandResult {
  enum Outcome: Sendable {
    case asked, shown, right
    /// It computes the right thing, and is not the next line.
    case equal
    case wrong(Phrase?)
  }

  var told: ToldDerivation
  /// How many lines are there.
  var known: Int
  var outcome: Outcome

  private var isDone: Bool { known >= told.lines.count }

  func write(to page: inout Page) {
    switch outcome {
    case .asked, .shown: break
    case .right: page.paragraph(Phrase("Right.", .success))
    case .equal:
      page.paragraph(
        "\(Phrase("Not yet.", .warning)) That comes to the same, and is not the line that is asked for."
      )
    case .wrong(let why):
      page.paragraph(
        why.map { "\(Phrase("Not yet.", .warning)) \($0)" }
          ?? "\(Phrase("Not yet.", .warning)) That computes something else.")
    }
    // The lines of the gradient at hand, from the beginning.
    let current = told.lines[max(known - 1, 0)].line.gradient
    page.deriveTable(told.lines.prefix(known).filter { $0.line.gradient == current })
    if isDone {
      page.paragraph(
        "That is the equation that list shows for \(StyledText(told.gradient, .name)).")
      return
    }
    let next = told.lines[known].line
    page.paragraph("next: \(next.words)")
    if case .chain(_, let through) = next.rule {
      for equation in through { page.paragraph(StyledText(equation.text, .code), indent: 6) }
    }
    if case .asked = outcome {
      page.paragraph(
        Phrase("(derive next EXPRESSION answers, derive next answer shows it)", .dim))
    }
  }

  private var code: String {
    switch outcome {
    case .asked: "asked"
    case .shown: "shown"
    case .right: "right"
    case .equal: "equal"
    case .wrong: "wrong"
    }
  }

  var json: JSONValue {
    .object([
      ("type", .string("derive-next")), ("name", .string(told.gradient)),
      ("outcome", .string(code)),
      ("lines", .array(told.lines.prefix(known).map(DeriveReport.json))),
      (
        "next",
        isDone ? .null : .string(told.lines[known].line.words.english)
      ),
    ])
  }
}

/// What became of a line that a student gave.
enum DerivationJudgement {
  /// It is this line.
  case line(Int)
  /// It computes the same, and is none of the lines to come.
  case equal
  case wrong(Phrase?)
}

extension ToldDerivation {
  /// Judges a line by what it computes on fresh numbers, and by which derivatives still stand in it.
  ///
  /// - Parameter known: how many lines are there.
  /// - Throws: `LanguageError` of a line that cannot be computed.
  func judge(_ given: Expression, after known: Int) throws(LanguageError) -> DerivationJudgement {
    let next = lines[known].line
    let judge = EquationJudge(
      program: program, name: next.gradient, expected: writtenOut(next.value))
    switch try judge.judge(writtenOut(given)) {
    case .wrong(.found(_, let words)): return .wrong(words)
    case .wrong: return .wrong(nil)
    case .right, .rightToTwoDigits: break
    }
    let previous = lines[known - 1].line.value
    let left = openNames(in: given)
    let key = given.orderlessText
    for index in lines.indices.dropFirst(known + 1).reversed()
    where lines[index].line.gradient == next.gradient {
      let line = lines[index].line.value
      guard openNames(in: line) == left else { continue }
      // Whoever leaves lines out has to arrive at something as short.
      if given.nodeCount <= line.nodeCount || key == line.orderlessText { return .line(index) }
    }
    guard openNames(in: next.value) == left else { return .equal }
    return openNames(in: previous) == left && key == previous.orderlessText ? .equal : .line(known)
  }
}

extension Expression {
  fileprivate var nodeCount: Int { 1 + children.reduce(0) { $0 + $1.nodeCount } }
}
