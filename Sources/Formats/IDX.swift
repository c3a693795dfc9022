import Arrays

/// The format of the MNIST digits: four bytes that say type and number of dimensions, the
/// dimensions, then the numbers, all with the highest byte first.
public enum IDX {
  /// The array; of images, and whatever else has more than two dimensions, a row each.
  ///
  /// - Throws: `FormatFault` of what is no such file or is cut off.
  public static func array(in source: some ByteSource) throws(FormatFault) -> NDArray {
    var stream: any ByteStream = PlainStream(source)
    let start = try stream.bytes(4)
    if start.isEmpty { throw .empty }
    guard start.count == 4, start[0] == 0, start[1] == 0, let type = type(of: start[2]) else {
      throw .notThis(.idx, found: try source.kind())
    }
    let rank = Int(start[3])
    guard (1...8).contains(rank) else { throw .malformed(.header) }
    let sizes = try stream.bytes(4 * rank)
    guard sizes.count == 4 * rank else {
      throw .cutOff(needed: 4 + 4 * rank, present: source.count)
    }
    let shape = (0..<rank).map { axis in
      sizes[(4 * axis)..<(4 * axis + 4)].reduce(0) { $0 << 8 | Int($1) }
    }
    var width = 1
    for size in shape.dropFirst() {
      let (product, overflow) = width.multipliedReportingOverflow(by: size)
      if overflow { throw .noRoom(bytes: .max) }
      width = product
    }
    return try NumberReader(type: type, shape: rank == 1 ? shape : [shape[0], width])
      .array(from: &stream)
  }

  private static func type(of code: UInt8) -> ElementType? {
    switch code {
    case 0x08: ElementType(.unsigned, 1)
    case 0x09: ElementType(.signed, 1)
    case 0x0b: ElementType(.signed, 2, isBigEndian: true)
    case 0x0c: ElementType(.signed, 4, isBigEndian: true)
    case 0x0d: ElementType(.float, 4, isBigEndian: true)
    case 0x0e: ElementType(.float, 8, isBigEndian: true)
    default: nil
    }
  }
}
