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

  /// Opens the file of an earlier session, to go on with it.
  ///
  /// - Returns: `nil` if another shell has it open.
  static func open(_ path: String) throws(ShellError) -> JournalFile? {
    do throws(SystemError) {
      return try LockedFile.open(path).map { JournalFile(path: path, file: $0) }
    } catch {
      throw unwritable(error)
    }
  }

  /// What is in it now that nobody else writes to it, and which of its lines are whole.
  func read() throws(ShellError) -> (journal: Journal?, faults: [JournalFault], wholeLength: Int) {
    do throws(SystemError) {
      let bytes = try file.read(limit: TextFile.largest + 1)
      if bytes.count > TextFile.largest { throw SystemError(code: EFBIG) }
      return Journal.read(bytes)
    } catch {
      throw Self.unwritable(error)
    }
  }

  /// Takes away what is left of a line that was being written when its shell was killed.
  func cut(to wholeLength: Int) throws(ShellError) {
    do throws(SystemError) {
      try file.cut(to: wholeLength)
    } catch {
      throw Self.unwritable(error)
    }
  }

  /// Whether somebody has removed it, put another in its place, cut it or written into it.
  var isForeign: Bool { file.fault != nil }

  /// Writes lines and waits until the disk has them.
  ///
  /// - Throws: `ShellError`; what was saved before is unharmed, and a part of a line that was
  ///   written is taken away again.
  func append(_ lines: String) throws(ShellError) {
    guard !lines.isEmpty else { return }
    do throws(LockedFile.Failure) {
      try file.append(Array(lines.utf8))
    } catch {
      switch error {
      case .system(let error): throw Self.unwritable(error)
      case .gone, .altered: throw Self.unwritable(SystemError(code: ESTALE))
      }
    }
  }

  private static func unwritable(_ error: SystemError) -> ShellError {
    ShellError(
      "journal-unwritable",
      """
      the session cannot be saved (\(error.message)): you can work on, and it is saved as soon as it \
      can be
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
    return names.suffix(Self.mostRead).compactMap { name in
      let file = "\(path)/\(name)"
      guard file != own, let bytes = try? TextFile.readBytes(file, followsLinks: false) else {
        return nil
      }
      let (journal, faults, _) = Journal.read(bytes)
      return faults.allSatisfy(\.isHarmless) ? journal : nil
    }
  }

  /// The names of the journals, in the order in which their sessions began. A name tells that, unless
  /// it is from the future, where a clock was wrong: then the file's own time does.
  private var names: [String] {
    let now = Time.stamp()
    let names = ((try? File.names(in: path)) ?? []).filter { $0.hasSuffix(".journal") }
    return names.map { name -> (key: String, name: String) in
      guard name > now, !name.hasPrefix(now) else { return (name, name) }
      let time = File.changeTime("\(path)/\(name)").map { Time.stamp($0) } ?? ""
      // Where that is wrong too nothing tells, and those that do come first.
      return (time > now ? "" : time, name)
    }.sorted { $0 < $1 }.map(\.name)
  }

  /// A student has hardly more sessions than that in a year.
  private static let mostRead = 2000

  /// The file of a new session.
  func create(model: String) throws(ShellError) -> JournalFile {
    // The time sorts them, the number of the process keeps two shells apart.
    // Somebody may have removed the folder since.
    File.makeFolders(path)
    let base = "\(path)/\(Time.stamp())-\(Machine.processNumber)-\(model)"
    let isTaken = File.kind("\(base).journal", followsLinks: false) != nil
    return try JournalFile.create("\(base)\(isTaken ? "-again" : "").journal")
  }

  /// The latest session from the same start that holds a command and that no other shell has open.
  ///
  /// Only a few of the latest are looked at, so that the start stays quick however many there are.
  func latest(
    startingLike start: Journal, where isMeant: (Journal) -> Bool = { _ in true }
  ) -> Search {
    var search = Search()
    var isLatest = true
    for name in names.suffix(20).reversed() {
      let file = "\(path)/\(name)"
      guard let text = try? TextFile.readBytes(file, followsLinks: false) else { continue }
      // One that never came to hold anything says nothing.
      if text.isEmpty { continue }
      let (journal, faults, _) = Journal.read(text)
      if isLatest, journal == nil, let fault = faults.first { search.unreadable = (file, fault) }
      isLatest = false
      guard let journal, journal.header.modelHash == start.header.modelHash,
        journal.header.seed == start.header.seed, let first = journal.records.first,
        start.records.first.map({ $0.opensSameLesson(as: first) }) ?? true,
        isMeant(journal), !LockedFile.isInUse(file)
      else { continue }
      search.earlier = Earlier(path: file, journal: journal, faults: faults)
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
