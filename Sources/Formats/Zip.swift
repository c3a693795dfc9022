import CZlib

/// A zip archive's table of contents (PKWARE APPNOTE 6.3, with the 64 bit records that NumPy
/// writes).
struct Zip {
  struct Entry {
    var name: String
    var method: Int
    var isEncrypted: Bool
    var checksum: UInt32
    var packedSize: Int
    var size: Int
    /// Where its own header stands.
    var offset: Int
  }

  let entries: [Entry]

  private static let mostEntries = 10_000

  /// - Throws: `FormatFault` of what is no archive, or a damaged one.
  init(_ source: some ByteSource) throws(FormatFault) {
    if source.count == 0 { throw .empty }
    // The end record stands at the end, before a comment of at most 65,535 bytes.
    let tailStart = max(0, source.count - 65_557)
    let tail = try source.bytes(at: tailStart, source.count - tailStart)
    guard
      let end = stride(from: tail.count - 22, through: 0, by: -1).first(where: {
        tail.word($0, 4) == 0x0605_4b50
      })
    else {
      let kind = try source.kind()
      // It begins as one, and its end is not there.
      throw kind == .npz
        ? .cutOff(needed: source.count + 22, present: source.count)
        : .notThis(.npz, found: kind)
    }
    var count = tail.word(end + 10, 2)
    var start = tail.word(end + 16, 4)
    if start == 0xffff_ffff || count == 0xffff, end >= 20, tail.word(end - 20, 4) == 0x0706_4b50 {
      let record = try source.bytes(at: tail.word(end - 12, 8), 56)
      guard record.count == 56, record.word(0, 4) == 0x0606_4b50 else { throw .malformed(.archive) }
      count = record.word(32, 8)
      start = record.word(48, 8)
    }
    guard (0...Self.mostEntries).contains(count), (0..<source.count).contains(start) else {
      throw .malformed(.archive)
    }
    let directory = try source.bytes(at: start, tailStart + end - start)
    var entries: [Entry] = []
    var place = 0
    for _ in 0..<count {
      guard place + 46 <= directory.count, directory.word(place, 4) == 0x0201_4b50 else {
        throw .malformed(.archive)
      }
      let lengths = [28, 30, 32].map { directory.word(place + $0, 2) }
      let next = place + 46 + lengths.reduce(0, +)
      guard next <= directory.count else { throw .malformed(.archive) }
      let nameEnd = place + 46 + lengths[0]
      var entry = Entry(
        name: String(decoding: directory[(place + 46)..<nameEnd], as: UTF8.self),
        method: directory.word(place + 10, 2), isEncrypted: directory.word(place + 8, 2) & 1 == 1,
        checksum: UInt32(truncatingIfNeeded: directory.word(place + 16, 4)),
        packedSize: directory.word(place + 20, 4), size: directory.word(place + 24, 4),
        offset: directory.word(place + 42, 4))
      entry.takeLargeSizes(from: Array(directory[nameEnd..<(nameEnd + lengths[1])]))
      guard entry.size >= 0, entry.packedSize >= 0, entry.offset >= 0 else {
        throw .malformed(.archive)
      }
      entries.append(entry)
      place = next
    }
    self.entries = entries
  }

  /// What an entry holds.
  ///
  /// - Throws: `FormatFault` of an entry that cannot be unpacked.
  func stream<Source: ByteSource>(
    of entry: Entry, in source: Source
  ) throws(FormatFault) -> EntryStream<Source> {
    if entry.isEncrypted { throw .compression(entry.name) }
    let header = try source.bytes(at: entry.offset, 30)
    guard header.count == 30, header.word(0, 4) == 0x0403_4b50 else {
      throw .malformed(.packed(entry.name))
    }
    let start = entry.offset + 30 + header.word(26, 2) + header.word(28, 2)
    let (end, overflow) = start.addingReportingOverflow(entry.packedSize)
    guard !overflow, end <= source.count else {
      throw .cutOff(needed: overflow ? .max : end, present: source.count)
    }
    let packed = PlainStream(source, start..<end)
    switch entry.method {
    case 0:
      guard entry.size == entry.packedSize else { throw .malformed(.packed(entry.name)) }
      return EntryStream(entry, packed, inflater: nil)
    case 8: return EntryStream(entry, packed, inflater: try Inflater(entry.name))
    default: throw .compression(entry.name)
    }
  }
}

