import Arrays
import Foundation
import Support
import Testing

@testable import Equations

/// Circles, moons and spirals against NumPy's, as make_points.py wrote them.
@Suite struct PointsTests {
  @Test func pointsAreThoseOfNumPy() throws {
    let lines = try Fixture.lines("points", in: .module)
    for line in lines {
      let fields = line.components(separatedBy: "\t")
      let expected = fields[2].split(separator: ",").map {
        Double(bitPattern: UInt64($0, radix: 16) ?? 0)
      }
      var random: RandomState? = RandomState(seed: UInt32(fields[0]) ?? 0)
      let value = try Evaluation.compute(
        try Parser.expression(fields[1]), in: DictionaryScope(), random: &random)
      let array = try #require(value.array, "\(line.prefix(40))")
      #expect(array.shape == [3, expected.count / 3], "\(line.prefix(40))")
      // Cosine and sine may be the neighbouring number, as draws of normal numbers.
      for (a, b) in zip(array.doubles, expected) {
        #expect((a - b).magnitude <= 4 * max(b.magnitude, 1).ulp, "\(line.prefix(40)): \(a), \(b)")
      }
    }
    #expect(lines.count == 180)
  }
}
