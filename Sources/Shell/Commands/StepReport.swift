import Arrays
import Equations
import JSON
import Networks
import Terminal
import Training

/// What a step did: what a teacher would put on the board.
struct StepReport: CommandResult {
  /// A phase, or the part of it that was done.
  struct Part: Sendable {
    var epoch: Int
    var batch: Int?
    var phase: Phase
    var executions: [Run.Execution]
  }

  var parts: [Part]
  /// Parts done before the first one shown, where there were too many to show.
  var omitted: Int
  var next: ProgramEquation
  var nextSteps: [ProgramEquation]
  /// The first of them as it is shown.
  var nextText: String
  /// Whether Ctrl-C cut it short.
  var isInterrupted = false

  /// At most this many phases are shown one by one.
  static let mostParts = 12

  init(_ executions: [Run.Execution], in session: Session) {
    let run = session.run
    var parts: [Part] = []
    for execution in executions {
      let position = execution.position
      if let last = parts.last, last.phase == execution.step.phase, last.epoch == position.epoch,
        last.batch == position.batch
      {
        parts[parts.count - 1].executions.append(execution)
      } else {
        parts.append(
          Part(
            epoch: position.epoch, batch: position.batch, phase: execution.step.phase,
            executions: [execution]))
      }
    }
    omitted = max(parts.count - Self.mostParts, 0)
    self.parts = Array(parts.suffix(Self.mostParts))
    next = run.nextStep
    nextSteps = run.remainingSteps
    nextText = nextSteps.first.map(session.shown(next:)) ?? ""
  }

  var json: JSONValue {
    .object([
      ("type", .string("step")),
      ("phases", .array(parts.map(\.json))),
      (
        "next",
        .object([
          ("phase", .string(next.phase.rawValue)),
          ("equations", .array(nextSteps.map { .code($0.text) })),
        ])
      ),
    ])
  }

  /// A walk that Ctrl-C cut short is noted as the way to where it stopped.
  func journalText(for command: String, in session: Session) -> String? {
    isInterrupted ? "goto \(session.run.position)" : command
  }

  func write(to page: inout Page) {
    if omitted > 0 {
      page.paragraph(
        Phrase(
          omitted == 1 ? "(1 phase before these)" : "(\(omitted) phases before these)", .dim))
    }
    for part in parts { part.write(to: &page) }
    page.paragraph(nextLine(page))
  }

  private func nextLine(_ page: Page) -> StyledText {
    let line = page.words("next:", .dim) + " " + StyledText(next.phase.rawValue, .strong)
    if nextSteps.isEmpty { return line }
    let equations: Phrase =
      nextSteps.count > 1 ? "\(nextText), and \(nextSteps.count - 1) more" : "\(nextText)"
    return line + "  " + page.words(equations, .dim)
  }
}

extension Run {
  /// The equations that the next `step` would do.
  var remainingSteps: [ProgramEquation] {
    let phase = nextStep.phase
    let steps = state.cursor.epoch == 0 ? program.setup : program.iteration
    return steps[state.cursor.index...].prefix { $0.phase == phase }
      .filter { !($0.isOncePerEpoch && state.cursor.batch > 0) }
  }
}

extension StepReport.Part {
  var json: JSONValue {
    var members: [(String, JSONValue)] = [("phase", .string(phase.rawValue))]
    members.append(("epoch", .integer(epoch)))
    if let batch { members.append(("batch", .integer(batch))) }
    members.append(("equations", .array(executions.map(\.json))))
    return .object(members)
  }

  func write(to page: inout Page) {
    page.rule(title: page.words(title, .heading))
    let column = equationColumn(width: page.capabilities.width)
    for execution in executions { execution.write(to: &page, shapeColumn: column) }
  }

  private var title: Phrase {
    let name = phase.rawValue
    return switch (epoch > 0, batch) {
    case (true, let batch?): "epoch \(epoch) \(name) batch \(batch)"
    case (true, nil): "epoch \(epoch) \(name)"
    case (false, let batch?): "\(name) batch \(batch)"
    case (false, nil): .verbatim(name)
    }
  }

