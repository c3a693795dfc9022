import Arrays
import Equations
import Networks
import Testing

@testable import Training

/// One meaning for accuracy: of the metric, of the function, and of what NumPy would count.
@Suite struct MetricTests {
  private func run(
    _ prediction: String, _ target: String, loss: String = "mse(A, Y)"
  ) throws -> Run {
    let text = """
      data:
        A0 = \(prediction)
        Y = \(target)
      init:
        w = 1.0
      forward:
        A = A0 * w
      loss:
        L = \(loss)
      update:
        w = w - 0 * w
      """
    var run = Run(try Program(try Model(name: "metric", text: text)))
    while !run.isInitialised { try run.stepEquation() }
    try run.runEpochs(1)
    return run
  }

  private func item(_ run: Run, _ text: String) throws -> Double? {
    try run.value(of: try Parser.expression(text)).array?.item
  }

  @Test(arguments: [
    // Two values: the right side of their middle.
    ("[[0.2, 0.6, 0.7, 0.4]]", "[[0, 1, 0, 0]]", 0.75),
    ("[[-0.2, 0.3, -3, 0.4]]", "[[-1, 1, 1, 1]]", 0.75),
    ("[[0.2], [0.6], [0.7], [0.4]]", "[[0], [1], [0], [0]]", 0.75),
    ("array([0.2, 0.6, 0.7, 0.4])", "array([0, 1, 0, 0])", 0.75),
    // A number that is none is never right, of whichever class.
    ("[[nan, nan, 0.9, 0.1]]", "[[0, 1, 1, 0]]", 0.5),
  ]) func twoValues(prediction: String, target: String, right: Double) throws {
    let run = try run(prediction, target)
    #expect(run.metric(.accuracy)?.item == right)
    #expect(try item(run, "accuracy") == right)
    #expect(try item(run, "accuracy(A, Y)") == right)
  }

  /// Three classes in columns and in rows, one-hot and by number.
  @Test func classes() throws {
    let text = { (axis: Int, forward: String, target: String, initial: String) in
      """
      data:
        seed(3)
        X = randn\(axis == 1 ? "(2, 30)" : "(30, 2)")
        y = arange(30) % 3
        Y = \(target)
      init:
        W = \(initial)
      forward:
        A = softmax(\(forward))
      loss:
        L = cross_entropy(A, Y)
      update:
        sgd(0.5)
      """
    }
    let columns = text(1, "W @ X", "eye(3)[y].T", "randn(3, 2)")
    let rows = text(0, "X @ W", "eye(3)[y]", "randn(2, 3)")
    for (text, axis) in [(columns, 0), (rows, 1)] {
      var run = Run(try Program(try Model(name: "classes", text: text)))
      try run.runEpochs(5)
      let a = try #require(run.state(on: .accuracy)?["A"])
      let y = try #require(run.state["Y"])
      let (largest, wanted) = (
        try a.reduced(by: .argmax, axis: axis), try y.reduced(by: .argmax, axis: axis)
      )
      let right = zip(largest.doubles, wanted.doubles).count { $0 == $1 }
      #expect(run.metric(.accuracy)?.item == Double(right) / 30)
      // The parameters have changed since A was computed; now they do not.
      var still = run
      while still.nextStep.phase != .backward { try still.stepEquation() }
      #expect(try item(still, "accuracy(A, Y)") == still.metric(.accuracy)?.item)
      #expect(try item(still, "accuracy(A, y)") == still.metric(.accuracy)?.item)
    }
  }

  @Test func rowsHaveTheGradientOfColumns() throws {
    let program = try Program(
      try Model(
        name: "rows",
        text: """
          data:
            seed(3)
            X = randn(30, 2)
            Y = eye(3)[arange(30) % 3]
          init:
            W = randn(2, 3)
          forward:
            Z = X @ W
            A = softmax(Z)
          loss:
            L = cross_entropy(A, Y)
          update:
            sgd(0.5)
          """))
    #expect(program.steps(in: .loss).map(\.text) == ["L = cross_entropy(A, Y, axis=1)"])
    #expect(program.steps(in: .backward).map(\.text) == ["dZ = A - Y", "dW = X.T @ dZ / m"])
  }

  @Test(arguments: ["[[1.2, 0.1, 3.4]]", "[[0, 1, 2]]", "[[0.1, 0.2, 0.7]]"])
  func targetsThatAreNoClassesHaveNoAccuracy(target: String) throws {
    let run = try run("[[1.0, 0.5, 2.5]]", target)
    #expect(run.metric(.accuracy) == nil)
    #expect(throws: LanguageError.self) { try item(run, "accuracy(A, Y)") }
    guard case .unavailable(let name) = run.value(of: "accuracy") else {
      Issue.record("accuracy has a value")
      return
    }
    #expect(name.reason == .notClasses(target: "Y"))
    let off = try item(run, "mean(abs(A - Y))")
    #expect(run.metric(.absoluteError)?.item == off)
    let share = try #require(try item(run, "1 - mean((A - Y)**2) / mean((Y - mean(Y))**2)"))
    let given = try #require(try item(run, "r2"))
    #expect((given - share).magnitude < 1e-12)
  }

  @Test func whatIsNotHeldBackHasNoLoss() throws {
    let run = try run("[[1.0, 0.5]]", "[[0, 1]]")
    guard case .unavailable(let name) = run.value(of: "loss_val") else {
      Issue.record("loss_val is unknown")
      return
    }
    #expect(name.reason == .nothingHeldOut)
  }

  // MARK: Batches

  @Test(arguments: [(10, 3), (12, 4), (7, 1), (9, 8)])
  func theLossOfAnEpochIsTheMeanOverItsBatches(examples: Int, size: Int) throws {
    let text = """
      settings:
        batch = \(size)
      data:
        seed(3)
        X = randn(2, \(examples))
        Y = array(X[0:1] > 0, dtype=float)
      init:
        W = randn(1, 2)
      forward:
        A = sigmoid(W @ X)
      loss:
        L = bce(A, Y)
      update:
        sgd(0.5)
      """
    let program = try Program(try Model(name: "batches", text: text))
    var interpreted = Run(program)
    var means: [Double] = []
    for epoch in 1...6 {
      var (total, count) = (0.0, 0.0)
      while interpreted.state.cursor.epoch <= epoch {
        let done = try interpreted.stepEquation()
        guard done.step.phase == .loss, done.step.target == "L" else { continue }
        let m = try #require(interpreted.state["m"]?.item)
        total += try #require(interpreted.state["L"]?.item) * m
        count += m
      }
      #expect(count == Double(examples))
      means.append(total / count)
    }
    #expect(Array(interpreted.losses) == means)
    // Compiled epochs come to the same bits.
    var run = Run(program)
    try run.runEpochs(6)
    #expect(Array(run.losses) == means)
    #expect(run.loss(ofEpoch: 4) == means[3])
  }
}
