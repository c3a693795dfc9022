import Arrays
import Equations
import JSON
import Networks
import Terminal
import Training

extension Command {
  static let list = Command(
    "list", ["l", "li"], group: .looking, usage: "[math|numpy] [PHASE]",
    summary: "show the equations, with a pointer at the next one",
    help: """
      Shows the model: its settings and the equations of every phase, or of one. The backward \
      section is derived from forward and loss, and the optimizer is written out in full.
      list math shows them as a textbook writes them, with the shapes underneath; list numpy as \
      Python that runs with NumPy.
      """,
    completion: .words(["math", "numpy", "settings"] + Phase.allCases.map(\.rawValue))
  ) { session, argument in
    if let listing = try listing(session, argument) { return listing }
    if argument.text == "settings" { return session.groupReport(.settings) }
    return ListReport(
      run: session.run, phase: try argument.phase(), isOfScript: session.isOfScript)
  }

  static let `where` = Command(
    "where", group: .looking, summary: "say where training stands and what comes next"
  ) { session, argument in
    try argument.expectNone("where")
    return WhereReport(run: session.run, nextText: session.shown(next: session.run.nextStep))
  }
}

/// The equations of a program.
struct ListReport: CommandResult {
  var run: Run
  var phase: Phase?
  /// Whether equations have lines in a script that was read.
  var isOfScript = false

  private var phases: [Phase] { phase.map { [$0] } ?? run.program.phases }

  var json: JSONValue {
    var members: [(String, JSONValue)] = [("type", .string("list"))]
    if phase == nil {
      members.append(
        (
          "settings",
          .array(
            run.program.settings.map { .string("\($0.name) = \($0.expression.text)") })
        ))
    }
    members.append(
      (
        "phases",
        .array(
          phases.map { phase in
            .object([
              ("phase", .string(phase.rawValue)),
              ("equations", .array(run.program.steps(in: phase).map { json(of: $0) })),
            ])
          })
      ))
    return .object(members)
  }

  private func json(of step: ProgramEquation) -> JSONValue {
    var members: [(String, JSONValue)] = [("text", .code(step.text))]
    switch step.origin {
    case .written: members.append(("origin", .string("written")))
    case .derived: members.append(("origin", .string("derived")))
    case .optimizer(let name): members.append(("origin", .string(name)))
    case .batching: members.append(("origin", .string("batching")))
    case .counting: members.append(("origin", .string("counting")))
    case .draw: members.append(("origin", .string("draw")))
    }
    if isOfScript, let line = step.line { members.append(("line", .integer(line))) }
    members.append(("next", .bool(isNext(step))))
    return .object(members)
  }

  private func isNext(_ step: ProgramEquation) -> Bool {
    step == run.nextStep && step.phase == run.nextStep.phase
  }

  func write(to page: inout Page) {
    if phase == nil, !run.program.settings.isEmpty {
      page.paragraph(Phrase("settings", .heading))
      for setting in run.program.settings {
        page.line("    \(StyledText(setting.name, .name)) = \(setting.expression.text)")
      }
    }
    for phase in phases {
      let steps = run.program.steps(in: phase)
      page.paragraph(StyledText(phase.rawValue, .heading) + note(steps, page))
      if steps.isEmpty { page.paragraph("nothing", indent: 4) }
      for step in steps { write(step, to: &page) }
    }
    if phases.contains(where: { run.program.steps(in: $0).contains(where: \.isLong) }) {
      page.paragraph(
        Phrase(
          """
          Thousands of numbers are cut short here; \(StyledText("save model FILE", .command)) writes \
          them all.
          """, .dim))
    }
  }

  private func note(_ steps: [ProgramEquation], _ page: Page) -> StyledText {
    guard let origin = steps.last?.origin else { return "" }
    return switch origin {
    case .derived: "  " + page.words("(derived from forward and loss)", .dim)
    case .optimizer(let name): "  " + page.words("(what \(name) stands for)", .dim)
    case .written, .batching, .draw, .counting: ""
    }
  }

  private func write(_ step: ProgramEquation, to page: inout Page) {
    let unicode = page.capabilities.unicode
    let pointer: StyledText =
      isNext(step)
      ? page.capabilities.plain
        ? page.words("next", .pointer) : StyledText(unicode ? " → " : " > ", .pointer) : "   "
    let room = page.capabilities.plain ? page.words("next").width + 1 : 4
    let lead = TextWidth.pad(pointer, to: room, .left)
    guard isOfScript, let line = step.line, line > 0 else {
      return page.equation(step.styledText, lead: lead)
    }
    page.equation(
      step.styledText, " " + page.words("line \(line)", .dim), lead: lead, column: 48)
  }
}

/// Where a run stands.
struct WhereReport: CommandResult {
  var run: Run
  /// The equation that comes next, as it is shown.
  var nextText: String

  var json: JSONValue {
    .object([
      ("type", .string("where")),
      ("position", .string("\(run.position)")),
      ("epoch", .integer(run.epoch)),
      ("finished_epochs", .integer(run.finishedEpochs)),
      ("loss", run.losses.last.map { .number($0) } ?? .null),
      (
        "next",
        .object([
          ("phase", .string(run.nextStep.phase.rawValue)),
          ("equation", .code(run.nextStep.text)),
        ])
      ),
    ])
  }

  func write(to page: inout Page) {
    page.paragraph("\(StyledText("\(run.position)", .strong)): \(done)")
    if let loss = run.losses.last {
      let value = NumberFormatting.significant(loss, digits: 6)
      let name = StyledText(run.program.loss, .name)
      page.paragraph("\(name) of epoch \(run.losses.count) = \(StyledText(value, .number))")
    }
    page.paragraph(
      page.words("next:", .dim) + " " + StyledText(run.nextStep.phase.rawValue, .strong)
        + "  \(nextText)")
  }

  private var done: Phrase {
    let position = run.position
    guard let phase = position.phase else { return "nothing has been done yet" }
    if let equation = position.equation {
      return "\(equation) of the \(phase.rawValue) phase is done"
    }
    return position.epoch == 0
      ? "the \(phase.rawValue) phase is done"
      : "the \(phase.rawValue) phase of epoch \(position.epoch) is done"
  }
}
