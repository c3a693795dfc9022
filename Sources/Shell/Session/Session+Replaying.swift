import Terminal
import Training

extension Session {
  /// Plays the commands of a journal again.
  ///
  /// - Returns: the number of the record that could not be played, with the reason; `nil` if all
  ///   were, and the session is then where the journal ends, to the last bit.
  mutating func play(_ journal: Journal) -> (number: Int, error: ShellError)? {
    isReplaying = true
    let tell = context.progress
    defer {
      isReplaying = false
      context.progress = tell
    }
    if let error = otherFile(than: journal.header.files) { return (0, error) }
    var played = 0
    for record in journal.records {
      guard record.position == run.position.description else {
        return (
          record.number,
          ShellError(
            "journal-position",
            """
            '\(record.command)' was given at \(record.position), and here it would be at \
            \(run.position)
            """)
        )
      }
      let (done, total) = (played, journal.records.count)
      // A command that takes long tells of itself, and of the time that it still takes: how long
      // those after it do nobody knows.
      context.progress = { inner in
        var progress = inner
        progress.whole = "command \(done + 1) of \(total)"
        progress.part = done + 1
        tell(progress)
      }
      tell(Progress(done: done, total: total, loss: nil, unit: "command"))
      let outcome = perform(record)
      if context.shouldStop() {
        return (record.number, ShellError(Self.interruptedCode, "stopped by Ctrl-C"))
      }
      if case .failure(let error) = outcome.result { return (record.number, error) }
      if let error = otherFile(than: record.filesRead) { return (record.number, error) }
      played += 1
    }
    adopt(journal)
    return nil
  }

  /// The code of the error that Ctrl-C ends a replay with.
  package static let interruptedCode = "interrupted"

  /// A hash of everything that decides how the session goes on, the same on every machine.
  package var stateHash: String { run.stateHash.description }
}

extension JournalFault {
  /// Whether the rest of the journal can still be believed: a torn last line is only the mark of a
  /// crash.
  var isHarmless: Bool { if case .torn = self { true } else { false } }
}
