import Arrays
import Networks
import Testing

@testable import Training

/// What `check start` asks of a network, with networks that answer well and badly.
@Suite struct StartCheckTests {
  /// A network of forty points of the plane, in columns or rows.
  static func points(
    seed: Int, scale: String = "0.5", output: String = "sigmoid(Z)", loss: String = "bce(P, Y)",
    target: String = "float(X[0:1] * X[1:2] > 0)", inputs: String = "X = randn(2, 40)",
    outputs: Int = 1, settings: String = "lr = 0.5", update: String = "sgd(lr)",
    inRows: Bool = false
  ) throws -> Run {
    let turn = inRows ? "\n  X = X.T\n  Y = Y.T" : ""
    func shape(_ a: Int, _ b: Int) -> String { inRows ? "\(b), \(a)" : "\(a), \(b)" }
    func product(_ weights: String, _ input: String) -> String {
      inRows ? "\(input) @ \(weights)" : "\(weights) @ \(input)"
    }
    let text = """
      settings:
        \(settings)
      data:
        seed(\(seed))
        \(inputs)
        Y = \(target)\(turn)
      init:
        W1 = randn(\(shape(8, 2))) * \(scale)
        b1 = zeros((\(shape(8, 1))))
        W2 = randn(\(shape(outputs, 8))) * \(scale)
        b2 = zeros((\(shape(outputs, 1))))
      forward:
        A1 = tanh(\(product("W1", "X")) + b1)
        Z = \(product("W2", "A1")) + b2
        P = \(output)
      loss:
        L = \(loss)
      update:
        \(update)
      """
    return Run(try Program(try Model(name: "points", text: text)))
  }

  static func answers(_ run: Run) throws -> [String: StartCheck.Answer] {
    let check = try StartCheck(run)
    #expect(check.answers.count == 5)
    return Dictionary(uniqueKeysWithValues: check.answers.map { ($0.kind, $0) })
  }

