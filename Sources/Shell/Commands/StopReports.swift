import Arrays
import Equations
import JSON
import Terminal
import Training

/// Breakpoints as they are listed.
struct BreakpointReport: CommandResult {
  var breakpoints: [Breakpoint]

  var json: JSONValue {
    .object([("type", .string("breakpoints")), ("breakpoints", .array(breakpoints.map(\.json)))])
  }

  func write(to page: inout Page) {
    for breakpoint in breakpoints { page.paragraph(breakpoint.line(page), indent: 4) }
  }
}

extension Breakpoint {
  var json: JSONValue {
    .object([
      ("id", .integer(id)), ("kind", .string(kindName)), ("what", .string(what)),
      ("enabled", .bool(isEnabled)), ("temporary", .bool(isTemporary)), ("hits", .integer(hits)),
    ])
  }

  func line(_ page: Page) -> StyledText {
    var parts = [words]
    if isTemporary { parts.append(Phrase("once", .dim)) }
    if !isEnabled { parts.append(Phrase("disabled", .warning)) }
    if hits > 0 {
      parts.append(Phrase(hits == 1 ? "stopped 1 time" : "stopped \(hits) times", .dim))
    }
    return StyledText("\(id)", .strong) + "  " + page.words(Phrase(parts))
  }

  private var kindName: String {
    switch kind {
    case .phase: "phase"
    case .equation: "equation"
    case .condition: "condition"
    case .watch: "watch"
    }
  }

  private var what: String {
    switch kind {
    case .phase(let phase): phase.rawValue
    case .equation(let name): name
    case .condition(let expression), .watch(let expression): expression.text
    }
  }

  /// What it waits for.
  var words: Phrase {
    switch kind {
    case .phase(let phase): "after the \(phase.rawValue) phase"
    case .equation(let name): "after the equation of \(name)"
    case .condition(let expression): "when \(expression.text)"
    case .watch(let expression): "when \(expression.text) changes"
    }
  }
}

/// Everything that `info` lists.
struct InfoReport: CommandResult {
  var breakpoints: [Breakpoint]
  var displays: [Display]
  /// Why epochs are run equation by equation, if they are.
  var interpretation: Interpretation?

  var json: JSONValue {
    let shown = displays.map { display in
      JSONValue.object([
        ("id", .integer(display.id)), ("expression", .string(display.expression.text)),
      ])
    }
    var members: [(String, JSONValue)] = [
      ("type", .string("info")), ("breakpoints", .array(breakpoints.map(\.json))),
      ("displays", .array(shown)),
    ]
    if let interpretation { members.append(("interpreted", interpretation.json)) }
    return .object(members)
  }

  func write(to page: inout Page) {
    page.paragraph(Phrase("breakpoints", .heading))
    if breakpoints.isEmpty { page.paragraph("none", indent: 4) }
    for breakpoint in breakpoints { page.paragraph(breakpoint.line(page), indent: 4) }
    page.paragraph(Phrase("displays", .heading))
    if displays.isEmpty { page.paragraph("none", indent: 4) }
    for display in displays { page.line("    \(display.id)  \(display.expression.text)") }
    if let interpretation { page.paragraph(page.words(interpretation.words, .dim)) }
  }
}

/// What the displays show.
struct DisplayReport: CommandResult {
  var shown: [Displays.Shown]

  var json: JSONValue {
    .object([("type", .string("displays")), ("displays", .array(shown.map(json)))])
  }

  private func json(_ shown: Displays.Shown) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("id", .integer(shown.display.id)), ("expression", .string(shown.display.expression.text)),
    ]
    if let value = shown.value { members.append(("value", .value(value))) }
    if let old = shown.old { members.append(("old", .value(old))) }
    if let error = shown.error {
      members.append(("error", .string(Wording.describe(error).code)))
    }
    return .object(members)
  }

  func write(to page: inout Page) {
    if shown.isEmpty { page.paragraph("Nothing is displayed.") }
    for shown in shown { write(shown, to: &page) }
  }

  private func write(_ shown: Displays.Shown, to page: inout Page) {
    var line = StyledText("\(shown.display.id): ", .dim)
    line += StyledText(shown.display.expression.text, .name)
    guard let value = shown.value else {
      page.line(line + "  " + page.words("not computed yet", .dim))
      return
    }
    if case .array(let array) = value, array.rank > 0 {
      page.line(line + StyledText("  \(array.shape)", .dim))
      page.block(array.preview(width: page.capabilities.width - 4), indent: 4)
      if case .array(let old)? = shown.old {
        page.line("  " + page.words("was", .changed))
        page.block(old.preview(width: page.capabilities.width - 4), indent: 4)
      }
    } else {
      line += " = \(StyledText(value.printed, shown.old == nil ? .number : .changed))"
      if let old = shown.old { line += "   " + page.words("was \(old.printed)", .changed) }
      page.paragraph(line)
    }
  }
}
