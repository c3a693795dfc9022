import CKernels
import Foundation
import Support
import Testing

/// The elementary functions against exact values and IEEE's special ones.
struct ElementaryFunctionsTests {
  /// The largest error allowed, in units in the last place.
  static let allowed: [String: Double] = [
    "exp": 1, "log": 1, "log1p": 1, "expm1": 1.5, "tanh": 1.5, "sigmoid": 1.5, "softplus": 1.5,
    "log2": 1, "log10": 1, "sin": 1, "cos": 1, "erf": 1.2, "pow": 1,
  ]

  @Test func errorsStayWithinTheirBounds() throws {
    let points = try Fixture.exactValues("elementary")
    #expect(points.count > 2000)
    for width in Width.all {
      for point in points {
        let error = point.error(of: try value(of: point, width))
        let limit = try #require(Self.allowed[point.name])
        #expect(error <= limit, "\(width.name): \(point.name)(\(point.x)) is off by \(error)")
      }
    }
  }

  func value(of point: Fixture.ExactValue, _ width: Width) throws -> Double {
    if let y = point.y { return width.kernels.power(point.x, y) }
    return width.value(try #require(Width.functions[point.name]), point.x)
  }

  @Test func theRoundedLogarithmIsTheNearest() throws {
    let lines = try Fixture.lines("log_rounded", in: .module)
    #expect(lines.count > 1500)
    for line in lines {
      let numbers = line.split(separator: " ").compactMap { Double($0) }
      try #require(numbers.count == 2)
      let (x, expected) = (numbers[0], numbers[1])
      for width in Width.all {
        #expect(sameBits(width.kernels.log_correctly_rounded(x), expected), "log(\(x))")
      }
    }
    for x in [0, -0.0, -1, .infinity, .nan, 1] {
      #expect(sameBits(uh_log_correctly_rounded(x), uh_log(x)))
    }
  }

  @Test func powersOfTenHaveWholeLogarithms() {
    for exponent in 0...22 {
      let power = (0..<exponent).reduce(1.0) { power, _ in power * 10 }
      #expect(uh_log10(power) == Double(exponent))
      #expect(
        uh_log2(Double(sign: .plus, exponent: exponent * 40, significand: 1))
          == Double(exponent * 40))
    }
  }

  /// C99, Annex F.10.4.4.
  @Test func specialPowersAreAsC99Says() {
    let inf = Double.infinity
    let nan = Double.nan
    let cases: [(Double, Double, Double)] = [
      (0, -3, inf), (-0.0, -3, -inf), (0, -2, inf), (-0.0, -2, inf), (0, -2.5, inf),
      (-0.0, -inf, inf), (0, 3, 0), (-0.0, 3, -0.0), (-0.0, 2, 0), (-0.0, 2.5, 0),
      (-1, inf, 1), (-1, -inf, 1), (1, nan, 1), (1, inf, 1), (nan, 0, 1), (inf, -0.0, 1),
      (-8, 1.0 / 3, nan), (0.5, -inf, inf), (2, -inf, 0), (0.5, inf, 0), (-2, inf, inf),
      (-inf, -3, -0.0), (-inf, -2.5, 0), (-inf, 3, -inf), (-inf, 4, inf), (-inf, 0.5, inf),
      (inf, -1, 0), (inf, 2, inf), (nan, 1, nan), (2, nan, nan), (-2, 3, -8), (-2, 2, 4),
      (2, 1024, inf), (-2, 1025, -inf), (2, -1074, .leastNonzeroMagnitude), (2, -1080, 0),
      (-2, -1081, -0.0), (3, 4, 81), (10, 15, 1e15), (-1, 0x1p53, 1), (-1, 0x1p53 - 1, -1),
      (.leastNonzeroMagnitude, 1, .leastNonzeroMagnitude), (2, 0.5, 0x1.6a09e667f3bcdp+0),
      (.greatestFiniteMagnitude, 1, .greatestFiniteMagnitude), (1.5, 1e300, inf),
    ]
    for width in Width.all {
      for (x, y, expected) in cases {
        let result = width.kernels.power(x, y)
        #expect(sameBits(result, expected), "\(width.name): \(x)^\(y) is \(result)")
      }
    }
  }

