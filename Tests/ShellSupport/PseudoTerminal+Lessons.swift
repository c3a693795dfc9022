import Support

/// How a student works through a lesson at a terminal.
extension PseudoTerminal {
  /// Types a line, and waits for the prompt below what it has printed.
  package func say(_ line: String) throws {
    let before = screen.scrolledOff.count + screen.cursor.row
    send(line + "\r")
    try expectScreen("the prompt after '\(line)'") { screen in
      screen.currentLine.hasPrefix("xor ") && screen.currentLine.hasSuffix(">")
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
