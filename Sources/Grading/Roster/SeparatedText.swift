/// The rows of a text whose cells are separated by commas, semicolons or tabs (RFC 4180, and what
/// spreadsheets in other countries make of it).
struct SeparatedText {
  /// The rows that are not empty.
  private(set) var rows: [[String]] = []

  init(_ text: String) {
    let (stated, text) = Self.statedSeparator(text)
    rows = Self.cut(text, at: stated ?? Self.commonest(in: text))
  }

  /// `sep=;` in the first line, as Excel has it.
  private static func statedSeparator(_ text: String) -> (Character?, Substring) {
    let line = text.prefix { !$0.isNewline }
    guard line.lowercased().hasPrefix("sep="), line.count == 5, let separator = line.last else {
      return (nil, text[...])
    }
    return (separator, text[line.endIndex...])
  }

  /// The separator that makes the most columns of which every row has as many.
  private static func commonest(in text: Substring) -> Character {
    // The first rows tell, and are read at once.
    let head = text.prefix(20_000)
    let found = [",", ";", "\t"].map { (separator: Character) -> (Character, Int) in
      var rows = cut(head, at: separator).prefix(20)
      // The last one may be cut off.
      if rows.count > 1, head.endIndex < text.endIndex { rows = rows.dropLast() }
      let columns = rows.first?.count ?? 0
      return (separator, rows.count { $0.count == columns } * 2 > rows.count ? columns : 0)
    }
    return found.max { $0.1 < $1.1 }.map { $0.0 } ?? ","
  }

  private static func cut(_ text: Substring, at separator: Character) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell = ""
    var isQuoted = false
    var wasQuoted = false
    func isEmpty(_ row: [String]) -> Bool { row.allSatisfy(\.isEmpty) }
    var index = text.startIndex
    while index < text.endIndex {
      let character = text[index]
      index = text.index(after: index)
      if isQuoted {
        if character != "\"" {
          cell.append(character)
        } else if index < text.endIndex, text[index] == "\"" {
          cell.append("\"")
          index = text.index(after: index)
        } else {
          isQuoted = false
        }
      } else if character == "\"", cell.allSatisfy(\.isWhitespace), !wasQuoted {
        (cell, isQuoted, wasQuoted) = ("", true, true)
      } else if character == separator {
        row.append(cell.trimmingBlanks)
        (cell, wasQuoted) = ("", false)
      } else if character.isNewline {
        row.append(cell.trimmingBlanks)
        if !isEmpty(row) { rows.append(row) }
        (row, cell, wasQuoted) = ([], "", false)
      } else {
        cell.append(character)
      }
    }
    row.append(cell.trimmingBlanks)
    if !isEmpty(row) { rows.append(row) }
    return rows
  }
}
