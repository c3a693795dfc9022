import Arrays
import Equations
import JSON
import Terminal
import Training

/// A change of the runs, made or taken back.
struct ChangeReport: CommandResult {
  var verb: Phrase
  var change: Runs.Change
  var run: Run
  var currentName: String
  /// The epochs that went with what was taken back.
  var epochsTaken = 0

  /// The epochs that were run after the change, where so many were finished when it was taken back.
  func epochs(since finished: Int) -> Int {
    guard case .intervention(let intervention) = change.kind else { return 0 }
    let before = intervention.restartedFrom == nil ? run.finishedEpochs : 0
    return max(finished - before, 0)
  }

  var json: JSONValue {
    .object([
      ("type", .string("change")), ("done", .string(verb.english)), ("what", .string(what.english)),
      ("run", .string(currentName)), ("position", .string("\(run.position)")),
      ("epochs_taken", .integer(epochsTaken)),
    ])
  }

  private var what: Phrase {
    switch change.kind {
    case .intervention(let intervention): .verbatim("set \(intervention.newText)")
    case .fork(let name): "fork \(change.run) of \(name)"
    case .reset: .verbatim("reset")
    case .deletion: "the run \(change.run)"
    }
  }

  func write(to page: inout Page) {
    page.paragraph("\(verb): \(what, .changed)")
    if epochsTaken > 0 {
      let redo = StyledText("redo", .command)
      page.paragraph(
        epochsTaken == 1
          ? "The epoch that was run since is gone with it; \(redo) brings both back."
          : "The \(epochsTaken) epochs that were run since are gone with it; \(redo) brings all back."
      )
    }
    page.paragraph(
      "In run \(StyledText(currentName, .name)) at \(StyledText("\(run.position)", .strong)).")
  }
}

/// The runs of a session.
struct RunsReport: CommandResult {
  var book: Runs

  var json: JSONValue {
    .object([
      ("type", .string("runs")),
      (
        "runs",
        .array(
          book.names.compactMap { name in
            guard let run = book[name] else { return nil }
            return .object([
              ("name", .string(name)), ("current", .bool(name == book.currentName)),
              ("position", .string("\(run.position)")),
              ("loss", run.latestLoss.map { .number($0) } ?? .null),
            ])
          })
      ),
    ])
  }

  func write(to page: inout Page) {
    var table = Table([
      page.column("run"), page.column("at"), page.column("loss", .right), page.column("settings"),
    ])
    for name in book.names {
      guard let run = book[name] else { continue }
      let isCurrent = name == book.currentName
      let loss = run.latestLoss.map { NumberFormatting.significant($0, digits: 6) } ?? "-"
      let settings = run.program.settings.map { "\($0.name)=\($0.expression.text)" }
      table.append([
        StyledText(name, .name) + (isCurrent ? " " + page.words("(here)", .success) : ""),
        StyledText("\(run.position)"), StyledText(loss, .number),
        StyledText(settings.joined(separator: " "), .dim),
      ])
    }
    page.table(table)
  }
}

/// Two runs side by side.
struct ComparisonReport: CommandResult {
  var names: (first: String, second: String)
  var comparison: RunComparison

  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("type", .string("comparison")), ("first", .string(names.first)),
      ("second", .string(names.second)),
      (
        "settings",
        .array(
          comparison.settings.map {
            .object([
              ("name", .string($0.name)), ("first", $0.first.map { .value($0) } ?? .null),
              ("second", $0.second.map { .value($0) } ?? .null),
            ])
          })
      ),
      (
        "equations",
        .array(
          comparison.equations.map {
            .object([
              ("phase", .string($0.phase.rawValue)), ("name", .string($0.change.name)),
              ("first", $0.change.old.map { .string($0) } ?? .null),
              ("second", $0.change.new.map { .string($0) } ?? .null),
            ])
          })
      ),
      ("first_difference", comparison.firstDifference.map { Self.json($0) } ?? .null),
      ("common_epochs", .integer(comparison.commonEpochs)),
    ]
    members.append(
      (
        "losses",
        .array(
          comparison.losses.map {
            .object([
              ("epoch", .integer($0.epoch)), ("first", $0.first.map { .number($0) } ?? .null),
              ("second", $0.second.map { .number($0) } ?? .null),
            ])
          })
      ))
    return .object(members)
  }

  static func json(_ difference: RunComparison.NumberDifference) -> JSONValue {
    .object([
      ("position", .string("\(difference.position)")), ("name", .string(difference.name)),
      ("element", difference.element.map { .array($0.map { .integer($0) }) } ?? .null),
      ("first", .value(difference.first)), ("second", .value(difference.second)),
      ("ulps", difference.unitsInTheLastPlace.map { .number(Double($0)) } ?? .null),
    ])
  }

  func write(to page: inout Page) {
    for setting in comparison.settings {
      page.paragraph(
        """
        \(StyledText(setting.name, .name)): \(text(setting.first)) in \(names.first), \
        \(text(setting.second)) in \(names.second)
        """)
    }
    for (phase, change) in comparison.equations {
      page.paragraph("\(StyledText(phase.rawValue, .strong)): \(text(change.old))")
      page.paragraph("in \(names.second): \(text(change.new))", indent: 4)
    }
    if let difference = comparison.firstDifference {
      let place = StyledText("\(difference.position)", .strong)
      page.paragraph("They part at \(place): \(Self.words(for: difference, names))")
    } else {
      page.paragraph(
        "Every number of the \(comparison.commonEpochs) epochs that both have run is the same.")
    }
    guard !comparison.losses.isEmpty else { return }
    var table = Table([
      page.column("epoch", .right), .init(names.first, .right), .init(names.second, .right),
    ])
    for row in comparison.losses {
      table.append([StyledText("\(row.epoch)"), loss(row.first), loss(row.second)])
    }
    page.table(table)
  }

  static func words(
    for difference: RunComparison.NumberDifference, _ names: (first: String, second: String)
  ) -> Phrase {
    let element = ElementOperand(name: difference.name, index: difference.element ?? []).text
    let text: Phrase =
      """
      \(StyledText(element, .name)) is \(difference.first.printed) in \(names.first), \(difference.second.printed) in \
      \(names.second)
      """
    guard let units = difference.unitsInTheLastPlace, units < 1_000_000 else { return "\(text)." }
    return units == 1
      ? "\(text), 1 unit in the last place apart."
      : "\(text), \(units) units in the last place apart."
  }

  private func text(_ value: Value?) -> Phrase { text(value?.printed) }

  private func text(_ words: String?) -> Phrase { words.map { .verbatim($0) } ?? "nothing" }

  private func loss(_ value: Double?) -> StyledText {
    StyledText(value.map { NumberFormatting.significant($0, digits: 8) } ?? "-", .number)
  }
}
