import Arrays
import Equations
import Networks
import Support
import Testing

@testable import Training

/// A history that only ever steps forward: the run after each equation and each change, kept
/// whole.
struct PlainHistory {
  struct Entry {
    let isChange: Bool
    let run: Run
  }
  var entries: [Entry]
  var index = 0

  init(_ run: Run) { entries = [Entry(isChange: true, run: run)] }

  var present: Run { entries[index].run }

  mutating func forward(_ count: Int) throws {
    for _ in 0..<count {
      if index == entries.count - 1 {
        var run = present
        try run.stepEquation()
        entries.append(Entry(isChange: false, run: run))
      }
      index += 1
      while index + 1 < entries.count, entries[index + 1].isChange { index += 1 }
    }
  }

  mutating func back(_ count: Int) {
    for _ in 0..<count {
      var place = index
      while place > 0, entries[place].isChange { place -= 1 }
      guard place > 0 else {
        // The first entry and the changes right after it are the beginning.
        index = 0
        while index + 1 < entries.count, entries[index + 1].isChange { index += 1 }
        return
      }
      index = place - 1
    }
  }

  mutating func set(_ text: String, in section: Phase? = nil) throws {
    var run = present
    let initCursor = present.program.initCursor
    let report = try run.set(text, in: section)
    switch report.restartedFrom {
    case .data?:
      entries = [Entry(isChange: true, run: run)]
      index = 0
    case .`init`?:
      index = entries.lastIndex { $0.run.state.cursor <= initCursor } ?? 0
      var fresh = present
      let moment = fresh.state
      try fresh.replaceProgram(with: run.program)
      fresh.branch(after: moment)
      entries.removeSubrange((index + 1)...)
      entries.append(Entry(isChange: true, run: fresh))
      index += 1
    default:
      entries.removeSubrange((index + 1)...)
      if run.state.cursor == run.program.startCursor { entries = [] }
      entries.append(Entry(isChange: true, run: run))
      index = entries.count - 1
    }
  }
}

/// Everything that can be seen of two runs at their present is the same.
func expectSame(
  _ a: Run, _ b: Run, _ comment: @autoclosure () -> String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  var differences: [String] = []
  if a.state.cursor != b.state.cursor {
    differences.append("at \(a.position), \(b.position)")
  }
  if a.state.random != b.state.random { differences.append("random state") }
  if a.state.stamp != b.state.stamp { differences.append("stamp") }
  if a.program.model.text != b.program.model.text { differences.append("model") }
  if a.losses.map(\.bitPattern) != b.losses.map(\.bitPattern) {
    differences.append("losses \(a.losses) \(b.losses)")
  }
  for name in Set(a.state.slots.keys).union(b.state.slots.keys).sorted() {
    guard let x = a.state.slots[name], let y = b.state.slots[name] else {
      differences.append("\(name) is missing")
      continue
    }
    if !x.value.isIdentical(to: y.value) { differences.append(name) }
    if (x.stamp, x.epoch) != (y.stamp, y.epoch) || x.phase != y.phase
      || x.isSuperseded != y.isSuperseded
    {
      differences.append("\(name)'s place")
    }
    if a.freshness(of: name) != b.freshness(of: name) { differences.append("\(name)'s freshness") }
  }
  #expect(differences.isEmpty, "\(comment())", sourceLocation: sourceLocation)
}

@Suite struct TimelineTests {
  static let edits = [
    "lr = 0.9", "lr *= 0.5", "W1[0, 0] = 0.5", "W2 = randn(1, hidden)", "A1 = tanh(Z1)",
    "A1 = sigmoid(Z1)", "A1[0, 0] = 0.25", "b1 += 1", "X[0, 0] = 1 - X[0, 0]", "dZ1 = dA1",
    "L = mse(A2, Y)", "dW2[0, 0] = 3", "hidden = 3", "hidden = 2", "scale = 0.5", "Z2 *= 2",
    "X = 1 - X",
  ]

  /// Random walks, to the bit.
  @Test(arguments: 0..<5, 0..<8)
  func walks(model: Int, seed: Int) throws {
    var dice = Dice(model * 1000 + seed)
    var run = try TestModels.run(TestModels.all[model], seed: UInt32(seed))
    run.timeline = Timeline(
      run.program, start: run.state, budget: seed % 2 == 0 ? 1 << 24 : 9000,
      startBudget: seed % 4 < 2 ? 1 << 24 : 5000)
    var plain = PlainHistory(run)
    var log: [String] = []
    for _ in 0..<40 {
      switch Int.random(in: 0..<10, using: &dice) {
      case 0, 1:
        let count = Int.random(in: 1...30, using: &dice)
        log.append("forward \(count)")
        for _ in 0..<count { try run.stepEquation() }
        try plain.forward(count)
      case 2:
        let count = Int.random(in: 1...12, using: &dice)
        log.append("run \(count)")
        try run.runEpochs(count)
        while plain.present.state.cursor != run.state.cursor { try plain.forward(1) }
      case 3, 4, 5:
        let count = Int.random(in: 1...(seed % 3 == 0 ? 400 : 40), using: &dice)
        log.append("back \(count)")
        try run.back(count, .equation)
        plain.back(count)
      case 6:
        let index = Int.random(in: 0..<plain.entries.count, using: &dice)
        var place = index
        while place + 1 < plain.entries.count, plain.entries[place + 1].isChange { place += 1 }
        plain.index = place
        let target = plain.present
        let segment = plain.entries[1...].prefix(max(place, 0)).reduce(0) { count, entry in
          entry.isChange ? count + 1 : count
        }
        log.append("go \(target.position) \(segment)")
        // The plain history keeps changes apart that were made at one moment.
        let candidates = run.timeline.segments.indices.filter {
          run.timeline.segments[$0].startCursor <= target.state.cursor
            && target.state.cursor <= run.timeline.end(of: $0)
            && run.timeline.segments[$0].program.model.text == target.program.model.text
        }
        var found = false
        for candidate in candidates {
          try run.go(to: TimelinePoint(segment: candidate, cursor: target.state.cursor))
          if run.state.stamp == target.state.stamp {
            found = true
            break
          }
        }
        #expect(found, "\(log)")
      case 7:
        log.append("end")
        try run.go(to: .end)
        plain.index = plain.entries.count - 1
      default:
        let edit = try #require(Self.edits.randomElement(using: &dice))
        log.append(edit)
        let snapshot = run
        do {
          _ = try run.set(edit)
        } catch {
          log.append("refused")
          expectSame(run, snapshot, "\(log)")
          var other = plain
          #expect(throws: (any Error).self) { try other.set(edit) }
          continue
        }
        try plain.set(edit)
      }
      expectSame(run, plain.present, "model \(model) seed \(seed): \(log)")
    }
  }

