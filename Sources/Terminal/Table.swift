/// Rows of text under the titles of their columns.
///
///     var table = Table([.init("name"), .init("shape", .right)])
///     table.append(["\("W1", .name)", "(2, 2)"])
public struct Table: Sendable, Equatable {
  public struct Column: Sendable, Equatable {
    public var title: String
    public var alignment: Alignment

    public init(_ title: String, _ alignment: Alignment = .left) {
      self.title = title
      self.alignment = alignment
    }
  }

  public var columns: [Column]
  public var rows: [[StyledText]]
  /// Whether the titles are shown above the columns.
  public var hasHeader: Bool

  public init(_ columns: [Column], rows: [[StyledText]] = [], hasHeader: Bool = true) {
    self.columns = columns
    self.rows = rows
    self.hasHeader = hasHeader
  }

  public mutating func append(_ row: [StyledText]) { rows.append(row) }

  /// The lines of the table in at most `width` columns: what is too wide is wrapped in its cell.
  public func lines(width: Int, unicode: Bool) -> [StyledText] {
    guard !columns.isEmpty else { return [] }
    let widths = widths(within: width)
    var lines: [StyledText] = []
    if hasHeader {
      lines += cellLines(of: columns.map { StyledText($0.title, .strong) }, widths)
      let rules = widths.map { StyledText(String(repeating: unicode ? "─" : "-", count: $0), .dim) }
      lines.append(rules.joined(separator: "  "))
    }
    for row in rows { lines += cellLines(of: row, widths) }
    return lines
  }

  /// A line for each row, each value with its column's title: `name: W1, shape: (2, 2)`. Columns
  /// without a title give the value alone; empty cells give nothing.
  public func spokenLines() -> [StyledText] {
    rows.map { row in
      zip(columns, row).compactMap { column, cell -> StyledText? in
        if cell.isEmpty { return nil }
        let cell = cell.lines().joined(separator: " ")
        return column.title.isEmpty || !hasHeader ? cell : StyledText("\(column.title): ") + cell
      }.joined(separator: ", ")
    }
  }

  private func widths(within width: Int) -> [Int] {
    var widths = columns.indices.map { index in
      var widest = hasHeader ? TextWidth.columns(of: TextWidth.sanitize(columns[index].title)) : 0
      for row in rows where index < row.count {
        for line in row[index].lines() { widest = max(widest, line.width) }
      }
      return max(widest, 1)
    }
    // The widest gives way first; columns of words before columns of numbers.
    var excess = widths.reduce(0, +) + 2 * (widths.count - 1) - max(width, 1)
    for onlyWords in [true, false] {
      while excess > 0 {
        let least = onlyWords ? 12 : 1
        let candidates = widths.indices.filter {
          widths[$0] > least && (!onlyWords || columns[$0].alignment == .left)
        }
        guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
        widths[widest] -= 1
        excess -= 1
      }
    }
    return widths
  }

  private func cellLines(of row: [StyledText], _ widths: [Int]) -> [StyledText] {
    let cells = widths.indices.map { index in
      index < row.count ? TextWidth.wrap(row[index], width: widths[index]) : [StyledText()]
    }
    let height = cells.map(\.count).max() ?? 1
    return (0..<height).map { line in
      let parts = widths.indices.map { index in
        let cell = line < cells[index].count ? cells[index][line] : StyledText()
        return TextWidth.pad(cell, to: widths[index], columns[index].alignment)
      }
      return parts.joined(separator: "  ").withoutTrailingSpaces()
    }
  }
}

extension StyledText {
  package func withoutTrailingSpaces() -> StyledText {
    var spans = spans
    while let last = spans.last {
      var text = Substring(last.text)
      while text.last == " " { text.removeLast() }
      spans.removeLast()
      if !text.isEmpty {
        spans.append(Span(String(text), last.style))
        break
      }
    }
    return StyledText(spans: spans)
  }
}
