import Arrays
import Equations
import Networks

/// Answers for every number of a run why it is what it is.
///
///     let explainer = Explainer(run)
///     let explanation = try explainer.explain("Z1", at: [0, 2], depth: 2)
public final class Explainer {
  public let run: Run
  let history: ExplanationHistory
  /// Sums of more terms are followed only through the first of each group.
  static let longSum = 12
  /// Groups of a long sum that are followed.
  static let followedGroups = 6
  package let examples: Tracer.Examples?
  /// The matrices of the data that have a column an example.
  package let dataNames: [String]
  private var roles: [String: Explanation.Role] = [:]
  /// Equations that have been traced already, by their text and when they ran.
  private var tracers: [TracerKey: Tracer] = [:]

  private struct TracerKey: Hashable {
    let expression: String
    let cursor: Cursor
  }

  /// - Parameter history: what is known of moments that have passed; by default the run's own line.
  public init(_ run: Run, history: ExplanationHistory? = nil) {
    self.run = run
    self.history = history ?? .line(of: run)
    (examples, dataNames) = Self.examples(of: run)
  }

  /// Explains one element of a name.
  ///
  /// - Parameters:
  ///   - index: one number for each dimension, negative ones from the end; may be left out where
  ///     there is only one element.
  ///   - depth: how many levels of operands are explained in turn.
  /// - Throws: `ExplanationError`: an unknown name, one without a value, no such element.
  public func explain(
    _ name: String, at index: [Int] = [], depth: Int = 1
  ) throws(ExplanationError) -> Explanation {
    let array = try run.array(named: name)
    let flat = try Self.flat(index, in: array.shape, of: name)
    return explain(name, array, flat, before: run.state.cursor, depth: depth)
  }

  /// Explains one element of an expression's value at this moment.
  ///
  /// - Throws: `ExplanationError`, as for a name, or of an expression that cannot be computed.
  public func explain(
    _ expression: Expression, at index: [Int] = []
  ) throws(ExplanationError) -> ElementNode {
    let tracer: Tracer
    do {
      tracer = try Tracer(
        run.program.namingClassAxes(expression), in: run, examples: examples)
    } catch {
      throw .language(error)
    }
    guard let array = tracer.value.array else { throw .notAnArray(expression.text) }
    let flat = try Self.flat(index, in: array.shape, of: expression.text)
    guard let node = tracer.node(at: flat) else {
      throw .indexOutOfRange(name: expression.text, shape: array.shape, index: index)
    }
    return node
  }

  /// The position of an index, if it is one.
  static func flat(
    _ index: [Int], in shape: Shape, of name: String
  ) throws(ExplanationError) -> Int {
    if index.isEmpty, shape.count == 1 { return 0 }
    guard index.count == shape.rank else {
      throw .wrongNumberOfIndices(name: name, shape: shape, given: index.count)
    }
    var places: [Int] = []
    for (place, size) in zip(index, shape.dimensions) {
      let counted = place < 0 ? place + size : place
      guard counted >= 0, counted < size else {
        throw .indexOutOfRange(name: name, shape: shape, index: index)
      }
      places.append(counted)
    }
    return shape.flat(ofIndex: places)
  }
}

// MARK: - The walk

extension Explainer {
  /// What kind of value a name is.
  func role(of name: String) -> Explanation.Role {
    if let known = roles[name] { return known }
    let role = findRole(of: name)
    roles[name] = role
    return role
  }

  func explain(
    _ name: String, _ array: NDArray, _ flat: Int, before cursor: Cursor, depth: Int
  ) -> Explanation {
    var builder = ExplanationBuilder(name, array, flat, role: role(of: name))
    // Who asked finds the same, and shows none of it.
    if Interruption.isRequested { return builder.explanation }
    let program = run.program(at: cursor)
    if let folded = program.foldedGradient(name) {
      let statement = Statement(.assignment(folded.assignment))
      builder.origin = .foldedGradient(statement)
      trace(folded.value, flat, at: cursor, into: &builder, depth: depth)
      builder.chain = chain(of: name, flat, at: cursor)
      return builder.explanation
    }
    guard let execution = effectiveExecution(of: name, flat, array.shape, before: cursor) else {
      builder.origin = originWithoutEquation(of: name, builder.role, in: program)
      if case .metric(let metric, let expression?) = builder.origin {
        trace(metric, of: expression, flat, into: &builder)
      }
      return builder.explanation
    }
    if isSetByHand(name, cursor) {
      guard let untouched = untouched(name, flat, before: cursor) else {
        return builder.explanation
      }
      builder.array = untouched
    }
    let (step, ran) = (execution.step, execution.cursor)
    builder.moment = moment(of: step, at: ran)
    builder.origin = .equation(step.statement, step.origin)
    guard let assignment = step.statement.assignment else { return builder.explanation }
    trace(assignment, flat, builder.array, at: ran, into: &builder, depth: depth)
    if step.phase == .backward { builder.chain = chain(of: name, flat, at: ran) }
    if step.phase == .update { builder.course = course(of: name, flat, builder.array, ran, depth) }
    return builder.explanation
  }