  @Test func momentsAreReadBack() throws {
    for text in TestModels.all {
      var run = try TestModels.run(text)
      try run.runEpochs(3)
      var moments: [(TimelinePoint, Position)] = []
      while true {
        moments.append((run.moment, run.position))
        if try run.back(1, .equation) == 0 { break }
      }
      for (moment, position) in moments {
        let reference = try MomentReference.parse(position.description)
        // A name that a phase assigns twice names the last time.
        let repeated = position.equation.map { name in
          run.program.steps(assigning: name).count { $0.phase == position.phase } > 1
        }
        if repeated == true { continue }
        #expect(try run.find(reference) == .reached(moment), "\(position)")
      }
    }
  }

  @Test(arguments: ["12.", "x", "1:0", "1:", "1.data", "0.forward", "-1", "1.2", "", "12.forwards"])
  func malformedMoments(text: String) {
    #expect(throws: MomentError.self) { try MomentReference.parse(text) }
  }

  @Test func stepsAndTheWayBack() throws {
    for text in TestModels.all {
      var run = try TestModels.run(text)
      try run.runEpochs(2)
      for unit in StepUnit.allCases {
        var copy = run
        var seen: [Cursor] = [copy.state.cursor]
        while try copy.back(1, unit) > 0 { seen.append(copy.state.cursor) }
        for (count, cursor) in seen.enumerated() {
          var other = run
          #expect(try other.back(count, unit) == count)
          #expect(other.state.cursor == cursor)
          #expect(other.program.boundary(before: cursor, unit).isExact)
        }
        var other = run
        #expect(try other.back(.max, unit) == seen.count - 1)
        #expect(other.position == .start)
      }
    }
  }

  @Test func valuesAtTheEndOfEpochs() throws {
    for text in TestModels.all {
      var run = try TestModels.run(text)
      run.timeline = Timeline(run.program, start: run.state, budget: 3000)
      var expected: [[String: NDArray]] = []
      for epoch in 0..<20 {
        try run.runEpochs(epoch == 0 ? 0 : 1)
        if epoch == 0 { while !run.isInitialised { try run.stepEquation() } }
        expected.append(
          ["W1", "A2", "L", "Y"].reduce(into: [:]) { table, name in table[name] = run.state[name] })
      }
      for (epoch, values) in expected.enumerated() {
        for (name, value) in values {
          let found = try #require(run.value(of: name, atEndOfEpoch: epoch))
          #expect(found.isIdentical(to: value))
        }
      }
      #expect(run.value(of: "W1", atEndOfEpoch: 20) == nil)
    }
  }
}

@Suite struct LossRecordTests {
  @Test(arguments: [8, 5000, 20000])
  func thinsAndTruncates(capacity: Int) {
    var record = LossRecord(capacity: capacity)
    for epoch in 1...30000 { record.note(Double(epoch), epoch: epoch) }
    #expect(record.count <= capacity + 1)
    for last in [30000, 20000, 8193, 8192, 8191, 4096, 17, 16, 1, 0] {
      record.truncate(after: last)
      let losses = Losses(record, latest: last == 0 ? nil : (last, Double(last)))
      var expected = Array(stride(from: record.stride, through: last, by: record.stride))
      if last % record.stride != 0 { expected.append(last) }
      #expect(Array(losses) == expected.map { Double($0) })
      var again = record
      let next = (last / record.stride + 1) * record.stride
      again.note(7, epoch: next)
      #expect(again[again.count - 1] == 7)
    }
  }

  /// Epochs that are noted together are noted as one by one, also those that are noted again.
  @Test(arguments: 0..<20)
  func notesSlices(seed: Int) {
    var dice = Dice(seed)
    let capacity = 8 + dice.below(9000)
    var (one, together) = (LossRecord(capacity: capacity), LossRecord(capacity: capacity))
    var epoch = 1
    while epoch < 25_000 {
      let values = (0..<dice.below(4000)).map { _ in Double(dice.below(1000)) }
      for (index, value) in values.enumerated() { one.note(value, epoch: epoch + index) }
      together.note(values[...], from: epoch)
      #expect(one == together)
      let last = epoch + values.count - 1
      let losses = Losses(together, latest: values.last.map { (last, $0) })
      #expect(Array(losses) == losses.indices.map { losses[$0] })
      epoch = max(1, last + 1 - dice.below(3) * dice.below(500))
    }
  }
}
