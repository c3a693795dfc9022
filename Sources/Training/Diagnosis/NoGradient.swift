import Arrays
import Equations
import Networks
import Phrases

extension Diagnosis {
  /// A parameter whose gradient is exactly 0, now and in the epochs to come, while others move.
  static let noGradient = Diagnosis(.noGradient, "No gradient arrives") { context in
    guard !context.isQuick, context.run.isInitialised, !context.isSolved else { return [] }
    let parameters = context.run.program.parameters
    let names = context.withoutGradient(parameters, inEpochs: 1..<5)
    guard !names.isEmpty, names.count < parameters.count else { return [] }
    return [
      Finding(
        .noGradient, .warning, names: names,
        measures: [.init("parameters", Double(parameters.count))],
        suggestions: [context.otherSeed].compactMap { $0 })
    ]
  } words: { finding in
    finding.names.count == 1
      ? """
      the gradient of \(finding.subject) is exactly 0, now and in the epochs that were tried ahead: as \
      long as that is so, nothing changes it.
      """
      : """
      the gradients of \(finding.subject) are exactly 0, now and in the epochs that were tried ahead: \
      as long as that is so, nothing changes them.
      """
  }
}

extension Finding.Kind {
  package static let noGradient = Finding.Kind("noGradient")
}
