/// A picture made of characters, and what it shows in words, for who hears the page.
public struct LessonDrawing: Sendable, Hashable {
  /// What the drawing shows, a paragraph in Markdown.
  public var words: String
  /// The drawing, each line ending in a line feed.
  public var text: String

  public init(words: String, text: String) {
    self.words = words
    self.text = text
  }
}

extension DocumentReader {
  /// The drawing in a fence's lines: `text: ...`, which may go on in lines behind two spaces, an
  /// empty line, and what is drawn.
  mutating func drawing(_ lines: [String], at position: SourcePosition) -> LessonDrawing? {
    let head = lines.prefix { $0.contains { $0 != " " } }
    let reader = FieldReader(
      owner: .fence(.drawing), limits: limits, joinsIndentedLines: true)
    guard head.first?.hasPrefix("text:") == true,
      let words = reader.read(head, firstLine: position.line + 1, faults: &faults).first
    else {
      faults.add(.drawingWithoutText, at: position)
      return nil
    }
    var drawn = lines.dropFirst(head.count).drop { line in line.allSatisfy { $0 == " " } }
    while let last = drawn.last, last.allSatisfy({ $0 == " " }) { drawn.removeLast() }
    guard !drawn.isEmpty else {
      faults.add(.drawingWithoutLines, at: position)
      return nil
    }
    check(words)
    return LessonDrawing(words: words.value, text: drawn.map { $0 + "\n" }.joined())
  }
}
