import CEditline

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Why lines are not kept between starts.
public enum HistoryProblem: Equatable, Sendable {
  /// There is a file of that name which was not written here. It is left as it is.
  case foreign(path: String)
  case unreadable(path: String, errno: Int32)
  case unwritable(path: String, errno: Int32)
}

/// The lines typed, kept in a text file between starts: a heading, then a line each, oldest first.
///
/// Several shells may share the file: each adds its own lines to what is there when it saves. A save
/// writes a new file, readable by its owner only, and puts it in the old one's place at once.
struct HistoryFile {
  static let heading = "# lines typed, oldest first; format 1"

  let path: String
  let limit: Int

  init(path: String, limit: Int) {
    self.path = Self.resolved(path)
    self.limit = max(limit, 1)
  }

  /// The lines in the file; none where there is no file.
  func load() -> Result<[String], HistoryProblem> {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      return errno == ENOENT ? .success([]) : .failure(.unreadable(path: path, errno: errno))
    }
    defer { _ = close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      return .failure(.foreign(path: path))
    }
    guard let bytes = Self.contents(descriptor) else {
      return .failure(.unreadable(path: path, errno: errno))
    }
    if bytes.isEmpty { return .success([]) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return .failure(.foreign(path: path))
    }
    let lines = text.unicodeScalars.split(separator: "\n").map { String($0) }
    guard lines.first == Self.heading else { return .failure(.foreign(path: path)) }
    return .success(Array(Self.tidied(lines.dropFirst()).suffix(limit)))
  }

  /// Adds lines to those in the file now.
  func add(_ lines: [String]) -> HistoryProblem? {
    makeFolder()
    let lock = FolderLock(folder: Self.folder(of: path))
    defer { lock.release() }
    switch load() {
    case .failure(let problem): return problem
    case .success(let known):
      return replace(with: Array(Self.tidied(known + lines).suffix(limit)))
    }
  }

  /// Without blank lines and adjacent repetitions.
  static func tidied(_ lines: some Sequence<String>) -> [String] {
    var kept: [String] = []
    for line in lines {
      let entry = entry(line)
      if entry.isEmpty || entry == kept.last { continue }
      kept.append(entry)
    }
    return kept
  }

  /// A line as it is kept: one line, without the spaces around it, empty where there is nothing.
  static func entry(_ line: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in line.unicodeScalars { scalars.append(isControl(scalar) ? " " : scalar) }
    var view = Substring.UnicodeScalarView(scalars)
    while view.first == " " { view.removeFirst() }
    while view.last == " " { view.removeLast() }
    return String(view)
  }

  private func replace(with lines: [String]) -> HistoryProblem? {
    let temporary = path + ".\(getpid())"
    unlink(temporary)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return .unwritable(path: path, errno: errno) }
    let text = ([Self.heading] + lines).joined(separator: "\n") + "\n"
    var failure: Int32 = Self.write(Array(text.utf8), to: descriptor) ? 0 : errno
    if close(descriptor) != 0, failure == 0 { failure = errno }
    if failure == 0, rename(temporary, path) != 0 { failure = errno }
    if failure != 0 {
      unlink(temporary)
      return .unwritable(path: path, errno: failure)
    }
    return nil
  }

  private func makeFolder() {
    var folder = ""
    for (index, part) in Self.folder(of: path).split(separator: "/").enumerated() {
      folder += (index > 0 || path.hasPrefix("/") ? "/" : "") + part
      mkdir(folder, 0o700)
    }
  }

  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Where a link leads, so that a save does not replace the link.
  private static func resolved(_ path: String) -> String {
    guard let found = realpath(path, nil) else { return path }
    defer { free(found) }
    return String(cString: found)
  }

  private static func contents(_ descriptor: Int32) -> [UInt8]? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      if count < 0 { return nil }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { piece in
        #if canImport(Glibc)
          Glibc.write(descriptor, piece.baseAddress, piece.count)
        #elseif canImport(Musl)
          Musl.write(descriptor, piece.baseAddress, piece.count)
        #else
          Darwin.write(descriptor, piece.baseAddress, piece.count)
        #endif
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}

extension HistoryProblem: Error {}

/// Keeps two shells from saving at the same moment. Where locks do not work, as on some network
/// disks, the save goes on without.
private struct FolderLock {
  private let descriptor: Int32

  init(folder: String) {
    descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    for _ in 0..<50 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK { return }
      poll(nil, 0, 4)
    }
  }

  func release() { if descriptor >= 0 { _ = close(descriptor) } }
}
