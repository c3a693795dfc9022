import Arrays

/// How numbers lie in a file.
struct ElementType: Equatable, Sendable {
  enum Kind: Sendable { case bool, signed, unsigned, float, brain }

  var kind: Kind
  /// Of one element, in bytes.
  var size: Int
  var isBigEndian = false

  /// As NumPy names it: `<f8`, `|u1`, `>i4`.
  ///
  /// - Throws: `FormatFault` of a type that is no number here.
  init(numpy text: String) throws(FormatFault) {
    let letters = Array(text)
    guard letters.count >= 3, "<>|=".contains(letters[0]), let size = Int(String(letters[2...]))
    else {
      if letters.count >= 2, letters[1] == "O" { throw .pickle }
      throw .elementType(text)
    }
    switch (letters[1], size) {
    case ("b", 1): kind = .bool
    case ("i", 1), ("i", 2), ("i", 4), ("i", 8): kind = .signed
    case ("u", 1), ("u", 2), ("u", 4), ("u", 8): kind = .unsigned
    case ("f", 2), ("f", 4), ("f", 8): kind = .float
    case ("O", _): throw .pickle
    default: throw .elementType(text)
    }
    self.size = size
    isBigEndian = letters[0] == ">"
  }

  init(_ kind: Kind, _ size: Int, isBigEndian: Bool = false) {
    self.kind = kind
    self.size = size
    self.isBigEndian = isBigEndian
  }

  var dtype: DType {
    switch kind {
    case .bool: .bool
    case .signed, .unsigned: .int64
    case .float, .brain: .float64
    }
  }
}

/// Reading arrays of numbers, of every type and both orders of bytes.
///
/// Streams are of any type here, so that the loop over numbers is made for each of theirs.
struct NumberReader {
  let type: ElementType
  let shape: [Int]
  /// Whether the first index runs fastest.
  var isColumnMajor = false

  /// The bytes read at a time; a multiple of every size.
  private static let chunk = 1 << 20

  /// The array, in row-major order.
  ///
  /// - Throws: `FormatFault` where bytes are missing, there is no room, or a number is not exact.
  func array(from stream: inout any ByteStream) throws(FormatFault) -> NDArray {
    guard shape.count <= 2 else { throw .rank(shape) }
    guard shape.allSatisfy({ $0 >= 0 }) else { throw .malformed(.header) }
    var count = 1
    for dimension in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
      if overflow || product > Shape.largestCount { throw .noRoom(bytes: .max) }
      count = product
    }
    let needed = count * type.size
    guard stream.remaining >= needed else {
      throw .cutOff(needed: needed, present: stream.remaining)
    }
    let turns = isColumnMajor && shape.count == 2 && shape[0] > 1 && shape[1] > 1
    let bytes = count * (type.dtype == .bool ? 1 : 8) * (turns ? 2 : 1)
    guard MemoryAccount.hasRoom(for: bytes) else { throw .noRoom(bytes: bytes) }
    let order = Shape(turns ? shape.reversed() : shape)
    let array = try values(count, as: order, from: &stream)
    return turns ? array.transposed : array
  }

  private func values(
    _ count: Int, as shape: Shape, from stream: inout any ByteStream
  ) throws(FormatFault) -> NDArray {
    switch (type.kind, type.size) {
    case (.bool, _):
      return NDArray(shape: shape, bool: try read(count, UInt8.self, &stream) { $0 != 0 })
    case (.signed, 1):
      return NDArray(shape: shape, int64: try read(count, Int8.self, &stream) { Int($0) })
    case (.signed, 2):
      return NDArray(shape: shape, int64: try read(count, Int16.self, &stream) { Int($0) })
    case (.signed, 4):
      return NDArray(shape: shape, int64: try read(count, Int32.self, &stream) { Int($0) })
    case (.signed, _):
      let values = try read(count, Int64.self, &stream) { Int($0) }
      try checkExact(values)
      return NDArray(shape: shape, int64: values)
    case (.unsigned, 1):
      return NDArray(shape: shape, int64: try read(count, UInt8.self, &stream) { Int($0) })
    case (.unsigned, 2):
      return NDArray(shape: shape, int64: try read(count, UInt16.self, &stream) { Int($0) })
    case (.unsigned, 4):
      return NDArray(shape: shape, int64: try read(count, UInt32.self, &stream) { Int($0) })
    case (.unsigned, _):
      let values = try read(count, UInt64.self, &stream) { Int(clamping: $0) }
      try checkExact(values)
      return NDArray(shape: shape, int64: values)
    case (.float, 2):
      return NDArray(shape: shape, float64: try read(count, UInt16.self, &stream, Self.ofHalf))
    case (.brain, _):
      return NDArray(
        shape: shape,
        float64: try read(count, UInt16.self, &stream) {
          Double(Float(bitPattern: UInt32($0) << 16))
        })
    case (.float, 4):
      return NDArray(
        shape: shape,
        float64: try read(count, UInt32.self, &stream) { Double(Float(bitPattern: $0)) })
    case (.float, _):
      return NDArray(
        shape: shape, float64: try read(count, UInt64.self, &stream) { Double(bitPattern: $0) })
    }
  }

  private func checkExact(_ values: [Int]) throws(FormatFault) {
    let limit = NDArray.largestInteger
    if let place = values.firstIndex(where: { $0 > limit || $0 < -limit }) {
      throw .integerTooLarge(at: place)
    }
  }

  /// Half precision (IEEE 754 binary16), which not every machine has a type for.
  private static func ofHalf(_ bits: UInt16) -> Double {
    let sign = bits >> 15 == 0 ? 1.0 : -1.0
    let (exponent, fraction) = (Int(bits >> 10 & 31), Double(bits & 1023))
    switch exponent {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default:
      return Double(
        sign: sign < 0 ? .minus : .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
    }
  }

  private func read<Stored: FixedWidthInteger, Element>(
    _ count: Int, _ stored: Stored.Type, _ stream: inout any ByteStream,
    _ convert: (Stored) -> Element
  ) throws(FormatFault) -> [Element] {
    var fault: FormatFault?
    let size = MemoryLayout<Stored>.size
    let isBigEndian = type.isBigEndian
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(size, min(Self.chunk, count * size)), alignment: 16)
    defer { buffer.deallocate() }
    let values = [Element](unsafeUninitializedCapacity: count) { target, filled in
      filled = 0
      while filled < count {
        let wanted = min(buffer.count / size, count - filled)
        do throws(FormatFault) {
          let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<(wanted * size)])
          let got = try stream.read(into: part)
          guard got == wanted * size else {
            throw .cutOff(needed: count * size, present: filled * size + got)
          }
        } catch {
          fault = error
          return
        }
        let source = buffer.bindMemory(to: Stored.self)
        for index in 0..<wanted {
          let raw = source[index]
          let value = isBigEndian ? Stored(bigEndian: raw) : Stored(littleEndian: raw)
          target.initializeElement(at: filled + index, to: convert(value))
        }
        filled += wanted
      }
    }
    if let fault { throw fault }
    return values
  }
}