  func originWithoutEquation(
    of name: String, _ role: Explanation.Role, in program: Program
  ) -> Explanation.Origin {
    if let setting = program.settings.last(where: { $0.name == name }) {
      return .setting(setting.expression)
    }
    if let metric = Metric(rawValue: name), role == .metric {
      return .metric(
        metric, of: run.state(on: metric).flatMap { program.expression(of: metric, in: $0) })
    }
    if name == Program.examplesName { return .counted }
    return role == .count
      ? .progress(ofBatch: name == ProgramBuilder.batchIndexName) : .setByHand
  }

  /// The last equation that gave this element its value: an assignment to other elements is
  /// passed over.
  private func effectiveExecution(
    of name: String, _ flat: Int, _ shape: Shape, before cursor: Cursor
  ) -> Program.Execution? {
    var cursor = cursor
    while let execution = run.lastExecution(of: name, before: cursor) {
      guard let items = execution.step.statement.assignment?.subscripts,
        let places = places(items, in: shape, at: execution.cursor)
      else { return execution }
      if places.contains(flat) { return execution }
      cursor = execution.cursor
    }
    return nil
  }

  /// Whether the value is there without the equation that would have made it.
  func isSetByHand(_ name: String, _ cursor: Cursor) -> Bool {
    guard let latest = run.lastExecution(of: name, before: cursor),
      let slot = slot(of: name, at: cursor)
    else { return false }
    return slot.phase != latest.step.phase || slot.epoch != latest.cursor.epoch
  }

  /// What a name held when the equation at the cursor came next, if it is not simply what the
  /// equations made.
  private func slot(of name: String, at cursor: Cursor) -> RunState.Slot? {
    if run.state.cursor == cursor { return run.state.slots[name] }
    guard run.hasChangesBehind else {
      let latest = run.program.lastExecution(of: name, before: run.state.cursor)
      return run.program.lastExecution(of: name, before: cursor) == latest
        ? run.state.slots[name] : nil
    }
    return history.state(cursor)?.slots[name]
  }

  /// The array before the last change by hand, if that left this element as it was.
  private func untouched(_ name: String, _ flat: Int, before cursor: Cursor) -> NDArray? {
    for index in (0..<run.segmentIndex(at: cursor)).reversed() {
      guard let before = run.stateAtEnd(ofSegment: index)?[name],
        let after = (try? run.timeline.start(of: index + 1, seed: run.seed))?[name]
      else { return nil }
      if before.isIdentical(to: after) { continue }
      guard before.shape == after.shape,
        before.element(at: flat).isIdentical(to: after.element(at: flat))
      else { return nil }
      return before
    }
    return nil
  }

  /// The positions that a subscript names.
  private func places(_ items: [IndexItem], in shape: Shape, at cursor: Cursor) -> [Int]? {
    let numbers = NDArray(shape: shape, int64: Array(0..<shape.count))
    let target = Expression(.index(.name("elements"), items))
    let scope = OverlaidScope(
      base: MomentScope(explainer: self, cursor: cursor), over: ["elements": .array(numbers)])
    return (try? Evaluation.value(of: target, in: scope))?.array?.integers
  }

  private func trace(
    _ assignment: Assignment, _ flat: Int, _ array: NDArray, at cursor: Cursor,
    into builder: inout ExplanationBuilder, depth: Int
  ) {
    var place = flat
    if let items = assignment.subscripts {
      guard let places = places(items, in: array.shape, at: cursor),
        let index = places.lastIndex(of: flat)
      else { return }
      place = index
    }
    trace(
      assignment.computedValue, place, at: cursor, into: &builder, depth: depth,
      isElement: assignment.subscripts != nil)
  }

