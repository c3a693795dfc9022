import Equations
import Networks
import Terminal
import Training

extension Command {
  static let sweep = Command(
    "sweep", group: .looking, usage: "[random N] NAME=VALUES... [OPTIONS]",
    summary: "try many settings and seeds, and rank them",
    help: """
      sweep lr=0.1,1,10 hidden=2..8 seeds=20 trains every combination from every seed, on all \
      cores. sweep random 50 lr=log(0.01,10) scale=uniform(0.1,2) hidden=2..8 draws 50 of them: \
      log draws evenly over the powers of ten, uniform over the interval. Any setting will do, and \
      update=sgd(lr),adam(0.01), batch=16,64, seed=7,42.
      Options: epochs=1000, solved="L < 0.1", threads=1, and by=loss, accuracy, epochs (the epochs \
      to solve), loss_val or accuracy_val (of what holdout keeps back). Ctrl-C keeps what is done; sweep continue does the rest; sweep show [N | all] \
      [by=...] shows the table again. open best, open N goes on with one as a run.
      For more than one machine: sweep ... --commands [FILE] prints a line of the system's shell \
      for each trial (the model is written to FILE; the article's needs none), for GNU Parallel \
      or a job array; sweep --collect FILE... [by=...] makes the table from the lines that they print.
      """,
    completion: .sweep, isReplayed: true,
    effects: sweepEffects
  ) { session, argument in
    guard let (word, rest) = argument.firstWord else {
      guard session.sweep != nil else {
        throw ShellError(
          "missing-argument", "sweep over what?",
          hint: .verbatim("sweep lr=0.1,1,10 hidden=2..8 seeds=20"))
      }
      return try session.showSweep(argument)
    }
    switch word {
    case "show": return try session.showSweep(rest)
    case "continue":
      try rest.expectNone("sweep")
      return try session.continueSweep()
    case "--collect": return try session.collectSweep(rest)
    default: break
    }
    if let place = argument.place(of: "--commands") {
      return try session.sweepCommands(argument, place)
    }
    return try session.sweep(argument)
  }

  /// Collecting reads what trials elsewhere have printed; lines for elsewhere may need a file with the
  /// model.
  private static func sweepEffects(of argument: CommandText.Argument) -> Effects {
    if argument.firstWord?.word == "--collect" { return .readsFiles }
    let file = argument.place(of: "--commands").map { argument.sweepAndFile(around: $0).file }
    return file?.isEmpty ?? true ? [] : [.readsFiles, .writesFiles]
  }

  static let open = Command(
    "open", group: .changing, usage: "best | N [seed=S] [epochs=E]",
    summary: "go on with a trial of a sweep as a run",
    help: """
      open best trains the best configuration of the last sweep again, from the seed that did best, \
      in a run of its own; open 3 the one of that number; epochs=0 stops before training. undo \
      takes it back, runs lists it. open lr=1 scale=1 seed=4 epochs=500 makes such a run of \
      settings that no sweep has tried.
      """,
    completion: .words(["best"])
  ) { session, argument in
    try session.openTrial(argument)
  }
}

extension CommandText.Argument {
  /// Where a word begins, in bytes of the argument.
  fileprivate func place(of word: String) -> Int? {
    var rest = self
    while let (first, next) = rest.firstWord {
      if first == word { return rest.offset - offset }
      rest = next
    }
    return nil
  }

  /// The argument's first bytes.
  fileprivate func prefix(_ count: Int) -> CommandText.Argument {
    CommandText.Argument(
      text: String(decoding: text.utf8.prefix(count), as: UTF8.self).trimmed, offset: offset)
  }
}

// MARK: - Sweeping

extension Session {
  /// Plans a sweep: what a replayed session does, too.
  private mutating func plan(
    _ argument: CommandText.Argument
  ) throws(ShellError) -> SweepResults {
    do throws(SweepError) {
      let request = try SweepRequest(argument.text, offset: argument.offset)
      let sweep = try Sweep(request, over: run, random: &random)
      return SweepResults(sweep, request, loss: run.program.loss)
    } catch {
      throw Wording.describe(error)
    }
  }

  fileprivate mutating func sweep(_ argument: CommandText.Argument) throws -> SweepReport {
    sweep = try plan(argument)
    return try continueSweep()
  }

  /// Runs the trials that have not been done.
  ///
  /// A session that is played again leaves them for later: nothing that follows needs them.
  fileprivate mutating func continueSweep() throws(ShellError) -> SweepReport {
    guard var results = sweep else { throw Wording.noSweep }
    let hadAll = results.isComplete
    results.isTakenUp = isReplaying
    if !isReplaying { results.run(context) }
    sweep = results
    var report = SweepReport(results)
    report.hadAll = hadAll
    return report
  }

