/// The bytes of a text file, whichever program wrote it: spreadsheets, mail programs and schools'
/// systems differ.
package enum TextDecoding {
  package enum Encoding: Sendable, Equatable {
    case utf8, utf16BigEndian, utf16LittleEndian
    /// Latin-1 with letters and signs where that has control characters: the two cannot be told
    /// apart in any other way, and no text has those.
    case windows1252
  }

  /// The text, without a byte order mark. What does not fit the encoding is replaced.
  package static func text(_ bytes: [UInt8]) -> String {
    let (encoding, start) = encoding(of: bytes)
    let bytes = bytes[start...]
    switch encoding {
    case .utf8: return String(decoding: bytes, as: UTF8.self)
    case .utf16BigEndian: return utf16(bytes) { UInt16($0) << 8 | UInt16($1) }
    case .utf16LittleEndian: return utf16(bytes) { UInt16($1) << 8 | UInt16($0) }
    case .windows1252:
      return String(String.UnicodeScalarView(bytes.map { scalars[Int($0)] }))
    }
  }

  /// The encoding of a text, and where it begins behind its byte order mark.
  package static func encoding(of bytes: [UInt8]) -> (Encoding, start: Int) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if bytes.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
    if bytes.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
    // A text has no zeros; every second byte of its UTF-16 is one, as long as it is of Europe.
    let head = bytes.prefix(512)
    let zeros = head.indices.filter { head[$0] == 0 }
    if zeros.count * 3 > head.count {
      if zeros.allSatisfy({ $0 % 2 == 1 }) { return (.utf16LittleEndian, 0) }
      if zeros.allSatisfy({ $0 % 2 == 0 }) { return (.utf16BigEndian, 0) }
    }
    return (String(validating: bytes, as: UTF8.self) == nil ? .windows1252 : .utf8, 0)
  }

  private static func utf16(
    _ bytes: ArraySlice<UInt8>, _ unit: (UInt8, UInt8) -> UInt16
  ) -> String {
    let units = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map {
      unit(bytes[$0], bytes[$0 + 1])
    }
    return String(decoding: units, as: UTF16.self)
  }

  /// What the bytes of Windows-1252 stand for (Unicode's BEST FIT table, bestfit1252.txt).
  private static let scalars: [Unicode.Scalar] = {
    let upper: [UInt32] = [
      0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
      0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
      0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
    ]
    return (0...255).map { byte in
      let value = 0x80...0x9F ~= byte ? upper[byte - 0x80] : UInt32(byte)
      return Unicode.Scalar(value) ?? "\u{FFFD}"
    }
  }()
}
