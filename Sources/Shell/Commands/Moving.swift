import Arrays
import Equations
import JSON
import Networks
import Terminal
import Training

extension Command {
  static let rewind = Command(
    "rewind", ["reverse-step", "rs"], group: .stepping, usage: "[N] [phase | epoch] | MOMENT",
    summary: "undo the last phase, or N phases, or go back to a moment",
    help: """
      Goes back one phase; everything is then what it was, to the last bit. rewind 3 goes back \
      three phases, rewind epoch or rewind 2 epochs whole epochs, rewind 2.forward to that moment. \
      What lies ahead is kept: goto end returns to it.
      """,
    completion: .words(["start", "phase", "epoch"]), isRepeatable: true
  ) { session, argument in
    if let (count, unit) = try RewindRequest.units(argument) {
      return try session.moving { run in try run.back(count, unit) }
    }
    if argument.isEmpty || Int(argument.text) != nil {
      let count = try argument.count(orElse: 1, what: "phases")
      return try session.moving { run in try run.back(count, .phase) }
    }
    return try session.goto(argument)
  }

  static let rewindEquation = Command(
    "rewindi", ["reverse-stepi", "rsi"], group: .stepping, usage: "[N]",
    summary: "undo the last equation, or N equations", isRepeatable: true
  ) { session, argument in
    let count = try argument.count(orElse: 1, what: "equations")
    return try session.moving { run in try run.back(count, .equation) }
  }

  static let goto = Command(
    "goto", group: .stepping, usage: "MOMENT", summary: "go to any moment, back or ahead",
    help: """
      A moment is an epoch (goto 12: its end), a phase of one (goto 12.backward; goto backward in \
      the epoch at hand), an equation of it (goto 12.backward.dW1, goto 12.dW1), a batch \
      (goto 3:2.forward), start, or end: the furthest moment reached. What has not been reached yet \
      is run.
      """,
    completion: .words(["start", "end"])
  ) { session, argument in
    guard !argument.isEmpty else {
      throw ShellError(
        "missing-argument", "go where?", hint: .verbatim("goto 12.backward, goto start, goto end"))
    }
    return try session.goto(argument)
  }
}

/// `rewind 2 epochs`.
enum RewindRequest {
  /// How many of what; `nil` where no unit is named.
  static func units(
    _ argument: CommandText.Argument
  ) throws(ShellError) -> (count: Int, unit: StepUnit)? {
    let words = argument.words
    let unit: StepUnit
    switch words.last {
    case "phase", "phases": unit = .phase
    case "epoch", "epochs": unit = .epoch
    case "equation", "equations": unit = .equation
    default: return nil
    }
    guard words.count > 1 else { return (1, unit) }
    guard words.count == 2, let count = Int(words[0]), count > 0 else {
      throw ShellError(
        "bad-count", "'\(argument.text)' does not say how far back",
        hint: .verbatim("rewind 2 epochs"),
        range: argument.range)
    }
    return (count, unit)
  }
}

extension Session {
  fileprivate mutating func goto(_ argument: CommandText.Argument) throws -> any CommandResult {
    do {
      let reference = try run.moment(argument.text)
      let (stop, tell) = (context.shouldStop, context.progress)
      var isThere = true
      var report = try moving { run in
        let before = run.finishedEpochs
        isThere = try run.go(to: reference) { run in
          if !run.hasBegunEpoch {
            let total = reference.epoch.map { max($0 - before, 1) }
            tell(Progress(done: run.finishedEpochs - before, total: total, loss: run.latestLoss))
          }
          return stop()
        }
      }
      report.isInterrupted = !isThere
      return report
    } catch let error as MomentError {
      throw Wording.describe(error, argument)
    }
  }

  fileprivate mutating func moving<T>(_ move: (inout Run) throws -> T) throws -> MoveReport {
    let (start, program) = (run.position, run.program)
    _ = try move(&run)
    return MoveReport(
      start: start, run: run, nextText: shown(next: run.nextStep),
      changes: run.program.changes(from: program))
  }
}

/// Where a move in time has led.
struct MoveReport: CommandResult {
  var start: Position
  var run: Run
  /// The equation that comes next, as it is shown.
  var nextText: String
  /// The settings and equations that are others than where the move began: `set` lies between.
  var changes: [EquationChange]
  /// Whether Ctrl-C cut it short.
  var isInterrupted = false

  /// A way that Ctrl-C cut short is noted as that to where it stopped.
  func journalText(for command: String, in session: Session) -> String? {
    isInterrupted ? "goto \(run.position)" : command
  }

  var json: JSONValue {
    .object([
      ("type", .string("move")), ("from", .string("\(start)")),
      ("to", .string("\(run.position)")),
      ("loss", run.losses.last.map { .number($0) } ?? .null),
      ("at_end", .bool(run.isAtEnd)),
      ("next", .string(run.nextStep.phase.rawValue)),
      ("changes", .array(changes.map(\.json))),
    ])
  }

  func write(to page: inout Page) {
    if isInterrupted {
      let place = StyledText("\(run.position)", .strong)
      page.paragraph(
        "\(Phrase("stopped", .warning)) at \(place), between two equations; nothing is lost")
    } else if run.position == start {
      page.paragraph("Already at \(StyledText("\(start)", .strong)).")
    }
    WhereReport(run: run, nextText: nextText).write(to: &page)
    if !changes.isEmpty {
      page.paragraph("The settings and equations are those of this moment:")
      for change in changes { page.line(of: change) }
    }
    if !run.isAtEnd {
      page.paragraph(
        Phrase(
          """
          What lies ahead is kept: \(StyledText("goto end", .command)) returns to it; a change \
          here begins anew from here.
          """, .dim))
    }
  }
}

extension Wording {
  static func describe(_ error: MomentError, _ argument: CommandText.Argument) -> ShellError {
    let range = argument.offset..<argument.offset + max(argument.text.utf8.count, 1)
    switch error {
    case .malformed(let text):
      return ShellError(
        "bad-moment", "'\(text)' is no moment", hint: "12, 12.backward, start or end", range: range)
    case .unknownPhase(let name, let candidates):
      return ShellError(
        "bad-moment", "there is no phase '\(name)' there",
        hint: Suggestions.hint(for: name, among: candidates)
          ?? Suggestions.list(candidates), range: range)
    case .noSuchBatch(let batch, let count):
      return ShellError(
        "bad-moment", "there is no batch \(batch): an epoch has \(count)", range: range)
    case .unknownEquation(let name, let phase, let candidates):
      return ShellError(
        "bad-moment", "\(phase.rawValue) computes no '\(name)'",
        hint: Suggestions.hint(for: name, among: candidates) ?? .verbatim("list \(phase.rawValue)"),
        range: range)
    case .emptyPhase(let phase):
      return ShellError("bad-moment", "the \(phase.rawValue) phase has no equations", range: range)
    }
  }
}
