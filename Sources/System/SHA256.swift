/// The SHA-256 digest (FIPS 180-4), to name a text exactly.
package enum SHA256 {
  /// The digest of some bytes as 64 hexadecimal digits.
  package static func hexadecimal(_ message: [UInt8]) -> String {
    digest(of: message).hexadecimal
  }

  /// The digest of some bytes, 32 bytes.
  package static func digest(of message: [UInt8]) -> [UInt8] {
    var hash = Hash()
    message.withUnsafeBytes { hash.absorb($0) }
    return hash.digest()
  }

  /// The code that who has the key can make and check of some texts, one behind the other, as 64
  /// hexadecimal digits: HMAC-SHA256 (RFC 2104).
  package static func authenticationCode(of texts: [[UInt8]], key: [UInt8]) -> String {
    var block = key.count > 64 ? digest(of: key) : key
    block += [UInt8](repeating: 0, count: 64 - block.count)
    let inner = digest(of: block.map { $0 ^ 0x36 } + texts.joined())
    return hexadecimal(block.map { $0 ^ 0x5c } + inner)
  }

  /// A digest of bytes that come one after the other.
  package struct Hash: ~Copyable {
    private var state = SHA256.initialState
    private let schedule = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: 64)
    /// What does not fill a block yet.
    private let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 64, alignment: 8)
    private var filled = 0
    private var length = 0

    package init() {}

    deinit {
      schedule.deallocate()
      block.deallocate()
    }

    package mutating func absorb(_ bytes: UnsafeRawBufferPointer) {
      length += bytes.count
      var place = 0
      if filled > 0 {
        place = min(64 - filled, bytes.count)
        for index in 0..<place { block[filled + index] = bytes[index] }
        filled += place
        guard filled == 64 else { return }
        SHA256.absorb(UnsafeRawBufferPointer(block), schedule, &state)
        filled = 0
      }
      while place + 64 <= bytes.count {
        SHA256.absorb(UnsafeRawBufferPointer(rebasing: bytes[place..<place + 64]), schedule, &state)
        place += 64
      }
      while place < bytes.count {
        block[filled] = bytes[place]
        filled += 1
        place += 1
      }
    }

    /// The digest as 64 hexadecimal digits. Nothing may be absorbed after it.
    package mutating func hexadecimal() -> String { digest().hexadecimal }

    /// The digest, 32 bytes. Nothing may be absorbed after it.
    fileprivate mutating func digest() -> [UInt8] {
      let bits = UInt64(length) * 8
      var end: [UInt8] = [0x80]
      while (filled + end.count) % 64 != 56 { end.append(0) }
      for shift in stride(from: 56, through: 0, by: -8) {
        end.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
      }
      end.withUnsafeBytes { absorb($0) }
      let words = [state.0, state.1, state.2, state.3, state.4, state.5, state.6, state.7]
      return words.flatMap { word in withUnsafeBytes(of: word.bigEndian) { Array($0) } }
    }
  }

  private typealias State = (
    UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32
  )

  /// - Parameter block: 64 bytes.
  private static func absorb(
    _ block: UnsafeRawBufferPointer, _ schedule: UnsafeMutableBufferPointer<UInt32>,
    _ state: inout State
  ) {
    for word in 0..<16 {
      schedule[word] = UInt32(
        bigEndian: block.loadUnaligned(fromByteOffset: word * 4, as: UInt32.self))
    }
    for word in 16..<64 {
      let early = schedule[word - 15]
      let late = schedule[word - 2]
      let smallEarly = rotate(early, 7) ^ rotate(early, 18) ^ (early >> 3)
      let smallLate = rotate(late, 17) ^ rotate(late, 19) ^ (late >> 10)
      schedule[word] = schedule[word - 16] &+ smallEarly &+ schedule[word - 7] &+ smallLate
    }
    var (a, b, c, d, e, f, g, h) = state
    roundConstants.withUnsafeBufferPointer { constants in
      for round in 0..<64 {
        let bigE = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
        let choice = (e & f) ^ (~e & g)
        let first = h &+ bigE &+ choice &+ constants[round] &+ schedule[round]
        let bigA = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
        let majority = (a & b) ^ (a & c) ^ (b & c)
        (h, g, f, e) = (g, f, e, d &+ first)
        (d, c, b, a) = (c, b, a, first &+ bigA &+ majority)
      }
    }
    state.0 &+= a
    state.1 &+= b
    state.2 &+= c
    state.3 &+= d
    state.4 &+= e
    state.5 &+= f
    state.6 &+= g
    state.7 &+= h
  }

  private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }

  /// The first 32 bits of the fractional parts of the square roots of the first 8 primes.
  private static let initialState: State = (
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
    0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19
  )

  /// The same of the cube roots of the first 64 primes.
  private static let roundConstants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5,
    0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3,
    0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc,
    0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13,
    0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3,
    0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5,
    0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208,
    0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]
}

extension [UInt8] {
  /// Two hexadecimal digits for each byte.
  fileprivate var hexadecimal: String {
    map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
