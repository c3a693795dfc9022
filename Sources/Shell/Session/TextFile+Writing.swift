#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

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
  public static func write(
    _ text: String, to path: String, replacesExisting: Bool
  ) throws(ShellError) {
    try write(bytes: Array(text.utf8), to: path, replacesExisting: replacesExisting)
  }

  /// The same for bytes.
  static func write(
    bytes: [UInt8], to path: String, replacesExisting: Bool
  ) throws(ShellError) {
    let mode = try checkPlace(path, replacesExisting: replacesExisting) ?? 0o644
    let temporary = "\(path).\(getpid()).new"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw unwritable(path) }
    let isWritten = Output(descriptor: descriptor).writeAll(bytes) && fsync(descriptor) == 0
    let writeError = errno
    close(descriptor)
    guard isWritten, rename(temporary, path) == 0 else {
      let code = isWritten ? errno : writeError
      unlink(temporary)
      errno = code
      throw unwritable(path)
    }
  }

  /// Whether a file may be written there, as far as that can be told beforehand.
  ///
  /// - Returns: the permissions of the file that is there.
  @discardableResult
  static func checkPlace(_ path: String, replacesExisting: Bool) throws(ShellError) -> mode_t? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    // What no flag could replace is told first.
    if status.st_mode & S_IFMT != S_IFREG {
      throw ShellError("unwritable-file", "\(path) is no ordinary file")
    }
    if !replacesExisting {
      throw ShellError(
        ShellError.fileExistsCode, "\(path) is there already", hint: "choose another name")
    }
    return status.st_mode & 0o777
  }

  private static func unwritable(_ path: String) -> ShellError {
    ShellError("unwritable-file", "\(path) cannot be written: \(SystemError.message(errno))")
  }
}
