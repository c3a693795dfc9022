import Foundation
import Testing

@testable import Arrays

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

  static func array(_ dtype: some StringProtocol, _ shape: Shape, _ values: [Substring]) -> NDArray
  {
    switch dtype {
    case "bool": NDArray(shape: shape, bool: values.map { $0 == "1" })
    case "int64": NDArray(shape: shape, int64: values.map { Int($0)! })
    default: NDArray(shape: shape, float64: values.map { double($0) })
    }
  }

  /// How many float64 numbers lie between two, 0 for the same bits or two NaN.
  static func distance(_ a: Double, _ b: Double) -> UInt64 {
    if a.isNaN || b.isNaN { return a.isNaN && b.isNaN ? 0 : .max }
    func place(_ x: Double) -> Int64 {
      let bits = Int64(bitPattern: x.bitPattern)
      return bits < 0 ? Int64.min - bits : bits
    }
    if a == b { return a.sign == b.sign ? 0 : 1 }
    if a.isInfinite || b.isInfinite { return .max }
    return (place(a) &- place(b)).magnitude
  }
}
