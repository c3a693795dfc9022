/// NumPy's newer random generator, `np.random.default_rng(seed)`: PCG64 of O'Neill (2014), PCG XSL RR
/// 128/64, seeded by NumPy's `SeedSequence`.
///
/// Its draws equal NumPy's to the last bit; of the normal numbers beyond 3.65 deviations, which take a
/// logarithm, all but a few.
public struct Generator: Sendable, Equatable {
  private var state: UInt128
  private let increment: UInt128
  /// The upper half of the last 64 bits that were drawn for their lower half.
  private var savedHalf: UInt32?

  private static let multiplier: UInt128 =
    UInt128(2_549_297_995_355_413_924) << 64 | UInt128(4_865_540_595_714_422_341)

  /// - Throws: `seedOutOfRange` of a seed below 0.
  public init(seed: Int) throws(ArrayError) {
    guard seed >= 0 else { throw .seedOutOfRange(seed) }
    self.init(seed: UInt64(seed))
  }

  public init(seed: UInt64) {
    let words = SeedSequence(entropy: seed).words(4)
    func joined(_ i: Int) -> UInt128 { UInt128(words[i]) << 64 | UInt128(words[i + 1]) }
    increment = joined(2) << 1 | 1
    state = 0
    step()
    state = state &+ joined(0)
    step()
  }

  private mutating func step() { state = state &* Self.multiplier &+ increment }

  /// 64 random bits.
  mutating func next64() -> UInt64 {
    step()
    let folded = UInt64(truncatingIfNeeded: state >> 64) ^ UInt64(truncatingIfNeeded: state)
    let turn = UInt64(truncatingIfNeeded: state >> 122)
    return folded >> turn | folded << ((64 - turn) & 63)
  }

  /// 32 random bits: 64 give two, the lower half first.
  mutating func next32() -> UInt32 {
    if let saved = savedHalf {
      savedHalf = nil
      return saved
    }
    let bits = next64()
    savedHalf = UInt32(truncatingIfNeeded: bits >> 32)
    return UInt32(truncatingIfNeeded: bits)
  }

  /// A uniform number of [0, 1): 53 random bits.
  mutating func nextUniform() -> Double { Double(next64() >> 11) / 9_007_199_254_740_992 }

  /// A number of 0...greatest, by Lemire's method (2019): the upper half of a product with random bits.
  mutating func nextBounded(_ greatest: UInt64) -> UInt64 {
    if greatest == 0 { return 0 }
    if greatest == .max { return next64() }
    if greatest == 0xffff_ffff { return UInt64(next32()) }
    if greatest < 0xffff_ffff {
      let count = UInt32(greatest) + 1
      var product = UInt64(next32()) * UInt64(count)
      if UInt32(truncatingIfNeeded: product) < count {
        let threshold = (UInt32.max - UInt32(greatest)) % count
        while UInt32(truncatingIfNeeded: product) < threshold {
          product = UInt64(next32()) * UInt64(count)
        }
      }
      return product >> 32
    }
    let count = greatest + 1
    var product = next64().multipliedFullWidth(by: count)
    if product.low < count {
      let threshold = (UInt64.max - greatest) % count
      while product.low < threshold { product = next64().multipliedFullWidth(by: count) }
    }
    return product.high
  }

  /// A number of 0...greatest: as many low bits as it has, drawn again until they fit. So NumPy
  /// exchanges elements.
  mutating func nextFitting(_ greatest: UInt64) -> UInt64 {
    if greatest == 0 { return 0 }
    let mask = UInt64.max >> UInt64(greatest.leadingZeroBitCount)
    while true {
      let value = (greatest <= 0xffff_ffff ? UInt64(next32()) : next64()) & mask
      if value <= greatest { return value }
    }
  }

  /// A standard normal number by the ziggurat method of Marsaglia and Tsang (2000), with 256 layers.
  mutating func nextNormal() -> Double {
    while true {
      let bits = next64()
      let layer = Int(bits & 0xff)
      let isNegative = bits >> 8 & 1 == 1
      let place = bits >> 9 & 0x000f_ffff_ffff_ffff
      let size = Double(place) * Ziggurat.width(layer)
      let x = isNegative ? -size : size
      if place < Ziggurat.inside[layer] { return x }
      if layer == 0 {
        let tail = nextTail()
        return place >> 8 & 1 == 1 ? -tail : tail
      }
      let upper = Ziggurat.height(layer - 1)
      let lower = Ziggurat.height(layer)
      if (upper - lower) * nextUniform() + lower < ElementaryFunctions.exp(-0.5 * x * x) {
        return x
      }
    }
  }

  /// A normal number above the last layer (Marsaglia, 1964).
  private mutating func nextTail() -> Double {
    while true {
      // 1 - U is exact, for U has 53 bits.
      let x =
        -Ziggurat.inverseTail * ElementaryFunctions.correctlyRoundedLog(1 - nextUniform())
      let y = -ElementaryFunctions.correctlyRoundedLog(1 - nextUniform())
      if y + y > x * x { return Ziggurat.tail + x }
    }
  }
}

/// How NumPy makes many random bits out of a seed: a pool of four words into which the seed's words are
/// hashed (O'Neill's `seed_seq_fe`).
struct SeedSequence {
  private var pool: [UInt32]

  init(entropy: UInt64) {
    var words = [UInt32(truncatingIfNeeded: entropy)]
    if entropy >> 32 > 0 { words.append(UInt32(truncatingIfNeeded: entropy >> 32)) }
    var constant: UInt32 = 0x43b0_d7e5
    func hashed(_ word: UInt32) -> UInt32 {
      var value = word ^ constant
      constant = constant &* 0x931e_8875
      value = value &* constant
      return value ^ value >> 16
    }
    func mixed(_ x: UInt32, _ y: UInt32) -> UInt32 {
      let value = 0xca01_f9dd &* x &- 0x4973_f715 &* y
      return value ^ value >> 16
    }
    pool = []
    for i in 0..<4 { pool.append(hashed(i < words.count ? words[i] : 0)) }
    for source in 0..<4 {
      for target in 0..<4 where source != target {
        pool[target] = mixed(pool[target], hashed(pool[source]))
      }
    }
  }

  /// So many words of 64 bits.
  func words(_ count: Int) -> [UInt64] {
    var constant: UInt32 = 0x8b51_f9dd
    var halves: [UInt64] = []
    for i in 0..<2 * count {
      var value = pool[i % 4] ^ constant
      constant = constant &* 0x58f3_8ded
      value = value &* constant
      halves.append(UInt64(value ^ value >> 16))
    }
    return (0..<count).map { halves[2 * $0] | halves[2 * $0 + 1] << 32 }
  }
}
