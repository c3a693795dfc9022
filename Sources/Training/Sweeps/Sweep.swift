import Arrays
import Equations
import Networks

/// The trials of a sweep: every configuration with every seed.
///
/// Knows them by number only, so that a hundred thousand take no memory; what was drawn at random
/// is kept.
public struct Sweep: Sendable {
  /// The model whose settings are replaced.
  public let model: Model
  public let limits: EvaluationLimits
  /// The settings that differ, in the order in which they were given.
  public let names: [String]
  public let configurationCount: Int
  /// `nil` stands for the seed that the model has.
  public let seeds: [UInt32?]
  public let epochs: Int
  public let condition: SolvedCondition
  /// Whether the condition is not the usual one.
  public let hasOwnCondition: Bool
  private let axes: [SweepAxis]
  private let drawn: [[Expression]]?

  public var trialCount: Int { configurationCount * seeds.count }

  /// Plans a sweep over the model of a run.
  ///
  /// - Parameter random: what a random sweep is drawn from.
  /// - Throws: `SweepError` for what is no setting of the model, too many trials, a condition that
  ///   makes no sense, or a first configuration that the model does not take.
  public init(
    _ request: SweepRequest, over run: Run, random: inout RandomState
  ) throws(SweepError) {
    let program = run.program
    model = program.model
    limits = program.limits
    axes = request.axes
    names = axes.map(\.name)
    epochs = request.epochs
    seeds = request.seeds ?? [model.hasSeed ? nil : run.seed]
    hasOwnCondition = request.condition != nil
    if let condition = request.condition {
      try Self.check(condition, in: run)
      self.condition = SolvedCondition(condition)
    } else {
      condition = SolvedCondition(for: program)
    }
    try Self.checkNames(axes, program)
    let most = SweepRequest.mostTrials
    var count = request.draws ?? 1
    if request.draws == nil {
      for axis in axes {
        let (product, overflow) = count.multipliedReportingOverflow(by: axis.count ?? 1)
        guard !overflow, product <= most else {
          throw SweepError(.tooManyTrials(limit: most), at: axis.span)
        }
        count = product
      }
    }
    guard count * seeds.count <= most else {
      throw SweepError(.tooManyTrials(limit: most), at: request.axes.last?.span ?? .none)
    }
    configurationCount = count
    drawn =
      request.draws == nil
      ? nil : try Self.draw(count, request.axes, &random)
    try checkFirst()
  }

  private static func draw(
    _ count: Int, _ axes: [SweepAxis], _ random: inout RandomState
  ) throws(SweepError) -> [[Expression]] {
    var drawn: [[Expression]] = []
    for _ in 0..<count {
      var values: [Expression] = []
      for axis in axes {
        do throws(ArrayError) {
          if let value = try axis.draw(&random) { values.append(value) }
        } catch {
          throw SweepError(.badBounds(axis.name), at: axis.span)
        }
      }
      drawn.append(values)
    }
    return drawn
  }

  // MARK: Trials

  /// The settings of a configuration, counted from 0: the last setting changes fastest.
  public func settings(of configuration: Int) -> [Trial.Setting] {
    if let drawn {
      return zip(names, drawn[configuration]).map { Trial.Setting(name: $0, value: $1) }
    }
    var rest = configuration
    var settings: [Trial.Setting] = []
    for axis in axes.reversed() {
      let count = max(axis.count ?? 1, 1)
      if let value = axis.value(at: rest % count) {
        settings.append(Trial.Setting(name: axis.name, value: value))
      }
      rest /= count
    }
    return settings.reversed()
  }

  /// A trial by its number from 0: all seeds of a configuration lie side by side.
  public func trial(_ index: Int) -> Trial {
    let (configuration, seed) = index.quotientAndRemainder(dividingBy: seeds.count)
    return Trial(
      configuration: configuration + 1, settings: settings(of: configuration), seed: seeds[seed],
      epochs: epochs)
  }

  // MARK: Checks

  private static func check(_ condition: Expression, in run: Run) throws(SweepError) {
    do throws(LanguageError) {
      try run.checkCondition(condition)
    } catch {
      throw SweepError(.language(error), at: error.span)
    }
  }

  /// Whether each setting is one, and each value that was written out can be its value.
  private static func checkNames(_ axes: [SweepAxis], _ program: Program) throws(SweepError) {
    for axis in axes {
      let span = SourceSpan(start: axis.span.start, end: axis.span.start + axis.name.utf8.count)
      guard program.model.sweepableNames.contains(axis.name) else {
        let names = program.model.sweepableNames
        throw SweepError(
          .language(
            LanguageError(
              .unknownName(axis.name, candidates: names), at: span)), at: span)
      }
      guard case .choices(let choices) = axis.values else { continue }
      for case .value(let expression) in choices {
        if axis.name == Phase.update.rawValue, program.model.settingIndex(axis.name) == nil {
          try checkOptimizer(expression)
        } else {
          try checkNumber(expression, axis.name, program)
        }
      }
    }
  }

  private static func checkNumber(
    _ expression: Expression, _ name: String, _ program: Program
  ) throws(SweepError) {
    let settings = program.settings.map { ($0.name, $0.value) }
    let scope = DictionaryScope(Dictionary(settings, uniquingKeysWith: { $1 }))
    let value: Value
    do throws(LanguageError) {
      value = try Evaluation.value(of: expression, in: scope, limits: program.limits)
    } catch {
      throw SweepError(.language(error), at: error.span)
    }
    guard value.array?.item != nil else {
      throw SweepError(.model(ModelError(.settingNotNumber(name))), at: expression.span)
    }
  }

  private static func checkOptimizer(_ expression: Expression) throws(SweepError) {
    if case .call(let name, _) = expression.node, Optimizer.named(name) != nil { return }
    let candidates = Optimizer.all.map(\.name)
    throw SweepError(
      .model(ModelError(.unknownOptimizer(expression.text, candidates: candidates))),
      at: expression.span)
  }

  /// A mistake that is in every trial is told before any is run.
  private func checkFirst() throws(SweepError) {
    let trial = trial(0)
    let end = axes.last.map { $0.span.end }
    let span = axes.first.map { SourceSpan(start: $0.span.start, end: end ?? $0.span.end) }
    do {
      _ = try trial.start(on: model, limits: limits)
    } catch let error as ModelError {
      throw SweepError(.model(error), at: span ?? .none)
    } catch let error as LanguageError {
      throw SweepError(.language(error), at: span ?? .none)
    } catch {
      return
    }
  }
}
