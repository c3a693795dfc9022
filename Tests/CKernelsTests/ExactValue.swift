import Foundation
import Support

extension Fixture {
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

  static func exactValues(_ name: String) throws -> [ExactValue] {
    try lines(name, in: .module).compactMap { line in
      let line = line.split(separator: " ")
      guard line.count >= 4, let x = Double(line[1]), let high = Double(line[2]),
        let low = Double(line[3])
      else { return nil }
      let y = line.count > 4 ? Double(line[4]) : nil
      return ExactValue(name: String(line[0]), x: x, high: high, low: low, y: y)
    }
  }
}
