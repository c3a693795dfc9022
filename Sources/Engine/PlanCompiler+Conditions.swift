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

/// Conditions that a plan looks at where they may have changed, so that a run can stop before the
/// epoch in which one of them becomes true. The tree walker then runs that epoch and finds the
/// equation.
extension PlanCompiler {
  /// What a plan notes during an epoch beside the program's own values.
  struct Watching {
    /// The conditions, with the names that change them.
    fileprivate(set) var conditions: [Condition] = []
    /// Whether one of them was true at some moment of the epoch; 1 or 0.
    fileprivate(set) var isMet: PlanView?
    /// The epoch that is being run, while a condition reads it.
    fileprivate var epoch: PlanView?

    struct Condition {
      let expression: Expression
      let names: Set<String>
      let every: StepUnit
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
        return Condition(expression: expression, names: names, every: condition.every)
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

  mutating func beginWatching() throws(PlanRefusal) {
    // No equation computes it, so there is no place to look at it.
    if watching.conditions.contains(where: { $0.names.contains(ProgramBuilder.batchIndexName) }) {
      throw PlanRefusal(ProgramBuilder.batchIndexName)
    }
    guard watching.conditions.contains(where: { $0.names.contains(Self.epochName) }) else { return }
    let view = home(Self.epochName, rows: 1, columns: 1)
    watching.epoch = view
    bind(Self.epochName, Varying(view: view, shape: .scalar, dtype: .int64))
  }

  /// The epoch of the next pass, if a condition reads it.
  mutating func nextEpoch(_ pass: PlanPass) throws(PlanRefusal) -> PlanView? {
    guard let epoch = watching.epoch else { return nil }
    guard pass.isLast else { return epoch }
    return add(.binary(UH_ADD.rawValue), [epoch, try number(1)], 1, 1)
  }

  /// Looks at the conditions that may have changed, if they are looked at after this equation.
  mutating func watch(
    after index: Int, in program: Program, _ pass: PlanPass
  ) throws(PlanRefusal) {
    let step = program.cycle[index]
    let next = index + 1 < program.cycle.count ? program.cycle[index + 1] : nil
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
      watching.conditions[position].isDue = false
      let expression = watching.conditions[position].expression
      var compiler = self
      compiler.drawsRandomNumbers = false
      for metric in program.metrics where expression.names.contains(metric.rawValue) {
        compiler.bind(metric.rawValue, try compiler.compile(metric, of: program))
      }
      let value = try compiler.compile(expression)
      graph = compiler.graph
      switch value {
      case .constant(.array(let array)) where array.item == 0: continue
      case .constant: throw PlanRefusal("a condition that does not change")
      case .varying(let value):
        guard value.view.isScalar else { throw PlanRefusal("a condition on many numbers") }
        let zero = try number(0)
        var isMet = add(.binary(UH_NOT_EQUAL.rawValue), [plain(value.view), zero], 1, 1)
        if let before = watching.isMet {
          isMet = add(.binary(UH_OR.rawValue), [before, isMet], 1, 1)
        }
        watching.isMet = isMet
      }
    }
  }

  /// A metric at the parameters that are there at this place of the epoch.
  private mutating func compile(
    _ metric: Metric, of program: Program
  ) throws(PlanRefusal) -> Varying {
    // The same constants serve every place at which a metric is looked at.
    for other in program.examples(of: metric).values {
      if let examples = self[other] { _ = try varying(examples, .name(other)) }
    }
    var copy = self
    for (name, other) in program.examples(of: metric) {
      guard case .constant(let examples) = copy[other] else { throw PlanRefusal(other) }
      copy.bind(name, as: other)
      if let array = examples.array, array.rank == 2 {
        copy.bind(Program.examplesName, constant: .array(NDArray(array.shape[1])))
      }
    }
    for step in program.evaluation { try copy.compile(step, in: program) }
    let result: Known
    if metric == .validationLoss {
      guard let loss = copy[program.loss] else { throw PlanRefusal(program.loss) }
      result = loss
    } else {
      guard let (prediction, _) = program.comparison, case .varying(let value)? = copy[prediction],
        value.shape.rank == 2, let accuracy = program.accuracy(rows: value.shape[0])
      else { throw PlanRefusal(metric.rawValue) }
      result = try copy.compile(accuracy)
    }
    graph = copy.graph
    guard case .varying(let value) = result else { throw PlanRefusal(metric.rawValue) }
    return value
  }
}
