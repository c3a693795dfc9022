import JSON
import Terminal

extension Session.Outcome {
  /// The object that `--format json` prints of a command.
  package var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("command", .string(command)), ("ok", .bool(isSuccess)), ("position", .string(position)),
    ]
    if case .success(let report) = result { members.append(("result", report.json)) }
    if let failure { members.append(("error", failure.json(in: command))) }
    if let notice { members.append(("notice", .string(notice.english))) }
    return .object(members)
  }

  /// What a person is shown.
  package func write(to page: inout Page) {
    switch result {
    case .success(let report): report.write(to: &page)
    case .failure(let error): error.write(to: &page, command: command)
    }
    if let notice { page.paragraph(notice) }
  }
}
