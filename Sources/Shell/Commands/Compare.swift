import Arrays
import Equations
import Networks
import Terminal
import Training

extension Command {
  static let compare = Command(
    "compare", group: .looking, usage: "A [B] [EXPRESSION]",
    summary: "two runs or two moments beside each other, cell by cell",
    help: """
      A and B are runs, moments of this one as goto names them, a run's moment (fast@800), or before: \
      as it was before the last set, reset or fork. Without B it is now. compare main fast shows the \
      settings and equations that differ, the first number that does, and the losses; compare main \
      fast W1 shows W1 in both, cell by cell: what it is in each, and by how much the second is larger \
      or smaller. compare 800 900 does that with every parameter at the ends of the epochs 800 and 900, \
      compare 800 W1 with W1 then and now, compare before with what the last change has made of them. \
      why W1[0, 0] between 800 and 900 says what has moved it.
      """,
    completion: .runs
  ) { session, argument in
    let (sides, expression) = try session.sidesToCompare(argument)
    if expression.isEmpty, sides.first.isWhole, sides.second.isWhole {
      return ComparisonReport(
        names: (sides.first.name, sides.second.name),
        comparison: try sides.first.run.compared(with: sides.second.run))
    }
    if !expression.isEmpty {
      let tree = try expression.expression()
      let cells = try Cells(tree, in: sides.first, and: sides.second)
      return CellsReport(sides: sides, cells: [cells])
    }
    var cells: [Cells] = []
    for name in sides.second.run.program.parameters
    where sides.first.run.program.parameters.contains(name) {
      cells.append(try Cells(.name(name), in: sides.first, and: sides.second))
    }
    return CellsReport(sides: sides, cells: cells)
  }
}

/// One of two things that are put beside each other: a run as it stands, or at a moment.
struct ComparedSide {
  /// As it was asked for: `main`, `800`, `before`.
  var name: String
  var run: Run
  /// Whether it is a run with all of its epochs, and not one of its moments.
  var isWhole: Bool
}

extension Session {
  /// The word for a run as it was before the last change.
  private static let beforeWord = "before"

  /// What a comparison names; beside a single run stands the run at work, and beside that the only
  /// other one, beside a moment the present.
  fileprivate func sidesToCompare(
    _ argument: CommandText.Argument
  ) throws -> (sides: (first: ComparedSide, second: ComparedSide), CommandText.Argument) {
    guard let (word, rest) = argument.firstWord else {
      throw ShellError(
        "missing-argument", "compare which two?",
        hint: book.names.count > 1
          ? .verbatim("compare \(book.names[0]) \(book.names[1])")
          : .verbatim("compare \(max(run.finishedEpochs - 10, 0)) W1"))
    }
    guard let first = try side(word, argument) else { throw unknownRun(word) }
    if let (word, after) = rest.firstWord {
      if let second = try side(word, rest) { return ((first, second), after) }
      if isRunName(word) { throw unknownRun(word) }
    }
    let now = ComparedSide(name: book.currentName, run: run, isWhole: true)
    guard first.isWhole, first.name != Self.beforeWord || book[first.name] != nil else {
      if first.isWhole { return ((first, now), rest) }
      return ((first, ComparedSide(name: "\(run.position)", run: run, isWhole: false)), rest)
    }
    if word != book.currentName { return ((now, first), rest) }
    let others = book.names.filter { $0 != word }
    guard others.count == 1, let other = book[others[0]] else {
      throw ShellError(
        "missing-argument", "compare \(word) with which run?",
        hint: others.isEmpty
          ? "fork fast makes a second run" : .verbatim("compare \(word) \(others[0])"))
    }
    return ((first, ComparedSide(name: others[0], run: other, isWhole: true)), rest)
  }

