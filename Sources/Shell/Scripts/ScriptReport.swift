import Arrays
import Equations
import JSON
import Networks
import Scripts
import Terminal

/// What a script has become.
struct ScriptReport: CommandResult {
  var script: Script
  var departures: [ScriptDeparture]
  var place: String
  var text: String

  var json: JSONValue {
    .object([
      ("type", .string("script")), ("file", .string(place)),
      ("model", .string(script.program.model.text)),
      ("loop", script.loop.map { .integer($0.line) } ?? .null),
      ("departures", .array(departures.map(\.json))),
    ])
  }

  /// The text itself: a file may be another when the session is played again.
  func journalText(for command: String, in session: Session) -> String? {
    "script \(place.filter { $0 != "\n" })\n\(text)"
  }

  func write(to page: inout Page) {
    let program = script.program
    page.paragraph(
      """
      \(StyledText(program.model.name, .name)) is a model now, in the script's own names: \
      \(StyledText("list", .command)) shows it, \(StyledText("step", .command)) begins.
      """)
    if let loop = script.loop {
      let learned = Suggestions.list(program.parameters, .and)
      if let rounds = loop.rounds {
        page.paragraph("The loop in line \(loop.line) trains \(learned), \(rounds) times.")
      } else {
        page.paragraph("The loop in line \(loop.line) trains \(learned).")
      }
    }
    for note in script.notes { page.paragraph(words(for: note)) }
    ScriptCheckReport(
      departures: departures, lines: script.lines, place: place, isJudged: script.judgesGradients
    ).write(to: &page)
  }

  private func words(for note: Script.Note) -> Phrase {
    switch note {
    case .indentationLost:
      """
      The blocks had lost their indentation; they are read as return and blank lines allow.
      """
    case .lossAdded(let statement, fits: true):
      "The script computes no loss. Its gradients are those of \(.verbatim(statement.text))."
    case .lossAdded(let statement, fits: false):
      """
      The script computes no loss, and its gradients are those of none of the usual; \
      \(.verbatim(statement.text)) was taken.
      """
    case .lossNamed(let statement, let line):
      "What line \(line) shows is taken for the loss: \(.verbatim(statement.text))."
    case .trainingAdded(let statements):
      """
      The script has no loss, no gradients and no loop. Added were \
      \(Suggestions.list(statements.map(\.text), .and)); the gradients are derived. set changes them.
      """
    case .endsWhen(let condition, let line):
      "Line \(line) ends the loop when \(.verbatim(condition)). The model goes on; until stops it."
    case .parts(0, let parameter, let line):
      """
      The model is not what the script does: before the first epoch, its \(StyledText(parameter, .name)) \
      is another. Line \(line) makes it.
      """
    case .parts(let epoch, let parameter, let line):
      """
      The model is not what the script does: after epoch \(epoch), its \(StyledText(parameter, .name)) is \
      another. Line \(line) is the first that shows it.
      """
    case .comparedOnly(0):
      """
      The model was not held against the script's own rounds: they take more steps than are followed.
      """
    case .comparedOnly(1):
      """
      The model was held against the script's own first round alone: more take more steps than are \
      followed.
      """
    case .comparedOnly(let rounds):
      """
      The model was held against the script's own first \(rounds) rounds: more take more steps than are \
      followed.
      """
    case .notJudged(let line):
      """
      Line \(line) takes several steps in an epoch, and the script has no loss of each: its gradients are \
      not checked.
      """
    case .functionCalled(let name):
      "Nothing calls \(name); it was followed with the values of its parameters' names."
    }
  }
}

/// What departs from what forward and loss need.
struct ScriptCheckReport: CommandResult {
  var departures: [ScriptDeparture]
  var lines: [String]
  var place: String
  /// Whether gradients could be held against a loss.
  var isJudged = true

  var json: JSONValue {
    .object([
      ("type", .string("script-check")), ("departures", .array(departures.map(\.json))),
    ])
  }

  func write(to page: inout Page) {
    if departures.allSatisfy(\.isHarmless), isJudged {
      page.paragraph(
        Phrase("Nothing in the script departs from its own forward pass and loss.", .success))
    }
    for (index, departure) in departures.enumerated() {
      page.paragraph("\(index + 1). \(words(for: departure))")
      if departure.line > 0, lines.indices.contains(departure.line - 1) {
        let text = lines[departure.line - 1].trimmed
        page.equation(
          "\(place):\(departure.line): \(StyledText(text, departure.isHarmless ? .dim : .error))",
          lead: "     ")
      }
      if let number = departure.number {
        page.paragraph(words(for: number, departure.kind), indent: 5)
      }
      if let right = departure.right {
        page.paragraph("It should read:", indent: 5)
        page.equation(StyledText(right.text, .success), lead: "       ")
        page.paragraph(
          "\(StyledText("mend \(index + 1)", .command)) puts it in.", indent: 5)
      }
      if let other = departure.otherwise {
        page.paragraph(
          "Or line \(other.line) is another loss than is meant; these are the gradients of:",
          indent: 5)
        page.line("       \(StyledText(other.right.text, .success))")
      }
    }
  }

