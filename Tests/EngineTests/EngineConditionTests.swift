import Equations
import Networks
import Support
import Testing

@testable import Engine
@testable import Training

/// Runs that stop by a condition, by plan and equation by equation: they stop at the same moment,
/// with the same values.
struct EngineConditionTests {
  static let conditions = [
    "L < 0.6", "L < 0.3", "L > 100", "epoch == 37", "epoch >= 20 and L < 0.6",
    "(L < 0.65) | (epoch > 50)", "(b2 > 0.01).any() & (L < 0.68)", "abs(dW1).max() < 0.01",
    "accuracy > 0.7", "accuracy == 1", "accuracy >= 0.75 and L < 0.5", "not (L > 0.5)",
    "isnan(L)", "isfinite(Z1).all() and L < 0.6", "isinf(W1).any()", "(dW2 ** 2).sum() > 1e-3",
    "abs(dA2).max() < 0.9", "L < 0.9",
    "(A2 > 0.5).all()", "L * m < 12", "m < 3", "W1[0, 0] > 1", "A1[2, 3] > 0.3",
    "dW1[0].std() > 0.02 and L < 0.68", "(A1[1:3] > 0.9).any()", "argmax(A2) == 5",
  ]

  static let text = ModelTexts.wide("tanh", examples: 24, hidden: 4, seed: 5)

  /// The same goal, interpreted and compiled.
  static func compare(
    _ text: String, _ goal: RunGoal, _ breakpoints: Breakpoints = Breakpoints(), times: Int = 1
  ) throws {
    let program = try CompiledEpochTests.program(text)
    var compiled = Run(program)
    var interpreted = Run(program)
    interpreted.isCompiling = false
    for _ in 0..<times {
      var (first, second) = (breakpoints, breakpoints)
      // No condition here takes longer to come true than this, if it ever does.
      let limit = { (run: Run) in run.finishedEpochs >= 60 }
      let stop = try compiled.run(goal, breakpoints: &first, shouldStop: limit)
      let other = try interpreted.run(goal, breakpoints: &second, shouldStop: limit)
      #expect(first == second)
      switch (stop, other) {
      case (.interrupted, .interrupted):
        // Asked more rarely, it stops later.
        #expect(interpreted.finishedEpochs <= compiled.finishedEpochs)
        return
      case (.finished, .finished), (.breakpoints, .breakpoints):
        CompiledEpochTests.expectSame(compiled, interpreted)
      default: Issue.record("\(goal): \(stop), \(other)")
      }
    }
  }

  @Test(arguments: conditions, [StepUnit.equation, .phase, .epoch])
  func until(condition: String, every unit: StepUnit) throws {
    let expression = try Parser.expression(condition)
    try Self.compare(Self.text, .until(expression, every: unit))
  }

  /// More examples than a block has.
  @Test(arguments: ["L < 0.69", "accuracy > 0.55", "(A2 > 0.9).any() & (epoch > 4)"])
  func untilOverManyExamples(condition: String) throws {
    let text = ModelTexts.wide("sigmoid", examples: 1030, hidden: 2, seed: 2)
    try Self.compare(text, .until(try Parser.expression(condition), every: .phase, atMost: 30))
  }

  /// A condition that becomes true in the last epoch, by what the epoch before it computed.
  @Test func inTheLastEpoch() throws {
    for condition in ["epoch == 20 and L < 100", "epoch == 20 and abs(A1).max() < 100"] {
      var breakpoints = Breakpoints()
      breakpoints.add(.condition(try Parser.expression(condition)))
      try Self.compare(Self.text, .epochs(20), breakpoints)
    }
  }

  /// The accuracy of several classes.
  @Test func ofClasses() throws {
    let text = ModelTexts.others[0].text
    for condition in ["accuracy > 0.8", "L < 0.5 and accuracy >= 0.75"] {
      let expression = try Parser.expression(condition)
      try Self.compare(text, .until(expression, every: .phase, atMost: 40))
      let program = try CompiledEpochTests.program(text)
      var run = Run(program)
      try run.runEpochs(1)
      _ = try CompiledEpoch(
        program, run.state, watching: [StopCondition(expression: expression, every: .phase)])
    }
  }

  /// Batches, the last of an epoch smaller and not, and numbers drawn in each of them.
  @Test(
    arguments: [
      "L < 0.6", "L < 0.45", "epoch == 37", "epoch >= 20 and L < 0.6", "abs(dW1).max() < 0.02",
      "accuracy > 0.7", "batch_index == 1", "m < 5", "(A2 > 0.5).all()",
    ], [StepUnit.equation, .epoch])
  func inBatches(condition: String, every unit: StepUnit) throws {
    let expression = try Parser.expression(condition)
    for size in [5, 12] {
      let text = "settings:\n  batch = \(size)\n" + Self.text
      let noisy = text.replacing("W2 @ A1 + b2", with: "W2 @ (A1 * (rand(4, m) < 0.9)) + b2")
      let goal = RunGoal.until(expression, every: unit, atMost: 25)
      try Self.compare(size == 5 ? text : noisy, goal)
      var breakpoints = Breakpoints()
      breakpoints.add(.condition(expression), every: unit)
      try Self.compare(size == 5 ? noisy : text, .epochs(20), breakpoints, times: 2)
    }
  }

