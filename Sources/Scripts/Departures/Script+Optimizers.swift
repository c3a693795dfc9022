import Arrays
import Equations
import Networks
import Training

/// What is wrong in the steps themselves, where every gradient is right.
extension Script {
  /// Steps that take a rate twice, and corrections that do not undo a memory's start at zero.
  func stepsOfOptimizers(_ current: Run) -> [ScriptDeparture] {
    guard let run = current.initialised() else { return [] }
    return ratesTakenTwice(run) + wrongCorrections(run)
  }

  // MARK: The rate

  /// Parameters whose step grows fourfold with a number that is doubled: it stands in what is
  /// remembered and in the step, or twice in one of them.
  private func ratesTakenTwice(_ run: Run) -> [ScriptDeparture] {
    let program = run.program
    guard let plain = Self.moves(run.roundStart, program) else { return [] }
    let readForLoss = Set(program.evaluation.flatMap(\.inputs))
    return program.settings.flatMap { setting -> [ScriptDeparture] in
      let name = setting.name
      guard !readForLoss.contains(name), let value = run.state[name],
        value.dtype == .float64, value.rank == 0, let rate = value.item, rate != 0
      else { return [] }
      var doubled = run.roundStart
      doubled.store(.array(NDArray(2 * rate)), as: name)
      guard let moved = Self.moves(doubled, program) else { return [] }
      return program.parameters.compactMap { parameter in
        guard
          let (once, twice) = plain[parameter].flatMap({ a in moved[parameter].map { (a, $0) } }),
          Self.isFourfold(once, twice)
        else { return nil }
        return rateTakenTwice(name, parameter, program)
      }
    }
  }

  private static func isFourfold(_ once: [Double], _ twice: [Double]) -> Bool {
    let size = twice.reduce(0) { max($0, $1.magnitude) }
    return size > 0 && size.isFinite
      && zip(once, twice).allSatisfy { ($1 - 4 * $0).magnitude <= 1e-6 * size }
  }

  /// How far an epoch's first round moves each parameter.
  private static func moves(_ start: RunState, _ program: Program) -> [String: [Double]]? {
    guard let state = start.after(program.iteration, in: program) else { return nil }
    var moves: [String: [Double]] = [:]
    for name in program.parameters {
      guard let old = start[name], let new = state[name], old.shape == new.shape else { continue }
      moves[name] = zip(old.doubles, new.doubles).map { $1 - $0 }
    }
    return moves
  }

  private func rateTakenTwice(
    _ rate: String, _ parameter: String, _ program: Program
  ) -> ScriptDeparture? {
    var needed: Set<String> = [parameter]
    var readers: [ProgramEquation] = []
    for step in program.iteration.reversed() {
      guard let target = step.target, needed.contains(target) else { continue }
      needed.formUnion(step.inputs)
      if step.inputs.contains(rate) { readers.append(step) }
    }
    guard let last = readers.first else { return nil }
    var right: Statement?
    if var assignment = last.statement.assignment, assignment.subscripts == nil,
      let rest = assignment.value.without(factor: rate)
    {
      assignment.value = rest
      right = Statement(.assignment(assignment)).atStartOfText
    }
    return ScriptDeparture(
      kind: .rateTwice(rate, otherLine: readers.dropFirst().first?.line), name: parameter,
      line: last.line ?? 0, equation: last.statement, right: right)
  }

  // MARK: Corrections

  /// Divisions of what is remembered by `1 - beta**t`, as Adam makes up for a start at zero, that are
  /// not by what the memory has taken in so far (Kingma and Ba, "Adam", 2015, section 3).
  private func wrongCorrections(_ run: Run) -> [ScriptDeparture] {
    let program = run.program
    let steps = program.iteration
    return steps.indices.compactMap { place in
      let step = steps[place]
      guard step.phase == .update || step.phase == .backward,
        let assignment = step.statement.assignment, assignment.subscripts == nil,
        let correction = assignment.value.corrections.first(where: { correction in
          steps[..<place].contains { $0.target == correction.memory }
            && program.steps(in: .`init`).contains { $0.target == correction.memory }
        }),
        let kept = share(of: correction.memory, before: place, run),
        case let written = factors(correction.divisor, at: place, run), written.count > 1
      else { return nil }
      let needed = written.indices.map { 1 - power(kept, rounds(program, $0) + 1) }
      guard kept > 0, kept < 1,
        let wrong = written.indices.first(where: { !Self.isSame(written[$0], needed[$0]) })
      else { return nil }
      return ScriptDeparture(
        kind: .correction(of: correction.memory), name: assignment.name, line: step.line ?? 0,
        equation: step.statement,
        number: ScriptDeparture.Number(
          element: correction.divisor.text, written: written[wrong], right: needed[wrong]),
        right: rightCorrection(correction, kept, needed, place, run))
    }
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }

