import Arrays
import Equations
import Networks
import Phrases

extension Diagnosis {
  /// An update that moves a parameter to where the loss is higher, time after time: the sign of the
  /// step is the other one.
  static let uphill = Diagnosis(.uphill, "Uphill") { context in
    guard !context.isQuick, context.run.isInitialised,
      !context.run.program.steps(in: .update).isEmpty
    else { return [] }
    let names = context.parametersGoingUphill
    guard !names.isEmpty else { return [] }
    let updates = context.run.program.steps(in: .update)
    return [
      Finding(
        .uphill, .error, names: names,
        measures: [
          .init("updates", Double(DiagnosisContext.updatesWatched)),
          .init("parameters", Double(context.run.program.parameters.count)),
        ],
        suggestions: [.init(.readUpdate, "list update")],
        equation: updates.last { $0.target == names.first }?.statement)
    ]
  } words: { finding in
    """
    the updates move \(finding.subject) to where the loss is higher, in each of the \
    \(finding.whole("updates")) updates that were tried ahead: a step goes against the gradient.
    """
  }
}

extension DiagnosisContext {
  /// One step over the valley is no sign: so many in a row are looked at.
  fileprivate static let updatesWatched = 5

  /// The parameters along whose steps the loss rises, to first order, in every update watched, each
  /// on the examples that it was made of.
  fileprivate var parametersGoingUphill: [String] {
    var ahead = run
    var suspects = run.program.parameters
    for _ in 0..<Self.updatesWatched where !suspects.isEmpty {
      guard let (before, after) = Self.nextUpdate(&ahead) else { return [] }
      suspects = suspects.filter { name in
        Self.rises(program, along: name, from: after, minus: before, at: before)
          && turnsWithTheGradient(name, before, after)
      }
    }
    return suspects
  }

  private var program: Program { run.program }

  /// Runs on to the end of the next update.
  ///
  /// - Returns: the states before and after it; `nil` where something cannot be computed.
  private static func nextUpdate(_ ahead: inout Run) -> (RunState, RunState)? {
    do {
      while ahead.nextStep.phase == .update, ahead.state.cursor.index > 0 {
        // One that was begun.
        if ahead.program.iteration[ahead.state.cursor.index - 1].phase != .update { break }
        try ahead.stepEquation()
      }
      while ahead.nextStep.phase != .update { try ahead.stepEquation() }
      let before = ahead.state
      _ = try ahead.stepPhase()
      return (before, ahead.state)
    } catch {
      return nil
    }
  }

  /// Whether it is the gradient that goes the wrong way, and not what an optimizer remembers of
  /// those before: with every gradient turned round, the step must turn too.
  private func turnsWithTheGradient(_ name: String, _ before: RunState, _ after: RunState) -> Bool {
    let updates = program.steps(in: .update)
    let (read, made) = (Set(updates.flatMap(\.inputs)), Set(updates.compactMap(\.target)))
    let remembered = read.intersection(made).subtracting(program.parameters)
    guard !remembered.isEmpty else { return true }
    let shapes = program.parameters.compactMap { before[$0]?.shape }
    var turned = before
    for gradient in Set(program.steps(in: .backward).compactMap(\.target)).intersection(read) {
      guard let array = before[gradient], shapes.contains(array.shape) else { continue }
      let values = array.doubles.map { -$0 }
      turned.store(.array(NDArray(shape: array.shape, float64: values)), as: gradient)
    }
    for step in updates {
      guard (try? turned.execute(step, limits: program.limits)) != nil else { return false }
    }
    return Self.rises(program, along: name, from: after, minus: turned, at: before)
  }

  /// Whether the loss rises from a state in the direction between two others.
  private static func rises(
    _ program: Program, along name: String, from end: RunState, minus start: RunState,
    at state: RunState
  ) -> Bool {
    guard let now = state[name], let a = start[name], let b = end[name], a.shape == b.shape,
      a.shape == now.shape
    else { return false }
    let step = zip(b.doubles, a.doubles).map { $0 - $1 }
    let length = step.norm
    let size = max(now.doubles.norm, 1)
    guard length > 0, length.isFinite else { return false }
    func loss(_ sign: Double) -> Double? {
      let values = zip(now.doubles, step).map { $0 + sign * 1e-5 * size * $1 / length }
      return state.loss(of: program, with: NDArray(shape: now.shape, float64: values), as: name)
    }
    guard let high = loss(1), let low = loss(-1) else { return false }
    // Rounding alone makes no slope.
    return high - low > 1e-11 * max(high.magnitude, low.magnitude)
  }
}

extension Finding.Kind {
  package static let uphill = Finding.Kind("uphill")
}
