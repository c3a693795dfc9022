import Arrays
import Foundation
import Testing

@testable import Equations

/// Reading of fixture files.
enum Fixture {
  static func lines(_ name: String) throws -> [String] {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "txt", subdirectory: "Fixtures"))
    var lines = try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n")
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  /// "-" for a scalar, else dimensions apart by commas.
  static func shape(_ text: some StringProtocol) -> Shape {
    text == "-" ? .scalar : Shape(text.split(separator: ",").map { Int($0)! })
  }

  /// A float64 from the hexadecimal of its bits.
  static func double(_ text: some StringProtocol) -> Double {
    Double(bitPattern: UInt64(text, radix: 16)!)
  }

  static func array(_ dtype: String, _ shape: String, _ values: String) -> NDArray {
    let words = values.split(separator: ",")
    let shape = self.shape(shape)
    switch dtype {
    case "bool": return NDArray(shape: shape, bool: words.map { $0 == "1" })
    case "int64": return NDArray(shape: shape, int64: words.map { Int($0)! })
    default: return NDArray(shape: shape, float64: words.map { double($0) })
    }
  }

  /// How many float64 numbers lie between two; zeros of both signs are the same.
  static func distance(_ a: Double, _ b: Double) -> UInt64 {
    if a == b || (a.isNaN && b.isNaN) { return 0 }
    if !a.isFinite || !b.isFinite { return .max }
    func place(_ x: Double) -> Int64 {
      let bits = Int64(bitPattern: x.bitPattern)
      return bits < 0 ? Int64.min - bits : bits
    }
    return (place(a) &- place(b)).magnitude
  }
}

/// A fixed sequence of random choices.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 &+ 0x1234_5678_9abc_def1 }

  mutating func next() -> UInt64 {
    // xorshift64* (Vigna, 2016).
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return state &* 0x2545_f491_4f6c_dd1d
  }

  mutating func pick<T>(_ items: [T]) -> T { items[Int(next() >> 33) % items.count] }
  mutating func below(_ limit: Int) -> Int { Int(next() >> 33) % limit }
}
