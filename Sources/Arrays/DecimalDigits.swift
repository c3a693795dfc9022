/// A finite number in decimal: digits d0 d1 d2 ... that stand for d0.d1d2... times ten to the
/// `exponent`, without zeros at the end. Zero is the one digit 0.
package struct DecimalDigits {
  package var isNegative: Bool
  package var digits: [UInt8]
  package var exponent: Int

  /// The fewest digits that name this float64 and no other, the closest of those.
  package init(shortest value: Double) {
    isNegative = value.sign == .minus
    digits = []
    exponent = 0
    // The standard library's description has these digits, in one of two notations.
    var point: Int?
    var text = value.magnitude.description[...]
    if let e = text.firstIndex(of: "e") {
      exponent = Int(text[text.index(after: e)...]) ?? 0
      text = text[..<e]
    }
    for character in text.utf8 {
      if character == UInt8(ascii: ".") {
        point = digits.count
      } else {
        digits.append(character - UInt8(ascii: "0"))
      }
    }
    exponent += (point ?? digits.count) - 1
    normalize()
  }

  /// `number` times ten to the `power`.
  package init(_ number: Int, exponent power: Int) {
    isNegative = number < 0
    digits = String(number.magnitude).utf8.map { $0 - UInt8(ascii: "0") }
    exponent = digits.count - 1 + power
    normalize()
  }

  /// All digits of the exact binary value.
  package init(exact value: Double) {
    isNegative = value.sign == .minus
    digits = [0]
    exponent = 0
    if value == 0 { return }
    let biased = Int(value.exponentBitPattern)
    let fraction = value.significandBitPattern
    let significand = biased == 0 ? fraction : fraction | 1 << 52
    let power = max(biased, 1) - 1075
    // m * 2^-k is m * 5^k / 10^k: a whole number, and the place of its point.
    var number = DecimalNatural(significand)
    if power >= 0 {
      number.multiply(by: 2, power: power)
    } else {
      number.multiply(by: 5, power: -power)
    }
    digits = number.digits
    exponent = digits.count - 1 + min(power, 0)
    normalize()
  }

  /// The number of digits after the point when written without an exponent.
  var fractionCount: Int { max(0, digits.count - 1 - exponent) }

  /// Rounded to `count` digits after the point, half to even.
  func rounded(fraction count: Int) -> DecimalDigits { rounded(significant: exponent + 1 + count) }

  /// Rounded to `count` digits in all, half to even.
  package func rounded(significant count: Int) -> DecimalDigits {
    guard count < digits.count else { return self }
    var result = self
    if count < 0 {
      (result.digits, result.exponent) = ([0], 0)
      return result
    }
    let (next, rest) = (digits[count], digits[(count + 1)...])
    let isOdd = count > 0 && digits[count - 1] & 1 == 1
    let up = next > 5 || next == 5 && (rest.contains { $0 != 0 } || isOdd)
    result.digits = Array(digits[..<count])
    if up {
      var i = count - 1
      while i >= 0 && result.digits[i] == 9 {
        result.digits[i] = 0
        i -= 1
      }
      if i >= 0 {
        result.digits[i] += 1
      } else {
        result.digits.insert(1, at: 0)
        result.exponent += 1
      }
    }
    result.normalize()
    return result
  }

  /// The digits before and after the point when written without an exponent.
  package var positional: (whole: String, fraction: String) {
    var whole = isNegative ? "-" : ""
    var fraction = ""
    if exponent < 0 {
      whole += "0"
      fraction = String(repeating: "0", count: -exponent - 1) + text(digits[...])
    } else if digits.count <= exponent + 1 {
      whole += text(digits[...]) + String(repeating: "0", count: exponent + 1 - digits.count)
    } else {
      whole += text(digits[...exponent])
      fraction = text(digits[(exponent + 1)...])
    }
    return (whole, fraction)
  }

  /// The digits before and after the point when written with an exponent.
  package var scientific: (whole: String, fraction: String) {
    ((isNegative ? "-" : "") + text(digits[..<1]), text(digits[1...]))
  }

  private func text(_ digits: ArraySlice<UInt8>) -> String {
    String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
  }

  private mutating func normalize() {
    let zeros = digits.prefix { $0 == 0 }.count
    if zeros == digits.count {
      (digits, exponent) = ([0], 0)
      return
    }
    digits.removeFirst(zeros)
    exponent -= zeros
    while digits.last == 0 { digits.removeLast() }
  }
}

/// A whole number of any size, as limbs of nine decimal digits, the least first.
private struct DecimalNatural {
  private static let base: UInt64 = 1_000_000_000
  private var limbs: [UInt64]

  init(_ value: UInt64) {
    limbs = []
    var rest = value
    repeat {
      limbs.append(rest % DecimalNatural.base)
      rest /= DecimalNatural.base
    } while rest > 0
  }

  /// Multiplies by factor^power, factor at most 8.
  mutating func multiply(by factor: UInt64, power: Int) {
    var rest = power
    while rest > 0 {
      var step: UInt64 = 1
      let count = min(rest, 10)
      for _ in 0..<count { step *= factor }
      multiply(by: step)
      rest -= count
    }
  }

  private mutating func multiply(by factor: UInt64) {
    var carry: UInt64 = 0
    var i = 0
    while i < limbs.count {
      let product = limbs[i] * factor + carry
      limbs[i] = product % DecimalNatural.base
      carry = product / DecimalNatural.base
      i += 1
    }
    while carry > 0 {
      limbs.append(carry % DecimalNatural.base)
      carry /= DecimalNatural.base
    }
  }

  /// The digits, the greatest first, with zeros in front.
  var digits: [UInt8] {
    var result: [UInt8] = []
    for limb in limbs {
      var rest = limb
      for _ in 0..<9 {
        result.append(UInt8(rest % 10))
        rest /= 10
      }
    }
    while result.count > 1 && result.last == 0 { result.removeLast() }
    return result.reversed()
  }
}
