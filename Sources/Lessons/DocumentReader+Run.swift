extension DocumentReader {
  /// The commands of a run fence, and what they printed.
  mutating func run(
    _ lines: [String], at position: SourcePosition, lastLine: Int
  ) -> RunFence {
    let isRecorded = lines.contains { Self.isPrompt($0) }
    var steps: [RunStep] = []
    for (index, line) in lines.enumerated() {
      let start = SourcePosition(line: position.line + 1 + index, column: 1)
      guard isRecorded else {
        if let command = command(in: line[...], at: start) { steps.append(command) }
        continue
      }
      if Self.isPrompt(line) {
        let rest = line.dropFirst(2)
        if let command = command(in: rest, at: SourcePosition(line: start.line, column: 3)) {
          steps.append(command)
        } else {
          faults.add(.emptyCommand, at: start)
          // Kept, so that the lines below it do not become another command's output.
          steps.append(RunStep(position: start, command: "", output: []))
        }
      } else if steps.isEmpty {
        if line.contains(where: { $0 != " " }) { faults.add(.outputBeforeCommand, at: start) }
      } else {
        steps[steps.count - 1].output.append(line)
      }
    }
    return RunFence(
      position: position, lastLine: lastLine, isRecorded: isRecorded,
      steps: steps.filter { !$0.command.isEmpty })
  }

  private static func isPrompt(_ line: String) -> Bool { line == ">" || line.hasPrefix("> ") }

  /// The command in a line whose first character stands at a place, without the spaces around it.
  private func command(in line: Substring, at start: SourcePosition) -> RunStep? {
    guard let first = line.firstIndex(where: { $0 != " " }),
      let last = line.lastIndex(where: { $0 != " " })
    else { return nil }
    let column = start.column + line[..<first].unicodeScalars.count
    return RunStep(
      position: SourcePosition(line: start.line, column: column),
      command: String(line[first...last]), output: [])
  }
}
