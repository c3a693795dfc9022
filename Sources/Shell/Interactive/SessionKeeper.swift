import Terminal
import Training

/// Keeps a session on the disk while it goes on, and finds the one that was left last.
struct SessionKeeper {
  private let folder: JournalFolder?
  private var file: JournalFile?
  /// Nothing is kept any more, and the student has been told.
  private var hasGivenUp = false

  init(folder: JournalFolder?) { self.folder = folder }

  // MARK: Going on

  /// The latest session that began as this one has.
  func earlier(startingLike start: Journal) -> JournalFolder.Search {
    folder?.latest(startingLike: start) ?? JournalFolder.Search()
  }

  /// What is said of a file that holds no session that can be read.
  func warning(_ unreadable: (path: String, fault: JournalFault)) -> Phrase {
    Phrase(
      """
      The session kept last cannot be gone on with: \(Wording.describe(unreadable.fault)). The \
      file is left as it is (\(unreadable.path)).
      """, .warning)
  }

  /// What is said of a session before the question whether to go on with it.
  func offer(_ earlier: JournalFolder.Earlier) -> Phrase {
    let count = earlier.journal.records.count
    guard let last = earlier.journal.records.last else {
      return "You have been here before: a session without commands."
    }
    let command = StyledText(last.command, .command)
    guard count > 1 else {
      return "You have been here before: a session of 1 command, \(command) at \(last.position)."
    }
    return """
      You have been here before: a session of \(count) commands, the last one \
      \(command) at \(last.position).
      """
  }

  /// Plays an earlier session again and goes on in its file.
  ///
  /// - Returns: what came of it, for the student; `nil` if Ctrl-C stopped it, and it can be asked
  ///   for again.
  mutating func resume(
    _ earlier: JournalFolder.Earlier, in session: inout Session
  ) -> Phrase? {
    if let fault = earlier.faults.first(where: { !$0.isHarmless }) {
      return
        Phrase(
          """
          It cannot be gone on with: \(Wording.describe(fault)). A new session begins; the file is \
          left as it is (\(earlier.path)).
          """, .warning)
    }
    var played = session
    played.restart(seed: earlier.journal.header.seed)
    if let (number, error) = played.play(earlier.journal) {
      if error.code == Session.interruptedCode { return nil }
      return
        Phrase(
          """
          It cannot be gone on with: command \(number): \(error.message). A new session begins; \
          the file is left as it is (\(earlier.path)).
          """, .warning)
    }
    do {
      guard let opened = try JournalFile.open(earlier.path, wholeLength: earlier.wholeLength) else {
        return Phrase("Another shell has just taken it up. A new session begins.", .warning)
      }
      file = opened
      played.context.journalPath = opened.path
    } catch {
      hasGivenUp = true
      session = played
      return error.message.styled(.warning)
    }
    session = played
    let position = StyledText("\(session.run.position)", .strong)
    guard let torn = earlier.faults.first else { return "You are at \(position) again." }
    return "You are at \(position) again (\(Wording.describe(torn)))."
  }

  // MARK: Keeping

  /// Writes what was accepted since the last time.
  ///
  /// - Returns: a warning, the first time that it cannot be written.
  mutating func keep(_ session: inout Session) -> Phrase? {
    let lines = session.takeJournalLines()
    guard !lines.isEmpty, !hasGivenUp else { return nil }
    guard let folder else {
      hasGivenUp = true
      return "There is no place to keep this session: you can work on, but what you do is not kept."
    }
    do {
      if file == nil {
        let created = try folder.create(model: session.run.program.model.name)
        file = created
        session.context.journalPath = created.path
        // What was accepted before there was a file is in the journal too.
        try created.append(session.journal.text)
      } else {
        try file?.append(lines)
      }
      return nil
    } catch {
      hasGivenUp = true
      return error.message
    }
  }
}
