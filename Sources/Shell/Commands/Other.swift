import JSON
import Terminal

extension Command {
  static let history = Command(
    "history", group: .other, usage: "[N]", summary: "show what was typed, or the last N of it"
  ) { session, argument in
    let lines = session.history.dropLast()
    let count = try argument.count(orElse: max(lines.count, 1), what: "lines")
    return HistoryReport(lines: Array(lines.suffix(count)), first: max(lines.count - count, 0) + 1)
  }

  static let quit = Command(
    "quit", ["exit", "q"], group: .other, summary: "leave (also Ctrl-D)",
    effects: .endsSession
  ) { session, argument in
    try argument.expectNone("quit")
    session.isFinished = true
    return Leaving()
  }
}

/// Leaving, which is no part of the session: who goes on with it later has not left.
struct Leaving: CommandResult {
  var json: JSONValue { .null }
  func journalText(for command: String, in session: Session) -> String? { nil }
  func write(to page: inout Page) {}
}

/// Lines that were typed.
struct HistoryReport: CommandResult {
  var lines: [String]
  /// The number of the first one, counted from 1.
  var first: Int

  var json: JSONValue {
    .object([("type", .string("history")), ("lines", .strings(lines))])
  }

  func write(to page: inout Page) {
    if lines.isEmpty { page.paragraph("Nothing yet.") }
    let width = "\(first + lines.count)".count
    for (index, line) in lines.enumerated() {
      let number = StyledText("\(first + index)", .dim)
      page.line(TextWidth.pad(number, to: width, .right) + "  \(line)")
    }
  }
}
