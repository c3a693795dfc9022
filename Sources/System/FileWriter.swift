/// Bytes on their way into a file, handed on as soon as there are enough of them.
package struct FileWriter {
  private static let size = 1 << 16
  private let output: Output
  private var waiting: [UInt8] = []

  init(_ descriptor: Int32) { output = Output(descriptor: descriptor) }

  /// - Throws: `SystemError` where they cannot be written.
  package mutating func write(_ text: String) throws(SystemError) {
    waiting.append(contentsOf: text.utf8)
    if waiting.count >= Self.size { try finish() }
  }

  /// - Throws: `SystemError` where they cannot be written.
  package mutating func write(bytes: [UInt8]) throws(SystemError) {
    if bytes.count < Self.size {
      waiting += bytes
      if waiting.count >= Self.size { try finish() }
    } else {
      try finish()
      try output.write(bytes: bytes)
    }
  }

  /// Writes what waits.
  ///
  /// - Throws: `SystemError` where it cannot be written.
  mutating func finish() throws(SystemError) {
    try output.write(bytes: waiting)
    waiting.removeAll(keepingCapacity: true)
  }
}
