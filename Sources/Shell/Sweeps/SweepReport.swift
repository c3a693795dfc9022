import Arrays
import JSON
import Networks
import Terminal
import Training

/// The results of a sweep as a table, the best configuration first.
struct SweepReport: CommandResult {
  var table: SweepTable
  var names: [String]
  var done: Int
  var total: Int
  var condition: String
  var loss: String
  /// How many rows are shown to people; all of them in JSON.
  var rowLimit = SweepReport.standardRows
  /// Whether a journal is to have it.
  var isNoted = true
  /// Where files had lines that are no trial's.
  var leftOut: [String] = []
  /// Whether it was to go on where nothing was left to do.
  var hadAll = false
  /// Whether the rest of the trials can be run.
  var canContinue: Bool
  /// Whether the sweep comes of a session that was taken up again, which leaves its trials.
  var isTakenUp: Bool

  static let standardRows = 20
  /// So many places of lines that were left out are told.
  private static let mostPlaces = 5

  init(_ results: SweepResults) {
    table = results.table
    var names: [String] = results.sweep?.names ?? []
    if results.sweep == nil {
      for setting in table.rows.flatMap(\.settings) where !names.contains(setting.name) {
        names.append(setting.name)
      }
    }
    self.names = names
    done = results.records.count
    total = results.trialCount
    condition = results.condition
    loss = results.loss
    canContinue = results.sweep != nil
    isTakenUp = results.isTakenUp
  }

  func journalText(for command: String, in session: Session) -> String? {
    isNoted ? command : nil
  }

  // MARK: JSON

  var json: JSONValue {
    .object(
      [
        ("type", .string("sweep")), ("by", .string(table.order.rawValue)),
        ("condition", .string(condition)), ("trials", .integer(total)), ("done", .integer(done)),
        ("rows", .array(table.rows.map { json($0) })),
      ] + (leftOut.isEmpty ? [] : [("left_out", .strings(leftOut))]))
  }

  private func json(_ row: SweepTable.Row) -> JSONValue {
    .object([
      ("configuration", .integer(row.configuration)),
      ("settings", .object(row.settings.map { ($0.name, .string($0.text)) })),
      ("trials", .integer(row.trials.count)), ("failed", .integer(row.failed)),
      ("solved", .integer(row.solved)), ("loss", .number(row.loss)),
      ("accuracy", row.accuracy.map { .number($0) } ?? .null),
      ("loss_val", row.validationLoss.map { .number($0) } ?? .null),
      ("accuracy_val", row.validationAccuracy.map { .number($0) } ?? .null),
      (
        "epochs_to_solve",
        row.epochsToSolve.isFinite ? .number(row.epochsToSolve) : .null
      ),
      (
        "best_seed",
        SweepTable.best(of: row, by: table.order)?.seed.map { .integer(Int($0)) } ?? .null
      ),
    ])
  }

  // MARK: Text

  func write(to page: inout Page) {
    guard !table.rows.isEmpty else {
      let command = StyledText("sweep continue", .command)
      if isTakenUp {
        page.paragraph(
          """
          A session that is taken up again has not run the \(total) trials; \(command) runs them.
          """)
      } else {
        page.paragraph("None of the \(total) trials has been run; \(command) runs them.")
      }
      return
    }
    let hasSeeds = table.rows.contains { $0.trials.count > 1 }
    let measures = Self.measures.filter { measure in
      table.rows.contains { measure.value($0) != nil }
    }
    var columns: [Table.Column] = [.init("", .right)]
    columns += names.map { .init($0, .right) }
    columns.append(.init(loss, .right))
    columns += measures.map { measure in
      measure.name == Metric.accuracy.rawValue
        ? page.column("accuracy", .right) : .init(measure.name, .right)
    }
    columns += [page.column("solved", .right), page.column("epochs to solve", .right)]
    var lines = Table(columns)
    for row in table.rows.prefix(rowLimit) { lines.append(cells(row, measures, page)) }
    page.table(lines)
    writeNotes(hasSeeds, to: &page)
  }

  private struct Measure: Sendable {
    let name: String
    let value: @Sendable (SweepTable.Row) -> Double?
  }

  /// What a table has beside the loss, where the trials have it.
  private static let measures = [
    Measure(name: "accuracy") { $0.accuracy }, Measure(name: "loss_val") { $0.validationLoss },
    Measure(name: "accuracy_val") { $0.validationAccuracy },
  ]

  private func cells(
    _ row: SweepTable.Row, _ measures: [Measure], _ page: Page
  ) -> [StyledText] {
    var cells = [StyledText("\(row.configuration)", .dim)]
    for name in names {
      cells.append(StyledText(row.settings.first { $0.name == name }?.text ?? "-"))
    }
    cells.append(StyledText(Self.number(row.loss, 5), .number))
    for measure in measures {
      cells.append(StyledText(measure.value(row).map { Self.number($0, 4) } ?? "-", .number))
    }
    let isSolved = row.solved == row.trials.count
    cells.append(
      page.words("\(row.solved) of \(row.trials.count)", isSolved ? .success : .plain))
    cells.append(
      StyledText(
        row.epochsToSolve.isFinite ? Self.number(row.epochsToSolve, 7) : "-", .number))
    return cells
  }

  private static func number(_ value: Double, _ digits: Int) -> String {
    NumberFormatting.significant(value, digits: digits)
  }

  private func writeNotes(_ hasSeeds: Bool, to page: inout Page) {
    if table.rows.count > rowLimit {
      page.paragraph(
        Phrase(
          "and \(table.rows.count - rowLimit) more: \(StyledText("sweep show all", .command))",
          .dim))
    }
    let order = table.order.rawValue
    page.paragraph(
      Phrase(
        hasSeeds
          ? """
          By \(order). A trial is solved when \(condition). Numbers are medians over the seeds.
          """
          : "By \(order). A trial is solved when \(condition).", .dim))
    if hadAll { page.paragraph("All \(total) trials were done already.") }
    if done < total {
      page.paragraph(
        canContinue
          ? """
          \(done) of \(total) trials are done; \(StyledText("sweep continue", .command)) runs \
          the rest.
          """
          : """
          \(done) of \(total) trials are here; the lines of \(total - done) are missing.
          """)
    }
    if !leftOut.isEmpty {
      let places =
        leftOut.prefix(Self.mostPlaces) + (leftOut.count > Self.mostPlaces ? ["..."] : [])
      page.paragraph(
        leftOut.count == 1
          ? """
          \(Phrase("1 line is no line of underhood trial", .warning)) and is left out: \(places[0])
          """
          : """
          \(Phrase("\(leftOut.count) lines are no lines of underhood trial", .warning)) and are left \
          out: \(places.joined(separator: ", "))
          """)
    }
    let failed = table.rows.flatMap(\.trials).filter { $0.failure != nil }
    if let first = failed.first, let failure = first.failure {
      let settings = first.settings.map { "\($0.name)=\($0.text)" }.joined(separator: " ")
      page.paragraph(
        """
        \(Phrase("\(failed.count) could not be run", .warning)), the first (\(settings)) because: \
        \(failure.message)
        """)
    }
    page.paragraph(
      """
      \(StyledText("open best", .command)), or \
      \(StyledText("open \(table.rows.first?.configuration ?? 1)", .command)), \
      goes on with it as a run.
      """)
  }
}
