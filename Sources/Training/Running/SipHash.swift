/// SipHash-2-4 with 128 bits of result (Aumasson and Bernstein, "SipHash: a fast short-input PRF",
/// 2012, in the authors' variant of double length), under a fixed key.
///
/// The bytes alone decide the result, on every machine. It tells states and lines apart that
/// differ by accident; it does not defend against someone who wants two that agree.
public struct SipHash: Sendable {
  private var v0: UInt64
  private var v1: UInt64
  private var v2: UInt64
  private var v3: UInt64
  private var tail: UInt64 = 0
  private var count: UInt64 = 0

  /// The key is the bytes 0 to 15, as in the authors' test vectors.
  public init() {
    let (k0, k1): (UInt64, UInt64) = (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908)
    v0 = k0 ^ 0x736f_6d65_7073_6575
    v1 = k1 ^ 0x646f_7261_6e64_6f6d ^ 0xee
    v2 = k0 ^ 0x6c79_6765_6e65_7261
    v3 = k1 ^ 0x7465_6462_7974_6573
  }

  private mutating func round() {
    v0 = v0 &+ v1
    v1 = (v1 << 13 | v1 >> 51) ^ v0
    v0 = v0 << 32 | v0 >> 32
    v2 = v2 &+ v3
    v3 = (v3 << 16 | v3 >> 48) ^ v2
    v0 = v0 &+ v3
    v3 = (v3 << 21 | v3 >> 43) ^ v0
    v2 = v2 &+ v1
    v1 = (v1 << 17 | v1 >> 47) ^ v2
    v2 = v2 << 32 | v2 >> 32
  }

  private mutating func compress(_ word: UInt64) {
    v3 ^= word
    round()
    round()
    v0 ^= word
  }

  public mutating func add(_ byte: UInt8) {
    tail |= UInt64(byte) << (8 * (count & 7))
    count &+= 1
    if count & 7 == 0 {
      compress(tail)
      tail = 0
    }
  }

  /// Eight bytes, the lowest first.
  public mutating func add(_ word: UInt64) {
    if count & 7 == 0 {
      compress(word)
      count &+= 8
      return
    }
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      add(UInt8(truncatingIfNeeded: word >> shift))
    }
  }

  public mutating func add(_ number: Int) { add(UInt64(bitPattern: Int64(number))) }

  /// A text's length in UTF-8 and its bytes, so that texts in a row do not run together.
  public mutating func add(_ text: String) {
    add(text.utf8.count)
    for byte in text.utf8 { add(byte) }
  }

  /// The hash of what has been added; more can be added afterwards.
  public var result: Hash128 {
    var copy = self
    copy.compress(tail | count << 56)
    copy.v2 ^= 0xee
    for _ in 0..<4 { copy.round() }
    let first = copy.v0 ^ copy.v1 ^ copy.v2 ^ copy.v3
    copy.v1 ^= 0xdd
    for _ in 0..<4 { copy.round() }
    return Hash128(first: first, second: copy.v0 ^ copy.v1 ^ copy.v2 ^ copy.v3)
  }

  /// The hash of a text's bytes.
  public static func hash(of text: String) -> Hash128 {
    var hash = SipHash()
    for byte in text.utf8 { hash.add(byte) }
    return hash.result
  }
}

/// 128 bits that stand for something larger.
public struct Hash128: Sendable, Hashable, CustomStringConvertible {
  public let first: UInt64
  public let second: UInt64

  /// 32 hexadecimal digits, the first byte of the hash first.
  public var description: String { Self.hexadecimal(first) + Self.hexadecimal(second) }

  /// The first eight digits, for people and for lines of a journal.
  public var short: String { String(description.prefix(8)) }

  private static func hexadecimal(_ word: UInt64) -> String {
    let text = String(word.byteSwapped, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }
}
