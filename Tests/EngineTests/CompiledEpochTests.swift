import Arrays
import CKernels
import Networks
import Support
import Testing

@testable import Engine
@testable import Training

/// A run by plan and the same run equation by equation: the same in every bit.
struct CompiledEpochTests {
  static func program(_ text: String) throws -> Program {
    try Program(try Model(name: "engine", text: text))
  }

  /// Runs the text twice, and compares everything that a run is.
  static func compare(_ text: String, epochs: Int) throws {
    let program = try program(text)
    var compiled = Run(program)
    var interpreted = Run(program)
    interpreted.isCompiling = false
    try compiled.runEpochs(1)
    try interpreted.runEpochs(1)
    _ = try CompiledEpoch(program, compiled.state)
    try compiled.runEpochs(epochs)
    try interpreted.runEpochs(epochs)
    expectSame(compiled, interpreted)
    #expect(compiled.losses == interpreted.losses, "\(text)")
  }

  static func expectSame(_ a: Run, _ b: Run) {
    #expect(a.state.cursor == b.state.cursor)
    #expect(a.state.stamp == b.state.stamp)
    #expect(Set(a.state.slots.keys) == Set(b.state.slots.keys))
    for (name, slot) in b.state.slots {
      let other = a.state.slots[name]
      #expect(other?.value.isIdentical(to: slot.value) == true, "\(name)")
      #expect(other?.stamp == slot.stamp, "\(name)")
      #expect(other?.epoch == slot.epoch, "\(name)")
      #expect(other?.phase == slot.phase, "\(name)")
    }
    #expect(a.losses.map(\.bitPattern) == b.losses.map(\.bitPattern))
    #expect(a.position == b.position)
    #expect(a.end == b.end)
    #expect(a.isAtEnd == b.isAtEnd)
  }

  @Test(arguments: ["sigmoid", "tanh", "relu", "softplus"])
  func networks(activation: String) throws {
    for (examples, hidden) in [(4, 2), (1, 3), (7, 4), (16, 5), (33, 9), (130, 17), (1000, 3)] {
      let text = ModelTexts.wide(
        activation, examples: examples, hidden: hidden, seed: examples + hidden)
      try Self.compare(text, epochs: 21)
    }
  }

  /// More examples than a block and than a chunk of a sum.
  @Test(arguments: [1024, 1025, 2049, 3001])
  func manyExamples(examples: Int) throws {
    for hidden in [1, 6, 40] {
      try Self.compare(
        ModelTexts.wide("tanh", examples: examples, hidden: hidden, seed: hidden), epochs: 5)
    }
  }

  @Test(arguments: [
    "sgd(0.1)", "momentum(0.1)", "nesterov(0.1)", "rmsprop(0.01)", "adam(0.01)", "adagrad(0.1)",
  ])
  func optimizers(call: String) throws {
    for hidden in [2, 5] {
      let text = ModelTexts.wide(
        "sigmoid", examples: 50, hidden: hidden, seed: hidden, optimizer: call)
      try Self.compare(text, epochs: 40)
    }
  }

  @Test(arguments: ModelTexts.others.indices)
  func otherModels(index: Int) throws {
    try Self.compare(ModelTexts.others[index].text, epochs: 30)
  }

  /// Operations on elements that are worked off row by row, and long ones strip by strip.
  @Test(arguments: [1, 3, 5, 130, 1100])
  func elementsByTheRow(examples: Int) throws {
    for update in ["adam(0.01)", "sgd(0.05)"] {
      try Self.compare(
        """
        data:
          seed(\(examples))
          X = randn(2, \(examples))
          Y = float(X[0:1] * X[1:] < 0)
        init:
          W1 = randn(24, 2)
          b1 = zeros((24, 1))
          W2 = randn(24, 24) * 0.2
          b2 = zeros((24, 1))
          V = randn(1, 24) * 0.3
          c = zeros((1, 1))
        forward:
          Z1 = W1 @ X + b1
          A1 = 0.5 * Z1 * (1 + tanh(0.8 * (Z1 + 0.04 * Z1**3)))
          Z2 = W2 @ A1 + b2
          A2 = (Z2 * sigmoid(Z2) + abs(Z2)**1.5) / 4
          P = sigmoid(V @ A2 + c)
        loss:
          L = bce(P, Y)
        update:
          \(update)
        """, epochs: 12)
    }
  }

