/// A file that is written at its end, locked against other processes that have it open, each piece
/// on the disk before the next.
package final class LockedFile {
  private let descriptor: Int32
  /// Bytes that are whole pieces on the disk; anything behind them is cut off.
  private var length: Int

  private init(descriptor: Int32, length: Int) {
    self.descriptor = descriptor
    self.length = length
  }

  deinit { systemClose(descriptor) }

  /// Makes a file that is not there yet, for the user alone.
  ///
  /// - Throws: `SystemError` where it cannot be made.
  package static func create(_ path: String) throws(SystemError) -> LockedFile {
    let descriptor = systemOpen(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last }
    let file = LockedFile(descriptor: descriptor, length: 0)
    guard file.lock() else { throw .last }
    return file
  }

  /// Opens a file to go on behind its first `length` bytes; what stands there is cut off.
  ///
  /// - Returns: `nil` if another process has it open.
  /// - Throws: `SystemError` where it cannot be opened.
  package static func open(_ path: String, length: Int) throws(SystemError) -> LockedFile? {
    let descriptor = systemOpen(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last }
    let file = LockedFile(descriptor: descriptor, length: length)
    guard file.lock() else { return nil }
    guard ftruncate(descriptor, off_t(length)) == 0 else { throw .last }
    return file
  }

  /// Whether another process has a file open.
  package static func isInUse(_ path: String) -> Bool {
    let descriptor = systemOpen(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { systemClose(descriptor) }
    guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return true }
    flock(descriptor, LOCK_UN)
    return false
  }

  /// Writes a piece and waits until the disk has it.
  ///
  /// - Throws: `SystemError`; what was there before is unharmed, and a part of the piece that was
  ///   written is taken away again.
  package func append(_ bytes: [UInt8]) throws(SystemError) {
    do throws(SystemError) {
      guard lseek(descriptor, off_t(length), SEEK_SET) >= 0 else { throw .last }
      try Output(descriptor: descriptor).write(bytes: bytes)
      guard systemSynchronizeData(descriptor) else { throw .last }
    } catch {
      ftruncate(descriptor, off_t(length))
      throw error
    }
    length += bytes.count
  }

  private func lock() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }
}

/// Keeps two processes from changing what is in a folder at the same moment. Where locks do not
/// work, as on some network disks, the work goes on without.
package struct FolderLock {
  private let descriptor: Int32

  /// Waits for it a fifth of a second at most.
  package init(folder: String) {
    descriptor = systemOpen(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    for _ in 0..<50 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK { return }
      poll(nil, 0, 4)
    }
  }

  package func release() { if descriptor >= 0 { systemClose(descriptor) } }
}
