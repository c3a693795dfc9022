import Training

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The file of a session's journal: open, locked against other shells, and written to the disk
/// line by line.
public final class JournalFile {
  public let path: String
  private let descriptor: Int32
  /// Bytes that are whole lines on the disk; anything behind them is cut off.
  private var wholeLength: Int

  private init(path: String, descriptor: Int32, wholeLength: Int) {
    self.path = path
    self.descriptor = descriptor
    self.wholeLength = wholeLength
  }

  deinit { close(descriptor) }

  /// Makes the file of a new session, empty and for the user alone.
  static func create(_ path: String) throws(ShellError) -> JournalFile {
    let descriptor = openFile(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC)
    guard descriptor >= 0 else { throw unwritable(path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw unwritable(path)
    }
    return JournalFile(path: path, descriptor: descriptor, wholeLength: 0)
  }

  /// Opens the file of an earlier session to go on with it.
  ///
  /// - Parameter wholeLength: the bytes of its whole lines; a torn line behind them is cut off.
  /// - Returns: `nil` if another shell has it open.
  static func open(_ path: String, wholeLength: Int) throws(ShellError) -> JournalFile? {
    let descriptor = openFile(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { throw unwritable(path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return nil
    }
    guard ftruncate(descriptor, off_t(wholeLength)) == 0 else {
      close(descriptor)
      throw unwritable(path)
    }
    return JournalFile(path: path, descriptor: descriptor, wholeLength: wholeLength)
  }

  /// Whether another shell has the file open.
  static func isInUse(_ path: String) -> Bool {
    let descriptor = openFile(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return true }
    flock(descriptor, LOCK_UN)
    return false
  }

  /// Writes lines and waits until the disk has them.
  ///
  /// - Throws: `ShellError`; what was saved before is unharmed, and a part of a line that was
  ///   written is taken away again.
  func append(_ lines: String) throws(ShellError) {
    guard !lines.isEmpty else { return }
    let isWritten =
      lseek(descriptor, off_t(wholeLength), SEEK_SET) >= 0
      && Output(descriptor: descriptor).writeAll(lines) && synchronize()
    guard isWritten else {
      let code = errno
      ftruncate(descriptor, off_t(wholeLength))
      errno = code
      throw Self.unwritable(path)
    }
    wholeLength += lines.utf8.count
  }

  private func synchronize() -> Bool {
    #if canImport(Darwin)
      return fsync(descriptor) == 0
    #else
      // A file system that cannot flush has done what it can.
      return fdatasync(descriptor) == 0 || errno == EINVAL
    #endif
  }

  private static func unwritable(_ path: String) -> ShellError {
    ShellError(
      "journal-unwritable",
      """
      the session cannot be saved (\(SystemError.message(errno))): you can work on, but what you \
      do from here is not kept
      """, hint: "save FILE writes the session to a file of your choice")
  }
}

/// The C library's `open`, which a function of the same name hides.
private func openFile(_ path: String, _ flags: Int32) -> Int32 { open(path, flags, 0o600) }

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
    let names = TextFile.names(in: path).filter { $0.hasSuffix(".journal") }.sorted()
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
    try JournalFile.create("\(path)/\(Clock.stamp())-\(getpid())-\(model).journal")
  }

  /// The latest session from the same start that holds a command and that no other shell has open.
  ///
  /// Only a few of the latest are looked at, so that the start stays quick however many there are.
  func latest(startingLike start: Journal) -> Search {
    var search = Search()
    var isLatest = true
    let names = TextFile.names(in: path).filter { $0.hasSuffix(".journal") }.sorted().suffix(20)
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
        !JournalFile.isInUse(file)
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

extension Session.Surroundings {
  /// The time of the day, for journals that are to tell it.
  public static let wallClock: @Sendable () -> Int? = { Clock.seconds() }
}

/// The wall clock, for names of files and for the times in a journal.
enum Clock {
  /// Seconds since 1970.
  static func seconds() -> Int { Int(time(nil)) }

  /// `20261123-124047`, in universal time.
  static func stamp() -> String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    func digits(_ value: Int32, _ count: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(count - text.count, 0)) + text
    }
    return digits(parts.tm_year + 1900, 4) + digits(parts.tm_mon + 1, 2) + digits(parts.tm_mday, 2)
      + "-" + digits(parts.tm_hour, 2) + digits(parts.tm_min, 2) + digits(parts.tm_sec, 2)
  }
}
