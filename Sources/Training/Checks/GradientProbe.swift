import Arrays
import Equations
import Networks

/// A copy of a run on which values are moved a little to see what the loss does.
struct GradientProbe {
  let program: Program
  private let limits: EvaluationLimits
  /// What forward and loss compute at the parameters that the run has.
  private(set) var state: RunState
  /// The equations from parameters to loss.
  private let forward: [ProgramEquation]

  init(_ run: Run) throws(GradientCheck.Failure) {
    guard run.isInitialised else { throw .notInitialised(run.nextStep.phase) }
    program = run.program
    limits = run.program.limits
    state = run.state
    forward = program.evaluation
    let index = ProgramBuilder.batchIndexName
    if program.batchesPerEpoch > 1, state.slots[index] == nil {
      state.store(.array(NDArray(0)), as: index)
    }
    if program.batchesPerEpoch > 1,
      program.steps(in: .forward).contains(where: {
        $0.origin == .batching && $0.target.map { run.state.slots[$0] == nil } ?? false
      })
    {
      try self.run(
        program.steps(in: .forward).filter { $0.origin == .batching },
        after: { $0.store(.array(NDArray(0)), as: ProgramBuilder.batchIndexName) })
    }
  }

  private mutating func run(
    _ steps: [ProgramEquation], after prepare: (inout RunState) -> Void = { _ in }
  ) throws(GradientCheck.Failure) {
    prepare(&state)
    for step in steps {
      do {
        try state.execute(step, limits: limits)
      } catch {
        throw .equation(step, error)
      }
    }
  }

  /// The gradients at the parameters that are there, whatever the run had computed before.
  mutating func train() throws(GradientCheck.Failure) -> WrittenTraining {
    try run(forward)
    return try WrittenTraining(program, after: state)
  }

  func isIntermediate(_ name: String) -> Bool {
    name != program.loss && forward.contains { $0.target == name }
  }

  /// What differentiation of the model gives, whatever the model itself says.
  private lazy var derivation: Derivation? = program.derived?.derivation

  /// What finds the equation in which a mistake enters; `nil` where the model has no derivative.
  mutating func blame(_ training: WrittenTraining) -> GradientBlame? {
    let unnamed = UnnamedParts(of: program.modelToDerive, program)
    let values = unnamed?.derivatives(after: training.start) ?? [:]
    return derivation.map {
      var blame = GradientBlame(training, $0, forward: forward, unnamed: values)
      blame.unnamed = unnamed
      return blame
    }
  }

  /// The derivatives of the loss by all parameters, one after the other, where these have other
  /// values; `nil` where the model has no derivative or it cannot be computed.
  mutating func slopes(ofParametersAt values: [Double]) -> [Double]? {
    guard let derivation else { return nil }
    var moved = state
    var rest = values[...]
    for name in program.parameters {
      guard let shape = state[name]?.shape, rest.count >= shape.count else { return nil }
      moved.store(
        .array(NDArray(shape: shape, float64: Array(rest.prefix(shape.count)))), as: name)
      rest = rest.dropFirst(shape.count)
    }
    for step in forward where (try? moved.execute(step, limits: limits)) == nil { return nil }
    for equation in derivation.equations {
      let step = ProgramEquation(equation)
      guard (try? moved.execute(step, limits: limits)) != nil else { return nil }
    }
    var slopes: [Double] = []
    for name in program.parameters {
      guard let expression = derivation.expression(of: Differentiator.gradientName(of: name)),
        let slope = try? Evaluation.value(of: expression, in: SlotScope(moved.slots)).array,
        let shape = moved[name]?.shape, let whole = slope.spread(to: shape)
      else { return nil }
      slopes += whole.doubles
    }
    return slopes
  }

  /// What differentiation of the model gives for a gradient.
  mutating func expected(_ name: String) -> Expression? { derivation?.expression(of: name) }

  /// The derivative of the loss by everything between parameters and loss, as differentiation gives
  /// it before anything cancels, with those values.
  private lazy var slopes: [(slope: [Double], values: [Double])] = {
    guard let derivation else { return [] }
    var exact = state
    for equation in derivation.equations {
      try? exact.execute(ProgramEquation(equation), limits: limits)
    }
    return derivation.unfolded.compactMap { name, expression in
      guard let values = Differentiator.name(ofGradient: name).flatMap({ exact[$0] }),
        let slope = (try? Evaluation.value(of: expression, in: SlotScope(exact.slots)))?.array,
        slope.shape == values.shape
      else { return nil }
      return (slope.doubles, values.doubles)
    }
  }()

  /// What the rounding of everything between may make of the loss: a sigmoid that is almost 1 goes
  /// in steps, and behind it the loss does, too far apart for small distances to show.
  lazy var rounding: Double = {
    let total = slopes.reduce(0) { total, pair in
      zip(pair.slope, pair.values).reduce(total) { total, element in
        let size = element.0.magnitude
        return size <= Self.largestSlope ? total + size * element.1.magnitude : total
      }
    }
    let noise = total / max(state[Program.examplesName]?.item ?? 1, 1) * Double.ulpOfOne / 2
    return noise.isFinite ? noise : 0
  }()

  /// Whether the loss is at its limit for some example: there its derivative by the prediction,
  /// before it cancels against the next one, is beyond all numbers, while the loss itself stays.
  lazy var isLossAtLimit: Bool = slopes.contains { pair in
    pair.slope.contains { $0.magnitude > Self.largestSlope }
  }

  /// Of a cross-entropy: a prediction so near to 0 or 1 that its distance is mostly rounding.
  private static let largestSlope = 1e10

  /// The equations that a value reaches, after the one that makes it. What was drawn stays, though
  /// a draw may ask for the value's shape.
  func downstream(of name: String) -> [ProgramEquation] {
    let first = (forward.lastIndex { $0.target == name }).map { $0 + 1 } ?? 0
    var reached: Set<String> = [name]
    return forward[first...].filter { step in
      guard step.inputs.contains(where: reached.contains),
        !step.statement.drawsRandomNumbers
      else { return false }
      if let target = step.target { reached.insert(target) }
      return true
    }
  }

  /// The loss with one element of a value moved.
  ///
  /// - Parameter line: the equations among the steps that only the element's line changes.
  func loss(
    _ name: String, _ array: NDArray, _ flat: Int, by distance: Double, _ steps: [ProgramEquation],
    _ line: MovedLine?
  ) -> Double {
    if Interruption.isRequested { return .nan }
    var moved = state
    if let line {
      guard let other = try? line.moved(state, flat, by: distance, limits: limits) else {
        return .nan
      }
      moved = other
    } else {
      var values = array.doubles
      values[flat] += distance
      moved.store(.array(NDArray(shape: array.shape, float64: values)), as: name)
    }
    for step in line?.rest ?? steps {
      guard (try? moved.execute(step, limits: limits)) != nil else { return .nan }
    }
    return moved[program.loss]?.item ?? .nan
  }
}
