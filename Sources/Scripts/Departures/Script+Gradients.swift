import Arrays
import Equations
import Networks
import Training

extension Script {
  /// Gradients that are not the derivative of the loss, and steps that go up them.
  func gradients(_ current: Run) -> [ScriptDeparture] {
    guard judgesGradients, var run = finer(current).initialised() else { return [] }
    let program = run.program
    guard !program.steps(in: .backward).isEmpty || program.derivation == nil else { return [] }
    if Self.stepsByElements(program), let found = elementSteps(run) { return found }
    var found = departures(of: run)
    if found.allSatisfy(\.isHarmless), let uphill = uphill(run) { found = [uphill] }
    if found.allSatisfy(\.isHarmless), (try? run.runEpochs(Self.laterEpochs)) != nil {
      // Where parameters begin as zeros, much of what is wrong is zero as well.
      found += departures(of: run).filter { !$0.isHarmless }
    }
    return found.map { departure in
      guard departure.kind == .gradient else { return departure }
      return mendingWell(comparingLosses(departure, run), current)
    }
  }

  static let laterEpochs = 3

  /// A run of the model in which what functions are given and give back has names: its equations have
  /// the lines in which it is written.
  private func finer(_ current: Run) -> Run {
    guard let refined, current.program.model == program.model,
      let finer = try? Program(refined.model, limits: program.limits)
    else { return current }
    return Run(finer, seed: current.seed)
  }

  private func departures(of run: Run) -> [ScriptDeparture] {
    guard !GradientCheck.isAsDerived(run), var check = try? GradientCheck(run) else { return [] }
    var run = run
    // A step that is made shorter goes the same way.
    if check.culprit != nil {
      let others = [2, 1].compactMap { way -> (Run, GradientCheck)? in
        guard let longer = withoutLimits(run, way), let other = try? GradientCheck(longer) else {
          return nil
        }
        return (longer, other)
      }
      if let other = others.first(where: { $0.1.culprit == nil }) ?? others.first {
        (run, check) = other
      }
    }
    if check.culprit != nil, let plain = withoutGuards(run), let other = try? GradientCheck(plain),
      let culprit = other.culprit, mends(culprit, run)
    {
      (run, check) = (plain, other)
    }
    // What is given to a function has a name in the finer model alone.
    if check.isTurned, let turned = turnedDifference(run, number(of: check)) { return [turned] }
    if check.isTurned || turnsOne(check, run.program), let uphill = uphill(run),
      uphill.equation?.assignment?.addsAtOnce ?? false
    {
      return [uphill]
    }
    if let culprit = check.culprit { return [departure(of: culprit, check, run)] }
    if let factor = check.commonFactor {
      let worst = check.parameters.first { $0.verdict == .scaled }
      return [
        ScriptDeparture(kind: .factor(factor), name: worst?.of ?? "", line: 0, equation: nil)
      ]
    }
    return []
  }

  /// Whether what is expected in the place of an equation makes a run's gradients right.
  private func mends(_ culprit: GradientCheck.Culprit, _ run: Run) -> Bool {
    guard let expected = culprit.expected else { return false }
    let own = Self.inOwnNames(expected, run.program)
    let mended = remade(run, in: [.backward, .update]) { assignment, _ in
      guard Statement(.assignment(assignment)).text == culprit.equation.text else { return nil }
      var mended = assignment
      mended.value = own
      return mended
    }
    return mended.flatMap { try? GradientCheck($0) }?.isCorrect ?? false
  }

  /// Whether parameters are added to whose gradient has the other sign, and none whose gradient is right.
  private func turnsOne(_ check: GradientCheck, _ program: Program) -> Bool {
    let adding = check.parameters.filter { parameter in
      program.iteration.last { $0.target == parameter.of }?.statement.assignment?.addsAtOnce
        ?? false
    }
    return !adding.isEmpty
      && adding.allSatisfy { parameter in
        guard parameter.verdict == .wrong, let worst = parameter.worst else { return false }
        return (worst.gradient + worst.difference).magnitude <= 1e-3 * worst.difference.magnitude
      }
  }

  /// The run of a model whose steps no question and no clip shortens; `nil` where nothing does.
  ///
  /// - Parameter way: which of the two values of a question is taken.
  private func withoutLimits(_ run: Run, _ way: Int) -> Run? {
    remade(run, in: [.backward, .update]) { assignment, line in
      guard assignment.subscripts == nil, lines.indices.contains(line - 1),
        case .call(let function, let arguments) = assignment.value.node
      else { return nil }
      var longer = assignment
      let isQuestion = lines[line - 1].split(separator: " ").first == "if"
      switch (function, arguments.count) {
      case ("where", 3) where isQuestion: longer.value = arguments[way].value
      case ("clip", _): longer.value = arguments[0].value
      default: return nil
      }
      return longer
    }
  }

