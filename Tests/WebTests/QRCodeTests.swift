import Foundation
import Support
import Testing

@testable import Web

/// Codes are those of another encoder (`Fixtures/make_codes.py`), under one of the masks.
@Suite struct QRCodeTests {
  @Test func codesAreThoseOfAnother() throws {
    let lines = try Fixture.lines("codes", in: .module)
    #expect(lines.count == 180)
    for start in stride(from: 0, to: lines.count, by: 9) {
      let code = try #require(QRCode(lines[start]), "\(lines[start])")
      let bits = (0..<code.size).flatMap { row in (0..<code.size).map { code[row, $0] } }
      let padded = bits + Array(repeating: false, count: (4 - bits.count % 4) % 4)
      let digits = stride(from: 0, to: padded.count, by: 4).map { place in
        String(padded[place..<place + 4].reduce(0) { $0 << 1 | ($1 ? 1 : 0) }, radix: 16)
      }.joined()
      let found = lines[start + 1...start + 8].filter { $0.hasSuffix(" \(code.size) \(digits)") }
      #expect(found.count == 1, "\(lines[start])")
    }
  }

  @Test func whatIsTooLongHasNone() {
    #expect(QRCode(String(repeating: "z", count: 106)) != nil)
    #expect(QRCode(String(repeating: "z", count: 107)) == nil)
    #expect(QRCode("")?.size == 21)
  }

  /// The half blocks are the modules, light where they are light.
  @Test func linesAreTheModules() throws {
    let code = try #require(QRCode("http://192.168.178.123:45678/abcdefghjk/"))
    let lines = code.lines.map(Array.init)
    #expect(lines.allSatisfy { $0.count == code.size + 4 } && lines.count <= 24)
    for row in 0..<code.size {
      for column in 0..<code.size {
        let cell = lines[(row + 2) / 2][column + 2]
        let isLight = row % 2 == 0 ? cell == "█" || cell == "▀" : cell == "█" || cell == "▄"
        #expect(isLight == !code[row, column])
      }
    }
  }
}
