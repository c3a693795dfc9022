import Arrays
import Equations
import Networks
import Phrases

extension Diagnosis {
  /// Targets that are all the same, or that come in order, batch after batch, so that each batch
  /// teaches one class alone.
  static let constantLabels = Diagnosis(.constantLabels, "One class at a time") { context in
    guard let target = context.target, context.run.isInitialised,
      let y = context.wholeTarget, y.count > 1
    else { return [] }
    let values = y.doubles
    if Set(values).count == 1 {
      return [
        Finding(
          .constantLabels, .warning, names: [target], measures: [.init("value", values[0])])
      ]
    }
    let program = context.run.program
    guard program.batchesPerEpoch > 1, y.rank == 1 || y.shape.dimensions.contains(1),
      !program.iteration.contains(where: \.isOncePerEpoch),
      let size = program.exampleCount, size > 0, size < values.count
    else { return [] }
    let batches = stride(from: 0, to: values.count, by: size).map {
      Set(values[$0..<min($0 + size, values.count)]).count
    }
    guard batches.allSatisfy({ $0 == 1 }), size > 1 else { return [] }
    return [
      Finding(
        .constantLabels, .warning, names: [target],
        measures: [.init("batches", Double(batches.count))],
        suggestions: [.init(.shuffled, "set shuffle = 1")])
    ]
  } words: { finding in
    finding["value"] != nil
      ? """
      every example has the same target, \(finding.number("value")): whatever the input, that is the \
      answer to learn.
      """
      : """
      the examples come in the order of \(finding.subject), so that each of the \
      \(finding.whole("batches")) batches shows one class alone, and undoes what the one before \
      taught.
      """
  }
}

extension DiagnosisContext {
  /// The targets of all examples, not those of a batch.
  fileprivate var wholeTarget: NDArray? {
    target.flatMap { run.state[ProgramBuilder.wholeName(of: $0)] ?? run.state[$0] }
  }
}

extension Finding.Kind {
  package static let constantLabels = Finding.Kind("constantLabels")
}

extension Finding.Suggestion.Idea {
  fileprivate static let shuffled = Self("another order in each epoch")
}
