import Arrays
import Equations
import Testing

@testable import Training

@Suite struct StopsTests {
  static let conditions = [
    "L < 0.6", "epoch % 3 == 0", "any(dW1 > 0)", "W1[0, 0] > 0.01", "A2[0, 0] > 0.5",
    "batch_index == 1",
  ]

  /// Every moment at which a run along the line stops, found by stepping without the watch.
  private func momentsPlainly(_ condition: String, _ line: Run) throws -> [TimelinePoint] {
    let expression = try Parser.expression(condition)
    var run = line
    run.goToStart()
    var moments: [TimelinePoint] = []
    func holds() -> Bool { ((try? run.value(of: expression)) ?? .none).isTrue }
    var was = holds()
    while run.moment < line.end {
      try run.stepEquation()
      let now = holds()
      if now, !was { moments.append(run.moment) }
      was = now
    }
    return moments
  }

  @Test(arguments: 0..<5, conditions)
  func conditionsForwardsAndBackwards(model: Int, condition: String) throws {
    var run = try TestModels.run(TestModels.all[model])
    guard (try? run.check(try Parser.expression(condition))) != nil else { return }
    try run.runEpochs(12)
    let line = run
    let expected = try momentsPlainly(condition, line)
    var breakpoints = Breakpoints()
    let id = breakpoints.add(.condition(try Parser.expression(condition)))
    run.goToStart()
    var found: [TimelinePoint] = []
    while true {
      let stop = try run.run(.forever, breakpoints: &breakpoints) { $0.moment >= line.end }
      guard case .breakpoints = stop else { break }
      found.append(run.moment)
    }
    #expect(found == expected)
    #expect(breakpoints[id]?.hits == expected.count)
    run = line
    found = []
    while case .breakpoints = try run.reverseContinue(breakpoints: &breakpoints) {
      found.append(run.moment)
    }
    #expect(run.position == .start)
    #expect(found == expected.reversed().filter { $0 < line.end })
  }

  @Test func phasesAndTemporaryOnes() throws {
    var run = try TestModels.run(TestModels.small)
    var breakpoints = Breakpoints()
    breakpoints.add(.phase(.backward), isTemporary: true)
    let id = breakpoints.add(.equation("A1"))
    breakpoints.enable(id, false)
    let stop = try run.run(.epochs(4), breakpoints: &breakpoints)
    guard case .breakpoints(let hits) = stop else {
      Issue.record("did not stop")
      return
    }
    #expect(hits.count == 1)
    #expect(run.position.description == "1.backward")
    #expect(breakpoints.all.map(\.id) == [id])
    guard case .finished = try run.run(.epochs(2), breakpoints: &breakpoints) else {
      Issue.record("did not finish")
      return
    }
    #expect(run.position.description == "3.update")
    breakpoints.enable(id, true)
    _ = try run.run(.epochs(2), breakpoints: &breakpoints)
    #expect(run.position.description == "4.forward.A1")
  }

  @Test func watchesShowOldAndNew() throws {
    var run = try TestModels.run(TestModels.small)
    try run.runEpochs(2)
    var breakpoints = Breakpoints()
    breakpoints.add(.watch(try Parser.expression("W1[0, 0]")))
    guard case .breakpoints(let hits) = try run.run(.forever, breakpoints: &breakpoints) else {
      Issue.record("did not stop")
      return
    }
    #expect(run.position.description == "3.update.W1")
    #expect(hits[0].old?.array?.item == run.value(of: "W1", atEndOfEpoch: 2)?.doubles[0])
    #expect(hits[0].new?.array?.item == run.state["W1"]?.doubles[0])
  }

  @Test func untilHolds() throws {
    var run = try TestModels.run(TestModels.small.replacingRate)
    var none = Breakpoints()
    let condition = try Parser.expression("L < 0.5")
    _ = try run.run(.until(condition, every: .epoch), breakpoints: &none) { $0.epoch > 3000 }
    #expect(try #require(run.losses.last) < 0.5)
    let position = run.position
    _ = try run.run(.until(condition, every: .equation), breakpoints: &none)
    #expect(run.position == position)
    #expect(throws: LanguageError.self) {
      try run.run(.until(try Parser.expression("A2 > 0"), every: .epoch), breakpoints: &none)
    }
    #expect(throws: LanguageError.self) { try run.check(try Parser.expression("Q > 0")) }
    #expect(throws: Never.self) { try run.check(try Parser.expression("any(isnan(dA2))")) }
  }

  @Test func displays() throws {
    var run = try TestModels.run(TestModels.small)
    var displays = Displays()
    let id = displays.add(try Parser.expression("L"))
    let before = displays.show(in: run)
    #expect(before[0].value == nil)
    try run.runEpochs(1)
    let once = displays.show(in: run)
    #expect(once[0].old == nil)
    let first = try #require(run.losses.last)
    try run.runEpochs(1)
    let twice = displays.show(in: run)
    #expect(twice[0].old?.array?.item == first)
    let again = displays.show(in: run)
    #expect(again[0].old == nil)
    #expect([before, once, twice, again].map { $0[0].isChanged } == [true, true, true, false])
    run.reset()
    #expect(displays.show(in: run)[0].isChanged)
    #expect(!displays.show(in: run)[0].isChanged)
    let isRemoved = displays.remove(id)
    #expect(isRemoved)
  }
}

extension String {
  fileprivate var replacingRate: String {
    split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.hasPrefix("  scale") ? "  scale = 1" : String($0)
    }.joined(separator: "\n")
  }
}
