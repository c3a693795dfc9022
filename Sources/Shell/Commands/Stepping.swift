import Arrays
import Equations
import Terminal
import Training

extension Command {
  static let step = Command(
    "step", ["s"], group: .stepping, usage: "[N]", summary: "do the next phase, or N phases",
    help: """
      Does the phase that comes next, shows each of its equations with its shape and value, and \
      says what follows. The phases are data and init, then in every epoch forward, loss, \
      backward and update. Enter on an empty line does it again.
      """,
    isRepeatable: true
  ) { session, argument in
    let count = try argument.count(orElse: 1, what: "phases")
    return try session.stepping(count) { run in try run.stepPhase() }
  }

  static let stepEquation = Command(
    "stepi", ["si"], group: .stepping, usage: "[N]", summary: "do one equation, or N equations",
    help: "Does a single equation of the phase, where step does them all.", isRepeatable: true
  ) { session, argument in
    let count = try argument.count(orElse: 1, what: "equations")
    return try session.stepping(count) { run in [try run.stepEquation()] }
  }

  static let epoch = Command(
    "epoch", ["next", "n"], group: .stepping, usage: "[N]",
    summary: "go to the end of the epoch, or N epochs on",
    help: """
      Finishes the epoch that is being worked on, doing data and init first where they have not \
      been done. With a number, that many epochs are finished.
      """,
    isRepeatable: true
  ) { session, argument in
    let count = try argument.count(orElse: 1, what: "epochs")
    // The epoch that was begun is the first to be finished.
    return try session.runEpochs(session.run.hasBegunEpoch ? count - 1 : count)
  }

  static let runEpochs = Command(
    "run", group: .stepping, usage: "N", summary: "run N epochs",
    help: """
      Does data and init where they have not been done, finishes an epoch that was begun, then runs \
      N whole epochs. Ctrl-C stops it between two equations; nothing is lost.
      """
  ) { session, argument in
    try session.runEpochs(try argument.count(orElse: nil, what: "epochs"))
  }

  static let reset = Command(
    "reset", group: .stepping, summary: "go back to the start, before the data",
    help: "Forgets all values and begins again. The same seed gives the same numbers."
  ) { session, argument in
    try argument.expectNone("reset")
    session.run.reset()
    return Acknowledgement(
      message: "Back at the start. \(StyledText("step", .command)) draws the data.", type: "reset")
  }
}

extension Session {
  /// Steps so many times, stopping when asked to.
  mutating func stepping(
    _ count: Int, _ step: (inout Run) throws -> [Run.Execution]
  ) throws -> any CommandResult {
    var executions: [Run.Execution] = []
    for index in 0..<count {
      if index > 0, surroundings.shouldStop() { break }
      executions += try step(&run)
      // Only the last ones are shown; a long walk keeps no more of them.
      if executions.count > 4000 { executions.removeFirst(2000) }
    }
    return StepReport(executions, run: run)
  }

  mutating func runEpochs(_ count: Int) throws -> RunReport {
    let start = run.position
    let finishedBefore = run.finishedEpochs
    let lossBefore = run.losses.last
    var isComplete = true
    // In slices, so that progress can be told without a clock inside the engine.
    let total = count + (run.hasBegunEpoch ? 1 : 0)
    let stop = surroundings.shouldStop
    if run.hasBegunEpoch || count == 0 {
      isComplete = try run.runEpochs(0) { _ in stop() }
    }
    var left = count
    while isComplete, left > 0 {
      let slice = min(left, 64)
      isComplete = try run.runEpochs(slice) { _ in stop() }
      left -= slice
      surroundings.progress(
        Progress(done: run.finishedEpochs - finishedBefore, total: total, loss: run.losses.last))
    }
    return RunReport(
      start: start, end: run.position, epochs: run.finishedEpochs - finishedBefore,
      lossName: run.program.loss, lossBefore: lossBefore, lossAfter: run.losses.last,
      firstLoss: run.losses.indices.contains(finishedBefore) ? run.losses[finishedBefore] : nil,
      isComplete: isComplete, next: run.nextStep)
  }
}

/// What a run over several epochs came to.
struct RunReport: CommandResult {
  var start: Position
  var end: Position
  var epochs: Int
  var lossName: String
  var lossBefore: Double?
  var lossAfter: Double?
  /// The loss of the first epoch that was run.
  var firstLoss: Double?
  var isComplete: Bool
  var next: Step

  var json: JSONValue {
    .object([
      ("type", .string("run")),
      ("epochs", .integer(epochs)),
      ("from", .string("\(start)")),
      ("to", .string("\(end)")),
      ("loss", lossAfter.map { .number($0) } ?? .null),
      ("stopped", isComplete ? .null : .string("interrupted")),
    ])
  }

  func write(to page: inout Page) {
    if !isComplete {
      page.paragraph(
        StyledText("stopped", .warning)
          + " at \(StyledText("\(end)", .strong)), between two equations; nothing is lost")
    }
    let word = epochs == 1 ? "epoch" : "epochs"
    var line = StyledText("\(epochs) \(word)", .strong) + " run"
    if let loss = lossAfter, epochs > 0 {
      if let first = lossBefore ?? firstLoss, epochs > 1 || lossBefore != nil {
        line += ": \(StyledText(lossName, .name)) \(short(first)) to \(short(loss))"
      } else {
        line += ": \(StyledText(lossName, .name)) = \(short(loss))"
      }
    }
    page.paragraph(line + StyledText("   next: \(next.phase.rawValue)", .dim))
  }

  private func short(_ value: Double) -> StyledText {
    StyledText(NumberFormatting.significant(value, digits: 6), .number)
  }
}
