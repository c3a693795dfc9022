import Support

/// The shell at a terminal, and how a student works through a lesson there.
extension PseudoTerminal {
  /// The program with the repository's course, at home in a folder of its own.
  package static func shell(
    in folder: TemporaryFolder, _ arguments: [String] = [], environment: [String: String] = [:],
    columns: Int = 80, rows: Int = 24
  ) throws -> PseudoTerminal {
    let base = ["HOME": folder.path, "UNDERHOOD_LESSONS": Transcript.lessonFolder]
    return try PseudoTerminal(
      executable: builtProduct("underhood"), arguments: arguments,
      environment: base.merging(environment) { $1 }, columns: columns, rows: rows)
  }

  /// Types a line, and waits for the prompt below what it has printed.
  package func say(_ line: String) throws {
    let before = screen.scrolledOff.count + screen.cursor.row
    send(line + "\r")
    try expectScreen("the prompt after '\(line)'") { screen in
      screen.currentLine.hasPrefix("xor") && screen.currentLine.hasSuffix(">")
        && screen.scrolledOff.count + screen.cursor.row > before
    }
  }

  /// Whether the page that was shown last asks something.
  package var asks: Bool {
    let lines = screen.lines
    let start = lines.lastIndex { $0.hasPrefix("[page ") } ?? lines.startIndex
    return lines[start...].joined(separator: " ").contains("hint, answer, skip.")
  }
}
