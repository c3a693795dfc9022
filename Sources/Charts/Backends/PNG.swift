import Formats

/// Writing PNG files (ISO/IEC 15948) of red, green and blue.
enum PNG {
  /// - Parameters:
  ///   - pixels: three bytes each, row after row, `width * height` of them.
  ///   - scale: pixels to the unit, of which an inch has 96.
  ///   - control: the chunk that says how many frames a film has; of a picture nothing.
  ///   - frames: the chunks of those frames.
  static func encode(
    width: Int, height: Int, pixels: [UInt8], scale: Int = 2, control: [UInt8] = [],
    frames: [UInt8] = []
  ) -> [UInt8] {
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    // Eight bits a colour, three colours, the only methods there are, not interlaced.
    chunk("IHDR", bigEndian(width) + bigEndian(height) + [8, 2, 0, 0, 0], to: &file)
    // To the metre: an inch has 254 of its ten thousand parts.
    let density = bigEndian((scale * 96 * 10_000 + 127) / 254)
    chunk("pHYs", density + density + [1], to: &file)
    file += control
    let whole = Part(columns: 0..<width, rows: 0..<height)
    chunk("IDAT", compressed(whole, of: pixels, width: width), to: &file)
    file += frames
    chunk("IEND", [], to: &file)
    return file
  }

  /// A rectangle of a picture.
  struct Part: Equatable {
    var columns: Range<Int>
    var rows: Range<Int>
  }

  /// The pixels of a part, as the data of a chunk has them.
  static func compressed(_ part: Part, of pixels: [UInt8], width: Int) -> [UInt8] {
    var rows: [UInt8] = []
    let length = 3 * part.columns.count
    rows.reserveCapacity((length + 1) * part.rows.count)
    for row in part.rows {
      // Each row begins with its filter: none.
      rows.append(0)
      let start = 3 * (row * width + part.columns.lowerBound)
      rows += pixels[start..<(start + length)]
    }
    return Deflate.compressed(rows) ?? Deflate.stored(rows)
  }

  static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  static func chunk(_ name: String, _ data: [UInt8], to file: inout [UInt8]) {
    let body = Array(name.utf8) + data
    file += bigEndian(data.count) + body + bigEndian(Int(crc32(body)))
  }

  /// The check sum of the standard's annex D.
  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes { crc = crcTable[Int((crc ^ UInt32(byte)) & 0xFF)] ^ (crc >> 8) }
    return crc ^ 0xFFFF_FFFF
  }

  private static let crcTable: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { crc, _ in
      crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1
    }
  }
}
