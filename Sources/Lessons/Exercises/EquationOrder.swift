import Equations
import Networks

/// Which of several equations have to run before which others, so that each finds the values that it
/// finds when they run one after the other as given.
///
///     Z = W @ X + b       needs nothing of the others
///     A = sigmoid(Z)      needs Z
///     W = W - lr * dW     comes after Z, which reads the old W
struct EquationOrder: Sendable {
  /// Why an equation has to wait for another one.
  enum Reason: Sendable, Hashable {
    /// It reads this name, which the other computes.
    case reads(String)
    /// It changes this name, whose value until then the other reads or computes.
    case changes(String)
    /// Both are lines of one derivation, and it follows from the other.
    case follows
  }

  let equations: [Assignment]
  /// Whether they are the lines of one derivation: all for one name, which none of them reads. The
  /// order in which they are given is the only one then.
  let isDerivation: Bool
  /// For each equation, those before it that have to run first.
  let reasons: [[(earlier: Int, reason: Reason)]]

  init(_ equations: [Assignment]) {
    self.equations = equations
    let inputs = equations.map { Self.inputs(of: $0) }
    let names = Set(equations.map(\.name))
    let isDerivation =
      equations.count > 1 && names.count == 1 && inputs.allSatisfy(names.isDisjoint)
    self.isDerivation = isDerivation
    reasons = equations.indices.map { index in
      let name = equations[index].name
      var found: [(earlier: Int, reason: Reason)] = []
      for read in inputs[index] {
        guard let source = equations[..<index].lastIndex(where: { $0.name == read }) else {
          continue
        }
        found.append((source, .reads(read)))
      }
      for earlier in 0..<index
      where equations[earlier].name == name || inputs[earlier].contains(name) {
        found.append((earlier, isDerivation ? .follows : .changes(name)))
      }
      return found
    }
  }

  private static func inputs(of equation: Assignment) -> [String] {
    ProgramEquation.inputs(of: Statement(.assignment(equation), span: .none))
  }

  /// The first equation of an order that cannot run at its place, and what it waits for; nil where
  /// all can.
  func firstThatWaits(in order: [Int]) -> (equation: Int, earlier: Int, reason: Reason)? {
    var done: Set<Int> = []
    for equation in order {
      if let (earlier, reason) = reasons[equation].first(where: { !done.contains($0.earlier) }) {
        return (equation, earlier, reason)
      }
      done.insert(equation)
    }
    return nil
  }

  /// The order that differs most from the given one, of those that can run: at each place the last
  /// equation that can.
  var lastFirst: [Int] {
    var order: [Int] = []
    while order.count < equations.count {
      let next = equations.indices.last { equation in
        !order.contains(equation) && reasons[equation].allSatisfy { order.contains($0.earlier) }
      }
      // The first that is left always can.
      guard let next else { return Array(equations.indices) }
      order.append(next)
    }
    return order
  }

  /// The names that are read before an equation computes them: their first values come from outside.
  var namesFromOutside: Set<String> {
    var outside: Set<String> = []
    for (index, equation) in equations.enumerated() {
      for name in Self.inputs(of: equation)
      where !equations[..<index].contains(where: { $0.name == name }) {
        if equations[index...].contains(where: { $0.name == name }) { outside.insert(name) }
      }
    }
    return outside
  }
}
