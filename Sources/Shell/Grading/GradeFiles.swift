#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The files that some names stand for.
enum GradeFiles {
  /// Files as they are named, and those in folders and the folders in them, by name. Hidden files are
  /// passed over, and links to folders not followed. Whether a file can be read is for whoever reads it.
  static func list(_ paths: [String]) -> [String] {
    var files: [String] = []
    var seen: Set<String> = []
    for path in paths {
      if TextFile.isFolder(path) {
        collect(path, depth: 0, into: &files, &seen)
      } else {
        add(path, to: &files, &seen)
      }
    }
    return files
  }

  private static let deepest = 8
  private static let most = 20_000

  private static func collect(
    _ folder: String, depth: Int, into files: inout [String], _ seen: inout Set<String>
  ) {
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    for name in TextFile.names(in: folder).sorted() where !name.hasPrefix(".") {
      guard files.count < most else { return }
      var status = stat()
      let path = base + name
      if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
        if depth < deepest { collect(path, depth: depth + 1, into: &files, &seen) }
      } else if !TextFile.isFolder(path) {
        add(path, to: &files, &seen)
      }
    }
  }

  /// A file that is named twice is one file.
  private static func add(_ path: String, to files: inout [String], _ seen: inout Set<String>) {
    var status = stat()
    let key = lstat(path, &status) == 0 ? "\(status.st_dev) \(status.st_ino)" : path
    if seen.insert(key).inserted { files.append(path) }
  }
}
