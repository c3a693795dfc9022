import Arrays
import Equations
import Networks

/// The gradients of a run held against central differences of its loss.
///
///     let check = try GradientCheck(run)
///     check.culprit?.equation
///
/// Each element is judged by the size of its own gradient and by the error that the difference
/// itself may have. So neither a small start nor a vanished gradient passes unseen: where the
/// difference is not known to a hundredth of the gradient, the element is not judged.
public struct GradientCheck: Sendable {
  /// A gradient may be off by so much of itself.
  public static let tolerance = 5e-5
  /// A difference must be known to so much of the gradient to be a judge of it.
  static let judgement = 1e-2
  /// Elements of one value that are looked at; of larger ones they are spread over all of it.
  static let mostElements = 24

  public enum Verdict: String, Sendable, Equatable {
    case correct
    case wrong
    /// A constant times what it should be, as are all of them: the learning rate takes that up.
    case scaled
    /// The gradient is so small that no difference of the loss can tell.
    case tooSmallToJudge
    /// The loss is at its limit here, where it no longer does what the gradient says.
    case lossAtLimit
    /// The gradient, or the loss around it, is no number.
    case notFinite
    /// The model computes no gradient of this name.
    case missing
    /// The gradient does not have the shape of what it belongs to.
    case wrongShape
  }

  /// The gradient of one name: a parameter, or something between.
  public struct Result: Sendable {
    /// `dW1`.
    public let name: String
    /// `W1`.
    public let of: String
    public let isParameter: Bool
    public internal(set) var verdict: Verdict
    public let elements: [Element]
    public let shape: Shape
    /// Of a gradient that no equation makes: what differentiation gives for it.
    public internal(set) var derived: Expression?
    /// The shape of the gradient, if there is one.
    public let gradientShape: Shape?
    /// Of all elements judged, the largest difference relative to the gradient.
    public let largestDifference: Double?
    /// The element with the largest difference, or of the largest gradient if none is judged.
    public let worst: Element?
    /// The gradient as the norm of the elements looked at.
    public let size: Double
    /// For what lies between: whether it is the derivative itself, without the number of examples
    /// that derived gradients carry.
    public internal(set) var isWithoutExamples = false
    /// The eps that served best for the worst element.
    public let bestEps: Double?
    /// Over eps: the largest relative difference of the plain central differences.
    public let table: [Row]

    public var judgedCount: Int {
      elements.count { $0.judgement == .right || $0.judgement == .wrong }
    }
  }

  public struct Row: Sendable, Equatable {
    public let eps: Double
    /// ‖difference − gradient‖ / max(‖difference‖, ‖gradient‖) over the elements looked at.
    public let relativeDifference: Double
    /// What rounding alone may make of it.
    public let rounding: Double
  }

  public struct Element: Sendable, Equatable {
    public enum Judgement: String, Sendable, Equatable {
      case right, wrong, tooSmall, atKink, notFinite, lossAtLimit
    }
    public let index: [Int]
    public let gradient: Double
    public let difference: Double
    /// How far the difference may be off.
    public let error: Double
    public let eps: Double
    public internal(set) var judgement: Judgement

    /// A gradient that lies between the slopes of both sides, and shows something.
    var isAtRightKink: Bool { judgement == .atKink && gradient != 0 }

    public var relativeDifference: Double {
      let size = max(gradient.magnitude, difference.magnitude)
      return size > 0 ? (gradient - difference).magnitude / size : 0
    }
  }

  /// The equation in which a mistake entered.
  public struct Culprit: Sendable, Equatable {
    public let name: String
    public let equation: Statement
    /// What differentiation of the model gives instead.
    public let expected: Expression?
    /// Where the equation is right but comes too soon, what needs the name's value before it.
    public let usedAfter: Statement?
  }

  /// A gradient that is not the derivative.
  private struct Wrong {
    let parameter: String
    /// What is taken for the gradient.
    let candidate: UpdateReading.Candidate
    /// How many times the right one the equation's value may be.
    var ratios: [Double]
  }

