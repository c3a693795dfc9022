/// Random choices for tests: the same for the same seed, which a failure names.
public struct Dice: RandomNumberGenerator {
  private var state: UInt64

  public init(_ seed: Int) {
    state = UInt64(truncatingIfNeeded: seed) &* 0x9e37_79b9_7f4a_7c15 &+ 1
  }

  public mutating func next() -> UInt64 {
    // SplitMix64 (Steele, Lea and Flood, 2014).
    state = state &+ 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// A number from 0 up to, and without, a limit; 0 where there is none.
  public mutating func below(_ limit: Int) -> Int { Int(next() >> 33) % max(limit, 1) }

  public mutating func pick<T>(_ items: [T]) -> T { items[below(items.count)] }
}