  /// The run of a model with other equations, after as many epochs; `nil` where none is another.
  ///
  /// - Parameter edit: the other equation, of one and its line; `nil` for the same.
  func remade(
    _ run: Run, in phases: [Phase], _ edit: (Assignment, Int) -> Assignment?
  ) -> Run? {
    guard let model = Self.edited(run.program.model, in: phases, edit),
      let program = try? Program(model, limits: run.program.limits),
      var remade = Run(program, seed: run.seed).initialised()
    else { return nil }
    if run.finishedEpochs > 0, (try? remade.runEpochs(run.finishedEpochs)) == nil { return nil }
    return remade
  }

  /// A model with other equations; `nil` where none is another.
  private static func edited(
    _ model: Model, in phases: [Phase], _ edit: (Assignment, Int) -> Assignment?
  ) -> Model? {
    var edited = model
    var isOther = false
    for phase in phases {
      for (index, line) in model[phase].enumerated() {
        guard let assignment = line.statement.assignment, let other = edit(assignment, line.line)
        else { continue }
        isOther = true
        edited.sections[phase]?[index].statement = Statement(.assignment(other)).atStartOfText
      }
    }
    return isOther ? edited : nil
  }

  private func number(of check: GradientCheck) -> ScriptDeparture.Number? {
    let worst = check.parameters.first { $0.verdict == .wrong && $0.worst != nil }
    return worst?.worst.map {
      ScriptDeparture.Number(
        element: Self.element(worst?.name ?? "", $0.index), written: $0.gradient,
        right: $0.difference)
    }
  }

  private func departure(
    of culprit: GradientCheck.Culprit, _ check: GradientCheck, _ run: Run
  ) -> ScriptDeparture {
    let program = run.program
    let step = program.iteration.last { $0.statement == culprit.equation }
    let number = number(of: check)
    let own = culprit.equation.assignment?.name ?? ""
    let expected = culprit.expected.flatMap { expected in
      culprit.name == own ? unfolded(Self.inOwnNames(expected, program)) : nil
    }
    var (name, line, equation) = (culprit.name, step?.line ?? 0, unfolded(culprit.equation))
    var right = expected.map {
      Statement(.assignment(Assignment(own, value: $0))).atStartOfText
    }
    if let part = refined?.parts[own] {
      equation = part.equation.statement
      name = part.part.word
      if culprit.expected == nil, part.part.isResult, isRightEarlier(part.part, own, program) {
        line = part.equation.line
        name = part.of
      }
      if var assignment = equation.assignment, let expected {
        assignment.value = assignment.value.replacing(part.part.expression, with: expected)
        right = Statement(.assignment(assignment)).atStartOfText
        if let culpritValue = culprit.expected,
          part.part.isResult, isCallersFault(part, own, culpritValue, run)
        {
          let given = part.equation.parts.last {
            !$0.isResult && part.part.expression.contains($0.expression)
          }
          line = given?.line ?? part.equation.line
          name = given?.word ?? part.of
        }
      }
    }
    return ScriptDeparture(
      kind: culprit.usedAfter.map { .changedTooEarly(usedAfter: unfolded($0)) } ?? .gradient,
      name: name, line: line, equation: equation, number: number,
      right: right == equation ? nil : right)
  }

  /// Whether a function's line comes earlier, where nothing is wrong with it: it is what it is given
  /// that is wrong.
  private func isRightEarlier(_ part: ScriptPart, _ name: String, _ program: Program) -> Bool {
    let steps = program.iteration
    guard let place = steps.firstIndex(where: { $0.target == name }) else { return false }
    return steps[..<place].contains { step in
      guard step.phase == .backward, let other = step.target.flatMap({ refined?.parts[$0] }) else {
        return false
      }
      return other.part.isResult && other.part.line == part.line
    }
  }

  /// Whether what a function gives back is wrong because of what it was given: it should be made of
  /// something that the function was not given, or elsewhere the same line is right.
  private func isCallersFault(
    _ part: RefinedModel.Part, _ name: String, _ expected: Expression, _ run: Run
  ) -> Bool {
    let program = run.program
    // What is right but for one thing is made of what it should be made of.
    if let place = program.iteration.lastIndex(where: { $0.target == name }),
      Self.edit(
        of: part.part.expression, computing: expected, before: place, of: run, isRenaming: false)
        != nil
    {
      return false
    }
    let known = Set(part.part.expression.valueNames + [Program.examplesName])
    let spelled = unfolded(Self.inOwnNames(expected, program))
    if !known.isSuperset(of: spelled.valueNames) { return true }
    let uses = refined?.parts.values.count { $0.part.line == part.part.line && $0.part.isResult }
    guard uses ?? 0 > 1 else { return false }
    let model = Self.edited(program.model, in: [.backward, .update]) { assignment, _ in
      assignment.name == name ? Assignment(name, value: spelled) : nil
    }
    guard let mended = try? Program(model ?? program.model, limits: program.limits),
      let run = Run(mended).initialised()
    else { return false }
    return (try? GradientCheck(run))?.isCorrect ?? false
  }

