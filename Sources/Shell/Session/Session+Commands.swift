import Arrays
import Equations
import JSON
import Lessons
import Networks
import Terminal
import Training

/// What becomes of a line that is typed.
extension Session {
  /// What became of one command.
  package struct Outcome: Sendable {
    package let command: String
    package let result: Result<any CommandResult, ShellError>
    /// Where the run stands after it.
    package let position: String
    /// Something to be said once, whatever the command was.
    package var notice: Phrase?

    /// The same as others may read it.
    var forOthers: Outcome {
      guard case .success(let report) = result else { return self }
      return Outcome(
        command: command, result: .success(report.forOthers), position: position, notice: notice)
    }

    /// Whether the command did what it says, and so did those that it stands for.
    package var isSuccess: Bool { failure == nil }

    /// What went wrong.
    package var failure: ShellError? {
      switch result {
      case .success(let report): report.failure
      case .failure(let error): error
      }
    }
  }

  /// Runs one command. An empty one repeats the last stepping command, if that is what came last.
  package mutating func perform(_ source: String) -> Outcome {
    var text = CommandText(source).text
    if text.isEmpty, lesson != nil, sandbox == nil { return turnPage() }
    if text.isEmpty { text = repeatable ?? "" }
    guard !text.isEmpty else {
      return Outcome(command: "", result: .success(Silence()), position: "\(run.position)")
    }
    // A line ends with its last command.
    defer { if self[LineShare.self].ahead == 0 { endLine() } }
    history.append(text)
    repeatable = nil
    lastEvent = nil
    let (position, prompt) = (run.position, promptText)
    let result: Result<any CommandResult, ShellError>
    do {
      // Runs ask between equations; this is heard within one expression.
      let report = try Interruption.heard(by: context.shouldStop) {
        try dispatch(CommandText(text))
      }
      record(report, of: text, at: position)
      result = .success(report)
    } catch {
      result = .failure(describe(error, of: CommandText(text)))
    }
    let outcome = Outcome(
      command: text, result: result, position: "\(run.position)", notice: takeNotice())
    // What another command stands for is in what that one says.
    if isJournaling, sourceDepth == 0 {
      transcript.note(
        outcome, prompt: prompt, bytes: bytesOfAResult, context.translation)
    }
    return outcome
  }

  /// Brings the view up to date, if there is one.
  package func present() { context.audience.viewer?.present(self) }

  /// Notes an accepted command in the journal.
  private mutating func record(_ report: any CommandResult, of text: String, at position: Position)
  {
    guard isJournaling, let line = report.journalText(for: text, in: self) else { return }
    unwrittenLines += journal.record(
      line, at: position, time: context.now(), note: journalNote)
    noteFilesRead()
  }

  /// Notes a command that nobody typed: the turning of a page.
  mutating func record(_ command: String) {
    lastEvent = nil
    unwrittenLines += journal.record(command, at: run.position, time: context.now())
  }

  /// The journal's lines since this was asked last, to be written before any result is shown.
  package mutating func takeJournalLines() -> String {
    defer { unwrittenLines = "" }
    return unwrittenLines
  }

  /// Takes over the journal of an earlier session that has been played again.
  mutating func adopt(_ journal: Journal) {
    self.journal = journal
    unwrittenLines = ""
  }

  private mutating func dispatch(_ command: CommandText) throws -> any CommandResult {
    let command = TypedLine(command, in: self)
    if let report = try attempt(command) { return report }
    do {
      return followed(command, try execute(command))
    } catch {
      guard isWanted(command) else { throw error }
      return followed(
        command, RefusalReport(error: Wording.describe(error), command: command.text.text))
    }
  }

  private mutating func execute(_ line: TypedLine) throws -> any CommandResult {
    let command = line.text
    switch try line.meaning.get() {
    case .command(let found):
      let effects = found.effects(command.argument)
      if !isReplaying {
        try context.expect(effects)
      } else if !effects.isEmpty, !found.isReplayed {
        // What it did then is in the commands behind it, and is not to happen again.
        return Silence()
      }
      if found.movesRuns, let open = book.openChange { throw Wording.waiting(open) }
      let result = try found.run(&self, command.argument)
      if found.isRepeatable { repeatable = command.text }
      guard found.showsDisplays, !displays.all.isEmpty else { return result }
      let shown = displays.show(in: run)
      // A change most often changes nothing that is there already; a step is for looking at them.
      let news = found.group == .changing ? shown.filter(\.isChanged) : shown
      return news.isEmpty ? result : ResultWithDisplays(result: result, displays: news)
    case .language(let statement):
      return try perform(statement)
    case .assignments(let statements):
      // All of them or none.
      var changed = self
      let results = try statements.map { try changed.perform($0) }
      self = changed
      return SeveralResults(results: results)
    }
  }

