import Arrays
import Equations
import Networks
import Phrases

extension Diagnosis {
  /// A parameter whose gradient is exactly 0, now and in the epochs to come, while others move.
  static let noGradient = Diagnosis(.noGradient, "No gradient arrives") { context in
    guard !context.isQuick, context.run.isInitialised, !context.isSolved else { return [] }
    let names = context.parametersWithoutGradient
    guard !names.isEmpty, names.count < context.run.program.parameters.count else { return [] }
    return [
      Finding(
        .noGradient, .warning, names: names,
        measures: [.init("parameters", Double(context.run.program.parameters.count))],
        suggestions: [context.otherSeed].compactMap { $0 })
    ]
  } words: { finding in
    finding.names.count == 1
      ? "the gradient of \(finding.subject) is exactly 0, so that no training changes it."
      : "the gradients of \(finding.subject) are exactly 0, so that no training changes them."
  }
}

extension DiagnosisContext {
  fileprivate var parametersWithoutGradient: [String] {
    var ahead = run
    var names = run.program.parameters
    for _ in 0..<4 where !names.isEmpty {
      guard (try? ahead.runEpochs(1)) != nil else { return [] }
      names = names.filter { name in
        ahead.state[Differentiator.gradientName(of: name)]?.doubles.allSatisfy { $0 == 0 } ?? false
      }
    }
    return names
  }
}

extension Finding.Kind {
  package static let noGradient = Finding.Kind("noGradient")
}
