#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reading and writing small files of text.
public enum TextFile {
  /// Larger files are refused: nothing that is read here is ever that long.
  public static let largest = 16 << 20

  /// The names in a folder; none where there is no such folder.
  static func names(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) { pointer in
          pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    return names
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0
  }

  /// The text of a file, with invalid UTF-8 repaired.
  ///
  /// - Throws: `ShellError` if it cannot be read, is no ordinary file or is too large.
  public static func read(_ path: String) throws(ShellError) -> String {
    String(decoding: try readBytes(path), as: UTF8.self)
  }

  /// The bytes of a file, with the errors of `read`.
  static func readBytes(
    _ path: String, limit largest: Int = TextFile.largest
  ) throws(ShellError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw ShellError("unreadable-file", "\(path) cannot be read: \(SystemError.message(errno))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw ShellError("unreadable-file", "\(path) is no ordinary file")
    }
    guard status.st_size <= largest else {
      throw ShellError("file-too-large", "\(path) is larger than \(largest >> 20) MiB")
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= largest {
      let count = buffer.withUnsafeMutableBytes { Shell.read(descriptor, into: $0) }
      if count == 0 { break }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw ShellError("unreadable-file", "\(path) cannot be read: \(SystemError.message(errno))")
      }
      bytes += buffer[..<count]
    }
    return bytes
  }
}

func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int {
  #if canImport(Glibc)
    Glibc.read(descriptor, buffer.baseAddress, buffer.count)
  #elseif canImport(Musl)
    Musl.read(descriptor, buffer.baseAddress, buffer.count)
  #else
    Darwin.read(descriptor, buffer.baseAddress, buffer.count)
  #endif
}

/// The system's words for what went wrong.
enum SystemError {
  static func message(_ code: Int32) -> String { String(cString: strerror(code)) }
}
