import Arrays
import Charts
import Equations
import JSON
import Networks
import Terminal
import Training

/// How often the test examples have been looked at.
struct TestLooks: SessionState {
  var count = 0
}

extension Command {
  static let confusion = Command(
    "confusion", group: .looking, usage: "[train | val | test]",
    summary: "which classes are taken for which, with precision and recall",
    help: """
      A row for each class that is right, a column for each that the network answers: on the diagonal \
      stand those that are right. Recall is the share of a class that was found, precision the share \
      of an answer that is right. It is of the validation examples where there are such, else of \
      those trained on. plot confusion draws it.
      """,
    completion: .words(DataPart.allCases.map(\.rawValue))
  ) { session, argument in
    let part = try session.part(argument)
    let examples = try session.judged(part, at: argument)
    guard let matrix = examples.confusion else { throw Wording.noClasses(session.run) }
    return ConfusionReport(
      examples: examples, matrix: matrix, looks: session.noteLook(at: part))
  }

  static let worst = Command(
    "worst", group: .looking, usage: "[N] [train | val | test]",
    summary: "the examples that cost most, with what the network says to them",
    help: """
      The examples with the largest loss, each for itself: mislabelled, cut off, or truly hard. An \
      example of as many numbers as a square has points is drawn as an image; show X[:, 3] as 8x8 \
      draws one larger. It is of the validation examples where there are such, else of those trained \
      on.
      """,
    completion: .words(DataPart.allCases.map(\.rawValue))
  ) { session, argument in
    var rest = argument
    var count = 5
    if let (word, behind) = argument.firstWord, word.first?.isNumber == true {
      count = try CommandText.Argument(text: word, offset: argument.offset)
        .count(orElse: nil, what: "examples")
      rest = behind
    }
    let part = try session.part(rest)
    let examples = try session.judged(part, at: rest)
    let costs = session.run.costliest(examples, count: min(count, 100))
    return WorstReport(
      examples: examples, costs: costs, isRows: session.inputsAreRows,
      looks: session.noteLook(at: part))
  }

  static let test = Command(
    "test", group: .looking,
    summary: "the loss and accuracy of the test examples, to be looked at once",
    help: """
      The test examples are those that the model keeps as X_test and Y_test: nothing is trained on \
      them, and nothing may be chosen by them, or they tell the truth no more. So they are looked at \
      once, at the very end; a second look is counted, and said.
      """
  ) { session, argument in
    try argument.expectNone("test")
    let examples = try session.judged(.test, at: argument)
    guard let (loss, accuracy) = session.run.judgement(of: .test) else {
      throw try Views.reporting { () throws(ViewFault) -> ShellError in throw .noPrediction }
    }
    return TestReport(
      lossName: session.run.program.loss, count: examples.count, loss: loss, accuracy: accuracy,
      looks: session.noteLook(at: .test))
  }
}

extension Wording {
  static func noClasses(_ run: Run) -> ShellError {
    ShellError(
      "no-classes", "the targets are no classes, so nothing is taken for another",
      hint: .verbatim("worst"))
  }
}

extension Session {
  /// Counts a look at the test examples.
  ///
  /// - Returns: the how manieth it is; 0 of other parts.
  fileprivate mutating func noteLook(at part: DataPart) -> Int {
    guard part == .test else { return 0 }
    self[TestLooks.self].count += 1
    return self[TestLooks.self].count
  }

  fileprivate var inputsAreRows: Bool {
    run.program.layers.first.map { run.program.exampleAxis(of: $0.input) == 0 } ?? false
  }

  /// The part that is named; without a word the validation examples, where there are such.
  func part(_ argument: CommandText.Argument) throws(ShellError) -> DataPart {
    if argument.isEmpty { return run.program.has(.validation) ? .validation : .training }
    if let part = DataPart(rawValue: argument.text) { return part }
    throw ShellError(
      "unknown-part", "there is no part '\(argument.text)'",
      hint: "the parts are \(Suggestions.list(DataPart.allCases.map(\.rawValue), .and))",
      range: argument.range)
  }

  func judged(
    _ part: DataPart, at argument: CommandText.Argument
  ) throws(ShellError) -> JudgedExamples {
    guard run.program.has(part) else {
      throw part == .test
        ? ShellError(
          "no-test-data", "the model keeps no test examples: there is no X_test",
          hint: .verbatim("set holdout_test = 0.2"), range: argument.range)
        : ShellError(
          "no-validation-data", "the model keeps no validation examples",
          hint: .verbatim("set holdout = 0.2"), range: argument.range)
    }
    let run = run
    return try Views.reporting { () throws(ViewFault) in try run.judged(part) }
  }
}

