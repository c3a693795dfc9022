import Foundation
import Networks
import Support
import Testing

@testable import Training

/// Remedies over the networks that are made with a fault: what is recommended does solve them.
@Suite struct CuredNetworkTests {
  /// Those that are treated: some whose cure is quick, or as many as UNDERHOOD_DIAGNOSES says.
  private static let numbers: [Int] =
    ProcessInfo.processInfo.environment["UNDERHOOD_DIAGNOSES"].flatMap { Int($0) }
    .map { Array(0..<$0) }
    ?? [0, 1, 2, 3, 4, 5, 8, 9, 11, 12, 13, 15, 16, 17, 18, 28, 29, 30, 31, 35, 36, 37, 39, 43]

  private static func treated(_ number: Int) throws -> (SickNetwork, Run, TreatmentOutcome) {
    let sick = SickNetwork(number)
    var run = Run(try Program(try Model(name: "net", text: sick.text)))
    try run.runEpochs(max(sick.epochs, 1))
    return (sick, run, try TreatmentTests.treated(run, epochs: 300))
  }

  /// Whoever types what is recommended has a network that has solved its task; and that is so for
  /// at least twenty of those that the generator makes.
  @Test func whatIsRecommendedSolvesThem() async throws {
    let lines = try await withThrowingTaskGroup(of: (Bool, String).self) { group in
      for number in Self.numbers {
        group.addTask {
          let (sick, run, outcome) = try Self.treated(number)
          guard let best = outcome.best, !best.solved.isEmpty, let command = outcome.command else {
            return (
              false, "\(number) \(sick.fault): \(outcome.command ?? "nothing") does not solve it"
            )
          }
          let cured = try TreatmentTests.follow(command, in: run)
          let goal = try #require(SolvedGoal(cured), "\(number) \(sick.fault)")
          let isCured = goal.isReached(by: cured)
          #expect(isCured == true, "\(number) \(sick.fault): \(command)\n\(sick.text)")
          return (true, "\(number) \(sick.fault): \(command)")
        }
      }
      var all: [(Bool, String)] = []
      for try await line in group { all.append(line) }
      return all
    }
    for (_, line) in lines.sorted(by: { $0.1 < $1.1 }) { print("TREATED \(line)") }
    #expect(lines.count { $0.0 } >= 20)
  }
}
