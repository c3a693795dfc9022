import Foundation
import Support
import Testing

/// What CONTRIBUTING asks of doc comments, as far as it can be seen from outside.
@Suite struct DocumentationTests {
  private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Sources").standardized

  @Test func whatOthersCallSaysWhatItThrows() throws {
    let files = try #require(
      FileManager.default.enumerator(at: Self.sources, includingPropertiesForKeys: nil))
    var count = 0
    for case let file as URL in files where file.pathExtension == "swift" {
      let lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
      for (index, line) in lines.enumerated()
      where line.contains(#/^ *(@\w+ )*(public|package) .*\b(func|init|subscript)\b/#) {
        guard Self.throws(lines[index...]) else { continue }
        count += 1
        let comment = lines[..<index].reversed().prefix { $0.contains(#/^ *(///|@)/#) }
        #expect(
          comment.contains { $0.contains("- Throws: ") },
          "\(file.lastPathComponent):\(index + 1): \(line)")
      }
    }
    #expect(count > 100)
  }

  /// Whether a declaration throws, and not only what it is called with.
  private static func `throws`(_ lines: ArraySlice<String>) -> Bool {
    let signature = lines.prefix(12).joined(separator: " ").prefix { $0 != "{" }
    // What a function of the language throws, `FunctionFault` says.
    if signature.contains("throws(FunctionFault)") { return false }
    var depth = 0
    var outside = ""
    for character in signature {
      if character == ")" { depth -= 1 }
      if depth == 0 { outside.append(character) }
      if character == "(" { depth += 1 }
    }
    return outside.contains(#/\bthrows\b/#)
  }
}
