import Arrays
import Equations
import Networks
import Training

/// What has another shape, or goes along another axis, than is meant.
extension Script {
  /// A parameter with a column, or a row, for each example.
  ///
  /// - Parameter state: what forward computes, as for all that follow.
  func columnsForExamples(_ program: Program, _ state: RunState?) -> [ScriptDeparture] {
    guard let state else { return [] }
    var found: [(name: String, axis: Int)] = []
    for step in program.steps(in: .forward) {
      for expression in step.statement.expressions {
        expression.visit { found += added($0, program, state) }
      }
    }
    if let count = program.exampleCount, count > 1, program.batchesPerEpoch == 1 {
      found += program.parameters.compactMap { name in
        // A step that spreads makes it longer later, which is the step's fault.
        guard let axis = program.exampleAxis(of: name), let shape = state[name]?.shape,
          axis < shape.rank, shape[axis] == count
        else { return nil }
        return (name, axis)
      }
    }
    var names: Set<String> = []
    return found.filter { names.insert($0.name).inserted }.compactMap { name, axis in
      guard let shape = state[name]?.shape, axis < shape.rank,
        let step = program.steps(in: .`init`).last(where: { $0.target == name })
      else { return nil }
      return ScriptDeparture(
        kind: .columnForEachExample(axis: axis, examples: shape[axis]), name: name,
        line: step.line ?? 0, equation: step.statement, right: step.statement.shortened(axis))
    }
  }

  /// A parameter that is added to a product of another with the data, and is as large.
  private func added(
    _ expression: Expression, _ program: Program, _ state: RunState
  ) -> [(String, Int)] {
    guard case .binary(.add, let left, let right) = expression.node else { return [] }
    for (bias, product) in [(right, left), (left, right)] {
      guard let name = bias.nameAlone, program.parameters.contains(name),
        let shape = state[name]?.shape, shape.rank == 2, shape[0] > 1, shape[1] > 1,
        let (first, second) = product.matrixFactors
      else { continue }
      func isTrained(_ factor: Expression) -> Bool {
        factor.names.contains(where: program.parameters.contains)
      }
      guard isTrained(first) != isTrained(second) else { continue }
      return [(name, isTrained(first) ? 1 : 0)]
    }
    return []
  }

  /// Prediction and target that spread over each other.
  func spreads(_ program: Program, _ state: RunState?) -> [ScriptDeparture] {
    let trained = program.trainedNames
    // The shapes of a batch are known only when it has been picked.
    let ofBatches = program.batchesPerEpoch > 1 ? state : nil
    let notes = ofBatches.map { spreads(program, of: $0, trained) } ?? []
    return (program.notes + notes).compactMap { note in
      guard case .spread(let first, let second, _) = note.kind else { return nil }
      let step = program.iteration.first { $0.text == note.equation }
      if let step, let loss = reshapedElsewhere(step, first, second, program, state) {
        return ScriptDeparture(
          kind: .spread(note), name: step.target ?? "", line: step.line ?? 0,
          equation: step.statement, right: loss)
      }
      for (own, other) in [(first, second), (second, first)] {
        guard
          let made = (program.steps(in: .data) + program.steps(in: .forward))
            .last(where: { $0.target == own.text && !$0.inputs.contains(where: trained.contains) }),
          let assignment = made.statement.assignment, assignment.subscripts == nil,
          own.shape.rank != other.shape.rank,
          let value = try? Parser.expression(
            "(\(assignment.value.text))"
              + (own.shape.rank == 1
                ? other.shape[0] == 1 ? ".reshape(1, -1)" : ".reshape(-1, 1)" : ".ravel()"))
        else { continue }
        return ScriptDeparture(
          kind: .spread(note), name: own.text, line: made.line ?? 0, equation: made.statement,
          right: Statement(.assignment(Assignment(own.text, value: value))).atStartOfText)
      }
      return ScriptDeparture(
        kind: .spread(note), name: step?.target ?? "", line: step?.line ?? 0,
        equation: step?.statement)
    }
  }

