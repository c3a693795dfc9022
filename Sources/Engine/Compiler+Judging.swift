import Arrays
import CKernels
import Equations
import Networks

/// Conditions on how many predictions are right, where no equation of the epoch predicts for all
/// examples: a judge of their own predicts, no further than the condition needs it.
extension Compiler {
  /// The least value of a name for which a condition can depend on it: wherever it stands, it is
  /// asked whether it is this or more. `nil` where the condition asks for something else.
  func least(of name: String, in condition: Expression) -> Double? {
    guard condition.names.contains(name) else { return .infinity }
    guard case .binary(let op, let left, let right) = condition.node else { return nil }
    switch op {
    case .and, .or, .bitwiseAnd, .bitwiseOr:
      guard let first = least(of: name, in: left), let second = least(of: name, in: right) else {
        return nil
      }
      return min(first, second)
    case .equal, .greater, .greaterEqual:
      return left == .name(name) ? number(right) : op == .equal ? least(left, name, right) : nil
    case .less, .lessEqual: return least(left, name, right)
    default: return nil
    }
  }

  private func least(_ bound: Expression, _ name: String, _ value: Expression) -> Double? {
    value == .name(name) ? number(bound) : nil
  }

  /// A number that is known for all epochs.
  private func number(_ expression: Expression) -> Double? {
    guard let item = (try? compile(expression))?.known?.array?.item else { return nil }
    return item.isNaN ? .infinity : item
  }

  /// The share of right predictions as a judge says it; `nil` where predictions depend on other
  /// examples', as with a batch's mean, or are no classes.
  func judged(
    _ metric: Metric, atLeast least: Double, in program: Program
  ) throws(NotCompilable) -> Varying? {
    guard metric.isOfClasses == true else { return nil }
    let examples = Set(program.examples(of: metric).keys)
    var computed = examples
    var given: [String] = []
    for step in program.evaluation {
      for name in step.inputs where !computed.contains(name) {
        guard case .varying = names[name], !given.contains(name) else { continue }
        given.append(name)
      }
      if let target = step.target { computed.insert(target) }
    }
    guard
      let judge = try? PredictionJudge(metric, at: given, least: least, in: program, for: self)
    else { return nil }
    do {
      let values = given.compactMap { names[$0] }
      let result = try hosted(values, .array(.float64, [])) { values throws(FunctionFault) in
        .array(NDArray(judge.share(at: values.compactMap(\.array))))
      }
      return try operand(result)
    } catch {
      return nil
    }
  }
}
