import Arrays
import CKernels
import Equations
import Networks

/// Says what share of its predictions a network has right, at parameters that it is given.
///
/// It goes from block to block of the examples, and no further than the answer is needed: a
/// condition such as `accuracy >= 0.95` is known to be false when one in twenty is wrong.
final class PredictionJudge {
  private let pass: CompiledPass
  /// Below this share it does not matter which it is.
  private let least: Double
  /// The block to begin with: the one that decided last, whose examples are likely to be wrong
  /// again.
  private var first = 0

  /// Examples in a block: few, so that little is done in vain.
  private static let block = 128

  /// - Parameters:
  ///   - given: the names of what is given, all that varies from epoch to epoch.
  ///   - compiler: the one that reads the epoch, as it is at the place of the condition.
  /// - Throws: `NotCompilable` where a prediction depends on other examples.
  init(
    _ metric: Metric, at given: [String], least: Double, in program: Program,
    for outer: Compiler
  ) throws(NotCompilable) {
    self.least = least
    let compiler = try Compiler(judgingFor: outer, given: given)
    try compiler.bindExamples(of: metric, in: program)
    guard let count = compiler.names[Program.examplesName]?.known?.array?.item else {
      throw NotCompilable(.condition)
    }
    compiler.turnExamples(Array(program.examples(of: metric).keys), in: program)
    let states = given.compactMap { name -> Compiler.Carried? in
      guard case .varying(let x) = compiler.names[name] else { return nil }
      return Compiler.Carried(name: name, shape: x.shape, dtype: x.dtype, view: x.view)
    }
    for step in program.evaluation { try compiler.compile(step) }
    guard let judged = try compiler.right(metric, in: program), compiler.draws.isEmpty else {
      throw NotCompilable(.condition)
    }
    // A pass has a loss, and a judge no use for one.
    let loss = compiler.numberView(0)
    var result = Compiler.Result(
      graph: compiler.graph, carried: states, loss: loss, isMet: nil, judged: judged.view,
      draws: [])
    result.fuse()
    let schedule = Schedule(result.graph, outputs: result.outputs, examples: Int(count))
    guard result.graph.hostViews.isEmpty, schedule.isByExample(judged.view) else {
      throw NotCompilable(.condition)
    }
    pass = try CompiledPass(
      result, examples: Int(count), limit: Emitter.largestMemory, width: uh_kernels_chosen(),
      threads: 1, block: Self.block)
  }

  /// The share of right predictions; one that is larger, but too small to matter, where that is
  /// known sooner.
  func share(at values: [NDArray]) -> Double {
    for (value, place) in zip(values, pass.carried) { pass.write(value, to: place) }
    pass.runWhole()
    var (wrong, share) = (0, 1.0)
    for step in 0..<pass.blocks {
      let block = (first + step) % pass.blocks
      wrong += pass.wrong(inBlock: block)
      share = Double(pass.judgements - wrong) / Double(pass.judgements)
      if share < least {
        first = block
        break
      }
    }
    return share
  }
}