  fileprivate mutating func showSweep(
    _ argument: CommandText.Argument
  ) throws(ShellError) -> SweepReport {
    guard var results = sweep else { throw Wording.noSweep }
    var limit = SweepReport.standardRows
    var rest = argument
    while let (word, next) = rest.firstWord {
      let range = rest.offset..<rest.offset + word.utf8.count
      if let order = try Self.order(word, range) {
        results.order = order
      } else if word == "all" {
        limit = .max
      } else if let count = Int(word), count > 0 {
        limit = count
      } else {
        throw ShellError(
          "unexpected-argument", "'\(word)' is no number of rows",
          hint: "sweep show, sweep show 50, sweep show all by=epochs", range: range)
      }
      rest = next
    }
    sweep = results
    var report = SweepReport(results)
    report.rowLimit = limit
    return report
  }

  /// `by=accuracy`.
  private static func order(_ word: String, _ range: Range<Int>) throws(ShellError) -> SweepOrder? {
    guard word.hasPrefix("by=") else { return nil }
    let name = String(word.dropFirst(3))
    if let order = SweepOrder(rawValue: name) { return order }
    throw Wording.describe(
      SweepError(
        .unknownOrder(name, candidates: SweepOrder.allCases.map(\.rawValue)),
        at: SourceSpan(start: range.lowerBound, end: range.upperBound)))
  }

  // MARK: Elsewhere

  fileprivate mutating func sweepCommands(
    _ argument: CommandText.Argument, _ place: Int
  ) throws(ShellError) -> SweepCommandLines {
    let (specification, file) = argument.sweepAndFile(around: place)
    if !specification.isEmpty { sweep = try plan(specification) }
    guard let planned = sweep?.sweep else { throw Wording.noSweep }
    let path = try modelFile(of: planned, file.firstFileName?.name)
    return SweepCommandLines(
      sweep: planned, modelPath: path, files: run.program.files)
  }

  /// The file that the commands load the model from, written unless it is there; `nil` for the
  /// article's model, which needs none.
  private func modelFile(of sweep: Sweep, _ path: String?) throws(ShellError) -> String? {
    guard let path else {
      if let article = try? Model.article(), article.text == sweep.model.text { return nil }
      throw ShellError(
        "missing-argument", "the commands need a file with the model",
        hint: .verbatim("sweep --commands model.txt"))
    }
    if isReplaying { return path }
    if let text = try? TextFile.read(path),
      let model = try? Model(name: sweep.model.name, text: text, files: sweep.model.files),
      model.text == sweep.model.text
    {
      return path
    }
    try TextFile.write(sweep.model.text, to: path, replacesExisting: false)
    return path
  }

  fileprivate mutating func collectSweep(
    _ argument: CommandText.Argument
  ) throws(ShellError) -> any CommandResult {
    // What the files say is not in the journal, and `open` notes what it took from them.
    if isReplaying { return Silence() }
    var paths: [String] = []
    var order = SweepOrder.loss
    var rest = argument
    while let (word, next) = rest.firstFileName {
      if let found = try Self.order(word, rest.offset..<rest.offset + word.utf8.count) {
        order = found
      } else {
        paths.append(word)
      }
      rest = next
    }
    guard !paths.isEmpty else {
      throw ShellError(
        "missing-argument", "collect which files?", hint: .verbatim("sweep --collect results.jsonl")
      )
    }
    let (trials, leftOut) = try TrialFiles.read(paths)
    let results = SweepResults(collected: trials, order: order)
    sweep = results
    var report = SweepReport(results)
    report.leftOut = leftOut
    report.isNoted = false
    return report
  }
}

extension CommandText.Argument {
  /// What is swept over, and the file of the model, of `lr=1,2 --commands FILE`.
  ///
  /// - Parameter place: where `--commands` stands.
  fileprivate func sweepAndFile(
    around place: Int
  ) -> (sweep: CommandText.Argument, file: CommandText.Argument) {
    let before = prefix(place)
    let behind = dropping(place + "--commands".utf8.count)
    guard before.isEmpty, behind.text.contains("=") else { return (before, behind) }
    let end = behind.offset + behind.text.utf8.count
    return (behind, CommandText.Argument(text: "", offset: end))
  }
}

extension Wording {
  static let noSweep = ShellError(
    "no-sweep", "there is no sweep here yet", hint: .verbatim("sweep lr=0.1,1,10 seeds=5"))
}
