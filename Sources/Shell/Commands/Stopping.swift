import Arrays
import Equations
import Terminal
import Training

extension Command {
  static let `continue` = Command(
    "continue", ["c"], group: .stepping,
    summary: "run on to the next breakpoint, or go on with what Ctrl-C stopped",
    help: """
      Runs until a breakpoint or a watch stops it, or Ctrl-C. Where Ctrl-C has stopped run, epoch, \
      until or step, it does the rest of that.
      """,
    isRepeatable: true
  ) { session, argument in
    try argument.expectNone("continue")
    if let rest = session.interrupted?.command(for: session.run) {
      return try session.standIn(rest)
    }
    guard session.breakpoints.all.contains(where: \.isEnabled) else {
      throw ShellError(
        "no-breakpoint", "nothing would ever stop it", hint: "break if L < 0.1, or run 100")
    }
    return try session.running(.forever)
  }

  static let reverseContinue = Command(
    "reverse-continue", ["rc"], group: .stepping,
    summary: "go back to the last moment at which a breakpoint would have stopped",
    isRepeatable: true
  ) { session, argument in
    try argument.expectNone("reverse-continue")
    let (start, finished) = (session.run.position, session.run.finishedEpochs)
    let stop = session.context.shouldStop
    var breakpoints = session.breakpoints
    let reason = try session.run.reverseContinue(
      breakpoints: &breakpoints, shouldStop: { _ in stop() })
    session.breakpoints = breakpoints
    return RunReport(
      start: start, finishedBefore: finished, run: session.run, stop: reason, isReverse: true)
  }

  static let until = Command(
    "until", group: .stepping, usage: "CONDITION", summary: "run until something holds",
    help: """
      until L < 0.1 runs until the loss is below 0.1; the condition is looked at after each phase. \
      With batches the loss is that of whole epochs, the mean over their batches. \
      Any expression with a single value will do: any(isnan(A2)), epoch % 100 == 0. Ctrl-C stops.
      """,
    completion: .names
  ) { session, argument in
    let condition = try session.expression(argument, command: "until")
    try session.run.checkCondition(condition)
    return try session.running(.until(condition, every: .phase), rest: .until(condition))
  }

  static let `break` = Command(
    "break", group: .stepping, usage: "PHASE | NAME | if CONDITION",
    summary: "stop runs after a phase, an equation, or when something becomes true",
    help: """
      break backward stops after each backward phase, break dW1 after the equation of dW1, \
      break if L < 0.1 when the condition becomes true. info lists breakpoints, delete N removes one.
      """,
    completion: .breakpoint
  ) { session, argument in
    try session.addBreakpoint(argument, isTemporary: false)
  }

  static let temporaryBreak = Command(
    "tbreak", group: .stepping, usage: "PHASE | NAME | if CONDITION",
    summary: "a breakpoint for one time", completion: .breakpoint
  ) { session, argument in
    try session.addBreakpoint(argument, isTemporary: true)
  }

  static let watch = Command(
    "watch", group: .stepping, usage: "EXPRESSION",
    summary: "stop runs when a value changes, and show the old and the new one",
    completion: .names
  ) { session, argument in
    let expression = try session.expression(argument, command: "watch")
    let id = session.breakpoints.add(.watch(expression))
    return BreakpointReport(breakpoints: session.breakpoints.all.filter { $0.id == id })
  }

  static let display = Command(
    "display", group: .looking, usage: "[EXPRESSION]",
    summary: "show an expression after each step, the old value beside a changed one",
    completion: .names
  ) { session, argument in
    if !argument.isEmpty {
      let expression = try session.expression(argument, command: "display")
      session.displays.add(expression)
    }
    return DisplayReport(shown: session.displays.show(in: session.run))
  }

  static let undisplay = Command(
    "undisplay", group: .looking, usage: "[N]", summary: "remove a display, or all of them"
  ) { session, argument in
    if argument.isEmpty {
      session.displays.removeAll()
    } else {
      let id = try argument.count(orElse: nil, what: "the display")
      guard session.displays.remove(id) else { throw ShellError.noSuch("display", id) }
    }
    return Acknowledgement(
      message: session.displays.all.isEmpty ? "No displays are left." : "Removed.",
      type: "undisplay")
  }

  static let info = Command(
    "info", group: .looking, summary: "list breakpoints, watches and displays"
  ) { session, argument in
    InfoReport(
      breakpoints: session.breakpoints.all, displays: session.displays.all,
      interpretation: session.run.expectedInterpretation)
  }

  static let delete = Command(
    "delete", ["d"], group: .stepping, usage: "[N | RUN]",
    summary: "delete a breakpoint or a watch, or all of them, or a run by its name"
  ) { session, argument in
    if argument.isEmpty {
      session.breakpoints.removeAll()
    } else if session.book.names.contains(argument.text) {
      return try session.deleteRun(argument.text)
    } else if Int(argument.text) == nil {
      throw ShellError(
        "unknown-run", "there is no breakpoint and no run '\(argument.text)'",
        hint: "info lists the breakpoints, runs the runs", range: argument.range)
    } else {
      let id = try argument.count(orElse: nil, what: "the breakpoint")
      guard session.breakpoints.remove(id) else { throw ShellError.noSuch("breakpoint", id) }
    }
    return Acknowledgement(
      message: session.breakpoints.isEmpty ? "No breakpoints are left." : "Deleted.",
      type: "delete")
  }

