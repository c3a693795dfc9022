import Arrays
import Equations
import Networks
import Training

/// Makes a program of what a script has come to, and adds what it lacks.
struct ScriptReader {
  private var tracer: ScriptTracer
  private let name: String
  private let limits: EvaluationLimits
  private(set) var notes: [Script.Note]
  private(set) var refined: RefinedModel?
  /// What is handed on from round to round, in the script and in the model.
  private(set) var handedOn: [(entry: String, model: String)] = []

  init(
    _ tracer: ScriptTracer, _ name: String, _ limits: EvaluationLimits, _ notes: [Script.Note]
  ) {
    self.tracer = tracer
    self.name = name
    self.limits = limits
    self.notes = notes
  }

  mutating func program() throws(ScriptError) -> Program {
    guard tracer.training != nil else { return try withoutTraining() }
    var sections = ScriptSections(tracer)
    sections.findLoss()
    if sections.loss != nil {
      if sections.isSummedUp { return try ofSums(sections) }
      let model = sections.model(named: name)
      refined = sections.refined
      handedOn = sections.handedOn
      return try made(model)
    }
    return try withLoss(sections)
  }

  private func made(_ model: Model) throws(ScriptError) -> Program {
    do {
      return try Program(model, limits: limits)
    } catch {
      throw ScriptError(.model(error), line: error.line ?? tracer.training?.line ?? 1)
    }
  }

  // MARK: A loss

  /// The loss that the script's gradients are those of: what it shows in each round, or one of the
  /// usual.
  private mutating func withLoss(_ sections: ScriptSections) throws(ScriptError) -> Program {
    struct Candidate {
      var sections: ScriptSections
      var line: Int
      var isShown: Bool
    }
    var candidates: [Candidate] = []
    for (value, line) in sections.shownExpressions.prefix(3) + sections.unreadVectors.prefix(2) {
      var trial = sections
      trial.take(value, as: "loss", line: line)
      candidates.append(Candidate(sections: trial, line: line, isShown: true))
    }
    for (a, y, _) in sections.compared.prefix(3) {
      let difference = Expression.binary(.power, a - y, .integer(2))
      let losses: [Expression] = [
        .call("mean", difference), .call("sum", difference) / .integer(2),
        .call("mean", difference) / .integer(2),
        .call("bce", a, y), .call("cross_entropy", a, y),
        -(.call("sum", y * .call("log", a)) / a.length(0)),
        -(.call("sum", y * .call("log", a)) / a.length(1)),
      ]
      for value in losses {
        var trial = sections
        trial.take(value, as: "L", line: 0)
        candidates.append(Candidate(sections: trial, line: 0, isShown: false))
      }
    }
    for index in sections.labelledShares.prefix(2) {
      for reduction in ["mean", "sum"] {
        var trial = sections
        guard let share = trial.shares(before: index) else { continue }
        trial.take(-(.call(reduction, .call("log", share))), as: "L", line: 0)
        candidates.append(Candidate(sections: trial, line: 0, isShown: false))
      }
    }
    var best: (rank: Int, program: Program, candidate: Candidate)?
    var failure: ScriptError?
    for var candidate in candidates {
      do throws(ScriptError) {
        let program = try made(candidate.sections.model(named: name))
        let rank = Self.rank(program)
        if rank < best?.rank ?? .max { best = (rank, program, candidate) }
      } catch { failure = failure ?? error }
      if best?.rank == 0 { break }
    }
    guard let (rank, program, candidate) = best else {
      throw failure ?? ScriptError(.noModel, line: tracer.training?.line ?? 1)
    }
    refined = candidate.sections.refined
    handedOn = candidate.sections.handedOn
    if let statement = program.steps(in: .loss).last?.statement {
      notes.append(
        candidate.isShown
          ? .lossNamed(statement, line: candidate.line)
          : .lossAdded(statement, fits: rank <= Self.turnedRank))
    }
    return program
  }

