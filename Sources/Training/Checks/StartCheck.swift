import Arrays
import Equations
import Networks
import Phrases

/// What can be asked of a network before it is trained, each with the numbers that answer it.
///
/// Everything is done on copies at the end of `init`; batches and held back examples are left aside,
/// so that each question is about all examples.
public struct StartCheck: Sendable {
  public enum Verdict: String, Sendable {
    case good
    /// Worth a look: training may be slow or go wrong because of it.
    case look
    /// Nothing will come of training like this.
    case wrong
    /// This model cannot be asked it.
    case unasked
  }

  /// A question, with its answer.
  public struct Answer: Sendable {
    /// A word that stays the same: `first-loss`.
    public let kind: String
    /// What it is called: 'First loss'.
    package let title: Phrase
    public let verdict: Verdict
    public let measures: [Finding.Measure]
    /// A sentence, or two.
    package let words: Phrase

    init(
      _ kind: String, _ title: Phrase, _ verdict: Verdict, _ measures: [Finding.Measure],
      _ words: Phrase
    ) {
      self.kind = kind
      self.title = title
      self.verdict = verdict
      self.measures = measures
      self.words = words
    }

    public subscript(label: String) -> Double? { measures.first { $0.label == label }?.value }
  }

  /// What is asked, for its answers.
  struct Question {
    let kind: String
    let title: Phrase

    init(_ kind: String, _ title: Phrase) {
      self.kind = kind
      self.title = title
    }

    func callAsFunction(
      _ verdict: Verdict, _ measures: [Finding.Measure] = [], _ words: Phrase
    ) -> Answer {
      Answer(kind, title, verdict, measures, words)
    }
  }

  public let answers: [Answer]

  /// What the epochs of one question may cost, as `Run.cost(ofBatchWith:)` counts.
  static let budget = 100_000_000
  static let range = 50...2000

  /// - Parameter shouldStop: asked between equations.
  /// - Throws: `LanguageError`, `ModelError` or `Run.Failure` where the network cannot be started.
  ///   `ArrayError.interrupted` where it was stopped.
  public init(_ run: Run, shouldStop: () -> Bool = { false }) throws {
    let start = try NetworkStart(run, shouldStop: shouldStop)
    var answers: [Answer] = []
    for question in [
      NetworkStart.firstLoss, NetworkStart.fewByHeart, NetworkStart.leak, NetworkStart.emptyInputs,
      NetworkStart.gradientSizes,
    ] {
      answers.append(try question(start)(shouldStop))
      if shouldStop() { throw ArrayError.interrupted }
    }
    self.answers = answers
  }
}

/// A network at the end of `init`, with all examples at once.
struct NetworkStart {
  /// It stands there.
  let run: Run
  let context: DiagnosisContext
  /// The data that has something of each example, by name.
  let exampleNames: [String]
  private let model: Model

  init(_ run: Run, shouldStop: () -> Bool) throws {
    var own = run
    if own.finishedEpochs > 0 || own.hasBegunEpoch {
      try own.go(to: .after(epoch: 0, phase: .`init`))
    } else {
      try own.runEpochs(0) { _ in shouldStop() }
    }
    if !own.isInitialised { throw ArrayError.interrupted }
    var model = own.program.model
    model.settings.removeAll { line in
      line.statement.assignment.map { Program.batchingSettings.contains($0.name) } ?? false
    }
    self.model = model
    if model == own.program.model {
      self.run = own
    } else {
      self.run = try Self.started(model, like: own)
    }
    context = DiagnosisContext(self.run, history: nil)
    let program = self.run.program
    let read = Set(program.iteration.flatMap(\.inputs))
    let state = self.run.state
    exampleNames = program.names(in: .data).filter { name in
      read.contains(name) && state[name] != nil && program.exampleAxis(of: name) != nil
    }
  }

  /// A model at the end of its `init`, with the numbers that another run has there.
  private static func started(_ model: Model, like other: Run) throws -> Run {
    var run = Run(try Program(model, limits: other.program.limits), seed: other.seed)
    try run.runEpochs(0)
    for name in run.program.names(in: .`init`) {
      guard let value = other.state[name], value.shape == run.state[name]?.shape else { continue }
      run.state.store(.array(value), as: name, phase: .`init`)
    }
    run.forgetMoments()
    return run
  }

  /// The network with its data changed by further equations of the data section.
  func with(_ data: [String], update: String? = nil) throws -> Run {
    var changed = model
    let lines = try data.map { ModelLine(try Parser.statement($0).atStartOfText) }
    changed.sections[.data, default: []] += lines
    if let update {
      changed.sections[.update] = [ModelLine(try Parser.statement(update).atStartOfText)]
    }
    return try Self.started(changed, like: run)
  }

  /// How many epochs a question may have.
  func epochs(examples: Int) -> Int {
    let count = StartCheck.budget / max(run.cost(ofBatchWith: examples), 1)
    return min(max(count / 50 * 50, StartCheck.range.lowerBound), StartCheck.range.upperBound)
  }

  var examples: Int { run.program.exampleCount ?? 0 }
  var loss: String { run.program.loss }

  static func short(_ value: Double) -> String { NumberFormatting.significant(value, digits: 4) }
}
