import Arrays
import Equations
import JSON
import Terminal
import Training

/// The answer to `pulls NAME[i, j]`.
struct PullsReport: CommandResult {
  var pulls: Pulls

  private static let digits = WhyDigits.few
  private static let mostGroups = 10

  private var shown: ArraySlice<Pulls.Group> {
    pulls.groups.count <= Self.mostGroups
      ? pulls.groups[...] : pulls.groups.prefix(Self.mostGroups - 1)
  }
  private var others: ArraySlice<Pulls.Group> { pulls.groups.dropFirst(shown.count) }
  private var othersTotal: Double { ExactSum(others.map(\.total)).value }

  func write(to page: inout Page) {
    let element = StyledText(pulls.element.text, .name)
    let value = StyledText(Self.digits.text(pulls.value), .number)
    if let moment = pulls.moment {
      page.paragraph(
        moment.batch.map { batch in
          "\(element) = \(value), computed in epoch \(moment.epoch), batch \(batch)"
        } ?? "\(element) = \(value), computed in epoch \(moment.epoch)")
    } else {
      page.paragraph("\(element) = \(value)")
    }
    page.paragraph(StyledText(pulls.statement.text, .code), indent: 2)
    if !pulls.groups.isEmpty || pulls.rest != 0 { writeTable(to: &page) }
    writeSum(to: &page)
    if let parameter = pulls.parameter?.text, !pulls.groups.isEmpty {
      page.paragraph(
        Phrase(
          """
          (below 0: wants \(parameter) larger, above 0: smaller; the update goes against the \
          gradient)
          """, .dim), indent: 2)
    }
  }

  private func writeTable(to page: inout Page) {
    var table = Table([
      page.column("what it adds"), page.column("each", .right), page.column("together", .right),
      .init("", .left),
    ])
    let parts = shown.map(\.total) + (others.isEmpty ? [] : [othersTotal]) + [pulls.rest]
    let bars = PullBars(parts, unicode: page.capabilities.unicode)
    func row(_ words: Phrase, _ each: Double?, _ total: Double) {
      table.append([
        page.words(words), StyledText(each.map(Self.digits.text) ?? "", .number),
        StyledText(Self.digits.text(total), .number),
        page.capabilities.plain ? "" : bars.bar(total),
      ])
    }
    for group in shown {
      row(Self.words(for: group), group.count > 1 ? group.each : nil, group.total)
    }
    if !others.isEmpty {
      let count = others.reduce(0) { $0 + $1.count }
      row("\(count) others, each less", nil, othersTotal)
    }
    if pulls.rest != 0 { row("of no example", nil, pulls.rest) }
    page.table(table, indent: 2)
  }

  private func writeSum(to page: inout Page) {
    let element = StyledText(pulls.element.text, .name)
    let size = ExactSum(pulls.groups.map(\.total.magnitude) + [pulls.rest.magnitude]).value
    if !pulls.value.isFinite {
      page.paragraph("\(element) is no number, and no sum of numbers.", indent: 2)
    } else if pulls.rounding == 0 {
      page.paragraph("Together they are \(element), to the last bit.", indent: 2)
    } else {
      let rounding = NumberFormatting.significant(pulls.rounding, digits: 2)
      page.paragraph(
        "Together they are \(element), but for \(rounding) that rounding has made on the way.",
        indent: 2)
    }
    let left = pulls.value.magnitude / size
    if pulls.groups.count > 1, size > 0, left < 0.5 {
      page.paragraph(
        "They pull against each other: of all that they add, \(Self.percent(left)) remains.",
        indent: 2)
    }
  }

  private static func percent(_ share: Double) -> Phrase {
    share < 0.01
      ? "less than 1 percent" : "\(NumberFormatting.significant(100 * share, digits: 2)) percent"
  }

  /// '251 with X = (0, 0), Y = 1'.
  static func words(for group: Pulls.Group) -> Phrase {
    let columns = group.columns.filter { $0.values.count <= 4 }.map { column in
      let values = column.values.map { WhyDigits.few.text($0) }
      return "\(column.name) = "
        + (values.count == 1 ? values[0] : "(\(values.joined(separator: ", ")))")
    }
    let data = columns.joined(separator: ", ")
    switch (group.count, data.isEmpty) {
    case (0, _): return "examples with \(data)"
    case (1, true): return "example \(group.members[0])"
    case (1, false): return "example \(group.members[0]): \(data)"
    case (_, true): return "\(group.count) like example \(group.members[0])"
    case (_, false): return "\(group.count) with \(data)"
    }
  }

  // MARK: JSON

  private static let mostInJSON = 1000

  var json: JSONValue {
    let shown = pulls.groups.prefix(Self.mostInJSON)
    let others = pulls.groups.dropFirst(shown.count)
    return .object([
      ("type", .string("pulls")),
      ("parameter", pulls.parameter.map { .string($0.name) } ?? .null),
      ("name", .string(pulls.element.name)),
      ("index", .array(pulls.element.index.map { .integer($0) })),
      ("value", .number(pulls.value)),
      ("equation", .code(pulls.statement.text)),
      ("epoch", pulls.moment.map { .integer($0.epoch) } ?? .null),
      ("batch", pulls.moment?.batch.map { .integer($0) } ?? .null),
      (
        "groups",
        .array(
          shown.map { Self.json(of: $0) })
      ),
      (
        "others",
        .object([
          ("count", .integer(others.reduce(0) { $0 + $1.count })),
          ("total", .number(ExactSum(others.map(\.total)).value)),
        ])
      ),
      ("of_no_example", .number(pulls.rest)), ("rounding", .number(pulls.rounding)),
    ])
  }

  static func json(of group: Pulls.Group) -> JSONValue {
    .object([
      ("count", .integer(group.count)),
      ("first", group.members.first.map { .integer($0) } ?? .null),
      (
        "data",
        .object(group.columns.map { ($0.name, .array($0.values.map { .values(of: $0) })) })
      ),
      ("each", group.each.map { .number($0) } ?? .null), ("total", .number(group.total)),
    ])
  }
}

/// Bars to either side of 0, as long as the numbers are large beside each other.
struct PullBars {
  private let largest: Double
  private let unicode: Bool
  private static let width = 10

  init(_ values: [Double], unicode: Bool) {
    largest = values.filter(\.isFinite).map(\.magnitude).max() ?? 0
    self.unicode = unicode
  }

  func bar(_ value: Double) -> StyledText {
    guard largest > 0, value.isFinite else { return "" }
    let length = Int((value.magnitude / largest * Double(Self.width)).rounded())
    let cells = String(repeating: unicode ? "█" : "#", count: length)
    let axis = StyledText(unicode ? "│" : "|", .dim)
    if value < 0 {
      let space = String(repeating: " ", count: Self.width - length)
      return StyledText(space) + StyledText(cells, .negative) + axis
    }
    return StyledText(String(repeating: " ", count: Self.width)) + axis
      + StyledText(cells, .positive)
  }
}
