import Charts
import Terminal
import Training

/// What was typed in a session and what came of it, for its page.
///
/// Bounded: of long sessions the end is kept. What a command says is rendered when a page wants it;
/// before that only where its result is one of many, or of large ones, that are kept.
package struct SessionTranscript: SessionState {
  package struct Entry: Sendable {
    package var prompt: String
    package var command: String
    /// As on a terminal of 80 columns without colour; of long outputs the beginning.
    package var output: String
    package var isSuccess: Bool
    /// What `output` says, as it may be set elsewhere than on a terminal.
    package var parts: [Page.Part] = []
    /// What it drew, a part of `parts` each.
    package var pictures: [any Chart] = []
  }

  package static let longestOutput = 6000
  package static let mostEntries = 400
  private static let mostCharacters = 400_000
  /// What the results may take that are kept as such.
  private static let mostBytes = 32 << 20

  private enum Record: Sendable {
    case result(Session.Outcome, prompt: String, bytes: Int)
    case text(Entry)
  }

  private var records: [Record] = []
  /// How many came before those that are kept.
  private var forgottenCount = 0
  /// Of the results, and where the first one is that is still kept as such.
  private var bytes = 0
  private var firstResult = 0

  package init() {}

  /// Takes note of a command.
  ///
  /// - Parameter bytes: about what its result keeps of the session at most.
  mutating func note(
    _ outcome: Session.Outcome, prompt: String, bytes size: Int, _ translation: Translation?
  ) {
    records.append(.result(outcome, prompt: prompt, bytes: size))
    bytes += size
    while bytes > Self.mostBytes || firstResult < records.count - Self.mostEntries {
      if case .result(let outcome, let prompt, let size) = records[firstResult] {
        records[firstResult] = .text(Entry(outcome, prompt: prompt, translation))
        bytes -= size
      }
      firstResult += 1
    }
    // By and by, so that the rest need not move each time.
    let excess = records.count - Self.mostEntries
    guard excess >= Self.mostEntries else { return }
    records.removeFirst(excess)
    firstResult -= excess
    forgottenCount += excess
  }

  /// The last commands, as far as they are kept, and how many came before them.
  package func entries(
    last count: Int = SessionTranscript.mostEntries, _ translation: Translation? = nil
  ) -> (kept: [Entry], droppedCount: Int) {
    var kept: [Entry] = []
    var characters = 0
    for record in records.suffix(min(count, Self.mostEntries)).reversed() {
      let entry =
        switch record {
        case .result(let outcome, let prompt, _): Entry(outcome, prompt: prompt, translation)
        case .text(let entry): entry
        }
      characters += entry.length
      if characters > Self.mostCharacters, !kept.isEmpty { break }
      kept.append(entry)
    }
    return (kept.reversed(), forgottenCount + records.count - kept.count)
  }
}

extension SessionTranscript.Entry {
  private static let place = TerminalCapabilities(
    width: 80, height: 24, isTerminal: false, color: .none, unicode: true, plain: false)

  init(_ outcome: Session.Outcome, prompt: String, _ translation: Translation?) {
    var page = Page(capabilities: Self.place, translation: translation)
    page.keepsParts = true
    outcome.forOthers.write(to: &page)
    var (output, parts) = (page.text, page.parts)
    if output.utf8.count > SessionTranscript.longestOutput {
      let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
      var kept: [Substring] = []
      var length = 0
      for line in lines {
        length += line.utf8.count + 1
        if length > SessionTranscript.longestOutput { break }
        kept.append(line)
      }
      output = kept.joined(separator: "\n") + "\n(\(lines.count - kept.count) more lines)\n"
      parts = output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        .map { .line(StyledText(String($0))) }
    }
    while output.hasSuffix("\n") { output.removeLast() }
    self.init(
      prompt: prompt, command: String(outcome.command.prefix(1000)), output: output,
      isSuccess: outcome.isSuccess, parts: parts)
    if case .success(let report) = outcome.result { pictures = report.pictures }
  }

  fileprivate var length: Int { prompt.utf8.count + command.utf8.count + output.utf8.count }
}

extension Session {
  /// What was typed and what it said, for the session's page.
  package internal(set) var transcript: SessionTranscript {
    get { self[SessionTranscript.self] }
    _modify { yield &self[SessionTranscript.self] }
  }

  /// About what a result keeps of the session: at most the values that there are, and of the past a
  /// list of moments.
  var bytesOfAResult: Int {
    run.state.slots.values.reduce(0) { $0 + $1.bytes } + 64 * min(run.finishedEpochs, 20_000)
  }
}
