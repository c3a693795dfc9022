import Foundation
import Shell
import Terminal

/// A session kept as text: lines that begin with `> ` are typed, what follows is the answer.
///
/// Lines in front of the first command that begin with `#` say what the session is about. Among
/// them `# terminal: unicode` shows it as a terminal with UTF-8 and without colour would, and
/// `# lessons` gives it the course's folder, `# data` the folder of its tables, and `# language: de` speaks German.
package struct Transcript {
  package struct Exchange: Equatable {
    package var command: String
    package var answer: String
  }

  package var header: [String] = []
  package var exchanges: [Exchange] = []

  package init(_ text: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...]
    if lines.last == "" { lines.removeLast() }
    while let line = lines.first, !Self.isCommand(line) {
      header.append(line)
      lines.removeFirst()
    }
    while let line = lines.popFirst() {
      let answer = lines.prefix { !Self.isCommand($0) }
      lines.removeFirst(answer.count)
      exchanges.append(
        Exchange(
          command: String(line.dropFirst(2)), answer: answer.map { $0 + "\n" }.joined()))
    }
  }

  private static func isCommand(_ line: String) -> Bool { line == ">" || line.hasPrefix("> ") }

  package var text: String {
    header.map { $0 + "\n" }.joined()
      + exchanges.map { "> \($0.command)".trimmed + "\n" + $0.answer }.joined()
  }

  package var capabilities: TerminalCapabilities {
    guard header.contains("# terminal: unicode") else { return .pipe }
    return TerminalCapabilities(
      width: 80, height: 24, isTerminal: true, color: .none, unicode: true, plain: false)
  }

  /// The same commands with the answers that they get now.
  package func replayed(knowing all: CommandSet = .standard) throws -> Transcript {
    var session = try Session.start(modelPath: nil, seed: 0, context: .init())
    session.context.commands = all
    if header.contains("# lessons") { session.context.lessonDirectory = Self.lessonFolder }
    if header.contains("# data") {
      session.context.dataFolder = DataFolder(Self.lessonFolder + "/data")
    }
    if let line = header.first(where: { $0.hasPrefix("# language: ") }) {
      session.context.translation = Languages.translation(
        into: String(line.dropFirst("# language: ".count)), lessons: Self.lessonFolder)
    }
    var result = self
    for (index, exchange) in exchanges.enumerated() {
      var page = Page(
        capabilities: capabilities, translation: session.context.translation)
      let commands = CommandText.split(exchange.command)
      if commands.isEmpty { session.perform("").write(to: &page) }
      for command in commands {
        let outcome = session.perform(command)
        outcome.write(to: &page)
        if !outcome.isSuccess { break }
      }
      result.exchanges[index].answer = page.text
    }
    return result
  }

  package static var lessonFolder: String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("lessons").path
  }

  /// Where two transcripts of the same commands differ, for a person to read.
  package static func difference(_ expected: Transcript, _ found: Transcript) -> String {
    var report = ""
    for (old, new) in zip(expected.exchanges, found.exchanges) where old != new {
      report += "> \(old.command)\n"
      let (before, after) = (old.answer.lines, new.answer.lines)
      let changes = after.difference(from: before)
      let removed = Set(changes.removals.map(\.offset))
      let added = Set(changes.insertions.map(\.offset))
      var position = 0
      for (index, line) in before.enumerated() {
        if removed.contains(index) {
          report += "  - \(line)\n"
          continue
        }
        while added.contains(position) {
          report += "  + \(after[position])\n"
          position += 1
        }
        report += "    \(line)\n"
        position += 1
      }
      while position < after.count {
        report += "  + \(after[position])\n"
        position += 1
      }
    }
    return report
  }
}

extension CollectionDifference.Change {
  fileprivate var offset: Int {
    switch self {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
  }
}

extension String {
  fileprivate var lines: [String] {
    split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
