import Arrays
import Equations
import Networks
import Training

/// Right lines are tried before they are offered.
extension Script {
  /// A departure with a right line that makes nothing wrong that was right; where the line that was
  /// blamed serves another parameter well, the line of the parameter whose gradient is wrong.
  func mendingWell(_ departure: ScriptDeparture, _ current: Run) -> ScriptDeparture {
    guard departure.kind == .gradient, let assignment = departure.mending,
      let before = wrong(Run(current.program, seed: current.seed))
    else { return departure }
    let section = departure.section(in: current.program)
    if isBetter(assignment, section, than: before, current) { return departure }
    if let other = ownLine(of: departure, before, current) { return other }
    var silent = departure
    silent.right = nil
    return silent
  }

  /// The parameters whose gradients are wrong; `nil` where that cannot be told.
  private func wrong(_ run: Run) -> Set<String>? {
    guard let run = run.initialised(), let check = try? GradientCheck(run) else { return nil }
    return Set(
      check.parameters.filter { [.wrong, .wrongShape, .missing].contains($0.verdict) }.map(\.of))
  }

  private func isBetter(
    _ assignment: Assignment, _ section: Phase?, than before: Set<String>, _ current: Run
  ) -> Bool {
    var runs = Runs(Run(current.program, seed: current.seed))
    guard (try? runs.set(assignment, in: section)) != nil,
      let after = wrong(Run(runs.run.program, seed: current.seed))
    else { return false }
    return after.isSubset(of: before) && (after.count < before.count || before.isEmpty)
  }

  /// The line that makes the one gradient that is wrong, with the derivative in its place.
  private func ownLine(
    of departure: ScriptDeparture, _ before: Set<String>, _ current: Run
  ) -> ScriptDeparture? {
    guard let run = Run(current.program, seed: current.seed).initialised(),
      let check = try? GradientCheck(run),
      let result = check.parameters.first(where: { before.contains($0.of) }),
      let step = current.program.steps(in: .backward).last(where: { $0.target == result.name }),
      let expected = Self.derivative(by: result.of, current.program)
    else { return nil }
    let assignment = Assignment(result.name, value: expected)
    guard isBetter(assignment, .backward, than: before, current) else { return nil }
    return ScriptDeparture(
      kind: .gradient, name: result.name, line: step.line ?? 0, equation: step.statement,
      number: departure.number, right: Statement(.assignment(assignment)).atStartOfText)
  }
}
