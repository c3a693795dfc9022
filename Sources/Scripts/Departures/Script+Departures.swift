import Arrays
import Equations
import Networks
import Training

extension Script {
  /// What departs from what forward and loss need, the line that comes first in front.
  ///
  /// - Parameter run: the program's run, or one that was changed by hand since.
  public func departures(in run: Run) -> [ScriptDeparture] {
    let program = run.program
    var found = unusedSettings
    // What has the wrong shape, or is never set to zero, makes wrong gradients: it is said once.
    let state = run.evaluated()
    found += columnsForExamples(program, state) + spreads(program, state)
    found += sharesOfAll(program, state) + lostAxes(program, state) + accumulated(program)
    found += constantTargets(program, state) + unpaired(program) + seededAgain(program)
    if !found.contains(where: \.makesWrongGradients) {
      found += neverUpdated(program)
      found += gradients(run)
      if found.allSatisfy(\.isHarmless) { found += stepsOfOptimizers(run) }
    }
    return found.sorted { ($0.isHarmless ? 1 : 0, $0.line) < ($1.isHarmless ? 1 : 0, $1.line) }
  }

  /// The departures of the script as it was read.
  public var departures: [ScriptDeparture] { departures(in: Run(program)) }

  /// What is read on the way to the loss, is no data, and stays as it was made.
  private func neverUpdated(_ program: Program) -> [ScriptDeparture] {
    guard loop != nil else { return [] }
    let read = Set(program.evaluation.flatMap(\.inputs))
    // Labels are often filled in, and what an epoch fills is no weight either.
    let filled = program.steps(in: .data).filter { $0.statement.assignment?.subscripts != nil }
    let changed = Set((program.iteration + filled).compactMap(\.target))
      .union(program.emptyArrays)
    return program.steps(in: .data).compactMap { step in
      guard let name = step.target, read.contains(name), !changed.contains(name),
        program.exampleAxis(of: name) == nil,
        let shape = program.statics[name]?.shape,
        let value = step.statement.assignment?.value, value.startsLearning,
        // Zeros are no data; what is drawn is, unless examples were found elsewhere.
        value.isFilled || shape.rank > 0 && program.exampleCount ?? 0 > 1
          || shape.rank == 0 && value.drawsFromStream
      else { return nil }
      return ScriptDeparture(
        kind: .neverUpdated, name: name, line: step.line ?? 0, equation: step.statement,
        number: nil, right: nil)
    }
  }

  /// `dW = dW + ...`, which nothing sets to zero: what it was goes on into what it will be, with
  /// nothing that takes from it.
  private func accumulated(_ program: Program) -> [ScriptDeparture] {
    let learned = Set(program.evaluation.flatMap(\.inputs))
    let made = Set(program.steps(in: .`init`).compactMap(\.target))
    return made.subtracting(learned).sorted().compactMap { name in
      guard program.statics[name]?.shape?.rank ?? 0 > 0 else { return nil }
      // The names that hold what was there, and something added to it.
      var sums: Set<String> = [name]
      var first: (step: ProgramEquation, rest: Expression)?
      for step in program.iteration {
        guard let assignment = step.statement.assignment else { continue }
        let isSum =
          assignment.subscripts == nil
          && assignment.computedValue.added(to: sums).map { rest in
            first = first ?? (step, rest)
            return true
          } ?? false
        if isSum || assignment.computedValue.nameAlone.map(sums.contains) ?? false {
          sums.insert(assignment.name)
        } else {
          sums.remove(assignment.name)
        }
      }
      guard sums.contains(name), let (step, rest) = first, let target = step.target else {
        return nil
      }
      return ScriptDeparture(
        kind: .accumulated, name: name, line: step.line ?? 0, equation: step.statement,
        right: Statement(.assignment(Assignment(target, value: rest))).atStartOfText)
    }
  }
}

extension Program {
  /// Arrays of which an epoch only fills copies, element by element.
  fileprivate var emptyArrays: Set<String> {
    let filled = Set(
      iteration.compactMap { $0.statement.assignment }
        .filter { $0.subscripts != nil }.map(\.name))
    let copies = iteration.filter { step in
      step.statement.assignment.map { filled.contains($0.name) && $0.subscripts == nil } ?? false
    }
    let copied = Set(copies.compactMap { $0.statement.assignment?.value.nameAlone })
    let readOtherwise = iteration.filter { $0.statement.assignment?.value.nameAlone == nil }
      .flatMap(\.inputs)
    return copied.subtracting(readOtherwise)
  }
}

extension Expression {
  /// Whether it is what learning starts from: drawn, or zeros.
  var startsLearning: Bool {
    !Set(calledFunctions).isDisjoint(with: [
      "randn", "rand", "normal", "uniform", "standard_normal", "random", "zeros", "ones",
      "generator.normal", "generator.standard_normal", "generator.uniform", "generator.random",
    ])
  }

  /// Whether it is zeros or ones.
  fileprivate var isFilled: Bool {
    if case .call(let name, _) = node { name == "zeros" || name == "ones" } else { false }
  }

  /// What is added to one of some names; `nil` where nothing is, or where it is made of them, too.
  fileprivate func added(to sums: Set<String>) -> Expression? {
    guard case .binary(.add, let first, let second) = node else { return nil }
    func isSum(_ expression: Expression) -> Bool {
      expression.nameAlone.map(sums.contains) ?? false
    }
    let rest = isSum(first) ? second : isSum(second) ? first : nil
    guard let rest, !rest.names.contains(where: sums.contains), !rest.isSquare else { return nil }
    return rest
  }

  /// Adagrad adds squares up on purpose.
  fileprivate var isSquare: Bool {
    switch node {
    case .binary(.power, _, _): true
    case .binary(.multiply, let left, let right): left == right
    case .call("square", _): true
    default: false
    }
  }
}
