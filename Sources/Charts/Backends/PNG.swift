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
    return Deflate.zlib(rows, stride: length + 1, pixel: 3)
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

/// Compression (RFC 1951) that finds what drawings are full of: runs of one pixel, and rows like
/// the row above.
enum Deflate {
  /// A zlib stream (RFC 1950) of one block with the fixed codes.
  ///
  /// - Parameters:
  ///   - stride: the bytes of a row.
  ///   - pixel: the bytes of what comes again within a row.
  static func zlib(_ bytes: [UInt8], stride: Int, pixel: Int = 1) -> [UInt8] {
    var writer = BitWriter(bytes: [0x78, 0x01])
    writer.write(0b011, count: 3)
    var index = 0
    // Distances reach back 32 KiB.
    let distances = [pixel, stride].filter { $0 >= 1 && $0 <= 32_768 }
    while index < bytes.count {
      var best = (length: 0, distance: 0)
      for distance in distances where distance <= index {
        var length = 0
        let limit = min(258, bytes.count - index)
        while length < limit, bytes[index + length] == bytes[index + length - distance] {
          length += 1
        }
        if length > best.length { best = (length, distance) }
      }
      if best.length >= 3 {
        write(best.length, best.distance, to: &writer)
        index += best.length
      } else {
        writer.writeLiteral(Int(bytes[index]))
        index += 1
      }
    }
    writer.writeLiteral(256)
    writer.flush()
    let sum = adler32(bytes)
    return writer.bytes + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) }
  }

  /// The codes of lengths and distances double their range every 4 and every 2 codes.
  private static func write(_ length: Int, _ distance: Int, to writer: inout BitWriter) {
    if length == 258 {
      writer.writeLiteral(285)
    } else if length < 11 {
      writer.writeLiteral(257 + length - 3)
    } else {
      let offset = length - 3
      let extra = Int.bitWidth - 1 - offset.leadingZeroBitCount - 2
      writer.writeLiteral(257 + 4 * (extra + 1) + ((offset >> extra) & 3))
      writer.write(offset & ((1 << extra) - 1), count: extra)
    }
    let offset = distance - 1
    if offset < 4 {
      writer.writeReversed(offset, count: 5)
    } else {
      let extra = Int.bitWidth - 1 - offset.leadingZeroBitCount - 1
      writer.writeReversed(2 * (extra + 1) + ((offset >> extra) & 1), count: 5)
      writer.write(offset & ((1 << extra) - 1), count: extra)
    }
  }

  static func adler32(_ bytes: [UInt8]) -> UInt32 {
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      a = (a + UInt32(byte)) % 65_521
      b = (b + a) % 65_521
    }
    return b << 16 | a
  }
}

/// Bits from the lowest of each byte on.
private struct BitWriter {
  var bytes: [UInt8]
  private var buffer = 0
  private var count = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func write(_ bits: Int, count added: Int) {
    buffer |= bits << count
    count += added
    while count >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: buffer))
      buffer >>= 8
      count -= 8
    }
  }

  /// A code, which stands with its highest bit first.
  mutating func writeReversed(_ code: Int, count: Int) {
    var reversed = 0
    for bit in 0..<count where code & (1 << bit) != 0 { reversed |= 1 << (count - 1 - bit) }
    write(reversed, count: count)
  }

  /// A literal or length in the fixed code of RFC 1951, 3.2.6.
  mutating func writeLiteral(_ value: Int) {
    switch value {
    case ..<144: writeReversed(0x30 + value, count: 8)
    case ..<256: writeReversed(0x190 + value - 144, count: 9)
    case ..<280: writeReversed(value - 256, count: 7)
    default: writeReversed(0xC0 + value - 280, count: 8)
    }
  }

  mutating func flush() {
    if count > 0 { write(0, count: 8 - count) }
  }
}
