import Arrays
import Equations
import JSON
import Terminal
import Training

/// Values of two runs, or of two moments, beside each other, cell by cell.
struct CellsReport: CommandResult {
  var sides: (first: ComparedSide, second: ComparedSide)
  var cells: [Cells]

  /// Cells of a table; of more only the largest moves are listed.
  private static let mostInTable = 64
  private static let mostListed = 10
  private static let digits = WhyDigits.few

  private var names: (first: String, second: String) { (sides.first.name, sides.second.name) }

  func write(to page: inout Page) {
    page.paragraph("from \(side(sides.first)) to \(side(sides.second))")
    if cells.isEmpty { page.paragraph("They have no parameter in common.") }
    for cells in cells { write(cells, to: &page) }
  }

  /// `main, at 50.update`.
  private func side(_ side: ComparedSide) -> Phrase {
    let position = "\(side.run.position)"
    return side.name == position
      ? "\(StyledText(position, .strong))"
      : "\(StyledText(side.name, .strong)) (\(position))"
  }

  private func write(_ cells: Cells, to page: inout Page) {
    guard cells.moves != nil else { return writeWhole(cells, to: &page) }
    page.line(
      cells.shape.rank == 0
        ? "\(StyledText(cells.text, .name))"
        : "\(StyledText(cells.text, .name)) \(StyledText("\(cells.shape)", .dim))")
    if cells.difference == nil {
      page.paragraph("equal to the last bit", indent: 2)
      return
    }
    let shape = cells.shape
    let width = page.capabilities.width - 2
    if !page.capabilities.plain, shape.rank <= 2, shape.count <= Self.mostInTable,
      case let table = self.table(cells, page.capabilities.unicode),
      table.lines(width: .max, unicode: true).allSatisfy({ $0.width <= width })
    {
      page.table(table, indent: 2)
    } else {
      writeList(cells, to: &page)
    }
    writeSummary(cells, to: &page)
  }

  /// A row for each row: what it was, what it is, and the difference.
  private func table(_ cells: Cells, _ unicode: Bool) -> Table {
    let shape = cells.shape
    let columns = shape.rank == 0 ? 1 : shape.dimensions[shape.rank - 1]
    let rows = columns > 0 ? shape.count / columns : 0
    let titles = (0..<columns).map {
      Table.Column(shape.rank == 0 ? "" : shape.rank == 1 ? "[\($0)]" : "[:, \($0)]", .right)
    }
    let isMatrix = shape.rank == 2
    var table = Table(
      (isMatrix ? [Table.Column("", .left)] : []) + titles, hasHeader: shape.rank > 0)
    for row in 0..<rows {
      let own = (0..<columns).map { cell(cells, row * columns + $0, unicode) }
      table.append((isMatrix ? [StyledText("[\(row), :]", .dim)] : []) + own)
    }
    return table
  }

  /// `0.5 → 0.75 +0.25`; sign and sum say what the colour says.
  private func cell(_ cells: Cells, _ flat: Int, _ unicode: Bool) -> StyledText {
    let before = cells.value(cells.first, flat)
    let after = cells.value(cells.second, flat)
    let move = cells.moves?[flat] ?? 0
    if move == 0 { return StyledText(Self.digits.text(before) + " =", .dim) }
    let style = Self.style(of: move)
    return StyledText(Self.digits.text(before), .number)
      + StyledText(unicode ? " → " : " -> ", .dim) + StyledText(Self.digits.text(after), style)
      + " " + StyledText(MovementReport.signed(move), style)
  }

  private static func style(of move: Double) -> Style {
    move > 0 ? .positive : move < 0 ? .negative : .number
  }

  private func writeList(_ cells: Cells, to page: inout Page) {
    let moved = cells.moved
    let shown = moved.prefix(Self.mostListed)
    var table = Table([
      .init("", .left), .init(names.first, .right), .init(names.second, .right),
      page.column("change", .right),
    ])
    for flat in shown {
      let move = cells.moves?[flat] ?? 0
      table.append([
        StyledText(cells.element(flat).text, .name),
        StyledText(Self.digits.text(cells.value(cells.first, flat)), .number),
        StyledText(Self.digits.text(cells.value(cells.second, flat)), .number),
        StyledText(MovementReport.signed(move), Self.style(of: move)),
      ])
    }
    page.table(table, indent: 2)
    let left = moved.count - shown.count
    if left > 0 { page.paragraph("and \(left) more that differ by less", indent: 2) }
  }

  private func writeSummary(_ cells: Cells, to page: inout Page) {
    guard cells.shape.count > 1, let largest = cells.moved.first else { return }
    let element = StyledText(cells.element(largest).text, .name)
    let move = StyledText(MovementReport.signed(cells.moves?[largest] ?? 0), .number)
    page.paragraph(
      """
      of \(cells.shape.count): \(cells.larger) larger, \(cells.smaller) smaller, \(cells.same) the \
      same; the largest change: \(element), \(move)
      """, indent: 2)
  }

  /// Values of another type or shape.
  private func writeWhole(_ cells: Cells, to page: inout Page) {
    for (name, value) in [(names.first, cells.first), (names.second, cells.second)] {
      page.line("\(StyledText(name, .strong)): \(StyledText(cells.text, .name))")
      page.block(value.printed, indent: 4)
    }
    guard let difference = cells.difference else {
      page.paragraph("They are equal to the last bit.")
      return
    }
    page.paragraph("They differ: \(ComparisonReport.words(for: difference, names))")
  }

  // MARK: JSON

  private static let mostInJSON = 10_000

  var json: JSONValue {
    let ends: [(String, JSONValue)] = [
      ("first", json(of: sides.first)), ("second", json(of: sides.second)),
    ]
    return .object(
      [("type", .string("cells"))] + ends + [("values", .array(cells.map(json)))])
  }

  private func json(of side: ComparedSide) -> JSONValue {
    .object([
      ("name", .string(side.name)), ("position", .string("\(side.run.position)")),
    ])
  }

  private func json(_ cells: Cells) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("expression", .code(cells.text)), ("first", .value(cells.first)),
      ("second", .value(cells.second)),
      ("difference", cells.difference.map { ComparisonReport.json($0) } ?? .null),
    ]
    if let moves = cells.moves {
      members += [
        ("larger", .integer(cells.larger)), ("smaller", .integer(cells.smaller)),
        ("same", .integer(cells.same)),
        (
          "largest",
          cells.moved.first.map { flat in
            .object([
              ("index", .array(cells.element(flat).index.map { .integer($0) })),
              ("by", .number(moves[flat])),
            ])
          } ?? .null
        ),
        (
          "changes",
          moves.count <= Self.mostInJSON ? .array(moves.map { .number($0) }) : .null
        ),
      ]
    }
    return .object(members)
  }
}
