import JSON
import Networks
import Terminal
import Training

/// A change that waits for others: what it is so far, what does not fit yet, how to go on.
struct OpenChangeReport: CommandResult {
  var change: OpenChange

  private var error: ShellError { Wording.describe(change.fault, place: nil) }

  var json: JSONValue {
    .object([
      ("type", .string("open-change")), ("names", .strings(change.names)),
      ("missing", .string(error.message.english)),
      ("equation", change.fault.source.map { .string($0) } ?? .null),
      ("candidates", .strings(change.candidates)),
    ])
  }

  func write(to page: inout Page) {
    let names = Suggestions.list(change.names, .and)
    page.paragraph(
      change.names.count == 1
        ? "The change of \(names) is held open: alone it does not fit the network."
        : "The changes of \(names) are held open: they do not fit the network yet.")
    if let source = change.fault.source { page.line("    \(StyledText(source))") }
    page.paragraph("Still missing: \(error.message).")
    let ways = change.candidates.map { "set \($0) = ..." }
    page.paragraph(
      ways.isEmpty
        ? "set goes on with the change; undo drops it."
        : "\(Suggestions.list(ways)) goes on with the change; undo drops it.")
    if let (name, number) = singleNumber {
      let element = StyledText("set \(name)[0, 0] = \(number)", .command)
      page.paragraph("To change one element of \(name): undo, then \(element).")
    }
  }

  /// What was given a single number in the place of a whole array.
  private var singleNumber: (name: String, number: String)? {
    guard change.names.count == 1 else { return nil }
    let assignment = Phase.once.flatMap { change.model[$0] }.lazy
      .compactMap { $0.statement.asAssignment.assignment }.first { $0.name == change.names[0] }
    guard let text = assignment?.value.text, Double(text) != nil else { return nil }
    return (change.names[0], text)
  }
}

extension Wording {
  /// What cannot be done while a change is held open.
  static func waiting(_ open: OpenChange) -> ShellError {
    ShellError(
      "change-open",
      """
      a change of \(Suggestions.list(open.names, .and)) is held open: \
      \(describe(open.fault, place: nil).message)
      """,
      hint: open.candidates.first.map { "set \($0) = ... goes on with it; undo drops it" }
        ?? "undo drops it")
  }
}

/// What the changes of one line came to, each as if it had been made alone.
struct SeveralChanges: CommandResult {
  private var reports: [any CommandResult]

  /// What was held open on the way needs no words once it is not.
  init(_ reports: [any CommandResult]) {
    let last = reports.count - 1
    self.reports = reports.enumerated()
      .filter { $0.offset == last || !($0.element is OpenChangeReport) }.map(\.element)
  }

  /// The only one, if there is one.
  var onlyOne: any CommandResult { reports.count == 1 ? reports[0] : self }

  var json: JSONValue {
    .object([("type", .string("changes")), ("changes", .array(reports.map(\.json)))])
  }

  func write(to page: inout Page) {
    for report in reports { report.write(to: &page) }
  }
}
