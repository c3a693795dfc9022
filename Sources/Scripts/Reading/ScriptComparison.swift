import Arrays
import Equations
import Networks
import Training

/// The script's own first rounds, held against the model's first epochs: what the model leaves out, or
/// does at another moment, shows in what they learn.
struct ScriptComparison {
  /// Where model and script part.
  struct Parting: Sendable, Equatable {
    /// The first epoch after which a parameter is another; 0 before the first.
    var epoch: Int
    var parameter: String
    /// The script's line that shows it first.
    var line: Int
  }

  /// How many rounds are compared, if they take no more steps than are followed.
  static let rounds = 4
  /// What rounding in another order may make of a value, by its size.
  static let tolerance = 1e-9

  private let start: ScriptTracer
  private let rounds: [ScriptTracer]
  /// How many rounds are compared.
  var count: Int { rounds.count }
  /// Whether fewer are than should be, since they take more steps than are followed.
  let isCutShort: Bool

  init?(_ statements: [ScriptStatement], like tracer: ScriptTracer) {
    guard let training = tracer.training else { return nil }
    var witness = ScriptTracer(
      limits: tracer.limits, files: tracer.files, hidesExamplesName: tracer.hidesExamplesName)
    witness.threshold = .max
    witness.witness = ScriptWitness(line: training.line)
    // Whatever ends it, the rounds until then were followed.
    isCutShort = witness.bearWitness(statements)?.kind == .tooLong
    guard let found = witness.rounds.first else { return nil }
    start = found
    rounds = Array(witness.rounds.dropFirst())
  }

  /// - Parameter names: the model's names of what the script hands on from round to round.
  func parting(of program: Program, names: [(entry: String, model: String)]) -> Parting? {
    guard var run = Run(program).initialised() else { return nil }
    let names = names.filter { program.parameters.contains($0.model) }
    if let other = names.first(where: { !isSame(start.state[$0.entry], run.state[$0.model]) }) {
      // Without a seed, what is drawn is as good as anything else.
      let isSeeded = program.setup.contains { step in
        step.statement.expressions.contains { expression in
          expression.calledFunctions.contains { $0 == "seed" || $0 == "default_rng" }
        }
      }
      guard isSeeded else { return nil }
      let made = program.steps(in: .`init`).last { $0.target == other.model }
      return Parting(epoch: 0, parameter: other.model, line: made?.line ?? 0)
    }
    for (index, round) in rounds.enumerated() {
      guard (try? run.runEpochs(1)) != nil else { return nil }
      let held = start.holders(in: round)
      let other = names.first { name in
        guard let own = held[name.entry] else { return false }
        return !isSame(round.state[own], run.state[name.model])
      }
      guard let other else { continue }
      return Parting(
        epoch: index + 1, parameter: other.model,
        line: firstLine(round, run) ?? program.iteration.last { $0.target == other.model }?.line
          ?? 0)
    }
    return nil
  }

  private func isSame(_ own: NDArray?, _ other: NDArray?) -> Bool {
    guard let own, let other else { return true }
    guard own.shape == other.shape else { return false }
    let size = own.doubles.reduce(0) { max($0, $1.isFinite ? $1.magnitude : 0) }
    return zip(own.doubles, other.doubles).allSatisfy { a, b in
      a == b || a.isNaN && b.isNaN || (a - b).magnitude <= Self.tolerance * size
    }
  }

  /// The first line of the epoch whose value in the model is none of those that it has in the script.
  private func firstLine(_ round: ScriptTracer, _ run: Run) -> Int? {
    let values = round.witness?.values ?? [:]
    let step = run.program.iteration.first { step in
      guard let line = step.line, let seen = values[line], let target = step.target,
        let own = run.state[target],
        run.program.iteration.last(where: { $0.target == target })?.line == line
      else { return false }
      return !seen.contains { isSame($0, own) }
    }
    return step?.line
  }
}

/// What a tracer notes that follows the training loop round by round, as Python would.
struct ScriptWitness: Sendable {
  /// The line of the loop.
  var line: Int
  var isInLoop = false
  /// What each line has computed in this round.
  var values: [Int: [NDArray]] = [:]
  var equations = 0
  var elements = 0

  /// More is not followed: what is compared are small networks.
  static let mostEquations = 12_000
  static let mostElements = 4_000_000
}

extension ScriptTracer {
  /// - Returns: what has ended it.
  fileprivate mutating func bearWitness(_ statements: [ScriptStatement]) -> ScriptError? {
    do throws(ScriptError) {
      _ = try run(statements)
      return nil
    } catch {
      return error
    }
  }

  /// Goes through the first rounds of the training loop.
  ///
  /// - Parameter round: one of them; tells whether there is another.
  /// - Throws: `trained` after them.
  mutating func witnessRounds(
    _ line: Int, _ round: (inout ScriptTracer) throws(ScriptError) -> Bool
  ) throws(ScriptError) {
    witness?.isInLoop = true
    keepWitness()
    while rounds.count <= ScriptComparison.rounds {
      witness?.values = [:]
      guard try round(&self) else { break }
      keepWitness()
    }
    throw fault(.trained, line)
  }

  private mutating func keepWitness() {
    var copy = self
    copy.rounds = []
    rounds.append(copy)
  }

  /// Notes what a line has computed.
  mutating func witness(_ equation: TracedEquation) throws(ScriptError) {
    guard witness?.isInLoop ?? false, let target = equation.target, let value = state[target] else {
      return
    }
    witness?.equations += 1
    witness?.elements += value.count
    guard witness?.equations ?? 0 <= ScriptWitness.mostEquations,
      witness?.elements ?? 0 <= ScriptWitness.mostElements
    else { throw fault(.tooLong, equation.line) }
    witness?.values[equation.line, default: []].append(value)
  }

  /// Which names hold, after some rounds, what names held before them.
  func holders(in after: ScriptTracer) -> [String: String] {
    var found: [String: String] = [:]
    comparePlaces(with: after) { entry, exit in
      // Another name may still hold what it was, before the loop or a round ago.
      guard let other = found[entry],
        after.births[exit, default: 0] <= after.births[other, default: 0]
      else {
        found[entry] = exit
        return
      }
    }
    return found
  }
}
