import Arrays
import Equations
import Networks

/// Names that are given anew.
extension ScriptTracer {
  /// Gives what a call has made the name that the caller gives it.
  mutating func rename(_ value: ScriptValue, to word: String, since birth: Int) {
    guard case .cell(let cell) = value, !(witness?.isInLoop ?? false) else { return }
    let old = cells[cell]
    guard let born = births[old], born > birth, bases[old] != Self.spelled(word),
      !settings.contains(old),
      // What nobody asks for keeps the name that its function gives it.
      word.contains(where: { $0 != "_" })
    else { return }
    let new = freeName(word)
    let table = [old: Expression.name(new)]
    func renamed(_ equations: inout [TracedEquation]) {
      for index in equations.indices.reversed() {
        let equation = equations[index]
        guard equation.target == old || equation.inputs.contains(old) else { continue }
        equations[index].rename(old, new, table)
        if equation.target == old, !equation.isPartial { break }
      }
    }
    renamed(&body)
    renamed(&setup)
    for index in cells.indices where cells[index] == old { cells[index] = new }
    for index in observed.indices {
      observed[index].value = observed[index].value.substituting(table)
    }
    for index in stops.indices {
      stops[index].question = stops[index].question?.substituting(table)
    }
    var names: [String: String] = [:]
    for (key, name) in known where !key.contains(old) { names[key] = name == old ? new : name }
    known = names
    passed = passed.filter { !$0.key.contains(old) }
    if let first = twins.removeValue(forKey: old) { twins[new] = first }
    for (twin, first) in twins where first == old { twins[twin] = new }
    if varying.remove(old) != nil { varying.insert(new) }
    births[new] = births.removeValue(forKey: old)
    if let slot = state.slots[old] {
      state.remove(old)
      state.store(slot.value, as: new)
      if case .generator(.named(let generator)) = slot.value, generator == old {
        state.random.named[new] = state.random.named[old]
        state.store(.generator(.named(new)), as: new)
      }
    }
    taken.remove(old)
  }
}