  /// Of the parameters, in the program's order.
  public let parameters: [Result]
  /// Of what lies between, in the order of the backward section.
  public let intermediates: [Result]
  public let culprit: Culprit?
  /// How many times the derivative the gradients are whose verdict is `scaled`.
  public let commonFactor: Double?

  public var isCorrect: Bool { parameters.allSatisfy { $0.verdict == .correct } }
  /// Whether every gradient is the derivative but for its sign, so that each step goes up.
  public var isTurned: Bool {
    let judged = parameters.flatMap(\.elements).filter { $0.judgement == .wrong }
    let hasRight = parameters.contains { $0.elements.contains { $0.judgement == .right } }
    return !judged.isEmpty && !hasRight
      && judged.allSatisfy {
        ($0.gradient + $0.difference).magnitude
          <= 4 * $0.error + Self.tolerance * $0.difference.magnitude
      }
  }
  public var isWrong: Bool {
    parameters.contains { [.wrong, .wrongShape, .missing].contains($0.verdict) }
  }

  public enum Failure: Error, Sendable {
    /// There are no parameters yet: the phase that comes next.
    case notInitialised(Phase)
    case equation(ProgramEquation, LanguageError)
    /// Whoever waited no longer wants it.
    case interrupted
  }

  /// Checks the gradients at the parameters that a run has now. The run is not touched.
  ///
  /// - Throws: `Failure` before there are parameters, of an equation of the backward section, or
  ///   where it is no longer wanted.
  public init(_ run: Run) throws(Failure) {
    var probe = try GradientProbe(run)
    let training = try probe.train()
    var parameters: [Result] = []
    var wrong: [Wrong] = []
    for name in run.program.parameters {
      let candidates = UpdateReading(of: name, in: training).candidates
      var (result, candidate) = probe.result(ofParameter: name, candidates)
      // Of a loss that is no longer wanted there is nothing to say.
      if Interruption.isRequested { throw .interrupted }
      if result.verdict == .missing { result.derived = probe.expected(result.name) }
      parameters.append(result)
      guard let candidate, [.wrong, .wrongShape].contains(result.verdict) else { continue }
      let same = candidates.filter { $0.index == candidate.index && $0.scale != 0 }
      wrong.append(
        Wrong(parameter: name, candidate: candidate, ratios: same.map { 1 / $0.scale }))
    }
    var blame = wrong.isEmpty ? nil : probe.blame(training)
    // Where one is right, another that is a multiple of what it should be is wrong.
    if !parameters.contains(where: { [.correct, .missing].contains($0.verdict) }),
      let scaled = blame?.findCommonFactor(
        of: wrong.map { ($0.parameter, $0.candidate.gradient) }), !scaled.isEmpty
    {
      for index in parameters.indices where scaled.contains(parameters[index].of) {
        parameters[index].verdict = .scaled
      }
      wrong.removeAll { scaled.contains($0.parameter) }
      let factor = blame?.commonFactor ?? 1
      for index in wrong.indices { wrong[index].ratios = wrong[index].ratios.map { $0 * factor } }
    }
    commonFactor = blame?.commonFactor
    self.parameters = parameters
    guard parameters.contains(where: { [.wrong, .wrongShape, .missing].contains($0.verdict) })
    else {
      intermediates = []
      culprit = nil
      return
    }
    var between: [Result] = []
    for step in run.program.steps(in: .backward) {
      guard let target = step.target, let of = Differentiator.name(ofGradient: target),
        probe.isIntermediate(of), let gradient = training.end[target]
      else { continue }
      between.append(probe.result(ofValue: of, target, gradient))
      if Interruption.isRequested { throw .interrupted }
    }
    intermediates = between
    if let found = blame?.culprit(
      of: wrong.map { ($0.parameter, $0.candidate.index, $0.ratios) })
    {
      culprit = found
    } else if let first = wrong.first {
      let step = training.steps[first.candidate.index]
      let gradient = Differentiator.gradientName(of: first.parameter)
      let isUpdate = step.target == first.parameter
      culprit = Culprit(
        name: isUpdate ? gradient : step.target ?? "", equation: step.statement,
        expected: blame?.expected(gradient, at: first.candidate.index), usedAfter: nil)
    } else {
      culprit = nil
    }
  }
}
