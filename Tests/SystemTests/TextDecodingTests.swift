import Testing

@testable import System

/// Texts as other programs write them.
@Suite struct TextDecodingTests {
  private let text = "Zoë Müller;zoe@example.org\r\n"

  private func utf16(_ text: String, isBig: Bool) -> [UInt8] {
    text.utf16.flatMap { unit -> [UInt8] in
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
      return isBig ? [high, low] : [low, high]
    }
  }

  @Test func everyEncoding() {
    #expect(TextDecoding.text(Array(text.utf8)) == text)
    #expect(TextDecoding.text([0xEF, 0xBB, 0xBF] + Array(text.utf8)) == text)
    for isBig in [true, false] {
      let bytes = utf16(text, isBig: isBig)
      #expect(TextDecoding.text((isBig ? [0xFE, 0xFF] : [0xFF, 0xFE]) + bytes) == text)
      #expect(TextDecoding.text(bytes) == text)
    }
    let latin = text.unicodeScalars.map { UInt8($0.value) }
    #expect(TextDecoding.text(latin) == text)
    // Signs that Latin-1 does not have.
    #expect(TextDecoding.text([0x80, 0x20, 0x96, 0x20, 0x9A]) == "€ – š")
  }

  @Test func oddBytes() {
    #expect(TextDecoding.text([]) == "")
    #expect(TextDecoding.text([0xFF, 0xFE]) == "")
    #expect(TextDecoding.text([0xFF, 0xFE, 0x41]) == "")
    #expect(TextDecoding.text([0xFF, 0xFE, 0x41, 0, 0x42]) == "A")
    for seed in UInt8(0)...255 {
      let bytes = (0..<64).map { UInt8(truncatingIfNeeded: Int(seed) &* 31 &+ $0 &* $0 &* 7) }
      _ = TextDecoding.text(bytes)
    }
  }
}
