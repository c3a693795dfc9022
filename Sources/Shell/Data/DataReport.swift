import Arrays
import JSON
import Terminal

/// What is in a table, and the model that is proposed for it.
struct DataReport: CommandResult {
  var proposal: ModelProposal
  var text: String
  /// What was asked for: a file, and perhaps the column to predict.
  var asked: String

  private var look: TableLook { proposal.look }

  var json: JSONValue {
    .object([
      ("type", .string("data")), ("file", .string(look.call.file)),
      ("rows", .integer(look.rowCount)), ("target", .string(look.columns[proposal.target].name)),
      (
        "columns",
        .array(
          look.columns.map { column in
            .object([
              ("name", .string(column.name)), ("type", .string(Self.type(of: column))),
              ("missing", .integer(column.missing)), ("low", .number(column.low)),
              ("high", .number(column.high)),
              ("labels", column.labels.map { .strings($0) } ?? .null),
              ("histogram", .array(column.histogram.map { .integer($0) })),
            ])
          })
      ),
      ("classes", proposal.classes.map { .array($0.map { .number($0) }) } ?? .null),
      ("model", .string(text)),
    ])
  }

  /// The model itself: a later program may propose another.
  func journalText(for command: String, in session: Session) -> String? {
    "data \(asked.filter { $0 != "\n" })\n\(text)"
  }

  private static func type(of column: TableLook.Column) -> String {
    column.labels != nil ? "text" : column.isWhole ? "whole" : "number"
  }

  /// As many columns as a screen has room for.
  private static let mostColumns = 14

  func write(to page: inout Page) {
    let file = StyledText(look.call.file, .strong)
    page.paragraph(
      "\(file) has \(look.rowCount) rows and \(look.columns.count) columns.")
    var table = Table([
      page.column("column"), page.column("holds"), page.column("missing", .right),
      page.column("from", .right), page.column("to", .right), page.column("histogram"),
    ])
    let shown =
      look.columns.count <= Self.mostColumns
      ? Array(look.columns.indices)
      : Array(look.columns.indices.prefix(4)) + [look.columns.count - 1]
    for place in shown { table.append(row(look.columns[place], page)) }
    page.table(table)
    if shown.count < look.columns.count {
      page.paragraph("\(look.columns.count - shown.count) columns are not shown.")
    }
    writeTarget(to: &page)
    for (place, reason) in proposal.leftOut {
      let name = StyledText(look.columns[place].name, .name)
      switch reason {
      case .constant: page.paragraph("\(name) is left out: it is the same in every row.")
      case .ownTextEach:
        page.paragraph("\(name) is left out: its text is another one in nearly every row.")
      case .countsRows: page.paragraph("\(name) is left out: it counts the rows.")
      case .mostlyMissing: page.paragraph("\(name) is left out: most of it is missing.")
      }
    }
    let (train, validation, test) = proposal.parts
    if validation > 0 {
      page.paragraph(
        """
        Split: \(train) rows to train on, \(validation) for validation, \(test) for the test at the \
        very end. Scaled with numbers of the first part alone.
        """)
    } else {
      page.paragraph("Too few rows to keep any back: all are trained on.")
    }
    page.paragraph(
      """
      The network proposed is at work now: \(StyledText("list", .command)) shows it, \
      \(StyledText("edit", .command)) and \(StyledText("set", .command)) change it, \
      \(StyledText("run 20", .command)) trains it, \
      \(StyledText("save model FILE", .command)) keeps it.
      """)
  }

  private func writeTarget(to page: inout Page) {
    let column = look.columns[proposal.target]
    let name = StyledText(column.name, .name)
    guard let classes = proposal.classes else {
      page.paragraph("\(name) is predicted: a number, so the loss is mse.")
      return
    }
    let counts = column.counts ?? []
    let list = counts.map { "\(column.text(of: $0.value)) \($0.count)" }.joined(separator: ", ")
    page.paragraph("\(name) is predicted: \(classes.count) classes, \(list).")
  }

  private func row(_ column: TableLook.Column, _ page: Page) -> [StyledText] {
    let type: Phrase =
      column.labels != nil ? "text" : column.isWhole ? "whole numbers" : "numbers"
    let isText = column.labels != nil
    var shape = Self.bars(column.histogram, page)
    if isText {
      shape = StyledText(
        (column.counts ?? []).prefix(4).map { column.text(of: $0.value) }.joined(separator: ", ")
          + ((column.labels?.count ?? 0) > 4 ? " ..." : ""))
    }
    return [
      StyledText(column.name, .name), page.words(type),
      column.missing == 0 ? "" : StyledText(String(column.missing), .warning),
      isText ? "" : StyledText(column.text(of: column.low)),
      isText ? "" : StyledText(column.text(of: column.high)), shape,
    ]
  }

  /// A histogram of one line; in plain text the counts.
  private static func bars(_ histogram: [Int], _ page: Page) -> StyledText {
    guard let most = histogram.max(), most > 0 else { return "" }
    if page.capabilities.plain {
      return StyledText(histogram.map(String.init).joined(separator: " "))
    }
    let levels = Array(page.capabilities.unicode ? " ▁▂▃▄▅▆▇█" : " .:-=+*#@")
    let marks = histogram.map { count in
      let level = Double(count) / Double(most) * Double(levels.count - 1)
      return levels[count == 0 ? 0 : max(1, Int(level.rounded()))]
    }
    return StyledText(String(marks))
  }

}
