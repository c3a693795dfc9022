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
    return try session.stepping(count, "step") { run in try run.stepPhase() }
  }

  static let stepEquation = Command(
    "stepi", ["si"], group: .stepping, usage: "[N]", summary: "do one equation, or N equations",
    help: "Does a single equation of the phase, where step does them all.", isRepeatable: true
  ) { session, argument in
    let count = try argument.count(orElse: 1, what: "equations")
    return try session.stepping(count, "stepi") { run in [try run.stepEquation()] }
  }

  static let epoch = Command(
    "epoch", group: .stepping, usage: "[N]",
    summary: "go to the end of the epoch, or N epochs on",
    help: """
      Finishes the epoch that is being worked on, doing data and init first where they have not \
      been done. With a number, that many epochs are finished.
      """,
    isRepeatable: true
  ) { session, argument in
    let count = try argument.count(orElse: 1, what: "epochs")
    // The epoch that was begun is the first to be finished.
    let left = session.run.hasBegunEpoch ? count - 1 : count
    return try session.running(.epochs(left), epochs: count)
  }

  static let runEpochs = Command(
    "run", group: .stepping, usage: "N", summary: "run N epochs",
    help: """
      Does data and init where they have not been done, finishes an epoch that was begun, then runs \
      N whole epochs. Ctrl-C stops it between two equations; nothing is lost.
      """
  ) { session, argument in
    let count = try argument.count(orElse: nil, what: "epochs")
    let begun = session.run.hasBegunEpoch ? 1 : 0
    return try session.running(.epochs(count), epochs: count + begun)
  }

  static let reset = Command(
    "reset", group: .stepping, summary: "go back to the start, before the data",
    help: "Forgets all values and begins again. The same seed gives the same numbers."
  ) { session, argument in
    try argument.expectNone("reset")
    session.book.reset()
    return Acknowledgement(
      message: "Back at the start. \(StyledText("step", .command)) draws the data.", type: "reset")
  }
}

extension Session {
  /// Steps so many times, as `command` does, stopping when asked to.
  mutating func stepping(
    _ count: Int, _ command: String, _ step: (inout Run) throws -> [Run.Execution]
  ) throws -> any CommandResult {
    var executions: [Run.Execution] = []
    var isInterrupted = false
    for index in 0..<count {
      if index > 0, context.shouldStop() {
        isInterrupted = true
        interrupted = InterruptedGoal(
          kind: .steps(command: command, count: count - index), cursor: run.state.cursor)
        break
      }
      executions += try step(&run)
      // Only the last ones are shown; a long walk keeps no more of them.
      if executions.count > 4000 { executions.removeFirst(2000) }
    }
    var report = StepReport(executions, in: self)
    report.isInterrupted = isInterrupted
    return report
  }
}
