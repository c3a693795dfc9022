import System

/// The reader for the place where the program runs: with editing where standard input and output
/// are both terminals that can do it, else plain lines.
///
/// - Parameters:
///   - color: whether the prompt may be coloured.
///   - editing: false for plain lines in any case.
public func makeLineReader(
  programName: String, historyPath: String?, historySize: Int = 1000, color: Bool = true,
  editing: Bool = true, completer: @escaping EditlineReader.Completer
) -> any LineReader {
  let interactive =
    TerminalDevice.isTerminal(STDIN_FILENO) && TerminalDevice.isTerminal(STDOUT_FILENO)
  if interactive, editing, terminalCanEdit(),
    let reader = EditlineReader(
      programName: programName, historyPath: historyPath, historySize: historySize,
      hasColor: color, completer: completer)
  {
    return reader
  }
  if interactive { Signals.install() }
  return PlainReader(showsPrompt: interactive)
}

/// Whether the terminal says that it can move its cursor.
private func terminalCanEdit() -> Bool {
  guard let name = Environment.value("TERM") else { return false }
  return name != "dumb" && name != "unknown"
}
