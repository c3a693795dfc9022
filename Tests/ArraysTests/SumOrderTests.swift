import Foundation
import Support
import Testing

@testable import Arrays

@Suite struct SumOrderTests {
  /// What a line of sums.txt names, on operands drawn as its script draws them.
  private func run(_ fields: [Substring]) throws -> NDArray {
    var state = try RandomState(seed: Int(fields[0])!)
    let (m, k, n) = (Int(fields[2])!, Int(fields[3])!, Int(fields[4])!)
    switch fields[1] {
    case "sum": return try state.uniform(low: -3, high: 3, shape: [k]).reduced(by: .sum)
    case "rows":
      return try state.uniform(low: -3, high: 3, shape: [m, k]).reduced(by: .sum, axis: 1)
    case "columns":
      return try state.uniform(low: -3, high: 3, shape: [m, k]).reduced(by: .sum, axis: 0)
    default:
      let a = try state.uniform(low: -3, high: 3, shape: [m, k])
      return try NDArray.product(a, state.uniform(low: -3, high: 3, shape: [k, n]))
    }
  }

  @Test func sumsAndProductsHaveTheFixedOrder() throws {
    for line in try Fixture.lines("sums", in: .module) {
      let fields = line.split(separator: " ")
      let result = try run(fields).doubles.map { String($0.bitPattern, radix: 16) }
      let expected = fields[5...].map { String(UInt64($0, radix: 16)!, radix: 16) }
      #expect(result == expected, "\(fields[..<5])")
    }
  }

  @Test func zerosHaveNoSignInSums() throws {
    let zeros = NDArray(shape: [1, 3], float64: [-0.0, -0.0, -0.0])
    let zero = NDArray(0.0)
    #expect(try zeros.reduced(by: .sum).isIdentical(to: zero))
    #expect(try NDArray(-0.0).reduced(by: .sum).isIdentical(to: zero))
    #expect(
      try NDArray.product(zeros, NDArray(shape: [3], float64: [1, 1, 1]))
        .isIdentical(to: NDArray(shape: [1], float64: [0])))
    #expect(try NDArray(shape: [0], float64: []).reduced(by: .sum).isIdentical(to: zero))
  }
}
