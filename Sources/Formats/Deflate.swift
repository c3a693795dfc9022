import CZlib

/// Bytes made smaller, as zlib has them (RFC 1950), which browsers can read.
package enum Deflate {
  /// - Returns: `nil` where there is no memory for it.
  package static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
    var size = compressBound(uLong(bytes.count))
    var result = [UInt8](repeating: 0, count: Int(size))
    // Its best is little smaller, and takes several times as long.
    guard compress2(&result, &size, bytes, uLong(bytes.count), 6) == Z_OK else { return nil }
    result.removeSubrange(Int(size)...)
    return result
  }

  /// The same in blocks that are stored as they are, for which there need be no memory but theirs.
  package static func stored(_ bytes: [UInt8]) -> [UInt8] {
    let longest = 0xffff
    var result: [UInt8] = [0x78, 0x01]
    var start = 0
    repeat {
      let end = min(start + longest, bytes.count)
      let length = UInt16(end - start)
      result.append(end == bytes.count ? 1 : 0)
      for word in [length, ~length] {
        result += [UInt8(truncatingIfNeeded: word), UInt8(truncatingIfNeeded: word >> 8)]
      }
      result += bytes[start..<end]
      start = end
    } while start < bytes.count
    let sum = bytes.withUnsafeBufferPointer { adler32_z(1, $0.baseAddress, $0.count) }
    return result + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) }
  }
}
