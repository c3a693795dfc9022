import Foundation
import Support
import Testing

@testable import Arrays

/// NumPy's newer generator: the same draws for hundreds of seeds.
@Suite struct GeneratorTests {
  private static func sampled(_ array: NDArray) -> [NDArray] {
    let places =
      array.count > 12
      ? Array(stride(from: 0, to: array.count, by: 97)) + [array.count - 1]
      : Array(0..<array.count)
    return places.map { array.element(at: $0) }
  }

  private static func run(_ step: [Substring], _ rng: inout Generator) throws -> NDArray {
    switch step[0] {
    case "random": return try rng.random(Fixture.shape(step[1]))
    case "standard_normal": return try rng.standardNormal(Fixture.shape(step[1]))
    case "integers":
      return try rng.integers(
        low: Int(step[1])!, high: Int(step[2])!, includingHigh: step[4] == "1",
        shape: Fixture.shape(step[3]))
    case "uniform":
      return try rng.uniform(
        low: Fixture.double(step[1]), high: Fixture.double(step[2]), shape: Fixture.shape(step[3]))
    case "normal":
      return try rng.normal(
        mean: Fixture.double(step[1]), deviation: Fixture.double(step[2]),
        shape: Fixture.shape(step[3]))
    case "permutation": return try rng.permutation(NDArray(Int(step[1])!))
    case "shuffle":
      let shape = Fixture.shape(step[1])
      return try rng.permutation(NDArray(shape: shape, int64: Array(0..<shape.count)))
    default:
      let weights = step[4] == "-" ? nil : step[4].split(separator: ",").map { Fixture.double($0) }
      return try rng.choice(
        NDArray(Int(step[1])!), shape: Fixture.shape(step[2]), replace: step[3] == "1",
        probabilities: weights.map { NDArray(shape: [$0.count], float64: $0) })
    }
  }

  private static func difference(_ array: NDArray, from text: String) -> String? {
    let result = sampled(array)
    let expected = text.split(separator: " ")
    guard result.count == expected.count else { return "\(result.count) values" }
    for (value, text) in zip(result, expected) {
      if case .float64(let v) = value.storage {
        if v[0].bitPattern != Fixture.double(text).bitPattern { return "\(v[0]), not \(text)" }
      } else if "\(value)" != text {
        return "\(value), not \(text)"
      }
    }
    return nil
  }

  @Test func drawsEqualNumPy() throws {
    var seeds = 0
    for line in try Fixture.lines("generators", in: .module) {
      let parts = line.components(separatedBy: " | ")
      var rng = try Generator(seed: Int(parts[0])!)
      seeds += 1
      for part in parts.dropFirst() {
        let sides = part.components(separatedBy: " =")
        let drawn = try Self.run(sides[0].split(separator: " "), &rng)
        if let problem = Self.difference(drawn, from: sides[1]) {
          Issue.record("seed \(parts[0]), \(sides[0]): \(problem)")
        }
      }
    }
    #expect(seeds >= 400)
  }

  @Test func binomialsEqualNumPy() throws {
    for line in try Fixture.lines("binomials", in: .module) {
      let parts = line.components(separatedBy: " | ")
      var state = try RandomState(seed: Int(parts[0])!)
      for part in parts.dropFirst() {
        let sides = part.components(separatedBy: " =")
        let step = sides[0].split(separator: " ")
        let drawn = try state.binomial(
          trials: Int(step[1])!, probability: Fixture.double(step[2]),
          shape: Fixture.shape(step[3]))
        if let problem = Self.difference(drawn, from: sides[1]) {
          Issue.record("seed \(parts[0]), \(sides[0]): \(problem)")
        }
      }
    }
  }

  @Test func impossibleDrawsAreErrors() throws {
    #expect(throws: ArrayError.seedOutOfRange(-1)) { try Generator(seed: -1) }
    var rng = try Generator(seed: 1)
    #expect(throws: ArrayError.emptyRange(low: 2, high: 2)) { try rng.integers(low: 2, high: 2) }
    #expect(throws: ArrayError.reversedRange(low: 1, high: 0)) { try rng.uniform(low: 1, high: 0) }
    #expect(throws: ArrayError.tooFewChoices(available: 3, asked: 4)) {
      try rng.choice(NDArray(3), shape: [4], replace: false)
    }
    var state = try RandomState(seed: 1)
    #expect(throws: ArrayError.badTrials(-1, probability: 0.5)) {
      try state.binomial(trials: -1, probability: 0.5)
    }
    #expect(throws: ArrayError.badTrials(1, probability: 1.5)) {
      try state.binomial(trials: 1, probability: 1.5)
    }
  }
}
