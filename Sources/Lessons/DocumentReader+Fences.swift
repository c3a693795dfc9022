import CMarkdown

extension DocumentReader {
  /// A block of code: one of the typed fences, or code to read.
  mutating func code(
    _ node: OpaquePointer, at position: SourcePosition, depth: Int
  ) -> LessonBlock.Content? {
    let text = SourceText.clean(
      CMark.literal(node), allowingLineFeeds: true, at: position, faults: &faults)
    let rawInfo = cmark_node_get_fence_info(node).map { String(cString: $0) } ?? ""
    let info = SourceText.clean(
      rawInfo, allowingLineFeeds: false, at: position, faults: &faults)
    let lastLine = line(Int(cmark_node_get_end_line(node)))
    if !isClosed(at: position, lastLine: lastLine) {
      faults.add(.unclosedFence(info: info), at: position)
    }
    let words = info.split(separator: " ", maxSplits: 1)
    guard let word = words.first else { return .code(info: info, text: text) }
    guard let kind = FenceKind(rawValue: String(word)) else {
      if let meant = Self.kindMeant(by: word) {
        faults.add(.misspelledFence(info: info, meant: meant), at: position)
      }
      return .code(info: info, text: text)
    }
    let argument = words.count > 1 ? String(words[1]) : nil
    if let argument, kind != .model || !ModelFence.isName(argument) {
      faults.add(.fenceArguments(kind, text: argument), at: position)
    }
    // Text inside a list or an indented fence is not where it seems to be, so `--update` could not
    // write into it.
    guard depth == 0, position.column == 1 else {
      faults.add(.misplacedFence(kind), at: position)
      return .code(info: info, text: text)
    }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    guard lines.contains(where: { line in line.contains { $0 != " " } }) else {
      faults.add(.emptyFence(kind), at: position)
      return nil
    }
    switch kind {
    case .model: return modelContent(text, name: argument, at: position)
    case .run: return .run(run(lines, at: position, lastLine: lastLine))
    case .drawing: return drawing(lines, at: position).map(LessonBlock.Content.drawing)
    case .exercise, .quiz:
      return exercise(lines, kind, at: position).map(LessonBlock.Content.exercise)
    }
  }

  private mutating func modelContent(
    _ text: String, name: String?, at position: SourcePosition
  ) -> LessonBlock.Content? {
    if let first = model {
      faults.add(.repeatedModel(firstLine: first.position.line), at: position)
      return nil
    }
    let fence = ModelFence(position: position, name: name, text: text)
    model = fence
    return .model(fence)
  }

  /// Whether a fence's last line closes it. Indented code needs no closing.
  private func isClosed(at position: SourcePosition, lastLine: Int) -> Bool {
    let opening = source.line(position.line).unicodeScalars.dropFirst(position.column - 1)
    guard let mark = opening.first, mark == "`" || mark == "~" else { return true }
    let length = opening.prefix { $0 == mark }.count
    guard length >= 3 else { return true }
    let closing = source.line(lastLine).unicodeScalars.reversed().drop { $0 == " " }
    return lastLine > position.line && closing.prefix { $0 == mark }.count >= length
  }

  /// The typed fence that an info misspells: in capitals, in the plural, by one letter, or with two
  /// letters in each other's place.
  private static func kindMeant(by word: Substring) -> FenceKind? {
    let word = word.lowercased()
    return FenceKind.allCases.first { kind in
      let name = kind.rawValue
      return word == name || word == name + "s"
        || (word.count > 2 && (differByOne(word, name) || areSwapped(word, name)))
    }
  }

  /// Whether one letter added, left out or changed makes one word of the other.
  private static func differByOne(_ left: String, _ right: String) -> Bool {
    let (short, long) =
      left.utf8.count <= right.utf8.count
      ? (Array(left.utf8), Array(right.utf8)) : (Array(right.utf8), Array(left.utf8))
    guard long.count - short.count <= 1 else { return false }
    let same = zip(short, long).prefix { $0 == $1 }.count
    let shortRest = short.dropFirst(same + (short.count == long.count ? 1 : 0))
    return shortRest.elementsEqual(long.dropFirst(same + 1))
  }

  /// Whether two letters in each other's place make one word of the other.
  private static func areSwapped(_ left: String, _ right: String) -> Bool {
    guard left.utf8.count == right.utf8.count else { return false }
    let different = zip(left.utf8, right.utf8).enumerated().filter { $0.element.0 != $0.element.1 }
    return different.count == 2 && different[1].offset == different[0].offset + 1
      && different[0].element.0 == different[1].element.1
      && different[0].element.1 == different[1].element.0
  }
}
