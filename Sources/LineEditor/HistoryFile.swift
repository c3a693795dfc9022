import System

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
/// writes a new file, readable by its owner only, and puts it in the old one's place at once. A link
/// is none of ours.
struct HistoryFile {
  static let heading = "# lines typed, oldest first; format 1"

  /// In bytes.
  static let largest = 16 << 20
  /// In bytes; what was pasted at such length nobody looks for again.
  static let longestLine = 8 << 10

  let path: String
  let limit: Int

  init(path: String, limit: Int) {
    self.path = path
    self.limit = max(limit, 1)
  }

  /// The lines in the file; none where there is no file.
  func load() -> Result<[String], HistoryProblem> {
    let bytes: [UInt8]
    do throws(File.Failure) {
      // One byte more than may be, to see that there is more.
      bytes = try File.read(path, limit: Self.largest + 1, followsLinks: false)
    } catch {
      switch error {
      case .system(let error) where error.code == ENOENT: return .success([])
      case .system(let error): return .failure(.unreadable(path: path, errno: error.code))
      case .notOrdinary: return .failure(.foreign(path: path))
      }
    }
    if bytes.isEmpty { return .success([]) }
    // Nobody has typed as much as that.
    guard bytes.count <= Self.largest else { return .failure(.foreign(path: path)) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return .failure(.foreign(path: path))
    }
    let lines = text.unicodeScalars.split(separator: "\n").map { String($0) }
    guard lines.first == Self.heading else { return .failure(.foreign(path: path)) }
    return .success(Array(Self.tidied(lines.dropFirst()).suffix(limit)))
  }

  /// Adds lines to those in the file now.
  func add(_ lines: [String]) -> HistoryProblem? {
    let folder = Path.parent(of: path)
    File.makeFolders(folder)
    let lock = FolderLock(folder: folder)
    defer { lock.release() }
    switch load() {
    case .failure(let problem): return problem
    case .success(let known):
      return replace(with: Array(Self.tidied(known + lines).suffix(limit)))
    }
  }

  /// Without blank lines, adjacent repetitions, and lines too long to keep.
  static func tidied(_ lines: some Sequence<String>) -> [String] {
    var kept: [String] = []
    for line in lines {
      let entry = entry(line)
      if entry.isEmpty || entry == kept.last || entry.utf8.count > longestLine { continue }
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
    let text = ([Self.heading] + lines).joined(separator: "\n") + "\n"
    do throws(SystemError) {
      try File.replace(path, with: Array(text.utf8), permissions: 0o600)
      return nil
    } catch {
      return .unwritable(path: path, errno: error.code)
    }
  }
}

extension HistoryProblem: Error {}
