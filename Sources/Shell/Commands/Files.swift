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
    completion: .files, effects: .readsFiles
  ) { session, argument in
    guard !argument.isEmpty else {
      throw ShellError("missing-argument", "which file?", hint: .verbatim("source FILE"))
    }
    return try session.source(FileName.unquoted(argument.text))
  }

  static let save = Command(
    "save", group: .other, usage: "[model | weights | plot PICTURE | VALUE] FILE",
    summary: """
      save the session as a file of its commands, the model as text, weights, a picture or a value
      """,
    help: """
      Writes a plain text file from which source, or underhood replay, plays the session again to \
      the last bit. save model FILE writes the network as it is now, with what set has changed and \
      its author's comments, for underhood --model FILE. save W1 w1.csv writes the numbers of a \
      value, a row a line, so that they read back the same, save W1 w1.npy as NumPy's own file. save \
      weights w.npz writes every parameter, w.safetensors for PyTorch and others. A picture can have a --title \
      "of its own", a --size 800x500 in pixels, and --dark or --light. Quotation marks hold together \
      a file's name with blanks in it. A file that is there already is kept, unless --force follows \
      its name.
      """,
    completion: .files, effects: .writesFiles
  ) { session, argument in
    if let (word, rest) = argument.firstWord, word == "model" {
      return try ModelSaved.write(rest, in: session)
    }
    if let (word, rest) = argument.firstWord, word == Command.weightsWord {
      return try WeightsSaved.write(rest, in: session)
    }
    let request = try SaveRequest(argument)
    if argument.firstWord?.word == "plot" {
      return try PlotFile.write(request, in: session)
    }
    if let value = try ValueFile.named(by: argument, request) {
      return try value.write(in: &session)
    }
    try request.write(session.journal.text)
    return SaveReport(path: request.path, commands: session.journal.records.count)
  }
}

/// How deep files are read from within one another.
struct Sourcing: SessionState {
  var depth = 0
}

extension Session {
  /// How many files are being read from within one another.
  var sourceDepth: Int {
    get { self[Sourcing.self].depth }
    _modify { yield &self[Sourcing.self].depth }
  }

  /// How many files may be read from within files.
  private static let deepestSource = 8

  fileprivate mutating func source(_ path: String) throws -> SourceReport {
    guard sourceDepth < Self.deepestSource else {
      throw ShellError("too-deep", "files read one another without end")
    }
    sourceDepth += 1
    defer { sourceDepth -= 1 }
    let text = try TextFile.read(path)
    return try run(try Self.commands(in: text, at: path), of: path)
  }

  /// A command of a file, where in the file it stands, and how many follow it on its line.
  private typealias PlacedCommand = (place: Phrase, text: String, ahead: Int)

  /// The commands of a text or of a saved session.
  private static func commands(
    in text: String, at path: String
  ) throws(ShellError) -> [PlacedCommand] {
    guard text.hasPrefix("underhood-journal ") else {
      let commands = CommandText.numbered(text)
      return commands.enumerated().map { index, command in
        let ahead = commands[(index + 1)...].prefix { $0.line == command.line }.count
        return (.verbatim("\(path):\(command.line)"), command.text, ahead)
      }
    }
    let (journal, faults, _) = Journal.read(text)
    if let fault = faults.first(where: { !$0.isHarmless }) {
      throw ShellError("bad-session", "\(path): \(Wording.describe(fault))")
    }
    return (journal?.records ?? []).map { record in
      ("command \(record.number) of \(path)", record.command, record.isMidLine ? 1 : 0)
    }
  }

  private mutating func run(_ commands: [PlacedCommand], of path: String) throws -> SourceReport {
    var report = SourceReport(path: path, outcomes: [])
    let line = self[LineShare.self]
    defer { self[LineShare.self] = line }
    for (place, command, ahead) in commands {
      expect(ahead: ahead)
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
      if isFinished || context.shouldStop() { break }
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

/// A model that was saved as text.
struct ModelSaved: CommandResult {
  var path: String
  /// What was changed by hand and is no part of the model.
  var leftOut: [String]

  fileprivate static func write(
    _ argument: CommandText.Argument, in session: Session
  ) throws(ShellError) -> ModelSaved {
    guard !argument.isEmpty else {
      throw ShellError(
        "missing-argument", "save the model to which file?",
        hint: .verbatim("save model network.txt"))
    }
    let request = try SaveRequest(argument)
    try request.write(session.run.program.model.writtenText)
    return ModelSaved(path: request.path, leftOut: session.run.changesOnTheWay)
  }

  var json: JSONValue {
    .object([
      ("type", .string("saved-model")), ("file", .string(path)), ("left_out", .strings(leftOut)),
    ])
  }

  func journalText(for command: String, in session: Session) -> String? { nil }

  func write(to page: inout Page) {
    let start = StyledText("underhood --model \(FileName.quoted(path))", .command)
    page.paragraph("The model is saved. \(start) begins with it.")
    if !leftOut.isEmpty {
      page.paragraph(
        """
        It makes its numbers anew: what was changed by hand in \
        \(Suggestions.list(leftOut, .and)) is not in it.
        """)
    }
  }
}
