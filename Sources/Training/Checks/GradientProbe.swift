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
  private lazy var rounding: Double = {
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
  private lazy var isLossAtLimit: Bool = slopes.contains { pair in
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

// MARK: - Judging

extension GradientProbe {
  /// The gradient of a parameter: of all that may be it the first that is right, or the likeliest.
  mutating func result(
    ofParameter name: String, _ candidates: [UpdateReading.Candidate]
  ) -> (result: GradientCheck.Result, candidate: UpdateReading.Candidate?) {
    guard let first = candidates.first else {
      let shape = state[name]?.shape ?? .scalar
      return (
        .unjudged(name, Differentiator.gradientName(of: name), true, .missing, shape, nil), nil
      )
    }
    var differences: [Int: CentralDifference] = [:]
    var likeliest: GradientCheck.Result?
    for candidate in candidates {
      let result = result(of: name, candidate.name, candidate.gradient, [1], &differences)
      if result.verdict == .correct { return (result, candidate) }
      likeliest = likeliest ?? result
    }
    return (likeliest ?? result(of: name, first.name, first.gradient, [1], &differences), first)
  }

  /// The gradient of something between. It may carry the number of examples, or not: that is the
  /// author's choice.
  mutating func result(
    ofValue name: String, _ gradientName: String, _ gradient: NDArray
  ) -> GradientCheck.Result {
    var differences: [Int: CentralDifference] = [:]
    let count = state[Program.examplesName]?.item ?? 1
    return result(of: name, gradientName, gradient, count > 1 ? [count, 1] : [1], &differences)
  }

  private mutating func result(
    of name: String, _ gradientName: String, _ given: NDArray, _ scales: [Double],
    _ known: inout [Int: CentralDifference]
  ) -> GradientCheck.Result {
    let isParameter = program.parameters.contains(name)
    let array = state[name] ?? NDArray(Double.nan)
    guard let gradient = given.spread(to: array.shape) else {
      return .unjudged(name, gradientName, isParameter, .wrongShape, array.shape, given.shape)
    }
    let (isAtLimit, noise) = (isLossAtLimit, rounding)
    let steps = downstream(of: name)
    let line = array.dtype == .float64 ? MovedLine(name, steps, in: state) : nil
    let places = Self.places(gradient.doubles)
    var differences: [CentralDifference] = []
    for flat in places {
      let size = array.doubles[flat].magnitude
      let difference =
        known[flat]
        ?? CentralDifference(scale: max(1, size.isFinite ? size : 1), noise: noise) {
          loss(name, array, flat, by: $0, steps, line)
        }
      known[flat] = difference
      differences.append(difference)
    }
    let indices = places.map { array.shape.index(ofFlat: $0) }
    let gradients = places.map { gradient.doubles[$0] }
    let results = scales.map { scale in
      GradientCheck.Result(
        name: gradientName, of: name, isParameter: isParameter, shape: array.shape,
        zip(zip(indices, gradients), differences).map {
          var element = GradientCheck.Element($0.0, $0.1, $1, scale: scale)
          if element.judgement == .wrong, isAtLimit { element.judgement = .lossAtLimit }
          return element
        }, differences, scale)
    }
    guard results[0].verdict != .correct,
      var other = results.dropFirst().first(where: { $0.verdict == .correct })
    else { return results[0] }
    other.isWithoutExamples = true
    return other
  }

  /// Elements to look at: those of the largest gradients, and some spread over all.
  private static func places(_ gradients: [Double]) -> [Int] {
    let most = GradientCheck.mostElements
    guard gradients.count > most else { return Array(gradients.indices) }
    let stride = gradients.count / (most / 2)
    var chosen = Set((0..<most / 2).map { $0 * stride + $0 % stride })
    let bySize = gradients.indices.sorted {
      let (a, b) = (gradients[$0].magnitude, gradients[$1].magnitude)
      return a != b ? a > b : $0 < $1
    }
    for place in bySize where chosen.count < most { chosen.insert(place) }
    return chosen.sorted()
  }
}

extension Derivation {
  /// The expression of a gradient, whether it has an equation of its own or cancels.
  func expression(of name: String) -> Expression? {
    equations.first { $0.name == name }?.value ?? folded.first { $0.name == name }?.value
  }
}

extension GradientCheck.Element {
  init(_ index: [Int], _ gradient: Double, _ found: CentralDifference, scale: Double) {
    self.index = index
    self.gradient = gradient
    difference = found.value * scale
    error = found.error * scale
    eps = found.eps
    let size = max(gradient.magnitude, difference.magnitude)
    let gap = (gradient - difference).magnitude
    let allowed = 4 * error + GradientCheck.tolerance * size
    if !gradient.isFinite || !difference.isFinite {
      judgement = gradient.isFinite && found.isFinite ? .tooSmall : .notFinite
    } else if let kink = found.kink {
      // At a kink any slope between the two sides is a derivative.
      let slack = 1e-3 * max(kink.lowerBound.magnitude, kink.upperBound.magnitude) * scale + error
      judgement =
        gradient >= kink.lowerBound * scale - slack && gradient <= kink.upperBound * scale + slack
        ? .atKink : .wrong
    } else if gap > allowed {
      judgement = .wrong
    } else {
      judgement = error <= GradientCheck.judgement * size && size > 0 ? .right : .tooSmall
    }
  }
}

extension GradientCheck.Result {
  static func unjudged(
    _ of: String, _ name: String, _ isParameter: Bool, _ verdict: GradientCheck.Verdict,
    _ shape: Shape, _ gradientShape: Shape?
  ) -> GradientCheck.Result {
    GradientCheck.Result(
      name: name, of: of, isParameter: isParameter, verdict: verdict, elements: [], shape: shape,
      gradientShape: gradientShape, largestDifference: nil, worst: nil, size: 0, bestEps: nil,
      table: [])
  }

  init(
    name: String, of: String, isParameter: Bool, shape: Shape, _ elements: [GradientCheck.Element],
    _ differences: [CentralDifference], _ scale: Double
  ) {
    let judged = elements.filter { $0.judgement == .right || $0.judgement == .wrong }
    func has(_ judgement: GradientCheck.Element.Judgement) -> Bool {
      elements.contains { $0.judgement == judgement }
    }
    let verdict: GradientCheck.Verdict =
      if has(.wrong) {
        .wrong
      } else if has(.notFinite) {
        .notFinite
      } else if has(.lossAtLimit) {
        .lossAtLimit
      } else if judged.isEmpty && !elements.contains(where: { $0.isAtRightKink }) {
        .tooSmallToJudge
      } else {
        .correct
      }
    let wrong = judged.filter { $0.judgement == .wrong }
    let worst =
      (wrong.isEmpty ? judged : wrong).max { $0.relativeDifference < $1.relativeDifference }
      ?? elements.max { $0.gradient.magnitude < $1.gradient.magnitude }
    let gradients = elements.map(\.gradient)
    let table = CentralDifference.ladder.indices.map { row in
      let values = differences.map { $0.rows[row].value * scale }
      let gap = zip(values, gradients).map { $0 - $1 }.norm
      let size = max(values.norm, gradients.norm)
      return GradientCheck.Row(
        eps: CentralDifference.ladder[row], relativeDifference: size > 0 ? gap / size : 0,
        rounding: size > 0 ? differences.map { $0.rows[row].rounding * scale }.norm / size : 0)
    }
    self.init(
      name: name, of: of, isParameter: isParameter, verdict: verdict, elements: elements,
      shape: shape, gradientShape: shape,
      largestDifference: judged.map(\.relativeDifference).max(), worst: worst,
      size: gradients.norm, bestEps: worst?.eps, table: table)
  }
}

extension NDArray {
  /// The array as it is added to one of this shape; `nil` where the sum would be larger.
  fileprivate func spread(to shape: Shape) -> NDArray? {
    if self.shape == shape { return self }
    if count == 1, shape.count == 1 { return NDArray(shape: shape, float64: doubles) }
    let sum = try? NDArray.apply(.add, self, NDArray(repeating: NDArray(0.0), shape: shape))
    return sum?.shape == shape ? sum : nil
  }
}
