import Arrays

/// A file's bytes, which can be read from any place.
public protocol ByteSource: Sendable {
  var count: Int { get }
  /// Fills a buffer with the bytes from `offset` on.
  ///
  /// - Returns: how many there were; fewer than the buffer holds at the end only.
  /// - Throws: `FormatFault.unreadable`.
  func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(FormatFault) -> Int
}

extension ByteSource {
  /// So many bytes from `offset` on, or fewer where the file ends.
  ///
  /// - Throws: `FormatFault.unreadable`.
  func bytes(at offset: Int, _ count: Int) throws(FormatFault) -> [UInt8] {
    let length = max(0, min(count, self.count - offset))
    var result = [UInt8](repeating: 0, count: length)
    let outcome = result.withUnsafeMutableBytes { buffer in
      Result { () throws(FormatFault) in try read(at: offset, into: buffer) }
    }
    result.removeLast(length - min(try outcome.get(), length))
    return result
  }

  /// The kind that the first bytes tell.
  ///
  /// - Throws: `FormatFault.unreadable`.
  public func kind() throws(FormatFault) -> FileKind? { FileKind.told(by: try bytes(at: 0, 16)) }
}

/// Bytes that are in memory already.
public struct MemoryBytes: ByteSource {
  let bytes: [UInt8]

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  public var count: Int { bytes.count }

  public func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let part = bytes[min(max(offset, 0), count)..<min(max(offset, 0) + buffer.count, count)]
    buffer.copyBytes(from: part)
    return part.count
  }
}

/// Bytes one after the other: a part of a file as it is, or what was packed there.
protocol ByteStream {
  /// How many are left.
  var remaining: Int { get }
  /// Fills a buffer, as far as there are bytes.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(FormatFault) -> Int
}

extension ByteStream {
  /// So many bytes, or fewer at the end.
  mutating func bytes(_ count: Int) throws(FormatFault) -> [UInt8] {
    let length = min(count, max(remaining, 0))
    var result = [UInt8](repeating: 0, count: length)
    var outcome: Result<Int, FormatFault> = .success(0)
    result.withUnsafeMutableBytes { buffer in
      do throws(FormatFault) {
        outcome = .success(try read(into: buffer))
      } catch {
        outcome = .failure(error)
      }
    }
    result.removeLast(length - min(try outcome.get(), length))
    return result
  }
}

/// A part of a file as it is.
struct PlainStream<Source: ByteSource>: ByteStream {
  let source: Source
  private var offset: Int
  private let end: Int

  init(_ source: Source, _ range: Range<Int>? = nil) {
    self.source = source
    offset = range?.lowerBound ?? 0
    end = min(range?.upperBound ?? source.count, source.count)
  }

  var remaining: Int { max(0, end - offset) }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(FormatFault) -> Int {
    if Interruption.isRequested { throw .interrupted }
    var done = 0
    let wanted = min(buffer.count, remaining)
    while done < wanted {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done..<wanted])
      let count = try source.read(at: offset, into: rest)
      if count <= 0 { break }
      done += count
      offset += count
    }
    return done
  }
}
