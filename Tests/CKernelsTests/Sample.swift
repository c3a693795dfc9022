/// Numbers to try things on, the same for the same seed.
enum Sample {
  /// Splitmix64 (Steele, Lea and Flood).
  struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return z ^ (z >> 31)
    }
  }

  static let special: [Double] = [
    0, -0.0, 1, -1, .infinity, -.infinity, .nan, .leastNonzeroMagnitude,
    -.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude,
    -.greatestFiniteMagnitude, 709.782712893384, -745.1332191019411, -708.4, 0x1p-54, 0x1p60,
  ]

  /// Doubles of the kinds that nets see, of any exponent, and special ones.
  static func doubles(count: Int, seed: UInt64) -> [Double] {
    var generator = Generator(state: seed)
    return (0..<count).map { _ in
      switch generator.next() % 8 {
      case 0: special[Int(generator.next() % UInt64(special.count))]
      case 1: Double(bitPattern: generator.next())
      case 2: Double.random(in: -750...750, using: &generator)
      default: Double.random(in: -4...4, using: &generator)
      }
    }
  }

  /// Finite doubles near 1 in size.
  static func ordinary(count: Int, seed: UInt64) -> [Double] {
    var generator = Generator(state: seed)
    return (0..<count).map { _ in Double.random(in: -4...4, using: &generator) }
  }
}
