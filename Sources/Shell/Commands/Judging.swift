import Arrays
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
    guard let matrix = examples.confusion else { throw Wording.noClasses }
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
  mutating func noteLooks(_ looks: Int) {
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
  var phrase: Phrase {
    switch self {
    case .training: "training examples"
    case .validation: "validation examples"
    case .test: "test examples"
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
