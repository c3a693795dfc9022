import Arrays
import Equations
import Networks
import Testing

@testable import Training

/// Mini-batches and examples held back. That the numbers are NumPy's, NumPyTrainingTests shows.
@Suite struct BatchTests {
  private func run(examples: Int, settings: String, update: String = "sgd(0.5)") throws -> Run {
    let text = """
      settings:
        \(settings)
      data:
        seed(3)
        X = vstack((arange(\(examples)), randn(\(examples))))
        Y = X[0:1] % 2
      init:
        W = randn(1, 2) * 0.01
        b = zeros((1, 1))
      forward:
        A = sigmoid(W @ X * 0.01 + b)
      loss:
        L = bce(A, Y)
      update:
        \(update)
      """
    return Run(try Program(try Model(name: "batched", text: text)))
  }

  /// The examples of each batch of one epoch, and the number that `m` had.
  private func epoch(_ run: inout Run) throws -> [(examples: [Int], m: Int)] {
    var batches: [(examples: [Int], m: Int)] = []
    let number = run.finishedEpochs + 1
    while run.state.cursor.epoch <= number {
      let done = try run.stepEquation()
      guard done.step.phase == .loss else { continue }
      let x = try #require(run.state["X"])
      let columns = x.doubles.prefix(x.shape[1]).map { Int($0) }
      #expect(run.state["Y"]?.doubles.map { Int($0) } == columns.map { $0 % 2 })
      batches.append((columns, try #require(run.state["m"]).integers[0]))
    }
    return batches
  }

  @Test(arguments: [(100, 32), (96, 32), (7, 3), (10, 1), (33, 32)])
  func everyExampleOnceAnEpoch(examples: Int, size: Int) throws {
    var run = try run(examples: examples, settings: "batch = \(size)")
    while !run.isInitialised { try run.stepEquation() }
    var orders: Set<[Int]> = []
    for _ in 0..<4 {
      let batches = try epoch(&run)
      #expect(batches.count == (examples + size - 1) / size)
      #expect(batches.dropLast().allSatisfy { $0.examples.count == size && $0.m == size })
      let last = try #require(batches.last)
      #expect(last.m == last.examples.count)
      #expect(last.m == (examples % size == 0 ? size : examples % size))
      let order = batches.flatMap(\.examples)
      #expect(order.sorted() == Array(0..<examples))
      orders.insert(order)
    }
    #expect(orders.count == 4)
  }

  @Test func theSmallerBatchDividesByItsOwnSize() throws {
    var run = try run(examples: 5, settings: "batch = 3")
    while !run.isInitialised { try run.stepEquation() }
    for _ in 0..<2 {
      let gradient = try { () throws -> NDArray? in
        repeat { try run.stepEquation() } while run.nextStep.phase != .update
        return run.state["db"]
      }()
      let a = try #require(run.state["A"]).doubles
      let y = try #require(run.state["Y"]).doubles
      let expected = zip(a, y).reduce(0) { $0 + $1.0 - $1.1 } / Double(a.count)
      #expect((try #require(gradient?.item) - expected).magnitude < 1e-15)
      while run.nextStep.phase == .update { try run.stepEquation() }
    }
  }

  @Test(arguments: ["batch = 5", "batch = 6", "batch = 100"])
  func aBatchOfEverythingIsNoBatch(setting: String) throws {
    let program = try run(examples: 5, settings: setting).program
    #expect(program.batchesPerEpoch == 1)
    #expect(!program.iteration.contains { $0.origin == .batching })
  }

  @Test(arguments: [(0.2, 10, 8), (0.25, 10, 7), (0.5, 3, 1), (0.0, 4, 4), (0.01, 4, 4)])
  func holdout(share: Double, examples: Int, kept: Int) throws {
    var run = try run(examples: examples, settings: "holdout = \(share)\n  shuffle = 0")
    while !run.isInitialised { try run.stepEquation() }
    let x = try #require(run.state["X"])
    #expect(x.shape == [2, kept])
    #expect(run.state["m"]?.integers == [kept])
    if kept < examples {
      let held = try #require(run.state["X_val"])
      #expect(held.shape == [2, examples - kept])
      #expect(
        (x.doubles.prefix(kept) + held.doubles.prefix(examples - kept)).map { Int($0) }
          == Array(0..<examples))
      #expect(run.state["Y_val"]?.shape == [1, examples - kept])
    }
    try run.runEpochs(2)
    #expect(run.losses.count == 2)
  }

  @Test func theDataIsTheSameWithAndWithoutBatches() throws {
    var plain = try run(examples: 20, settings: "lam = 0")
    var batched = try run(examples: 20, settings: "batch = 4")
    while !plain.isInitialised { try plain.stepEquation() }
    while !batched.isInitialised { try batched.stepEquation() }
    #expect(plain.state["W"]?.isIdentical(to: try #require(batched.state["W"])) == true)
    #expect(plain.state["X"]?.isIdentical(to: try #require(batched.state["X"])) == true)
  }

  @Test(arguments: ["adam(0.1)", "momentum(0.1)"]) func optimizersStepOnceABatch(call: String)
    throws
  {
    var run = try run(examples: 10, settings: "batch = 3", update: call)
    try run.runEpochs(3)
    if call.hasPrefix("adam") { #expect(run.state["t"]?.integers == [12]) }
    #expect(run.losses.count == 3)
  }
}
