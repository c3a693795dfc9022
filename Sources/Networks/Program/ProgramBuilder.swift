import Arrays
import Equations

extension Program {
  /// Makes a model ready to run.
  ///
  /// - Throws: `ModelError` with the line at fault: unknown names, shapes that do not fit, a
  ///   missing loss, no parameters, what cannot be differentiated.
  public init(_ model: Model, limits: EvaluationLimits = .standard) throws(ModelError) {
    try self.init(model, limits: limits, notUnit: [])
  }

  private init(
    _ model: Model, limits: EvaluationLimits, notUnit: Set<String>
  ) throws(ModelError) {
    var builder = ProgramBuilder(model, limits, notUnit: notUnit)
    try builder.build()
    self = builder.program
  }

  /// The same with what is known of values that were changed by hand.
  ///
  /// - Throws: `ModelError`, as for any model.
  package func knowing(notUnit names: Set<String>) throws(ModelError) -> Program {
    names == notUnit ? self : try Program(model, limits: limits, notUnit: names)
  }
}

/// Builds a program section by section, knowing at each point the types and shapes so far.
package struct ProgramBuilder {
  let model: Model
  let limits: EvaluationLimits
  let notUnit: Set<String>
  /// The equations of the model's own sections, with its draws apart.
  var sections: [Phase: [ProgramEquation]]
  /// Names whose values the epochs change.
  let changingNames: Set<String>
  var settings: [Program.Setting] = []
  /// What is known of each name so far.
  var statics: [String: StaticValue] = [:]
  /// The same with one more example.
  var staticsWithOneMore: [String: StaticValue] = [:]
  /// Whether an equation fits only the number of examples at hand.
  var isSizeFixed = false
  var setup: [ProgramEquation] = []
  var iteration: [ProgramEquation] = []
  var parameters: [String] = []
  var optimizerState: [String] = []
  var loss = ""
  var derivation: Derivation?
  /// Equations of the loss that are read otherwise than their words alone say.
  var sumsRead: [ProgramEquation] = []
  /// Updates whose sums are read as NumPy's, because Python's do not fit.
  var sumsFitted: [ProgramEquation] = []
  var exampleCount: Int?
  /// Which axes of the data run over the examples.
  var growth: ExampleGrowth?
  /// Whether rows and columns would have done as well.
  var isLayoutAssumed = false
  /// Whether numbers in calls that are the number of examples count as such.
  var changesLiterals = false
  /// Whether an equation of the epochs fits only the number of examples at hand, even where such
  /// numbers are changed with it.
  var isMisfit = false
  var batchesPerEpoch = 1
  /// The arrays that are cut into batches, and the number of examples before that.
  var batched: (names: [String], count: Int)?

  init(_ model: Model, _ limits: EvaluationLimits, notUnit: Set<String>) {
    self.model = model
    self.limits = limits
    self.notUnit = notUnit
    sections = Self.sections(of: model)
    changingNames = Self.changingNames(in: sections)
  }

  /// Reads the files that data and init name; equations of the epochs read none.
  private mutating func readFiles() throws(ModelError) {
    for phase in [Phase.data, .`init`] {
      var equations: [ProgramEquation] = []
      for equation in written(phase) {
        do throws(LanguageError) {
          let statement = try equation.statement.reading(model.files)
          equations.append(ProgramEquation(phase, statement, equation.origin))
        } catch {
          throw error.in(equation)
        }
      }
      sections[phase] = equations
    }
  }

  var program: Program {
    Program(
      model: model, settings: settings, setup: setup, iteration: iteration, parameters: parameters,
      optimizerState: optimizerState, loss: loss, derivation: derivation, statics: statics,
      exampleCount: exampleCount, exampleAxes: exampleAxes, batchesPerEpoch: batchesPerEpoch,
      notes: notes, limits: limits, notUnit: notUnit)
  }

  mutating func build() throws(ModelError) {
    for phase in [Phase.forward, .loss, .update] where model[phase].isEmpty {
      throw ModelError(.missingSection(phase))
    }
    try evaluateSettings()
    try readFiles()
    var data = written(.data)
    try check(data)
    if let count = try ownBatches() {
      batchesPerEpoch = count
      statics[Self.batchIndexName] = .array(.int64, .scalar)
    }
    readSumsBeforeExamples()
    try findExamples()
    try checkExamplesName()
    data += try batching()
    var initial = written(.`init`)
    staticsWithOneMore = statics
    spreadExamples()
    try check(initial)
    let constants = self.constants(in: initial)
    forgetChangingValues()
    let selection = batchSelection
    try check(selection)
    assumeFullBatch()
    let counting = countsEpochs
    if counting {
      statics[Self.epochName] = .array(.int64, .scalar)
      staticsWithOneMore[Self.epochName] = .array(.int64, .scalar)
    }
    readSumsForOneLoss()
    let forward = selection + onceAnEpoch(try checkNamingClassAxes(written(.forward)))
    let losses = try checkNamingClassAxes(written(.loss))
    try findLoss()
    // What an epoch makes of it before its first batch is an order or a rate, and no weight.
    let ofEpochs = forward.filter(\.isOncePerEpoch).compactMap(\.target)
    try findParameters(initial, besides: constants.union(ofEpochs))
    var update = try expandUpdate(&initial)
    setup = data + initial
    iteration = forward + losses
    let backward = try checkNamingClassAxes(try backwardSteps(forward + losses))
    setup = data + initial
    update = readSumsToFit(update)
    iteration += backward + (try checkNamingClassAxes(update))
    if counting { countEpochs() }
  }

  func written(_ phase: Phase) -> [ProgramEquation] { sections[phase] ?? [] }

  private static func sections(of model: Model) -> [Phase: [ProgramEquation]] {
    var sections: [Phase: [ProgramEquation]] = [:]
    for phase in Phase.allCases {
      sections[phase] = model[phase].filter { $0.statement.kind != .importOfNumPy }
        .map { ProgramEquation(phase, $0.statement.asAssignment, .written(line: $0.line)) }
    }
    var draws = Draws(
      besides: model.mentionedNames, from: sections[.`init`, default: []].compactMap(\.target))
    for phase in [Phase.forward, .loss] {
      sections[phase] = draws.separated(sections[phase, default: []])
    }
    return sections
  }

  // MARK: Settings

  private mutating func evaluateSettings() throws(ModelError) {
    for line in model.settings {
      guard let assignment = line.statement.assignment else { continue }
      if assignment.name == Program.examplesName {
        throw ModelError(
          .reservedForExamples(assignment.name), line: line.line, source: line.statement.text)
      }
      var scope = DictionaryScope(
        Dictionary(settings.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }))
      if assignment.name == Self.examplesSetting {
        for (word, axis) in Self.exampleLayouts { scope.values[word] = .array(NDArray(axis)) }
      }
      let value: Value
      do {
        value = try Evaluation.value(of: assignment.value, in: scope, limits: limits)
      } catch {
        throw ModelError(.language(error), line: line.line, source: line.statement.text)
      }
      guard case .array(let array) = value, array.item != nil else {
        throw ModelError(
          .settingNotNumber(assignment.name), line: line.line, source: line.statement.text)
      }
      settings.append(
        Program.Setting(name: assignment.name, expression: assignment.value, value: value))
      statics[assignment.name] = StaticValue(of: value, isFixed: true)
    }
  }

  func setting(_ name: String) -> Value? { settings.last { $0.name == name }?.value }

  // MARK: Loss

  private mutating func findLoss() throws(ModelError) {
    let names = written(.loss).compactMap(\.target)
    guard let last = names.contains("L") ? "L" : names.last else {
      let line = model[.loss].last
      throw ModelError(
        .missingLoss, line: line?.line, source: line?.statement.text, phase: .loss)
    }
    if let shape = statics[last]?.shape, shape.count != 1 {
      let line = model[.loss].last { $0.statement.assignment?.name == last }
      throw ModelError(
        .lossNotScalar(last, shape: shape.description), line: line?.line,
        source: line?.statement.text, phase: .loss)
    }
    loss = last
  }

  // MARK: Update and backward

  private mutating func expandUpdate(_ initial: inout [ProgramEquation]) throws(ModelError)
    -> [ProgramEquation]
  {
    var update: [ProgramEquation] = []
    for line in model[.update] {
      guard case .expression(let expression) = line.statement.kind else {
        update.append(
          ProgramEquation(.update, line.statement.asAssignment, .written(line: line.line)))
        continue
      }
      guard case .call(let name, let arguments) = expression.node else {
        throw ModelError(
          .notAnUpdate(expression.text), line: line.line, source: line.statement.text,
          phase: .update)
      }
      guard let optimizer = Optimizer.named(name) else {
        throw ModelError(
          .unknownOptimizer(name, candidates: Optimizer.all.map(\.name)), line: line.line,
          source: line.statement.text, phase: .update)
      }
      let expansion: Optimizer.Expansion
      do {
        for argument in arguments {
          _ = try Evaluation.check(argument.value, in: StaticScope(statics), limits: limits)
        }
        expansion = try optimizer.expanded(
          arguments, for: parameters, avoiding: ownNames, at: expression.span)
      } catch {
        throw ModelError(
          .language(error), line: line.line, source: line.statement.text, phase: .update)
      }
      let state = expansion.initial.map { ProgramEquation(.`init`, $0, .optimizer(name)) }
      try check(state)
      initial += state
      optimizerState += expansion.stateNames
      update += expansion.update.map { ProgramEquation(.update, $0, .optimizer(name)) }
    }
    return update
  }
}

