import Arrays
import Equations
import JSON
import Networks
import Terminal
import Training

/// The answer to `why NAME[i, j] between MOMENT and MOMENT`.
struct MovementReport: CommandResult {
  var movement: Movement

  private static let digits = WhyDigits.few
  private static let mostGroups = 10

  private var shown: ArraySlice<Pulls.Group> {
    movement.groups.count <= Self.mostGroups
      ? movement.groups[...] : movement.groups.prefix(Self.mostGroups - 1)
  }
  private var others: ArraySlice<Pulls.Group> { movement.groups.dropFirst(shown.count) }
  private var othersTotal: Double { ExactSum(others.map(\.total)).value }

  /// What is not an example's, in words.
  private var remaining: [(words: Phrase, code: String, value: Double)] {
    [
      ("of no example, such as the price of large weights", "of_no_example", movement.ofNoExample),
      ("the update's own pull, such as weight decay", "of_itself", movement.ofItself),
      ("what the optimizer still had from before", "of_before", movement.ofBefore),
      ("changed by hand", "by_hand", movement.byHand),
    ]
  }

  /// Whether rounding is worth a line.
  private var showsRounding: Bool {
    movement.rounding.magnitude > 1e-4 * movement.change.magnitude
  }

  func write(to page: inout Page) {
    let element = StyledText(movement.element.text, .name)
    let (first, last) = (movement.start, movement.end)
    page.paragraph(
      """
      \(element) moved by \(StyledText(Self.signed(movement.change), .number)) between \
      \(StyledText("\(first.position)", .strong)) and \(StyledText("\(last.position)", .strong)): \
      from \(Self.digits.text(first.value)) to \(Self.digits.text(last.value))
      """)
    page.paragraph(
      movement.updates == 1
        ? "1 update, taken apart:" : "\(movement.updates) updates, each taken apart:", indent: 2)
    writeTable(to: &page)
    writeSum(to: &page)
    for statement in movement.shared {
      page.paragraph(
        """
        (\(StyledText(statement.text, .code)): what is no sum over the examples there counts as a \
        number that they all share; each has its part of the step in proportion to its part of the \
        gradients)
        """, indent: 2)
    }
    if !movement.memories.isEmpty {
      let names = Suggestions.list(movement.memories.map(\.text), .and)
      page.paragraph(
        Phrase(
          """
          (an example's part goes on moving it as long as \(names) remembers its gradient; what is \
          remembered and has not moved it yet is not counted)
          """, .dim), indent: 2)
    }
  }

  private func writeTable(to page: inout Page) {
    var table = Table([
      page.column("what moved it"), page.column("by", .right), .init("", .left),
    ])
    let rest = remaining.filter { $0.value != 0 }
    let parts = shown.map(\.total) + (others.isEmpty ? [] : [othersTotal]) + rest.map(\.value)
    let bars = PullBars(parts, unicode: page.capabilities.unicode)
    func row(_ words: Phrase, _ value: Double) {
      table.append([
        page.words(words),
        StyledText(Self.signed(value), value < 0 ? .negative : value > 0 ? .positive : .number),
        page.capabilities.plain ? "" : bars.bar(value),
      ])
    }
    for group in shown { row(PullsReport.words(for: group), group.total) }
    if !others.isEmpty {
      row("\(others.reduce(0) { $0 + $1.count }) others, each less", othersTotal)
    }
    for part in rest { row(part.words, part.value) }
    if showsRounding { row("rounding", movement.rounding) }
    page.table(table, indent: 2)
  }

  private func writeSum(to page: inout Page) {
    let ups = ExactSum(movement.groups.map(\.total).filter { $0 > 0 }).value
    let downs = ExactSum(movement.groups.map(\.total).filter { $0 < 0 }).value
    if ups != 0, downs != 0 {
      page.paragraph(
        """
        Examples pushed it up by \(Self.signed(ups)) and pulled it down by \(Self.signed(downs)).
        """, indent: 2)
    }
    guard !showsRounding else { return }
    page.paragraph(
      movement.rounding == 0
        ? "Together they are what it moved by, to the last bit."
        : """
        Together they are what it moved by, but for \
        \(NumberFormatting.significant(movement.rounding, digits: 2)) that rounding has made on the \
        way.
        """, indent: 2)
  }

  static func signed(_ value: Double) -> String {
    (value > 0 ? "+" : "") + digits.text(value)
  }

  // MARK: JSON

  private static let mostInJSON = 1000

  var json: JSONValue {
    let shown = movement.groups.prefix(Self.mostInJSON)
    let others = movement.groups.dropFirst(shown.count)
    func end(_ end: (position: Position, value: Double)) -> JSONValue {
      .object([("position", .string("\(end.position)")), ("value", .number(end.value))])
    }
    let left = JSONValue.object([
      ("count", .integer(others.reduce(0) { $0 + $1.count })),
      ("total", .number(ExactSum(others.map(\.total)).value)),
    ])
    var members: [(String, JSONValue)] = [
      ("type", .string("movement")), ("name", .string(movement.element.name)),
      ("index", .array(movement.element.index.map { .integer($0) })),
      ("first", end(movement.start)), ("last", end(movement.end)),
      ("change", .number(movement.change)), ("updates", .integer(movement.updates)),
      ("groups", .array(shown.map { PullsReport.json(of: $0) })), ("others", left),
    ]
    for part in remaining { members.append((part.code, .number(part.value))) }
    members.append(("rounding", .number(movement.rounding)))
    members.append(("shared", .array(movement.shared.map { .code($0.text) })))
    members.append(("memories", .strings(movement.memories.map(\.text))))
    return .object(members)
  }
}
