import System
import Training

/// The file of a session's journal: open, locked against other shells, and written to the disk
/// line by line.
package final class JournalFile {
  package let path: String
  private let file: LockedFile

  private init(path: String, file: LockedFile) {
    self.path = path
    self.file = file
  }

  /// Makes the file of a new session, empty and for the user alone.
  static func create(_ path: String) throws(ShellError) -> JournalFile {
    do throws(SystemError) {
      return JournalFile(path: path, file: try LockedFile.create(path))
    } catch {
      throw unwritable(error)
    }
  }

  /// Opens the file of an earlier session to go on with it.
  ///
  /// - Parameter wholeLength: the bytes of its whole lines; a torn line behind them is cut off.
  /// - Returns: `nil` if another shell has it open.
  static func open(_ path: String, wholeLength: Int) throws(ShellError) -> JournalFile? {
    do throws(SystemError) {
      return try LockedFile.open(path, length: wholeLength).map {
        JournalFile(path: path, file: $0)
      }
    } catch {
      throw unwritable(error)
    }
  }

  /// Writes lines and waits until the disk has them.
  ///
  /// - Throws: `ShellError`; what was saved before is unharmed, and a part of a line that was
  ///   written is taken away again.
  func append(_ lines: String) throws(ShellError) {
    guard !lines.isEmpty else { return }
    do throws(SystemError) {
      try file.append(Array(lines.utf8))
    } catch {
      throw Self.unwritable(error)
    }
  }

  private static func unwritable(_ error: SystemError) -> ShellError {
    ShellError(
      "journal-unwritable",
      """
      the session cannot be saved (\(error.message)): you can work on, but what you do from here is \
      not kept
      """, hint: "save FILE writes the session to a file of your choice")
  }
}

/// The journals of earlier sessions.
struct JournalFolder {
  let path: String

  /// An earlier session that can be gone on with.
  struct Earlier {
    var path: String
    var journal: Journal
    var faults: [JournalFault]
    var wholeLength: Int
  }

  /// `$XDG_STATE_HOME/underhood/sessions`; `nil` if there is no place for it.
  static func standard() -> JournalFolder? {
    StateFolder.folder("sessions").map { JournalFolder(path: $0) }
  }

  /// What was found among the earlier sessions.
  struct Search {
    /// The one to go on with.
    var earlier: Earlier?
    /// The latest file, where it cannot be read as a session.
    var unreadable: (path: String, fault: JournalFault)?
  }

  /// The journals of all sessions but one, in the order in which they began; those that are no
  /// journals, or were edited, as far as they can be believed.
  func all(but own: String?) -> [Journal] {
    let names = ((try? File.names(in: path)) ?? []).filter { $0.hasSuffix(".journal") }.sorted()
    return names.suffix(Self.mostRead).compactMap { name in
      let file = "\(path)/\(name)"
      guard file != own, let bytes = try? TextFile.readBytes(file) else { return nil }
      let (journal, faults, _) = Journal.read(bytes)
      return faults.allSatisfy(\.isHarmless) ? journal : nil
    }
  }

  /// A student has hardly more sessions than that in a year.
  private static let mostRead = 2000

  /// The file of a new session.
  func create(model: String) throws(ShellError) -> JournalFile {
    // The time sorts them, the number of the process keeps two shells apart.
    try JournalFile.create("\(path)/\(Time.stamp())-\(Machine.processNumber)-\(model).journal")
  }

  /// The latest session from the same start that holds a command and that no other shell has open.
  ///
  /// Only a few of the latest are looked at, so that the start stays quick however many there are.
  func latest(startingLike start: Journal) -> Search {
    var search = Search()
    var isLatest = true
    let names = ((try? File.names(in: path)) ?? []).filter { $0.hasSuffix(".journal") }.sorted()
      .suffix(20)
    for name in names.reversed() {
      let file = "\(path)/\(name)"
      guard let text = try? TextFile.readBytes(file) else { continue }
      // One that never came to hold anything says nothing.
      if text.isEmpty { continue }
      let (journal, faults, wholeLength) = Journal.read(text)
      if isLatest, journal == nil, let fault = faults.first { search.unreadable = (file, fault) }
      isLatest = false
      guard let journal, journal.header.modelHash == start.header.modelHash,
        journal.header.seed == start.header.seed, let first = journal.records.first,
        start.records.first.map({ $0.opensSameLesson(as: first) }) ?? true,
        !LockedFile.isInUse(file)
      else { continue }
      search.earlier = Earlier(
        path: file, journal: journal, faults: faults, wholeLength: wholeLength)
      break
    }
    return search
  }
}

extension Journal.Record {
  /// Whether both open one lesson, in whatever version.
  fileprivate func opensSameLesson(as other: Journal.Record) -> Bool {
    command.split(separator: " ").prefix(2) == other.command.split(separator: " ").prefix(2)
  }
}

extension Session.Context {
  /// The time of the day, for journals that are to tell it.
  package static let wallClock: @Sendable () -> Int? = { Time.sinceEpoch() }
}
