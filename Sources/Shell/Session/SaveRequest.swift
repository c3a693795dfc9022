import System

/// A file's name, and whether one that is there may be replaced.
package struct SaveRequest {
  static let forceFlag = "--force"

  package var path: String
  package var replaces: Bool

  init(path: String, replaces: Bool) {
    self.path = path
    self.replaces = replaces
  }

  /// - Throws: `ShellError` without a name.
  package init(_ argument: CommandText.Argument) throws(ShellError) {
    (path, replaces) = Self.split(argument.text)
    guard !path.isEmpty else {
      throw ShellError("missing-argument", "save to which file?", hint: .verbatim("save FILE"))
    }
  }

  /// The name, without quotation marks around it, and whether the flag stands before or behind it.
  static func split(_ text: String) -> (path: String, replaces: Bool) {
    var words = text.split(separator: " ", omittingEmptySubsequences: false)
    let replaces = words.first == forceFlag[...] || words.last == forceFlag[...]
    if words.last == forceFlag[...] {
      words.removeLast()
    } else if replaces {
      words.removeFirst()
    }
    return (FileName.unquoted(words.joined(separator: " ").trimmed), replaces)
  }

  /// Takes the flag out of a command's words.
  ///
  /// - Returns: whether it was there.
  static func takeForceFlag(from words: inout [String]) -> Bool {
    guard let flag = words.firstIndex(of: forceFlag) else { return false }
    words.remove(at: flag)
    return true
  }

  /// - Throws: `ShellError` where it cannot be written.
  package func write(_ text: String) throws(ShellError) { try write(bytes: Array(text.utf8)) }

  func write(bytes: [UInt8]) throws(ShellError) {
    do throws(ShellError) {
      try TextFile.write(bytes: bytes, to: path, replacesExisting: replaces)
    } catch {
      throw Self.offeringForce(error)
    }
  }

  /// Writes what is made as it is written.
  ///
  /// - Throws: `ShellError` where it cannot be written, and what `body` throws.
  func write(_ body: (inout FileWriter) throws -> Void) throws {
    do {
      try TextFile.write(to: path, replacesExisting: replaces, body)
    } catch let error as ShellError {
      throw Self.offeringForce(error)
    }
  }

  /// Whether the file may be written, as far as that can be told beforehand.
  ///
  /// - Throws: `ShellError` where it may not.
  package func check() throws(ShellError) {
    do throws(ShellError) {
      try TextFile.checkPlace(path, replacesExisting: replaces)
    } catch {
      throw Self.offeringForce(error)
    }
  }

  private static func offeringForce(_ error: ShellError) -> ShellError {
    var error = error
    if error.code == ShellError.fileExistsCode {
      error.hint = "another name, or --force after this one"
    }
    return error
  }
}
