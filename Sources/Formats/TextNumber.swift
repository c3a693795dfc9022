/// Numbers in text, as fast as they are short.
enum TextNumber {
  /// Powers of ten that a Double holds exactly.
  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The number that some bytes are, and whether it is written as a whole one; `nil` if they are
  /// none. Correctly rounded.
  static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, decimal: UInt8 = UInt8(ascii: ".")
  ) -> (value: Double, isWhole: Bool)? {
    var place = 0
    let count = bytes.count
    guard count > 0 else { return nil }
    let isNegative = bytes[0] == UInt8(ascii: "-")
    if isNegative || bytes[0] == UInt8(ascii: "+") { place = 1 }
    var mantissa: UInt64 = 0
    var (digits, exponent, isWhole) = (0, 0, true)
    let start = place
    while place < count, bytes[place] &- 48 < 10 {
      mantissa = mantissa &* 10 &+ UInt64(bytes[place] &- 48)
      place += 1
    }
    digits = place - start
    if place < count, bytes[place] == decimal {
      isWhole = false
      place += 1
      let fraction = place
      while place < count, bytes[place] &- 48 < 10 {
        mantissa = mantissa &* 10 &+ UInt64(bytes[place] &- 48)
        place += 1
      }
      exponent = fraction - place
      digits += place - fraction
    }
    guard digits > 0 else { return special(bytes) }
    if place < count, bytes[place] | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      place += 1
      var isDown = false
      if place < count, bytes[place] == UInt8(ascii: "-") || bytes[place] == UInt8(ascii: "+") {
        isDown = bytes[place] == UInt8(ascii: "-")
        place += 1
      }
      let first = place
      var power = 0
      while place < count, bytes[place] &- 48 < 10 {
        power = min(power * 10 + Int(bytes[place] &- 48), 100_000)
        place += 1
      }
      guard place > first else { return nil }
      exponent += isDown ? -power : power
    }
    guard place == count else { return nil }
    // Both exact, so that one operation rounds once (Clinger 1990).
    if digits <= 18, mantissa <= 1 << 53, exponent.magnitude <= 22 {
      let whole = Double(mantissa)
      let value = exponent < 0 ? whole / powers[-exponent] : whole * powers[exponent]
      return (isNegative ? -value : value, isWhole)
    }
    let plain = bytes.map { $0 == decimal ? UInt8(ascii: ".") : $0 }
    return Double(String(decoding: plain, as: UTF8.self)).map { ($0, isWhole) }
  }

  private static func special(_ bytes: UnsafeBufferPointer<UInt8>) -> (Double, Bool)? {
    guard bytes.count <= 9 else { return nil }
    switch String(decoding: bytes, as: UTF8.self).lowercased() {
    case "nan", "+nan", "-nan": return (.nan, false)
    case "inf", "+inf", "infinity", "+infinity": return (.infinity, false)
    case "-inf", "-infinity": return (-.infinity, false)
    default: return nil
    }
  }
}
