import System

/// The files that some names stand for.
enum GradeFiles {
  /// Files as they are named, and those in folders and the folders in them, by name. Hidden files are
  /// passed over, and links to folders not followed. Whether a file can be read is for whoever reads it.
  static func list(_ paths: [String]) -> [String] {
    var files: [String] = []
    var seen: Set<String> = []
    for path in paths {
      if File.isFolder(path) {
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
    for name in ((try? File.names(in: folder)) ?? []).sorted() where !name.hasPrefix(".") {
      guard files.count < most else { return }
      let path = base + name
      if File.kind(path, followsLinks: false) == .folder {
        if depth < deepest { collect(path, depth: depth + 1, into: &files, &seen) }
      } else if !File.isFolder(path) {
        add(path, to: &files, &seen)
      }
    }
  }

  /// A file that is named twice is one file.
  private static func add(_ path: String, to files: inout [String], _ seen: inout Set<String>) {
    if seen.insert(File.identity(path) ?? path).inserted { files.append(path) }
  }
}