  @Test func specialValuesAreAsIEEESays() {
    let inf = Double.infinity
    let nan = Double.nan
    let tiny = Double.leastNonzeroMagnitude
    let cases: [(String, Double, Double)] = [
      ("exp", 0, 1), ("exp", -0.0, 1), ("exp", inf, inf), ("exp", -inf, 0), ("exp", nan, nan),
      ("exp", 710, inf), ("exp", 1e300, inf), ("exp", -746, 0), ("exp", -1e300, 0),
      ("exp", 709.782712893384, 0x1.fffffffffff2ap+1023), ("exp", -745.1332191019411, tiny),
      ("expm1", 0, 0), ("expm1", -0.0, -0.0), ("expm1", inf, inf), ("expm1", -inf, -1),
      ("expm1", nan, nan), ("expm1", 710, inf), ("expm1", -800, -1), ("expm1", tiny, tiny),
      ("expm1", -tiny, -tiny),
      ("log", 1, 0), ("log", 0, -inf), ("log", -0.0, -inf), ("log", inf, inf),
      ("log", -1, nan), ("log", -inf, nan), ("log", -tiny, nan), ("log", nan, nan),
      ("log", tiny, -0x1.74385446d71c3p+9),
      ("log", Double.greatestFiniteMagnitude, 0x1.62e42fefa39efp+9),
      ("log1p", 0, 0), ("log1p", -0.0, -0.0), ("log1p", -1, -inf), ("log1p", -2, nan),
      ("log1p", -inf, nan), ("log1p", inf, inf), ("log1p", nan, nan), ("log1p", tiny, tiny),
      ("log1p", -tiny, -tiny),
      ("log1p", Double.greatestFiniteMagnitude, 0x1.62e42fefa39efp+9),
      ("tanh", 0, 0), ("tanh", -0.0, -0.0), ("tanh", inf, 1), ("tanh", -inf, -1),
      ("tanh", nan, nan), ("tanh", 20, 1), ("tanh", -1e9, -1), ("tanh", tiny, tiny),
      ("tanh", -tiny, -tiny), ("tanh", 0x1p-1021, 0x1p-1021),
      ("sigmoid", 0, 0.5), ("sigmoid", -0.0, 0.5), ("sigmoid", inf, 1), ("sigmoid", -inf, 0),
      ("sigmoid", nan, nan), ("sigmoid", 40, 1), ("sigmoid", -746, 0), ("sigmoid", 1e300, 1),
      ("softplus", 0, 0x1.62e42fefa39efp-1), ("softplus", -inf, 0), ("softplus", inf, inf),
      ("softplus", nan, nan), ("softplus", -800, 0), ("softplus", 1e300, 1e300),
      ("log2", 0, -inf), ("log2", -1, nan), ("log2", inf, inf), ("log2", nan, nan),
      ("log2", tiny, -1074), ("log2", 1, 0), ("log10", 0, -inf), ("log10", -1, nan),
      ("log10", inf, inf), ("log10", nan, nan), ("log10", 1, 0),
      ("sin", 0, 0), ("sin", -0.0, -0.0), ("sin", inf, nan), ("sin", -inf, nan),
      ("sin", nan, nan), ("sin", tiny, tiny), ("cos", 0, 1), ("cos", -0.0, 1),
      ("cos", inf, nan), ("cos", nan, nan), ("cos", tiny, 1),
    ]
    for width in Width.all {
      for (name, x, expected) in cases {
        let result = Width.functions[name].map { width.value($0, x) }
        #expect(
          result.map { sameBits($0, expected) } == true,
          "\(width.name): \(name)(\(x)) is \(String(describing: result)), not \(expected)")
      }
    }
  }

  @Test func everyWidthGivesTheSameBits() {
    for function in Width.allUnary {
      for seed in 0..<20 {
        let values = Sample.doubles(count: 100 + 17 * seed, seed: UInt64(seed))
        let expected = values.map { Width.scalar.value(function, $0) }
        for width in Width.all {
          let result = width.array(function, values)
          let alike = zip(result, expected).allSatisfy { sameBits($0, $1) }
          #expect(alike, "\(width.name) and scalar: \(function), seed \(seed)")
        }
      }
    }
  }

  @Test func arraysOfAnyLengthAndInPlace() {
    for width in Width.all {
      for count in 0..<40 {
        let values = Sample.doubles(count: count, seed: UInt64(count))
        let expected = values.map { width.value(UH_EXP, $0) }
        var inPlace = values + [7]
        width.inPlace(UH_EXP, &inPlace, count: count)
        #expect(zip(inPlace, expected + [7]).allSatisfy { sameBits($0, $1) })
      }
    }
  }
}
