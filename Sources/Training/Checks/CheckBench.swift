import Arrays
import Equations
import Networks

/// A copy of a run on which values are moved a little to see what the loss does.
struct CheckBench {
  let program: Program
  private let limits: EvaluationLimits
  /// Everything computed at the parameters that the run has.
  private var state: RunState
  /// The equations from parameters to loss.
  private let forward: [Step]

  init(_ run: Run) throws(GradientCheck.Failure) {
    guard run.isInitialised else { throw .notInitialised(run.nextStep.phase) }
    program = run.program
    limits = run.program.limits
    state = run.state
    forward = program.evaluation
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
    _ steps: [Step], after prepare: (inout RunState) -> Void = { _ in }
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
  mutating func computeGradients() throws(GradientCheck.Failure) {
    try run(forward + program.steps(in: .backward))
  }

  func isIntermediate(_ name: String) -> Bool {
    name != program.loss && forward.contains { $0.target == name }
  }

  /// What differentiation of the model gives, whatever the model itself says.
  private lazy var derivation: Derivation? = {
    if let derivation = program.derivation { return derivation }
    var model = program.model
    model.sections[.backward] = nil
    return (try? Program(model, limits: limits).knowing(notUnit: program.notUnit))?.derivation
  }()

  /// What differentiation of the model gives for a gradient.
  mutating func expected(_ name: String) -> Expression? { derivation?.expression(of: name) }

  /// Whether a backward equation gives what differentiation of the model gives, from the values
  /// that it reads, mistaken or not.
  mutating func isAsDerived(_ step: Step) -> Bool {
    guard let target = step.target, let expected = self.expected(target) else { return false }
    if step.statement.assignment?.value == expected { return true }
    guard let own = state[target],
      let other = (try? Evaluation.value(of: expected, in: SlotScope(state.slots)))?.array,
      own.shape == other.shape
    else { return false }
    let size = other.doubles.reduce(0) { max($0, $1.magnitude) }
    // Another order of rounding is no mistake.
    return zip(own.doubles, other.doubles).allSatisfy { ($0 - $1).magnitude <= 1e-11 * size }
  }

  /// The first equation that `step` depends on, however far behind it, and that is not as
  /// differentiation gives it.
  mutating func mistake(behind step: Step, except names: [String]) -> GradientCheck.Culprit? {
    let backward = program.steps(in: .backward)
    var needed = Set(step.inputs)
    var found: GradientCheck.Culprit?
    let end = backward.lastIndex { $0 == step } ?? backward.endIndex
    for other in backward[..<end].reversed() {
      guard let target = other.target, needed.contains(target) else { continue }
      needed.formUnion(other.inputs)
      guard let expected = self.expected(target), !names.contains(target), !isAsDerived(other)
      else {
        continue
      }
      found = GradientCheck.Culprit(name: target, equation: other.statement, expected: expected)
    }
    return found
  }

  /// The derivative of the loss by everything between parameters and loss, as differentiation gives
  /// it before anything cancels, with those values.
  private lazy var slopes: [(slope: [Double], values: [Double])] = {
    guard let derivation else { return [] }
    var exact = state
    for equation in derivation.equations {
      try? exact.execute(
        Step(.backward, Statement(.assignment(equation.assignment)), .derived), limits: limits)
    }
    return derivation.unfolded.compactMap { name, expression in
      guard let values = exact[String(name.dropFirst())],
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
  private func downstream(of name: String) -> [Step] {
    let first = (forward.lastIndex { $0.target == name }).map { $0 + 1 } ?? 0
    var reached: Set<String> = [name]
    return forward[first...].filter { step in
      guard step.inputs.contains(where: reached.contains),
        !step.statement.expressions.contains(where: \.drawsRandomNumbers)
      else { return false }
      if let target = step.target { reached.insert(target) }
      return true
    }
  }

  /// The loss with one element of a value moved.
  private func loss(
    _ name: String, _ array: NDArray, _ flat: Int, by distance: Double, _ steps: [Step]
  )
    -> Double
  {
    var moved = state
    var values = array.doubles
    values[flat] += distance
    moved.store(.array(NDArray(shape: array.shape, float64: values)), as: name)
    for step in steps {
      guard (try? moved.execute(step, limits: limits)) != nil else { return .nan }
    }
    return moved[program.loss]?.item ?? .nan
  }
}

// MARK: - Judging

extension CheckBench {
  mutating func result(of name: String) -> GradientCheck.Result {
    let gradientName = Differentiator.gradientName(of: name)
    let isParameter = program.parameters.contains(name)
    let array = state[name] ?? NDArray(Double.nan)
    guard let gradient = state[gradientName] else {
      return .unjudged(name, gradientName, isParameter, .missing, array.shape, nil)
    }
    guard gradient.shape == array.shape else {
      return .unjudged(name, gradientName, isParameter, .wrongShape, array.shape, gradient.shape)
    }
    let (isAtLimit, noise) = (isLossAtLimit, rounding)
    let steps = downstream(of: name)
    let places = Self.places(gradient.doubles)
    let differences = places.map { flat in
      let size = array.doubles[flat].magnitude
      return CentralDifference(scale: max(1, size.isFinite ? size : 1), noise: noise) {
        loss(name, array, flat, by: $0, steps)
      }
    }
    let indices = places.map { array.shape.index(ofFlat: $0) }
    let gradients = places.map { gradient.doubles[$0] }
    // What lies between may carry the number of examples, or not: that is the author's choice.
    var scales = [1.0]
    if !isParameter, let count = state[Program.examplesName]?.item, count > 1 {
      scales = [count, 1]
    }
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
    func norm(_ values: [Double]) -> Double {
      values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
    let gradients = elements.map(\.gradient)
    let table = CentralDifference.ladder.indices.map { row in
      let values = differences.map { $0.rows[row].value * scale }
      let gap = norm(zip(values, gradients).map { $0 - $1 })
      let size = max(norm(values), norm(gradients))
      return GradientCheck.Row(
        eps: CentralDifference.ladder[row], relativeDifference: size > 0 ? gap / size : 0,
        rounding: size > 0 ? norm(differences.map { $0.rows[row].rounding * scale }) / size : 0)
    }
    self.init(
      name: name, of: of, isParameter: isParameter, verdict: verdict, elements: elements,
      shape: shape, gradientShape: shape,
      largestDifference: judged.map(\.relativeDifference).max(), worst: worst,
      size: norm(gradients), bestEps: worst?.eps, table: table)
  }
}