  /// Traces an element, if what it was computed from can still be had: the arithmetic must give
  /// the numbers that are there, all of them, for one may come out right by chance.
  private func trace(
    _ expression: Expression, _ flat: Int, at cursor: Cursor,
    into builder: inout ExplanationBuilder, depth: Int, isElement: Bool = false
  ) {
    let tracer = tracer(of: expression, at: cursor)
    var place = flat
    if isElement, let count = tracer?.value.array?.count, count > 0 { place = flat % count }
    guard let tracer, let node = tracer.node(at: place),
      isElement
        ? node.number.bitPattern == builder.value.item?.bitPattern
        : tracer.value.array.map(builder.array.isIdentical) == true
    else {
      if case .equation(let statement, _) = builder.origin { builder.origin = .lost(statement) }
      return
    }
    if let draws = tracer.draws {
      builder.seed = Explanation.Seed(
        value: draws.seed ?? Int(run.seed), isWritten: draws.seed != nil)
    }
    take(node, at: cursor, into: &builder) { self.role(of: $0) }
    if depth > 0 { follow(node, at: cursor, into: &builder, depth: depth - 1) }
  }

  private func take(
    _ node: ElementNode, at cursor: Cursor, into builder: inout ExplanationBuilder,
    role: (String) -> Explanation.Role
  ) {
    builder.node = node
    builder.operands = node.operands.map { operand, value in
      let axis = dataNames.contains(operand.name) ? examples?.axes[operand.name] : nil
      return Explanation.Operand(
        element: operand, value: value, role: role(operand.name),
        example: axis.flatMap { $0 < operand.index.count ? operand.index[$0] : nil })
    }
    builder.examples = shownExamples(in: node, at: cursor)
  }

  /// Traces a metric. What it reads are predictions made for it alone, which no name holds: they
  /// are not followed.
  private func trace(
    _ metric: Metric, of expression: Expression, _ flat: Int,
    into builder: inout ExplanationBuilder
  ) {
    let part: DataPart = metric.isOfValidation ? .validation : .training
    guard let state = run.state(on: part),
      let tracer = tracer(of: expression, in: state, on: part),
      tracer.value.array.map(builder.array.isIdentical) == true,
      let node = tracer.node(at: flat)
    else { return }
    take(node, at: run.state.cursor, into: &builder) { name in
      let role = self.role(of: name)
      return role == .cache || role == .loss ? .prediction : role
    }
  }

  func tracer(of expression: Expression, at cursor: Cursor) -> Tracer? {
    let key = TracerKey(expression: expression.text, cursor: cursor)
    if let known = tracers[key] { return known }
    let scope = MomentScope(explainer: self, cursor: cursor)
    let draws = expression.drawsRandomNumbers ? self.draws(before: cursor) : nil
    let tracer = try? Tracer(expression, in: scope, draws: draws, examples: examples)
    if tracers.count > 64 { tracers = [:] }
    tracers[key] = tracer
    return tracer
  }

  private func follow(
    _ node: ElementNode, at cursor: Cursor, into builder: inout ExplanationBuilder, depth: Int
  ) {
    let followed = node.followedOperands(Self.longSum, groups: Self.followedGroups)
    for index in builder.operands.indices where followed.contains(builder.operands[index].element) {
      let element = builder.operands[index].element
      guard
        case .array(let array)? = value(of: element.name, at: cursor)
          ?? folded(element.name, cursor)
      else { continue }
      builder.operands[index].explanation = explain(
        element.name, array, array.shape.flat(ofIndex: element.index), before: cursor,
        depth: depth)
    }
  }

  private func folded(_ name: String, _ cursor: Cursor) -> Value? {
    if case .found(let value) = MomentScope(explainer: self, cursor: cursor).value(of: name) {
      return value
    }
    return nil
  }
}

/// An explanation in the making.
struct ExplanationBuilder {
  let element: ElementOperand
  /// All elements of the name, as the equation made them.
  var array: NDArray
  let value: NDArray
  let shape: Shape
  let role: Explanation.Role
  var origin: Explanation.Origin = .setByHand
  var moment: Explanation.ComputedAt?
  var node: ElementNode?
  var operands: [Explanation.Operand] = []
  var seed: Explanation.Seed?
  var examples: [Int: [Explanation.ExampleColumn]] = [:]
  var chain: ChainRuleExplanation?
  var course: ParameterCourse?

  init(_ name: String, _ array: NDArray, _ flat: Int, role: Explanation.Role) {
    element = ElementOperand(name: name, index: array.shape.index(ofFlat: flat))
    self.array = array
    value = array.element(at: flat)
    shape = array.shape
    self.role = role
  }

  var explanation: Explanation { Explanation(self) }
}
