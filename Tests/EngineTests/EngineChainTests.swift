import Networks
import Support
import Testing

@testable import Training

/// Long expressions of elements, in any order of their operations: results that only the next
/// operation needs, those that several need, numbers, rows and columns, and functions that take
/// long between those that do not.
struct EngineChainTests {
  /// An expression of six rows with so many operations.
  private static func expression(_ count: Int, _ dice: inout Dice) -> String {
    guard count > 0 else {
      return dice.pick(["A", "Z", "A", "Z", "A[2:3]", "b1", "0.75", "-1.5", "A[0, 0]"])
    }
    let left = dice.below(count)
    // One side long, as a chain is, or both.
    let (a, b) = dice.below(2) == 0 ? (count - 1, 0) : (left, count - 1 - left)
    let x = expression(a, &dice)
    let y = expression(b, &dice)
    let (first, second) = dice.below(2) == 0 ? (x, y) : (y, x)
    switch dice.below(20) {
    case 0, 1: return "(\(first) + \(second))"
    case 2, 3: return "(\(first) - \(second))"
    case 4, 5, 6: return "(\(first) * \(second))"
    case 7: return "(\(first) / (\(second) ** 2 + 1))"
    case 8: return "maximum(\(first), \(second))"
    case 9: return "minimum(\(first), \(second))"
    case 10: return "relu(\(x))"
    case 11: return "(\(x) / 4)"
    case 12: return "abs(-\(x))"
    case 13: return "tanh(\(x))"
    case 14: return "where(\(x) > 0.25, \(first), \(second))"
    case 15: return "where(\(first) < \(second), \(x), -0.5)"
    case 16: return "where(A > Z, b1, \(x))"
    case 17: return "where(\(x) > 0, 1, 0.25)"
    case 18: return "leaky_relu(\(x), \(dice.pick(["0.25", "1", "1.5", "-0.1"])))"
    default: return "((\(x)) ** 2 / 3)"
    }
  }

  /// A choice by the sign, of both zeros, the smallest and the largest numbers, and what is none.
  @Test(arguments: ["0.01", "1", "0.5", "1e-300", "1.5", "0", "-0.1"], [">", ">=", "<"])
  func leaky(slope: String, comparison: String) throws {
    let x = "(A * array([[0.0], [-0.0], [5e-324], [1e308], [inf], [nan]]))"
    for part in ["\(slope) * \(x)", "\(x) * \(slope)"] {
      let choice = "where(\(x) \(comparison) 0, \(x), \(part))"
      let text = "where(isfinite(\(choice)), A / (1 + abs(\(choice))), 0.5 * A)"
      try CompiledEpochTests.compare(
        EngineFunctionTests.text(text, examples: 33, batch: nil), epochs: 3)
    }
  }

  @Test(arguments: 0..<24) func expressions(seed: Int) throws {
    var dice = Dice(seed)
    let long = Self.expression(2 + dice.below(12), &dice)
    // Six rows whatever it is made of, and no larger than training stands.
    let text = "tanh(0.1 * (\(long))) + 0 * A"
    for (examples, batch) in [(5, nil), (33, nil), (150, nil), (20, 10)] {
      let model = EngineFunctionTests.text(text, examples: examples, batch: batch)
      try CompiledEpochTests.compare(model, epochs: 6)
      let program = try CompiledEpochTests.program(model)
      #expect(try CompiledEpochTests.results(of: program, epochs: 5).count == 1, "\(text)")
    }
  }
}