  /// A run ends by the loss of whole epochs, the mean over their batches; a breakpoint sees each
  /// batch's.
  @Test(arguments: 0..<6) func untilMeansTheEpochsLoss(seed: Int) throws {
    let text =
      "settings:\n  batch = 5\n" + ModelTexts.wide("tanh", examples: 24, hidden: 4, seed: seed)
    let program = try CompiledEpochTests.program(text)
    var run = Run(program)
    try run.runEpochs(30)
    let losses = Array(run.losses)
    let level = (losses[14] + losses[15]) / 2
    let first = try #require(losses.firstIndex { $0 < level })
    let condition = Expression.binary(.less, .name("L"), Expression(.float(level)))
    for isCompiling in [true, false] {
      var other = Run(program)
      other.isCompiling = isCompiling
      var none = Breakpoints()
      _ = try other.run(.until(condition, every: .phase), breakpoints: &none)
      #expect(other.finishedEpochs == first + 1 && !other.hasBegunEpoch)
    }
  }

  @Test(arguments: conditions)
  func breakpoint(condition: String) throws {
    var breakpoints = Breakpoints()
    breakpoints.add(.condition(try Parser.expression(condition)))
    try Self.compare(Self.text, .epochs(40), breakpoints, times: 3)
    breakpoints.add(.condition(try Parser.expression("L < 0.55")), every: .epoch)
    try Self.compare(Self.text, .forever, breakpoints, times: 3)
    try Self.compare(
      Self.text, .until(try Parser.expression("epoch > 40"), every: .epoch), breakpoints, times: 4)
    breakpoints.add(.phase(.backward))
    try Self.compare(Self.text, .epochs(20), breakpoints, times: 3)
  }

  /// A plan can look at all conditions of this list.
  @Test(arguments: conditions, [StepUnit.equation, .phase, .epoch])
  func areLookedAtByCompiledEpochs(condition: String, every unit: StepUnit) throws {
    let program = try CompiledEpochTests.program(Self.text)
    var run = Run(program)
    try run.runEpochs(1)
    let expression = try Parser.expression(condition)
    _ = try CompiledEpoch(
      program, run.state, watching: [StopCondition(expression: expression, every: unit)])
  }

  static let watched = [
    "accuracy", "A2 > 0.5", "argmax(A2)", "int(L * 100)", "W1[0, 0]", "epoch // 10", "X",
    "round(W1)", "round(b1) * 0.0", "isnan(L)", "log(L - 0.6)", "sum(A1 > 0.5, axis=1)", "m",
    "round(dA2, 1)", "A1[:2, :3] > L", "A1 > L", "dW1 > W1", "-round(b1)",
  ]

  /// A watch stops where the value becomes another, in any bit.
  @Test(arguments: watched, [StepUnit.equation, .phase, .epoch])
  func watch(expression: String, every unit: StepUnit) throws {
    var breakpoints = Breakpoints()
    breakpoints.add(.watch(try Parser.expression(expression)), every: unit)
    try Self.compare(Self.text, .epochs(25), breakpoints, times: 4)
    try Self.compare("settings:\n  batch = 7\n" + Self.text, .epochs(12), breakpoints, times: 4)
    breakpoints.add(.condition(try Parser.expression("L < 0.6")))
    try Self.compare(Self.text, .forever, breakpoints, times: 4)
  }

  /// What does not stop in every epoch leaves epochs to be compiled: they ask rarely.
  @Test(arguments: [
    Breakpoint.Kind.phase(.`init`), .equation("X"), .watch(.name("X")),
    .watch(.binary(.greater, .name("L"), .integer(100))),
  ])
  func isCompiled(kind: Breakpoint.Kind) throws {
    var run = Run(try CompiledEpochTests.program(Self.text))
    try run.runEpochs(1)
    var breakpoints = Breakpoints()
    breakpoints.add(kind)
    var questions = 0
    let stop = try run.run(.epochs(400), breakpoints: &breakpoints) { _ in
      questions += 1
      return false
    }
    guard case .finished = stop else {
      Issue.record("\(stop)")
      return
    }
    #expect(questions < 400, "\(kind)")
  }

  /// A condition that stays true is no reason to compile for every epoch.
  @Test func triesMoreRarely() {
    var trial = CompilationBackoff()
    var tries = 0
    for _ in 0..<5000 where trial.isDue() {
      tries += 1
      trial.note(epochs: 0)
    }
    #expect(tries < 20)
    trial.note(epochs: 100)
    let isDue = trial.isDue()
    #expect(isDue)
  }
}
