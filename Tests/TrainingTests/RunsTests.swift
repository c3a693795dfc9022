import Arrays
import Equations
import Support
import Testing

@testable import Training

@Suite struct StateHashTests {
  /// `openssl mac -macopt hexkey:000102030405060708090a0b0c0d0e0f -macopt size:16 SipHash` of the
  /// bytes 0, 1, 2, ...
  @Test(arguments: [
    (0, "a3817f04ba25a8e66df67214c7550293"), (1, "da87c1d86b99af44347659119b22fc45"),
    (7, "a1f1ebbed8dbc153c0b84aa61ff08239"), (8, "3b62a9ba6258f5610f83e264f31497b4"),
    (15, "5493e99933b0a8117e08ec0f97cfc3d9"), (63, "5150d1772f50834a503e069a973fbd7c"),
    (200, "7c5853f4ed12ff9d836a79bc4047022d"),
  ])
  func sipHash(count: Int, expected: String) {
    var hash = SipHash()
    for byte in 0..<count { hash.add(UInt8(byte)) }
    #expect(hash.result.description == expected)
    var words = SipHash()
    var bytes = Array(0..<count).map { UInt8($0) }[...]
    while bytes.count >= 8 {
      words.add(bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
      bytes = bytes.dropFirst(8)
    }
    for byte in bytes { words.add(byte) }
    #expect(words.result.description == expected)
  }

  @Test func everythingCounts() throws {
    var run = try TestModels.run(TestModels.momentum)
    try run.runEpochs(2)
    var hashes: Set<Hash128> = [run.stateHash]
    func changed(_ change: (inout Run) throws -> Void) rethrows {
      var copy = run
      try change(&copy)
      #expect(hashes.insert(copy.stateHash).inserted)
    }
    try changed { try $0.stepEquation() }
    changed { $0.state.store(.array(NDArray(0.0)), as: "q") }
    changed { $0.state.store(.array(NDArray(-0.0)), as: "q") }
    changed { $0.state.store(.array(NDArray(0)), as: "q") }
    changed { $0.state.store(.array(NDArray(false)), as: "q") }
    changed { $0.state.store(.array(NDArray(shape: [1], float64: [0])), as: "q") }
    changed { $0.state.store(.array(NDArray(shape: [1, 1], float64: [0])), as: "q") }
    changed { $0.state.store(.array(NDArray(Double.nan)), as: "q") }
    changed { $0.state.store(.array(NDArray(0.0)), as: "r") }
    try changed { _ = try $0.state.random.rand() }
    try changed { _ = try $0.state.random.randn() }
    try changed { run in for _ in 0..<2 { _ = try run.state.random.randn() } }
    #expect(hashes.contains(run.stateHash))
    var (a, b) = (run, run)
    a.state.store(.array(NDArray(Double.nan)), as: "q")
    b.state.store(.array(NDArray(-Double.nan)), as: "q")
    #expect(a.stateHash == b.stateHash)
  }
}

@Suite struct RunFailureTests {
  /// An equation that fails leaves the run whole before it, and a change mends it.
  @Test(arguments: [TestModels.batches, TestModels.small])
  func failuresLeaveTheRunWhole(text: String) throws {
    let failing = text.split(separator: "\n", omittingEmptySubsequences: false).flatMap {
      $0 == "forward:" ? ["forward:", "  q = arange(3)[argmax(W1) + 5]"] : [String($0)]
    }
    var run = try TestModels.run(failing.joined(separator: "\n"))
    #expect(throws: Run.Failure.self) { try run.runEpochs(1) }
    let (hash, stamp, position) = (run.stateHash, run.state.stamp, run.position)
    #expect(throws: Run.Failure.self) { try run.stepEquation() }
    var none = Breakpoints()
    #expect(throws: Run.Failure.self) { try run.run(.forever, breakpoints: &none) }
    #expect(run.stateHash == hash)
    #expect(run.state.stamp == stamp)
    #expect(run.position == position)
    try run.back(2, .equation)
    try run.go(to: .end)
    #expect(run.stateHash == hash)
    _ = try run.set("q = 5")
    try run.runEpochs(2)
    #expect(run.finishedEpochs >= 2)
  }
}

@Suite struct RunBookTests {
  @Test func changesInThePastLeaveTheOldRunWhole() throws {
    var book = Runs(try TestModels.run(TestModels.small))
    try book.run.runEpochs(10)
    let end = book.run.stateHash
    try book.run.go(to: .parse("4.backward"))
    let change = try book.set(try assignment("lr = 2"))
    #expect(change.newRun == "main-2")
    #expect(book.currentName == "main-2")
    try book.run.runEpochs(6)
    try book.switch(to: "main")
    #expect(book.run.position.description == "4.backward")
    try book.run.go(to: .end)
    #expect(book.run.stateHash == end)
    let comparison = try book.compare("main", "main-2")
    #expect(comparison.settings.map(\.name) == ["lr"])
    #expect(comparison.firstDifference?.position.description == "4.update.W1")
    #expect(comparison.equations.isEmpty)
    let first = try #require(comparison.losses.first { $0.epoch == 5 })
    #expect(first.first != first.second)
    #expect(comparison.losses[0].first == comparison.losses[0].second)
    try book.undo()
    #expect(book.names == ["main"])
    #expect(book["main-2"] == nil)
    try book.redo()
    #expect(book.names == ["main", "main-2"])
  }

