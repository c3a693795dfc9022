#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reading files and directories with the C library: a lesson is opened at start-up, and Foundation
/// would cost more than the lesson.
enum LessonFile {
  enum Failure: Error {
    case unreadable(errorCode: Int32)
    case notARegularFile

    var kind: LessonFault.Kind {
      switch self {
      case .unreadable(let code): .unreadable(errorCode: code)
      case .notARegularFile: .notARegularFile
      }
    }
  }

  /// The first bytes of a file, at most `limit` of them.
  static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
    // Without O_NONBLOCK, opening a pipe would wait for someone to write into it.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(errorCode: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(errorCode: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notARegularFile }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16 << 10)
    while bytes.count < limit {
      let wanted = min(chunk.count, limit - bytes.count)
      let count = chunk.withUnsafeMutableBytes { buffer in
        #if canImport(Glibc)
          Glibc.read(descriptor, buffer.baseAddress, wanted)
        #elseif canImport(Musl)
          Musl.read(descriptor, buffer.baseAddress, wanted)
        #else
          Darwin.read(descriptor, buffer.baseAddress, wanted)
        #endif
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(errorCode: errno) }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    return bytes
  }

  /// The names in a directory, in no order.
  static func names(in directory: String) throws(Failure) -> [String] {
    guard let stream = opendir(directory) else { throw .unreadable(errorCode: errno) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { buffer in
        String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
      }
      names.append(name)
    }
    return names
  }
}
