import Arrays
import Equations
import Networks
import Training

/// Right lines are tried before they are offered.
extension Script {
  /// A departure with a right line that makes nothing wrong that was right; where the line that was
  /// blamed serves another parameter well, the line of the parameter whose gradient is wrong.
  func mendingWell(_ departure: ScriptDeparture, _ current: Run) -> ScriptDeparture {
    var mended = triedOut(departure, current)
    if mended.right?.text.utf8.count ?? 0 > Self.longestRight { mended.right = nil }
    return mended
  }

  /// Nobody reads a longer right line.
  private static let longestRight = 400

  private func triedOut(_ departure: ScriptDeparture, _ current: Run) -> ScriptDeparture {
    let program = current.program
    guard departure.kind == .gradient, program.iteration.count <= Self.mostTried,
      let before = wrong(Run(program, seed: current.seed))
    else { return departure }
    let section = departure.section(in: program)
    func inAuthorsWords(_ departure: ScriptDeparture) -> ScriptDeparture {
      self.inAuthorsWords(departure, current) {
        isBetter($0, section, than: before, current, isForLater: true)
      }
    }
    if let assignment = departure.mending {
      for scale in MendScale.allCases {
        var scaled = assignment
        scaled.value = scale.applied(to: assignment.value)
        guard isBetter(scaled, section, than: before, current) else { continue }
        var departure = departure
        if scale != .asItIs {
          departure.right = Statement(.assignment(scaled)).atStartOfText
        }
        return inAuthorsWords(departure)
      }
    }
    if let step = ownStep(of: departure, section, before, current) { return step }
    if let other = ownLine(of: departure, before, current) { return other }
    var departure = departure
    departure.right = nil
    // Where nothing is wrong yet, nothing shows what is better.
    return before.isEmpty ? departure : inAuthorsWords(departure)
  }

  /// Models of more equations are not tried out again and again.
  static let mostTried = 200

  /// How a right value may have to be scaled for what is made of it to be right.
  private enum MendScale: CaseIterable {
    case asItIs, ofMean, turned, turnedOfMean

    func applied(to value: Expression) -> Expression {
      switch self {
      case .asItIs: value
      case .ofMean: value / .name(Program.examplesName)
      case .turned: -value
      case .turnedOfMean: -value / .name(Program.examplesName)
      }
    }
  }

  /// A step that is wrong itself, with the derivative in it.
  private func ownStep(
    of departure: ScriptDeparture, _ section: Phase?, _ before: Set<String>, _ current: Run
  ) -> ScriptDeparture? {
    let program = current.program
    guard let assignment = departure.equation?.assignment,
      program.parameters.contains(assignment.name),
      let slope = Self.derivative(by: assignment.name, program)
    else { return nil }
    let settings = program.settings.map(\.name)
    var rates = assignment.value.names.filter(settings.contains).map(Expression.name)
    assignment.value.visit { if $0.isLiteralFloat, !rates.contains($0) { rates.append($0) } }
    for rate in rates {
      let value = Expression.name(assignment.name) - rate * slope
      let mended = Assignment(assignment.name, value: value)
      guard isBetter(mended, section, than: before, current) else { continue }
      var departure = departure
      departure.right = Statement(.assignment(mended)).atStartOfText
      return departure
    }
    return nil
  }

  /// Whether a gradient that is right is made of what an equation makes.
  private func serves(_ equation: Statement?, besides wrong: Set<String>, _ program: Program)
    -> Bool
  {
    let steps = program.iteration
    guard
      let place = steps.lastIndex(where: { $0.statement == equation })
        ?? steps.lastIndex(where: { $0.target == equation?.assignment?.name }),
      let name = steps[place].target
    else { return false }
    var reached: Set<String> = [name]
    for step in program.iteration[(place + 1)...] where !reached.isDisjoint(with: step.inputs) {
      guard let target = step.target else { continue }
      if program.parameters.contains(target) {
        if !wrong.contains(target) { return true }
      } else {
        reached.insert(target)
      }
    }
    return false
  }

  /// The parameters whose gradients are wrong; `nil` where that cannot be told.
  private func wrong(_ run: Run) -> Set<String>? {
    guard let run = run.initialised() else { return nil }
    if GradientCheck.isAsDerived(run) { return [] }
    guard let check = try? GradientCheck(run) else { return nil }
    return Set(
      check.parameters.filter { [.wrong, .wrongShape, .missing].contains($0.verdict) }.map(\.of))
  }

  private func isBetter(
    _ assignment: Assignment, _ section: Phase?, than before: Set<String>, _ current: Run,
    isForLater: Bool = false
  ) -> Bool {
    var runs = Runs(Run(current.program, seed: current.seed))
    guard (try? runs.set(assignment, in: section)) != nil,
      let after = wrong(Run(runs.run.program, seed: current.seed))
    else { return false }
    guard after.isSubset(of: before), after.count < before.count || before.isEmpty else {
      return false
    }
    guard isForLater else { return true }
    var later = Run(runs.run.program, seed: current.seed)
    guard (try? later.runEpochs(Self.laterEpochs)) != nil, let then = wrong(later) else {
      return false
    }
    return then.isSubset(of: after)
  }

  /// The line that makes the one gradient that is wrong, with the derivative in its place.
  private func ownLine(
    of departure: ScriptDeparture, _ before: Set<String>, _ current: Run
  ) -> ScriptDeparture? {
    let program = current.program
    guard serves(departure.equation, besides: before, program),
      let run = Run(program, seed: current.seed).initialised(),
      let check = try? GradientCheck(run),
      let result = check.parameters.first(where: { before.contains($0.of) }),
      let step = program.steps(in: .backward).last(where: { $0.target == result.name })
    else { return nil }
    // What the program calls a derivative may be another than its name says.
    var tried: Expression?
    for isSpelled in [false, true] {
      guard let expected = Self.derivative(by: result.of, program, isSpelled: isSpelled),
        expected != tried
      else { continue }
      tried = expected
      let assignment = Assignment(result.name, value: expected)
      guard isBetter(assignment, .backward, than: before, current) else { continue }
      return ScriptDeparture(
        kind: .gradient, name: result.name, line: step.line ?? 0, equation: step.statement,
        number: departure.number, right: Statement(.assignment(assignment)).atStartOfText)
    }
    return nil
  }
}
