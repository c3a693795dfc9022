import Arrays
import CKernels
import Equations
import Networks

/// A condition that a run stops at, looked at after each of these.
package struct StopCondition: Sendable {
  package let expression: Expression
  package let every: StepUnit
  /// Whether the loss that it reads is the epoch's, the mean over its batches.
  package let readsMeanLoss: Bool

  package init(expression: Expression, every: StepUnit, readsMeanLoss: Bool = false) {
    self.expression = expression
    self.every = every
    self.readsMeanLoss = readsMeanLoss
  }

  /// One that ends a run of a program. With batches its loss is that of whole epochs: what the
  /// last, and perhaps smallest, batch costs says little.
  package init(ending program: Program, when expression: Expression, every unit: StepUnit) {
    let readsMeanLoss =
      program.batchesPerEpoch > 1 && program.unfolding(expression).names.contains(program.loss)
    self.init(
      expression: expression,
      every: readsMeanLoss ? .epoch : program.unit(of: expression, every: unit),
      readsMeanLoss: readsMeanLoss)
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
    /// The sum of the losses of the epoch's batches before this one, each times its examples, while
    /// a condition reads the epoch's loss.
    fileprivate var totalLoss: GraphView?

    struct Condition {
      let expression: Expression
      let names: Set<String>
      let every: StepUnit
      /// Whether the end of an epoch is looked at when the next begins, whose forward section
      /// computes the same predictions.
      let isDeferred: Bool
      let readsMeanLoss: Bool
      /// Whether something that it reads has changed since it was looked at.
      var isDue = false
    }

    init() {}

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
          isDeferred: program.defers(expression), readsMeanLoss: condition.readsMeanLoss)
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
  /// No name of the language.
  static let totalLossName = "total loss"

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
    if watching.conditions.contains(where: \.readsMeanLoss) {
      watching.totalLoss = graph.state(Self.totalLossName, rows: 1, columns: 1)
    }
    for condition in watching.conditions where condition.isDeferred {
      try look(at: condition.expression, in: program)
    }
    watching.epochValue = current
  }

  /// What the next pass takes over for the conditions that read it: the epoch, and the sum of the
  /// epoch's losses.
  func carriedForConditions(_ program: Program, _ pass: PassKind) throws(NotCompilable) -> [Carried]
  {
    var carried: [Carried] = []
    if let epoch = watching.epoch {
      let next =
        pass.isLast ? graph.add(.binary(UH_ADD.rawValue), [epoch, numberView(1)], 1, 1) : epoch
      carried.append(
        Carried(name: Self.epochName, shape: .scalar, dtype: .int64, view: next, isWatched: true))
    }
    if watching.totalLoss != nil {
      let next = pass.isLast ? numberView(0) : try totalLoss(program, pass)
      carried.append(
        Carried(
          name: Self.totalLossName, shape: .scalar, dtype: .float64, view: next, isWatched: true))
    }
    return carried
  }

  /// The sum of the epoch's losses with this batch's, as the interpreter adds them.
  private func totalLoss(_ program: Program, _ pass: PassKind) throws(NotCompilable) -> GraphView {
    guard let before = watching.totalLoss else { throw NotCompilable(.condition) }
    let share = graph.add(
      .binary(UH_MULTIPLY.rawValue),
      [graph.plain(try loss(of: program)), numberView(Double(pass.examples))], 1, 1)
    return graph.add(.binary(UH_ADD.rawValue), [before, share], 1, 1)
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
      let ofBatch = self.names[program.loss]
      if watching.conditions[position].readsMeanLoss {
        let mean = graph.add(
          .binary(UH_DIVIDE.rawValue),
          [try totalLoss(program, pass), numberView(Double(pass.examplesOfEpoch))], 1, 1)
        self.names[program.loss] = .varying(Varying(view: mean, shape: .scalar, dtype: .float64))
      }
      defer { self.names[program.loss] = ofBatch }
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
      let least = least(of: metric.rawValue, in: expression)
      names[metric.rawValue] = .varying(try value(of: metric, atLeast: least, in: program))
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
  ///
  /// - Parameter least: below this the value does not matter.
  private func value(
    of metric: Metric, atLeast least: Double?, in program: Program
  ) throws(NotCompilable) -> Varying {
    // Predictions that no other reads: as few of them as decide.
    if let least, program.batchesPerEpoch > 1 || metric.isOfValidation,
      let judged = try judged(metric, atLeast: least, in: program)
    {
      return judged
    }
    let outside = names
    defer { names = outside }
    try bindExamples(of: metric, in: program)
    for step in program.evaluation { try compile(step) }
    do {
      if metric == .validationLoss, let loss = names[program.loss] { return try operand(loss) }
      if let right = try right(metric, in: program) {
        names[Self.rightName] = .varying(right)
        return try operand(try compile(.call("mean", .name(Self.rightName))))
      }
      guard let (prediction, target) = program.comparison,
        let shape = names[prediction]?.arrayType?.shape,
        let targets = names[target]?.known?.array,
        let other = program.expression(
          of: metric, prediction: shape, target: targets, mayBeNaN: true)
      else { throw NotCompilable(.condition) }
      return try operand(try compile(other))
    } catch let error as LanguageError {
      throw notCompilable(error)
    } catch {
      throw NotCompilable(.condition)
    }
  }

  /// Gives the names of examples those that a metric looks at.
  func bindExamples(of metric: Metric, in program: Program) throws(NotCompilable) {
    for (name, other) in program.examples(of: metric) {
      guard let examples = names[other], let array = examples.known?.array else {
        throw NotCompilable(.condition)
      }
      names[name] = examples
      if let axis = program.exampleAxis(of: name) {
        names[Program.examplesName] = .known(.array(NDArray(array.shape[axis])), nil)
      }
    }
  }

  /// Which predictions are right, a truth value an answer, where a metric is of classes.
  func right(_ metric: Metric, in program: Program) throws(NotCompilable) -> Varying? {
    guard metric.isOfClasses == true, let (prediction, target) = program.comparison,
      let predicted = names[prediction], let shape = predicted.arrayType?.shape,
      let targets = names[target]?.known?.array,
      let rule = program.accuracyRule(prediction: shape, target: targets)
    else { return nil }
    do {
      if case .varying(let predicted) = predicted, let marks = rule.marks(of: targets) {
        let marks = try operand(.known(.array(marks), nil))
        return elementwise(UH_ON_SIDE, predicted, marks, .bool)
      }
      return try operand(
        try compile(rule.right(of: .name(prediction), .name(target), mayBeNaN: true)))
    } catch let error as LanguageError {
      throw notCompilable(error)
    } catch {
      throw NotCompilable(.condition)
    }
  }

  /// No name of the language.
  private static let rightName = "right predictions"
}

extension Program {
  /// Whether a condition is looked at, at the end of an epoch, when the next one begins.
  func defers(_ condition: Expression) -> Bool {
    batchesPerEpoch == 1 && hasMetric(unfolding(condition))
  }
}
