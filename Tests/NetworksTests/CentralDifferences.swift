import Arrays
import Equations
import Testing

@testable import Networks

/// Compares the gradients of a program's backward section with central differences.
struct CentralDifferences {
  let program: Program
  private(set) var values: [String: Value] = [:]
  let forward: [ProgramEquation]

  init(_ text: String) throws {
    program = try Program(try Model(name: "probe", text: text))
    forward = program.iteration.filter { $0.phase == .forward || $0.phase == .loss }
    var random: RandomState? = RandomState(seed: UInt32(1))
    for setting in program.settings { values[setting.name] = setting.value }
    if let count = program.exampleCount {
      values[Program.examplesName] = .array(NDArray(count))
    }
    for step in program.setup + program.iteration where step.phase != .update {
      try Self.execute(step, &values, &random)
    }
  }

  static func execute(
    _ step: ProgramEquation, _ values: inout [String: Value], _ random: inout RandomState?
  ) throws {
    switch step.statement.kind {
    case .assignment(let assignment):
      values[assignment.name] = try Evaluation.stored(
        by: assignment, in: DictionaryScope(values), random: &random)
    case .expression(let expression):
      _ = try Evaluation.compute(expression, in: DictionaryScope(values), random: &random)
    case .importOfNumPy: break
    }
  }

  func array(_ name: String) throws -> NDArray { try #require(values[name]?.array) }

  /// The backward section as text, one equation a line.
  var backward: [String] { program.steps(in: .backward).map(\.text) }

  /// The largest difference of a gradient from its central difference, relative to the largest
  /// number in the gradient, over the parameters and everything between; and where it is.
  func worstDifference() throws -> (difference: Double, name: String) {
    var worst = (difference: 0.0, name: "none")
    var gradients = program.steps(in: .backward).compactMap(\.target).reduce(
      into: [String: NDArray]()
    ) {
      $0[$1] = values[$1]?.array
    }
    for folded in program.derivation?.folded ?? [] {
      gradients[folded.name] = try Evaluation.value(of: folded.value, in: DictionaryScope(values))
        .array
    }
    for parameter in program.parameters { try #require(gradients["d" + parameter] != nil) }
    for (name, gradient) in gradients.sorted(by: { $0.key < $1.key }) {
      let difference = try difference(gradient, of: String(name.dropFirst()))
      if !(difference <= worst.difference) { worst = (difference, name) }
    }
    return worst
  }

  private func difference(_ gradient: NDArray, of name: String) throws -> Double {
    let center = try array(name)
    guard gradient.shape == center.shape else { return .infinity }
    let scale = program.parameters.contains(name) ? 1 : Double(program.exampleCount ?? 1)
    // What depends on the name comes after the last equation that makes it. Draws stay as they are.
    let made = forward.lastIndex { $0.target == name }
    let rest = (made.map { Array(forward[($0 + 1)...]) } ?? forward).filter { step in
      !step.statement.expressions.contains(where: \.drawsRandomNumbers)
    }
    let largest = gradient.doubles.map(\.magnitude).max() ?? 0
    var worst = 0.0
    for place in 0..<center.count {
      var best = Double.infinity
      for step in [0.003, 0.01, 1e-3, 3e-4, 1e-4] where best > 1e-8 * max(largest, 0.01) {
        // Richardson's extrapolation of two central differences: what is left is of order step⁴.
        let coarse = try slope(center, place, name, rest, step)
        let fine = try slope(center, place, name, rest, step / 2)
        let estimate = scale * (4 * fine - coarse) / 3
        best = min(best, (estimate - gradient.doubles[place]).magnitude)
      }
      worst = max(worst, best / max(largest, 0.01))
    }
    return worst
  }

  private func slope(
    _ center: NDArray, _ place: Int, _ name: String, _ rest: [ProgramEquation], _ step: Double
  ) throws -> Double {
    func loss(_ shift: Double) throws -> Double {
      var moved = center.doubles
      moved[place] += shift
      var changed = values
      changed[name] = .array(NDArray(shape: center.shape, float64: moved))
      var none: RandomState?
      for step in rest { try Self.execute(step, &changed, &none) }
      return try #require(changed[program.loss]?.array?.item)
    }
    return (try loss(step) - loss(-step)) / (2 * step)
  }
}
