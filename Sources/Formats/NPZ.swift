import Arrays
import CZlib

/// NumPy's file of several arrays: a zip archive with an NPY file for each.
public struct NPZ<Source: ByteSource> {
  private let source: Source
  private let archive: Zip

  /// - Throws: `FormatFault` of what is no archive, or a damaged one.
  public init(_ source: Source) throws(FormatFault) {
    self.source = source
    archive = try Zip(source)
  }

  /// The arrays' names, in the file's order.
  public var names: [String] { archive.entries.map { Self.name(of: $0) } }

  /// - Throws: `FormatFault` of an array that is not there or cannot be read.
  public func array(_ name: String) throws(FormatFault) -> NDArray {
    guard let entry = archive.entries.last(where: { Self.name(of: $0) == name || $0.name == name })
    else { throw .noMember(name, candidates: names) }
    var stream: any ByteStream = try archive.stream(of: entry, in: source)
    do throws(FormatFault) {
      return try NPY.array(from: &stream)
    } catch {
      // An archive of something else.
      if case .notThis = error { throw .notThis(.npz, found: nil) }
      throw error
    }
  }

  private static func name(of entry: Zip.Entry) -> String {
    entry.name.hasSuffix(".npy") ? String(entry.name.dropLast(4)) : entry.name
  }
}

extension NPZ where Source == MemoryBytes {
  /// The bytes of such a file, its arrays as they are, as `np.savez` leaves them.
  ///
  /// - Returns: `nil` where they would be more than a plain archive holds.
  public static func bytes(of arrays: [(name: String, value: NDArray)]) -> [UInt8]? {
    var (body, directory): ([UInt8], [UInt8]) = ([], [])
    for (name, value) in arrays {
      let file = Array("\(name).npy".utf8)
      let content = NPY.bytes(of: value)
      guard body.count + content.count < 0xffff_0000, file.count < 0xffff else { return nil }
      let checksum = content.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
      // Version 2.0, no flags, stored, 1 January 1980: equal arrays make equal files.
      var common: [UInt8] = [20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0]
      common += word(Int(checksum), 4) + word(content.count, 4) + word(content.count, 4)
      common += word(file.count, 2) + [0, 0]
      let offset = body.count
      body += word(0x0403_4b50, 4) + common + file + content
      directory += word(0x0201_4b50, 4) + [20, 3] + common + [0, 0, 0, 0, 0, 0]
      directory += word(0o100644 << 16, 4) + word(offset, 4) + file
    }
    let end =
      word(0x0605_4b50, 4) + [0, 0, 0, 0] + word(arrays.count, 2) + word(arrays.count, 2)
      + word(directory.count, 4) + word(body.count, 4) + [0, 0]
    return body + directory + end
  }

  private static func word(_ value: Int, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
