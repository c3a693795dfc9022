import Foundation
import Testing

@testable import Terminal

/// Lines are not broken within the index of an element.
@Suite struct WrapIndexTests {
  private static func wrapped(_ text: String, _ width: Int) -> [String] {
    TextWidth.wrap(StyledText(text), width: width).map(\.string)
  }

  @Test func anIndexStaysWhole() {
    for width in 8...40 {
      let lines = Self.wrapped("why = A2[0, 4] + W1[-1, 12] * X[0, 2:3] and so on", width)
      for name in ["A2[0, 4]", "X[0, 2:3]"] where width >= name.count {
        #expect(lines.contains { $0.contains(name) }, "\(width): \(lines)")
      }
    }
  }

  @Test func listsAreBrokenBetweenTheirNumbers() {
    #expect(Self.wrapped("array([0, 1, 2, 3])", 12) == ["array([0, 1,", "2, 3])"])
    #expect(Self.wrapped("x = [0, 1, 2, 3]", 8) == ["x = [0,", "1, 2, 3]"])
  }

  @Test func stylesOfAnIndexAreKept() {
    let text = StyledText("A2", .name) + StyledText("[0, 4]", .number) + " b"
    let lines = TextWidth.wrap(text, width: 8)
    #expect(lines.map(\.string) == ["A2[0, 4]", "b"])
    #expect(lines[0].spans.map(\.style) == [.name, .number])
  }

  @Test func rowsForAScreenReaderAreBrokenBetweenWords() {
    var table = Table([.init("name"), .init("settings")])
    table.append([
      "main", StyledText(Array(repeating: "hidden=2", count: 12).joined(separator: " ")),
    ])
    for isTerminal in [true, false] {
      var page = Page(capabilities: TerminalCapabilities(width: 40, isTerminal: isTerminal))
      page.table(table)
      let lines = page.text.split(separator: "\n")
      #expect(lines.allSatisfy { $0.count <= 40 } == isTerminal)
      #expect((lines.count > 1) == isTerminal)
      #expect(lines.joined(separator: " ").components(separatedBy: "hidden=2").count == 13)
    }
  }
}