  /// What a word names, if it names a run, a moment or both.
  ///
  /// - Throws: `ShellError` of a moment that there is not, or that has not been reached yet.
  private func side(
    _ word: String, _ argument: CommandText.Argument
  ) throws -> ComparedSide? {
    if let run = book[word] { return ComparedSide(name: word, run: run, isWhole: true) }
    if word == Self.beforeWord {
      guard let run = book.beforeLastChange else {
        throw ShellError(
          "nothing-to-undo", "nothing was changed that could be taken back",
          hint: .verbatim("help set"))
      }
      return ComparedSide(name: word, run: run, isWhole: true)
    }
    let parts = word.split(separator: "@", maxSplits: 1).map(String.init)
    if parts.count == 2, Expression.isName(parts[0]) {
      guard let run = book[parts[0]] else {
        if isRunName(parts[0]) { throw unknownRun(parts[0]) }
        return nil
      }
      return try moment(parts[1], word, of: run, argument)
    }
    let isMoment =
      word.first?.isNumber == true && !word.contains("(")
      || ["start", "end", "init", "data"].contains(word)
    return isMoment ? try moment(word, word, of: run, argument) : nil
  }

  private func moment(
    _ text: String, _ name: String, of run: Run, _ argument: CommandText.Argument
  ) throws -> ComparedSide {
    do {
      guard case .reached(let moment) = try run.find(try run.moment(text)) else {
        throw ShellError(
          "not-reached", "\(name) has not been reached yet", hint: .verbatim("goto \(text)"))
      }
      var copy = run
      try copy.go(to: moment)
      return ComparedSide(name: name, run: copy, isWhole: false)
    } catch let error as MomentError {
      throw Wording.describe(
        error, CommandText.Argument(text: text, offset: argument.offset))
    }
  }

  /// Whether a word could be the name of a run, and means nothing else here.
  private func isRunName(_ word: String) -> Bool {
    guard Expression.isName(word), case .unknown = run.value(of: word) else { return false }
    return !run.candidateNames.contains(word)
  }

  private func unknownRun(_ name: String) -> ShellError {
    Wording.describe(Runs.Fault.unknownRun(name, candidates: book.names))
  }
}

extension Expression {
  /// Whether a text is a single name.
  fileprivate static func isName(_ text: String) -> Bool {
    guard let first = text.first, first.isLetter || first == "_" else { return false }
    return text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
  }
}

/// An expression's values on two sides, cell by cell.
struct Cells {
  let text: String
  let first: Value
  let second: Value
  /// The first element that is not the same to the bit.
  let difference: RunComparison.NumberDifference?
  /// Of each cell how much larger the second is; `nil` where these are no numbers of one shape.
  let moves: [Double]?

  /// - Throws: the `LanguageError` of an expression that has no value on one of the sides.
  init(_ expression: Expression, in first: ComparedSide, and second: ComparedSide) throws {
    text = expression.text
    let (x, y) = (try first.run.value(of: expression), try second.run.value(of: expression))
    (self.first, self.second) = (x, y)
    difference = RunComparison.NumberDifference(expression.text, x, y, at: first.run.position)
    guard case .array(let a) = x, case .array(let b) = y, a.shape == b.shape else {
      moves = nil
      return
    }
    moves = zip(a.doubles, b.doubles).map { before, after in
      before.bitPattern == after.bitPattern || before.isNaN && after.isNaN ? 0 : after - before
    }
  }

  var shape: Shape { first.array?.shape ?? .scalar }
  /// How many cells of the second are larger, smaller, the same.
  var larger: Int { moves?.count { $0 > 0 } ?? 0 }
  var smaller: Int { moves?.count { $0 < 0 } ?? 0 }
  var same: Int { (moves?.count ?? 0) - larger - smaller - notANumber }
  /// Where the difference is no number.
  var notANumber: Int { moves?.count(where: \.isNaN) ?? 0 }

  /// The cells that differ, the largest difference first.
  var moved: [Int] {
    guard let moves else { return [] }
    return moves.indices.filter { moves[$0] != 0 }.sorted {
      moves[$0].isLarger(than: moves[$1]) ?? ($0 < $1)
    }
  }

  func element(_ flat: Int) -> ElementOperand {
    ElementOperand(name: text, index: shape.rank == 0 ? [] : shape.index(ofFlat: flat))
  }

  func value(_ side: Value, _ flat: Int) -> NDArray { side.array?.element(at: flat) ?? NDArray(0) }
}
