import Terminal

/// Rows of cells as a text for spreadsheets and schools' systems (RFC 4180).
package struct Sheet {
  /// What programs in different countries want of it.
  package struct Style: Sendable {
    package var separator: Character = ","
    package var hasDecimalComma = false
    /// Whether the file begins with a byte order mark, without which Excel takes UTF-8 for Latin-1.
    package var hasByteOrderMark = false

    package init() {}
  }

  enum Cell {
    case text(String)
    case number(Double?)
    /// What the program itself writes, which is no formula: a title, a dash for no grade.
    case fixed(String)

    static func count(_ value: Int?) -> Cell { .number(value.map { Double($0) }) }
  }

  var style = Style()
  var rows: [[Cell]] = []

  var text: String {
    let lines = rows.map { row in
      row.map(written).joined(separator: String(style.separator)) + "\n"
    }
    return (style.hasByteOrderMark ? "\u{FEFF}" : "") + lines.joined()
  }

  private func written(_ cell: Cell) -> String {
    switch cell {
    case .text(let text): return Self.cell(text, separator: style.separator)
    case .number(let value):
      var text = value.map { Self.number($0) } ?? ""
      if style.hasDecimalComma { text = text.replacing(".", with: ",") }
      return Self.quoted(text, style.separator)
    case .fixed(let text): return Self.quoted(text, style.separator)
    }
  }

  /// At most two decimals, as the systems show them.
  static func number(_ value: Double) -> String {
    let rounded = (value * 100).rounded() / 100
    return rounded == rounded.rounded() ? String(Int(rounded)) : "\(rounded)"
  }

  /// A cell that a spreadsheet takes as the text it is: quoted where need be, and with an apostrophe
  /// before what would be a formula.
  static func cell(_ text: String, separator: Character = ",") -> String {
    var text = TextWidth.sanitize(text)
    let isNumber = !text.isEmpty && text.utf8.allSatisfy { 48...57 ~= $0 }
    // Programs differ in which blanks they pass over in front of a formula.
    if !isNumber, let first = text.drop(while: \.isWhitespace).first,
      "=+-@|%\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".contains(first)
    {
      text = "'" + text
    }
    return quoted(text, separator)
  }

  private static func quoted(_ text: String, _ separator: Character) -> String {
    let isPlain = !text.contains { ",\"';".contains($0) || $0 == separator || $0.isWhitespace }
    return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  /// `26:03:05`
  static func clock(_ seconds: Int) -> String {
    func digits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(digits(seconds / 3600)):\(digits(seconds / 60 % 60)):\(digits(seconds % 60))"
  }
}
