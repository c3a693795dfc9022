import Arrays
import Equations
import Terminal
import Training

extension Command {
  static let undo = Command(
    "undo", group: .changing, summary: "take back the last change",
    help: "Takes back set, reset, fork or the deletion of a run; redo makes it again."
  ) { session, argument in
    try argument.expectNone("undo")
    return try session.changing { book throws(RunBook.Fault) in
      (try book.undo(), "Taken back")
    }
  }

  static let redo = Command(
    "redo", group: .changing, summary: "make an undone change again"
  ) { session, argument in
    try argument.expectNone("redo")
    return try session.changing { book throws(RunBook.Fault) in (try book.redo(), "Made again") }
  }

  static let fork = Command(
    "fork", group: .changing, usage: "NAME",
    summary: "go on in a copy of the run, and keep this one as it is"
  ) { session, argument in
    guard !argument.isEmpty else {
      throw ShellError("missing-argument", "what is the copy to be called?", hint: "fork fast")
    }
    return try session.changing { book throws(RunBook.Fault) in
      (try book.fork(argument.text), "Forked")
    }
  }

  static let `switch` = Command(
    "switch", group: .changing, usage: "NAME", summary: "go on in another run",
    completion: .runs
  ) { session, argument in
    guard !argument.isEmpty else {
      throw ShellError("missing-argument", "switch to which run?", hint: "runs")
    }
    do throws(RunBook.Fault) {
      try session.book.switch(to: argument.text)
    } catch {
      throw Wording.describe(error)
    }
    return RunsReport(book: session.book)
  }

  static let runs = Command(
    "runs", group: .looking, usage: "[delete NAME]", summary: "list the runs side by side",
    completion: .runs
  ) { session, argument in
    if let (word, rest) = argument.firstWord {
      guard word == "delete", !rest.isEmpty else {
        throw ShellError("unexpected-argument", "runs, or runs delete NAME", hint: "help runs")
      }
      return try session.changing { book throws(RunBook.Fault) in
        (try book.delete(rest.text), "Deleted")
      }
    }
    return RunsReport(book: session.book)
  }

  static let compare = Command(
    "compare", group: .looking, usage: "A B [EXPRESSION]",
    summary: "two runs: settings and equations that differ, the first number that does, losses",
    completion: .runs
  ) { session, argument in
    guard let (first, rest) = argument.firstWord, let (second, expression) = rest.firstWord else {
      throw ShellError("missing-argument", "compare which two runs?", hint: "runs")
    }
    do {
      if !expression.isEmpty {
        let tree = try expression.expression()
        let result = try session.book.compare(tree, in: first, and: second)
        return ValueComparisonReport(
          text: tree.text, names: (first, second), first: result.first, second: result.second,
          difference: result.difference)
      }
      return ComparisonReport(
        names: (first, second), comparison: try session.book.compare(first, second))
    } catch let error as RunBook.Fault {
      throw Wording.describe(error)
    }
  }
}

extension Session {
  fileprivate mutating func changing(
    _ body: (inout RunBook) throws(RunBook.Fault) -> (RunBook.Change, String)
  ) throws -> ChangeReport {
    do throws(RunBook.Fault) {
      let (change, verb) = try body(&book)
      return ChangeReport(verb: verb, change: change, run: run, currentName: book.currentName)
    } catch {
      throw Wording.describe(error)
    }
  }
}

extension Wording {
  static func describe(_ fault: RunBook.Fault) -> ShellError {
    switch fault {
    case .unknownRun(let name, let candidates):
      ShellError(
        "unknown-run", "there is no run '\(name)'",
        hint: Suggestions.hint(for: name, among: candidates)
          ?? "the runs are \(Suggestions.list(candidates, "and"))")
    case .nameTaken(let name):
      ShellError("name-taken", "there is a run '\(name)' already", hint: "switch \(name)")
    case .invalidName(let name):
      ShellError("bad-name", "'\(name)' is no name for a run", hint: "letters, digits, _ and -")
    case .tooManyRuns(let limit):
      ShellError("too-many-runs", "there are \(limit) runs already", hint: "runs delete NAME")
    case .currentRun(let name):
      ShellError("current-run", "\(name) is the run at work", hint: "switch to another first")
    case .nothingToUndo:
      ShellError("nothing-to-undo", "nothing was changed that could be taken back")
    case .nothingToRedo:
      ShellError("nothing-to-redo", "nothing was taken back that could be made again")
    }
  }
}

