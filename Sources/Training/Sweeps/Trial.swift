import Arrays
import Engine
import Equations
import Networks

/// One training of a sweep: a model with some of its settings replaced, from a seed on.
public struct Trial: Sendable {
  public struct Setting: Sendable, Equatable {
    public var name: String
    public var value: Expression

    public init(name: String, value: Expression) {
      self.name = name
      self.value = value
    }

    public static func == (left: Setting, right: Setting) -> Bool {
      left.name == right.name && left.value == right.value
    }
  }

  /// Counted from 1; trials that differ in nothing but the seed have the same.
  public var configuration: Int
  public var settings: [Setting]
  /// `nil` for the seed that the model has.
  public var seed: UInt32?
  public var epochs: Int

  public init(configuration: Int, settings: [Setting], seed: UInt32?, epochs: Int) {
    self.configuration = configuration
    self.settings = settings
    self.seed = seed
    self.epochs = epochs
  }

  /// The model with the trial's settings, replaced as `set` replaces them.
  ///
  /// - Throws: `LanguageError` for a name that is no setting.
  public func model(from model: Model) throws(LanguageError) -> Model {
    var model = model
    for setting in settings {
      model = try model.replacing(Assignment(setting.name, value: setting.value))
    }
    if let seed, let seeded = try? model.replacing(.seed(seed)) { model = seeded }
    return model
  }

  /// The trial before its first step.
  ///
  /// - Throws: `LanguageError` and `ModelError` where the settings do not fit the model.
  public func start(on model: Model, limits: EvaluationLimits = .standard) throws -> Run {
    Run(try Program(try self.model(from: model), limits: limits), seed: seed ?? 0)
  }
}

extension Assignment {
  static func seed(_ seed: UInt32) -> Assignment {
    Assignment("seed", value: .integer(Int(seed)))
  }
}

extension Model {
  /// The model with what `set` would change in it: a setting, the seed, the optimizer, batches.
  ///
  /// - Throws: `LanguageError` of what `set` would not take.
  public func replacing(_ assignment: Assignment) throws(LanguageError) -> Model {
    if let index = settingIndex(assignment.name) {
      return replacingSetting(
        at: index, assignment.name, with: settingExpression(assignment, at: index))
    }
    if let change = try change(by: assignment) { return change.model }
    throw LanguageError(
      .unknownName(assignment.name, candidates: sweepableNames), at: assignment.nameSpan)
  }

  /// What a sweep can give values: the settings first.
  public var sweepableNames: [String] {
    settings.compactMap { $0.statement.assignment?.name } + [
      "seed", Phase.update.rawValue, ProgramBuilder.batchSetting, ProgramBuilder.holdoutSetting,
      ProgramBuilder.testSetting, ProgramBuilder.shuffleSetting,
    ]
  }

  /// The model with another seed; as it is where it sets none.
  public func seeded(_ seed: UInt32) -> Model { (try? replacing(.seed(seed))) ?? self }

  /// Whether the model says itself where its random numbers start.
  public var hasSeed: Bool { (try? replacing(.seed(0))) != nil }
}

// MARK: - Running

/// What a trial came to.
public struct TrialResult: Sendable {
  /// The loss of the last epoch, with batches the mean over them.
  public var loss: Double
  /// The share of training examples that are predicted right in the end; `nil` where that makes no
  /// sense.
  public var accuracy: Double?
  /// Loss and accuracy of the examples that are held back, if some are.
  public var validationLoss: Double?
  public var validationAccuracy: Double?
  /// The epochs that were trained until the condition held, as `until` counts them.
  public var solvedAt: Int?
}

extension Trial {
  /// Trains from the start to the last epoch. The same trial gives the same bits, wherever and
  /// beside whatever else it runs.
  ///
  /// - Parameters:
  ///   - progress: told, now and then, how many epochs are finished.
  ///   - shouldStop: asked before each equation.
  /// - Returns: `nil` if it was stopped.
  /// - Throws: `LanguageError`, `ModelError` or `Run.Failure` if it cannot be run.
  public func result(
    on model: Model, solvedWhen condition: SolvedCondition, limits: EvaluationLimits = .standard,
    progress: (Int) -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) throws -> TrialResult? {
    var run = try start(on: model, limits: limits)
    run.forgetMoments()
    let epochs = max(epochs, 1)
    let shouldStop = { (run: Run) in
      progress(run.finishedEpochs)
      return shouldStop()
    }
    let (isWhole, solvedAt) = try run.train(
      until: condition.expression, atMost: epochs, shouldStop: shouldStop)
    guard isWhole else { return nil }
    // The rest: the epoch that it stands in is one of them.
    let rest = epochs - run.finishedEpochs - (run.hasBegunEpoch ? 1 : 0)
    guard try run.runEpochs(rest, shouldStop: shouldStop) else { return nil }
    return TrialResult(
      loss: run.state.loss?.value ?? .nan, accuracy: run.metric(.accuracy)?.item,
      validationLoss: run.metric(.validationLoss)?.item,
      validationAccuracy: run.metric(.validationAccuracy)?.item,
      solvedAt: solvedAt)
  }
}

/// When a trial counts as solved: when this holds after a phase.
public struct SolvedCondition: Sendable, Equatable {
  public let expression: Expression

  /// What a user has asked for.
  public init(_ expression: Expression) { self.expression = expression }

  /// What is usual: a loss below 0.1 and, where the loss is of classes, every example right. A
  /// network that has three of XOR's four cases has not solved it.
  public init(for program: Program) {
    let isLow = Expression.binary(.less, .name(program.loss), Expression(.float(0.1)))
    let isOfClasses = program.steps(in: .loss).contains { step in
      step.text.contains("bce(") || step.text.contains("cross_entropy(")
    }
    let isRight = Expression.binary(.equal, .name(Metric.accuracy.rawValue), .integer(1))
    let asksForClasses = isOfClasses && program.metrics.contains(.accuracy)
    expression = asksForClasses ? .binary(.and, isLow, isRight) : isLow
  }

  /// As a user would type it.
  public var text: String { expression.text }
}
