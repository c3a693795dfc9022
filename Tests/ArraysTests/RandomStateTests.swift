import Foundation
import Support
import Testing

@testable import Arrays

@Suite struct RandomStateTests {
  /// What the fixtures keep of a long result.
  private func sampled(_ array: NDArray) -> [NDArray] {
    let places =
      array.count > 12
      ? Array(stride(from: 0, to: array.count, by: 97)) + [array.count - 1]
      : Array(0..<array.count)
    return places.map { array.element(at: $0) }
  }

  private func run(_ step: [Substring], _ state: inout RandomState) throws -> NDArray {
    switch step[0] {
    case "rand": return try state.rand(Fixture.shape(step[1]))
    case "randn": return try state.randn(Fixture.shape(step[1]))
    case "randint":
      return try state.randint(
        low: Int(step[1])!, high: Int(step[2])!, shape: Fixture.shape(step[3]))
    case "uniform":
      return try state.uniform(
        low: Fixture.double(step[1]), high: Fixture.double(step[2]), shape: Fixture.shape(step[3]))
    case "normal":
      return try state.normal(
        mean: Fixture.double(step[1]), deviation: Fixture.double(step[2]),
        shape: Fixture.shape(step[3]))
    case "permutation": return try state.permutation(NDArray(Int(step[1])!))
    case "shuffle":
      let shape = Fixture.shape(step[1])
      var array = NDArray(shape: shape, int64: Array(0..<shape.count))
      try state.shuffle(&array)
      return array
    default:
      let weights = step[4] == "-" ? nil : step[4].split(separator: ",").map { Fixture.double($0) }
      return try state.choice(
        NDArray(Int(step[1])!), shape: Fixture.shape(step[2]), replace: step[3] == "1",
        probabilities: weights.map { NDArray(shape: [$0.count], float64: $0) })
    }
  }

  /// Every draw equals NumPy's bits, but a normal number may differ in the last place where
  /// NumPy's logarithm was not the correctly rounded one.
  @Test func drawsEqualNumPy() throws {
    var normals = 0
    var unequal = 0
    for line in try Fixture.lines("draws", in: .module) {
      let parts = line.components(separatedBy: " | ")
      var state = try RandomState(seed: Int(parts[0])!)
      for part in parts.dropFirst() {
        let sides = part.components(separatedBy: " =")
        let step = sides[0].split(separator: " ")
        let result = sampled(try run(step, &state))
        let expected = sides[1].split(separator: " ")
        guard result.count == expected.count else {
          Issue.record("seed \(parts[0]), \(sides[0]): \(result.count) values")
          continue
        }
        for (value, text) in zip(result, expected) {
          if case .float64(let v) = value.storage {
            let distance = Fixture.distance(v[0], Fixture.double(text))
            let isNormal = step[0] == "randn" || step[0] == "normal"
            if isNormal { normals += 1 }
            if distance != 0 { unequal += 1 }
            // Adding a mean may cancel leading digits and enlarge the last place's share.
            let allowed: UInt64 = step[0] == "randn" ? 1 : (isNormal ? 64 : 0)
            if distance > allowed {
              Issue.record("seed \(parts[0]), \(sides[0]): off by \(distance) units")
            }
          } else if "\(value)" != text {
            Issue.record("seed \(parts[0]), \(sides[0]): \(value), not \(text)")
          }
        }
      }
    }
    #expect(normals > 4000)
    #expect(unequal * 1000 <= normals, "\(unequal) of \(normals) normals differ")
  }

  @Test func statesAreValues() throws {
    for seed in 0..<20 {
      var state = try RandomState(seed: seed)
      _ = try state.randn([3])
      var copy = state
      #expect(copy == state)
      let first = try state.randn([700])
      #expect(copy != state)
      #expect(try copy.randn([700]).isIdentical(to: first))
      #expect(copy == state)
    }
  }

  @Test(arguments: [1, 2, 3, 511, 512, 513, 700])
  func normalsOfAnArrayAreThoseOneByOne(count: Int) throws {
    for before in 0..<2 {
      var (together, single) = (RandomState(seed: UInt32(count)), RandomState(seed: UInt32(count)))
      for _ in 0..<before { _ = (together.nextNormal(), single.nextNormal()) }
      #expect(try together.normals(count) == (0..<count).map { _ in single.nextNormal() })
      #expect(together == single)
    }
  }

  @Test func impossibleDrawsAreErrors() throws {
    #expect(throws: ArrayError.seedOutOfRange(-1)) { try RandomState(seed: -1) }
    #expect(throws: ArrayError.seedOutOfRange(1 << 32)) { try RandomState(seed: 1 << 32) }
    var state = try RandomState(seed: 1)
    #expect(throws: ArrayError.emptyRange(low: 2, high: 2)) { try state.randint(low: 2, high: 2) }
    #expect(throws: ArrayError.tooManyElements([1 << 40])) { try state.rand([1 << 40]) }
    #expect(throws: ArrayError.negativeDimension(-1)) { try state.randn([-1]) }
    #expect(throws: ArrayError.tooFewChoices(available: 3, asked: 4)) {
      try state.choice(NDArray(3), shape: [4], replace: false)
    }
    #expect(throws: ArrayError.badProbabilities) {
      try state.choice(NDArray(2), probabilities: NDArray(shape: [2], float64: [0.5, 0.6]))
    }
  }
}
