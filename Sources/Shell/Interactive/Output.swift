#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A stream that text is written to, whole and at once.
public struct Output: Sendable {
  public let descriptor: Int32

  public init(descriptor: Int32 = STDOUT_FILENO) { self.descriptor = descriptor }

  /// Writes all of it, however often the system takes only a part. A reader that has gone away
  /// ends the program quietly, as every filter does.
  public func write(_ text: String) { _ = writeAll(text) }

  /// - Returns: whether all of it was taken; else `errno` says why not.
  func writeAll(_ text: String) -> Bool {
    writeAll(Array(text.utf8))
  }

  /// The same for bytes.
  func writeAll(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let written = systemWrite(descriptor, rest)
        if written > 0 {
          rest = rest.dropFirst(written)
        } else if errno == EAGAIN {
          var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = poll(&waiting, 1, -1)
        } else if errno != EINTR {
          return false
        }
      }
      return true
    }
  }

  private func systemWrite(_ descriptor: Int32, _ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    let buffer = UnsafeBufferPointer(rebasing: bytes)
    #if canImport(Glibc)
      return Glibc.write(descriptor, buffer.baseAddress, buffer.count)
    #elseif canImport(Musl)
      return Musl.write(descriptor, buffer.baseAddress, buffer.count)
    #else
      return Darwin.write(descriptor, buffer.baseAddress, buffer.count)
    #endif
  }
}
