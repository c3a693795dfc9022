import Arrays
import Equations
import Networks
import Phrases

/// Looks for one thing that may be wrong, and has the words for it.
public struct Diagnosis: Sendable {
  public let kind: Finding.Kind
  /// What it is called: 'Dead units'.
  package let title: Phrase
  let examine: @Sendable (DiagnosisContext) -> [Finding]
  /// A sentence or more on one of its findings.
  let words: @Sendable (Finding) -> Phrase

  init(
    _ kind: Finding.Kind, _ title: Phrase,
    _ examine: @escaping @Sendable (DiagnosisContext) -> [Finding],
    words: @escaping @Sendable (Finding) -> Phrase
  ) {
    self.kind = kind
    self.title = title
    self.examine = examine
    self.words = words
  }

  /// Every diagnosis. A new one is a line here and a file beside.
  public static let all: [Diagnosis] = [
    .notFinite, .spreadComparison, .changedShape, .accumulatedGradient, .writtenGradient, .uphill,
    .lossWithoutOutput, .outOfReach, .twinNeurons, .heldOutClass, .inputsOffScale,
    .linearLayers, .penaltyTooLarge, .learningRateTooLarge, .tooSmall, .saturatedUnits,
    .rateTooSmall, .plateau, .noHiddenLayer, .trap, .deadUnits, .dyingUnits, .noGradient,
    .lossWasNotFinite, .overfitting, .constantLabels, .unbalancedData, .leftOutOfUpdate,
  ]

  /// The diagnosis of a finding.
  private static func of(_ finding: Finding) -> Diagnosis? { all.first { $0.kind == finding.kind } }

  /// What a finding's diagnosis is called.
  package static func title(of finding: Finding) -> Phrase {
    of(finding)?.title ?? .verbatim(finding.kind.rawValue)
  }

  /// What a finding says.
  package static func describe(_ finding: Finding) -> Phrase {
    of(finding)?.words(finding) ?? finding.subject
  }

  /// Everything that is wrong with a run now, the worst first; empty where nothing is.
  public static func findings(in run: Run, history: ExplanationHistory? = nil) -> [Finding] {
    findings(in: DiagnosisContext(run, history: history))
  }

  /// The same without what takes long: trying out what comes.
  static func quickFindings(in run: Run) -> [Finding] {
    var context = DiagnosisContext(run, history: nil)
    context.isQuick = true
    return findings(in: context)
  }

  /// Those that hold whatever the numbers are.
  private static let ofStructure: Set<Finding.Kind> = [
    .spreadComparison, .changedShape, .accumulatedGradient, .lossWithoutOutput,
  ]

  private static func findings(in context: DiagnosisContext) -> [Finding] {
    // Whoever has stopped waiting is told so, and of nothing that was found before.
    let found = all.flatMap { Interruption.isRequested ? [] : $0.examine(context) }
    // What is not finite makes every other number meaningless, but not how the network is built.
    if let first = found.first(where: { $0.kind == .notFinite }) {
      return found.filter { ofStructure.contains($0.kind) } + [first]
    }
    return found.enumerated().sorted {
      $0.element.severity != $1.element.severity
        ? $0.element.severity > $1.element.severity : $0.offset < $1.offset
    }.map(\.element)
  }
}

/// A run as diagnoses see it: its layers, its predictions and targets.
struct DiagnosisContext {
  let run: Run
  let history: ExplanationHistory
  /// The state with predictions and loss at the parameters that are there.
  let state: RunState
  /// Those whose weights are matrices.
  let layers: [NetworkLayer]
  /// The names that the loss compares.
  let prediction: String?
  let target: String?
  /// The best that one answer for all reaches; `nil` where nothing is compared.
  private(set) var constant: ConstantPrediction?
  /// Whether nothing is to be tried out.
  var isQuick = false

  init(_ run: Run, history: ExplanationHistory?) {
    self.run = run
    self.history = history ?? .line(of: run)
    let program = run.program
    state = Self.state(of: run)
    layers = program.layers.filter { [state] in state[$0.weights]?.rank == 2 }
    (prediction, target) = (program.comparison?.prediction, program.comparison?.target)
    if run.isInitialised { constant = ConstantPrediction(self) }
  }

