import Arrays
import Equations
import JSON
import Networks
import Terminal
import Training

/// The answer to `uses NAME[i, j]`.
struct UsesReport: CommandResult {
  var uses: Uses

  private var element: String { uses.element.text }
  private var isWhole: Bool { uses.element.index.isEmpty && uses.value.rank > 0 }
  private static let digits = WhyDigits.few
  /// Lines of the table, as far as the names leave them.
  private static let mostRows = 12

  func write(to page: inout Page) {
    let kind = page.words(WhyReport.words(for: uses.role), .dim)
    let value =
      isWhole
      ? StyledText("   \(uses.value.shape)", .dim)
      : StyledText(" = ") + StyledText(Self.digits.text(uses.value), .number)
    page.paragraph(StyledText(element, .name) + value + "   " + kind)
    writeReaders(to: &page)
    if isWhole {
      writeNames(to: &page)
    } else if let distance = uses.distance {
      writeMoves(by: distance, to: &page)
    } else if !uses.readers.isEmpty {
      page.paragraph(
        uses.readers.allSatisfy { !$0.phase.isRepeated }
          ? "It is read before training begins, and not again."
          : "How far these move shows once the equations that read it have run.", indent: 2)
    }
  }

  private func writeReaders(to page: inout Page) {
    guard !uses.readers.isEmpty else {
      page.paragraph(
        uses.role == .loss
          ? "No equation reads it: it is what training makes smaller." : "No equation reads it.",
        indent: 2)
      return
    }
    page.paragraph(Phrase("read by:", .strong), indent: 2)
    var table = Table([.init("", .left), .init("", .left)], hasHeader: false)
    for step in uses.readers {
      table.append([StyledText(step.phase.rawValue, .dim), StyledText(step.text, .code)])
    }
    page.table(table, indent: 4)
  }

  private func writeNames(to page: inout Page) {
    let names = uses.reached.map(\.name).uniqued
    if !names.isEmpty {
      page.paragraph("Through these it reaches \(Phrase.list(names, .and)).", indent: 2)
    }
    let index = Array(repeating: "0", count: uses.value.rank).joined(separator: ", ")
    page.paragraph(
      Phrase("(uses \(element)[\(index)] shows how far one number of it moves them)", .dim),
      indent: 2)
  }

  // MARK: Moves

  private func writeMoves(by distance: Double, to page: inout Page) {
    let amount = Self.digits.text(distance)
    if !uses.reached.isEmpty {
      page.paragraph(
        Phrase(
          distance < 0
            ? "what moves when it is made \(Self.digits.text(-distance)) smaller:"
            : "what moves when it is made \(amount) larger:", .strong), indent: 2)
      var table = Table([
        .init("", .left), page.column("how many", .right), page.column("slope", .right),
        page.column("slope * \(amount)", .right), page.column("really", .right),
      ])
      for reached in uses.reached {
        for row in rows(of: reached, distance, page) { table.append(row) }
      }
      page.table(table, indent: 4)
    }
    for step in uses.unmoved {
      page.paragraph(
        "\(StyledText(step.text, .code)) looks at whole numbers and stays as it is.", indent: 2)
    }
    if !uses.reached.isEmpty {
      page.paragraph(
        Phrase(
          """
          (the slope is how far it moves for each 1 that \(element) moves, by the equations' \
          derivatives; really: all of it computed again)
          """, .dim), indent: 2)
    }
  }

  private var rowsOfEach: Int {
    max(1, min(4, Self.mostRows / max(uses.reached.count, 1)))
  }

  private func rows(
    of reached: Uses.Reached, _ distance: Double, _ page: Page
  ) -> [[StyledText]] {
    guard !reached.groups.isEmpty else {
      return [[StyledText(reached.name, .name), "0", "0", "0", "0"]]
    }
    let most = rowsOfEach
    let shown = reached.groups.count <= most ? most : max(most - 1, 1)
    var rows = reached.groups.prefix(shown).map { group in
      [
        StyledText(ElementOperand(name: reached.name, index: group.index).text, .name),
        StyledText("\(group.count)"),
        StyledText(group.slope.map(Self.digits.text) ?? "-", .number),
        StyledText(group.slope.map { Self.digits.text($0 * distance) } ?? "-", .number),
        StyledText(Self.digits.text(group.difference), .number),
      ]
    }
    let rest = reached.groups.dropFirst(shown)
    if !rest.isEmpty {
      let count = rest.reduce(0) { $0 + $1.count }
      rows.append([page.words("\(reached.name), by less"), StyledText("\(count)"), "", "", ""])
    }
    return rows
  }

  // MARK: JSON

  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("type", .string("uses")), ("name", .string(uses.element.name)),
      ("index", isWhole ? .null : .array(uses.element.index.map { .integer($0) })),
    ]
    members +=
      isWhole ? [("shape", .shape(uses.value.shape))] : [("value", .values(of: uses.value))]
    members += [
      ("role", .string(uses.role.rawValue)),
      ("read_by", .array(uses.readers.map { .object(Self.members(of: $0)) })),
      ("moved_by", uses.distance.map { .number($0) } ?? .null),
      ("reaches", .array(uses.reached.map { json($0) })),
      ("stay", .strings(uses.unmoved.map(\.text))),
    ]
    return .object(members)
  }

  private static func members(of step: ProgramEquation) -> [(String, JSONValue)] {
    [("phase", .string(step.phase.rawValue)), ("equation", .code(step.text))]
  }

  private static let mostInJSON = 64

  fileprivate func json(_ reached: Uses.Reached, most: Int = mostInJSON) -> JSONValue {
    var members: [(String, JSONValue)] = [("name", .string(reached.name))]
    members += Self.members(of: reached.step)
    members.append(("shape", .shape(reached.shape)))
    if isWhole { return .object(members) }
    let shown = reached.groups.prefix(most)
    members += [
      ("elements", .integer(reached.shape.count)), ("move", .integer(reached.count)),
      (
        "moves",
        .array(
          shown.map { group in
            .object([
              ("index", .array(group.index.map { .integer($0) })),
              ("count", .integer(group.count)),
              ("slope", group.slope.map { .number($0) } ?? .null),
              ("expected", group.slope.map { .number($0 * (uses.distance ?? 0)) } ?? .null),
              ("difference", .number(group.difference)),
            ])
          })
      ),
      ("others", .integer(reached.count - shown.reduce(0) { $0 + $1.count })),
    ]
    return .object(members)
  }
}

extension Uses {
  /// What moves, and how far, as a page shows it: of each name the elements that move most.
  package var moves: JSONValue {
    .object([
      ("moved_by", distance.map { .number($0) } ?? .null),
      ("reaches", .array(reached.map { UsesReport(uses: self).json($0, most: 4) })),
    ])
  }
}

extension Sequence<String> {
  /// Each once, in the order of their first places.
  var uniqued: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
