import Arrays
import Equations

extension Diagnosis {
  /// The first number that is not finite, found by running again from before it.
  static let notFinite = Diagnosis(.notFinite) { patient in
    guard let found = patient.firstNotFinite else { return [] }
    return [found]
  }
}

extension Patient {
  fileprivate var firstNotFinite: Finding? {
    guard run.program.names.contains(where: { run.state[$0].map { !$0.isFinite } ?? false }) else {
      return nil
    }
    let epoch = run.losses.firstIndex { !$0.isFinite }.map { $0 + 1 } ?? run.epoch
    // The parameters may have gone wrong in the update before.
    for start in [max(epoch - 1, 1), 1] {
      let cursor = Cursor(epoch: start, index: 0)
      guard let state = history.state(cursor) else { continue }
      var again = run
      again.state = state
      guard again.allFinite else { continue }
      while again.state.cursor < run.state.cursor {
        guard let execution = try? again.stepEquation() else { break }
        guard let name = execution.step.target, let array = again.state[name], !array.isFinite
        else {
          continue
        }
        return finding(name, array, again, execution.step)
      }
    }
    // Nobody knows what was before: the oldest of what is there.
    let oldest = run.program.names.filter { run.state[$0].map { !$0.isFinite } ?? false }
      .min { (run.state.slots[$0]?.stamp ?? 0) < (run.state.slots[$1]?.stamp ?? 0) }
    guard let oldest, let array = run.state[oldest] else { return nil }
    return finding(oldest, array, run, run.program.steps(assigning: oldest).last)
  }

  private func finding(_ name: String, _ array: NDArray, _ moment: Run, _ step: Step?) -> Finding {
    let values = array.doubles
    let flat = values.firstIndex { !$0.isFinite } ?? 0
    let index = array.shape.index(ofFlat: flat)
    let explanation = try? Explainer(moment, history: history).explain(name, at: index, depth: 0)
    // The operands that could do it, the largest first.
    let operands = (explanation?.operands ?? []).sorted {
      $0.value.item?.magnitude ?? 0 > $1.value.item?.magnitude ?? 0
    }
    return Finding(
      .notFinite, .error, names: [name],
      elements: [ElementOperand(name: name, index: index)] + operands.prefix(6).map(\.element),
      measures: [
        .init("value", values[flat]), .init("epoch", Double(moment.epoch)),
        .init("count", Double(values.count { !$0.isFinite })),
      ] + operands.prefix(6).map { .init($0.element.expression.text, $0.value.item ?? .nan) },
      suggestions: [
        .init(
          .askWhy, "goto \(moment.position.epoch).\(moment.position.phase?.rawValue ?? "start")")
      ] + smallerRate(by: 0.1),
      equation: step?.statement)
  }
}

extension Run {
  fileprivate var allFinite: Bool {
    state.slots.values.allSatisfy { $0.value.array?.isFinite ?? true }
  }
}

extension NDArray {
  var isFinite: Bool {
    guard case .float64(let values) = storage else { return true }
    return values.allSatisfy(\.isFinite)
  }
}
