import System

/// A small file of what is kept between starts: its owner's alone, and no link to another.
enum StateFile {
  /// - Returns: `nil` where there is none.
  /// - Throws: `ShellError` if it cannot be read.
  static func read(_ path: String) throws(ShellError) -> String? {
    guard File.kind(path, followsLinks: false) != nil else { return nil }
    return String(decoding: try TextFile.readBytes(path, followsLinks: false), as: UTF8.self)
  }

  /// - Throws: `ShellError` if it cannot be written.
  static func write(_ text: String, to path: String) throws(ShellError) {
    try TextFile.write(
      bytes: Array(text.utf8), to: path, replacesExisting: true, permissions: 0o600)
  }
}
