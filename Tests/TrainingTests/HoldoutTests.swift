import Arrays
import Equations
import Networks
import Testing

@testable import Training

/// Which examples are held back, and in which order examples come.
@Suite struct HoldoutTests {
  private func run(
    _ data: String, settings: String, loss: String = "mse(A, Y)", outputs: Int = 1, seed: UInt32 = 0
  ) throws -> Run {
    let text = """
      settings:
        lr = 0.1
        \(settings)
      data:
      \(data.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
      init:
        W = randn(\(outputs), X.shape[0]) * 0.1
        b = zeros((\(outputs), 1))
      forward:
        A = \(outputs == 1 ? "sigmoid" : "softmax")(W @ X + b)
      loss:
        L = \(loss)
      update:
        sgd(lr)
      """
    var run = Run(try Program(try Model(name: "held", text: text)), seed: seed)
    while !run.isInitialised { try run.stepEquation() }
    return run
  }

  private func numbers(_ run: Run, _ name: String) -> [Int] {
    (run.state[name]?.doubles ?? []).map { Int($0) }
  }

  /// Over shares, sizes and seeds: everything once, on one side; another seed, another choice.
  @Test(arguments: [0.1, 0.25, 0.4, 0.5, 0.75]) func heldBackExamplesAreDrawn(share: Double) throws
  {
    for count in [8, 20, 33] {
      var choices: Set<[Int]> = []
      for seed in UInt32(0)..<8 {
        let run = try run(
          "X = arange(\(count)).reshape((1, \(count)))\nY = X * 0.37 + 0.01",
          settings: "holdout = \(share)", seed: seed)
        let held = numbers(run, "X_val")
        #expect(held.count == Int((share * Double(count)).rounded()))
        #expect((numbers(run, "X") + held).sorted() == Array(0..<count))
        #expect(run.state["Y_val"]?.doubles == held.map { Double($0) * 0.37 + 0.01 })
        #expect(
          run.program.steps(in: .data).contains { $0.text.hasPrefix("holdout_order = permut") })
        choices.insert(held)
      }
      #expect(choices.count > 2)
    }
  }

  /// In three parts: each example in one of them, and the test's counted by no one else.
  @Test(arguments: [0, 1]) func threeParts(shuffle: Int) throws {
    for (validation, test) in [(0.2, 0.2), (0.0, 0.3), (0.1, 0.25)] {
      for count in [20, 33] {
        let run = try run(
          "X = arange(\(count)).reshape((1, \(count)))\nY = float(X % 2)",
          settings:
            "holdout = \(validation)\n  holdout_test = \(test)\n  shuffle = \(shuffle)\n  batch = 4",
          loss: "bce(A, Y)")
        let parts = ["X_all", "X_val", "X_test"].map { numbers(run, $0) }
        #expect(parts.joined().sorted() == Array(0..<count))
        #expect(parts[1].count == Int((validation * Double(count)).rounded()))
        #expect(parts[2].count == Int((test * Double(count)).rounded()))
        if shuffle == 0 { #expect(parts.joined().elementsEqual(0..<count)) }
        let held = run.state["Y_test"]?.doubles.map { Int($0) }
        #expect(held == parts[2].map { $0 % 2 })
        #expect(run.judgement(of: .test)?.loss.isFinite == true)
        #expect(run.program.metrics.contains(.validationLoss) == (validation > 0))
      }
    }
    #expect(throws: ModelError.self) {
      try self.run(
        "X = arange(9).reshape((1, 9))\nY = X", settings: "holdout = 0.6\n  holdout_test = 0.6")
    }
  }

  /// Classes in their proportions, to one example, however the data are sorted: a row of truth
  /// values, one-hot columns, numbers of classes.
  @Test(arguments: [
    ("Y = (c == 2) * 1", "mse(A, Y)", 1, "stratified(Y[0])"),
    ("Y = eye(3)[:, c[0]]", "cross_entropy(A, Y)", 3, "stratified(argmax(Y, axis=0))"),
    ("Y = c", "mse(A, Y)", 1, "stratified(Y[0])"),
  ])
  func classesKeepTheirProportions(targets: String, loss: String, outputs: Int, order: String)
    throws
  {
    for (sizes, share) in [([30, 30, 30], 0.33), ([30, 15, 5], 0.2), ([6, 6, 2], 0.25)] {
      let count = sizes.reduce(0, +)
      let labels = sizes.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
      for seed in UInt32(0)..<6 {
        let run = try run(
          "X = vstack((arange(\(count)), ones((1, \(count)))))\nc = array([\(labels)])\n\(targets)",
          settings: "holdout = \(share)", loss: loss, outputs: outputs, seed: seed)
        #expect(run.program.steps(in: .data).contains { $0.text == "holdout_order = \(order)" })
        let held = numbers(run, "X_val").prefix(run.state["X_val"]?.shape[1] ?? 0)
        let classes = targets.contains("==") ? labels.map { $0 == 2 ? 1 : 0 } : labels
        for label in Set(classes) {
          let size = classes.count { $0 == label }
          let number = held.count { classes[$0] == label }
          let even = share * Double(size)
          #expect((Double(number) - even).magnitude <= 1.01, "class \(label): \(number) of \(size)")
        }
      }
    }
  }

  @Test func aClassOnOneSideIsSaid() throws {
    let data = "X = arange(8).reshape((1, 8))\nY = array([[0, 0, 0, 0, 0, 0, 1, 1]])"
    #expect(try run(data, settings: "holdout = 0.5").notes.isEmpty)
    let ordered = try run(data, settings: "holdout = 0.25\n  shuffle = 0")
    #expect(numbers(ordered, "X_val") == [6, 7])
    #expect(
      ordered.notes.map(\.kind) == [
        .missingClass(0, of: "Y", isHeldBack: false), .missingClass(1, of: "Y", isHeldBack: true),
      ])
    let rare = try run(
      "X = arange(9).reshape((1, 9))\nY = array([[0, 0, 0, 0, 1, 1, 1, 1, 2]])",
      settings: "holdout = 0.25")
    #expect(rare.notes.map(\.kind) == [.missingClass(2, of: "Y", isHeldBack: false)])
  }

  /// In order, with every size of batch, equation by equation and compiled.
  @Test(arguments: [1, 3, 4, 7]) func withoutShufflingTheOrderIsThatOfTheData(size: Int) throws {
    let data = "X = arange(10).reshape((1, 10)) / 10\nY = (X > 0.45) * 1"
    let settings = "batch = \(size)\n  shuffle = 0"
    var stepped = try run(data, settings: settings)
    var seen: [Double] = []
    while stepped.finishedEpochs < 2 {
      let done = try stepped.stepEquation()
      if done.step.phase == .loss { seen += stepped.state["X"]?.doubles ?? [] }
    }
    #expect(seen == (0..<20).map { Double($0 % 10) / 10 })
    #expect(!stepped.program.iteration.contains { $0.target == "order" })
    var compiled = try run(data, settings: settings)
    try compiled.runEpochs(2)
    #expect(compiled.stateHash == stepped.stateHash)
    #expect(compiled.state.random == stepped.state.random)
  }

  /// Online learning from four examples in order, nine weights of 0.6, the constants of the biases
  /// -1: what a textbook prints after the first epoch.
  @Test func onlineLearningIsThePublishedOne() throws {
    let text = """
      settings:
        batch = 1
        shuffle = 0
      data:
        X = array([[-1, -1, -1, -1], [0, 0, 1, 1], [0, 1, 0, 1]])
        Y = array([[0, 1, 1, 0]])
      init:
        W1 = ones((2, 3)) * 0.6
        W2 = ones((1, 3)) * 0.6
      forward:
        H = sigmoid(W1 @ X)
        B = vstack((-ones((1, m)), H))
        A = sigmoid(W2 @ B)
      loss:
        L = 0.5 * sum((A - Y) ** 2)
      update:
        sgd(0.1)
      """
    var run = Run(try Program(try Model(name: "online", text: text)))
    try run.runEpochs(1)
    func rounded(_ name: String) -> [Double] {
      (run.state[name]?.doubles ?? []).map { ($0 * 1e6).rounded() / 1e6 }
    }
    #expect(rounded("W1") == [0.599691, 0.599987, 0.599985, 0.599691, 0.599987, 0.599985])
    #expect(rounded("W2") == [0.599864, 0.599712, 0.599712])
  }
}
