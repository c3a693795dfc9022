import CMarkdown

extension DocumentReader {
  /// The table that a paragraph is, nil when it is words.
  mutating func table(_ node: OpaquePointer, at position: SourcePosition) -> LessonTable? {
    let first = position.line
    let last = line(Int(cmark_node_get_end_line(node)))
    guard last > first, source.line(last) != "" else { return nil }
    let lines = (first...last).map { source.line($0).drop { $0 == " " } }
    guard lines.allSatisfy({ $0.first == "|" }),
      let alignments = Self.alignments(Self.cells(lines[1]))
    else { return nil }
    let header = Self.cells(lines[0])
    guard header.count == alignments.count else { return nil }
    guard header.count <= limits.tableColumns else {
      faults.add(.limitExceeded(.tableColumns, limit: limits.tableColumns), at: position)
      return nil
    }
    let headerWords = row(header, line: first, columns: header.count)
    let rows = lines.indices.dropFirst(2).map { index in
      row(Self.cells(lines[index]), line: first + index, columns: header.count)
    }
    return LessonTable(alignments: alignments, header: headerWords, rows: rows)
  }

  /// A row's cells as words, as many as the table has columns.
  private mutating func row(_ cells: [String], line: Int, columns: Int) -> [[LessonInline]] {
    let indent = source.line(line).unicodeScalars.prefix { $0 == " " }.count
    let position = SourcePosition(line: line, column: indent + 1)
    if cells.count != columns {
      faults.add(.tableRow(cells: cells.count, header: columns), at: position)
    }
    return (0..<columns).map { column in
      cells.indices.contains(column) ? words(of: cells[column], at: position) : []
    }
  }

  /// The words of a cell. A cell that would be some other block (`- 1`) is taken as it stands.
  private mutating func words(of cell: String, at position: SourcePosition) -> [LessonInline] {
    guard !cell.isEmpty, let document = CMark.parse(cell) else { return [] }
    defer { cmark_node_free(document) }
    guard let only = cmark_node_first_child(document), cmark_node_next(only) == nil,
      cmark_node_get_type(only) == CMARK_NODE_PARAGRAPH
    else { return [.text(cell)] }
    return inlines(of: only, at: position)
  }

  /// The texts between the bars of a row.
  private static func cells(_ line: Substring) -> [String] {
    var cells: [String] = []
    var cell = ""
    var isEscaped = false
    for character in line.dropFirst() {
      if character == "|", isEscaped {
        cell.removeLast()
        cell.append("|")
      } else if character == "|" {
        cells.append(cell)
        cell = ""
      } else {
        cell.append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    if cell.contains(where: { $0 != " " }) { cells.append(cell) }
    return cells.map { cell in
      guard let first = cell.firstIndex(where: { $0 != " " }),
        let last = cell.lastIndex(where: { $0 != " " })
      else { return "" }
      return String(cell[first...last])
    }
  }

  /// What a row of dashes and colons says of its columns; nil when it is not such a row.
  private static func alignments(_ cells: [String]) -> [LessonTable.Alignment]? {
    guard !cells.isEmpty else { return nil }
    var alignments: [LessonTable.Alignment] = []
    for cell in cells {
      let isLeft = cell.first == ":"
      let isRight = cell.count > 1 && cell.last == ":"
      let dashes = cell.dropFirst(isLeft ? 1 : 0).dropLast(isRight ? 1 : 0)
      guard !dashes.isEmpty, dashes.allSatisfy({ $0 == "-" }) else { return nil }
      switch (isLeft, isRight) {
      case (true, true): alignments.append(.center)
      case (true, false): alignments.append(.left)
      case (false, true): alignments.append(.right)
      case (false, false): alignments.append(.unset)
      }
    }
    return alignments
  }
}
