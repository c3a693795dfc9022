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
}
