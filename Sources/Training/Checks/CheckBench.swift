import Arrays
import Equations

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

  /// The equations that a value reaches, after the one that makes it.
  private func downstream(of name: String) -> [Step] {
    let first = (forward.lastIndex { $0.target == name }).map { $0 + 1 } ?? 0
    var reached: Set<String> = [name]
    return forward[first...].filter { step in
      guard step.inputs.contains(where: reached.contains) else { return false }
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
  func result(of name: String) -> GradientCheck.Result {
    let gradientName = Differentiator.gradientName(of: name)
    let isParameter = program.parameters.contains(name)
    let array = state[name] ?? NDArray(Double.nan)
    guard let gradient = state[gradientName] else {
      return .unjudged(name, gradientName, isParameter, .missing, array.shape, nil)
    }
    guard gradient.shape == array.shape else {
      return .unjudged(name, gradientName, isParameter, .wrongShape, array.shape, gradient.shape)
    }
    let steps = downstream(of: name)
    let places = Self.places(gradient.doubles)
    let differences = places.map { flat in
      let size = array.doubles[flat].magnitude
      return CentralDifference(scale: max(1, size.isFinite ? size : 1)) {
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
          .init($0.0, $0.1, $1, scale: scale)
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
      judgement = gradient.isFinite ? .tooSmall : .wrong
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
    let verdict: GradientCheck.Verdict =
      judged.contains { $0.judgement == .wrong }
      ? .wrong
      : judged.isEmpty && !elements.contains { $0.judgement == .atKink && $0.gradient != 0 }
        ? .tooSmallToJudge : .correct
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