  /// Where shapes stand: behind the longest equation, if it is not too long.
  private func equationColumn(width: Int) -> Int {
    let lengths = executions.map { TextWidth.columns(of: $0.step.text.abridged) }
    return min((lengths.max() ?? 0) + 3, max(width - 16, 20))
  }
}

extension Run.Execution {
  var json: JSONValue {
    var members: [(String, JSONValue)] = [("equation", .code(step.text))]
    if let target = step.target { members.append(("name", .string(target))) }
    if case .array(let array)? = value {
      members += JSONValue.summary(of: array, named: step.target ?? "")
      if step.phase == .update, let change = largestChange {
        members.append(("largest_change", .number(change)))
      }
    }
    return .object(members)
  }

  func write(to page: inout Page, shapeColumn: Int) {
    let line = step.styledText
    guard case .array(let array)? = value else {
      page.equation(line)
      return
    }
    let note =
      array.rank == 0
      ? StyledText(array.description, .number) : StyledText(array.shape.description, .dim)
    page.equation(line, note, column: shapeColumn)
    if array.rank == 0 { return }
    page.block(array.preview(width: page.capabilities.width - 4), indent: 4)
    if step.phase == .update { writeChange(of: array, to: &page) }
  }

  private func writeChange(of array: NDArray, to page: inout Page) {
    guard case .array(let before)? = old, let change = largestChange else { return }
    if change == 0 {
      page.line("    " + page.words("unchanged", .dim))
    } else if array.count == 1 {
      page.line("    " + page.words("was \(before)", .changed))
    } else {
      let most = NumberFormatting.significant(change, digits: 3)
      page.line("    " + page.words("changed by up to \(most)", .changed))
    }
  }

  /// The largest distance between an old and a new element.
  private var largestChange: Double? {
    guard case .array(let before)? = old, case .array(let after)? = value,
      before.shape == after.shape
    else { return nil }
    return zip(before.doubles, after.doubles).map { ($1 - $0).magnitude }.max()
  }
}

extension Page {
  /// An equation with what is noted beside it: on a line of its own where a screen has not room for
  /// both. Whoever reads a pipe gets every equation on one line.
  mutating func equation(
    _ equation: StyledText, _ note: StyledText = "", lead: StyledText = "", column: Int = 0
  ) {
    set(as: .equation(equation.abridged, lead: lead, note: note)) {
      $0.write(equation.abridged, note, lead, column)
    }
  }

  private mutating func write(
    _ equation: StyledText, _ note: StyledText, _ lead: StyledText, _ column: Int
  ) {
    var line = TextWidth.pad(lead + equation, to: column, .left)
    if line.width >= column, !note.isEmpty { line += " " }
    guard capabilities.isTerminal, line.width + note.width > capabilities.width else {
      self.line(line + note)
      return
    }
    let space = StyledText(String(repeating: " ", count: lead.width))
    let parts = TextWidth.wrap(equation, width: capabilities.width - lead.width, indent: 4)
    for (index, part) in parts.enumerated() { self.line((index == 0 ? lead : space) + part) }
    if !note.isEmpty { paragraph(note.withoutLeadingSpaces, indent: lead.width + 4) }
  }
}

extension StyledText {
  /// What parts a note from what stands before it is nothing on a line of its own.
  fileprivate var withoutLeadingSpaces: StyledText {
    var rest = spans
    while let first = rest.first {
      let text = first.text.drop { $0 == " " }
      if !text.isEmpty {
        rest[0] = Span(String(text), first.style)
        break
      }
      rest.removeFirst()
    }
    return StyledText(spans: rest)
  }
}

extension ProgramEquation {
  /// Whether it has a literal of thousands, which is not shown whole.
  var isLong: Bool { text.abridged.utf8.count < text.utf8.count }

  /// Its text, with what it assigns to marked as a name.
  var styledText: StyledText {
    var line = StyledText()
    if let assignment = statement.assignment {
      line.append(assignment.target.text, .name)
      line.append(String(text.dropFirst(assignment.target.text.count)))
    } else {
      line.append(text)
    }
    return line
  }
}