extension Page {
  /// Says that the test examples were looked at before.
  fileprivate mutating func noteLooks(_ looks: Int) {
    guard looks > 1 else { return }
    paragraph(
      Phrase(
        """
        This is look \(looks) at the test examples. What was chosen since the first by what they say \
        makes them validation examples: the true figure was the first one.
        """, .warning))
  }
}

extension DataPart {
  /// Whose examples they are.
  fileprivate var phrase: Phrase {
    switch self {
    case .training: "training examples"
    case .validation: "validation examples"
    case .test: "test examples"
    }
  }
}

/// The matrix of what is taken for what.
struct ConfusionReport: CommandResult {
  var examples: JudgedExamples
  var matrix: ConfusionMatrix
  var looks: Int

  var names: [String] { matrix.counts.indices.map(examples.name) }

  var json: JSONValue {
    func numbers(_ value: (Int) -> Double?) -> JSONValue {
      .array(matrix.counts.indices.map { index in value(index).map { .number($0) } ?? .null })
    }
    return .object([
      ("type", .string("confusion")), ("part", .string(examples.part.rawValue)),
      ("classes", .strings(names)),
      ("counts", .array(matrix.counts.map { .array($0.map { .integer($0) }) })),
      ("precision", numbers(matrix.precision)), ("recall", numbers(matrix.recall)),
      ("right", .integer(matrix.right)), ("total", .integer(matrix.total)),
      ("looks", .integer(looks)),
    ])
  }

  func write(to page: inout Page) {
    let part = page.words(examples.part.phrase)
    page.paragraph(
      "\(matrix.right) of \(matrix.total) \(part) are right. Rows: what is right; columns: the answer."
    )
    // Long names stand in the rows; above narrow columns there is room for their beginnings.
    let room = max(
      (page.capabilities.width - 24) / max(names.count, 1) - 2, 3)
    var table = Table(
      [page.column("class")] + names.map { Table.Column(String($0.prefix(room)), .right) }
        + [page.column("recall", .right)])
    for (index, row) in matrix.counts.enumerated() {
      let cells = row.enumerated().map { column, count -> StyledText in
        count == 0
          ? page.capabilities.plain ? "" : StyledText(page.capabilities.unicode ? "·" : ".", .dim)
          : StyledText(String(count), column == index ? .success : .warning)
      }
      table.append(
        [StyledText(names[index], .name)] + cells + [Self.share(matrix.recall(index))])
    }
    table.append(
      [page.words("precision", .dim)] + names.indices.map { Self.share(matrix.precision($0)) })
    page.table(table)
    let without = matrix.withoutAnswer.reduce(0, +)
    if without > 0 { page.paragraph("\(without) predictions are no number.") }
    if let pair = mostConfused {
      page.paragraph(
        """
        Most often \(StyledText(names[pair.0], .name)) was taken for \
        \(StyledText(names[pair.1], .name)).
        """)
    }
    page.noteLooks(looks)
  }

  private var mostConfused: (Int, Int)? {
    var best: (Int, Int)?
    var most = 0
    for (wanted, row) in matrix.counts.enumerated() {
      for (answer, count) in row.enumerated() where answer != wanted && count > most {
        (best, most) = ((wanted, answer), count)
      }
    }
    return best
  }

  private static func share(_ value: Double?) -> StyledText {
    guard let value else { return "" }
    let rounded = Int((value * 100).rounded())
    return StyledText("\(rounded)%")
  }
}

/// The examples that cost most.
struct WorstReport: CommandResult {
  var examples: JudgedExamples
  var costs: [(example: Int, cost: Double)]
  /// Whether the examples are rows in the model.
  var isRows: Bool
  var looks: Int

  private func element(_ example: Int) -> String {
    isRows ? "\(examples.inputName)[\(example)]" : "\(examples.inputName)[:, \(example)]"
  }

  private func answer(_ example: Int) -> (wanted: String, answered: String) {
    if examples.classes != nil {
      return (
        examples.name(of: examples.wanted[example]),
        examples.answered[example].map(examples.name) ?? "nan"
      )
    }
    func text(_ array: NDArray) -> String {
      (0..<min(array.shape[0], 3)).map {
        NumberFormatting.significant(array.doubles[$0 * examples.count + example], digits: 4)
      }.joined(separator: ", ")
    }
    return (text(examples.targets), text(examples.predictions))
  }

  private func inputs(_ example: Int) -> [Double] {
    let values = examples.inputs.doubles
    return (0..<examples.inputs.shape[0]).map { values[$0 * examples.count + example] }
  }

