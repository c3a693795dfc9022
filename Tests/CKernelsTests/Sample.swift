import Support

/// Numbers to try things on, the same for the same seed.
enum Sample {
  static let special: [Double] = [
    0, -0.0, 1, -1, .infinity, -.infinity, .nan, .leastNonzeroMagnitude,
    -.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude,
    -.greatestFiniteMagnitude, 709.782712893384, -745.1332191019411, -708.4, 0x1p-54, 0x1p60,
  ]

  /// Doubles of the kinds that nets see, of any exponent, and special ones.
  static func doubles(count: Int, seed: UInt64) -> [Double] {
    var dice = Dice(Int(truncatingIfNeeded: seed))
    return (0..<count).map { _ in
      switch dice.next() % 8 {
      case 0: dice.pick(special)
      case 1: Double(bitPattern: dice.next())
      case 2: Double.random(in: -750...750, using: &dice)
      default: Double.random(in: -4...4, using: &dice)
      }
    }
  }

  /// Finite doubles near 1 in size.
  static func ordinary(count: Int, seed: UInt64) -> [Double] {
    var dice = Dice(Int(truncatingIfNeeded: seed))
    return (0..<count).map { _ in Double.random(in: -4...4, using: &dice) }
  }
}
