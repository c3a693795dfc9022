import JSON
import Terminal

/// An error as the user meets it.
package struct ShellError: Error, Equatable, Sendable {
  /// Stays the same when the words change: `not-computed`.
  package var code: String
  /// What was wrong and what was expected.
  package var message: Phrase {
    didSet { message = message.quoting(atMost: Self.longestQuotation) }
  }
  /// A command to type next, or advice.
  package var hint: Phrase? {
    didSet { hint = hint?.quoting(atMost: Self.longestQuotation) }
  }
  /// The part of the source that it is about, in UTF-8 bytes.
  package var range: Range<Int>?
  /// The text that `range` counts in, where it is not the command itself: an equation of the model.
  package var source: Source?

  /// A line that was not typed now.
  package struct Source: Equatable, Sendable {
    package var text: String
    /// What it is: `model.txt:12`, `forward`.
    package var place: Phrase

    package init(text: String, place: Phrase) {
      self.text = text
      self.place = place
    }
  }

  /// How much of a text that someone gave is said of it, in characters: five lines of a terminal.
  package static let longestQuotation = 400

  package init(
    _ code: String, _ message: Phrase, hint: Phrase? = nil, range: Range<Int>? = nil,
    source: Source? = nil
  ) {
    self.code = code
    self.message = message.quoting(atMost: Self.longestQuotation)
    self.hint = hint?.quoting(atMost: Self.longestQuotation)
    self.range = range
    self.source = source
  }

  /// The column, counted in characters from 1, where the error begins.
  package func column(in command: String) -> Int? {
    guard let range else { return nil }
    let text = source?.text ?? command
    let prefix = text.utf8.prefix(max(range.lowerBound, 0))
    return String(decoding: prefix, as: UTF8.self).count + 1
  }

  package func json(in command: String) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("code", .string(code)), ("message", .string(message.english)),
    ]
    if let hint { members.append(("hint", .string(hint.english))) }
    if let column = column(in: command) { members.append(("column", .integer(column))) }
    if let source {
      let line = SourceLine(
        Array(source.text.utf8), around: range ?? 0..<0, width: Self.longestQuotation)
      members.append(("source", .string(line.text)))
      // What is quoted is a window of a longer text; `column` counts in the whole.
      if line.text != source.text {
        members.append(("column_in_source", .integer(line.before + 1)))
      }
      members.append(("place", .string(source.place.english)))
    }
    return .object(members)
  }

  /// The message, the place under its line, and the hint.
  func write(to page: inout Page, command: String) {
    page.paragraph(page.words("error:", .error) + " " + page.words(message))
    if let range { writePlace(range, to: &page, command: command) }
    if let hint { page.paragraph(page.words("hint:", .hint) + " " + page.words(hint)) }
  }

  private func writePlace(_ range: Range<Int>, to page: inout Page, command: String) {
    let bytes = Array((source?.text ?? command).utf8)
    guard !bytes.isEmpty, range.lowerBound <= bytes.count else { return }
    let line = SourceLine(bytes, around: range, width: page.capabilities.width - 2)
    let place = source.map { "  " + page.words("in \($0.place):", .dim) }
    if page.capabilities.plain {
      if let place { page.line(place) }
      let column = column(in: command) ?? 1
      page.line("  \(TextWidth.sanitize(line.text))")
      page.line("  " + page.words("at column \(column)"))
      return
    }
    if let place { page.line(place) }
    page.line("  \(TextWidth.sanitize(line.text))")
    page.line(
      StyledText("  " + String(repeating: " ", count: line.before))
        + StyledText(String(repeating: "^", count: max(line.marked, 1)), .error))
  }
}

/// The part of a long line around what is to be pointed at.
private struct SourceLine {
  var text: String
  /// Columns before the marked part, and its width.
  var before: Int
  var marked: Int

  init(_ bytes: [UInt8], around range: Range<Int>, width: Int) {
    let start = min(range.lowerBound, bytes.count)
    let end = min(max(range.upperBound, start), bytes.count)
    // The line of a text of several, then a window of it.
    let lineStart = bytes[..<start].lastIndex(of: 10).map { $0 + 1 } ?? 0
    let lineEnd = bytes[start...].firstIndex(of: 10) ?? bytes.count
    func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    let room = max(width, 20)
    // Of a line of megabytes no more than the window can show is looked at.
    let most = 16 * room
    let middleEnd = min(end, lineEnd)
    var head = string(max(lineStart, start - most)..<start)
    var middle = string(start..<min(middleEnd, start + most))
    var tail = string(middleEnd..<min(lineEnd, middleEnd + most))
    if TextWidth.columns(of: head + middle + tail) > room {
      head = String(head.suffix(room / 3))
      middle = String(middle.prefix(room / 3))
      tail = String(tail.prefix(max(room - head.count - middle.count, 0)))
    }
    text = head + middle + tail
    before = TextWidth.columns(of: TextWidth.sanitize(head))
    marked = TextWidth.columns(of: TextWidth.sanitize(middle))
  }
}