/// A change of the runs, made or taken back.
struct ChangeReport: CommandResult {
  var verb: String
  var change: RunBook.Change
  var run: Run
  var currentName: String

  var json: JSONValue {
    .object([
      ("type", .string("change")), ("done", .string(verb)), ("what", .string(what)),
      ("run", .string(currentName)), ("position", .string("\(run.position)")),
    ])
  }

  private var what: String {
    switch change.kind {
    case .intervention(let intervention): "set \(intervention.newText)"
    case .fork(let name): "fork \(change.run) of \(name)"
    case .reset: "reset"
    case .deletion: "the run \(change.run)"
    }
  }

  func write(to page: inout Page) {
    page.paragraph("\(verb): \(StyledText(what, .changed))")
    page.paragraph(
      "In run \(StyledText(currentName, .name)) at \(StyledText("\(run.position)", .strong)).")
  }
}

/// The runs of a session.
struct RunsReport: CommandResult {
  var book: RunBook

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
    var table = Table([.init("run"), .init("at"), .init("loss", .right), .init("settings")])
    for name in book.names {
      guard let run = book[name] else { continue }
      let isCurrent = name == book.currentName
      let loss = run.latestLoss.map { NumberFormatting.significant($0, digits: 6) } ?? "-"
      let settings = run.program.settings.map { "\($0.name)=\($0.expression.text)" }
      table.append([
        StyledText(name, .name) + (isCurrent ? StyledText(" (here)", .success) : ""),
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
      page.line(
        "\(StyledText(setting.name, .name)): \(text(setting.first)) in \(names.first), "
          + "\(text(setting.second)) in \(names.second)")
    }
    for (phase, change) in comparison.equations {
      page.line("\(StyledText(phase.rawValue, .strong)): \(change.old ?? "nothing")")
      page.line("    in \(names.second): \(change.new ?? "nothing")")
    }
    if let difference = comparison.firstDifference {
      page.paragraph(Self.words(for: difference, names))
    } else {
      page.paragraph(
        "Every number of the \(comparison.commonEpochs) epochs that both have run is the same.")
    }
    guard !comparison.losses.isEmpty else { return }
    var table = Table([
      .init("epoch", .right), .init(names.first, .right), .init(names.second, .right),
    ])
    for row in comparison.losses {
      table.append([StyledText("\(row.epoch)"), loss(row.first), loss(row.second)])
    }
    page.table(table)
  }

  static func words(
    for difference: RunComparison.NumberDifference, _ names: (first: String, second: String)
  ) -> StyledText {
    let index = (difference.element ?? []).map(String.init).joined(separator: ", ")
    let element = index.isEmpty ? difference.name : "\(difference.name)[\(index)]"
    var text: StyledText =
      "They part at \(StyledText("\(difference.position)", .strong)): \(StyledText(element, .name)) "
      + "is \(difference.first.printed) in \(names.first), \(difference.second.printed) in "
      + "\(names.second)"
    if let units = difference.unitsInTheLastPlace, units < 1_000_000 {
      text += ", \(units) unit\(units == 1 ? "" : "s") in the last place apart"
    }
    return text + "."
  }

  private func text(_ value: Value?) -> String { value?.printed ?? "nothing" }

  private func loss(_ value: Double?) -> StyledText {
    StyledText(value.map { NumberFormatting.significant($0, digits: 8) } ?? "-", .number)
  }
}

/// An expression's values in two runs.
struct ValueComparisonReport: CommandResult {
  var text: String
  var names: (first: String, second: String)
  var first: Value
  var second: Value
  var difference: RunComparison.NumberDifference?

  var json: JSONValue {
    .object([
      ("type", .string("value-comparison")), ("expression", .string(text)),
      ("first", .value(first)), ("second", .value(second)),
      ("difference", difference.map { ComparisonReport.json($0) } ?? .null),
    ])
  }

  func write(to page: inout Page) {
    for (name, value) in [(names.first, first), (names.second, second)] {
      page.line("\(StyledText(name, .strong)): \(StyledText(text, .name))")
      page.block(value.printed, indent: 4)
    }
    guard let difference else {
      page.line("They are equal to the last bit.")
      return
    }
    page.paragraph(ComparisonReport.words(for: difference, names))
  }
}
