import Equations
import Lessons
import LineEditor
import Training

/// What Tab can complete at a place in a line.
struct Completer {
  let session: Session

  func complete(_ line: String, at cursor: Int) -> CompletionResult {
    let bytes = Array(line.utf8.prefix(cursor))
    let start = bytes.lastIndex { !Self.isWordByte($0) }.map { $0 + 1 } ?? 0
    let word = String(decoding: bytes[start...], as: UTF8.self)
    let before = String(decoding: bytes[..<start], as: UTF8.self).trimmed
    if before.isEmpty {
      return result(start..<cursor, word, Command.all.map(\.name) + names(word), suffix: " ")
    }
    let command = CommandText(before)
    guard let found = try? Command.resolve(command, in: session), case .command(let match) = found
    else { return result(start..<cursor, word, expressionNames(word), suffix: "") }
    return complete(word, at: start..<cursor, after: match, before)
  }

  private func complete(
    _ word: String, at range: Range<Int>, after command: Command, _ before: String
  ) -> CompletionResult {
    switch command.completion {
    case .nothing: return result(range, word, [], suffix: "")
    case .names:
      let groups = before.contains(" ") ? [] : ValueGroup.allCases.map(\.rawValue)
      return result(range, word, groups + expressionNames(word), suffix: "")
    case .phases: return result(range, word, Phase.allCases.map(\.rawValue), suffix: " ")
    case .topics:
      return result(range, word, HelpReport.allTopics, suffix: " ", opensFunctions: false)
    case .lessons:
      let ids = (try? session.library().list().entries.map(\.id)) ?? []
      return result(range, word, ids, suffix: " ")
    case .languages:
      let directory = session.surroundings.lessonDirectory
      let known = directory.map { LessonLibrary(directory: $0).languages } ?? []
      return result(range, word, ["en"] + known, suffix: " ")
    case .runs: return result(range, word, session.book.names, suffix: " ")
    case .files: return FileCompletion.complete(word, at: range)
    case .words(let words): return result(range, word, words, suffix: " ")
    case .wordsThenFiles(let words):
      return before.contains(" ")
        ? FileCompletion.complete(word, at: range) : result(range, word, words, suffix: " ")
    }
  }

  private func names(_ word: String) -> [String] {
    word.isEmpty ? [] : session.scope.candidateNames
  }

  private func expressionNames(_ word: String) -> [String] {
    session.scope.candidateNames + (word.isEmpty ? [] : FunctionTable.standard.names)
  }

  private func result(
    _ range: Range<Int>, _ word: String, _ candidates: [String], suffix: String,
    opensFunctions: Bool = true
  ) -> CompletionResult {
    var seen: Set<String> = []
    let matches = candidates.filter { $0.hasPrefix(word) && seen.insert($0).inserted }
    return CompletionResult(
      replacing: range,
      candidates: matches.map { name in
        let opens =
          opensFunctions && FunctionTable.standard[name] != nil && Command.named(name) == nil
          && !session.scope.candidateNames.contains(name)
        return Completion(text: name, suffix: opens ? "(" : suffix)
      })
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    let lower = byte | 0x20
    return (lower >= 97 && lower <= 122) || byte == 95 || (byte >= 48 && byte <= 57)
      || byte == 45 || byte == 47 || byte == 46 || byte >= 0x80
  }
}
