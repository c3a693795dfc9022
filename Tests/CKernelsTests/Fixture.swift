import Foundation

/// Values from outside, in Fixtures/.
enum Fixture {
  /// A point at which a function's exact value is known: `high + low`.
  struct ExactValue {
    let name: String
    let x: Double
    let high: Double
    let low: Double
    /// The exponent, for a power.
    let y: Double?

    /// How far `value` is from the exact result, in units in the last place.
    func error(of value: Double) -> Double {
      abs((value - high) - low) / high.ulp
    }
  }

  static func lines(_ name: String) throws -> [[String]] {
    let folder = Bundle.module.resourceURL?.appendingPathComponent("Fixtures")
    guard let file = folder?.appendingPathComponent("\(name).txt") else { return [] }
    return try String(contentsOf: file, encoding: .utf8)
      .split(separator: "\n")
      .map { $0.split(separator: " ").map(String.init) }
  }

  static func exactValues(_ name: String) throws -> [ExactValue] {
    try lines(name).compactMap { line in
      guard line.count >= 4, let x = Double(line[1]), let high = Double(line[2]),
        let low = Double(line[3])
      else { return nil }
      let y = line.count > 4 ? Double(line[4]) : nil
      return ExactValue(name: line[0], x: x, high: high, low: low, y: y)
    }
  }
}
