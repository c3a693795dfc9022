import JSON
import Pages
import Shell
import Terminal

/// What a room is asked, and what it has said so far.
struct AskReport: CommandResult {
  var question: RoomQuestion
  /// Where those who answer go in; `nil` once nothing is asked.
  var door: SessionPage.Door?
  var isForThisMachine = true

  init(question: RoomQuestion, viewer: LiveViewServer?) {
    self.question = question
    door = viewer?.door
    isForThisMachine = viewer?.isForThisMachine ?? true
  }

  var json: JSONValue {
    .object([
      ("type", .string("ask")), ("expression", .string(question.text)),
      ("open", .bool(question.isOpen)), ("address", door.map { .string($0.address) } ?? .null),
      ("votes", .array(question.votes.map { .array($0.map { .number($0) }) })),
      ("value", question.truth.map { .number($0) } ?? .null),
    ])
  }

  func journalText(for command: String, in session: Session) -> String? { nil }

  func write(to page: inout Page) {
    page.paragraph(question.words)
    for vote in question.votes.indices { write(vote, to: &page) }
    if let outcome = question.outcome { page.paragraph(outcome) }
    guard let door else { return }
    let isNew = question.votes == [[]]
    if isNew { page.code(leadingTo: door.address) }
    page.line("  \(StyledText(door.address, .link))")
    if isForThisMachine, isNew {
      page.paragraph(
        "Only this machine can open it. \(StyledText("view --host 0.0.0.0", .command)) first, and telephones can."
      )
    }
  }

  private func write(_ vote: Int, to page: inout Page) {
    page.paragraph(question.caption(vote))
    if question.votes[vote].isEmpty { return }
    let bars = question.bars(vote)
    let most = max(bars.map(\.count).max() ?? 0, 1)
    var table = Table(
      [page.column("answer"), page.column("count", .right), .init("", .left)])
    for bar in bars {
      let length = (bar.count * 30 + most - 1) / most
      let cells = String(repeating: page.capabilities.unicode ? "█" : "#", count: length)
      table.append([
        page.words(bar.label), StyledText("\(bar.count)", .number),
        page.capabilities.plain ? "" : StyledText(cells, .positive),
      ])
    }
    page.table(table, indent: 2)
  }
}
