import Equations
import Networks
import Testing

@testable import Training

/// What a trial comes to, and how results are ranked.
@Suite struct SweepTrialTests {
  static func usual() throws -> SolvedCondition {
    SolvedCondition(for: try Program(try Model.article()))
  }

  /// A trial is the run that `set` and `run` make, to the last bit.
  @Test(arguments: 0..<4)
  func aTrialIsTheRunWithTheseSettings(seed: Int) throws {
    let model = try Model.article()
    let trial = Trial(
      configuration: 1,
      settings: [
        .init(name: "hidden", value: .integer(3)),
        .init(name: "lr", value: try Parser.expression("1/3")),
      ], seed: UInt32(seed), epochs: 20)
    let result = try #require(try trial.result(on: model, solvedWhen: try Self.usual()))
    var run = Run(try Program(model))
    for text in ["hidden = 3", "lr = 1/3", "seed = \(seed)"] {
      try run.set(try #require(try Parser.statement(text).assignment))
    }
    try run.runEpochs(20)
    #expect(result.loss.bitPattern == run.state.loss?.value.bitPattern)
    #expect(result.accuracy == run.metric(.accuracy)?.item)
    #expect(result.solvedAt == nil)
  }

  @Test func solvedIsTheFirstEpochAtWhichItHolds() throws {
    let model = try Model.article()
    let trial = Trial(configuration: 1, settings: [], seed: nil, epochs: 30)
    let condition = SolvedCondition(try Parser.expression("epoch > 11 and L < 1"))
    #expect(try trial.result(on: model, solvedWhen: condition)?.solvedAt == 11)
    #expect(try trial.result(on: model, solvedWhen: condition, shouldStop: { true }) == nil)
  }

  /// A network that is right about three of the four cases, however small its loss, is not solved.
  @Test func threeQuartersIsNotSolved() throws {
    let model = try Model.article()
    let run = try Trial(configuration: 1, settings: [], seed: nil, epochs: 1).start(on: model)
    let condition = try Self.usual()
    #expect(condition.text == "L < 0.1 and accuracy == 1")
    #expect(try !run.holds(condition.expression))
    let line = Model.articleText.replacing("bce(A2, Y)", with: "mse(A2, Y)")
    let regression = SolvedCondition(for: try Program(try Model(name: "line", text: line)))
    #expect(regression.text == "L < 0.1")
  }

  static func record(
    _ configuration: Int, _ seed: UInt32, _ loss: Double, accuracy: Double? = 0.5,
    solvedAt: Int? = nil
  ) -> TrialRecord {
    TrialRecord(
      configuration: configuration, settings: [.init(name: "lr", text: "\(configuration)")],
      seed: seed, epochs: 10, loss: loss, accuracy: accuracy, solvedAt: solvedAt)
  }

  static let records = [
    record(1, 0, .nan), record(1, 1, .nan), record(1, 2, 0.01, accuracy: 1, solvedAt: 3),
    record(2, 0, 0.5, accuracy: 0.75), record(2, 1, 0.3, accuracy: 0.75),
    record(2, 2, 0.1, accuracy: 0.7), record(3, 0, 0.2, solvedAt: 8),
    record(3, 1, 0.6, solvedAt: 6), record(3, 2, 0.9), record(4, 0, .infinity),
  ]

  @Test(arguments: 0..<10)
  func rowsAreSortedAndNaNComesLast(shift: Int) throws {
    let records = Self.records[shift...] + Self.records[..<shift]
    func order(_ order: SweepOrder) -> [Int] {
      SweepTable(Array(records), by: order).rows.map(\.configuration)
    }
    #expect(order(.loss) == [2, 3, 4, 1])
    #expect(order(.accuracy) == [2, 3, 4, 1])
    #expect(order(.epochs) == [3, 1, 2, 4])
    let rows = SweepTable(Array(records), by: .loss).rows
    #expect(rows[0].loss == 0.3 && rows[0].accuracy == 0.75 && rows[0].solved == 0)
    #expect(rows[1].epochsToSolve == 8 && rows[1].solved == 2)
    #expect(rows[3].epochsToSolve == .infinity && rows[3].loss.isNaN && rows[3].solved == 1)
    #expect(SweepTable.best(of: rows[3], by: .loss)?.seed == 2)
  }

  @Test func theMedianOfAnEvenNumber() {
    let rows = SweepTable(
      [Self.record(1, 0, 1), Self.record(1, 1, 2), Self.record(1, 2, 4), Self.record(1, 3, .nan)],
      by: .loss
    ).rows
    #expect(rows[0].loss == 3)
    #expect(SweepTable([], by: .loss).rows.isEmpty)
  }
}
