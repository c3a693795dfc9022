import Arrays
import Equations
import Training

/// The names that a student can use: the network's, then their own.
struct SessionScope: Scope {
  let run: Run
  let workspace: [String: Value]

  func value(of name: String) -> Lookup<Value> {
    switch run.value(of: name) {
    case .found(let value): return .found(value)
    case .unavailable(let unavailable):
      return workspace[name].map { .found($0) } ?? .unavailable(unavailable)
    case .unknown:
      return workspace[name].map { .found($0) } ?? .unknown
    }
  }

  var candidateNames: [String] { run.candidateNames + workspace.keys.sorted() }
}

extension Session {
  var scope: SessionScope { SessionScope(run: run, workspace: workspace) }

  /// Checks and computes an expression on the values that are there now.
  mutating func compute(_ expression: Expression) throws -> Value {
    _ = try Evaluation.check(expression, in: scope, limits: run.program.limits)
    var generator: RandomState? = random
    let value = try Evaluation.compute(expression, in: scope, random: &generator)
    if let generator { random = generator }
    return value
  }

  mutating func compute(_ assignment: Assignment) throws -> Value {
    _ = try Evaluation.check(assignment, in: scope, limits: run.program.limits)
    var generator: RandomState? = random
    let value = try Evaluation.stored(by: assignment, in: scope, random: &generator)
    if let generator { random = generator }
    return value
  }
}
