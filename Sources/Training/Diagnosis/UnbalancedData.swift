import Arrays
import Equations
import Phrases

extension Diagnosis {
  /// Targets that are nearly all the same: answering with the majority looks like a success.
  static let unbalancedData = Diagnosis(.unbalancedData, "Unbalanced data") { context in
    guard let target = context.target, let y = context.examplesInColumns(target), y.rank == 2,
      y.shape[1] >= 4, y.doubles.allSatisfy({ $0 == 0 || $0 == 1 })
    else { return [] }
    let shares = (0..<y.shape[0]).map { row in
      y.row(row).reduce(0, +) / Double(y.shape[1])
    }
    let largest = y.shape[0] == 1 ? max(shares[0], 1 - shares[0]) : shares.max() ?? 0
    let least = y.shape[0] == 1 ? 1 - largest : shares.min() ?? 0
    guard largest > 0.8 || least < 0.1 / Double(y.shape[0]) else { return [] }
    return [
      Finding(
        .unbalancedData, .note, names: [target],
        measures: [
          .init("majority", largest), .init("minority", least),
          .init("majorityLoss", DiagnosisContext.entropy(largest)),
        ])
    ]
  } words: { finding in
    return """
      \(finding.percent("majority")) of \(finding.subject) is one class; always saying that class \
      has the loss \(finding.number("majorityLoss")) already.
      """
  }
}

extension Finding.Kind {
  package static let unbalancedData = Finding.Kind("unbalancedData")
}
