import Arrays
import Equations
import Networks

/// The values that equations saw at a moment that may have passed.
struct MomentScope: Scope {
  let explainer: Explainer
  /// The moment before the equation at this cursor.
  let cursor: Cursor

  func value(of name: String) -> Lookup<Value> {
    if let value = explainer.value(of: name, at: cursor) { return .found(value) }
    if let folded = explainer.run.program(at: cursor).foldedGradient(name),
      let value = try? Evaluation.value(of: folded.value, in: self)
    {
      return .found(value)
    }
    return .unknown
  }

  var candidateNames: [String] { explainer.run.candidateNames }
}

extension Explainer {
  /// The value that a name had when the equation at the cursor came next.
  func value(of name: String, at cursor: Cursor) -> Value? {
    let program = run.program
    if name == ProgramBuilder.batchIndexName, program.batchesPerEpoch > 1 {
      return .array(NDArray(cursor.batch))
    }
    let slot = run.state.slots[name]
    if run.hasChangesBehind {
      // Only since the last change do the equations alone say what was there.
      guard run.segmentIndex(at: cursor) == run.timeline.current, slot != nil,
        run.lastExecution(of: name, before: cursor)
          == run.lastExecution(of: name, before: run.state.cursor)
      else { return history.state(cursor)?.slots[name]?.value }
      return slot?.value
    }
    guard let then = program.lastExecution(of: name, before: cursor) else { return slot?.value }
    let latest = program.lastExecution(of: name, before: run.state.cursor)
    if let slot, latest == then { return slot.value }
    let atEnd = program.lastExecution(
      of: name, before: Cursor(epoch: then.cursor.epoch + 1, index: 0))
    if atEnd == then, let array = history.value(name, then.cursor.epoch) { return .array(array) }
    return history.state(cursor)?.slots[name]?.value
  }

  /// The random numbers as they were before the equation at the cursor.
  func draws(before cursor: Cursor) -> DrawState? {
    guard cursor.epoch == 0 else {
      return history.state(cursor).map { DrawState($0.random, seed: seed(before: cursor)) }
    }
    var state = RunState(seed: run.seed)
    let program = run.program
    for setting in program.settings { state.store(setting.value, as: setting.name) }
    if let count = program.exampleCount {
      state.store(.array(NDArray(count)), as: Program.examplesName)
    }
    var draws = DrawState(state.random, count: 0)
    for step in program.setup[..<min(cursor.index, program.setup.count)] {
      draws.random = state.random
      for expression in step.statement.expressions where expression.drawsRandomNumbers {
        guard let tracer = try? Tracer(expression, in: SlotScope(state.slots), draws: draws),
          let after = tracer.draws
        else { return nil }
        draws = after
      }
      guard (try? state.execute(step, limits: program.limits)) != nil else { return nil }
      draws.random = state.random
    }
    return draws
  }
}

extension Explainer {
  /// What `seed` was called with last before an equation of an epoch; `nil` if it never was.
  private func seed(before cursor: Cursor) -> Int? {
    let program = run.program(at: cursor)
    func last(_ steps: ArraySlice<ProgramEquation>) -> Expression? {
      steps.flatMap(\.statement.expressions).compactMap(\.seedArgument).last
    }
    let isFirst = cursor.epoch == 1 && cursor.batch == 0
    let argument =
      last(program.iteration[..<cursor.index]) ?? (isFirst ? nil : last(program.iteration[...]))
      ?? last(program.setup[...])
    let scope = MomentScope(explainer: self, cursor: cursor)
    let value = argument.flatMap { try? Evaluation.value(of: $0, in: scope) }
    return value?.array?.item.flatMap { Int(exactly: $0) }
  }
}

extension Expression {
  /// What `seed` is called with, if this is such a call.
  fileprivate var seedArgument: Expression? {
    guard case .call("seed", let arguments) = node else { return nil }
    return arguments.first?.value
  }
}