  /// The equation with one of its two in the shape that another equation gives it: there its author has
  /// thought of it.
  private func reshapedElsewhere(
    _ step: ProgramEquation, _ first: ModelNote.Operand, _ second: ModelNote.Operand,
    _ program: Program, _ state: RunState?
  ) -> Statement? {
    guard let state, var assignment = step.statement.assignment else { return nil }
    for (own, other) in [(first, second), (second, first)] where Parser.isName(own.text) {
      var reshaped: Expression?
      for expression in program.iteration.flatMap(\.statement.expressions) {
        expression.visit { part in
          guard reshaped == nil, part.names == [own.text], part.nameAlone == nil,
            let array = (try? Evaluation.value(of: part, in: SlotScope(state.slots)))?.array,
            array.shape == other.shape, array.doubles == state[own.text]?.doubles
          else { return }
          reshaped = part
        }
      }
      guard let reshaped else { continue }
      assignment.value = assignment.value.substituting([own.text: reshaped])
      return Statement(.assignment(assignment)).atStartOfText
    }
    return nil
  }

  private func spreads(
    _ program: Program, of state: RunState, _ trained: Set<String>
  ) -> [ModelNote] {
    program.evaluation.compactMap { step in
      ModelNote.spread(in: step, trained: trained) { operand in
        let value = try? Evaluation.value(of: operand, in: SlotScope(state.slots))
        return value?.array.map { ModelNote.Operand(text: operand.text, shape: $0.shape) }
      }
    }
  }

  /// Shares, as of a softmax, that add up to 1 over the examples or over everything, and not for each
  /// example.
  func sharesOfAll(_ program: Program, _ state: RunState?) -> [ScriptDeparture] {
    guard let state else { return [] }
    return program.steps(in: .forward).compactMap { step in
      guard let name = step.target, let assignment = step.statement.assignment,
        assignment.subscripts == nil, let shares = state[name], shares.rank == 2,
        let examples = program.exampleAxis(of: name), shares.shape[0] > 1, shares.shape[1] > 1
      else { return nil }
      let (rows, columns) = (shares.shape[0], shares.shape[1])
      let values = shares.doubles
      guard values.allSatisfy({ $0 >= 0 && $0 <= 1 }) else { return nil }
      var sums = [[Double](repeating: 0, count: columns), [Double](repeating: 0, count: rows)]
      for (place, value) in values.enumerated() {
        sums[0][place % columns] += value
        sums[1][place / columns] += value
      }
      func areOne(_ sums: [Double]) -> Bool { sums.allSatisfy { ($0 - 1).magnitude < 1e-9 } }
      let ofExamples = sums[1 - examples]
      let isOverExamples = areOne(sums[examples])
      guard !areOne(ofExamples), isOverExamples || areOne([values.reduce(0, +)]) else { return nil }
      let (own, place) = sum(of: assignment, program, axis: 1 - examples)
      let line = place?.line ?? self.line(of: step, containing: own?.old)
      let element = examples == 1 ? "sum(\(name)[:, 0])" : "sum(\(name)[0])"
      return ScriptDeparture(
        kind: .sharesOfAll(overExamples: isOverExamples), name: name, line: line,
        equation: (place ?? step).statement,
        number: .init(element: element, written: ofExamples[0], right: 1), right: own?.right)
    }
  }

  /// The sum by which shares are divided, and the equation with one for each example.
  private func sum(
    of shares: Assignment, _ program: Program, axis: Int
  ) -> (own: (old: Expression, right: Statement)?, place: ProgramEquation?) {
    var divisor: Expression?
    shares.value.visit {
      if case .binary(.divide, _, let sum) = $0.node { divisor = divisor ?? sum }
    }
    guard let divisor else { return (nil, nil) }
    func mended(_ assignment: Assignment, _ sum: Expression) -> (old: Expression, right: Statement)?
    {
      guard case .call("sum", let arguments) = sum.node, let first = arguments.first?.value else {
        return nil
      }
      let right = Expression(
        .call(
          "sum",
          [
            Argument(first), Argument(keyword: "axis", .integer(axis)),
            Argument(keyword: "keepdims", .boolean(true)),
          ]))
      var assignment = assignment
      assignment.value = assignment.value.replacing(sum, with: right)
      return (sum, Statement(.assignment(assignment)).atStartOfText)
    }
    if let name = divisor.nameAlone,
      let step = program.steps(in: .forward).last(where: { $0.target == name }),
      let assignment = step.statement.assignment
    {
      return (mended(assignment, assignment.value), step)
    }
    return (mended(shares, divisor), nil)
  }

