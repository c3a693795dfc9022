import Equations
import Networks
import Training

/// Small numbers that keep a loss from the logarithm of zero. Nobody derives them, and so what is
/// written is nowhere the derivative to the last digits: they are left out where it matters which
/// line is the first that is wrong.
extension Script {
  /// A guard is smaller than this.
  private static let largestGuard = 1e-5

  /// The run of a model whose loss and forward pass have no such numbers; `nil` where there are none.
  func withoutGuards(_ run: Run) -> Run? {
    remade(run, in: [.forward, .loss]) { assignment, _ in
      var plain = assignment
      plain.value = Self.withoutGuards(assignment.value) { expression in
        switch expression.node {
        case .float(let value): value
        case .name(let name): run.state[name]?.item
        default: nil
        }
      }
      return plain == assignment ? nil : plain
    }
  }

  /// - Parameter number: what is known of an expression's value.
  private static func withoutGuards(
    _ expression: Expression, _ number: (Expression) -> Double?
  ) -> Expression {
    func isGuard(_ part: Expression) -> Bool {
      number(part).map { $0 > 0 && $0 <= largestGuard } ?? false
    }
    func isNearlyOne(_ part: Expression) -> Bool {
      if case .binary(.subtract, let one, let small) = part.node {
        return one.isNumber(1) && isGuard(small)
      }
      return number(part).map { $0 < 1 && 1 - $0 <= largestGuard } ?? false
    }
    let plain = expression.mapChildren { withoutGuards($0, number) }
    switch plain.node {
    case .call("log", let arguments) where arguments.count == 1:
      guard case .binary(.add, let a, let b) = arguments[0].value.node else { return plain }
      return isGuard(b) ? .call("log", a) : isGuard(a) ? .call("log", b) : plain
    case .call("clip", let arguments) where arguments.count == 3:
      let (low, high) = (arguments[1].value, arguments[2].value)
      return isGuard(low) && (isNearlyOne(high) || high.isNumber(1)) ? arguments[0].value : plain
    case .call("maximum", let arguments) where arguments.count == 2:
      let (a, b) = (arguments[0].value, arguments[1].value)
      return isGuard(b) ? a : isGuard(a) ? b : plain
    default: return plain
    }
  }
}
