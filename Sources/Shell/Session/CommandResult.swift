import Arrays
import Charts
import Equations
import JSON
import Networks
import Terminal
import Training

/// What a command has to say: once as data, once as text.
package protocol CommandResult: Sendable {
  /// The `result` of the command in `--format json`.
  var json: JSONValue { get }
  func write(to page: inout Page)
  /// What the journal notes of the command; `nil` for what changes nothing that could be played
  /// again: the commands that a file's or a page's are noted as their own.
  func journalText(for command: String, in session: Session) -> String?
  /// What went wrong with a command that this one stands for; the command then has failed too,
  /// though there is something to show of it.
  var failure: ShellError? { get }
  /// What it shows as pictures, for those who can show more than characters.
  var pictures: [any Chart] { get }
  /// What of it a textbook would set as mathematics, for those who do.
  var mathematics: Mathematics? { get }
  /// What a report says of it, which others read too: all, but for what opens a door.
  var forOthers: any CommandResult { get }
}

/// Equations of a result as a textbook writes them.
package struct Mathematics: Sendable {
  package var equations: [MathEquation]
  /// Whether they are all that it says.
  package var isAll: Bool
}

extension CommandResult {
  package func journalText(for command: String, in session: Session) -> String? { command }
  package var failure: ShellError? { nil }
  package var pictures: [any Chart] { [] }
  package var mathematics: Mathematics? { nil }
  package var forOthers: any CommandResult { self }
}

/// A command that has nothing to say but that it was done.
package struct Acknowledgement: CommandResult {
  var message: Phrase
  var type: String

  package init(message: Phrase, type: String = "done") {
    self.message = message
    self.type = type
  }

  package var json: JSONValue {
    .object([("type", .string(type)), ("text", .string(message.english))])
  }

  package func write(to page: inout Page) { page.paragraph(message) }
}

/// Nothing at all.
package struct Silence: CommandResult {
  package init() {}

  package var json: JSONValue { .null }
  package func write(to page: inout Page) {}
}

extension Value {
  /// What `print` prints of it.
  package var printed: String {
    switch self {
    case .array(let array): array.description
    case .tuple(let items):
      "(\(items.map(\.printed).joined(separator: ", "))\(items.count == 1 ? "," : ""))"
    case .dtype(let dtype): dtype.name
    case .generator: "Generator"
    case .none: "None"
    }
  }

  /// The shape in brackets, or what it is instead.
  package var shapeText: String {
    switch self {
    case .array(let array): array.shape.description
    case .tuple: "tuple"
    case .dtype: "type"
    case .generator: "generator"
    case .none: "nothing"
    }
  }
}

extension NDArray {
  /// The array in a few lines, as a board has room for: more than 40 elements are summarised.
  ///
  /// Of a long row fewer elements are shown at the ends where more would not fit on a line.
  package func preview(width: Int) -> String {
    let rows = rank == 2 ? min(shape[0], 7) : 1
    var text = ""
    for ends in [3, 2, 1] {
      text = formatted(
        ArrayFormat(threshold: 40, edgeItems: ends, lineWidth: min(max(width, 24), 100)))
      if count <= 40 || text.split(separator: "\n").count <= rows { break }
    }
    return text
  }
}

extension Freshness {
  /// For JSON: `current` or `outdated`.
  var name: String {
    switch self {
    case .current: "current"
    case .outdated: "outdated"
    }
  }

  var members: [(String, JSONValue)] {
    switch self {
    case .current: [("state", .string(name))]
    case .outdated(let epoch): [("state", .string(name)), ("epoch", .integer(epoch))]
    }
  }

  /// The note beside a value that something has outdated since.
  var note: Phrase? {
    switch self {
    case .current: nil
    case .outdated(let epoch):
      Phrase("(outdated, from epoch \(epoch))", .dim)
    }
  }
}
