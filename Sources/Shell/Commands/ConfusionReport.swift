import JSON
import Terminal
import Training

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