  @Test(arguments: 0..<4)
  func aHealthyNetworkAnswersWell(seed: Int) throws {
    let run = try Self.points(seed: seed, inRows: seed % 2 == 1)
    let answers = try Self.answers(run)
    for (kind, answer) in answers { #expect(answer.verdict == .good, "\(kind): \(answer)") }
    // A cross-entropy of two classes starts near H(p) of their shares.
    let level = try #require(answers["first-loss"]?["level"])
    #expect(level <= 0.6931472 && level > 0.6)
    #expect(run.finishedEpochs == 0 && !run.isInitialised)
  }

  /// ln K for a softmax, the variance for squared errors, computed by NumPy's rules.
  @Test func levelsAreThoseOfTheLoss() throws {
    let classes = try Self.points(
      seed: 2, output: "softmax(Z)", loss: "cross_entropy(P, Y)",
      target: "onehot(arange(40) % 4, 4)", outputs: 4)
    let level = try #require(try Self.answers(classes)["first-loss"]?["level"])
    #expect((level - 1.3862943611198906).magnitude < 1e-9)
    let numbers = try Self.points(
      seed: 2, output: "Z", loss: "mse(P, Y)", target: "X[0:1] + 3 * X[1:2]",
      inputs: "X = array([[0., 1, 2, 3, 4], [1., 0, 2, 0, 2]])", settings: "lr = 0.01")
    // Y = [3, 1, 8, 3, 10]: np.var(Y) is 11.6.
    let variance = try #require(try Self.answers(numbers)["first-loss"])
    #expect((try #require(variance["level"]) - 11.6).magnitude < 1e-6)
    #expect("\(variance.words)".contains("var(Y)") || variance.verdict != .good)
  }

  @Test func whatStartsFarOffIsSaid() throws {
    let sure = try Self.points(seed: 1, scale: "30")
    #expect(try Self.answers(sure)["first-loss"]?.verdict == .look)
    let far = try Self.points(
      seed: 1, output: "Z", loss: "mse(P, Y)", target: "X[0:1] + 1000", settings: "lr = 0.001")
    #expect(try Self.answers(far)["first-loss"]?.verdict == .look)
    let broken = try Self.points(seed: 1, output: "Z", loss: "mean(log(P))")
    #expect(try Self.answers(broken)["first-loss"]?.verdict == .wrong)
  }

  /// Steps uphill learn nothing by heart; steps that are only too short do with another update.
  @Test func whatCannotBeLearnedByHeartIsSaid() throws {
    let slow = try Self.points(seed: 3, settings: "lr = 0.00001")
    let answer = try #require(try Self.answers(slow)["few-by-heart"])
    #expect(answer.verdict == .look && answer["epochsOfAdam"] != nil)
    // A tanh never says 5.
    let unreachable = try Self.points(
      seed: 3, output: "tanh(Z)", loss: "mse(P, Y)", target: "5 * sign(X[0:1])")
    #expect(try Self.answers(unreachable)["few-by-heart"]?.verdict == .wrong)
    let constant = try Self.points(seed: 3, target: "ones((1, 40))")
    #expect(try Self.answers(constant)["few-by-heart"]?.verdict == .unasked)
  }

  /// A softmax over the examples mixes them, as does a mean over them.
  @Test(arguments: [false, true])
  func aLeakIsFound(inRows: Bool) throws {
    let axis = inRows ? 0 : 1
    for output in ["softmax(Z, axis=\(axis))", "sigmoid(Z - mean(Z, axis=\(axis), keepdims=True))"]
    {
      let run = try Self.points(seed: 5, output: output, inRows: inRows)
      let answer = try #require(try Self.answers(run)["leak"])
      #expect(answer.verdict == .look && answer["moved"] == 39, "\(output)")
    }
  }

  @Test func inputsThatMakeNoDifferenceAreSaid() throws {
    let noise = try Self.points(
      seed: 6, target: "ones((1, 40)) * (arange(40) % 2)", settings: "lr = 0.001")
    #expect(try Self.answers(noise)["empty-inputs"]?.verdict == .look)
  }

  /// The gradients' sizes are those that the first epoch has.
  @Test func gradientsAreThoseOfTheFirstEpoch() throws {
    let run = try Self.points(seed: 7, scale: "0.001")
    let answer = try #require(try Self.answers(run)["gradient-sizes"])
    var first = run
    try first.runEpochs(1)
    for name in ["dW1", "dW2"] {
      let values = try #require(first.state[name]).doubles
      let size = (values.map { $0 * $0 }.reduce(0, +) / Double(values.count)).squareRoot()
      #expect((try #require(answer[name]) - size).magnitude <= 1e-15 * size)
    }
    let zero = try Self.points(seed: 7, scale: "0")
    #expect(try Self.answers(zero)["gradient-sizes"]?.verdict == .wrong)
  }

  /// Batches, held back examples and a run that has trained do not change what is asked.
  @Test func itIsAskedOfTheStartAndOfAllExamples() throws {
    var trained = try Self.points(seed: 8)
    let before = try Self.answers(trained)
    try trained.runEpochs(30)
    let hash = trained.stateHash
    let after = try Self.answers(trained)
    for (kind, answer) in before { #expect(after[kind]?.measures == answer.measures, "\(kind)") }
    #expect(trained.stateHash == hash)
    let batches = try Self.points(seed: 8, settings: "lr = 0.5\n  batch = 8\n  holdout = 0.25")
    #expect(try Self.answers(batches)["leak"]?["of"] == 39)
  }

  /// What cannot be asked of a model is not made up.
  @Test func whatCannotBeAskedIsSaid() throws {
    let text = """
      init:
        w = 3.0
      forward:
        d = w - 1
      loss:
        L = d ** 2
      update:
        w = w - 0.1 * dw
      """
    let answers = try Self.answers(Run(try Program(try Model(name: "hill", text: text))))
    for kind in ["first-loss", "few-by-heart", "leak", "empty-inputs", "gradient-sizes"] {
      #expect(answers[kind]?.verdict == .unasked, "\(kind)")
    }
  }

  @Test func aStopEndsIt() throws {
    let run = try Self.points(seed: 1)
    #expect(throws: ArrayError.interrupted) { try StartCheck(run, shouldStop: { true }) }
  }
}
