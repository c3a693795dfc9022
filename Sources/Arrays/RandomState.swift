/// NumPy's legacy random generator, `np.random.seed` and what follows it: the Mersenne Twister
/// MT19937 of Matsumoto and Nishimura (1998), seeded and read as NumPy's `RandomState` does.
///
/// Integers and uniform numbers equal NumPy's to the last bit; normal numbers too, but for the
/// rounding of a logarithm. Equal states go on with equal numbers.
public struct RandomState: Sendable, Equatable {
  private static let size = 624
  private var key: [UInt32]
  private var position: Int
  /// The second number that the polar method has made and not yet given.
  private var savedNormal: Double?
  /// The generators that have a name of their own: `rng = default_rng(1)`. What is drawn from one
  /// leaves the others, and this one, as they are.
  public var named: [String: RandomSource] = [:]

  /// - Parameter seed: 0 to 2^32 - 1.
  /// - Throws: `seedOutOfRange`.
  public init(seed: Int) throws(ArrayError) {
    guard let seed = UInt32(exactly: seed) else { throw .seedOutOfRange(seed) }
    self.init(seed: seed)
  }

  /// A generator that has drawn nothing yet.
  public init(seed: UInt32) {
    var key = [UInt32](repeating: seed, count: RandomState.size)
    var previous = seed
    for i in 1..<RandomState.size {
      previous = 1_812_433_253 &* (previous ^ previous >> 30) &+ UInt32(i)
      key[i] = previous
    }
    self.key = key
    position = RandomState.size
  }

  private mutating func refill() {
    key.withUnsafeMutableBufferPointer { key in
      func renew(_ i: Int, _ next: Int, _ other: Int) {
        let joined = key[i] & 0x8000_0000 | key[next] & 0x7fff_ffff
        key[i] = key[other] ^ joined >> 1 ^ (0 &- (joined & 1)) & 0x9908_b0df
      }
      // In stretches that look at nothing of themselves.
      for i in 0..<227 { renew(i, i + 1, i + 397) }
      for i in 227..<454 { renew(i, i + 1, i - 227) }
      for i in 454..<623 { renew(i, i + 1, i - 227) }
      renew(623, 0, 396)
    }
    position = 0
  }

  /// 32 random bits.
  mutating func next32() -> UInt32 {
    if position == RandomState.size { refill() }
    var y = key[position]
    position += 1
    y ^= y >> 11
    y ^= y << 7 & 0x9d2c_5680
    y ^= y << 15 & 0xefc6_0000
    y ^= y >> 18
    return y
  }

  /// 64 random bits, the high half drawn first.
  mutating func next64() -> UInt64 {
    let high = UInt64(next32())
    return high << 32 | UInt64(next32())
  }

  /// A uniform number of [0, 1): 53 random bits.
  mutating func nextUniform() -> Double {
    let high = next32() >> 5
    let low = next32() >> 6
    return (Double(high) * 67_108_864 + Double(low)) / 9_007_199_254_740_992
  }

  /// A standard normal number by Marsaglia's polar method, which makes two and keeps one.
  mutating func nextNormal() -> Double {
    if let saved = savedNormal {
      savedNormal = nil
      return saved
    }
    while true {
      let x = 2 * nextUniform() - 1
      let y = 2 * nextUniform() - 1
      let square = x * x + y * y
      if square < 1 && square != 0 {
        let factor = (-2 * ElementaryFunctions.correctlyRoundedLog(square) / square).squareRoot()
        savedNormal = factor * x
        return factor * y
      }
    }
  }

  /// Points that are drawn before their logarithms are taken together.
  private static let normalsAtOnce = 256

  /// So many standard normal numbers, those that `nextNormal` would give one after another.
  ///
  /// - Throws: `interrupted`, `noRoom`.
  mutating func normals(_ count: Int) throws(ArrayError) -> [Double] {
    try MemoryAccount.reserve(count)
    var result: [Double] = []
    result.reserveCapacity(count)
    if count > 0, savedNormal != nil { result.append(nextNormal()) }
    var points: [(x: Double, y: Double)] = []
    var squares: [Double] = []
    var asked = 0
    while result.count < count {
      if result.count - asked >= Interruption.stretch {
        asked = result.count
        try Interruption.check()
      }
      points.removeAll(keepingCapacity: true)
      squares.removeAll(keepingCapacity: true)
      let wanted = min((count - result.count + 1) / 2, Self.normalsAtOnce)
      while points.count < wanted {
        let x = 2 * nextUniform() - 1
        let y = 2 * nextUniform() - 1
        let square = x * x + y * y
        guard square < 1 && square != 0 else { continue }
        points.append((x, y))
        squares.append(square)
      }
      let logarithms = ElementaryFunctions.correctlyRoundedLogs(squares)
      for (index, point) in points.enumerated() {
        let factor = (-2 * logarithms[index] / squares[index]).squareRoot()
        result.append(factor * point.y)
        if result.count < count {
          result.append(factor * point.x)
        } else {
          savedNormal = factor * point.x
        }
      }
    }
    return result
  }

  /// A number of 0...greatest: as many low bits as it has, drawn again until they fit.
  mutating func nextBounded(_ greatest: UInt64) -> UInt64 {
    if greatest == 0 { return 0 }
    let mask = UInt64.max >> UInt64(greatest.leadingZeroBitCount)
    while true {
      let value = (greatest <= 0xffff_ffff ? UInt64(next32()) : next64()) & mask
      if value <= greatest { return value }
    }
  }
}
