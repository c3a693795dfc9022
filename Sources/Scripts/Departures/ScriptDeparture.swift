import Arrays
import Equations
import Networks
import Training

/// Something in a script that departs from what its own forward pass and loss would need.
public struct ScriptDeparture: Sendable {
  public enum Kind: Sendable, Equatable {
    /// A gradient is not the derivative of the loss.
    case gradient
    /// A value is changed before its old one was used, here.
    case changedTooEarly(usedAfter: Statement)
    /// The step goes up the gradient.
    case uphill
    /// Every gradient is so many times the derivative, which the rate takes up.
    case factor(Double)
    /// Prediction and target spread over each other.
    case spread(ModelNote)
    /// A number that is declared, and that nothing reads.
    case unusedSetting
    /// What init makes and forward reads, and no update changes.
    case neverUpdated
    /// A gradient that goes on from the last round's.
    case accumulated
    /// A parameter that is as long as there are examples.
    case columnForEachExample(axis: Int, examples: Int)
  }

  /// What is written, and what the loss says, of one element.
  public struct Number: Sendable, Equatable {
    public let element: String
    public let written: Double
    public let right: Double
  }

  public let kind: Kind
  /// What it is about.
  public let name: String
  /// The script's line; 0 for what no line says.
  public let line: Int
  /// What the line has become in the model.
  public let equation: Statement?
  public let number: Number?
  /// The line as it should read.
  public let right: Statement?

  /// A factor that the rate absorbs is no mistake.
  public var isHarmless: Bool { if case .factor = kind { true } else { false } }
}

extension Script {
  /// What departs from what forward and loss need, the line that comes first in front.
  ///
  /// - Parameter run: the program's run, or one that was changed by hand since.
  public func departures(in run: Run) -> [ScriptDeparture] {
    var found = unusedSettings + neverUpdated(run.program) + accumulated(run.program)
    found += columnsForExamples(run.program) + spreads(run.program)
    found += gradients(run)
    return found.sorted { ($0.isHarmless ? 1 : 0, $0.line) < ($1.isHarmless ? 1 : 0, $1.line) }
  }

  /// The departures of the script as it was read.
  public var departures: [ScriptDeparture] { departures(in: Run(program)) }

  private func gradients(_ current: Run) -> [ScriptDeparture] {
    var run = current
    while !run.isInitialised {
      guard (try? run.stepEquation()) != nil else { return [] }
    }
    guard !run.program.steps(in: .backward).isEmpty || run.program.derivation == nil,
      let check = try? GradientCheck(run)
    else { return [] }
    if let culprit = check.culprit {
      let step = run.program.iteration.last { $0.statement == culprit.equation }
      let worst = check.parameters.first { $0.verdict == .wrong && $0.worst != nil }
      let number = worst?.worst.map {
        ScriptDeparture.Number(
          element: Self.element(worst?.name ?? "", $0.index), written: $0.gradient,
          right: $0.difference)
      }
      let right = culprit.expected.flatMap { expected -> Statement? in
        guard culprit.name == culprit.equation.assignment?.name else { return nil }
        let value = Self.inOwnNames(expected, run.program)
        return Statement(.assignment(Assignment(culprit.name, value: value))).atStartOfText
      }
      return [
        ScriptDeparture(
          kind: culprit.usedAfter.map { .changedTooEarly(usedAfter: $0) } ?? .gradient,
          name: culprit.name, line: step?.line ?? 0, equation: culprit.equation, number: number,
          right: right == culprit.equation ? nil : right)
      ]
    }
    if let uphill = uphill(run) { return [uphill] }
    if let factor = check.commonFactor {
      let worst = check.parameters.first { $0.verdict == .scaled }
      return [
        ScriptDeparture(
          kind: .factor(factor), name: worst?.of ?? "", line: 0, equation: nil, number: nil,
          right: nil)
      ]
    }
    return []
  }

  /// An expression in which gradients that the program does not name are written out.
  private static func inOwnNames(_ expression: Expression, _ program: Program) -> Expression {
    var model = program.model
    model.sections[.backward] = nil
    model.sections[.update] = [ModelLine(Statement(.expression(.call("sgd", .integer(1)))))]
    guard let derived = try? Program(model, limits: program.limits).derivation else {
      return expression
    }
    let own = Set(program.names + [Program.examplesName])
    var table: [String: Expression] = [:]
    for equation in derived.folded + derived.equations where !own.contains(equation.name) {
      table[equation.name] = equation.value
    }
    var result = expression
    for _ in 0..<8 where result.names.contains(where: { table[$0] != nil }) {
      result = result.substituting(table)
    }
    return result
  }