  @Test func namesOfRuns() throws {
    var book = Runs(try TestModels.run(TestModels.small))
    #expect(throws: Runs.Fault.invalidName("a b")) { try book.fork("a b") }
    try book.fork("fast")
    #expect(throws: Runs.Fault.nameTaken("main")) { try book.fork("main") }
    #expect(throws: Runs.Fault.currentRun("fast")) { try book.delete("fast") }
    #expect(throws: Runs.Fault.unknownRun("slow", candidates: ["main", "fast"])) {
      try book.switch(to: "slow")
    }
    try book.delete("main")
    #expect(book.names == ["fast"])
    try book.undo()
    #expect(book.names == ["main", "fast"])
    try book.undo()
    #expect(book.currentName == "main")
    #expect(throws: Runs.Fault.nothingToUndo) { try book.undo() }
  }

  /// Two runs that part at a moment chosen at random part there.
  @Test(arguments: 0..<5, 0..<8)
  func whereRunsPart(model: Int, seed: Int) throws {
    var dice = Dice(seed * 31 + model)
    var book = Runs(try TestModels.run(TestModels.all[model], seed: UInt32(seed)))
    book.keepsWhatIsCutOff = false
    try book.run.runEpochs(40)
    try book.fork("other")
    let back = Int.random(in: 1..<500, using: &dice)
    try book.run.back(back, .equation)
    guard book.run.isInitialised else { return }
    let moment = book.run.position
    try book.set(try assignment("W1[1, 0] = W1[1, 0] + 1e-9"))
    try book.run.runEpochs(25)
    let found = try #require(try book.compare("main", "other").firstDifference)
    #expect(found.position == moment)
    #expect(found.name == "W1")
    #expect(found.element == [1, 0])
    #expect(try book.compare("main", "main").firstDifference == nil)
  }

  @Test func distances() {
    typealias Difference = RunComparison.NumberDifference
    #expect(Difference.distance(1, 1.0.nextUp) == 1)
    #expect(Difference.distance(-0.0, 0.0) == 1)
    #expect(Difference.distance(-.leastNonzeroMagnitude, .leastNonzeroMagnitude) == 3)
    #expect(Difference.distance(.nan, 1) == nil)
  }

  /// Undo and redo restore exactly, whatever was done in between.
  @Test(arguments: 0..<5, 0..<4)
  func undoAndRedo(model: Int, seed: Int) throws {
    var dice = Dice(model * 100 + seed)
    var book = Runs(try TestModels.run(TestModels.all[model]))
    book.keepsWhatIsCutOff = seed % 2 == 0
    /// Before and after each change, as seen from outside.
    var before: [(hash: Hash128, name: String, stamp: Int)] = []
    func now() -> (hash: Hash128, name: String, stamp: Int) {
      (book.run.stateHash, book.currentName, book.run.state.stamp)
    }
    for step in 0..<25 {
      try book.run.runEpochs(Int.random(in: 0..<4, using: &dice))
      if Bool.random(using: &dice) {
        try book.run.back(Int.random(in: 0..<40, using: &dice), .equation)
      }
      if let name = book.names.randomElement(using: &dice), step % 5 == 0 {
        try book.switch(to: name)
      }
      let state = now()
      if step % 7 == 3 {
        try book.fork("run\(step)")
      } else {
        guard let edit = TimelineTests.edits.randomElement(using: &dice),
          (try? book.set(try assignment(edit))) != nil
        else { continue }
      }
      before.append(state)
    }
    var after: [(hash: Hash128, name: String, stamp: Int)] = []
    for state in before.reversed() {
      after.append(now())
      try book.undo()
      #expect(now() == state)
    }
    for state in after.reversed() {
      try book.redo()
      #expect(now() == state)
    }
  }
}

/// What lies ahead stays with the run that it was copied from.
@Test func aForkEndsWhereItIsMade() throws {
  var book = Runs(try TestModels.run(TestModels.small))
  try book.run.runEpochs(6)
  let end = book.run.stateHash
  try book.run.back(3, .epoch)
  let here = book.run.stateHash
  _ = try book.fork("careful")
  #expect(book.run.stateHash == here && book.run.isAtEnd)
  #expect(book.run.losses.count == 3)
  let change = try book.set(try assignment("W1 = ones((2, 2))"))
  #expect(change.newRun == nil && book.names == ["main", "careful"])
  try book.switch(to: "main")
  try book.run.go(to: book.run.end)
  #expect(book.run.stateHash == end)
  // In the copy the same comes out again.
  try book.switch(to: "careful")
  _ = try book.undo()
  try book.run.runEpochs(3)
  #expect(book.run.stateHash == end)
}
