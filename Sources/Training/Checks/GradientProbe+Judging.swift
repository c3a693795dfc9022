import Arrays
import Equations
import Networks

/// What is right of a gradient.
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
  func spread(to shape: Shape) -> NDArray? {
    if self.shape == shape { return self }
    if count == 1, shape.count == 1 { return NDArray(shape: shape, float64: doubles) }
    let sum = try? NDArray.apply(.add, self, NDArray(repeating: NDArray(0.0), shape: shape))
    return sum?.shape == shape ? sum : nil
  }
}
