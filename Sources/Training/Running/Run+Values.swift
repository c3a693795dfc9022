import Arrays
import Equations
import Networks

/// Whether a value can be trusted at this moment.
public enum Freshness: Sendable, Equatable {
  case current
  /// Something that it was computed from has changed since; it is from this epoch.
  case outdated(epoch: Int)
}

extension Run: Scope {
  public func value(of name: String) -> Lookup<Value> {
    if let slot = state.slots[name] { return .found(slot.value) }
    if let step = program.steps(assigning: name).first {
      return .unavailable(UnavailableName(name: name, phase: step.phase.rawValue))
    }
    if let folded = program.foldedGradient(name) {
      if let value = try? Evaluation.value(of: folded.value, in: self) { return .found(value) }
      return .unavailable(UnavailableName(name: name, phase: Phase.backward.rawValue))
    }
    if name == "epoch" { return .found(.array(NDArray(epoch))) }
    if name == Program.examplesName, program.exampleCount != nil {
      return .unavailable(UnavailableName(name: name, phase: Phase.data.rawValue))
    }
    guard let metric = Metric(rawValue: name) else { return .unknown }
    if let value = self.metric(metric) { return .found(.array(value)) }
    let reason = reasonWithout(metric)
    guard program.metrics.contains(metric) || reason != nil else { return .unknown }
    return .unavailable(
      UnavailableName(name: name, phase: Phase.`init`.rawValue, reason: reason))
  }

  public var candidateNames: [String] {
    program.names + (program.exampleCount == nil ? [] : [Program.examplesName])
      + ["epoch"] + program.metrics.map(\.rawValue)
  }

  /// Whether `name` still follows from what it was computed from; `nil` if it has no value.
  public func freshness(of name: String) -> Freshness? {
    if let folded = program.foldedGradient(name) { return freshness(of: folded.value) }
    guard let slot = state.slots[name] else { return nil }
    var memo: [String: Bool] = [:]
    return isCurrent(name, &memo) ? .current : .outdated(epoch: slot.epoch)
  }

  /// Whether all names of an expression are current; else the earliest epoch that one is from.
  public func freshness(of expression: Expression) -> Freshness? {
    var oldest: Int?
    for name in expression.names {
      if case .outdated(let epoch)? = freshness(of: name) { oldest = min(oldest ?? epoch, epoch) }
    }
    return oldest.map { .outdated(epoch: $0) } ?? .current
  }

  private func isCurrent(_ name: String, _ memo: inout [String: Bool]) -> Bool {
    if let known = memo[name] { return known }
    memo[name] = true
    guard let slot = state.slots[name] else { return true }
    // Settings, parameters and the optimizer's state are what they are; only what is computed from
    // them afterwards can fall behind.
    guard let phase = slot.phase, phase != .update, phase != .`init`,
      let step = program.steps(assigning: name).last(where: { $0.phase == phase })
    else { return true }
    let current =
      !slot.isSuperseded
      && step.inputs.allSatisfy { input in
        guard let other = state.slots[input], input != name else { return true }
        if other.stamp < slot.stamp { return isCurrent(input, &memo) }
        return isOvertaken(input, other, by: name, slot)
      }
    memo[name] = current
    return current
  }

  /// Whether `input` has got its newer value from an equation that comes behind the one of `name`,
  /// as the batch's `X` comes behind `X_all = X`: it says nothing against what was read before.
  private func isOvertaken(
    _ input: String, _ newer: RunState.Slot, by name: String, _ slot: RunState.Slot
  ) -> Bool {
    guard let done = execution(of: name, slot) else { return false }
    // The data is computed from data, whatever the epochs do with the names.
    if done.cursor.epoch == 0, newer.epoch > 0 {
      return program.iteration.contains { $0.target == input }
    }
    guard let later = execution(of: input, newer), later.step.phase != .update else { return false }
    return done.cursor < later.cursor && later.cursor.epoch == done.cursor.epoch
      && later.cursor.batch == done.cursor.batch
  }

  /// The equation that gave a slot its value; `nil` where it was another than the program's last.
  private func execution(of name: String, _ slot: RunState.Slot) -> Program.Execution? {
    guard let last = program.lastExecution(of: name, before: state.cursor),
      last.step.phase == slot.phase, last.cursor.epoch == slot.epoch
    else { return nil }
    return last
  }

  /// The names that hold a value which something else has outdated.
  public var outdatedNames: [String] {
    program.names.filter { if case .outdated? = freshness(of: $0) { true } else { false } }
  }
}
