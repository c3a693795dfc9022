import Terminal
import Training

/// Keeps a session on the disk while it goes on, and finds the one that was left last.
struct SessionKeeper {
  private let folder: JournalFolder?
  private var file: JournalFile?
  /// Lines that the file does not have yet.
  private var waiting = ""
  /// Whether something waits, and the student has been told.
  private var hasWarned = false

  init(folder: JournalFolder?) { self.folder = folder }

  // MARK: Going on

  /// The latest session that began as this one has.
  ///
  /// - Parameter first: the command that this one begins with, in which folder; of the others any
  ///   will do.
  func earlier(
    startingLike start: Journal, first: (command: String, folder: String?)? = nil
  ) -> JournalFolder.Search {
    folder?.latest(startingLike: start) { journal in
      guard let first, let record = journal.records.first else { return first == nil }
      let command = record.command.split(separator: "\n").first.map(String.init)
      return command == first.command && record.folderRead == first.folder
    } ?? JournalFolder.Search()
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
    let command = StyledText(LessonRequest.typed(last.command), .command)
    guard count > 1 else {
      return "You have been here before: a session of 1 command, \(command) at \(last.position)."
    }
    return """
      You have been here before: a session of \(count) commands, the last one \
      \(command) at \(last.position).
      """
  }

  /// What came of the wish to go on with an earlier session.
  enum Resumption {
    /// The session is there again, or a new one begins; for the student.
    case done(Phrase)
    /// Ctrl-C stopped it, and it can be asked for again.
    case stopped
    /// Another shell has gone on with it in the meantime, and left it as this.
    case changed(JournalFolder.Earlier)
    /// Another shell has it, as far as this. A copy can be had.
    case taken(JournalFolder.Earlier)
  }

  /// Plays an earlier session again and goes on in its file.
  ///
  /// - Parameter isCopy: whether it is gone on with in a file of its own, beside another shell.
  mutating func resume(
    _ earlier: JournalFolder.Earlier, asCopy isCopy: Bool, in session: inout Session
  ) -> Resumption {
    if let refusal = refusal(of: earlier) { return .done(refusal) }
    if isCopy { return play(earlier, nil, in: &session) }
    let opened: JournalFile?
    do {
      opened = try JournalFile.open(earlier.path)
      guard let opened else { return .taken(latest(earlier)) }
      // Between the question and the answer another shell may have gone on with it, and left.
      let (journal, faults, wholeLength) = try opened.read()
      guard let journal else {
        return .done(Self.unusable(Wording.describe(faults.first ?? .foreign), earlier.path))
      }
      if journal != earlier.journal {
        return .changed(
          JournalFolder.Earlier(path: earlier.path, journal: journal, faults: faults))
      }
      if let refusal = refusal(of: earlier) { return .done(refusal) }
      try opened.cut(to: wholeLength)
    } catch {
      hasWarned = true
      return .done(error.message.styled(.warning))
    }
    return play(earlier, opened, in: &session)
  }

  /// Why a session cannot be gone on with, if anything is wrong with its file.
  private func refusal(of earlier: JournalFolder.Earlier) -> Phrase? {
    earlier.faults.first { !$0.isHarmless }
      .map { Self.unusable(Wording.describe($0), earlier.path) }
  }

  private static func unusable(_ reason: Phrase, _ path: String) -> Phrase {
    Phrase(
      """
      It cannot be gone on with: \(reason). A new session begins; the file is left as it is \
      (\(path)).
      """, .warning)
  }

  /// As much of a session as another shell has written by now.
  private func latest(_ earlier: JournalFolder.Earlier) -> JournalFolder.Earlier {
    guard let bytes = try? TextFile.readBytes(earlier.path, followsLinks: false) else {
      return earlier
    }
    let (journal, faults, _) = Journal.read(bytes)
    guard let journal, faults.allSatisfy(\.isHarmless) else { return earlier }
    return JournalFolder.Earlier(path: earlier.path, journal: journal, faults: [])
  }

  private mutating func play(
    _ earlier: JournalFolder.Earlier, _ opened: JournalFile?, in session: inout Session
  ) -> Resumption {
    var played = session
    played.restart(seed: earlier.journal.header.seed)
    if let folder = earlier.journal.records.lazy.compactMap(\.folderRead).first,
      folder != played.context.dataFolder?.place
    {
      played.context.dataFolder = DataFolder(folder, lessons: played.context.lessonDirectory)
    }
    if let (number, error) = played.play(earlier.journal) {
      if error.code == Session.interruptedCode { return .stopped }
      return .done(Self.unusable("command \(number): \(error.message)", earlier.path))
    }
    file = opened
    played.context.journalPath = opened?.path
    session = played
    // A copy is on the disk before anything is added to it.
    if opened == nil { waiting = session.journal.text }
    let position = StyledText("\(session.run.position)", .strong)
    guard let torn = earlier.faults.first else { return .done("You are at \(position) again.") }
    return .done("You are at \(position) again (\(Wording.describe(torn))).")
  }

  // MARK: Keeping

  /// Writes what was accepted since the last time, and what could not be written before.
  ///
  /// - Returns: a warning where it cannot be written, the first time, and where the file is not as
  ///   it was left; and that all is kept again.
  mutating func keep(_ session: inout Session) -> Phrase? {
    waiting += session.takeJournalLines()
    guard let folder else {
      defer { hasWarned = hasWarned || !waiting.isEmpty }
      return waiting.isEmpty || hasWarned
        ? nil
        : "There is no place to keep this session: you can work on, but what you do is not kept."
    }
    var isForeign = false
    if let left = file, left.isForeign {
      // What somebody has made of it is theirs; the session goes on in a file of its own.
      isForeign = true
      file = nil
    }
    guard !waiting.isEmpty || isForeign else { return nil }
    do {
      if file == nil {
        // What was accepted before there was a file is in the journal too.
        waiting = session.journal.text
        let created = try folder.create(model: session.run.program.model.name)
        file = created
        session.context.journalPath = created.path
      }
      try file?.append(waiting)
      waiting = ""
      defer { hasWarned = false }
      if isForeign { return Wording.keptElsewhere(file?.path ?? "") }
      return hasWarned ? Wording.keptAgain : nil
    } catch {
      defer { hasWarned = true }
      return hasWarned ? nil : error.message
    }
  }
}

extension Wording {
  fileprivate static let keptAgain: Phrase = "The session is saved again, with all of it."

  fileprivate static func keptElsewhere(_ path: String) -> Phrase {
    """
    The file of this session was removed or changed by something else: all of the session is in a new \
    one now (\(path)).
    """
  }
}
