import JSON
import Terminal
import Training

extension Command {
  static let source = Command(
    "source", group: .other, usage: "FILE", summary: "run the commands in a file",
    help: """
      A file of commands, one a line, or a session that save has written, which is then played \
      again. It stops at the first command that fails.
      """,
    completion: .files
  ) { session, argument in
    guard !argument.isEmpty else {
      throw ShellError("missing-argument", "which file?", hint: .verbatim("source FILE"))
    }
    return try session.source(FileName.unquoted(argument.text))
  }

  static let save = Command(
    "save", group: .other, usage: "[plot PICTURE] FILE",
    summary: "save the session as a file of its commands, or a picture",
    help: """
      Writes a plain text file from which source, or underhood replay, plays the session again to \
      the last bit. A file that is there already is kept, unless --force follows its name.
      """,
    completion: .files
  ) { session, argument in
    let request = try SaveRequest(argument)
    try session.surroundings.expectMayWriteFiles()
    if argument.firstWord?.word == "plot" {
      return try PlotFile.write(request, in: session)
    }
    try request.write(session.journal.text)
    return SaveReport(path: request.path, commands: session.journal.records.count)
  }
}

/// A file's name, and whether one that is there may be replaced.
struct SaveRequest {
  static let forceFlag = "--force"

  var path: String
  var replaces: Bool

  init(path: String, replaces: Bool) {
    self.path = path
    self.replaces = replaces
  }

  /// - Throws: `ShellError` without a name.
  init(_ argument: CommandText.Argument) throws(ShellError) {
    (path, replaces) = Self.split(argument.text)
    guard !path.isEmpty else {
      throw ShellError("missing-argument", "save to which file?", hint: .verbatim("save FILE"))
    }
  }

  /// The name, without quotation marks around it, and whether the flag stands before or behind it.
  static func split(_ text: String) -> (path: String, replaces: Bool) {
    var words = text.split(separator: " ", omittingEmptySubsequences: false)
    let replaces = words.first == forceFlag[...] || words.last == forceFlag[...]
    if words.last == forceFlag[...] {
      words.removeLast()
    } else if replaces {
      words.removeFirst()
    }
    return (FileName.unquoted(words.joined(separator: " ").trimmed), replaces)
  }

  /// Takes the flag out of a command's words.
  ///
  /// - Returns: whether it was there.
  static func takeForceFlag(from words: inout [String]) -> Bool {
    guard let flag = words.firstIndex(of: forceFlag) else { return false }
    words.remove(at: flag)
    return true
  }

  func write(_ text: String) throws(ShellError) { try write(bytes: Array(text.utf8)) }

  func write(bytes: [UInt8]) throws(ShellError) {
    do throws(ShellError) {
      try TextFile.write(bytes: bytes, to: path, replacesExisting: replaces)
    } catch {
      throw Self.offeringForce(error)
    }
  }

  /// Whether the file may be written, as far as that can be told beforehand.
  func check() throws(ShellError) {
    do throws(ShellError) {
      try TextFile.checkPlace(path, replacesExisting: replaces)
    } catch {
      throw Self.offeringForce(error)
    }
  }

  private static func offeringForce(_ error: ShellError) -> ShellError {
    var error = error
    if error.code == ShellError.fileExistsCode {
      error.hint = "another name, or --force after this one"
    }
    return error
  }
}

extension Session.Surroundings {
  /// - Throws: `ShellError` where commands are a lesson's, which keep off the disk.
  func expectMayWriteFiles() throws(ShellError) {
    guard mayWriteFiles else {
      throw ShellError("no-files-in-lessons", "a lesson cannot write files")
    }
  }

  /// - Throws: `ShellError` where commands are a lesson's.
  func expectMayReadFiles() throws(ShellError) {
    guard mayReadFiles else {
      throw ShellError("no-files-in-lessons", "a lesson cannot read files")
    }
  }
}

extension Session {
  /// How many files may be read from within files.
  private static let deepestSource = 8

  fileprivate mutating func source(_ path: String) throws -> SourceReport {
    try surroundings.expectMayReadFiles()
    guard sourceDepth < Self.deepestSource else {
      throw ShellError("too-deep", "files read one another without end")
    }
    sourceDepth += 1
    defer { sourceDepth -= 1 }
    let text = try TextFile.read(path)
    return try run(try Self.commands(in: text, at: path), of: path)
  }

  /// A command of a file, and where in the file it stands.
  private typealias PlacedCommand = (place: Phrase, text: String)

  /// The commands of a text or of a saved session.
  private static func commands(
    in text: String, at path: String
  ) throws(ShellError) -> [PlacedCommand] {
    guard text.hasPrefix("underhood-journal ") else {
      return CommandText.numbered(text).map { (.verbatim("\(path):\($0.line)"), $0.text) }
    }
    let (journal, faults, _) = Journal.read(text)
    if let fault = faults.first(where: { !$0.isHarmless }) {
      throw ShellError("bad-session", "\(path): \(Wording.describe(fault))")
    }
    return (journal?.records ?? []).map { ("command \($0.number) of \(path)", $0.command) }
  }

  private mutating func run(_ commands: [PlacedCommand], of path: String) throws -> SourceReport {
    var report = SourceReport(path: path, outcomes: [])
    for (place, command) in commands {
      let outcome = perform(command)
      report.outcomes.append(outcome)
      if var error = outcome.failure {
        // The place is in the file's line, which is not what was typed.
        if error.source == nil {
          error.source = ShellError.Source(text: outcome.command, place: place)
          error.range = error.range ?? 0..<outcome.command.utf8.count
        }
        report.failure = error
        break
      }
      if isFinished || surroundings.shouldStop() { break }
    }
    return report
  }
}

/// What the commands of a file said.
struct SourceReport: CommandResult {
  var path: String
  var outcomes: [Session.Outcome]
  /// What the last command failed with; the file's later ones were not run.
  var failure: ShellError?

  var json: JSONValue {
    .object([
      ("type", .string("source")), ("file", .string(path)),
      ("commands", .array(outcomes.map(\.json))),
    ])
  }

  /// Its commands have been noted one by one.
  func journalText(for command: String, in session: Session) -> String? { nil }

  func write(to page: inout Page) {
    for outcome in outcomes {
      page.line("\(StyledText("> ", .dim))\(StyledText(outcome.command, .command))")
      if case .failure = outcome.result, let failure {
        failure.write(to: &page, command: outcome.command)
      } else {
        outcome.write(to: &page)
      }
    }
  }
}

/// A session that was saved.
struct SaveReport: CommandResult {
  var path: String
  var commands: Int

  var json: JSONValue {
    .object([
      ("type", .string("saved")), ("file", .string(path)), ("commands", .integer(commands)),
    ])
  }

  func journalText(for command: String, in session: Session) -> String? { nil }

  func write(to page: inout Page) {
    let replay = StyledText("underhood replay \(FileName.quoted(path))", .command)
    page.paragraph(
      commands == 1
        ? "1 command saved. \(replay) plays it again."
        : "\(commands) commands saved. \(replay) plays them again.")
  }
}
