import Arrays
import Foundation
import Testing

/// Reading of fixture files.
enum Fixture {
  static func lines(_ name: String) throws -> [String] {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "txt", subdirectory: "Fixtures"))
    var lines = try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n")
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  /// A float64 from the hexadecimal of its bits.
  static func double(_ text: some StringProtocol) -> Double {
    Double(bitPattern: UInt64(text, radix: 16)!)
  }

  static func doubles(_ text: String) -> [Double] { text.split(separator: ",").map { double($0) } }

  static func shape(_ text: String) -> Shape { Shape(text.split(separator: ",").map { Int($0)! }) }
}