  private func short(_ value: Double) -> String {
    NumberFormatting.significant(value, digits: 8)
  }

  private func words(
    for number: ScriptDeparture.Number, _ kind: ScriptDeparture.Kind
  ) -> Phrase {
    let (name, written) = (StyledText(number.element, .name), short(number.written))
    if case .correction = kind {
      return "\(name) is \(written), and should be \(short(number.right))"
    }
    return "\(name) is \(written); the loss says \(short(number.right))"
  }

  private func words(for departure: ScriptDeparture) -> Phrase {
    let name = StyledText(departure.name, .name)
    switch departure.kind {
    case .gradient: return "\(name) is not what the loss needs:"
    case .changedTooEarly(let use):
      return "\(name) is changed before \(.verbatim(use.text)) needs its old value:"
    case .uphill: return "the step of \(name) goes up its gradient, and the loss grows:"
    case .factor(let factor):
      return """
        No mistake: every gradient is \(NumberFormatting.significant(factor, digits: 4)) times the \
        derivative of the loss, and the rate takes that up.
        """
    case .spread(let note): return Wording.describe(note)
    case .unusedSetting: return "\(name) gets a value, and nothing reads it:"
    case .neverUpdated: return "\(name) is read by the forward pass, and never updated:"
    case .accumulated: return "\(name) is added up from round to round, and never set to zero:"
    case .columnForEachExample(let axis, let examples):
      return axis == 1
        ? "\(name) has a column for each of the \(examples) examples:"
        : "\(name) has a row for each of the \(examples) examples:"
    case .sharesOfAll(overExamples: true):
      return "\(name) adds up to 1 over the examples, and not over the classes of each:"
    case .sharesOfAll(overExamples: false):
      return "\(name) adds up to 1 over all examples together, and not for each of them:"
    case .otherLoss(let loss):
      return "the gradients are not those of \(name), but of \(.verbatim(loss.text)):"
    case .lossTimesExamples(let examples):
      return """
        \(name) is \(examples) times the loss whose gradients are taken, once for each example:
        """
    case .constantTarget:
      return "\(name) is the same for every example, so that nothing of the labels is in it:"
    case .lostAxis(let sums):
      return """
        \(.verbatim(sums.text)) has a number for each row, and without keepdims it goes over the \
        columns:
        """
    case .rateTwice(let rate, let line?):
      return """
        the step of \(name) has \(StyledText(rate, .name)) in it twice, here and in line \(line):
        """
    case .rateTwice(let rate, nil):
      return "the step of \(name) has \(StyledText(rate, .name)) in it twice:"
    case .correction(let memory):
      return """
        \(StyledText(memory, .name)) starts at zero, and what it is divided by does not make up for \
        that:
        """
    case .seededAgain:
      return """
        \(name) is drawn anew in every round, and always the same, since the seed is set there; the \
        line belongs before the loop:
        """
    case .unpaired(let examples):
      return """
        \(name) is not picked in the order in which \(StyledText(examples, .name)) is, so that \
        examples have the targets of others:
        """
    }
  }
}

extension ScriptDeparture {
  var json: JSONValue {
    let word =
      switch kind {
      case .gradient: "gradient"
      case .changedTooEarly: "changed-too-early"
      case .uphill: "uphill"
      case .factor: "factor"
      case .spread: "spread"
      case .unusedSetting: "unused-setting"
      case .neverUpdated: "never-updated"
      case .accumulated: "accumulated"
      case .columnForEachExample: "column-for-each-example"
      case .sharesOfAll: "shares-of-all"
      case .otherLoss: "other-loss"
      case .lossTimesExamples: "loss-times-examples"
      case .constantTarget: "constant-target"
      case .lostAxis: "lost-axis"
      case .rateTwice: "rate-twice"
      case .correction: "correction"
      case .seededAgain: "seeded-again"
      case .unpaired: "unpaired"
      }
    return .object([
      ("kind", .string(word)), ("name", .string(name)), ("line", .integer(line)),
      ("harmless", .bool(isHarmless)), ("equation", equation.map { .string($0.text) } ?? .null),
      ("element", number.map { .string($0.element) } ?? .null),
      ("written", number.map { .number($0.written) } ?? .null),
      ("right_value", number.map { .number($0.right) } ?? .null),
      ("right", right.map { .string($0.text) } ?? .null),
      ("other_line", otherwise.map { .integer($0.line) } ?? .null),
    ])
  }
}