  private static func isSame(_ written: Double, _ needed: Double) -> Bool {
    (written - needed).magnitude <= 1e-9 * needed.magnitude
  }

  private static let correctedEpochs = 3

  /// How many rounds come before the first of an epoch.
  private func rounds(_ program: Program, _ epoch: Int) -> Int { epoch * program.batchesPerEpoch }

  /// What an expression is in the first round of each of the first epochs, where an equation reads it.
  private func factors(_ expression: Expression, at place: Int, _ run: Run) -> [Double] {
    var run = run
    var found: [Double] = []
    for _ in 0..<Self.correctedEpochs {
      guard
        let state = run.roundStart.after(run.program.iteration[..<place], in: run.program),
        let value = try? Evaluation.value(
          of: expression, in: SlotScope(state.slots), limits: run.program.limits),
        let item = value.array?.item, !item.isNaN
      else { return found }
      found.append(item)
      guard (try? run.runEpochs(1)) != nil else { return found }
    }
    return found
  }

  /// What a round keeps of a memory: 0.9 of `m = 0.9 * m + 0.1 * g`.
  private func share(of memory: String, before place: Int, _ run: Run) -> Double? {
    let steps = run.program.iteration[..<place]
    guard let update = steps.lastIndex(where: { $0.target == memory }), let old = run.state[memory]
    else { return nil }
    func value(_ start: Double) -> [Double]? {
      var state = run.roundStart
      let filled = [Double](repeating: start, count: old.count)
      state.store(.array(NDArray(shape: old.shape, float64: filled)), as: memory)
      return state.after(steps[...update], in: run.program)?[memory]?.doubles
    }
    guard let zero = value(0), let one = value(1), let (first, second) = Array(zip(zero, one)).first
    else { return nil }
    let kept = second - first
    let isEven = zip(zero, one).allSatisfy { ($1 - $0 - kept).magnitude <= 1e-9 }
    return isEven ? (kept * 1e9).rounded() / 1e9 : nil
  }

  /// The equation with the power of another correction of the script that is right, or its base.
  private func rightCorrection(
    _ correction: Correction, _ kept: Double, _ needed: [Double], _ place: Int, _ run: Run
  ) -> Statement? {
    let program = run.program
    guard var assignment = program.iteration[place].statement.assignment else { return nil }
    let others = program.iteration.flatMap { step in
      step.statement.assignment?.value.corrections.map(\.divisor) ?? []
    }
    let exponents = (others + [correction.divisor]).compactMap { $0.powerOfRest?.exponent }
    let bases =
      [correction.divisor.powerOfRest?.base].compactMap { $0 }
      + program.settings.filter { run.state[$0.name]?.item == kept }.map {
        Expression.name($0.name)
      }
    for base in bases {
      for exponent in exponents {
        let divisor = correction.divisor.withPower(base, exponent)
        let values = factors(divisor, at: place, run)
        guard values.count == needed.count, zip(values, needed).allSatisfy(Self.isSame) else {
          continue
        }
        assignment.value = assignment.value.replacing(correction.divisor, with: divisor)
        return Statement(.assignment(assignment)).atStartOfText
      }
    }
    return nil
  }
}

/// `m / (1 - beta**t)`.
private struct Correction {
  var memory: String
  var divisor: Expression
}

extension Expression {
  /// All divisions of a name by 1 less a power.
  fileprivate var corrections: [Correction] {
    var found: [Correction] = []
    visit { expression in
      guard case .binary(.divide, let memory, let divisor) = expression.node,
        let name = memory.nameAlone, divisor.powerOfRest != nil
      else { return }
      found.append(Correction(memory: name, divisor: divisor))
    }
    return found
  }

  /// Base and exponent of `1 - beta**t`.
  fileprivate var powerOfRest: (base: Expression, exponent: Expression)? {
    guard case .binary(.subtract, let one, let power) = node, one.isLiteralNumber else {
      return nil
    }
    switch power.node {
    case .binary(.power, let base, let exponent): return (base, exponent)
    case .call("power", let arguments) where arguments.count == 2:
      return (arguments[0].value, arguments[1].value)
    default: return nil
    }
  }

  fileprivate func withPower(_ base: Expression, _ exponent: Expression) -> Expression {
    guard case .binary(.subtract, let one, _) = node else { return self }
    return one - .binary(.power, base, exponent)
  }

  /// The same without one factor of a name; `nil` where it is none.
  fileprivate func without(factor name: String) -> Expression? {
    switch node {
    case .binary(.multiply, let left, let right):
      if left.nameAlone == name { return right }
      if right.nameAlone == name { return left }
    case .binary(.power, let base, let exponent)
    where base.nameAlone == name && exponent == .integer(2):
      return base
    default: break
    }
    var isDone = false
    let result = mapChildren { child in
      guard !isDone, let rest = child.without(factor: name) else { return child }
      isDone = true
      return rest
    }
    return isDone ? result : nil
  }
}
