import Arrays
import Equations
import JSON
import Networks
import Terminal
import Training

extension Command {
  static let set = Command(
    "set", group: .changing, usage: "NAME = EXPRESSION",
    summary: "what if: change a value, an element, a setting or an equation",
    help: """
      set lr = 1 changes a setting; set W1[0, 0] = 0.5 an element; set W1 = ones((2, 2)) a whole \
      value; set A1 = tanh(Z1) an equation of the model, after which the backward section is \
      derived again. A setting that data or init uses makes that section and what follows run \
      anew. set says what the change reaches.
      Several go on one line: set X = [[0, 1, 1]]; Y = [[0, 1, 0]]. set data X = ...; Y = ... puts \
      them in the place of the whole data section. A change that leaves equations that do not \
      agree is held open: set says what is still missing, the next ones belong to it, and all of \
      them count once everything fits; undo drops it.
      """,
    completion: .assignment
  ) { session, argument in
    guard !argument.isEmpty else {
      if let open = session.book.openChange { return OpenChangeReport(change: open) }
      throw ShellError("missing-argument", "set what?", hint: .verbatim("set lr = 1"))
    }
    return try session.set(argument)
  }
}

extension Session {
  /// Makes the changes of one line: all of them or none.
  fileprivate mutating func set(_ argument: CommandText.Argument) throws -> any CommandResult {
    let before = (book, workspace)
    do {
      if let (word, rest) = argument.firstWord, word == Phase.data.rawValue,
        !rest.text.hasPrefix("="), !rest.isEmpty
      {
        return try setData(rest)
      }
      let parts = argument.separated
      var reports: [any CommandResult] = []
      for part in parts { reports.append(try setOne(part, isAlone: parts.count == 1)) }
      return SeveralChanges(reports).onlyOne
    } catch {
      (book, workspace) = before
      throw error
    }
  }

  private mutating func setOne(
    _ part: CommandText.Argument, isAlone: Bool
  ) throws -> any CommandResult {
    let statement = try part.statement()
    guard let assignment = statement.asAssignment.assignment else {
      throw ShellError(
        "not-an-assignment", "'\(part.text)' gives no name a value",
        hint: .verbatim("set NAME = EXPRESSION"), range: part.range)
    }
    let (name, program) = (assignment.name, run.program)
    // Among changes of the network a new name is an own variable, as it is on a line of its own.
    if !program.names.contains(name),
      isOwn(name) || (!isAlone && !program.model.sweepableNames.contains(name))
    {
      return try assignOwn(assignment)
    }
    return try set(assignment)
  }

  /// Puts equations in the place of the whole data section.
  private mutating func setData(_ argument: CommandText.Argument) throws -> any CommandResult {
    var statements = try argument.separated.map { try $0.statement() }
    let made = Set(statements.compactMap(\.assignment?.name))
    for (index, statement) in statements.enumerated() {
      guard var assignment = statement.assignment else { continue }
      let names = assignment.value.names.filter { !made.contains($0) }
      assignment.value = assignment.value.substituting(ownValues(names))
      statements[index].kind = .assignment(assignment)
    }
    return try change(.data, to: statements)
  }

  /// Puts equations in the place of a whole section.
  mutating func change(_ phase: Phase, to statements: [Statement]) throws -> any CommandResult {
    do {
      let outcome = try book.change(phase, to: statements)
      return report(outcome)
    } catch let error as ModelError {
      throw changeError(error, nil)
    }
  }

  /// Changes something of the network.
  mutating func set(_ typed: Assignment) throws -> any CommandResult {
    if typed.name == Program.examplesName, run.program.exampleCount != nil {
      throw ShellError(
        "reserved-name", "m is the number of examples, and follows from the data",
        hint: "set X = ... changes the data")
    }
    if typed.name == "seed", !run.program.model.hasSeed, !run.program.names.contains("seed") {
      throw ShellError(
        "unknown-name", "the model calls no seed(...): its numbers start from the session's seed",
        hint: "underhood --seed 5, or a line seed(5) in the model's data section")
    }
    if let open = book.openChange, typed.subscripts != nil || typed.updateOperator != nil {
      throw Wording.waiting(open)
    }
    let assignment = fillingInOwnValues(typed)
    do {
      let outcome = try book.change(assignment)
      return report(outcome)
    } catch let error as LanguageError {
      throw error
    } catch let error as ModelError {
      throw changeError(error, assignment)
    }
  }

  /// Puts an equation in the place of the one of its name in a section.
  mutating func set(_ assignment: Assignment, in section: Phase?) throws -> any CommandResult {
    guard let section else { return try set(assignment) }
    do {
      return report(.changed(try book.set(assignment, in: section)))
    } catch let error as ModelError {
      throw changeError(error, assignment)
    }
  }

  func report(_ outcome: Runs.SetOutcome) -> any CommandResult {
    switch outcome {
    case .open(let open): return OpenChangeReport(change: open)
    case .changed(let change):
      guard case .intervention(let intervention) = change.kind else { return Silence() }
      return SetReport(
        intervention: intervention, next: run.nextStep, newRun: change.newRun, oldRun: change.run)
    }
  }

  /// The assignment with the student's own variables, of which the network knows nothing, as the
  /// numbers that they hold.
  private func fillingInOwnValues(_ assignment: Assignment) -> Assignment {
    var filled = assignment
    filled.value = assignment.value.substituting(ownValues(assignment.value.names))
    return filled
  }

