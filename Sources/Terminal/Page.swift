/// What a command says, line by line, for the place where it will be shown.
///
///     var page = Page(capabilities: capabilities)
///     page.rule(title: "3.forward")
///     page.line("\("Z1", .name) = W1 @ X + b1")
///     write(page.text)
///
/// Text put into a page cannot act on the terminal: its control characters are made visible.
public struct Page: Sendable {
  public let capabilities: TerminalCapabilities
  /// The language of phrases; nil for English.
  public let translation: Translation?
  /// The whole, each line with its newline, with the escape sequences that the place takes.
  public private(set) var text = ""
  /// Whether what is said is kept in parts, too.
  package var keepsParts = false
  /// What was said, in parts.
  package internal(set) var parts: [Part] = []

  /// Whether pictures are shown elsewhere, and here it is only said what they show.
  package var describesPictures: Bool

  public init(capabilities: TerminalCapabilities, translation: Translation? = nil) {
    self.capabilities = capabilities
    describesPictures = capabilities.plain
    self.translation = translation
  }

  public var isEmpty: Bool { text.isEmpty }

  /// A phrase in the page's language.
  public func words(_ phrase: Phrase, _ style: Style = .plain) -> StyledText {
    phrase.text(translation, style: style)
  }

  /// A column of a table with its title in the page's language.
  public func column(_ title: Phrase, _ alignment: Alignment = .left) -> Table.Column {
    Table.Column(words(title).string, alignment)
  }

  /// A line, or several where the text has newlines. Left as long as it is, but for a literal of
  /// thousands.
  public mutating func line(_ line: StyledText) {
    let line = line.abridged
    note(.line(line))
    write(line)
  }

  private mutating func write(_ line: StyledText) {
    text += line.rendered(color: capabilities.color) + "\n"
  }

  /// An empty line, unless the page begins here or has one already.
  public mutating func blank() {
    if !text.isEmpty, text != "\n", !text.hasSuffix("\n\n") { text += "\n" }
  }

  /// A heading: its title in a line across the page; in plain text the title alone.
  public mutating func rule(title: StyledText = "") {
    note(title.isEmpty ? .rule : .heading(title))
    if capabilities.plain {
      if !title.isEmpty { write(title.abridged) }
      return
    }
    let stroke = capabilities.unicode ? "─" : "-"
    var heading = StyledText()
    if !title.isEmpty {
      heading.append(String(repeating: stroke, count: 2) + " ", .dim)
      heading.append(
        TextWidth.truncate(title, width: capabilities.width - 6, unicode: capabilities.unicode))
      heading.append(" ")
    }
    let rest = capabilities.width - heading.width
    heading.append(String(repeating: stroke, count: max(0, rest)), .dim)
    write(heading)
  }

  /// A heading within the text.
  package mutating func heading(_ title: StyledText, indent: Int = 0) {
    set(as: .heading(title)) { $0.paragraph(title, indent: indent) }
  }

  /// Text wrapped at the page's width, or at 100 columns on a wide one, where lines read badly.
  ///
  /// - Parameters:
  ///   - indent: the columns left free before each line.
  ///   - marker: what stands before the first line within the indent, such as `- `.
  public mutating func paragraph(
    _ text: some StyledContent, indent: Int = 0, marker: StyledText = ""
  ) {
    let text = text.styledText.abridged
    note(.paragraph(text, indent: indent, marker: marker))
    let room = max(indent, marker.width)
    let width = min(capabilities.width, 100)
    let lines = TextWidth.wrap(text, width: max(width - room, 1))
    for (index, line) in lines.enumerated() {
      let lead =
        index == 0
        ? TextWidth.pad(marker, to: room, .right) : StyledText(String(repeating: " ", count: room))
      write((lead + line).withoutTrailingSpaces())
    }
  }

  /// A phrase in the page's language, set likewise.
  public mutating func paragraph(_ phrase: Phrase, indent: Int = 0, marker: StyledText = "") {
    paragraph(words(phrase), indent: indent, marker: marker)
  }

  /// Text that is set already, such as an array or code: every line whole, tabs as spaces.
  public mutating func block(_ text: String, indent: Int = 0, style: Style = .plain) {
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0) }
    if lines.last == "" { lines.removeLast() }
    let space = String(repeating: " ", count: max(indent, 0))
    for line in lines {
      // By scalars, since a carriage return before a newline is one character with it.
      let clean = line.hasSuffix("\r") ? String(line.dropLast()) : line
      self.line(
        clean.isEmpty
          ? "" : StyledText(space) + StyledText(TextWidth.expandingTabs(clean), style))
    }
  }

  /// A table; in plain text a line for each row.
  public mutating func table(_ table: Table, indent: Int = 0) {
    set(as: .table(table, indent: indent)) { $0.write(table, indent: indent) }
  }

  private mutating func write(_ table: Table, indent: Int) {
    let space = StyledText(String(repeating: " ", count: max(indent, 0)))
    guard !capabilities.plain else {
      for line in table.spokenLines() {
        // A pipe's reader wants a line for a row; a screen would break it in the midst of words.
        if capabilities.isTerminal {
          paragraph(line, indent: indent)
        } else {
          self.line(space + line)
        }
      }
      return
    }
    let lines = table.lines(width: capabilities.width - indent, unicode: capabilities.unicode)
    for line in lines { self.line(space + line) }
  }

  /// Cells that have been made for this place already, each line with its newline.
  package mutating func append(rendered cells: String) {
    text += cells
    note(.picture(cells))
  }

  /// What another page has, below.
  public mutating func append(_ other: Page) {
    text += other.text
    for part in other.parts { note(part) }
  }
}

/// Text that is shown as it is. A literal is none: in a paragraph it is a `Phrase`.
public protocol StyledContent {
  var styledText: StyledText { get }
}

extension StyledText: StyledContent {
  public var styledText: StyledText { self }
}
