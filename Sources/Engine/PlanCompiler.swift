import Arrays
import CKernels
import Equations
import Networks

/// Reads the equations of an epoch into a graph, for the values and shapes that are there.
struct PlanCompiler {
  /// A value of the language: known for all epochs, or computed anew in each.
  enum Known {
    case constant(Value)
    case varying(Varying)
  }

  struct Varying {
    var view: PlanView
    var shape: Shape
    var dtype: DType
  }

  var graph = PlanGraph()
  var watching: Watching
  /// What is drawn before each pass, in this order.
  var draws: [PlanDraw] = []
  /// Whether random numbers may be drawn at this place: conditions draw none.
  var drawsRandomNumbers = true
  private var names: [String: Known] = [:]
  private(set) var constants = DictionaryScope()
  private var constantViews: [String: PlanView] = [:]
  private var loss: Varying?

  /// The graph, the final value of every name that the next epoch reads, the loss, and whether a
  /// condition was met.
  struct Result {
    var graph: PlanGraph
    var carried: [Carried]
    var loss: PlanView
    var isMet: PlanView?
    var draws: [PlanDraw]

    var outputs: [PlanView] { carried.map(\.view) + [loss] + (isMet.map { [$0] } ?? []) }
  }

  struct Carried {
    let name: String
    let shape: Shape
    let dtype: DType
    let view: PlanView
    /// Whether only conditions read what an epoch before computed: no part of the run's state.
    var isWatched = false
  }

  /// - Parameter conditions: those before which the plan is to stop.
  static func compile(
    _ program: Program, _ state: RunState, _ pass: PlanPass,
    watching conditions: [StopCondition] = []
  ) throws(PlanRefusal) -> Result {
    var compiler = PlanCompiler(watching: Watching(conditions, program))
    let names = program.carriedAndRecomputedNames
    // The number of the batch is no equation's.
    let carried = names.carried.filter { $0 != ProgramBuilder.batchIndexName }
    let watched = compiler.watching.needsFromBefore(names.recomputed)
    let changing = Set(program.cycle.compactMap(\.target) + [ProgramBuilder.batchIndexName])
    for (name, slot) in state.slots where !changing.contains(name) {
      compiler.bind(name, constant: slot.value)
    }
    for name in carried + watched {
      guard let array = state[name], array.count > 0 else { throw PlanRefusal("no \(name)") }
      let (rows, columns) = array.shape.matrix
      let view = compiler.home(name, rows: rows, columns: columns)
      compiler.bind(name, Varying(view: view, shape: array.shape, dtype: array.dtype))
    }
    try compiler.beginWatching()
    for (index, step) in program.cycle.enumerated() {
      if try !compiler.compileBatching(step, in: program, pass) {
        try compiler.compile(step, in: program)
      }
      try compiler.watch(after: index, in: program, pass)
    }
    guard let loss = compiler.loss, loss.view.isScalar else { throw PlanRefusal("no loss") }
    let nextEpoch = try compiler.nextEpoch(pass)
    var result = Result(
      graph: compiler.graph, carried: [], loss: loss.view, isMet: compiler.watching.isMet,
      draws: compiler.draws)
    for name in carried + watched {
      guard let array = state[name], case .varying(let value)? = compiler.names[name],
        value.dtype == array.dtype, value.shape == array.shape
      else { throw PlanRefusal("\(name) changes its type or shape") }
      var view = result.graph.plain(value.view)
      // A name that takes over another's value from before, or only part of one's form.
      let node = result.graph.node(view)
      if case .home(let other) = node.operation, other != name {
        view = result.graph.add(.copy, [view], view.rows, view.columns)
      }
      result.carried.append(
        Carried(
          name: name, shape: value.shape, dtype: value.dtype, view: view,
          isWatched: watched.contains(name)))
    }
    if let nextEpoch {
      result.carried.append(
        Carried(
          name: epochName, shape: .scalar, dtype: .int64, view: nextEpoch, isWatched: true))
    }
    result.graph.fuseColumns(keeping: result.outputs)
    result.graph.fusePartners(keeping: result.outputs)
    result.graph.fuseDescents(keeping: result.outputs)
    return result
  }

  private init(watching: Watching) { self.watching = watching }

  /// What a name stands for at this place.
  subscript(name: String) -> Known? { names[name] }

  mutating func bind(_ name: String, _ value: Varying) {
    names[name] = .varying(value)
    constants.values[name] = nil
    constantViews[name] = nil
  }

  mutating func bind(_ name: String, constant value: Value) {
    names[name] = .constant(value)
    constants.values[name] = value
    constantViews[name] = nil
  }

  /// Makes a name another one's second name.
  mutating func bind(_ name: String, as other: String) {
    names[name] = names[other]
    constants.values[name] = constants.values[other]
    constantViews[name] = constantViews[other]
  }