  private func ownValues(_ names: some Sequence<String>) -> [String: Expression] {
    var table: [String: Expression] = [:]
    for name in names where !run.program.names.contains(name) {
      // One that is longer nobody would type.
      if case .array(let array)? = workspace[name], array.count <= 4096 {
        table[name] = .literal(array)
      }
    }
    return table
  }

  /// A change that the model does not take: the place is in what was typed, if the model was right
  /// before.
  private func changeError(_ error: ModelError, _ assignment: Assignment?) -> ShellError {
    var result = Wording.describe(error, place: nil)
    if let assignment, error.source == assignment.text {
      result.source = nil
      let span = assignment.value.span
      result.range = span.isSome ? span.start..<span.end : nil
    }
    result.message = "that change does not fit: \(result.message)"
    return result
  }
}

extension Page {
  /// An equation, and what stood in its place before.
  mutating func line(of change: EquationChange) {
    switch (change.old, change.new) {
    case (let old?, let new?):
      equation(StyledText(new, .changed), was(old), lead: "    ")
    case (nil, let new?):
      equation(StyledText(new, .changed), "  " + words("new", .dim), lead: "    ")
    case (let old?, nil):
      equation(StyledText(old, .dim), "  " + words("is no longer there", .dim), lead: "    ")
    case (nil, nil): break
    }
  }

  fileprivate func was(_ old: String) -> StyledText {
    "  " + words("was: \(.verbatim(old))", .dim)
  }
}

extension EquationChange {
  var json: JSONValue {
    .object([
      ("name", .string(name)),
      ("old", old.map { .code($0) } ?? .null),
      ("new", new.map { .code($0) } ?? .null),
    ])
  }
}

/// What `set` changed, and what follows from it.
struct SetReport: CommandResult {
  var intervention: Intervention
  var next: ProgramEquation
  /// The run that was made for the change, so that the old one stays whole.
  var newRun: String?
  var oldRun: String

  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("type", .string("set")), ("kind", .string(intervention.kind.rawValue)),
      ("name", .string(intervention.name)),
      ("old", intervention.oldText.map { .code($0) } ?? value(intervention.oldValue)),
      ("new", .code(intervention.newText)),
    ]
    if intervention.newValue != nil { members.append(("value", value(intervention.newValue))) }
    if !intervention.equationChanges.isEmpty {
      members.append(("changes", .array(intervention.equationChanges.map(\.json))))
    }
    members += [
      ("restarts_from", intervention.restartedFrom.map { .string($0.rawValue) } ?? .null),
      ("counts_from", intervention.countsFrom.map { .string($0.rawValue) } ?? .null),
      ("new_run", newRun.map { .string($0) } ?? .null),
      ("outdated", .strings(intervention.outdated)),
      ("backward", .array(intervention.backwardChanges.map(\.json))),
    ]
    return .object(members)
  }

  private func value(_ value: Value?) -> JSONValue {
    guard case .array(let array)? = value else { return value.map { .value($0) } ?? .null }
    return .object(JSONValue.summary(of: array, named: intervention.name))
  }

  func write(to page: inout Page) {
    if intervention.equationChanges.isEmpty { writeHeadline(to: &page) }
    for change in intervention.equationChanges { page.line(of: change) }
    if let block = changedBlock { page.block(block, indent: 4) }
    for change in intervention.backwardChanges where change.name != intervention.name {
      page.line(of: change)
    }
    page.paragraph(consequence)
    if let newRun {
      page.paragraph(
        """
        This is a new run, \(StyledText(newRun, .name)); \(StyledText("runs", .command)) lists \
        the old one, which is whole, and \(StyledText("undo", .command)) returns to it.
        """)
    }
    if !intervention.outdated.isEmpty, intervention.restartedFrom == nil {
      page.paragraph(
        Phrase("From before the change: \(Suggestions.list(intervention.outdated, .and)).", .dim))
    }
  }

  private func writeHeadline(to page: inout Page) {
    let name = StyledText(intervention.name, .name)
    let text = StyledText(intervention.newText, .changed)
    if let old = intervention.oldText {
      page.equation(text, page.was(old))
    } else if case .array(let old)? = intervention.oldValue,
      case .array(let new)? = intervention.newValue
    {
      if new.count == 1 {
        page.equation(
          "\(name) = \(StyledText(new.description, .changed))", "  " + page.words("was: \(old)"))
      } else {
        let changed = zip(old.doubles, new.doubles).count { $0.bitPattern != $1.bitPattern }
        let count: Phrase = "\(changed) of \(new.count) elements changed"
        page.equation("\(name) \(new.shape): \(page.words(count, .changed))")
      }
    } else {
      page.equation(text)
    }
  }

  /// The whole of a small array after the change.
  private var changedBlock: String? {
    guard case .array(let new)? = intervention.newValue, new.count > 1, intervention.kind == .value
    else { return nil }
    return new.preview(width: 76)
  }

  private var consequence: Phrase {
    if let phase = intervention.restartedFrom {
      return """
        \(StyledText(phase.rawValue, .strong)) and what follows run anew: \
        \(StyledText("step", .command)) does \(next.phase.rawValue) now.
        """
    }
    if let phase = intervention.countsFrom {
      return "It counts from the next \(StyledText(phase.rawValue, .strong)) on."
    }
    return "No equation that is still to come uses it."
  }
}
