import Networks
import Testing

@testable import Training

/// Diagnosis over networks made with a fault, and over healthy ones.
@Suite struct SickNetworkTests {
  private func run(_ text: String, epochs: Int) throws -> Run {
    var run = Run(try Program(try Model(name: "net", text: text)))
    if epochs == 0 { try run.runEpochs(1) }
    try run.runEpochs(epochs)
    return run
  }

  /// The first finding names the fault.
  @Test(arguments: 0..<SickNetwork.kinds) func theFaultIsNamedFirst(fault: Int) throws {
    for seed in 0..<4 {
      let sick = SickNetwork.network(fault, seed: seed)
      let found = Diagnosis.findings(in: try run(sick.text, epochs: sick.epochs))
      #expect(
        found.first.map { sick.kinds.contains($0.kind.rawValue) } ?? false,
        "\(sick.fault), seed \(seed): \(found.map(\.kind.rawValue))\n\(sick.text)")
    }
  }

  @Test(arguments: 0..<60) func nothingIsSaidOfHealthyOnes(seed: Int) throws {
    let (text, epochs) = SickNetwork.healthy(seed: seed)
    let found = Diagnosis.findings(in: try run(text, epochs: epochs))
      .filter { $0.severity > .note }
    #expect(
      found.isEmpty,
      "\(epochs) epochs: \(found.map { ($0.kind.rawValue, $0.measures) })\n\(text)")
  }
}
