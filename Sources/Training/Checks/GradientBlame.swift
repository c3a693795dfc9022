import Arrays
import Equations
import Networks

/// Finds the written equation with which wrong gradients begin.
///
/// Each written value is compared with what differentiation of the model gives for the same value:
/// the derivative of the loss by something between, or by a parameter. Which one that is, is found
/// from the numbers, and of a value that is wrong from what it is used for: put the right one in
/// its place, and the equation that reads it is right. A value between may be scaled as its author
/// likes, as long as what is made of it is scaled back.
struct GradientBlame {
  let training: WrittenTraining
  let derivation: Derivation
  /// The derivative of the loss by each name; by those between, m times that.
  var exact: [String: NDArray] = [:]
  /// The slopes of equations between, element by element: `A * (1 - A)`.
  var slopes: [NDArray] = []
  let examples: Double
  /// What forward gives no name, for right lines.
  var unnamed: UnnamedParts?
  /// What each equation's value is the derivative by.
  var roles: [Int: String] = [:]
  var visited: Set<Int> = []
  var wrong: [Wrong] = []

  /// A parameter whose gradient is wrong, with the equation that makes its gradient and the ratios
  /// to the derivative that would be right there.
  typealias Wrong = (parameter: String, index: Int, ratios: [Double])

  /// Rounding in another order is no mistake.
  static let rounding = 1e-9
  /// Slopes are taken by differences.
  static let roundingOfSlopes = 1e-6

  /// The factor that all gradients have in common, and the rate takes up.
  private(set) var commonFactor: Double?

  /// - Parameter unnamed: the derivatives by what forward computes and gives no name, as
  ///   `UnnamedParts` finds them.
  init(
    _ training: WrittenTraining, _ derivation: Derivation, forward: [ProgramEquation],
    unnamed: [String: NDArray]
  ) {
    self.training = training
    self.derivation = derivation
    examples = training.start[Program.examplesName]?.item ?? 1
    var state = training.start
    for equation in derivation.equations {
      try? state.execute(ProgramEquation(equation), limits: training.program.limits)
      exact[equation.of] = state[equation.name]
    }
    for (name, expression) in derivation.unfolded {
      guard let of = Differentiator.name(ofGradient: name) else { continue }
      if exact[of] == nil { exact[of] = training.evaluate(expression, in: state) }
    }
    exact.merge(unnamed) { own, _ in own }
    exact = exact.filter { $0.value.doubles.allSatisfy(\.isFinite) }
    slopes = forward.flatMap { slopes(of: $0) }
  }

  /// The equation in which the mistake enters, or `nil` where none can be told.
  ///
  mutating func culprit(of wrong: [Wrong]) -> GradientCheck.Culprit? {
    self.wrong = wrong
    var found: [(index: Int, culprit: GradientCheck.Culprit)] = []
    for (parameter, index, ratios) in wrong {
      guard let right = exact[parameter] else { continue }
      visited = []
      if let mistake = mistake(at: index, right, ratios, of: parameter) { found.append(mistake) }
    }
    // Of two mistakes the first, though nothing shows behind it that it is one.
    let cone = self.cone(of: wrong.map(\.index))
    for index in cone.sorted() where index < found.map(\.index).min() ?? Int.max {
      guard let name = training.steps[index].target,
        let of = Differentiator.name(ofGradient: name),
        training.group(index).last == training.lastIndex(of: name, before: training.steps.count),
        roles[index] == nil, let right = exact[of],
        !training.program.parameters.contains(of), ratio(index, right) == nil,
        // Under the name of one value it may be the derivative by another.
        !(training.value(index).flatMap { match($0, name) }.map {
          contains(betweenRatios, $0.ratio)
        } ?? false)
      else { continue }
      visited = []
      if let mistake = mistake(at: index, right, betweenRatios, of: of) { found.append(mistake) }
    }
    return found.min { $0.index < $1.index }?.culprit
  }

  var betweenRatios: [Double] {
    let usual = [1, 1 / max(examples, 1)]
    return usual + (commonFactor.map { factor in usual.map { $0 * factor } } ?? [])
  }

  /// Finds whether the gradients have twice or half the derivative in common: the 2 of a square left
  /// out, or one too many. A rate makes up for it, as half of the people who write a squared error
  /// have it do, so it is no mistake, and those that have it are not to blame. Any other factor is one:
  /// a sum where the loss is a mean makes a rate that worked for few examples diverge with many.
  ///
  /// - Parameter wrong: gradients that are not the derivative.
  /// - Returns: the parameters whose gradients differ by it and by nothing else.
  mutating func findCommonFactor(
    of wrong: [(parameter: String, gradient: NDArray)]
  ) -> Set<String> {
    let ratios = wrong.compactMap { parameter, gradient in
      exact[parameter].flatMap { ratio(gradient, $0) }.map {
        (parameter: parameter, ratio: $0, count: gradient.count)
      }
    }
    // A single number is a multiple of every other: alone it shows nothing.
    let several = ratios.filter { $0.count > 1 }
    let telling = several.isEmpty && ratios.count > 1 ? ratios : several
    guard let factor = telling.first?.ratio, contains([0.5, 2], factor),
      telling.allSatisfy({ contains([factor], $0.ratio) })
    else { return [] }
    commonFactor = factor
    return Set(ratios.filter { contains([factor], $0.ratio) }.map(\.parameter))
  }

  /// The equations that others are made of.
  func cone(of indices: [Int]) -> Set<Int> {
    var cone: Set<Int> = []
    var open = indices
    while let index = open.popLast() {
      for other in training.group(index) where cone.insert(other).inserted {
        open += training.inputs(other).compactMap { training.lastIndex(of: $0, before: other) }
      }
    }
    return cone
  }
}
