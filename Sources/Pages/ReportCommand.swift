import Arrays
import JSON
import Shell
import Terminal

extension Command {
  package static let report = Command(
    "report", group: .other, usage: "FILE.html", summary: "write a page about the session",
    help: """
      One file that any browser opens, without a network: the model as mathematics, the pictures \
      with a slider through the epochs, the parameters' history, what diagnose says, and the \
      session's commands with what they said. Any number of it, chosen, opens the arithmetic that \
      made it, down to the draw and the data. It prints well. A file that is there already is \
      kept, unless --force follows its name.
      """,
    completion: .files, effects: .writesFiles
  ) { session, argument in
    guard !argument.isEmpty else {
      throw ShellError("missing-argument", "to which file?", hint: "report FILE.html")
    }
    let request = try SaveRequest(argument)
    let file = request.path.split(separator: "/").last ?? ""
    let parts = file.split(separator: ".")
    guard parts.count > 1, let ending = parts.last, ["html", "htm"].contains(ending.lowercased())
    else {
      throw ShellError(
        "unknown-form", "a report's file ends in .html, not '\(request.path)'",
        hint: "report \(parts.first ?? "page").html", range: argument.range)
    }
    // A page may take its time; what is known before is said before.
    try request.check()
    let text = try SessionPage(session: session).report()
    try request.write(text)
    return PageSaved(path: request.path, bytes: text.utf8.count)
  }
}

/// A page that was written.
struct PageSaved: CommandResult {
  var path: String
  var bytes: Int

  var json: JSONValue {
    .object([
      ("type", .string("report")), ("file", .string(path)), ("bytes", .integer(bytes)),
    ])
  }

  func journalText(for command: String, in session: Session) -> String? { nil }

  func write(to page: inout Page) {
    let size =
      bytes < 1_000_000
      ? "\(bytes / 1000 + 1) kB"
      : "\(NumberFormatting.fixed(Double(bytes) / 1e6, decimals: 1)) MB"
    page.paragraph("\(StyledText(path, .strong)) is written (\(size)): open it in a browser.")
  }
}
