import Arrays
import Equations
import Support
import Testing

@testable import Networks

extension CentralDifferences {
  /// All parameters moved at once in a random direction: how far the tangents of everything between
  /// and of the loss are from central differences, relative to the largest of each; and how far that
  /// of the loss is from what the gradients say of the direction.
  func worstTangentDifference(_ seed: Int) throws -> (difference: Double, name: String) {
    var dice = Dice(seed)
    func drawn(_ shape: Shape) -> NDArray {
      NDArray(
        shape: shape, float64: (0..<shape.count).map { _ in Double(dice.below(2001)) / 1000 - 1 })
    }
    var tangents: [String: NDArray] = [:]
    for name in program.parameters { tangents[name] = drawn(try array(name).shape) }
    let directions = tangents
    for step in forward where !step.statement.drawsRandomNumbers {
      guard let assignment = step.statement.assignment else { continue }
      let known = try values(before: step)
      tangents[assignment.name] = try Tangent.of(assignment, in: DictionaryScope(known), tangents)
    }
    var worst = (difference: 0.0, name: "none")
    let slopes = try [0.01, 0.003, 1e-3].map { try along(directions, $0) }
    for step in forward {
      guard let name = step.target, let value = values[name]?.array,
        !step.statement.drawsRandomNumbers
      else { continue }
      let tangent = tangents[name]?.doubles ?? [Double](repeating: 0, count: value.count)
      guard tangents[name].map({ $0.shape == value.shape }) ?? true else {
        return (.infinity, name)
      }
      let largest = max(tangent.map(\.magnitude).max() ?? 0, 0.01)
      let difference = slopes.map { slopes in
        zip(slopes[name] ?? [], tangent).map { ($0 - $1).magnitude / largest }.max() ?? 0
      }.min()
      // The spread of a single number has no derivative.
      if program.exampleCount == 1, difference?.isNaN ?? false { continue }
      if let difference, !(difference <= worst.difference) { worst = (difference, name) }
    }
    let gradients = try directions.reduce(0.0) { sum, direction in
      let gradient = try array("d" + direction.key)
      return zip(direction.value.doubles, gradient.doubles).reduce(sum) { $0 + $1.0 * $1.1 }
    }
    let loss = tangents[program.loss]?.item ?? 0
    if program.exampleCount == 1, gradients.isNaN || loss.isNaN { return worst }
    let gap = (loss - gradients).magnitude / max(loss.magnitude, 1)
    // Both are exact: what is left is rounding.
    if !(gap <= 1e-9) { return (max(gap, 1), "the gradients") }
    return worst
  }

  /// The values as they were before a step, where a later one changes them again.
  private func values(before step: ProgramEquation) throws -> [String: Value] {
    var known = values
    for name in program.parameters { known[name] = .array(try array(name)) }
    var none: RandomState?
    for other in forward {
      if other == step { break }
      if other.statement.drawsRandomNumbers { continue }
      try Self.execute(other, &known, &none)
    }
    return known
  }

  /// Central differences of everything between, by Richardson's extrapolation.
  private func along(
    _ directions: [String: NDArray], _ distance: Double
  ) throws -> [String: [Double]] {
    func moved(_ distance: Double) throws -> [String: Value] {
      var changed = values
      for (name, direction) in directions {
        let center = try array(name)
        changed[name] = .array(
          NDArray(
            shape: center.shape,
            float64: zip(center.doubles, direction.doubles).map { $0 + distance * $1 }))
      }
      var none: RandomState?
      for step in forward where !step.statement.drawsRandomNumbers {
        try Self.execute(step, &changed, &none)
      }
      return changed
    }
    func slopes(_ distance: Double) throws -> [String: [Double]] {
      let (above, below) = (try moved(distance), try moved(-distance))
      return above.compactMapValues { $0.array?.doubles }.reduce(into: [:]) { result, entry in
        guard let other = below[entry.key]?.array?.doubles, other.count == entry.value.count else {
          return
        }
        result[entry.key] = zip(entry.value, other).map { ($0 - $1) / (2 * distance) }
      }
    }
    let (coarse, fine) = (try slopes(distance), try slopes(distance / 2))
    return fine.reduce(into: [:]) { result, entry in
      guard let other = coarse[entry.key], other.count == entry.value.count else { return }
      result[entry.key] = zip(entry.value, other).map { (4 * $0 - $1) / 3 }
    }
  }
}
