import Arrays

/// NumPy's file of one array: a Python dictionary that says type, order and shape, then the numbers
/// (NumPy Enhancement Proposal 1, versions 1 to 3).
public enum NPY {
  static let mark: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// - Throws: `FormatFault` of what is no such file, is cut off, or holds no numbers.
  public static func array(in source: some ByteSource) throws(FormatFault) -> NDArray {
    var stream: any ByteStream = PlainStream(source)
    return try array(from: &stream)
  }

  static func array(from stream: inout any ByteStream) throws(FormatFault) -> NDArray {
    let header = try NPYHeader(from: &stream)
    return try header.reader().array(from: &stream)
  }

  /// The bytes of such a file, as NumPy writes them.
  public static func bytes(of array: NDArray) -> [UInt8] {
    var bytes: [UInt8] = []
    write(array) { bytes += $0 }
    return bytes
  }

  /// The same bytes piece by piece.
  public static func write(
    _ array: NDArray, _ take: ([UInt8]) throws -> Void
  ) rethrows {
    let type =
      switch array.dtype {
      case .bool: "|b1"
      case .int64: "<i8"
      case .float64: "<f8"
      }
    let sizes = array.shape.dimensions.map(String.init).joined(separator: ", ")
    let shape = "(\(sizes)\(array.rank == 1 ? "," : ""))"
    var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }"
    // The numbers begin at a multiple of 64.
    while (10 + header.utf8.count + 1) % 64 != 0 { header += " " }
    header += "\n"
    let length = UInt16(clamping: header.utf8.count)
    try take(
      mark + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)] + Array(header.utf8))
    try array.littleEndianBytes(take)
  }
}

extension NDArray {
  /// The elements in row-major order: truth values a byte each, numbers eight, the lowest first.
  var littleEndianBytes: [UInt8] {
    var bytes: [UInt8] = []
    littleEndianBytes { bytes += $0 }
    return bytes
  }

  /// The same piece by piece.
  func littleEndianBytes(_ take: ([UInt8]) throws -> Void) rethrows {
    func write<A>(
      _ values: [A], _ take: ([UInt8]) throws -> Void, _ word: (A) -> Int
    ) rethrows {
      for start in stride(from: 0, to: values.count, by: 1 << 15) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1 << 18)
        for value in values[start..<min(start + (1 << 15), values.count)] {
          withUnsafeBytes(of: word(value).littleEndian) { bytes.append(contentsOf: $0) }
        }
        try take(bytes)
      }
    }
    switch storage {
    case .bool(let values): try take(values.map { $0 ? 1 : 0 })
    case .int64(let values): try write(values, take) { $0 }
    case .float64(let values):
      try write(values, take) { Int(bitPattern: UInt(truncatingIfNeeded: $0.bitPattern)) }
    }
  }
}

/// What stands before the numbers.
struct NPYHeader {
  var type = ""
  var isColumnMajor = false
  var shape: [Int] = []

  /// NumPy's own headers have a hundred bytes.
  private static let longest = 1 << 16

  init(from stream: inout any ByteStream) throws(FormatFault) {
    let start = try stream.bytes(10)
    guard start.starts(with: NPY.mark) else {
      if start.isEmpty { throw .empty }
      throw .notThis(.npy, found: FileKind.told(by: start))
    }
    guard start.count == 10 else { throw .cutOff(needed: 10, present: start.count) }
    guard (1...3).contains(start[6]) else { throw .malformed(.header) }
    var length = Int(start[8]) | Int(start[9]) << 8
    if start[6] > 1 {
      let more = try stream.bytes(2)
      guard more.count == 2 else { throw .malformed(.header) }
      length |= Int(more[0]) << 16 | Int(more[1]) << 24
    }
    guard length <= Self.longest else { throw .malformed(.header) }
    let text = try stream.bytes(length)
    guard text.count == length else { throw .cutOff(needed: length, present: text.count) }
    try read(String(decoding: text, as: UTF8.self))
  }

  func reader() throws(FormatFault) -> NumberReader {
    NumberReader(type: try ElementType(numpy: type), shape: shape, isColumnMajor: isColumnMajor)
  }

  /// Reads `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`.
  private mutating func read(_ text: String) throws(FormatFault) {
    guard let order = Self.value(of: "fortran_order", in: text),
      let sizes = Self.value(of: "shape", in: text), let kind = Self.value(of: "descr", in: text)
    else { throw .malformed(.header) }
    if order.hasPrefix("True") {
      isColumnMajor = true
    } else if !order.hasPrefix("False") {
      throw .malformed(.header)
    }
    guard sizes.first == "(", let end = sizes.firstIndex(of: ")") else { throw .malformed(.header) }
    for size in sizes[sizes.index(after: sizes.startIndex)..<end].split(separator: ",") {
      let digits = size.filter { $0 != " " && $0 != "L" }
      if digits.isEmpty { continue }
      guard let number = Int(digits), number >= 0 else { throw .malformed(.header) }
      shape.append(number)
    }
    guard let quote = kind.first, quote == "'" || quote == "\"" else {
      // A list: columns of several types.
      throw kind.first == "[" ? .elementType("structured") : .malformed(.header)
    }
    type = String(kind.dropFirst().prefix { $0 != quote })
  }

  /// What stands behind a key and its colon.
  private static func value(of key: String, in text: String) -> Substring? {
    for quote in ["'", "\""] {
      guard let place = text.firstRange(of: "\(quote)\(key)\(quote)") else { continue }
      let rest = text[place.upperBound...].drop { $0 == " " }
      guard rest.first == ":" else { continue }
      return rest.dropFirst().drop { $0 == " " }
    }
    return nil
  }
}

extension StringProtocol {
  /// Where a text stands first; without Foundation, which has such a method.
  fileprivate func firstRange(of part: String) -> Range<Index>? {
    var place = startIndex
    while place < endIndex {
      if self[place...].hasPrefix(part) { return place..<index(place, offsetBy: part.count) }
      place = index(after: place)
    }
    return nil
  }
}
