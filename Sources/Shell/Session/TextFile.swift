import System

/// Reading and writing small files of text, with what goes wrong in words.
package enum TextFile {
  /// Larger files are refused: nothing that is read here is ever that long.
  package static let largest = 16 << 20

  /// The text of a file, with invalid UTF-8 repaired.
  ///
  /// - Throws: `ShellError` if it cannot be read, is no ordinary file or is too large.
  package static func read(_ path: String) throws(ShellError) -> String {
    String(decoding: try readBytes(path), as: UTF8.self)
  }

  /// The bytes of a file, with the errors of `read`.
  ///
  /// - Throws: as `read`.
  package static func readBytes(
    _ path: String, limit largest: Int = TextFile.largest, followsLinks: Bool = true
  ) throws(ShellError) -> [UInt8] {
    let bytes: [UInt8]
    do throws(File.Failure) {
      // One byte more than may be, to see that there is more.
      bytes = try File.read(path, limit: largest + 1, followsLinks: followsLinks)
    } catch {
      switch error {
      case .system(let error):
        throw ShellError("unreadable-file", "\(path) cannot be read: \(error.message)")
      case .notOrdinary: throw ShellError("unreadable-file", "\(path) is no ordinary file")
      }
    }
    guard bytes.count <= largest else {
      throw ShellError("file-too-large", "\(path) is larger than \(largest >> 20) MiB")
    }
    return bytes
  }
}

// MARK: - Writing

extension ShellError {
  /// The code of the error that a file is there already.
  static let fileExistsCode = "file-exists"
}

extension TextFile {
  /// Puts a text in the place of a file at once: whoever reads sees the old text or the new one,
  /// and a full disk harms neither.
  ///
  /// - Parameter replacesExisting: whether a file that is there may be replaced.
  /// - Throws: `ShellError` in the system's words.
  package static func write(
    _ text: String, to path: String, replacesExisting: Bool
  ) throws(ShellError) {
    try write(bytes: Array(text.utf8), to: path, replacesExisting: replacesExisting)
  }

  /// The same for bytes.
  ///
  /// - Parameter permissions: `nil` for those of the file that is there, or those that are usual.
  static func write(
    bytes: [UInt8], to path: String, replacesExisting: Bool, permissions: UInt32? = nil
  ) throws(ShellError) {
    try checkPlace(path, replacesExisting: replacesExisting)
    do throws(SystemError) {
      try File.replace(
        path, with: bytes, permissions: permissions ?? File.permissions(path) ?? 0o644)
    } catch {
      throw unwritable(path, error)
    }
  }

  /// The same for what is made as it is written.
  ///
  /// - Throws: `ShellError`, and what `body` throws.
  static func write(
    to path: String, replacesExisting: Bool, _ body: (inout FileWriter) throws -> Void
  ) throws {
    try checkPlace(path, replacesExisting: replacesExisting)
    do {
      try File.replace(path, permissions: File.permissions(path) ?? 0o644, body)
    } catch let error as SystemError {
      throw unwritable(path, error)
    }
  }

  private static func unwritable(_ path: String, _ error: SystemError) -> ShellError {
    ShellError("unwritable-file", "\(path) cannot be written: \(error.message)")
  }

  /// Whether a file may be written there, as far as that can be told beforehand.
  static func checkPlace(_ path: String, replacesExisting: Bool) throws(ShellError) {
    guard let kind = File.kind(path) else { return }
    // What no flag could replace is told first.
    if kind != .ordinary { throw ShellError("unwritable-file", "\(path) is no ordinary file") }
    if !replacesExisting {
      throw ShellError(
        ShellError.fileExistsCode, "\(path) is there already", hint: "choose another name")
    }
  }
}
