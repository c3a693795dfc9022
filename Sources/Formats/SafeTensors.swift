import Arrays
import JSON

/// The format of Hugging Face's weights: the length of a header, the header as JSON with type,
/// shape and place of each tensor, then the numbers.
public struct SafeTensors<Source: ByteSource> {
  private let source: Source
  private let entries: [(name: String, entry: Entry)]
  private let start: Int

  private struct Entry {
    var type: String
    var shape: [Int]
    var range: Range<Int>
  }

  /// A hundred megabytes, as the format's own library has it.
  private static var longestHeader: Int { 100_000_000 }

  /// - Throws: `FormatFault` of what is no such file or is damaged.
  public init(_ source: Source) throws(FormatFault) {
    self.source = source
    let first = try source.bytes(at: 0, 8)
    if first.isEmpty { throw .empty }
    guard first.count == 8, case let length = first.word(0, 8), length >= 2,
      length <= Self.longestHeader
    else { throw .notThis(.safetensors, found: try source.kind()) }
    guard length <= source.count - 8 else {
      throw .cutOff(needed: 8 + length, present: source.count)
    }
    start = 8 + length
    let text = String(decoding: try source.bytes(at: 8, length), as: UTF8.self)
    guard case .object(let members)? = JSONReader.value(text) else {
      throw .notThis(.safetensors, found: try source.kind())
    }
    var entries: [(String, Entry)] = []
    for (name, value) in members where name != "__metadata__" {
      guard case .object(let fields) = value,
        case .string(let type)? = fields.last(where: { $0.0 == "dtype" })?.1,
        let shape = Self.integers(fields.last(where: { $0.0 == "shape" })?.1),
        let places = Self.integers(fields.last(where: { $0.0 == "data_offsets" })?.1),
        places.count == 2, places[0] >= 0, places[0] <= places[1]
      else { throw .malformed(.tensor(name)) }
      entries.append((name, Entry(type: type, shape: shape, range: places[0]..<places[1])))
    }
    self.entries = entries
  }

  private static func integers(_ value: JSONValue?) -> [Int]? {
    guard case .array(let items)? = value else { return nil }
    var result: [Int] = []
    for item in items {
      guard case .integer(let number) = item else { return nil }
      result.append(number)
    }
    return result
  }

  public var names: [String] { entries.map(\.name) }

  /// - Throws: `FormatFault` of a tensor that is not there or cannot be read.
  public func array(_ name: String) throws(FormatFault) -> NDArray {
    guard let entry = entries.last(where: { $0.name == name })?.entry else {
      throw .noMember(name, candidates: names)
    }
    let types: [String: ElementType] = [
      "BOOL": ElementType(.bool, 1), "U8": ElementType(.unsigned, 1), "I8": ElementType(.signed, 1),
      "U16": ElementType(.unsigned, 2), "I16": ElementType(.signed, 2),
      "U32": ElementType(.unsigned, 4), "I32": ElementType(.signed, 4),
      "U64": ElementType(.unsigned, 8), "I64": ElementType(.signed, 8),
      "F16": ElementType(.float, 2), "BF16": ElementType(.brain, 2), "F32": ElementType(.float, 4),
      "F64": ElementType(.float, 8),
    ]
    guard let type = types[entry.type] else { throw .elementType(entry.type) }
    let (end, overflow) = start.addingReportingOverflow(entry.range.upperBound)
    guard !overflow, end <= source.count else {
      throw .cutOff(needed: overflow ? .max : end, present: source.count)
    }
    var count = 1
    for size in entry.shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard size >= 0, !overflow else { throw .malformed(.tensor(name)) }
      count = product
    }
    let (bytes, tooMany) = count.multipliedReportingOverflow(by: type.size)
    guard !tooMany, bytes == entry.range.count else { throw .malformed(.tensor(name)) }
    var stream: any ByteStream = PlainStream(source, (start + entry.range.lowerBound)..<end)
    return try NumberReader(type: type, shape: entry.shape).array(from: &stream)
  }
}

extension SafeTensors where Source == MemoryBytes {
  /// The bytes of such a file.
  public static func bytes(of arrays: [(name: String, value: NDArray)]) -> [UInt8] {
    var members: [(String, JSONValue)] = []
    var body: [UInt8] = []
    // The library lays the widest numbers first, so that all lie at multiples of their size.
    for (name, value) in arrays.filter({ $0.value.dtype != .bool })
      + arrays.filter({ $0.value.dtype == .bool })
    {
      let type =
        switch value.dtype {
        case .bool: "BOOL"
        case .int64: "I64"
        case .float64: "F64"
        }
      let offset = body.count
      body += value.littleEndianBytes
      members.append(
        (
          name,
          .object([
            ("dtype", .string(type)),
            ("shape", .array(value.shape.dimensions.map { .integer($0) })),
            ("data_offsets", .array([.integer(offset), .integer(body.count)])),
          ])
        ))
    }
    var header = Array(JSONValue.object(members).text.utf8)
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    return length + header + body
  }
}
