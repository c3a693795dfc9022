import CKernels
import Networks
import Support
import Testing

@testable import Engine
@testable import Training

/// The same bits, however a run is made: in every vector width (the scalar one has the plain loops
/// of the reference for its sums and products), on one thread and more, equation by equation and
/// by plan, going back and forward, in every build and on every machine.
@Suite(.serialized) struct SameBitsTests {
  static let widths: [String] = ["scalar", "sse2", "neon", "avx2", "avx512"].filter {
    uh_kernels_for($0) != nil
  }

  static func program(_ text: String) throws -> Program {
    try Program(try Model(name: "bits", text: text))
  }

  /// A run by equations, which makes the hash.
  static func interpreted(_ program: Program, _ epochs: Int) throws -> Run {
    var run = Run(program)
    run.isCompiling = false
    try run.runEpochs(epochs)
    return run
  }

  /// The state at the end of an epoch, all epochs but that by kernels of this width.
  ///
  /// - Parameter start: the state at the start of an epoch.
  static func compiled(
    _ program: Program, from start: RunState, to epoch: Int, _ width: String, threads: Int
  ) throws -> RunState {
    let kernels = try #require(uh_kernels_for(width))
    guard var compiled = try? CompiledTraining(program, start, width: kernels, threads: threads)
    else {
      // Says why.
      _ = try CompiledEpoch(program, start, width: kernels)
      throw NotCompilable(.memory)
    }
    var state = start
    compiled.run(epoch - start.cursor.epoch, from: &state) { _ in }
    while state.cursor.epoch <= epoch {
      try state.advance(program.step(at: state.cursor), in: program)
    }
    return state
  }

  @Test(.disabled(if: RecordedHashes.isRecording), arguments: 0..<GeneratedModel.count)
  func everyWay(seed: Int) throws {
    let model = GeneratedModel(seed: seed)
    let recorded = RecordedHashes.all[model.name]
    #expect(recorded?.text == model.text && recorded?.epochs == model.epochs)
    let program = try Self.program(model.text)
    var reference = try Self.interpreted(program, 1)
    let first = reference.state
    try reference.runEpochs(model.epochs - 1)
    #expect(reference.stateHash.description == recorded?.hash)
    for (index, width) in Self.widths.enumerated() {
      for threads in [1, 2 + (seed + index) % 2] {
        let state = try Self.compiled(
          program, from: first, to: model.epochs, width, threads: threads)
        #expect(state.difference(from: reference.state) == nil, "\(width), \(threads) threads")
      }
    }
    var compiled = Run(program)
    try compiled.runEpochs(model.epochs)
    #expect(compiled.state.difference(from: reference.state) == nil, "compiled")
    #expect(compiled.losses.map(\.bitPattern) == reference.losses.map(\.bitPattern))
    defer { uh_kernels_choose(nil) }
    for width in Self.widths {
      uh_kernels_choose(width)
      let state = try Self.interpreted(program, 1).state
      #expect(state.difference(from: first) == nil, "by equations, \(width)")
    }
  }

  @Test(.disabled(if: RecordedHashes.isRecording), arguments: ModelTexts.long.indices)
  func longRuns(index: Int) throws {
    let long = ModelTexts.long[index]
    let recorded = RecordedHashes.all[long.name]
    #expect(recorded?.text == long.text && recorded?.epochs == long.epochs)
    let start = try Self.interpreted(try Self.program(long.text), 1)
    for (index, width) in Self.widths.enumerated() {
      let state = try Self.compiled(
        start.program, from: start.state, to: long.epochs, width, threads: 1 + index % 2)
      let run = Run(start.program, seed: 0, at: state)
      #expect(run.stateHash.description == recorded?.hash, "\(long.name): \(width)")
    }
  }

  /// Back from the end by all units and to moments in between, then forward again.
  @Test(arguments: stride(from: 0, to: GeneratedModel.count, by: 3).map { $0 })
  func goingBackAndForward(seed: Int) throws {
    let model = GeneratedModel(seed: seed)
    let epochs = 9
    var states: [Cursor: RunState] = [:]
    var interpreted = Run(try Self.program(model.text))
    interpreted.isCompiling = false
    while interpreted.finishedEpochs < epochs {
      states[interpreted.state.cursor] = interpreted.state
      try interpreted.stepEquation()
    }
    states[interpreted.state.cursor] = interpreted.state
    var run = Run(interpreted.program)
    var dice = Dice(seed)
    try run.runEpochs(epochs)
    for _ in 0..<8 {
      switch Int.random(in: 0..<4, using: &dice) {
      case 0: try run.back(Int.random(in: 1...20, using: &dice), .equation)
      case 1: try run.back(Int.random(in: 1...3, using: &dice), .epoch)
      case 2:
        let cursor = Cursor(epoch: Int.random(in: 1...epochs, using: &dice), index: 0)
        try run.go(to: TimelinePoint(segment: 0, cursor: cursor))
      default: try run.runEpochs(max(min(4, epochs - run.finishedEpochs - 1), 0))
      }
      let expected = try #require(states[run.state.cursor])
      #expect(run.state.difference(from: expected) == nil, "\(model.name)")
    }
    try run.go(to: TimelinePoint(segment: 0, cursor: interpreted.state.cursor))
    #expect(run.state.difference(from: interpreted.state) == nil, "\(model.name)")
    #expect(run.stateHash == interpreted.stateHash)
  }

  @Test(.enabled(if: RecordedHashes.isRecording)) func record() throws {
    let models =
      (0..<GeneratedModel.count).map { seed in
        let model = GeneratedModel(seed: seed)
        return (name: model.name, text: model.text, epochs: model.epochs)
      } + ModelTexts.long
    try RecordedHashes.record(
      models.map { name, text, epochs in
        let hash = try Self.interpreted(try Self.program(text), epochs).stateHash.description
        return RecordedHashes.Entry(name: name, epochs: epochs, text: text, hash: hash)
      })
  }
}
