import CZlib
import Testing

@testable import Formats

@Suite struct DeflateTests {
  /// Around the longest block, too.
  @Test(arguments: [0, 1, 3000, 0xffff, 0x1_0000, 200_000])
  func whatIsPackedComesBack(count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }
    for packed in [Deflate.compressed(bytes) ?? [], Deflate.stored(bytes)] {
      var result = [UInt8](repeating: 0, count: count + 1)
      var size = uLong(result.count)
      #expect(uncompress(&result, &size, packed, uLong(packed.count)) == Z_OK)
      #expect(result.prefix(Int(size)) == bytes[...])
    }
  }
}