  /// With batches of all examples: the last, and perhaps smallest, batch says little.
  private static func state(of run: Run) -> RunState {
    guard run.isInitialised else { return run.state }
    if run.program.batchesPerEpoch > 1, let whole = run.state(on: DataPart.training) {
      return whole
    }
    var fresh = run.state
    try? fresh.evaluate(run.program)
    return fresh
  }

  /// How many units a layer has: its weights have a row or a column for each.
  func units(of layer: NetworkLayer) -> Int {
    state[layer.weights].map { layer.unitsInRows($0).shape[0] } ?? 0
  }

  /// A value with a unit in each row and an example in each column, however the network has them.
  func examplesInColumns(_ name: String) -> NDArray? {
    (state[name] ?? run.state[name])?.examplesInColumns(run.program.exampleAxis(of: name))
  }

  /// What an equation's function says of itself at the values that it has, a unit in each row.
  func activity(of step: ProgramEquation) -> Activity? {
    guard let name = step.target, let result = state[name] else { return nil }
    return Activity(
      of: step, result: result, in: state, exampleAxis: run.program.exampleAxis(of: name))
  }

  var loss: Double? { state[run.program.loss]?.item }

  /// The layers that read what this one gives.
  func outgoing(of layer: NetworkLayer) -> [NetworkLayer] {
    layers.filter { $0.weights != layer.weights && layer.results.contains($0.input) }
  }

  /// Predictions and targets, element by element, where the targets are 0 and 1.
  var classes: (predicted: [Double], wanted: [Double])? {
    guard let prediction, let target, let a = examplesInColumns(prediction),
      let y = examplesInColumns(target), a.shape == y.shape, a.count > 0
    else { return nil }
    let wanted = y.doubles
    guard wanted.allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
    return (a.doubles, wanted)
  }

  static func entropy(_ p: Double) -> Double {
    guard p > 0, p < 1 else { return 0 }
    return -(p * ElementaryFunctions.log(p) + (1 - p) * ElementaryFunctions.log(1 - p))
  }

  /// Whether the loss takes logarithms of the prediction and of what is left of it to 1: a
  /// cross-entropy of two classes.
  var usesCrossEntropy: Bool { logarithmsOfPrediction.count > 1 }

  /// The different things with the prediction in them that the loss takes logarithms of, in its own
  /// equations or within a function that it calls.
  var logarithmsOfPrediction: [Expression] {
    guard let prediction else { return [] }
    var known: [Expression] = []
    for step in run.program.steps(in: .loss) {
      for logarithm in step.statement.expressions.flatMap(\.logarithmsOf)
      where logarithm.names.contains(prediction) && !known.contains(logarithm) {
        known.append(logarithm)
      }
    }
    return known
  }

  /// Whether the net does what it should, so that how it does it is nobody's trouble.
  var isSolved: Bool {
    guard let loss else { return false }
    if let (predicted, wanted) = classes,
      zip(predicted, wanted).allSatisfy({ ($0 > 0.5) == ($1 > 0.5) })
    {
      return true
    }
    if let constant, constant.loss > 0 {
      return loss < SolvedGoal.shareOfNumbers * constant.loss
    }
    return run.losses.first.map { loss < 0.1 * $0 } ?? false
  }

  /// A command that starts with larger weights, in the program's own settings.
  var largerStart: Finding.Suggestion? {
    run.largerStart.map { Finding.Suggestion(.largerStart, $0) }
  }

  /// Another draw of the numbers, if any are drawn.
  var otherSeed: Finding.Suggestion? {
    guard run.program.steps(in: .`init`).contains(where: \.statement.drawsRandomNumbers) else {
      return nil
    }
    return run.program.ownSeed.map { Finding.Suggestion(.otherSeed, "set seed = \($0 + 1)") }
  }
}

extension Run {
  /// A command that starts with larger weights; `nil` where the program has no setting for it, or
  /// they are large.
  public var largerStart: String? {
    guard let setting = program.settings.first(where: { $0.name == "scale" }),
      let value = setting.value.array?.item, value < 1
    else { return nil }
    return "set scale = 1"
  }
}
