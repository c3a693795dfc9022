import Testing

@testable import Terminal

@Suite struct LongLiteralTests {
  private static func list(_ count: Int) -> String {
    "[\((0..<count).map { "\($0).5" }.joined(separator: ", "))]"
  }

  /// As arrays are printed: a thousand numbers whole, more of them not.
  @Test(arguments: [(1, true), (1000, true), (1001, false), (50_000, false)])
  func literalsOfMoreThanAThousandAreCutShort(count: Int, isWhole: Bool) {
    let text = "X = array(\(Self.list(count))) * 2"
    guard !isWhole else {
      #expect(text.abridged == text)
      return
    }
    #expect(
      text.abridged
        == "X = array([0.5, 1.5, 2.5, ... \(count - 4) more ..., \(count - 1).5]) * 2")
  }

  @Test func rowsAndTruthValuesAreLiteralsToo() {
    let rows = Array(repeating: "[True, False]", count: 1000).joined(separator: ", ")
    #expect("[\(rows)]".abridged == "[[True, False], [True, ... 1996 more ..., False]]")
  }

  @Test func longSentencesStayWhole() {
    let text = Array(repeating: "one, two words; Äpfel", count: 900).joined(separator: ", ")
    #expect(text.abridged == text)
  }
}