  static let disable = switching("disable", "leave a breakpoint out until enable", to: false)
  static let enable = switching("enable", "let a disabled breakpoint stop runs again", to: true)

  private static func switching(_ name: String, _ summary: String, to isEnabled: Bool) -> Command {
    Command(name, group: .stepping, usage: "N", summary: summary) { session, argument in
      let id = try argument.count(orElse: nil, what: "the breakpoint")
      guard session.breakpoints.enable(id, isEnabled) else {
        throw ShellError.noSuch("breakpoint", id)
      }
      return BreakpointReport(breakpoints: session.breakpoints.all.filter { $0.id == id })
    }
  }
}

extension ShellError {
  fileprivate static func noSuch(_ what: String, _ id: Int) -> ShellError {
    ShellError("unknown-\(what)", "there is no \(what) \(id)", hint: .verbatim("info"))
  }
}

extension Session {
  /// An expression for a condition, a watch or a display: names that will have a value will do.
  fileprivate func expression(
    _ argument: CommandText.Argument, command: String
  ) throws -> Expression {
    guard !argument.isEmpty else {
      throw ShellError("missing-argument", "\(command) what?", hint: .verbatim("help \(command)"))
    }
    let expression = try argument.expression()
    try run.check(expression)
    return expression
  }

  fileprivate mutating func addBreakpoint(
    _ argument: CommandText.Argument, isTemporary: Bool
  ) throws -> BreakpointReport {
    let name = isTemporary ? "tbreak" : "break"
    guard let (word, rest) = argument.firstWord else {
      throw ShellError("missing-argument", "\(name) where?", hint: .verbatim("help break"))
    }
    let kind: Breakpoint.Kind
    if word == "if" {
      let condition = try expression(rest, command: "\(name) if")
      try run.checkCondition(condition)
      kind = .condition(condition)
    } else if rest.isEmpty, run.program.names.contains(word),
      !run.program.steps(assigning: word).isEmpty
    {
      kind = .equation(word)
    } else if let phase = try argument.phase() {
      kind = .phase(phase)
    } else {
      throw ShellError("missing-argument", "\(name) where?", hint: .verbatim("help break"))
    }
    let id = breakpoints.add(kind, isTemporary: isTemporary)
    return BreakpointReport(breakpoints: breakpoints.all.filter { $0.id == id })
  }

  /// Runs towards a goal, telling of progress, until it is reached or something stops the run.
  ///
  /// - Parameters:
  ///   - epochs: how many epochs the goal comes to, if that is known.
  ///   - rest: what is left to do if it is stopped; nothing else than the epochs by itself.
  mutating func running(
    _ goal: RunGoal, epochs: Int? = nil, rest: InterruptedGoal.Kind? = nil
  ) throws -> RunReport {
    let start = run.position
    let finishedBefore = run.finishedEpochs
    interrupted = nil
    let (lossCount, lastLoss) = (run.losses.count, run.losses.last)
    let (stop, tell) = (context.shouldStop, context.progress)
    let viewer = pictures.isEmpty ? nil : self
    let audience = context.audience
    var breakpoints = breakpoints
    var watch = StandstillWatch()
    defer { self.breakpoints = breakpoints }
    let reason = try book.run.run(goal, breakpoints: &breakpoints) { run in
      // Once an epoch is often enough, and costs little beside one.
      if !run.hasBegunEpoch {
        var progress = Progress(
          done: run.finishedEpochs - finishedBefore, total: epochs, loss: run.latestLoss)
        watch.look(at: run)
        progress.note = watch.found.map { $0.note(epochs: watch.epochs) }
        if let viewer { progress.pictures = { viewer.livePictures(of: run) } }
        tell(progress)
        audience.presentWhileRunning(run)
      }
      return stop()
    }
    if case .interrupted = reason,
      let kind = rest ?? epochs.map({ .epochs(finished: finishedBefore + $0) })
    {
      interrupted = InterruptedGoal(kind: kind, cursor: run.state.cursor)
    }
    // What ended the run has been heard: the pictures of where it stands are drawn all the same,
    // however many epochs they tell of, unless someone asks again.
    let last = Interruption.heard(by: context.shouldStopAtOnce) { livePictures(of: run) }
    // An epoch whose loss was there already has nothing to be compared with.
    let lossBefore = run.losses.count > lossCount ? lastLoss : nil
    return RunReport(
      start: start, finishedBefore: finishedBefore, run: run, stop: reason, lossBefore: lossBefore,
      livePictures: last,
      standstill: run.standstill(
        within: run.finishedEpochs - finishedBefore, earlier: watch.found),
      interpretation: interpretationToTell(after: run.finishedEpochs - finishedBefore))
  }
}