  @Test func theArticleForLong() throws {
    let program = try Program(try Model.article())
    var compiled = Run(program)
    var interpreted = Run(program)
    interpreted.isCompiling = false
    for _ in 0..<2 {
      try compiled.runEpochs(100)
      try interpreted.runEpochs(100)
      Self.expectSame(compiled, interpreted)
    }
  }

  /// What some epochs after the first come to, bit for bit, in each vector width that the processor
  /// has: losses, then carried values.
  static func results(of program: Program, epochs: Int) throws -> Set<[UInt64]> {
    var run = Run(program)
    try run.runEpochs(1)
    var results: Set<[UInt64]> = []
    for (_, kernels) in widths {
      let compiled = try CompiledEpoch(program, run.state, width: kernels)
      results.insert(result(of: compiled, slices: [epochs]))
    }
    return results
  }

  /// The vector widths that the processor has.
  private static var widths: [(name: String, kernels: UnsafePointer<uh_kernels>)] {
    let names: [String] = ["scalar", "sse2", "neon", "avx2", "avx512"]
    return names.compactMap { name in uh_kernels_for(name).map { (name, $0) } }
  }

  /// Losses of so many epochs, slice by slice, and then the carried values, bit for bit.
  private static func result(of compiled: CompiledEpoch, slices: [Int]) -> [UInt64] {
    var numbers: [Double] = []
    for count in slices {
      var losses = [Double](repeating: 0, count: count)
      compiled.run(count, losses: &losses)
      numbers += losses
    }
    numbers += compiled.carried.flatMap { compiled.value(of: $0).doubles }
    return numbers.map(\.bitPattern)
  }

  /// Every vector width that the processor has computes the same.
  @Test func everyWidth() throws {
    let texts =
      ModelTexts.others.map(\.text)
      + [(4, 4), (29, 7), (1100, 12)].map {
        ModelTexts.wide("tanh", examples: $0.0, hidden: $0.1, seed: 1)
      }
    for text in texts {
      let program = try Self.program(text)
      #expect(try Self.results(of: program, epochs: 12).count == 1, "\(text)")
    }
  }

  /// Any number of threads computes the same, with whole chunks and parts of them, and with more
  /// threads than there are blocks.
  @Test func anyNumberOfThreads() throws {
    let texts =
      ModelTexts.others.map(\.text)
      + [(4, 4), (300, 9), (1100, 17), (2050, 40), (3001, 33)].map {
        ModelTexts.wide("tanh", examples: $0.0, hidden: $0.1, seed: 2)
      } + [ModelTexts.deepInputs(examples: 1500, inputs: 301, hidden: 21)]
    for text in texts {
      let program = try Self.program(text)
      var run = Run(program)
      try run.runEpochs(1)
      var results: Set<[UInt64]> = []
      for (name, kernels) in Self.widths {
        for threads in [1, 2, 3, 5] where name != "scalar" || threads < 3 {
          let compiled = try CompiledEpoch(program, run.state, width: kernels, threads: threads)
          results.insert(Self.result(of: compiled, slices: [1, 3]))
        }
      }
      #expect(results.count == 1, "\(text)")
    }
  }

  /// More inputs than the terms of a product that are worked on where they lie: constants are
  /// packed.
  @Test func manyInputs() throws {
    for (examples, inputs, hidden) in [(40, 150, 9), (1025, 131, 12), (600, 1030, 10)] {
      try Self.compare(
        ModelTexts.deepInputs(examples: examples, inputs: inputs, hidden: hidden), epochs: 4)
    }
  }

  @Test func goingBackAndStopping() throws {
    let program = try Self.program(
      ModelTexts.wide("sigmoid", examples: 20, hidden: 3, seed: 3))
    var compiled = Run(program)
    var interpreted = Run(program)
    interpreted.isCompiling = false
    try compiled.runEpochs(300)
    try interpreted.runEpochs(300)
    for (count, unit) in [(1, StepUnit.epoch), (3, .equation), (40, .epoch), (2, .phase)] {
      try compiled.back(count, unit)
      try interpreted.back(count, unit)
      Self.expectSame(compiled, interpreted)
    }
    try compiled.runEpochs(500)
    try interpreted.runEpochs(500)
    Self.expectSame(compiled, interpreted)
    // Asked to stop at once, it leaves a whole epoch behind.
    var asked = 0
    let isDone = try compiled.runEpochs(1 << 40) { _ in
      asked += 1
      return asked > 1
    }
    #expect(!isDone)
    #expect(compiled.isAtEpochStart)
    try interpreted.runEpochs(compiled.finishedEpochs - interpreted.finishedEpochs)
    Self.expectSame(compiled, interpreted)
  }
}