  /// A parameter whose step goes up, though its gradient is right: moved a little along it, the loss
  /// grows.
  private func uphill(_ run: Run) -> ScriptDeparture? {
    let program = run.program
    var after = run.state
    for step in program.iteration {
      guard (try? after.execute(step, in: program)) != nil else { return nil }
    }
    for name in program.parameters {
      guard let old = run.state[name], let new = after[name], old.shape == new.shape,
        let update = program.iteration.last(where: { $0.target == name })
      else { continue }
      func loss(_ distance: Double) -> Double {
        let moved = zip(old.doubles, new.doubles).map { $0 + distance * ($1 - $0) }
        let value = NDArray(shape: old.shape, float64: moved)
        return run.state.loss(of: program, with: value, as: name) ?? .nan
      }
      let (low, high, here) = (loss(-1e-4), loss(1e-4), loss(0))
      guard high - low > 1e-9 * max(here.magnitude, 1e-9), high > here, here > low else { continue }
      // What is remembered may have the sign, or what is made of it.
      let memory = program.iteration.first { step in
        guard let target = step.target, step.phase == .update, target != name else { return false }
        return update.inputs.contains(target)
      }
      let line = memory ?? update
      return ScriptDeparture(
        kind: .uphill, name: name, line: line.line ?? 0, equation: line.statement, number: nil,
        right: line.statement.turned(from: line.target ?? name))
    }
    return nil
  }

  private static func element(_ name: String, _ index: [Int]) -> String {
    index.isEmpty ? name : "\(name)[\(index.map(String.init).joined(separator: ", "))]"
  }

  private func spreads(_ program: Program) -> [ScriptDeparture] {
    program.notes.compactMap { note in
      guard case .spread = note.kind else { return nil }
      let step = program.iteration.first { $0.text == note.equation }
      return ScriptDeparture(
        kind: .spread(note), name: step?.target ?? "", line: step?.line ?? 0,
        equation: step?.statement, number: nil, right: nil)
    }
  }

  /// What is read on the way to the loss, is no data, and stays as it was made.
  private func neverUpdated(_ program: Program) -> [ScriptDeparture] {
    guard loop != nil else { return [] }
    let read = Set(program.evaluation.flatMap(\.inputs))
    let changed = Set(program.iteration.compactMap(\.target))
    return program.steps(in: .data).compactMap { step in
      guard let name = step.target, read.contains(name), !changed.contains(name),
        program.exampleAxis(of: name) == nil, let shape = program.statics[name]?.shape,
        shape.rank > 0, step.statement.assignment?.value.startsLearning ?? false
      else { return nil }
      return ScriptDeparture(
        kind: .neverUpdated, name: name, line: step.line ?? 0, equation: step.statement,
        number: nil, right: nil)
    }
  }

  /// `dW = dW + ...`, which nothing sets to zero.
  private func accumulated(_ program: Program) -> [ScriptDeparture] {
    let learned = Set(program.evaluation.flatMap(\.inputs))
    let made = Set(program.steps(in: .`init`).compactMap(\.target))
    return program.iteration.compactMap { step in
      guard let assignment = step.statement.assignment, made.contains(assignment.name),
        !learned.contains(assignment.name), assignment.subscripts == nil,
        case .binary(.add, let first, let second) = assignment.computedValue.node,
        program.statics[assignment.name]?.shape?.rank ?? 0 > 0
      else { return nil }
      let isOwn = [first, second].contains(.name(assignment.name))
      guard isOwn else { return nil }
      let rest = first == .name(assignment.name) ? second : first
      // What a memory is multiplied by says that it is meant.
      guard !rest.names.contains(assignment.name), !rest.isSquare else { return nil }
      return ScriptDeparture(
        kind: .accumulated, name: assignment.name, line: step.line ?? 0, equation: step.statement,
        number: nil,
        right: Statement(.assignment(Assignment(assignment.name, value: rest))).atStartOfText)
    }
  }

  private func columnsForExamples(_ program: Program) -> [ScriptDeparture] {
    guard let count = program.exampleCount, count > 1 else { return [] }
    return program.parameters.compactMap { name in
      guard let axis = program.exampleAxis(of: name),
        let step = program.steps(in: .`init`).last(where: { $0.target == name })
      else { return nil }
      return ScriptDeparture(
        kind: .columnForEachExample(axis: axis, examples: count), name: name, line: step.line ?? 0,
        equation: step.statement, number: nil, right: nil)
    }
  }
}

extension Expression {
  /// Whether it is what learning starts from: drawn, or zeros.
  fileprivate var startsLearning: Bool {
    !Set(calledFunctions).isDisjoint(with: [
      "randn", "rand", "normal", "uniform", "standard_normal", "random", "zeros", "ones",
      "generator.normal", "generator.standard_normal", "generator.uniform", "generator.random",
    ])
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

extension Statement {
  /// The same step the other way.
  fileprivate func turned(from name: String) -> Statement? {
    guard var assignment, assignment.subscripts == nil else { return nil }
    switch (assignment.updateOperator, assignment.value.node) {
    case (.add?, _): assignment.updateOperator = .subtract
    case (.subtract?, _): assignment.updateOperator = .add
    case (nil, .binary(.add, let left, let right)): assignment.value = left - right
    case (nil, .binary(.subtract, let left, let right)): assignment.value = left + right
    default: return nil
    }
    return Statement(.assignment(assignment)).atStartOfText
  }
}
