import Arrays
import Equations
import JSON
import Networks
import Terminal
import Training

/// What `open` was asked for.
private struct OpenRequest {
  var trial: Trial
  var model: Model
  var name: String
  /// The command that does the same again without the sweep's results.
  var journalText: String
}

extension Session {
  /// Makes a trial a run of its own.
  mutating func openTrial(_ argument: CommandText.Argument) throws -> OpenReport {
    let request = try openRequest(argument)
    // What the book refuses it refuses before anything is trained.
    var forked = book
    do throws(Runs.Fault) {
      try forked.fork(request.name)
    } catch {
      throw Wording.describe(error)
    }
    var opened = try request.trial.start(on: request.model, limits: run.program.limits)
    let (stop, tell) = (context.shouldStop, context.progress)
    let epochs = request.trial.epochs
    var told = -1
    let isWhole = try opened.runEpochs(epochs) { run in
      guard run.isInitialised, !run.hasBegunEpoch else { return false }
      if run.finishedEpochs != told {
        told = run.finishedEpochs
        tell(Progress(done: told, total: epochs, loss: run.latestLoss))
      }
      return stop()
    }
    book = forked
    run = opened
    return OpenReport(
      name: request.name, trial: request.trial, run: opened, isInterrupted: !isWhole,
      journal: "\(request.journalText) epochs=\(opened.finishedEpochs)")
  }

  private func openRequest(_ argument: CommandText.Argument) throws -> OpenRequest {
    guard let (word, rest) = argument.firstWord else {
      throw ShellError("missing-argument", "open which trial?", hint: "open best, or open 3")
    }
    if word.contains("=") { return try openSettings(argument) }
    guard let results = sweep else { throw Wording.noSweep }
    let range = argument.offset..<argument.offset + word.utf8.count
    let table = results.table
    let number: Int
    if word.lowercased() == "best" {
      guard let best = table.rows.first else {
        throw ShellError(
          "no-sweep",
          results.isTakenUp
            ? "a session that is taken up again has not run the sweep's trials"
            : "no trial of the sweep has been run",
          hint: .verbatim("sweep continue"), range: range)
      }
      number = best.configuration
    } else {
      guard let parsed = Int(word) else {
        throw ShellError(
          "unknown-trial", "'\(word)' is no number of a trial", hint: "open best, or open 3",
          range: range)
      }
      number = parsed
    }
    let options = try OpenOptions(rest)
    let row = table.rows.first { $0.configuration == number }
    let seed = options.seed ?? row.flatMap { SweepTable.best(of: $0, by: results.order)?.seed }
    let name = unusedRunName("trial-\(number)")
    if let sweep = results.sweep {
      guard 1...sweep.configurationCount ~= number else {
        throw Self.unknownTrial(number, sweep.configurationCount, range)
      }
      let trial = Trial(
        configuration: number, settings: sweep.settings(of: number - 1),
        seed: seed ?? sweep.seeds[0], epochs: options.epochs ?? sweep.epochs)
      let text = "open \(number)" + (trial.seed.map { " seed=\($0)" } ?? "")
      return OpenRequest(trial: trial, model: sweep.model, name: name, journalText: text)
    }
    guard let row else { throw Self.unknownTrial(number, table.rows.count, range) }
    return try openCollected(row, results, options, seed, name)
  }

  private static func unknownTrial(_ number: Int, _ count: Int, _ range: Range<Int>) -> ShellError {
    ShellError(
      "unknown-trial", "the sweep has no trial \(number)",
      hint: "sweep show; they are counted from 1, and there are \(count)", range: range)
  }

  private func openCollected(
    _ row: SweepTable.Row, _ results: SweepResults, _ options: OpenOptions, _ seed: UInt32?,
    _ name: String
  ) throws -> OpenRequest {
    let model = run.program.model
    guard Journal.hash(of: model.text) == results.modelHash else {
      throw ShellError(
        "other-model", "the trials that were collected are of another model",
        hint: "start with its file: underhood --model FILE")
    }
    let settings = try row.settings.map {
      Trial.Setting(name: $0.name, value: try Parser.expression($0.text))
    }
    let trial = Trial(
      configuration: row.configuration, settings: settings, seed: seed,
      epochs: options.epochs ?? row.trials.first?.epochs ?? SweepRequest.standardEpochs)
    return OpenRequest(
      trial: trial, model: model, name: name, journalText: Self.text(of: trial, name))
  }

  /// `open lr=1 seed=4 epochs=500 as NAME`.
  private func openSettings(_ argument: CommandText.Argument) throws -> OpenRequest {
    let options = try OpenOptions(argument)
    guard let specification = options.settings else {
      throw ShellError(
        "missing-argument", "open with which settings?", hint: .verbatim("open lr=1 scale=1 seed=4")
      )
    }
    var trial: Trial
    do throws(SweepError) {
      let request = try SweepRequest(specification.text, offset: specification.offset)
      var unused = random
      let sweep = try Sweep(request, over: run, random: &unused)
      guard sweep.trialCount == 1, request.draws == nil else {
        throw SweepError(.severalTrials, at: request.axes.first?.span ?? .none)
      }
      trial = sweep.trial(0)
    } catch {
      throw Wording.describe(error)
    }
    trial.epochs = options.epochs ?? trial.epochs
    let name = options.name ?? unusedRunName("trial")
    return OpenRequest(
      trial: trial, model: run.program.model, name: name, journalText: Self.text(of: trial, name))
  }

  private static func text(of trial: Trial, _ name: String) -> String {
    var words = ["open"] + trial.settings.map { "\($0.name)=\($0.value.text)" }
    if let seed = trial.seed { words.append("seed=\(seed)") }
    return (words + ["as", name]).joined(separator: " ")
  }

  private func unusedRunName(_ stem: String) -> String {
    guard book.names.contains(stem) else { return stem }
    var number = 2
    while book.names.contains("\(stem)-\(number)") { number += 1 }
    return "\(stem)-\(number)"
  }
}

/// A trial that has become a run.
struct OpenReport: CommandResult {
  var name: String
  var trial: Trial
  var run: Run
  var isInterrupted: Bool
  var journal: String

  func journalText(for command: String, in session: Session) -> String? { journal }

  var json: JSONValue {
    .object([
      ("type", .string("open")), ("run", .string(name)),
      ("settings", .object(trial.settings.map { ($0.name, .string($0.value.text)) })),
      ("seed", trial.seed.map { .integer(Int($0)) } ?? .null),
      ("epochs", .integer(run.finishedEpochs)), ("position", .string("\(run.position)")),
      ("loss", run.latestLoss.map { .number($0) } ?? .null),
      ("stopped", isInterrupted ? .string("interrupted") : .null),
    ])
  }

  func write(to page: inout Page) {
    var settings = trial.settings.map { "\($0.name)=\($0.value.text)" }
    if let seed = trial.seed { settings.append("seed=\(seed)") }
    page.paragraph(
      """
      This trial is a run now, \(StyledText(name, .name)): \
      \(StyledText(settings.joined(separator: " "), .changed))
      """)
    if isInterrupted {
      page.paragraph(
        "\(Phrase("stopped", .warning)) at \(StyledText("\(run.position)", .strong))")
    }
    let place = StyledText("\(run.position)", .strong)
    if let loss = run.latestLoss {
      let value = StyledText(NumberFormatting.significant(loss, digits: 6), .number)
      page.paragraph("At \(place): \(StyledText(run.program.loss, .name)) = \(value).")
    } else {
      page.paragraph("At \(place).")
    }
  }
}