  var json: JSONValue {
    .object([
      ("type", .string("worst")), ("part", .string(examples.part.rawValue)),
      (
        "examples",
        .array(
          costs.map { example, cost in
            let (wanted, answered) = answer(example)
            return .object([
              ("example", .integer(example)), ("name", .string(element(example))),
              ("cost", .number(cost)), ("wanted", .string(wanted)),
              ("answered", .string(answered)),
            ])
          })
      ), ("looks", .integer(looks)),
    ])
  }

  func write(to page: inout Page) {
    page.paragraph("Of the \(examples.count) \(page.words(examples.part.phrase)) these cost most:")
    var table = Table([
      page.column("example"), page.column("cost", .right), page.column("right"),
      page.column("answer"),
    ])
    for (example, cost) in costs {
      let (wanted, answered) = answer(example)
      table.append([
        StyledText(element(example), .name),
        StyledText(NumberFormatting.significant(cost, digits: 4), .number), StyledText(wanted),
        StyledText(answered, wanted == answered ? .plain : .warning),
      ])
    }
    page.table(table)
    if let side = PixelRows.side(of: examples.inputs.shape[0]), !page.capabilities.plain {
      writeImages(side, to: &page)
    }
    page.noteLooks(looks)
  }

  private func writeImages(_ side: Int, to page: inout Page) {
    let images = costs.map { example, _ in
      let (wanted, answered) = answer(example)
      return PixelRows(inputs(example), side: side, title: "\(wanted) -> \(answered)")
    }
    guard let width = images.first?.width else { return }
    let perRow = max((page.capabilities.width + 2) / (width + 2), 1)
    for start in stride(from: 0, to: images.count, by: perRow) {
      let row = images[start..<min(start + perRow, images.count)]
      page.blank()
      for line in 0..<(row.first?.lines.count ?? 0) {
        page.line(
          StyledText(row.map { $0.lines[line] }.joined(separator: "  ")).withoutTrailingSpaces())
      }
    }
  }
}

/// An image in characters: the darker, the larger the number.
private struct PixelRows {
  var lines: [String]
  var width: Int

  /// The side of a square of so many points; `nil` where it is none, or too small for an image.
  static func side(of count: Int) -> Int? {
    let side = Int(Double(count).squareRoot().rounded())
    return side * side == count && side >= 4 && side <= 64 ? side : nil
  }

  init(_ values: [Double], side: Int, title: String) {
    let finite = values.filter(\.isFinite)
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
    let marks = Array(" .:-=+*#%@")
    // A character is twice as high as wide: small images take two for a point, large ones leave out
    // every other row.
    let isSmall = side <= 16
    width = isSmall ? 2 * side : side
    lines = [String(title.prefix(width))]
    for row in stride(from: 0, to: side, by: isSmall ? 1 : 2) {
      var line = ""
      for column in 0..<side {
        let value = values[row * side + column]
        let share = high > low && value.isFinite ? (value - low) / (high - low) : 0
        let mark = marks[min(Int(share * Double(marks.count)), marks.count - 1)]
        line += String(repeating: mark, count: isSmall ? 2 : 1)
      }
      lines.append(line)
    }
    for index in lines.indices {
      lines[index] += String(repeating: " ", count: max(width - lines[index].count, 0))
    }
  }
}

/// What the test examples say.
struct TestReport: CommandResult {
  var lossName: String
  var count: Int
  var loss: Double
  var accuracy: Double?
  var looks: Int

  var json: JSONValue {
    .object([
      ("type", .string("test")), ("examples", .integer(count)), ("loss", .number(loss)),
      ("accuracy", accuracy.map { .number($0) } ?? .null), ("looks", .integer(looks)),
    ])
  }

  func write(to page: inout Page) {
    let value = StyledText(NumberFormatting.significant(loss, digits: 6), .number)
    if let accuracy {
      let right = Int((accuracy * Double(count)).rounded())
      page.paragraph(
        """
        \(count) test examples: \(lossName, .name) = \(value), \(right) of them right: \
        \(StyledText(NumberFormatting.significant(accuracy, digits: 4), .number)).
        """)
    } else {
      page.paragraph("\(count) test examples: \(lossName, .name) = \(value).")
    }
    if looks == 1 {
      page.paragraph(
        Phrase("That was the one look at them that counts.", .dim))
    }
    page.noteLooks(looks)
  }
}

extension Wording {
  /// A picture counts no looks.
  static var testPicture: ShellError {
    ShellError(
      "test-picture", "the test examples are looked at once, in a table",
      hint: .verbatim("confusion test"))
  }
}
