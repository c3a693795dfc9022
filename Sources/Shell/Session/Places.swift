import System

/// The folder for what is kept between starts: `$XDG_STATE_HOME/underhood`, by default
/// `~/.local/state/underhood`.
package enum StateFolder {
  package static var path: String? {
    if let state = Environment.value("XDG_STATE_HOME"), state.hasPrefix("/") {
      return state + "/underhood"
    }
    return Environment.value("HOME").map { $0 + "/.local/state/underhood" }
  }

  /// A folder in it, which is made if it is not there; `nil` if there is no place for it.
  package static func folder(_ name: String) -> String? {
    path.flatMap { made("\($0)/\(name)") }.flatMap { File.isLink($0) ? nil : $0 }
  }

  /// A file in the folder, which is made if it is not there; `nil` if there is no place for it.
  package static func file(_ name: String) -> String? {
    path.flatMap { made($0) }.map { $0 + "/" + name }
  }

  private static func made(_ folder: String) -> String? {
    File.makeFolders(folder)
    return File.isWritable(folder) ? folder : nil
  }

  /// Removes what killed programs have left of files they were writing, and keeps everyone else from
  /// those that an older version made.
  static func tidy() {
    guard let path else { return }
    File.removeLeftovers(of: path + "/")
    for name in ["progress", "student", "history"] { File.makePrivate("\(path)/\(name)") }
  }
}

/// The folder of the lessons: named by `UNDERHOOD_LESSONS`, in the current folder, beside the
/// program or in a folder above it, or where a package would put it.
package enum LessonFolder {
  package static func find() -> String? {
    if let named = Environment.value("UNDERHOOD_LESSONS") { return named }
    var candidates = ["lessons"]
    if let executable = Machine.executablePath {
      var folder = executable
      for _ in 0..<6 {
        guard let slash = folder.lastIndex(of: "/"), slash != folder.startIndex else { break }
        folder = String(folder[..<slash])
        candidates.append(folder + "/lessons")
        candidates.append(folder + "/share/underhood/lessons")
      }
    }
    return candidates.first { File.isReadable($0 + "/01-first-forward-pass.md") }
      ?? candidates.first { File.isReadable($0) && File.isExecutable($0) }
  }
}
