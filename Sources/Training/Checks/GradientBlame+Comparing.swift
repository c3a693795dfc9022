import Arrays
import Equations
import Networks

/// What values are the derivatives by, as far as their numbers tell.
extension GradientBlame {
  /// The factor between two values that are the same but for one; `nil` if there is none.
  func ratio(
    _ value: NDArray, _ right: NDArray, within precision: Double = Self.rounding
  ) -> Double? {
    guard value.count == right.count else { return nil }
    let (a, b) = (value.doubles, right.doubles)
    let size = a.reduce(0) { max($0, $1.magnitude) }
    let square = b.reduce(0) { $0 + $1 * $1 }
    if square == 0 { return size == 0 ? 1 : nil }
    let ratio = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } / square
    guard ratio != 0, ratio.isFinite, size.isFinite else { return nil }
    let isSame = zip(a, b).allSatisfy { ($0 - ratio * $1).magnitude <= precision * size }
    return isSame ? ratio : nil
  }

  func ratio(_ index: Int, _ right: NDArray) -> Double? {
    training.value(index).flatMap { ratio($0, right) }
  }

  func contains(_ ratios: [Double], _ ratio: Double) -> Bool {
    ratios.isEmpty || ratios.contains { ($0 - ratio).magnitude <= 1e-8 * ratio.magnitude }
  }

  /// What a value is the derivative by: its name says it, or its numbers.
  func match(_ value: NDArray, _ written: String) -> (name: String, ratio: Double)? {
    let found = matches(value, written)
    return found.first { contains(betweenRatios, $0.ratio) } ?? found.first
  }

  /// All that a value is the derivative by, as far as its numbers tell.
  func matches(_ value: NDArray, _ written: String) -> [(name: String, ratio: Double)] {
    if let own = Differentiator.name(ofGradient: written), let right = exact[own] {
      // A name that is another's is no reason to look no further.
      if let ratio = ratio(value, right) { return [(own, ratio)] }
      if training.program.parameters.contains(own) { return [] }
    }
    return exact.keys.sorted().compactMap { name in
      exact[name].flatMap { ratio(value, $0) }.map { (name: name, ratio: $0) }
    }
  }

  /// The slopes of an equation by each value of its own shape, element by element.
  func slopes(of step: ProgramEquation) -> [NDArray] {
    guard let name = step.target, let value = training.start[name],
      let expression = step.statement.assignment?.computedValue, !expression.drawsRandomNumbers
    else { return [] }
    return expression.valueNames.compactMap { input in
      guard let center = training.start[input], center.shape == value.shape else { return nil }
      let distance = 1e-6
      func moved(_ sign: Double) -> [Double]? {
        var state = training.start
        let values = center.doubles.map { $0 + sign * distance }
        state.store(.array(NDArray(shape: center.shape, float64: values)), as: input)
        let result = training.evaluate(expression, in: state)
        return result?.shape == value.shape ? result?.doubles : nil
      }
      guard let high = moved(1), let low = moved(-1) else { return nil }
      return NDArray(
        shape: value.shape, float64: zip(high, low).map { ($0 - $1) / (2 * distance) })
    }
  }
}

extension NDArray {
  /// The same elements in the shape of another array of as many.
  func reshaped(like other: NDArray) -> NDArray? {
    guard count == other.count else { return nil }
    return shape == other.shape ? self : NDArray(shape: other.shape, float64: doubles)
  }
}
