import Arrays
import Equations
import Networks
import Phrases

extension Diagnosis {
  /// The first number that is not finite, found by running again from before it.
  static let notFinite = Diagnosis(.notFinite, "Not a number") { context in
    guard let found = context.firstNotFinite else { return [] }
    return [found]
  } words: { finding in
    let operands = finding.elements.dropFirst().map { element in
      let text = element.expression.text
      return "\(text) = \(finding.number(text))"
    }
    let element = finding.elements.first.map { .verbatim($0.expression.text) } ?? finding.subject
    let value = finding.number("value")
    guard finding.equation != nil else { return "\(element) was set to \(value) by hand." }
    let epoch = finding.whole("epoch")
    return operands.isEmpty
      ? "\(element) became \(value) in epoch \(epoch)."
      : "\(element) became \(value) in epoch \(epoch), from \(operands.joined(separator: ", "))."
  }
}

extension DiagnosisContext {
  fileprivate var firstNotFinite: Finding? {
    guard run.program.names.contains(where: { run.state[$0].map { !$0.isFinite } ?? false }) else {
      return nil
    }
    let epoch = run.losses.firstIndex { !$0.isFinite }.map { $0 + 1 } ?? run.epoch
    // The parameters may have gone wrong in the update before.
    for start in [max(epoch - 1, 1), 1] {
      var again = run
      guard (try? again.go(to: .beginning(ofEpoch: start))) == true, again.allFinite else {
        continue
      }
      while again.moment != run.moment, again.state.cursor <= run.state.cursor {
        let segment = again.timeline.current
        guard let execution = try? again.stepEquation() else { break }
        if let name = execution.step.target, let array = again.state[name], !array.isFinite,
          again.state.slots[name]?.phase != nil
        {
          return finding(name, array, again, execution.step)
        }
        if again.timeline.current != segment, let found = setByHand(in: again) { return found }
      }
    }
    // Nobody knows what was before: the oldest of what is there.
    let oldest = run.program.names.filter { run.state[$0].map { !$0.isFinite } ?? false }
      .min { (run.state.slots[$0]?.stamp ?? 0) < (run.state.slots[$1]?.stamp ?? 0) }
    guard let oldest, let array = run.state[oldest] else { return nil }
    if run.state.slots[oldest]?.phase == nil { return setByHand(in: run) }
    return finding(oldest, array, run, run.program.steps(assigning: oldest).last)
  }

  /// A number that is not finite because it was set so.
  private func setByHand(in moment: Run) -> Finding? {
    let found = moment.program.names.lazy.compactMap { name in
      moment.state[name].map { (name, $0) }
    }.first { name, array in !array.isFinite && moment.state.slots[name]?.phase == nil }
    return found.map { finding($0.0, $0.1, moment, nil) }
  }

  private func finding(_ name: String, _ array: NDArray, _ moment: Run, _ step: ProgramEquation?)
    -> Finding
  {
    let values = array.doubles
    let flat = values.firstIndex { !$0.isFinite } ?? 0
    let index = array.shape.index(ofFlat: flat)
    let explanation = try? Explainer(moment).explain(name, at: index, depth: 0)
    // The operands that could do it, the largest first.
    let operands = (explanation?.operands ?? []).sorted {
      $0.value.item?.magnitude ?? 0 > $1.value.item?.magnitude ?? 0
    }
    return Finding(
      .notFinite, .error, names: [name],
      elements: [ElementOperand(name: name, index: index)] + operands.prefix(6).map(\.element),
      measures: [
        .init("value", values[flat]),
        .init("epoch", Double(moment.state.slots[name]?.epoch ?? moment.epoch)),
        .init("count", Double(values.count { !$0.isFinite })),
      ] + operands.prefix(6).map { .init($0.element.expression.text, $0.value.item ?? .nan) },
      suggestions: [
        .init(.askWhy, "goto \(place(of: name, moment, step))")
      ] + (step == nil ? [] : smallerRate(by: 0.1)),
      equation: step?.statement)
  }
}

extension DiagnosisContext {
  /// The moment right after a value was made.
  fileprivate func place(of name: String, _ moment: Run, _ step: ProgramEquation?) -> String {
    guard let step, moment.state.cursor == run.state.cursor,
      let epoch = moment.state.slots[name]?.epoch, epoch > 0
    else { return "\(moment.position)" }
    return "\(epoch).\(step.phase.rawValue).\(name)"
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

extension Finding.Kind {
  package static let notFinite = Finding.Kind("notFinite")
}
