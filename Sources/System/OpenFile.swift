/// An ordinary file, open for reading from any place.
package final class OpenFile: Sendable {
  private let descriptor: Int32
  /// In bytes, when it was opened.
  package let count: Int

  /// - Throws: `File.Failure` where it cannot be opened, or is no ordinary file.
  package init(_ path: String) throws(File.Failure) {
    // Without O_NONBLOCK, opening a pipe would wait for someone to write into it.
    let opened = systemOpen(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
    guard opened >= 0 else {
      throw errno == ELOOP ? .notOrdinary : .system(.last)
    }
    var status = stat()
    guard fstat(opened, &status) == 0 else {
      let error = SystemError.last
      systemClose(opened)
      throw .system(error)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      systemClose(opened)
      throw .notOrdinary
    }
    descriptor = opened
    count = Int(status.st_size)
  }

  deinit { systemClose(descriptor) }

  /// Fills a buffer from a place on.
  ///
  /// - Returns: how many bytes there were; none at the end.
  /// - Throws: `SystemError` where they cannot be read.
  package func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(SystemError) -> Int {
    guard buffer.count > 0, offset >= 0 else { return 0 }
    while true {
      let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
      if count >= 0 { return count }
      if errno != EINTR { throw .last }
    }
  }

  /// The digest of all that is in it, as 64 hexadecimal digits.
  ///
  /// - Parameter isWanted: asked after each MiB.
  /// - Returns: `nil` once it is not wanted any more.
  /// - Throws: `SystemError` where it cannot be read.
  package func digest(while isWanted: () -> Bool) throws(SystemError) -> String? {
    var hash = SHA256.Hash()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    var offset = 0
    while case let got = try read(at: offset, into: buffer), got > 0 {
      hash.absorb(UnsafeRawBufferPointer(rebasing: buffer[..<got]))
      offset += got
      if !isWanted() { return nil }
    }
    return hash.hexadecimal()
  }
}