  mutating func compile(_ step: Step, in program: Program) throws(PlanRefusal) {
    if case .expression(let expression) = step.statement.kind {
      _ = try compile(expression)
      return
    }
    guard let assignment = step.statement.assignment, assignment.subscripts == nil else {
      throw PlanRefusal("an equation that is no plain assignment")
    }
    let value = try compile(assignment.computedValue)
    switch value {
    case .constant(let known): bind(assignment.name, constant: known)
    case .varying(let value): bind(assignment.name, value)
    }
    if step.phase == .loss, assignment.name == program.loss {
      guard case .varying(let value) = value else { throw PlanRefusal("a constant loss") }
      loss = value
    }
  }

  // MARK: Expressions

  mutating func compile(_ expression: Expression) throws(PlanRefusal) -> Known {
    if isConstant(expression) { return try evaluate(expression, in: constants) }
    switch expression.node {
    case .name(let name):
      guard let value = names[name] else { throw PlanRefusal(name) }
      return value
    case .unary(let op, let operand):
      return try apply(expression, [operand]) { (self, x) throws(PlanRefusal) in
        try self.unary(op, x[0])
      }
    case .binary(let op, let left, let right):
      return try apply(expression, [left, right]) { (self, x) throws(PlanRefusal) in
        try self.binary(op, x[0], x[1])
      }
    case .attribute(let base, let attribute):
      return try self.attribute(attribute, of: try compile(base), expression)
    case .call(let name, let arguments): return try call(name, arguments, expression)
    case .index(let base, let items):
      let value: Value
      switch try compile(base) {
      case .constant(let known): value = known  // `A.shape[1]`
      case .varying(let x): return try moved(x, by: expression)
      }
      var scope = constants
      scope.values[Self.placeholder(0)] = value
      let index = Expression(.index(.name(Self.placeholder(0)), items))
      guard items.allSatisfy({ if case .position(let e) = $0 { isConstant(e) } else { true } })
      else { throw PlanRefusal(expression.text) }
      return try evaluate(index, in: scope)
    default: throw PlanRefusal(expression.text)
    }
  }

  static func placeholder(_ index: Int) -> String { "%\(index)" }

  /// Whether all that the expression reads is known for all epochs.
  func isConstant(_ expression: Expression) -> Bool {
    expression.names.allSatisfy { if case .varying? = names[$0] { false } else { true } }
      && !expression.drawsRandomNumbers
  }

  func evaluate(
    _ expression: Expression, in scope: DictionaryScope
  ) throws(PlanRefusal) -> Known {
    var none: RandomState?
    do {
      return .constant(try Evaluation.compute(expression, in: scope, random: &none))
    } catch {
      throw PlanRefusal(expression.text)
    }
  }

  /// Compiles operands; where all turn out to be known, so is the result.
  mutating func apply(
    _ expression: Expression, _ operands: [Expression],
    _ body: (inout PlanCompiler, [Varying]) throws(PlanRefusal) -> Known
  ) throws(PlanRefusal) -> Known {
    var values: [Known] = []
    for operand in operands { values.append(try compile(operand)) }
    var scope = constants
    var varying: [Varying] = []
    var isKnown = true
    for (index, value) in values.enumerated() {
      switch value {
      case .constant(let known): scope.values[Self.placeholder(index)] = known
      case .varying: isKnown = false
      }
    }
    if isKnown {
      var index = -1
      let known = expression.mapChildren { _ in
        index += 1
        return .name(Self.placeholder(index))
      }
      return try evaluate(known, in: scope)
    }
    for (value, operand) in zip(values, operands) {
      varying.append(try self.varying(value, operand))
    }
    return try body(&self, varying)
  }

  /// A value as an operand: a constant becomes a node.
  mutating func varying(
    _ value: Known, _ expression: Expression? = nil
  ) throws(PlanRefusal) -> Varying {
    switch value {
    case .varying(let varying): return varying
    case .constant(let value):
      // `X.T` is X read another way.
      if case .attribute(let base, .transpose)? = expression?.node {
        return transposed(try self.varying(try compile(base), base))
      }
      guard let array = value.array, array.count > 0 else { throw PlanRefusal("no array") }
      let (rows, columns) = array.shape.matrix
      // The same constant is one node: names by name, numbers by value.
      let key: String
      if case .name(let name)? = expression?.node {
        key = name
      } else if let item = array.item {
        key = "#\(item.bitPattern)"
      } else {
        let view = graph.constant(array.doubles, rows: rows, columns: columns)
        return Varying(view: view, shape: array.shape, dtype: array.dtype)
      }
      var view = constantViews[key] ?? graph.constant(array.doubles, rows: rows, columns: columns)
      constantViews[key] = view
      (view.rows, view.columns) = (rows, columns)
      return Varying(view: view, shape: array.shape, dtype: array.dtype)
    }
  }
}
