import Arrays
import Equations
import JSON
import Terminal
import Training

extension Command {
  static let diagnose = Command(
    "diagnose", group: .looking, usage: "[try [epochs=N]]",
    summary: "say what is wrong with this network now, with the numbers that show it",
    help: """
      Looks for what keeps networks from learning: in the data, the start, the loss, the gradients \
      and the updates; says what shows it, and what to try. Where nothing is wrong it lists what \
      was looked for.
      diagnose try trains a copy of the network with each remedy: those that diagnose proposes, \
      and those that often help. A remedy that begins anew is trained from ten seeds. A table says \
      which have solved it, after how many epochs, and what else they change; the best is given as \
      a command to type. The network itself stays as it is. Ctrl-C ends it with what is known by \
      then; epochs=5000 gives each training that many epochs.
      """,
    completion: .words(["try"])
  ) { session, argument in
    if let (word, rest) = argument.firstWord, word == "try" || word == "--try" {
      return try session.tryRemedies(rest)
    }
    try argument.expectNone("diagnose")
    let findings = Diagnosis.findings(in: session.run)
    try Interruption.check()
    return DiagnosisReport(findings: findings, hasTrained: session.run.isInitialised)
  }

  static let stats = Command(
    "stats", group: .looking, usage: "EXPRESSION",
    summary: "a value in a few numbers: range, mean, deviation, zeros, saturation",
    completion: .names
  ) { session, argument in
    guard !argument.isEmpty else {
      throw ShellError(
        "missing-argument", "stats of what?", hint: .verbatim("stats \(session.firstName)"))
    }
    let expression = try argument.expression()
    guard case .name(let name) = expression.node, !session.isOwn(name) else {
      // What no equation of the network made is looked at as it is.
      guard let array = try session.compute(expression).array else {
        throw Wording.describe(.notAnArray(expression.text), at: expression.range)
      }
      let statistics = Statistics(of: array, named: expression.text)
      try Interruption.check(before: array.count)
      return StatisticsReport(statistics: statistics)
    }
    let statistics: Statistics
    do throws(ExplanationError) {
      statistics = try Statistics(of: name, in: session.run)
    } catch {
      throw Wording.describe(error, at: expression.range)
    }
    try Interruption.check(before: statistics.count)
    return StatisticsReport(statistics: statistics)
  }
}

/// A value in a few numbers.
struct StatisticsReport: CommandResult {
  var statistics: Statistics

  var json: JSONValue {
    .object([
      ("type", .string("stats")), ("name", .string(statistics.name)),
      ("shape", .shape(statistics.shape)), ("dtype", .string(statistics.dtype.name)),
      ("min", .number(statistics.least)), ("max", .number(statistics.greatest)),
      ("mean", .number(statistics.mean)), ("std", .number(statistics.standardDeviation)),
      ("not_finite", .integer(statistics.notFiniteCount)),
      ("zeros", .number(statistics.shareAtZero)),
      ("saturated", statistics.shareSaturated.map { .number($0) } ?? .null),
      ("update_ratio", statistics.updateRatio.map { .number($0) } ?? .null),
    ])
  }

  func write(to page: inout Page) {
    let count: Phrase =
      statistics.count == 1 ? "1 element" : "\(statistics.count) elements"
    page.line(
      "\(StyledText(statistics.name, .name))  \(statistics.shape)  \(statistics.dtype.name)  "
        + page.words(count))
    row("smallest", statistics.least, &page)
    row("largest", statistics.greatest, &page)
    row("mean", statistics.mean, &page)
    row("deviation", statistics.standardDeviation, &page)
    row("zeros", share(statistics.shareAtZero), &page)
    if statistics.notFiniteCount > 0 {
      row("not finite", "\(statistics.notFiniteCount)", &page, note: "left out above")
    }
    if let saturated = statistics.shareSaturated {
      row("saturated", share(saturated), &page, note: "where the slope is below 0.01")
    }
    if let ratio = statistics.updateRatio {
      row(
        "update", NumberFormatting.significant(ratio, digits: 3), &page,
        note: "of the parameter's size; about 0.001 is healthy")
    }
  }

  private func row(_ label: Phrase, _ value: Double, _ page: inout Page) {
    row(label, NumberFormatting.significant(value, digits: 8), &page)
  }

  private func row(_ label: Phrase, _ value: String, _ page: inout Page, note: Phrase = "") {
    let name = TextWidth.pad(page.words(label, .dim), to: 10, .left)
    page.paragraph(
      "\(name)  \(StyledText(value, .number))"
        + (note.isEmpty ? "" : "  " + page.words(note, .dim)), indent: 2)
  }

  private func share(_ value: Double) -> String {
    "\(NumberFormatting.fixed(value * 100, decimals: 1)) %"
  }
}
