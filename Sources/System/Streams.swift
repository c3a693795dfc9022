/// A stream that text is written to, whole and at once.
package struct Output: Sendable {
  package let descriptor: Int32
  private let mayLose: Bool

  /// - Parameter mayLose: whether the program goes on where something cannot be written; nobody is
  ///   left then to be told.
  package init(descriptor: Int32 = STDOUT_FILENO, mayLose: Bool? = nil) {
    self.descriptor = descriptor
    self.mayLose = mayLose ?? (descriptor != STDOUT_FILENO)
  }

  /// Writes all of it. A reader that has gone away ends the program quietly, as every filter does.
  /// Where it cannot be written the program ends with `failureStatus`: whoever reads is not to take a
  /// part for the whole.
  package func write(_ text: String) {
    do throws(SystemError) {
      try write(bytes: Array(text.utf8))
    } catch {
      if mayLose { return }
      Output(descriptor: STDERR_FILENO).write(
        "underhood: the output cannot be written: \(error.message)\n")
      exit(Self.failureStatus)
    }
  }

  /// The status of a program whose output cannot be written, as `sysexits.h` has it (EX_IOERR).
  package static let failureStatus: Int32 = 74

  /// Writes all of it, however often the system takes only a part.
  ///
  /// - Throws: `SystemError` if the rest of it will never be taken.
  package func write(bytes: [UInt8]) throws(SystemError) {
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes { systemWrite(descriptor, $0) }
      if written > 0 {
        start += written
      } else if errno == EAGAIN {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&waiting, 1, -1)
      } else if errno != EINTR {
        throw .last
      }
    }
  }
}

/// A stream that bytes are read from.
package struct Input: Sendable {
  package let descriptor: Int32

  package init(descriptor: Int32) { self.descriptor = descriptor }

  /// Waits for some bytes, as many as there is room for at most, again after a signal.
  ///
  /// - Returns: how many there were, 0 at the end.
  /// - Throws: `SystemError`.
  package func read(
    into buffer: inout [UInt8], atMost limit: Int = .max
  ) throws(SystemError) -> Int {
    while true {
      let count = buffer.withUnsafeMutableBytes { space in
        systemRead(
          descriptor, UnsafeMutableRawBufferPointer(rebasing: space[..<min(space.count, limit)]))
      }
      if count >= 0 { return count }
      if errno != EINTR { throw .last }
    }
  }

  /// Everything up to the end, at most `limit` bytes.
  ///
  /// - Throws: `SystemError`.
  package func readAll(limit: Int) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: min(limit, 1 << 16))
    while bytes.count < limit {
      let count = try read(into: &buffer, atMost: limit - bytes.count)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return bytes
  }

  /// So many bytes; `nil` where there are no more.
  package func read(count: Int) -> [UInt8]? {
    guard let bytes = try? readAll(limit: count), bytes.count == count else { return nil }
    return bytes
  }

  /// Waits for something to read.
  ///
  /// - Returns: for each stream whether it has something, or has ended; all false when the time is
  ///   over or a signal came.
  package static func wait(for inputs: [Input], milliseconds: Int) -> [Bool] {
    var polls = inputs.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    guard poll(&polls, nfds_t(polls.count), Int32(clamping: milliseconds)) >= 0 else {
      return Array(repeating: false, count: inputs.count)
    }
    return polls.map { $0.revents != 0 }
  }
}

/// What is at the other side of a stream.
package enum TerminalDevice {
  package static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Of the terminal's window; `nil` where there is none, or it does not say.
  package static func size(_ descriptor: Int32) -> (columns: Int, rows: Int)? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
    else { return nil }
    return (Int(size.ws_col), Int(size.ws_row))
  }
}
