extension Program {
  /// Of the names that the iteration assigns, those whose values an epoch takes over from the one
  /// before, and those that each epoch computes before it reads them.
  package var carriedAndRecomputedNames: (carried: [String], recomputed: [String]) {
    var assigned: [String] = []
    var readEarly: Set<String> = []
    for step in iteration {
      readEarly.formUnion(step.inputs.filter { !assigned.contains($0) })
      if let target = step.target, !assigned.contains(target) { assigned.append(target) }
    }
    var carried = assigned.filter(readEarly.contains)
    if batchesPerEpoch > 1 { carried.append(ProgramBuilder.batchIndexName) }
    return (carried, assigned.filter { !readEarly.contains($0) })
  }
}
