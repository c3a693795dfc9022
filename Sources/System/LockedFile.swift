/// A file that is written at its end, locked against other processes that have it open, each piece
/// on the disk before the next. Links are not followed.
package final class LockedFile {
  private let path: String
  private let descriptor: Int32
  /// Bytes that are whole pieces on the disk.
  private var length: Int

  /// Why a piece was not written.
  package enum Failure: Error, Equatable, Sendable {
    case system(SystemError)
    /// Somebody has removed the file, or put another in its place.
    case gone
    /// Somebody has cut the file, or written into it.
    case altered
  }

  private init(path: String, descriptor: Int32, length: Int) {
    self.path = path
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
    let file = LockedFile(path: path, descriptor: descriptor, length: 0)
    guard file.lock() else { throw .last }
    File.synchronizeFolder(of: path)
    return file
  }

  /// Opens a file to go on behind what it holds.
  ///
  /// - Returns: `nil` if another process has it open.
  /// - Throws: `SystemError` where it cannot be opened.
  package static func open(_ path: String) throws(SystemError) -> LockedFile? {
    let descriptor = systemOpen(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { throw .last }
    let file = LockedFile(path: path, descriptor: descriptor, length: 0)
    guard file.lock() else { return nil }
    file.length = file.size
    return file
  }

  /// Whether another process has a file open.
  package static func isInUse(_ path: String) -> Bool {
    let descriptor = systemOpen(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { systemClose(descriptor) }
    guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return true }
    flock(descriptor, LOCK_UN)
    return false
  }

  /// What it holds, which nobody else changes any more.
  ///
  /// - Parameter limit: the bytes at most.
  /// - Throws: `SystemError` where it cannot be read.
  package func read(limit: Int) throws(SystemError) -> [UInt8] {
    guard lseek(descriptor, 0, SEEK_SET) >= 0 else { throw .last }
    return try Input(descriptor: descriptor).readAll(limit: limit)
  }

  /// Cuts off the part of a piece that a writer who was killed has left.
  ///
  /// - Parameter length: the bytes of the whole pieces.
  /// - Throws: `SystemError` where it cannot be cut.
  package func cut(to length: Int) throws(SystemError) {
    guard length < self.length else { return }
    guard ftruncate(descriptor, off_t(length)) == 0 else { throw .last }
    self.length = length
  }

  /// What others have done to it; `nil` if it is as it was left.
  package var fault: Failure? {
    guard isAtItsPlace else { return .gone }
    return size == length ? nil : .altered
  }

  /// Writes a piece and waits until the disk has it.
  ///
  /// - Throws: `Failure`; what was there before is unharmed, and a part of the piece that was
  ///   written is taken away again.
  package func append(_ bytes: [UInt8]) throws(Failure) {
    if let fault { throw fault }
    do throws(SystemError) {
      guard lseek(descriptor, off_t(length), SEEK_SET) >= 0 else { throw .last }
      try Output(descriptor: descriptor).write(bytes: bytes)
      guard systemSynchronizeData(descriptor) else { throw .last }
    } catch {
      ftruncate(descriptor, off_t(length))
      throw .system(error)
    }
    length += bytes.count
  }

  private var size: Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : -1
  }

  private var isAtItsPlace: Bool {
    var (own, found) = (stat(), stat())
    return fstat(descriptor, &own) == 0 && lstat(path, &found) == 0
      && own.st_dev == found.st_dev && own.st_ino == found.st_ino
  }

  /// Who only looks whether it is in use holds it for a moment.
  private func lock() -> Bool { waitForLock(descriptor) }
}

/// Waits a fifth of a second at most for a lock.
///
/// - Returns: whether nobody else has it.
private func waitForLock(_ descriptor: Int32) -> Bool {
  for _ in 0..<50 {
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
    guard errno == EWOULDBLOCK || errno == EINTR else { return false }
    poll(nil, 0, 4)
  }
  return false
}

/// Keeps two processes from changing what is in a folder at the same moment. Where locks do not
/// work, as on some network disks, the work goes on without.
package struct FolderLock {
  private let descriptor: Int32

  /// Waits for it a fifth of a second at most.
  package init(folder: String) {
    descriptor = systemOpen(folder, O_RDONLY | O_CLOEXEC)
    if descriptor >= 0 { _ = waitForLock(descriptor) }
  }

  package func release() { if descriptor >= 0 { systemClose(descriptor) } }
}
