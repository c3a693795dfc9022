import JSON
import Testing

@testable import Shell

/// However long a text is that something is wrong with, what is said of it is short.
@Suite struct QuotationTests {
  @Test(arguments: [0, 7, 5000, 99_999]) func theSourceIsAWindow(place: Int) throws {
    let text = String((0..<100_000).map { Character(UnicodeScalar(UInt8(97 + $0 % 26))) })
    let error = ShellError(
      "wrong", "this is wrong: \(text)", hint: "leave \(text) out", range: place..<place + 1,
      source: .init(text: text, place: "forward"))
    let json = error.json(in: "")
    #expect(json.text.utf8.count < 4 * ShellError.longestQuotation)
    #expect(json["column"] == .integer(place + 1))
    // The window has what the error is about where it says.
    guard case .string(let source)? = json["source"],
      case .integer(let column)? = json["column_in_source"]
    else {
      Issue.record("\(json.text)")
      return
    }
    #expect(source.utf8.count <= ShellError.longestQuotation)
    #expect(Array(source)[column - 1] == Array(text)[place])
  }

  @Test func aShortSourceIsWhole() {
    let error = ShellError(
      "wrong", "this is wrong", range: 4..<5, source: .init(text: "Z = W @ X", place: "forward"))
    let json = error.json(in: "")
    #expect(json["source"] == .string("Z = W @ X") && json["column_in_source"] == nil)
  }
}
