import Equations
import JSON
import Networks
import Scripts
import Terminal
import Training

/// The script that the session's model was made of.
struct BroughtScript: SessionState {
  var script: Script?
  /// What its lines are called: `xor.py`.
  var place = ""
}

extension Command {
  static let script = Command(
    "script", group: .changing, usage: "FILE",
    summary: "read a NumPy script as the model that it trains",
    help: """
      Reads a whole script: functions, dictionaries, classes, loops. It is followed step by step, \
      never run, and becomes a model in its own names, gradients and updates as they are written. \
      What departs from what its forward pass and its loss would need is then named, with the \
      script's line; check script says it again, mend 1 puts the right line in. Data files that \
      np.loadtxt, np.genfromtxt, np.load and pandas' read_csv name are read in the script's folder.
      """,
    completion: .files, isReplayed: false,
    effects: { ScriptText($0) == nil ? .readsFiles : [] },
    run: { session, argument in
      guard !argument.isEmpty else {
        throw ShellError("missing-argument", "which script?", hint: .verbatim("script xor.py"))
      }
      if let text = ScriptText(argument) {
        return try session.bring(
          text.text, from: text.place, files: session.context.dataFolder?.library ?? .none)
      }
      let path = FileName.unquoted(argument.text)
      let text = try TextFile.read(path)
      return try session.withFiles(beside: path) { session, files in
        try session.bring(text, from: path, files: files)
      }
    })

  static let mend = Command(
    "mend", group: .changing, usage: "N",
    summary: "put the right line in the place of one that check script has named"
  ) { session, argument in
    guard let script = session[BroughtScript.self].script else { throw Wording.noScript }
    let number = try argument.count(orElse: 1, what: "departures")
    let departures = script.departures(in: session.run)
    guard number <= departures.count else {
      throw ShellError(
        "unknown-departure", "check script names no departure \(number)",
        hint: .verbatim("check script"))
    }
    let departure = departures[number - 1]
    guard let assignment = departure.mending else {
      throw ShellError(
        "unknown-departure", "there is no one line that mends this",
        hint: "set NAME = EXPRESSION, as the departure says")
    }
    return try session.set(assignment, in: departure.section(in: session.run.program))
  }
}

/// The command as journals have it: what the script was called, and on the lines below its text.
struct ScriptText {
  var place: String
  var text: String

  init?(_ argument: CommandText.Argument) {
    guard let end = argument.text.firstIndex(of: "\n") else { return nil }
    place = String(argument.text[..<end]).trimmed
    text = String(argument.text[argument.text.index(after: end)...])
  }
}

extension Session {
  /// Whether the model was made of a script, in whose lines its equations stand.
  var isOfScript: Bool {
    self[BroughtScript.self].script?.program.model.name == run.program.model.name
  }

  /// A line of the script, with where it stands: `xor.py:12: dZ = A - Y`.
  func scriptLine(_ number: Int) -> StyledText? {
    let brought = self[BroughtScript.self]
    guard isOfScript, let lines = brought.script?.lines, lines.indices.contains(number - 1)
    else { return nil }
    return StyledText("\(brought.place):\(number): \(lines[number - 1].trimmed)", .dim)
  }
}

extension Wording {
  static var noScript: ShellError {
    ShellError(
      "no-script", "the model was not made of a script", hint: .verbatim("script FILE"))
  }
}

extension Session {
  /// Makes a script the session's model.
  ///
  /// - Parameter files: where its data files are.
  /// - Throws: `ShellError` of a script that is not read, with its line, or while a lesson is open.
  package mutating func bring(
    _ text: String, from path: String, files: FileLibrary
  ) throws -> any CommandResult {
    guard lesson == nil || sandbox != nil else {
      throw ShellError(
        "script-in-lesson", "a lesson is open, which has a model of its own",
        hint: .verbatim("underhood --script \(FileName.quoted(path))"))
    }
    let script: Script
    do {
      script = try Script(
        text, name: Session.modelName(path), files: files,
        limits: run.program.limits)
    } catch {
      throw Wording.describe(error, place: path)
    }
    let run = Run(script.program, seed: self.run.seed)
    book = Runs(run)
    self[BroughtScript.self] = BroughtScript(script: script, place: path)
    return ScriptReport(
      script: script, departures: script.departures(in: run), place: path, text: text)
  }

  /// What departs in the script that the model was made of.
  func checkScript() throws(ShellError) -> ScriptCheckReport {
    let brought = self[BroughtScript.self]
    guard let script = brought.script else { throw Wording.noScript }
    return ScriptCheckReport(
      departures: script.departures(in: run), lines: script.lines, place: brought.place,
      isJudged: script.judgesGradients)
  }
}