  /// An expression without the names that only the finer model has.
  private func unfolded(_ expression: Expression) -> Expression {
    guard let parts = refined?.parts, expression.names.contains(where: { parts[$0] != nil })
    else { return expression }
    return expression.substituting(parts.mapValues(\.part.expression))
  }

  private func unfolded(_ statement: Statement) -> Statement {
    guard var assignment = statement.assignment else { return statement }
    assignment.value = unfolded(assignment.value)
    return Statement(.assignment(assignment)).atStartOfText
  }

  /// What differentiation gives for a parameter, in the program's own names.
  ///
  /// - Parameter isSpelled: whether nothing stands in it that the program's backward section makes.
  static func derivative(
    by parameter: String, _ program: Program, isSpelled: Bool = false
  ) -> Expression? {
    inOwnNames(
      .name(Differentiator.gradientName(of: parameter)), program, derived: parameter,
      isSpelled: isSpelled)
  }

  /// An expression in which gradients that the program does not name are written out.
  ///
  /// - Parameter parameter: one whose gradient is written out whether or not the program names it.
  private static func inOwnNames(
    _ expression: Expression, _ program: Program, derived parameter: String? = nil,
    isSpelled: Bool = false
  ) -> Expression {
    guard let derived = try? Program(program.modelToDerive, limits: program.limits).derivation
    else {
      return expression
    }
    let own = Set(program.names + [Program.examplesName])
    var table: [String: Expression] = [:]
    for equation in derived.folded + derived.equations
    where isSpelled || !own.contains(equation.name) || equation.of == parameter {
      table[equation.name] = equation.value
    }
    var result = expression
    for _ in 0..<8 where result.names.contains(where: { table[$0] != nil }) {
      result = result.substituting(table)
    }
    return result
  }

  /// A parameter whose step goes up, though its gradient is right: moved a little along it, the loss
  /// grows.
  private func uphill(_ run: Run) -> ScriptDeparture? {
    let program = run.program
    let start = run.roundStart
    guard let after = start.after(program.iteration, in: program) else { return nil }
    var found: [ScriptDeparture] = []
    for name in program.parameters {
      guard let old = start[name], let new = after[name], old.shape == new.shape,
        let update = program.iteration.last(where: { $0.target == name })
      else { continue }
      func loss(_ distance: Double) -> Double {
        let moved = zip(old.doubles, new.doubles).map { $0 + distance * ($1 - $0) }
        let value = NDArray(shape: old.shape, float64: moved)
        return start.loss(of: program, with: value, as: name) ?? .nan
      }
      let (low, high, here) = (loss(-1e-4), loss(1e-4), loss(0))
      guard high - low > 1e-9 * max(here.magnitude, 1e-9), high > here, here > low else { continue }
      // What is remembered may have the sign, or what is made of it.
      let memory = program.iteration.first { step in
        guard let target = step.target, step.phase == .update, target != name else { return false }
        return refined?.parts[target] == nil && update.inputs.contains(target)
      }
      // Where the step itself has the rate, what is remembered is added up of gradients.
      let hasRate = update.statement.assignment.map {
        $0.computedValue.children.contains { $0.scales }
      }
      let line = hasRate ?? false ? update : memory ?? update
      // The whole step may be what a function gives back.
      let part = line.statement.assignment?.value.nameAlone.flatMap { refined?.parts[$0]?.part }
      found.append(
        ScriptDeparture(
          kind: .uphill, name: name, line: part?.line ?? line.line ?? 0,
          equation: unfolded(line.statement),
          right: unfolded(line.statement).turned(from: line.target ?? name)))
    }
    // All of them at once do so for one reason.
    if found.count > 1, found.count == program.parameters.count,
      let turned = turnedDifference(run, nil)
    {
      return turned
    }
    return found.first
  }

  static func element(_ name: String, _ index: [Int]) -> String {
    ElementOperand(name: name, index: index).text
  }
}

extension Statement {
  /// The same step the other way.
  fileprivate func turned(from name: String) -> Statement? {
    guard var assignment, assignment.subscripts == nil else { return nil }
    switch (assignment.updateOperator, assignment.value.node) {
    case (.add?, _): assignment.updateOperator = .subtract
    case (.subtract?, _): assignment.updateOperator = .add
    case (nil, .binary(.add, let left, let right)): assignment.value = left - right
    case (nil, .binary(.subtract, let left, let right)): assignment.value = left + right
    default: return nil
    }
    return Statement(.assignment(assignment)).atStartOfText
  }
}

extension Expression {
  /// Whether it is a number times something, or a share of that.
  fileprivate var scales: Bool {
    switch node {
    case .binary(.multiply, _, _): true
    case .binary(.divide, let part, _): part.scales
    default: false
    }
  }
}