  /// With the sum of a batch's losses, or their mean, whichever the gradients are those of: a script
  /// divides by the number of all examples in the end.
  private mutating func ofSums(_ sections: ScriptSections) throws(ScriptError) -> Program {
    var sum = sections
    let program = try made(sum.model(named: name))
    var best = (rank: Self.rank(program), program: program, sections: sum)
    // An axis of what the loss is made of runs over the batch.
    let state = best.rank > 0 ? Run(program).evaluated() : nil
    let inputs =
      program.steps(in: .loss).flatMap(\.inputs) + (program.comparison.map { [$0.target] } ?? [])
    let lengths = Set(inputs.flatMap { state?[$0]?.shape.dimensions ?? [] })
    for count in lengths.sorted() where count > 1 && best.rank > 0 {
      var mean = sections
      mean.divideLoss(by: count)
      let divided = mean.model(named: name)
      guard let other = try? made(divided) else { continue }
      let rank = Self.rank(other)
      if rank < best.rank { best = (rank, other, mean) }
    }
    (refined, handedOn) = (best.sections.refined, best.sections.handedOn)
    if best.program.model != program.model, let step = best.program.steps(in: .loss).last {
      notes.append(.lossNamed(step.statement, line: step.line ?? 0))
    }
    return best.program
  }

  /// The rank of a loss whose slope every step goes up.
  private static let turnedRank = 2

  /// How far the written gradients are from those of the loss: 0 right, 1 but for a factor, then the
  /// more the more parameters are wrong.
  private static func rank(_ program: Program) -> Int {
    guard let run = Run(program).initialised() else { return 1000 }
    guard let check = try? GradientCheck(run) else { return 999 }
    let isJudged = check.parameters.contains { [.correct, .scaled].contains($0.verdict) }
    if check.isCorrect { return 0 }
    if !check.isWrong { return isJudged ? 1 : 998 }
    // A loss whose slope every step goes up is the one that is meant.
    if check.isTurned { return turnedRank }
    return 3 + check.parameters.count { $0.verdict != .correct }
  }

  // MARK: No training

  /// A script that makes data and parameters and predicts, and no more: what is missing is added.
  private mutating func withoutTraining() throws(ScriptError) -> Program {
    try tracer.callWhatNothingCalls(&notes)
    guard let prediction = tracer.lastPrediction else { throw ScriptError(.noModel, line: 1) }
    var model = Model(name: name)
    model.files = tracer.files
    let forward = tracer.forwardIndices(of: prediction)
    let read = Set(forward.flatMap { tracer.setup[$0].inputs })
    let parameters = tracer.parameters(among: read)
    guard !parameters.isEmpty else { throw ScriptError(.noModel, line: 1) }
    for (index, equation) in tracer.setup.enumerated() {
      let line = ModelLine(equation.statement, line: equation.line)
      if let target = equation.target, tracer.settings.contains(target) {
        model.settings.append(line)
        continue
      }
      let isLearned = equation.target.map(parameters.contains) ?? false
      let phase: Phase = forward.contains(index) ? .forward : isLearned ? .`init` : .data
      model.sections[phase, default: []].append(line)
    }
    let target = tracer.target(of: prediction, besides: read)
    guard let target else { throw ScriptError(.noModel, line: 1) }
    let word = tracer.lossWord(prediction, target)
    let loss = Statement(
      .assignment(Assignment("L", value: .call(word, .name(prediction), .name(target)))))
    let setting = Statement(.assignment(Assignment("lr", value: Expression(.float(0.5)))))
    let update = Statement(.expression(.call("sgd", .name("lr"))))
    let rate = tracer.taken.contains("lr") ? [] : [setting]
    if !rate.isEmpty { model.settings.append(ModelLine(setting.atStartOfText)) }
    model.sections[.loss] = [ModelLine(loss.atStartOfText)]
    model.sections[.update] = [ModelLine(update.atStartOfText)]
    notes.append(.trainingAdded([loss] + rate + [update]))
    return try made(model)
  }
}

