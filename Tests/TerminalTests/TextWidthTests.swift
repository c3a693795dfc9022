import Foundation
import Support
import Testing

@testable import Terminal

@Suite struct TextWidthTests {
  @Test func agreesWithUnicodeDataOnEveryKindOfCharacter() throws {
    var count = 0
    for line in try Fixture.lines("widths", in: .module) {
      let fields = line.split(separator: " ")
      let value = try #require(UInt32(fields[0], radix: 16))
      let scalar = try #require(Unicode.Scalar(value))
      #expect(TextWidth.columns(of: scalar) == Int(fields[1]), "U+\(fields[0])")
      count += 1
    }
    #expect(count > 10_000)
  }

  /// Whatever a character will be that Unicode has not assigned yet, until then it has one column,
  /// but in the blocks that are kept for ideographs.
  @Test func whatIsNotAssignedHasOneColumn() {
    let ideographs: [ClosedRange<UInt32>] = [
      0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
    ]
    var count = 0
    for value in UInt32(0xA0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value), scalar.properties.generalCategory == .unassigned,
        !(0xD7B0...0xD7FF).contains(value)
      else { continue }
      let isIdeograph = ideographs.contains { $0.contains(value) }
      #expect(
        TextWidth.columns(of: scalar) == (isIdeograph ? 2 : 1), "U+\(String(value, radix: 16))")
      count += 1
    }
    #expect(count > 100_000)
  }

  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("中文", 4), ("👩‍👩‍👧‍👦", 2), ("🇩🇪", 2), ("❤️", 2),
    ("가", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("한글", 4), ("ﾊ", 1), ("∂L/∂W", 5), ("─", 1),
    ("\u{1B}[1m", 3), ("नमस्ते", 4), ("👍🏽", 2),
  ])
  func countsWhatAPersonSees(text: String, width: Int) {
    #expect(TextWidth.columns(of: text) == width)
  }

  @Test func noTextActsOnTheTerminal() {
    var all = String.UnicodeScalarView()
    for value in UInt32(0)...0xE01FF {
      if let scalar = Unicode.Scalar(value) { all.append(scalar) }
    }
    let rendered = StyledText(String(all)).rendered(color: .ansi256)
    for scalar in rendered.unicodeScalars where scalar != "\n" {
      #expect(scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value))
      #expect(!(0x202A...0x202E).contains(scalar.value))
      #expect(!(0x2066...0x2069).contains(scalar.value))
    }
    #expect(
      TextWidth.sanitize("a\u{1B}[2Jb\u{7F}\u{9B}1m\u{202E}\r\n") == "a^[[2Jb^?<9B>1m<202E>^M^J")
  }

  @Test func tabsGoToTheNextStop() {
    #expect(TextWidth.expandingTabs("a\tbc\t中\td") == "a       bc      中      d")
  }

  @Test func wrapsAtSpacesWithinTheWidth() {
    let text: StyledText = "The quick \("brown", .strong) fox jumps"
    let lines = TextWidth.wrap(text, width: 12, firstIndent: 2, indent: 4)
    #expect(lines.map(\.string) == ["  The quick", "    brown", "    fox", "    jumps"])
    #expect(lines[1].spans.last == .init("brown", .strong))
    #expect(TextWidth.wrap("a\n\nb", width: 5).map(\.string) == ["a", "", "b"])
    #expect(TextWidth.wrap("  indented stays", width: 20).map(\.string) == ["  indented stays"])
  }

  @Test(arguments: 0..<20) func wrappingLosesNothingAndFits(seed: Int) {
    var dice = Dice(seed)
    let alphabet: [Character] = ["a", "b", " ", " ", "中", "é", "e\u{301}", "👩‍👩‍👧‍👦", "-"]
    for _ in 0..<100 {
      let text = String(
        (0..<dice.below(80)).map { _ in dice.pick(alphabet) })
      let width = Int.random(in: 2..<30, using: &dice)
      let lines = TextWidth.wrap(StyledText(text), width: width)
      #expect(lines.allSatisfy { $0.width <= width }, "\(text) in \(width)")
      func ink(_ text: String) -> String { text.filter { $0 != " " } }
      #expect(ink(lines.map(\.string).joined()) == ink(text))
      let cut = TextWidth.truncate(
        StyledText(text), width: width, unicode: Bool.random(using: &dice))
      #expect(cut.width <= width)
    }
  }

  @Test func truncatesWithAMark() {
    #expect(TextWidth.truncate("abcdef", width: 4, unicode: true).string == "abc…")
    #expect(TextWidth.truncate("abcdef", width: 4, unicode: false).string == "a...")
    #expect(TextWidth.truncate("中文字", width: 4, unicode: true).string == "中…")
    #expect(TextWidth.truncate("abc", width: 3, unicode: true).string == "abc")
    #expect(TextWidth.truncate("abc", width: 0, unicode: true).string == "")
  }
}
