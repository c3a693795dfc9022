import Arrays
import Charts
import Equations
import JSON
import Networks
import Terminal
import Training

/// What a run over several epochs came to, and why it ended.
struct RunReport: CommandResult {
  var start: Position
  /// Whole epochs before it.
  var finishedBefore: Int
  var run: Run
  var stop: RunStop
  /// The loss before the run, if there was one.
  var lossBefore: Double?
  /// Whether it went back, and ran nothing.
  var isReverse = false
  /// Those that were renewed while it went, as they are now.
  var livePictures = LivePicturesMade(pictures: [])
  /// Whether the loss has stopped changing.
  var standstill: Standstill?
  /// Why it took longer than it might have, where that has not been said.
  var interpretation: Interpretation?

  private var end: Position { run.position }

  var pictures: [any Chart] { livePictures.charts }

  private var epochs: Int { max(run.finishedEpochs - finishedBefore, 0) }

  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("type", .string("run")),
      ("epochs", .integer(epochs)),
      ("from", .string("\(start)")),
      ("to", .string("\(end)")),
      ("loss", run.latestLoss.map { .number($0) } ?? .null),
      ("stopped", reason.map { .string($0) } ?? .null),
    ]
    members += metrics.map { ($0.name, .number($0.value)) }
    if let interpretation { members.append(("interpreted", interpretation.json)) }
    if let standstill {
      members.append(("standstill_epochs", .integer(standstill.epochs)))
      members.append(
        ("finding", standstill.finding.map { .string($0.kind.rawValue) } ?? .null))
    }
    if case .breakpoints(let hits) = stop {
      members.append(("breakpoints", .array(hits.map(json))))
    }
    return .object(members)
  }

  /// A run that Ctrl-C stopped is noted as the way to where it stopped.
  func journalText(for command: String, in session: Session) -> String? {
    if case .interrupted = stop { "goto \(end)" } else { command }
  }

  /// With examples held back, how well the network does on them and on its own.
  private var metrics: [(name: String, value: Double)] {
    guard run.program.metrics.contains(.validationLoss) else { return [] }
    return run.program.metrics.compactMap { metric in
      run.metric(metric)?.item.map { (metric.rawValue, $0) }
    }
  }

  private var reason: String? {
    switch stop {
    case .finished: nil
    case .breakpoints: "breakpoint"
    case .interrupted: "interrupted"
    case .start: "start"
    }
  }

  private func json(_ hit: BreakpointHit) -> JSONValue {
    var members: [(String, JSONValue)] = [("id", .integer(hit.breakpoint.id))]
    if let old = hit.old { members.append(("old", .value(old))) }
    if let new = hit.new { members.append(("new", .value(new))) }
    return .object(members)
  }

  func write(to page: inout Page) {
    livePictures.write(to: &page)
    switch stop {
    case .finished: break
    case .interrupted:
      let place = StyledText("\(end)", .strong)
      let resume = StyledText("continue", .command)
      page.paragraph(
        "\(stopped) at \(place), between two equations; nothing is lost, \(resume) goes on")
    case .start:
      page.paragraph("No breakpoint lies behind: this is the start.")
    case .breakpoints(let hits):
      for hit in hits { write(hit, to: &page) }
    }
    page.paragraph(
      page.words(summary) + "   " + page.words("next: \(run.nextStep.phase.rawValue)", .dim))
    if let interpretation { page.paragraph(page.words(interpretation.words, .dim)) }
    if let standstill { page.paragraph(standstill.words(run.program.loss)) }
    let metrics = metrics
    if !metrics.isEmpty {
      let parts = metrics.map { metric in
        StyledText(metric.name, .name) + " = " + short(metric.value)
      }
      page.paragraph(parts.joined(separator: "  "))
    }
  }

  private func write(_ hit: BreakpointHit, to page: inout Page) {
    let place = StyledText("\(end)", .strong)
    page.paragraph("\(stopped) at \(place) by \(hit.breakpoint.id): \(hit.breakpoint.words)")
    if let error = hit.error { page.paragraph("  \(Wording.describe(error).message)") }
    guard case .watch = hit.breakpoint.kind, let new = hit.new else { return }
    if let old = hit.old {
      page.block(page.words("was \(old.printed)").string, indent: 4)
    }
    page.block(page.words("now \(new.printed)").string, indent: 4)
  }

  private var stopped: Phrase { Phrase("stopped", .warning) }

  private var summary: Phrase {
    if isReverse {
      let count = finishedBefore - run.finishedEpochs
      return Phrase(count == 1 ? "1 epoch back" : "\(count) epochs back", .strong)
    }
    let count = epochs
    guard count > 0 || start != end else { return "Nothing had to be run: it holds already." }
    let epochs = Phrase(counted(count), .strong)
    guard let loss = run.latestLoss, count > 0 else { return "\(epochs) run" }
    let name = StyledText(run.program.loss, .name)
    if let first = lossBefore ?? (count > 1 ? run.loss(ofEpoch: finishedBefore + 1) : nil) {
      return "\(epochs) run: \(name) \(short(first)) to \(short(loss))"
    }
    return "\(epochs) run: \(name) = \(short(loss))"
  }

  /// One that was begun before is no whole one that was asked for.
  private func counted(_ count: Int) -> Phrase {
    guard count > 1, start.epoch > finishedBefore else {
      return count == 1 ? "1 epoch" : "\(count) epochs"
    }
    return "the epoch begun and \(count - 1) more"
  }

  private func short(_ value: Double) -> StyledText {
    StyledText(NumberFormatting.significant(value, digits: 6), .number)
  }
}

extension Standstill {
  /// For the line that tells how far a run has come.
  func note(epochs: Int) -> Phrase {
    let rounded = epochs / Self.fewest * Self.fewest
    guard let finding else { return "no progress for \(rounded) epochs" }
    return "no progress for \(rounded) epochs (\(Diagnosis.title(of: finding)))"
  }

  func words(_ name: String) -> Phrase {
    let value = NumberFormatting.significant(loss, digits: 6)
    guard let finding else {
      guard isExamined else {
        return """
          No progress for the last \(epochs) epochs: \(StyledText(name, .name)) stays at \(value). \
          \(StyledText("diagnose", .command)) looks for the reason.
          """
      }
      return """
        No progress for the last \(epochs) epochs: \(StyledText(name, .name)) stays at \(value). \
        \(StyledText("diagnose", .command)) finds nothing wrong.
        """
    }
    return """
      No progress for the last \(epochs) epochs: \(StyledText(name, .name)) stays at \(value). \
      \(StyledText("diagnose", .command)) thinks: \(Diagnosis.title(of: finding), .strong).
      """
  }
}

extension Run {
  /// The loss that was computed last.
  var latestLoss: Double? { state.loss?.value }
}

/// The result of a command, and what is displayed after it.
struct ResultWithDisplays: CommandResult {
  var result: any CommandResult
  var displays: [Displays.Shown]

  var json: JSONValue {
    guard case .object(let members) = result.json,
      case .object(let shown) = DisplayReport(shown: displays).json
    else { return result.json }
    return .object(members + shown.filter { $0.0 == "displays" })
  }

  func journalText(for command: String, in session: Session) -> String? {
    result.journalText(for: command, in: session)
  }

  var failure: ShellError? { result.failure }
  var pictures: [any Chart] { result.pictures }
  var mathematics: Mathematics? { result.mathematics }

  func write(to page: inout Page) {
    result.write(to: &page)
    DisplayReport(shown: displays).write(to: &page)
  }
}
