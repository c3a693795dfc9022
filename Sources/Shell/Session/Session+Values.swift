import Arrays
import Equations
import Training

/// The names that a student can use: the network's, then their own.
package struct SessionScope: Scope {
  let run: Run
  let workspace: [String: Value]

  package func value(of name: String) -> Lookup<Value> {
    switch run.value(of: name) {
    case .found(let value): return .found(value)
    case .unavailable(let unavailable):
      return workspace[name].map { .found($0) } ?? .unavailable(unavailable)
    case .unknown:
      return workspace[name].map { .found($0) } ?? .unknown
    }
  }

  package var candidateNames: [String] { run.candidateNames + workspace.keys.sorted() }
}

extension Session {
  package var scope: SessionScope { SessionScope(run: run, workspace: workspace) }

  /// Checks and computes an expression on the values that are there now.
  mutating func compute(_ expression: Expression) throws -> Value {
    let expression = run.program.namingClassAxes(try expression.reading(run.program.model.files))
    _ = try Evaluation.check(expression, in: scope, limits: run.program.limits)
    var generator: RandomState? = drawing
    let value = try Evaluation.compute(expression, in: scope, random: &generator)
    if let generator { random = generator }
    return value
  }

  /// Computes what is to be drawn, which draws no random numbers from the session's.
  ///
  /// - Throws: `ShellError` of what is no array; of what cannot be computed, what `compute` throws.
  func array(of expression: Expression) throws -> NDArray {
    var copy = self
    guard case .array(let array) = try copy.compute(expression) else {
      throw ShellError(
        "not-an-array", "\(expression.text) is not an array", range: expression.range)
    }
    return array
  }

  mutating func compute(_ assignment: Assignment) throws -> Value {
    let assignment = try assignment.reading(run.program.model.files)
    _ = try Evaluation.check(assignment, in: scope, limits: run.program.limits)
    var generator: RandomState? = drawing
    var value = try Evaluation.stored(by: assignment, in: scope, random: &generator)
    if case .generator(.fresh(let source)) = value {
      generator?.named[assignment.name] = source
      value = .generator(.named(assignment.name))
    }
    if let generator { random = generator }
    return value
  }

  /// What is drawn from here: the student's own generators go on from draw to draw, of the network's
  /// comes what the network would draw next.
  private var drawing: RandomState {
    var drawing = random
    for (name, source) in run.state.random.named where workspace[name] == nil {
      drawing.named[name] = source
    }
    return drawing
  }
}

/// A session's names with the shapes that are known before they are computed.
package struct StaticView: Scope {
  let scope: SessionScope

  init(_ scope: SessionScope) { self.scope = scope }

  package func value(of name: String) -> Lookup<Value> { scope.value(of: name) }

  package func staticValue(of name: String) -> Lookup<StaticValue> {
    switch scope.value(of: name) {
    case .found(let value): .found(StaticValue(of: value, isFixed: true))
    case .unavailable(let missing):
      scope.run.program.statics[name].map { .found(StaticValue($0.form)) } ?? .unavailable(missing)
    case .unknown: .unknown
    }
  }

  package var candidateNames: [String] { scope.candidateNames }
}
