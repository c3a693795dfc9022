import Terminal

/// What was typed in a session and what it said, for its page.
///
/// Bounded: of long outputs the beginning is kept, of long sessions the end.
struct SessionTranscript: Sendable {
  struct Entry: Sendable, Equatable {
    var prompt: String
    var command: String
    /// As on a terminal of 80 columns without colour.
    var output: String
    var isSuccess: Bool
  }

  static let longestOutput = 6000
  static let mostEntries = 400
  private static let mostCharacters = 400_000

  private(set) var entries: [Entry] = []
  /// How many came before those that are kept.
  private(set) var droppedCount = 0
  private var characters = 0

  private static let place = TerminalCapabilities(
    width: 80, height: 24, isTerminal: false, color: .none, unicode: true, plain: false)

  mutating func note(_ outcome: Session.Outcome, prompt: String) {
    var page = Page(capabilities: Self.place)
    outcome.write(to: &page)
    var output = page.text
    if output.utf8.count > Self.longestOutput {
      let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
      var kept: [Substring] = []
      var length = 0
      for line in lines {
        length += line.utf8.count + 1
        if length > Self.longestOutput { break }
        kept.append(line)
      }
      output = kept.joined(separator: "\n") + "\n(\(lines.count - kept.count) more lines)\n"
    }
    while output.hasSuffix("\n") { output.removeLast() }
    let entry = Entry(
      prompt: prompt, command: String(outcome.command.prefix(1000)), output: output,
      isSuccess: outcome.isSuccess)
    entries.append(entry)
    characters += entry.length
    var excess = 0
    while entries.count - excess > Self.mostEntries || characters > Self.mostCharacters,
      excess < entries.count - 1
    {
      characters -= entries[excess].length
      excess += 1
    }
    entries.removeFirst(excess)
    droppedCount += excess
  }
}

extension SessionTranscript.Entry {
  fileprivate var length: Int { prompt.utf8.count + command.utf8.count + output.utf8.count }
}
