import Arrays
import Testing

@testable import Equations

/// Simplification keeps numbers and shapes, whatever factors drop out.
@Suite struct SimplifierTests {
  /// Expressions over a few shapes, from a seed.
  private struct Source {
    var random: RandomState

    static let values: [String: NDArray] = {
      var random = RandomState(seed: UInt32(7))
      func array(_ shape: Shape) -> NDArray {
        let values = (0..<shape.count).map { 0.3 + 0.17 * Double(($0 * 7 + shape.rank * 3) % 11) }
        return NDArray(shape: shape, float64: values)
      }
      return [
        "A": array([2, 3]), "B": array([2, 3]), "C": array([3, 2]), "r": array([1, 3]),
        "c": array([2, 1]), "v": array([3]), "s": array(.scalar), "Q": array([2, 2]),
        "n": NDArray(3),
      ]
    }()

    mutating func below(_ count: Int) -> Int {
      (try? random.randint(low: 0, high: count, shape: .scalar))?.item.map { Int($0) } ?? 0
    }

    mutating func pick(_ items: [String]) -> String { items[below(items.count)] }

    mutating func text(_ depth: Int) -> String {
      if depth == 0 {
        return pick(["A", "B", "C", "r", "c", "v", "s", "Q", "n", "0", "1", "2", "0.5"])
      }
      let a = text(depth - 1 - below(depth))
      switch below(20) {
      case 0...2: return "(\(a)) * (\(text(depth - 1)))"
      case 3, 4: return "(\(a)) / (\(pick([a, text(depth - 1)])))"
      case 5: return "(\(a)) - (\(pick([a, text(depth - 1)])))"
      case 6: return "(\(a)) + (\(text(depth - 1)))"
      case 7, 8: return "(\(a)) @ (\(text(depth - 1)))"
      case 9: return "0 * (\(a))"
      case 10: return "(\(a)).T"
      case 11: return "sum(\(a))"
      case 12: return "sum(\(a), axis=\(pick(["0", "1"])), keepdims=\(pick(["True", "False"])))"
      case 13: return "mean(\(a), axis=\(pick(["0", "1", "-1"])))"
      case 14: return "reshape(\(a), (-1, 1))"
      case 15: return "(\(a))[\(pick(["0", "0:1", ":, 0", ":, 1:"]))]"
      case 16: return "\(pick(["exp", "tanh", "ones_like", "zeros_like", "-"]))(\(a))"
      case 17: return "maximum(\(a), \(text(depth - 1)))"
      case 18: return "where(\(a) > 1, \(text(depth - 1)), \(pick(["0", "s", "A"])))"
      default: return "(\(a)) ** \(pick(["0", "1", "2"]))"
      }
    }
  }

  @Test func numbersAndShapesStay() throws {
    let statics = Source.values.mapValues { StaticValue.array($0.dtype, $0.shape) }
    let shapes = ShapeTable(statics, withOneMore: statics, examples: nil)
    let simplifier = Simplifier(shapes)
    let scope = DictionaryScope(Source.values.mapValues { .array($0) })
    var judged = 0
    var smaller = 0
    for seed in 0..<60_000 {
      var source = Source(random: RandomState(seed: UInt32(seed)))
      let text = source.text(1 + seed % 4)
      guard let expression = try? Parser.expression(text),
        let value = (try? Evaluation.value(of: expression, in: scope))?.array,
        value.doubles.allSatisfy({ $0.isFinite && $0.magnitude < 1e9 })
      else { continue }
      let short = simplifier.simplified(expression)
      guard let found = (try? Evaluation.value(of: short, in: scope))?.array else {
        Issue.record("\(text) became \(short.text), which has no value")
        continue
      }
      judged += 1
      if found.shape != value.shape { smaller += 1 }
      let whole = try NDArray.apply(.add, found, NDArray.apply(.multiply, value, NDArray(0.0)))
      #expect(whole.shape == value.shape, "\(text) became \(short.text)")
      let size = value.doubles.reduce(1e-6) { max($0, $1.magnitude) }
      #expect(
        zip(whole.doubles, value.doubles).allSatisfy { ($0 - $1).magnitude < 1e-9 * size },
        "\(text) became \(short.text)")
    }
    #expect(judged > 10_000)
    #expect(smaller > 100)
  }
}
