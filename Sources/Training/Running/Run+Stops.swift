import Arrays
import Engine
import Equations
import Networks

/// How far a run is to go.
public enum RunGoal: Sendable {
  case equations(Int)
  case phases(Int)
  /// Whole epochs, after one that was begun.
  case epochs(Int)
  /// Until the condition holds, looked at after each of these; at once if it holds already. At
  /// most so many whole epochs. With batches a condition on the loss is about that of whole epochs,
  /// the mean over their batches.
  case until(Expression, every: StepUnit, atMost: Int = .max)
  /// Until something stops it.
  case forever
}

/// Why a run has come to rest.
public enum RunStop: Sendable {
  /// It has got as far as it was to go.
  case finished
  case breakpoints([BreakpointHit])
  /// It was asked to stop.
  case interrupted
  /// Going back, it came to its beginning.
  case start
}

extension Run {
  /// Checks an expression for a condition, a watch or a display: names that will have a value are
  /// good enough.
  ///
  /// - Throws: `LanguageError` of names that no program has, of metrics that this one cannot have, and
  ///   of shapes that do not fit.
  @discardableResult
  public func check(_ expression: Expression) throws(LanguageError) -> StaticValue {
    var table = program.statics
    table["epoch"] = .array(.int64, .scalar)
    for metric in program.metrics { table[metric.rawValue] = .array(.float64, .scalar) }
    do throws(LanguageError) {
      return try Evaluation.check(
        program.unfolding(expression), in: StaticScope(table), limits: program.limits)
    } catch {
      guard case .unknownName(let name, _) = error.kind, let metric = Metric(rawValue: name),
        case .unavailable(let reason) = value(of: metric.rawValue)
      else { throw error }
      throw LanguageError(.unavailable(reason), at: error.span)
    }
  }

  /// Checks an expression that is to be true or false, as `check` does, and that it has one value.
  ///
  /// - Throws: `LanguageError`, for an array of several elements that of asking for its truth.
  public func checkCondition(_ condition: Expression) throws(LanguageError) {
    let known = try check(condition)
    guard let shape = known.shape, shape.count != 1 else { return }
    let operand = LanguageError.Operand(text: condition.text, shape: shape)
    throw LanguageError(
      .array(.ambiguousTruth(shape), operation: "if", operands: [operand]), at: condition.span)
  }

  /// The value of an expression at this moment.
  ///
  /// - Throws: `LanguageError` where it cannot be computed now.
  public func value(of expression: Expression) throws(LanguageError) -> Value {
    var none: RandomState?
    return try Evaluation.compute(
      program.namingClassAxes(expression), in: self, random: &none)
  }

  /// Runs until the goal is reached or something stops it.
  ///
  /// - Parameters:
  ///   - breakpoints: those that stop it; their hits are counted.
  ///   - shouldStop: asked before each equation, or in long runs every few milliseconds; the run
  ///     stops there, whole.
  /// - Throws: `Failure` of an equation; `LanguageError` of the condition in `until`. The run
  ///   stands where that happened, whole.
  public mutating func run(
    _ goal: RunGoal, breakpoints: inout Breakpoints, shouldStop: (Run) -> Bool = { _ in false }
  ) throws -> RunStop {
    var watch = BreakpointWatch(breakpoints.all, self)
    var tracker = try GoalTracker(goal, self)
    var trial = CompilationBackoff()
    while !tracker.isReached {
      if shouldStop(self) { return .interrupted }
      if isAtEpochStart, let epochs = tracker.epochs, let conditions = conditions(of: watch) {
        let compiled = try runCompiled(
          epochs, &trial, watching: conditions + tracker.conditions, shouldStop)
        tracker.note(epochs: compiled.epochs)
        if compiled.epochs > 0 { watch.noteUnmet() }
        if compiled.isInterrupted { return .interrupted }
      }
      let (step, done) = (nextStep, state.cursor)
      try advance(step)
      if !watch.isEmpty {
        let hits = watch.hits(after: step, at: done, self)
        if !hits.isEmpty {
          breakpoints.note(hits)
          return .breakpoints(hits)
        }
      }
      try tracker.note(step, at: done, self)
    }
    return .finished
  }

  /// What a watch comes to as conditions, if it does; takes note of why it does not.
  private mutating func conditions(of watch: BreakpointWatch) -> [StopCondition]? {
    do throws(NotCompilable) {
      return try watch.conditions(in: program)
    } catch {
      note(error)
      return nil
    }
  }

