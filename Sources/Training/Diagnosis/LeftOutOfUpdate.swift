import Phrases

extension Diagnosis {
  /// Parameters that the loss depends on and no equation of an epoch changes: a line that was
  /// forgotten, unless it was meant so; or all of them, where the steps have gone to other names.
  static let leftOutOfUpdate = Diagnosis(.leftOutOfUpdate, "Left out of the update") { context in
    let program = context.run.program
    let updated = Set(program.iteration.compactMap(\.target))
    let left = program.parameters.filter { !updated.contains($0) }
    guard !left.isEmpty, !program.steps(in: .update).isEmpty else { return [] }
    let isAll = left.count == program.parameters.count
    return [
      Finding(
        .leftOutOfUpdate, isAll ? .error : .warning, names: left,
        measures: [.init("parameters", Double(program.parameters.count))],
        suggestions: [.init(.readUpdate, "list update")])
    ]
  } words: { finding in
    finding.names.count == 1
      ? "no equation of the update changes \(finding.subject): it stays as init made it."
      : "no equation of the update changes \(finding.subject): they stay as init made them."
  }
}

extension Finding.Kind {
  package static let leftOutOfUpdate = Finding.Kind("leftOutOfUpdate")
}

extension Finding.Suggestion.Idea {
  static let readUpdate = Self("the equations that change the parameters")
}
