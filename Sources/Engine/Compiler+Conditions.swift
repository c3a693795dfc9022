import Arrays
import CKernels
import Equations
import Networks

/// A condition that a run stops at, looked at after each of these.
package struct StopCondition: Sendable {
  package let expression: Expression
  package let every: StepUnit

  package init(expression: Expression, every: StepUnit) {
    self.expression = expression
    self.every = every
  }
}

/// Conditions that compiled epochs look at where they may have changed, so that a run can stop
/// before the epoch in which one of them becomes true. The interpreter then runs that epoch and
/// finds the equation.
extension Compiler {
  /// What a pass notes during an epoch beside the program's own values.
  struct Watching {
    /// The conditions, with the names that change them.
    fileprivate(set) var conditions: [Condition] = []
    /// Whether one of them was true at some moment of the epoch; 1 or 0.
    fileprivate(set) var isMet: GraphView?
    /// The epoch that is being run, while a condition reads it.
    fileprivate var epoch: GraphView?
    fileprivate var epochValue: CompiledValue.Varying?

    struct Condition {
      let expression: Expression
      let names: Set<String>
      let every: StepUnit
      /// Whether the end of an epoch is looked at when the next begins, whose forward section
      /// computes the same predictions.
      let isDeferred: Bool
      /// Whether something that it reads has changed since it was looked at.
      var isDue = false
    }

    init(_ conditions: [StopCondition], _ program: Program) {
      self.conditions = conditions.map { condition in
        let expression = program.unfolding(condition.expression)
        var names = Set(expression.names)
        // A metric is another whenever a parameter is.
        if names.contains(where: { Metric(rawValue: $0) != nil }) {
          names.formUnion(program.parameters)
        }
        return Condition(
          expression: expression, names: names,
          every: program.unit(of: expression, every: condition.every),
          isDeferred: program.defers(expression))
      }
    }

    /// Of the names that an epoch computes afresh, those whose values of the epoch before are
    /// looked at too: a condition on two of them is, when the first is new, about the other's old.
    func needsFromBefore(_ recomputed: [String]) -> [String] {
      recomputed.filter { name in
        conditions.contains { $0.names.contains(name) && $0.names.count > 1 }
      }
    }
  }

  /// The name under which conditions read the epoch.
  static let epochName = "epoch"

  func beginWatching(_ program: Program) throws(NotCompilable) {
    // No equation computes it, so there is no place to look at it.
    if watching.conditions.contains(where: { $0.names.contains(ProgramBuilder.batchIndexName) }) {
      throw NotCompilable(.condition)
    }
    var current: Varying?
    if watching.conditions.contains(where: { $0.names.contains(Self.epochName) }) {
      let view = graph.state(Self.epochName, rows: 1, columns: 1)
      watching.epoch = view
      let range = CompiledValue.Range(low: 0, high: Self.largestCarriedInteger)
      let epoch = Varying(view: view, shape: .scalar, dtype: .int64, range: range)
      // The epoch that has just ended.
      watching.epochValue = elementwise(UH_SUBTRACT, epoch, number(1, .int64), .int64, range)
      current = epoch
    }
    for condition in watching.conditions where condition.isDeferred {
      try look(at: condition.expression, in: program)
    }
    watching.epochValue = current
  }

  /// The epoch of the next pass, if a condition reads it.
  func nextEpoch(_ pass: PassKind) -> GraphView? {
    guard let epoch = watching.epoch else { return nil }
    guard pass.isLast else { return epoch }
    return graph.add(.binary(UH_ADD.rawValue), [epoch, numberView(1)], 1, 1)
  }

  /// Looks at the conditions that may have changed, if they are looked at after this equation.
  func watch(
    after index: Int, in program: Program, _ pass: PassKind
  ) throws(NotCompilable) {
    let step = program.iteration[index]
    let next = index + 1 < program.iteration.count ? program.iteration[index + 1] : nil
    for position in watching.conditions.indices {
      let names = watching.conditions[position].names
      if step.target.map(names.contains) == true
        || (index == 0 && names.contains(Self.epochName))
      {
        watching.conditions[position].isDue = true
      }
      let isBoundary =
        switch watching.conditions[position].every {
        case .equation: true
        case .phase: next?.phase != step.phase
        case .epoch: next == nil && pass.isLast
        }
      guard isBoundary, watching.conditions[position].isDue else { continue }
      if next == nil, watching.conditions[position].isDeferred { continue }
      watching.conditions[position].isDue = false
      try look(at: watching.conditions[position].expression, in: program)
    }
  }

  /// Notes whether a condition holds at this place.
  private func look(at expression: Expression, in program: Program) throws(NotCompilable) {
    let outside = names
    isInCondition = true
    defer {
      names = outside
      isInCondition = false
    }
    if let epoch = watching.epochValue { names[Self.epochName] = .varying(epoch) }
    for metric in program.metrics where expression.names.contains(metric.rawValue) {
      names[metric.rawValue] = .varying(try value(of: metric, in: program))
    }
    let value: CompiledValue
    do throws(LanguageError) {
      value = try compile(expression)
    } catch {
      throw notCompilable(error)
    }
    switch value {
    case .known(let known, _) where known.array?.item == 0: break
    case .varying(let value) where value.view.isScalar:
      let isMet = graph.add(
        .binary(UH_NOT_EQUAL.rawValue), [graph.plain(value.view), numberView(0)], 1, 1)
      watching.isMet =
        watching.isMet.map { graph.add(.binary(UH_OR.rawValue), [$0, isMet], 1, 1) } ?? isMet
    default: throw NotCompilable(.condition)
    }
  }

  /// A metric at the parameters that are there at this place of the epoch.
  private func value(of metric: Metric, in program: Program) throws(NotCompilable) -> Varying {
    let outside = names
    defer { names = outside }
    for (name, other) in program.examples(of: metric) {
      guard let examples = names[other], let array = examples.known?.array else {
        throw NotCompilable(.condition)
      }
      names[name] = examples
      if let axis = program.exampleAxis(of: name) {
        names[Program.examplesName] = .known(.array(NDArray(array.shape[axis])), nil)
      }
    }
    for step in program.evaluation { try compile(step) }
    do {
      if metric == .validationLoss, let loss = names[program.loss] { return try operand(loss) }
      guard let (prediction, target) = program.comparison,
        let shape = names[prediction]?.arrayType?.shape,
        let targets = names[target]?.known?.array,
        let accuracy = program.expression(
          of: metric, prediction: shape, target: targets, mayBeNaN: true)
      else { throw NotCompilable(.condition) }
      return try operand(try compile(accuracy))
    } catch let error as LanguageError {
      throw notCompilable(error)
    } catch {
      throw NotCompilable(.condition)
    }
  }
}

extension Program {
  /// Whether a condition is looked at, at the end of an epoch, when the next one begins.
  func defers(_ condition: Expression) -> Bool {
    batchesPerEpoch == 1 && hasMetric(unfolding(condition))
  }
}
