/// How a file of text looks to be written.
struct TextForm {
  /// `nil` for blanks.
  private(set) var delimiter: String?
  private(set) var hasNames = false
  /// Whether numbers are written with a comma: 1,5.
  private(set) var hasDecimalCommas = false
  /// Whether a `#` stands in texts, where it begins no comment.
  private(set) var hasHashes = false

  private static let mostLines = 50

  init(_ text: String) {
    let all = text.split(whereSeparator: \.isNewline)
    let lines = all.filter { !Self.isComment($0) }.prefix(Self.mostLines)
    guard let first = lines.first else { return }
    let rows = Array(lines.count > 1 ? lines.dropFirst() : lines)
    delimiter = Self.delimiter(first, rows)
    hasHashes = lines.count == all.prefix(lines.count).count && lines.contains { $0.contains("#") }
    let cells = rows.flatMap { self.cells($0) }
    hasDecimalCommas =
      delimiter != "," && cells.contains { $0.contains(",") && Self.isNumber($0, decimal: ",") }
      && !cells.contains { $0.contains(".") && Self.isNumber($0, decimal: ".") }
    let decimal: Character = hasDecimalCommas ? "," : "."
    let isNumber = { (cell: String) in Self.isNumber(cell, decimal: decimal) }
    let names = self.cells(first)
    // Above columns of text alone too names stand once and nowhere below. Above the numbers of rows
    // that pandas writes there is none.
    hasNames =
      lines.count > 1 && !names.contains(where: isNumber) && Set(names).count == names.count
      && !names.dropFirst().contains("")
      && (self.cells(rows[0]).contains(where: isNumber)
        || !rows.contains { self.cells($0).first == names.first })
  }

  private static func isComment(_ line: Substring) -> Bool {
    line.first { $0 != " " && $0 != "\t" } == "#"
  }

  private func cells(_ line: Substring) -> [String] { Self.cells(line, delimiter) }

  private static func cells(_ line: Substring, _ delimiter: String?) -> [String] {
    let parts =
      delimiter.map { line.split(separator: Character($0), omittingEmptySubsequences: false) }
      ?? line.split(separator: " ")
    return parts.map { String($0.filter { $0 != "\"" }).trimmed }
  }

  private static func isNumber(_ cell: String, decimal: Character) -> Bool {
    if decimal == "," {
      return !cell.contains(".") && Double(cell.replacing(",", with: ".")) != nil
    }
    return Double(cell) != nil
  }

  /// What stands in every line, as often in each, between what is most often a number.
  private static func delimiter(_ first: Substring, _ rows: [Substring]) -> String? {
    let found: [String] = [",", ";", "\t"].filter { first.contains($0) && rows[0].contains($0) }
    func worth(_ delimiter: String) -> (Int, Int) {
      let cells = rows.map { self.cells($0, delimiter) }
      let width = self.cells(first, delimiter).count
      let numbers = cells.joined().count { cell in
        isNumber(cell, decimal: ".") || delimiter != "," && isNumber(cell, decimal: ",")
      }
      return (cells.allSatisfy { $0.count == width } ? 1 : 0, numbers)
    }
    var best: (delimiter: String, worth: (Int, Int))?
    for delimiter in found {
      let worth = worth(delimiter)
      if best.map({ worth > $0.worth }) ?? true { best = (delimiter, worth) }
    }
    return best?.delimiter
  }
}