extension ProgramBuilder {
  /// The names that mean something to the model itself, and no optimizer may use for its state.
  ///
  /// What `init` makes and nothing reads may be such a state, written out.
  private var ownNames: Set<String> {
    var names = Set(settings.map(\.name) + parameters)
    for phase in [Phase.data, .forward, .loss, .backward] {
      names.formUnion(written(phase).compactMap(\.target))
    }
    for phase in [Phase.`init`, .forward, .loss, .backward] {
      names.formUnion(written(phase).flatMap(\.inputs))
    }
    return names
  }
}

extension Program {
  /// The data files that the model reads, each once, in the order of its equations.
  public var files: [FileOrigin] {
    var files: [FileOrigin] = []
    for call in setup.flatMap({ $0.statement.expressions }).flatMap(\.fileCalls) {
      if let origin = call.content?.origin, !files.contains(origin) { files.append(origin) }
    }
    return files
  }
}

extension LanguageError {
  /// The error as one of the model, on the step's line.
  func `in`(_ step: ProgramEquation) -> ModelError {
    ModelError(.language(self), line: step.line, source: step.text, phase: step.phase)
  }
}

extension Statement {
  /// `shuffle(x)` changes x in place, which here is an assignment; anything else stays as it is.
  public var asAssignment: Statement {
    guard case .expression(let expression) = kind,
      case .call(let function, let arguments) = expression.node,
      let target = arguments.last?.value, case .name(let name) = target.node
    else { return self }
    let permutation: String
    switch (function, arguments.count) {
    case ("shuffle", 1): permutation = "permutation"
    case (Expression.generatorShuffle, 2): permutation = Expression.generatorPermutation
    default: return self
    }
    let value = Expression(.call(permutation, arguments), span: expression.span)
    let assignment = Assignment(name, nameSpan: target.span, value: value)
    return Statement(.assignment(assignment), span: span)
  }
}
