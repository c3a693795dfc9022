import Foundation
import Networks
import Support
import Testing

@testable import Training

/// Diagnosis over networks made with a fault, and over healthy ones: a part of them by seeds, all
/// where UNDERHOOD_DIAGNOSES says how many sick ones, with the table printed.
@Suite struct SickNetworkTests {
  /// How many sick networks are looked at, and twice as many healthy ones.
  private static let asked = ProcessInfo.processInfo.environment["UNDERHOOD_DIAGNOSES"].flatMap {
    Int($0)
  }
  private static let sick = asked.map { Array(0..<$0) } ?? Array(0..<SickNetwork.faults.count)
  private static let healthy = Array(0..<(asked.map { $0 * 2 } ?? 30))

  /// What is kept for the table of a whole run.
  private func note(_ text: String) { if Self.asked != nil { print(text) } }

  private func run(_ text: String, epochs: Int, equations: Int = 0) throws -> Run {
    var run = Run(try Program(try Model(name: "net", text: text)))
    while !run.isInitialised { try run.stepEquation() }
    try run.runEpochs(epochs)
    for _ in 0..<equations { try run.stepEquation() }
    return run
  }

  /// The first finding names the fault, in nine of ten.
  @Test func theFaultIsNamedFirst() throws {
    var table: [String: (right: Int, of: Int)] = [:]
    var misses: [String] = []
    for number in Self.sick {
      let sick = SickNetwork(number)
      var of = try run(sick.text, epochs: max(sick.epochs, 1))
      if sick.epochs == 0 { of = try run(sick.text, epochs: 1) }
      let found = Diagnosis.findings(in: of)
      // 0.01, where arithmetic has 0.010000000000000002.
      for text in found.flatMap({ $0.suggestions.map(\.command) + [Diagnosis.describe($0).english] }
      ) {
        #expect(text.firstMatch(of: #/[1-9]\d{8}/#) == nil, "\(text)")
      }
      let isRight = found.first.map { sick.kinds.contains($0.kind.rawValue) } ?? false
      let row = table[sick.fault] ?? (0, 0)
      table[sick.fault] = (row.right + (isRight ? 1 : 0), row.of + 1)
      if !isRight {
        misses.append(
          "\(number) \(sick.fault): \(found.map { "\($0.kind.rawValue) \($0.measures.map { "\($0.label)=\($0.value)" })" })\n\(sick.text)\(of.losses.first ?? 0) -> \(of.losses.last ?? 0)"
        )
      }
    }
    for fault in SickNetwork.faults {
      if let row = table[fault.name] { note("\(row.right) of \(row.of)  \(fault.name)") }
    }
    for miss in misses { note("MISS \(miss)") }
    #expect(misses.count * 10 <= Self.sick.count, "\(misses.joined(separator: "\n"))")
  }

  /// What solves its task is not called sick, whenever it is looked at.
  @Test func nothingIsSaidOfHealthyOnes() throws {
    var looked = 0
    var unhealthy = 0
    for number in Self.healthy {
      let healthy = HealthyNetwork(number)
      let now = try run(healthy.text, epochs: healthy.epochs, equations: healthy.equations)
      var later = now
      try later.runEpochs(HealthyNetwork.enough)
      guard DiagnosisContext(later, history: nil).isSolved, later.losses.allSatisfy(\.isFinite)
      else {
        unhealthy += 1
        note("UNSOLVED \(number) \(later.losses.last ?? 0)\n\(healthy.text)")
        continue
      }
      looked += 1
      let found = Diagnosis.findings(in: now).filter { $0.severity > .note }
      if !found.isEmpty {
        note(
          "FALSE \(number) \(healthy.epochs) epochs: \(found.map { "\($0.kind.rawValue) \($0.measures.map { "\($0.label)=\($0.value)" })" })\n\(healthy.text)\(now.losses.first ?? 0) -> \(now.losses.last ?? 0)"
        )
      }
      #expect(found.isEmpty, "\(number), \(healthy.epochs) epochs: \(found.map(\.kind.rawValue))")
    }
    note("\(looked) healthy networks, \(unhealthy) left out")
  }
}
