import Equations
import Lessons
import LineEditor
import Networks
import Training

/// What Tab can complete at a place in a line.
package struct Completer {
  let session: Session

  package init(session: Session) { self.session = session }

  /// - Parameter cursor: in UTF-8 bytes of the line.
  package func complete(_ line: String, at cursor: Int) -> CompletionResult {
    let bytes = Array(line.utf8.prefix(cursor))
    let start = bytes.lastIndex { !Self.isWordByte($0) }.map { $0 + 1 } ?? 0
    let word = String(decoding: bytes[start...], as: UTF8.self)
    let before = String(decoding: bytes[..<start], as: UTF8.self).trimmed
    if let found = qualified(word, at: start..<cursor, before) { return found }
    if before.isEmpty {
      return result(
        start..<cursor, word,
        session.context.commands.all.map(\.name) + names(word)
          + (word.isEmpty ? [] : FunctionTable.standard.names), suffix: " ")
    }
    let command = CommandText(before)
    guard let found = try? Command.resolve(command, in: session), case .command(let match) = found
    else { return result(start..<cursor, word, expressionNames(word), suffix: "") }
    return complete(word, at: start..<cursor, after: match, before)
  }

  private func complete(
    _ word: String, at range: Range<Int>, after command: Command, _ before: String
  ) -> CompletionResult {
    // `compare A B`, `list math forward`.
    let most = [Command.compare.name, Command.list.name].contains(command.name) ? 2 : 1
    switch command.completion {
    case .nothing: return result(range, word, [], suffix: "")
    case .names: return result(range, word, expressionNames(word), suffix: "")
    case .values:
      let groups = before.contains(" ") ? [] : ValueGroup.allCases.map(\.rawValue)
      return result(range, word, groups + expressionNames(word), suffix: "")
    case .assignment: return assignment(word, at: range, before)
    case .breakpoint: return breakpoint(word, at: range, before)
    case .sweep: return sweep(word, at: range, before)
    case .topics:
      return once(range, word, HelpReport.allTopics(session.context.commands), before)
    case .lessons:
      return once(range, word, (try? session.library().list().entries.map(\.id)) ?? [], before)
    case .languages:
      let directory = session.context.lessonDirectory
      let known = directory.map { LessonLibrary(directory: $0).languages } ?? []
      return once(range, word, ["en"] + known, before)
    case .runs: return once(range, word, session.book.names, before, most: most)
    case .files: return FileCompletion.complete(word, at: range)
    case .words(let words): return once(range, word, words, before, most: most)
    case .wordsThenFiles(let words):
      return before.contains(" ")
        ? FileCompletion.complete(word, at: range) : result(range, word, words, suffix: " ")
    }
  }

  /// Words of which a command takes one, or so many: where they are there already, none.
  private func once(
    _ range: Range<Int>, _ word: String, _ candidates: [String], _ before: String, most: Int = 1
  ) -> CompletionResult {
    let given = before.split(separator: " ").dropFirst().map(String.init)
    let left = candidates.filter { !given.contains($0) }
    let isEnough = candidates.count - left.count >= most
    return result(range, word, isEnough ? [] : left, suffix: " ", opensFunctions: false)
  }

  // MARK: Commands with a grammar of their own

  /// `set update = ad`: an optimizer; `set L`: a name, or what has no value but can be set.
  private func assignment(
    _ word: String, at range: Range<Int>, _ before: String
  ) -> CompletionResult {
    guard let equals = before.firstIndex(of: "=") else {
      let names = before.contains(" ") ? [] : session.run.program.model.sweepableNames
      return result(
        range, word, names + session.scope.candidateNames, suffix: "", opensFunctions: false)
    }
    let target = before[..<equals].split(separator: " ").last
    return target == Phase.update.rawValue[...]
      ? optimizers(word, at: range)
      : result(
        range, word, session.scope.candidateNames + FunctionTable.standard.names, suffix: "")
  }

  /// `np.ra`: a function by NumPy's name; `W1.`: what a value has; `goto 12.`: a phase.
  private func qualified(
    _ word: String, at range: Range<Int>, _ before: String
  ) -> CompletionResult? {
    guard let dot = word.lastIndex(of: ".") else { return nil }
    let (head, tail) = (String(word[...dot]), String(word[word.index(after: dot)...]))
    func joined(_ names: [String], _ suffix: (String) -> String) -> CompletionResult {
      CompletionResult(
        replacing: range,
        candidates: names.filter { $0.hasPrefix(tail) }.map {
          Completion(text: head + $0, suffix: suffix($0))
        })
    }
    if ["np.", "numpy.", "np.random.", "numpy.random."].contains(head) {
      let modules = head.hasSuffix("random.") || tail.isEmpty ? [] : ["random."]
      return joined(modules + FunctionTable.standard.names) { $0.hasSuffix(".") ? "" : "(" }
    }
    let parts = head.split(separator: ".").map(String.init)
    let command = session.context.commands.named(before)?.name
    if command == Command.goto.name || command == Command.back.name {
      return moments(parts, joined)
    }
    guard parts.count == 1, session.scope.candidateNames.contains(parts[0]) else { return nil }
    let members = Attribute.allCases.map(\.rawValue) + FunctionTable.standard.methodNames
    return joined(members) { Attribute(rawValue: $0) == nil ? "(" : "" }
  }

  /// The phases of an epoch, or the equations of a phase.
  private func moments(
    _ parts: [String], _ joined: ([String], (String) -> String) -> CompletionResult
  ) -> CompletionResult {
    let program = session.run.program
    if parts.count == 1 {
      let phases = parts[0] == "0" ? Phase.once : Phase.repeated
      return joined((phases.map(\.rawValue) + ["start"])) { _ in " " }
    }
    let phase = Phase(rawValue: parts[parts.count - 1])
    return joined(phase.map { program.steps(in: $0).compactMap(\.target) } ?? []) { _ in " " }
  }

  private func optimizers(_ word: String, at range: Range<Int>) -> CompletionResult {
    result(range, word, Optimizer.all.map(\.name), suffix: "(")
  }

  /// `break fo`, `break dW`, `break if L < 0.`.
  private func breakpoint(
    _ word: String, at range: Range<Int>, _ before: String
  ) -> CompletionResult {
    if before.contains(" ") {
      let isCondition = before.split(separator: " ").dropFirst().first == "if"
      return result(range, word, isCondition ? expressionNames(word) : [], suffix: "")
    }
    let program = session.run.program
    let equations = program.phases.flatMap { program.steps(in: $0).compactMap(\.target) }
    return result(
      range, word, ["if"] + Phase.allCases.map(\.rawValue) + equations, suffix: " ",
      opensFunctions: false)
  }

  /// `sweep lr=0.1,1 hid`: settings, options, and behind `update=` optimizers.
  private func sweep(_ word: String, at range: Range<Int>, _ before: String) -> CompletionResult {
    let words = before.split(separator: " ").dropFirst()
    if let flag = words.last, flag == "--collect" || flag == "--commands" {
      return FileCompletion.complete(word, at: range)
    }
    if let last = words.last, last.last == "=" || last.last == "," {
      if last.hasPrefix(Phase.update.rawValue + "=") { return optimizers(word, at: range) }
      let orders = last == "by=" ? SweepOrder.allCases.map(\.rawValue) : []
      return result(range, word, orders, suffix: " ", opensFunctions: false)
    }
    let given = words.compactMap { $0.split(separator: "=").first }
    let names = session.run.program.model.sweepableNames + SweepRequest.options
    let left = names.filter { !given.contains($0[...]) }.map { $0 + "=" }
    let commands = words.isEmpty ? ["random", "show", "continue", "--collect"] : []
    return result(range, word, left + commands + ["--commands"], suffix: "", opensFunctions: false)
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
          opensFunctions && FunctionTable.standard[name] != nil
          && session.context.commands.named(name) == nil
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