  /// The line of what a function gives back, where that is what an equation is made of.
  func line(of step: ProgramEquation, containing expression: Expression?) -> Int {
    let parts = step.target.flatMap { refined?.forward[$0] } ?? []
    guard let expression, let part = parts.first(where: { $0.expression.contains(expression) })
    else { return step.line ?? 0 }
    return part.line
  }

  /// Targets that are the same for every example: the labels are not in them.
  func constantTargets(_ program: Program, _ state: RunState?) -> [ScriptDeparture] {
    // A batch may have one class by chance.
    guard program.batchesPerEpoch == 1, let name = program.comparison?.target,
      let axis = program.exampleAxis(of: name),
      let values = state?[name]?.examplesInColumns(axis).doubles,
      let count = program.exampleCount, count > 1, values.count % count == 0,
      let step = program.steps(in: .data).last(where: { $0.target == name })
    else { return [] }
    let isConstant = values.indices.allSatisfy { values[$0] == values[$0 / count * count] }
    guard isConstant else { return [] }
    return [
      ScriptDeparture(
        kind: .constantTarget, name: name, line: step.line ?? 0, equation: step.statement)
    ]
  }
}

extension Program {
  /// The parameters, and what forward and loss make of them.
  var trainedNames: Set<String> {
    var names = Set(parameters)
    for step in evaluation where step.inputs.contains(where: names.contains) {
      if let target = step.target { names.insert(target) }
    }
    return names
  }
}

extension Run {
  /// What forward and loss compute at its parameters, of batches for the first; `nil` where they cannot.
  func evaluated() -> RunState? {
    guard program.batchesPerEpoch == 1 else {
      guard var run = Run(program, seed: seed).initialised() else { return nil }
      while [.forward, .loss].contains(run.nextStep.phase) {
        guard (try? run.stepEquation()) != nil else { return nil }
      }
      return run.state
    }
    guard let run = initialised() else { return nil }
    return run.state.after(program.evaluation, in: program)
  }

  /// The same with its parameters; `nil` where they cannot be made.
  func initialised() -> Run? {
    var run = self
    while !run.isInitialised {
      guard (try? run.stepEquation()) != nil else { return nil }
    }
    return run
  }

  /// The values with which an epoch's first round begins.
  var roundStart: RunState {
    var start = state
    if program.batchesPerEpoch > 1 {
      start.store(.array(NDArray(0)), as: ProgramBuilder.batchIndexName)
    }
    return start
  }
}

extension RunState {
  /// The values after some equations; `nil` where one of them fails.
  func after(_ steps: some Sequence<ProgramEquation>, in program: Program) -> RunState? {
    var state = self
    for step in steps {
      guard (try? state.execute(step, in: program)) != nil else { return nil }
    }
    return state
  }
}

extension ScriptDeparture {
  /// Whether it has gradients that are wrong for this reason alone.
  var makesWrongGradients: Bool {
    switch kind {
    case .columnForEachExample, .sharesOfAll, .lostAxis, .spread, .accumulated, .constantTarget:
      true
    default: false
    }
  }
}

extension Expression {
  func visit(_ body: (Expression) -> Void) {
    body(self)
    for child in children { child.visit(body) }
  }
}

extension Statement {
  /// `b = zeros((4, 16))` with a 1 for the length of an axis.
  fileprivate func shortened(_ axis: Int) -> Statement? {
    guard var assignment, case .call(let name, var arguments) = assignment.value.node,
      let first = arguments.first, case .tuple(var sizes) = first.value.node, axis < sizes.count
    else { return nil }
    sizes[axis] = .integer(1)
    arguments[0].value = Expression(.tuple(sizes))
    assignment.value = Expression(.call(name, arguments))
    return Statement(.assignment(assignment)).atStartOfText
  }
}