  /// Goes back to the last moment before this one at which a breakpoint would have stopped a run
  /// that came along this line.
  ///
  /// Looks through ever longer stretches before the present, each replayed forwards.
  public mutating func reverseContinue(
    breakpoints: inout Breakpoints, shouldStop: (Run) -> Bool = { _ in false }
  ) throws(Failure) -> RunStop {
    var scout = self
    var end = moment
    var length = 1
    while true {
      try scout.go(to: end)
      let reached = try scout.back(length, .epoch)
      let start = scout.moment
      var watch = BreakpointWatch(breakpoints.all, scout)
      var last: (moment: TimelinePoint, hits: [BreakpointHit])?
      while scout.moment < end {
        if shouldStop(scout) { return .interrupted }
        let (step, done) = (scout.nextStep, scout.state.cursor)
        try scout.advance(step)
        let hits = watch.hits(after: step, at: done, scout)
        if !hits.isEmpty, scout.moment < moment { last = (scout.moment, hits) }
      }
      if let last {
        try go(to: last.moment)
        breakpoints.note(last.hits)
        return .breakpoints(last.hits)
      }
      guard reached == length else {
        goToStart()
        return .start
      }
      end = start
      length = min(length * 2, 1024)
    }
  }
}

extension TimelinePoint: Comparable {
  public static func < (left: TimelinePoint, right: TimelinePoint) -> Bool {
    (left.segment, left.cursor) < (right.segment, right.cursor)
  }
}

/// Counts down to a goal.
private struct GoalTracker {
  private let unit: StepUnit
  private var remaining: Int
  private var condition: StopCondition?

  var isReached: Bool { remaining <= 0 }

  init(_ goal: RunGoal, _ run: Run) throws {
    switch goal {
    case .equations(let count): (unit, remaining) = (.equation, count)
    case .phases(let count): (unit, remaining) = (.phase, count)
    case .epochs(let count): (unit, remaining) = (.epoch, Self.boundaries(of: count, run))
    case .until(let expression, let every, let count):
      unit = .epoch
      let condition = StopCondition(ending: run.program, when: expression, every: every)
      self.condition = condition
      remaining = try run.holds(condition) ? 0 : Self.boundaries(of: count, run)
    case .forever: (unit, remaining) = (.epoch, .max)
    }
  }

  /// The ends of epochs that lie before the end of so many whole ones: data and init are no epoch,
  /// and an epoch that was begun is not counted.
  private static func boundaries(of count: Int, _ run: Run) -> Int {
    let begun = !run.isInitialised || run.hasBegunEpoch ? 1 : 0
    let (sum, overflow) = count.addingReportingOverflow(begun)
    return overflow ? .max : sum
  }

  /// The whole epochs still to be run, as far as is known; `nil` if it ends in the midst of one
  /// without a condition.
  var epochs: Int? { unit == .epoch ? remaining : nil }

  /// What ends it when it becomes true.
  var conditions: [StopCondition] { condition.map { [$0] } ?? [] }

  mutating func note(epochs: Int) { if remaining != .max { remaining -= epochs } }

  mutating func note(_ step: ProgramEquation, at done: Cursor, _ run: Run) throws {
    if let condition, Self.isBoundary(condition.every, step, at: done, run),
      try run.holds(condition)
    {
      remaining = 0
    } else if remaining != .max, Self.isBoundary(unit, step, at: done, run) {
      remaining -= 1
    }
  }

  private static func isBoundary(
    _ unit: StepUnit, _ step: ProgramEquation, at done: Cursor, _ run: Run
  ) -> Bool {
    let cursor = run.state.cursor
    return switch unit {
    case .equation: true
    case .epoch: cursor.epoch != done.epoch
    case .phase:
      cursor.epoch != done.epoch || cursor.batch != done.batch || run.nextStep.phase != step.phase
    }
  }
}

extension Run {
  /// Whether a condition that ends a run holds at this moment. One on the loss of epochs does only
  /// where an epoch has ended.
  func holds(_ condition: StopCondition) throws(LanguageError) -> Bool {
    guard condition.readsMeanLoss else { return try holds(condition.expression) }
    guard !hasBegunEpoch, let loss = state.loss?.value else { return false }
    var atEnd = self
    atEnd.state.store(.array(NDArray(loss)), as: program.loss)
    return try atEnd.holds(condition.expression)
  }

  /// Whether a condition holds at this moment; what has no value yet makes it false.
  func holds(_ condition: Expression) throws(LanguageError) -> Bool {
    let value: Value
    do {
      value = try self.value(of: condition)
    } catch {
      if error.isAboutMissingName { return false }
      throw error
    }
    return try value.truth(of: condition)
  }
}