  /// A statement of the language, typed as it is: a value is shown, an assignment is made.
  private mutating func perform(_ statement: Statement) throws -> any CommandResult {
    switch statement.asAssignment.kind {
    case .importOfNumPy:
      return Silence()
    case .expression(let expression):
      let report = try show(expression)
      // np.random.seed(42) has no value worth a line.
      if case .none = report.value { return Silence() }
      return report
    case .assignment(let assignment):
      // A name that the network has given a value is the network's. `m = X.shape[1]`, as everyone
      // writes it, is no wish to change the number of examples.
      if run.state.slots[assignment.name] != nil, assignment.name != Program.examplesName {
        return try set(assignment)
      }
      // What makes a change whole that is held open is meant for the network too.
      if book.openChange != nil, run.program.names.contains(assignment.name) {
        return try set(assignment)
      }
      return try assignOwn(assignment)
    }
  }

  /// Gives a variable of the student's own a value.
  mutating func assignOwn(_ assignment: Assignment) throws -> any CommandResult {
    guard Parser.isAssignable(assignment.name) else {
      throw LanguageError(.reservedName(assignment.name), at: assignment.nameSpan)
    }
    let name = assignment.name
    // Many small values are as much as a large one.
    guard MemoryAccount.hasRoom(for: 0) else { throw Wording.noRoom(1 << 20) }
    let value = try compute(assignment)
    let hidden = scope.candidateNames.contains(name) ? nil : context.commands.named(name)
    workspace[name] = value
    return OwnVariable(
      name: name, value: value,
      hiddenCommand: hidden.flatMap { $0.isMoving && $0.name != name ? $0.name : nil },
      phase: name == Program.examplesName
        ? .data : run.program.steps(assigning: name).first?.phase)
  }
}

/// What became of `m, n = X.shape`, one name after the other.
struct SeveralResults: CommandResult {
  var results: [any CommandResult]

  var json: JSONValue {
    .object([("type", .string("assignments")), ("results", .array(results.map(\.json)))])
  }

  func write(to page: inout Page) {
    for result in results { result.write(to: &page) }
  }
}

/// `features = X.shape[0]`: a variable outside the network.
struct OwnVariable: CommandResult {
  var name: String
  var value: Value
  /// The command that goes somewhere and that the name has been short for until now.
  var hiddenCommand: String?
  /// The phase in which the network will make a value of the same name.
  var phase: Phase?

  var json: JSONValue {
    var members: [(String, JSONValue)] = [("type", .string("variable")), ("name", .string(name))]
    if case .array(let array) = value {
      members += JSONValue.summary(of: array, named: name)
    } else {
      members.append(("value", .value(value)))
    }
    return .object(members)
  }

  func write(to page: inout Page) {
    let what: StyledText =
      if case .array(let array) = value, array.count > 1 {
        "\(array.shape), \(array.dtype.name)"
      } else {
        StyledText(value.printed, .number)
      }
    page.line(page.words("\(StyledText(name, .name)) is yours: \(what)"))
    if let hiddenCommand {
      let note: Phrase =
        "\(StyledText(name, .name)) alone shows it from now on; the command is \(StyledText(hiddenCommand, .command))."
      page.paragraph(note.styled(.dim))
    }
    if let phase {
      let note: Phrase =
        phase == .data && name != Program.examplesName
        ? """
        The network makes its own \(name) in data, which then counts; \
        \(StyledText("set \(name) = ...", .command)) changes it.
        """ : "The network makes its own \(name) in \(phase.rawValue), which then counts."
      page.paragraph(note.styled(.dim))
    }
  }
}

extension Command {
  /// Whether it goes to another moment or another page.
  fileprivate var isMoving: Bool { group == .stepping || group == .lessons }
}
