/// The values that a chart draws, in columns.
package struct ChartTable: Sendable, Equatable {
  package enum Cell: Sendable, Equatable {
    case number(Double)
    case text(String)

    /// Numbers as they read back; texts with quotes where they need them.
    var csv: String {
      switch self {
      case .number(let value):
        if value.isNaN { return "nan" }
        if value.isInfinite { return value < 0 ? "-inf" : "inf" }
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
      case .text(let text):
        let needsQuotes = text.utf8.contains {
          $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D
        }
        if !needsQuotes { return text }
        return "\"" + text.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
      }
    }
  }

  package var columns: [String]
  package var rows: [[Cell]]

  package init(_ columns: [String], rows: [[Cell]] = []) {
    self.columns = columns
    self.rows = rows
  }

  /// Comma-separated values, line after line.
  func csv(_ take: (String) throws -> Void) rethrows {
    try take(Self.line(columns.map { .text($0) }))
    for row in rows { try take(Self.line(row)) }
  }

  static func line(_ cells: [Cell]) -> String { cells.map(\.csv).joined(separator: ",") + "\n" }
}

extension ChartTable.Cell: ExpressibleByStringLiteral, ExpressibleByFloatLiteral {
  package init(stringLiteral value: String) { self = .text(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
}
