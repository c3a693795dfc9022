extension Phrase {
  /// The same with what a text has in its places: words that come from elsewhere, as a library's
  /// messages do, can be translated so. What stands in `<` and `>` is looked up as well.
  ///
  /// - Returns: nil where the text does not say what the phrase says.
  public func read(from text: String) -> Phrase? {
    var rest = text[...]
    var found: [Int: Phrase] = [:]
    var open: (place: Int, isKey: Bool)?
    var before = ""
    let pieces = Template(key).pieces
    for (number, piece) in pieces.enumerated() {
      switch piece {
      case .place(let place):
        guard open == nil else { return nil }
        open = (place, before.hasSuffix("<"))
      case .words(let words):
        let isLast = number == pieces.count - 1
        guard
          let end = open == nil
            ? Self.start(of: rest, words)
            : isLast ? Self.end(of: rest, words) : rest.firstRange(of: words)
        else { return nil }
        if let open { found[open.place] = Self.said(rest[..<end.lowerBound], isKey: open.isKey) }
        open = nil
        rest = rest[end.upperBound...]
        before = words
      }
    }
    if let open {
      found[open.place] = Self.said(rest, isKey: open.isKey)
    } else if !rest.isEmpty {
      return nil
    }
    return filled((1...max(found.count, 1)).map { found[$0] ?? "" })
  }

  private static func start(of text: Substring, _ words: String) -> Range<String.Index>? {
    guard text.hasPrefix(words) else { return nil }
    return text.startIndex..<text.index(text.startIndex, offsetBy: words.count)
  }

  private static func end(of text: Substring, _ words: String) -> Range<String.Index>? {
    guard text.hasSuffix(words) else { return nil }
    return text.index(text.endIndex, offsetBy: -words.count)..<text.endIndex
  }

  private static func said(_ text: Substring, isKey: Bool) -> Phrase {
    isKey ? Phrase(key: String(text)) : .verbatim(String(text))
  }
}