extension Zip.Entry {
  /// Sizes that 32 bits do not hold stand in an extra field.
  fileprivate mutating func takeLargeSizes(from extra: [UInt8]) {
    var place = 0
    while place + 4 <= extra.count {
      let (id, length) = (extra.word(place, 2), extra.word(place + 2, 2))
      place += 4
      if id == 1 {
        var inside = place
        func next() -> Int {
          defer { inside += 8 }
          return inside + 8 <= extra.count ? extra.word(inside, 8) : -1
        }
        if size == 0xffff_ffff { size = next() }
        if packedSize == 0xffff_ffff { packedSize = next() }
        if offset == 0xffff_ffff { offset = next() }
        return
      }
      place += length
    }
  }
}

extension [UInt8] {
  /// A number of so many bytes, the lowest first; negative where it is too large.
  ///
  /// - Precondition: they are there.
  func word(_ place: Int, _ size: Int) -> Int {
    var result: UInt64 = 0
    for index in (0..<size).reversed() { result = result << 8 | UInt64(self[place + index]) }
    return result > UInt64(Int.max) ? -1 : Int(result)
  }
}

/// What an entry holds, unpacked as it is read, with its checksum at the end.
struct EntryStream<Source: ByteSource>: ByteStream {
  private let entry: Zip.Entry
  private var packed: PlainStream<Source>
  private let inflater: Inflater?
  private var done = 0
  private var checksum: UInt = 0

  init(_ entry: Zip.Entry, _ packed: PlainStream<Source>, inflater: Inflater?) {
    self.entry = entry
    self.packed = packed
    self.inflater = inflater
  }

  var remaining: Int { entry.size - done }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(FormatFault) -> Int {
    let target = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, remaining)])
    let count =
      if let inflater { try inflater.read(from: &packed, into: target) } else {
        try packed.read(into: target)
      }
    checksum = UInt(
      crc32_z(
        checksum, target.baseAddress?.assumingMemoryBound(to: UInt8.self), count))
    done += count
    if remaining == 0, UInt32(truncatingIfNeeded: checksum) != entry.checksum {
      throw .checksum(entry.name)
    }
    return count
  }
}

/// zlib's inflate.
final class Inflater {
  private var stream = z_stream()
  private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  private let name: String
  private var isFinished = false

  init(_ name: String) throws(FormatFault) {
    self.name = name
    guard uh_inflate_start(&stream) == Z_OK else { throw .noRoom(bytes: 1 << 16) }
  }

  deinit {
    inflateEnd(&stream)
    input.deallocate()
  }

  func read(
    from packed: inout some ByteStream, into target: UnsafeMutableRawBufferPointer
  ) throws(FormatFault) -> Int {
    var done = 0
    while done < target.count, !isFinished {
      if stream.avail_in == 0 {
        let count = try packed.read(into: input)
        if count == 0 { throw .malformed(.packed(name)) }
        stream.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.avail_in = UInt32(count)
      }
      let room = min(target.count - done, 1 << 30)
      stream.next_out = target.baseAddress?.advanced(by: done).assumingMemoryBound(to: UInt8.self)
      stream.avail_out = UInt32(room)
      let status = inflate(&stream, Z_NO_FLUSH)
      done += room - Int(stream.avail_out)
      switch status {
      case Z_STREAM_END: isFinished = true
      case Z_OK, Z_BUF_ERROR: continue
      default: throw .malformed(.packed(name))
      }
    }
    if done < target.count { throw .malformed(.packed(name)) }
    return done
  }
}
