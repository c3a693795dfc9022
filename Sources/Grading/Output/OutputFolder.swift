import Shell
import System

/// A folder that grading writes files of students into: for its owner alone.
struct OutputFolder {
  let path: String

  /// - Throws: `ShellError` where there is something else under that name, or it cannot be made.
  init(_ path: String) throws(ShellError) {
    self.path = path.hasSuffix("/") ? String(path.dropLast()) : path
    File.makeFolders(path)
    guard File.isFolder(path) else {
      throw ShellError("unwritable-file", "\(path) is no folder, and none can be made there")
    }
  }

  /// Writes a file in the place of an older one.
  ///
  /// - Throws: `ShellError` in the system's words.
  func write(_ text: String, to name: String) throws(ShellError) {
    let file = "\(path)/\(name)"
    do throws(SystemError) {
      File.makeFolders(Path.parent(of: file))
      try File.replace(file, with: Array(text.utf8), permissions: 0o600)
    } catch {
      throw ShellError("unwritable-file", "\(file) cannot be written: \(error.message)")
    }
  }
}
