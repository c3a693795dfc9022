extension TextWidth {
  /// The text in lines of at most `width` columns, broken at spaces outside brackets, and inside them
  /// where they hold too much for that; a word longer than a line is broken anywhere. Newlines in the text begin new lines; spaces at a break vanish.
  ///
  /// - Parameters:
  ///   - firstIndent: the columns left free before the first line.
  ///   - indent: the columns left free before the others.
  public static func wrap(
    _ text: StyledText, width: Int, firstIndent: Int = 0, indent: Int = 0
  ) -> [StyledText] {
    var result: [StyledText] = []
    for line in text.lines() {
      var filler = LineFiller(
        width: max(width, 1), current: result.isEmpty ? firstIndent : indent, indent: indent)
      let room = width - max(firstIndent, indent)
      for word in words(of: line, bracketLimit: min(room, longestBrackets)) { filler.add(word) }
      result += filler.finished()
    }
    return result
  }

  /// The text cut to at most `width` columns, the cut marked with `…` or `...`.
  public static func truncate(_ text: StyledText, width: Int, unicode: Bool) -> StyledText {
    let clean = sanitized(text)
    if clean.width <= width { return clean }
    let mark = width >= 3 && !unicode ? "..." : unicode ? "…" : "."
    guard width >= 1 else { return StyledText() }
    var result = StyledText()
    var left = width - columns(of: mark)
    cutting: for span in clean.spans {
      for character in span.text {
        let columns = columns(of: character)
        if columns > left { break cutting }
        left -= columns
        result.append(String(character), span.style)
      }
    }
    result.append(mark, .dim)
    return result
  }

  /// The text with spaces to fill `width` columns.
  public static func pad(_ text: StyledText, to width: Int, _ alignment: Alignment) -> StyledText {
    let missing = width - text.width
    guard missing > 0 else { return text }
    let left = alignment == .left ? 0 : alignment == .right ? missing : missing / 2
    var result = StyledText(String(repeating: " ", count: left))
    result.append(text)
    result.append(String(repeating: " ", count: missing - left))
    return result
  }

  static func sanitized(_ text: StyledText) -> StyledText {
    StyledText(spans: text.spans.map { StyledText.Span(sanitize($0.text), $0.style) })
  }

  /// A run of spaces, or of what is none.
  struct Word {
    var text = StyledText()
    var columns = 0
    var isSpace = false
  }

  /// What brackets hold at most to stay on one line: more would leave the line before too short.
  private static let longestBrackets = 48

  /// - Parameter bracketLimit: brackets of so many characters are one word, whatever blanks are in
  ///   them: `A2[0, 4]`, `size=(2, 1000)`.
  static func words(of line: StyledText, bracketLimit: Int = longestBrackets) -> [Word] {
    var words: [Word] = []
    let clean = sanitized(line)
    let inside = bracketed(clean.string, limit: bracketLimit)
    var place = 0
    for span in clean.spans {
      var piece = ""
      var pieceColumns = 0
      func flush() {
        guard !piece.isEmpty, let last = words.indices.last else { return }
        words[last].text.append(piece, span.style)
        words[last].columns += pieceColumns
        (piece, pieceColumns) = ("", 0)
      }
      for character in span.text {
        let isSpace = character == " " && !inside.contains(place)
        place += 1
        if words.last?.isSpace != isSpace {
          flush()
          words.append(Word(isSpace: isSpace))
        }
        piece.append(character)
        pieceColumns += columns(of: character)
      }
      flush()
    }
    return words
  }

  /// The places of characters of words with brackets that are closed again, where that takes no more
  /// than so many.
  private static func bracketed(_ text: String, limit: Int) -> Set<Int> {
    var open: [(character: Character, wordStart: Int)] = []
    var result: Set<Int> = []
    var wordStart = 0
    let closing: [Character: Character] = [")": "(", "]": "["]
    for (place, character) in text.enumerated() {
      if character == "(" || character == "[" {
        open.append((character, wordStart))
      } else if let wanted = closing[character], open.last?.character == wanted,
        let start = open.popLast()?.wordStart, place - start < limit
      {
        // What follows without a blank belongs to the same word.
        wordStart = start
        result.formUnion(start...place)
      } else if character == " " {
        wordStart = place + 1
      }
    }
    return result
  }
}

/// Where text stands in its column.
public enum Alignment: Sendable { case left, right, center }

/// Fills lines with words.
private struct LineFiller {
  let width: Int
  let indent: Int
  private var lines: [StyledText] = []
  private var line: StyledText
  private var column: Int
  /// Whether the line has anything but its indent.
  private var isFresh = true
  private var space = TextWidth.Word()

  init(width: Int, current: Int, indent: Int) {
    // At least one column is left for text, whatever the indent.
    self.width = width
    self.indent = min(max(indent, 0), width - 1)
    column = min(max(current, 0), width - 1)
    line = StyledText(String(repeating: " ", count: column))
  }

  mutating func add(_ word: TextWidth.Word) {
    if word.isSpace {
      space = word
      return
    }
    if !isFresh || lines.isEmpty {
      if column + space.columns + word.columns <= width {
        line.append(space.text)
        column += space.columns
      } else if !isFresh {
        breakLine()
      }
    }
    space = TextWidth.Word()
    if column + word.columns <= width {
      line.append(word.text)
      column += word.columns
    } else {
      addPieces(of: word.text)
    }
    isFresh = false
  }

  private mutating func addPieces(of text: StyledText) {
    for span in text.spans {
      for character in span.text {
        let columns = TextWidth.columns(of: character)
        if column + columns > width, !isFresh { breakLine() }
        line.append(String(character), span.style)
        column += columns
        isFresh = false
      }
    }
  }

  private mutating func breakLine() {
    lines.append(line)
    line = StyledText(String(repeating: " ", count: indent))
    column = indent
    isFresh = true
  }

  func finished() -> [StyledText] { lines + [isFresh ? StyledText() : line] }
}