extension ScriptTracer {
  /// Calls functions that nothing has called and whose parameters go by names that there are.
  mutating func callWhatNothingCalls(_ notes: inout [Script.Note]) throws(ScriptError) {
    for (index, function) in functions.enumerated().reversed()
    where !calledFunctions.contains(index) && function.name != "lambda" {
      var arguments: [ScriptArgument] = []
      for parameter in function.parameters where parameter.standard == nil {
        let names = frames[0].variables.keys.sorted()
        let found =
          names.first { $0 == parameter.name }
          ?? names.first { $0.lowercased() == parameter.name.lowercased() }
        guard let found else { break }
        arguments.append(
          ScriptArgument(value: ScriptExpression(node: .name(found), line: function.line)))
      }
      guard arguments.count == function.parameters.count(where: { $0.standard == nil }),
        !arguments.isEmpty, !calledFunctions.contains(index)
      else { continue }
      var trial = self
      let callee = ScriptExpression(node: .name(function.name), line: function.line)
      guard trial.lookUp(function.name) != nil else { continue }
      do throws(ScriptError) {
        _ = try trial.call(callee, arguments, function.line)
      } catch { continue }
      self = trial
      notes.append(.functionCalled(function.name))
    }
  }

  /// The last array that is made of others by a product.
  var lastPrediction: String? {
    setup.last { equation in
      guard let target = equation.target, !settings.contains(target),
        state[target]?.dtype == .float64
      else { return false }
      var needed: Set<String> = [target]
      for other in setup.reversed() {
        guard let name = other.target, needed.contains(name) else { continue }
        if other.statement.expressions.contains(where: \.multipliesMatrices) { return true }
        needed.formUnion(other.inputs)
      }
      return false
    }?.target
  }

  /// The equations between a product of matrices and what is made of it.
  func forwardIndices(of prediction: String) -> Set<Int> {
    var needed: Set<String> = [prediction]
    var cone: [Int] = []
    for index in setup.indices.reversed() {
      guard let name = setup[index].target, needed.contains(name) else { continue }
      cone.append(index)
      needed.formUnion(setup[index].inputs)
    }
    var reached: Set<String> = []
    var found: Set<Int> = []
    for index in cone.reversed() {
      let equation = setup[index]
      guard let name = equation.target else { continue }
      if equation.statement.expressions.contains(where: \.multipliesMatrices)
        || !reached.isDisjoint(with: equation.inputs)
      {
        reached.insert(name)
        found.insert(index)
      }
    }
    return found
  }

  /// What is learned, of what forward reads: what stands together in a dictionary or an object, or
  /// else what is drawn as real numbers, and zeros.
  func parameters(among read: Set<String>) -> Set<String> {
    var together: Set<String> = []
    for value in heap {
      let names = value.items.compactMap { item -> String? in
        if case .cell(let cell) = item.value { cells[cell] } else { nil }
      }
      together.formUnion(names.filter(read.contains))
    }
    let made = Set(setup.compactMap(\.target)).intersection(read).subtracting(settings)
    together.formIntersection(made)
    if !together.isEmpty, together != made { return together }
    return made.filter { name in
      guard let value = setup.last(where: { $0.target == name })?.statement.assignment?.value else {
        return false
      }
      return value.startsLearning
    }
  }

  /// What a prediction is to be compared with: data of its shape that forward does not read.
  func target(of prediction: String, besides read: Set<String>) -> String? {
    guard let shape = state[prediction]?.shape else { return nil }
    return setup.last { equation in
      guard let name = equation.target, !read.contains(name), name != prediction,
        !settings.contains(name)
      else { return false }
      return state[name]?.shape == shape
        && !equation.statement.expressions.contains(where: \.multipliesMatrices)
    }?.target
  }

  func lossWord(_ prediction: String, _ target: String) -> String {
    guard let values = state[prediction]?.doubles, let targets = state[target]?.doubles else {
      return "mse"
    }
    let isShare = values.allSatisfy { $0 >= 0 && $0 <= 1 }
    return isShare && targets.allSatisfy { $0 == 0 || $0 == 1 } ? "bce" : "mse"
  }
}

extension Expression {
  /// How long an array is along an axis.
  fileprivate func length(_ axis: Int) -> Expression {
    Expression(.index(Expression(.attribute(self, .shape)), [.position(.integer(axis))]))
  }

  fileprivate var multipliesMatrices: Bool {
    matrixFactors != nil || children.contains(where: \.multipliesMatrices)
  }
}
