import JSON
import Terminal
import Training

/// `underhood replay FILE`: plays a saved session again, and says where it ends.
package struct Replay: CommandResult {
  package let path: String
  package let commands: Int
  package let position: String
  /// Equal on every machine for equal sessions.
  package let hash: String
  /// What was found amiss and could be mended.
  package let notes: [Phrase]

  /// - Parameter session: a session on the model that the saved one began with.
  /// - Throws: `ShellError` if the file cannot be read, is no session, or was changed.
  package init(_ path: String, in session: Session) throws(ShellError) {
    var session = session
    let (read, faults, _) = Journal.read(try TextFile.readBytes(path))
    if let fault = faults.first(where: { !$0.isHarmless }) {
      throw ShellError("bad-session", "\(path): \(Wording.describe(fault))")
    }
    guard let journal = read else {
      throw ShellError("bad-session", "\(path): \(Wording.describe(.foreign))")
    }
    guard journal.header.modelHash == session.journal.header.modelHash else {
      throw ShellError(
        "other-model",
        "the session is of another model, '\(journal.header.modelName)'",
        hint: "give it with --model FILE")
    }
    session.restart(seed: journal.header.seed)
    if let (number, error) = session.play(journal) {
      throw ShellError(
        "replay-failed", "command \(number) cannot be played again: \(error.message)",
        hint: error.hint)
    }
    self.path = path
    commands = journal.records.count
    position = session.run.position.description
    hash = session.stateHash
    notes = faults.map(Wording.describe)
  }

  package var json: JSONValue {
    .object([
      ("type", .string("replay")), ("file", .string(path)), ("commands", .integer(commands)),
      ("position", .string(position)), ("hash", .string(hash)),
      ("notes", .strings(notes.map(\.english))),
    ])
  }

  package func journalText(for command: String, in session: Session) -> String? { nil }

  package func write(to page: inout Page) {
    for note in notes { page.paragraph(note.styled(.warning)) }
    page.paragraph(
      commands == 1
        ? "1 command played, to \(position)" : "\(commands) commands played, to \(position)")
    page.line(page.words("state \(hash)"))
  }
}
