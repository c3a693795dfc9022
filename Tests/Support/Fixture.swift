import Arrays
import Foundation

/// Files in a test target's `Fixtures`, and the numbers that stand in them.
public enum Fixture {
  public struct Missing: Error {
    public let name: String
  }

  /// The lines of `Fixtures/NAME.txt`.
  ///
  /// - Parameter bundle: the test target's own, `.module` there.
  /// - Throws: `Missing`, or what Foundation says of a file that cannot be read.
  public static func lines(_ name: String, in bundle: Bundle) throws -> [String] {
    guard
      let url = bundle.url(forResource: name, withExtension: "txt", subdirectory: "Fixtures")
    else { throw Missing(name: name) }
    var lines = try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n")
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  /// "-" for a scalar, else dimensions apart by commas.
  public static func shape(_ text: some StringProtocol) -> Shape {
    text == "-" ? .scalar : Shape(text.split(separator: ",").map { Int($0)! })
  }

  /// A float64 from the hexadecimal of its bits.
  public static func double(_ text: some StringProtocol) -> Double {
    Double(bitPattern: UInt64(text, radix: 16)!)
  }

  /// Several of them, apart by commas.
  public static func doubles(_ text: some StringProtocol) -> [Double] {
    text.split(separator: ",").map { double($0) }
  }

  /// An array from its values one by one, floats as the hexadecimal of their bits.
  public static func array(
    _ dtype: some StringProtocol, _ shape: Shape, _ values: [Substring]
  ) -> NDArray {
    switch dtype {
    case "bool": NDArray(shape: shape, bool: values.map { $0 == "1" })
    case "int64": NDArray(shape: shape, int64: values.map { Int($0)! })
    default: NDArray(shape: shape, float64: values.map { double($0) })
    }
  }

  /// How many float64 numbers lie between two: 0 for the same number and for two NaN, the largest
  /// where only one of them is finite.
  public static func distance(_ a: Double, _ b: Double) -> UInt64 {
    if a == b || (a.isNaN && b.isNaN) { return 0 }
    if !a.isFinite || !b.isFinite { return .max }
    func place(_ x: Double) -> Int64 {
      let bits = Int64(bitPattern: x.bitPattern)
      return bits < 0 ? Int64.min - bits : bits
    }
    return (place(a) &- place(b)).magnitude
  }
}
