import Arrays
import CKernels
import Equations
import Networks

/// Reads the equations of an epoch into a graph, for the values and shapes that are there.
///
/// It is a meaning of the one walk over the tree: arguments are matched, functions found and known
/// values computed as everywhere; what varies becomes a node.
final class Compiler {
  typealias Varying = CompiledValue.Varying

  var graph = Graph()
  var watching: Watching
  /// What is drawn before each pass, in this order.
  var draws: [RandomDraw] = []
  /// Whether it is a condition that is compiled, which draws no random numbers, and of which only
  /// the truth counts.
  var isInCondition = false
  /// What is not 0 where the interpreter has to do the epoch: an integer that grows too large.
  var faults: [GraphView] = []
  /// The same of the integers that names hand on, by name.
  private var carriedFaults: [String: GraphView] = [:]
  var names: [String: CompiledValue] = [:]
  private var constantViews: [CompiledValue.Constant: GraphView] = [:]
  private var numberViews: [UInt64: GraphView] = [:]
  private var constantCount = 0
  /// Why the equation at hand cannot be compiled, when an operation has thrown for that.
  private var reason: NotCompilable.Reason?

  /// The graph, the final value of every name that the next epoch reads, the loss, and whether a
  /// condition was met.
  struct Result {
    var graph: Graph
    var carried: [Carried]
    var loss: GraphView
    var isMet: GraphView?
    /// In a pass that only judges predictions: of each example whether it is right.
    var judged: GraphView?
    var draws: [RandomDraw]

    var outputs: [GraphView] {
      // Calls that can fail are made even where nobody reads what they give.
      carried.map(\.view) + [loss] + [isMet, judged].compactMap(\.self) + graph.hostViews
    }

    mutating func fuse() {
      graph.fuseColumns(keeping: outputs)
      graph.fuseEpilogues(keeping: outputs)
      graph.fuseRectifiers(keeping: outputs)
      graph.fuseGradientSteps(keeping: outputs)
    }
  }

  struct Carried {
    let name: String
    let shape: Shape
    let dtype: DType
    let view: GraphView
    /// Whether only conditions read what an epoch before computed: no part of the run's state.
    var isWatched = false
  }

  /// Integers that one epoch hands to the next are taken to be no larger; where one is, the
  /// interpreter goes on.
  static let largestCarriedInteger = Double(1 << 44)

  private init(watching: Watching) { self.watching = watching }

  /// One that reads a condition's equations into a graph of their own. What another knows it knows,
  /// and what varies there is what its passes are given.
  ///
  /// - Parameter given: the names that are given.
  /// - Throws: `NotCompilable` where one of them is no array of float64.
  init(judgingFor other: Compiler, given: [String]) throws(NotCompilable) {
    watching = Watching()
    isInCondition = true
    constantCount = other.constantCount
    names = other.names.filter { $0.value.known != nil }
    for name in given {
      guard case .varying(let outer) = other.names[name], outer.dtype == .float64 else {
        throw NotCompilable(.condition)
      }
      let (rows, columns) = outer.shape.matrix
      let view = graph.state(name, rows: rows, columns: columns)
      names[name] = .varying(Varying(view: view, shape: outer.shape, dtype: outer.dtype))
    }
  }

  /// - Parameter conditions: those before which the epochs are to stop.
  static func compile(
    _ program: Program, _ state: RunState, _ pass: PassKind,
    watching conditions: [StopCondition] = []
  ) throws(NotCompilable) -> Result {
    let compiler = Compiler(watching: Watching(conditions, program))
    let names = program.carriedAndRecomputedNames
    let changing = Set(program.iteration.compactMap(\.target) + [ProgramBuilder.batchIndexName])
    for (name, slot) in state.slots where !changing.contains(name) {
      compiler.bind(name, .known(slot.value, nil))
    }
    let isIndexRead = program.iteration.contains {
      $0.origin != .batching && $0.inputs.contains(ProgramBuilder.batchIndexName)
    }
    if isIndexRead { compiler.bindBatchIndex(pass) }
    // The number of the batch is no equation's.
    let carried = names.carried.filter { $0 != ProgramBuilder.batchIndexName }
    let watched = compiler.watching.needsFromBefore(names.recomputed)
    for name in carried + watched { try compiler.bindCarried(name, state) }
    try compiler.beginWatching(program)
    for (index, step) in program.iteration.enumerated() {
      if try !compiler.compileBatching(step, in: program, pass) { try compiler.compile(step) }
      try compiler.watch(after: index, in: program, pass)
    }
    let carriedForConditions = try compiler.carriedForConditions(program, pass)
    var result = Result(
      graph: compiler.graph, carried: [], loss: try compiler.loss(of: program),
      isMet: nil, draws: compiler.draws)
    for name in carried + watched {
      let view = try compiler.finalView(of: name, state)
      result.carried.append(
        Carried(
          name: name, shape: view.shape, dtype: view.dtype, view: view.view,
          isWatched: watched.contains(name)))
    }
    result.carried += carriedForConditions
    result.isMet = compiler.end
    result.graph = compiler.graph
    result.fuse()
    return result
  }

  // MARK: Names

  /// Reads known examples that are rows as columns, as a pass over a batch has them.
  func turnExamples(_ examples: [String], in program: Program) {
    for name in examples where program.exampleAxis(of: name) == 0 {
      guard case .known(let value, _) = names[name], value.array?.rank == 2 else { continue }
      let constant = CompiledValue.Constant(number: constantCount, isTransposed: true)
      names[name] = .known(value, constant)
      constantCount += 1
    }
  }

  /// Gives a name its value at this place.
  func bind(_ name: String, _ value: CompiledValue) {
    if case .known(let known, nil) = value, let array = known.array, array.count > 1 {
      names[name] = .known(known, CompiledValue.Constant(number: constantCount))
      constantCount += 1
    } else {
      names[name] = value
    }
  }

  /// A name that holds what the epoch before computed.
  private func bindCarried(_ name: String, _ state: RunState) throws(NotCompilable) {
    guard let array = state[name], array.count > 0 else {
      throw NotCompilable(.notAnArray(name))
    }
    let (rows, columns) = array.shape.matrix
    let view = graph.state(name, rows: rows, columns: columns)
    var value = Varying(view: view, shape: array.shape, dtype: array.dtype)
    switch array.dtype {
    case .float64: break
    case .bool: value.range = .truth
    case .int64:
      let limit = Self.largestCarriedInteger
      value.range = CompiledValue.Range(low: -limit, high: limit)
      carriedFaults[name] = isAny(.greater, elementwise(UH_ABSOLUTE, value), limit)
    }
    bind(name, .varying(value))
  }

  /// What a name hands on to the next epoch.
  private func finalView(of name: String, _ state: RunState) throws(NotCompilable) -> Varying {
    guard let array = state[name], let bound = names[name],
      var value = try? operand(bound), value.dtype == array.dtype, value.shape == array.shape
    else { throw NotCompilable(.typeOrShapeChanges(name)) }
    value.view = graph.plain(value.view)
    // A name that takes over another's value from before, or only part of one's form.
    let isOthers =
      switch graph.node(value.view).operation {
      case .state(let other): other != name
      case .constant, .drawn: true
      default: false
      }
    if isOthers {
      value.view = graph.add(.copy, [value.view], value.view.rows, value.view.columns)
    }
    if isCounter(name, value.view, from: array) { carriedFaults[name] = nil }
    return value
  }

  /// Whether a name counts in small steps, or stays: then it stays exact for longer than anyone
  /// runs.
  private func isCounter(_ name: String, _ view: GraphView, from start: NDArray) -> Bool {
    let node = graph.node(view)
    guard start.integers.allSatisfy({ $0.magnitude < 1 << 40 }) else { return false }
    if node.operation == .state(name) { return true }
    guard node.operation == .binary(UH_ADD.rawValue),
      case .state(name) = graph.node(node.operands[0]).operation
    else { return false }
    return (-8...8).contains { graph.isConstant(node.operands[1], Double($0)) }
  }

  func loss(of program: Program) throws(NotCompilable) -> GraphView {
    guard let bound = names[program.loss], var view = try? operand(bound).view, view.isScalar
    else { throw NotCompilable(.noLoss) }
    (view.rows, view.columns) = (1, 1)
    return view
  }

  /// Not 0 where the epoch is one that the interpreter has to do.
  private var end: GraphView? {
    let carried = carriedFaults.sorted { $0.key < $1.key }.map(\.value)
    return ((watching.isMet.map { [$0] } ?? []) + faults + carried).reduce(nil) { before, view in
      before.map { graph.add(.binary(UH_OR.rawValue), [$0, view], 1, 1) } ?? view
    }
  }

  // MARK: Equations

  func compile(_ step: ProgramEquation) throws(NotCompilable) {
    reason = nil
    do throws(LanguageError) {
      try execute(step.statement)
    } catch {
      throw NotCompilable(reason ?? .fails(error), step)
    }
  }

  private func execute(_ statement: Statement) throws(LanguageError) {
    switch statement.kind {
    case .importOfNumPy: return
    case .expression(let expression): _ = try compile(expression)
    case .assignment(let assignment):
      var interpreter = Interpreter(domain: self)
      guard let items = assignment.subscripts else {
        let value = try interpreter.evaluate(assignment.computedValue)
        // A generator that an epoch makes goes on within it from draw to draw.
        if case .known(.generator, _) = value {
          throw LanguageError(.notAnArray(assignment.name), at: assignment.nameSpan)
        }
        bind(assignment.name, value)
        return
      }
      let whole = try interpreter.evaluate(.name(assignment.name))
      // How many elements it changes, values may decide; the whole stays as large.
      if let op = assignment.updateOperator,
        !items.flatMap(\.expressions).contains(where: \.drawsRandomNumbers)
      {
        let bound = try interpreter.bind(items)
        if Self.known(bound) == nil {
          let value = try interpreter.evaluate(assignment.value)
          try bind(assignment) { () throws(FunctionFault) in
            try self.updated(whole, at: bound, op, value)
          }
          return
        }
      }
      let value = try interpreter.evaluate(assignment.computedValue)
      let bound = try interpreter.bind(items)
      try bind(assignment) { () throws(FunctionFault) in
        try self.assigned(value, to: whole, at: bound)
      }
    }
  }

  private func bind(
    _ assignment: Assignment, _ value: () throws(FunctionFault) -> CompiledValue
  ) throws(LanguageError) {
    do {
      bind(assignment.name, try value())
    } catch {
      throw LanguageError(.notAnArray(assignment.name), at: assignment.nameSpan)
    }
  }

  func compile(_ expression: Expression) throws(LanguageError) -> CompiledValue {
    var interpreter = Interpreter(domain: self)
    return try interpreter.evaluate(expression)
  }

  /// Notes why the equation at hand cannot be compiled, to be thrown.
  func refusal(_ reason: NotCompilable.Reason) -> FunctionFault {
    self.reason = reason
    return .noRandomNumbers
  }

  /// What an error in an expression outside of the equations means.
  func notCompilable(_ error: LanguageError) -> NotCompilable {
    defer { reason = nil }
    return NotCompilable(reason ?? .fails(error))
  }

  // MARK: Nodes

  /// A value as an operand: what is known becomes a constant.
  func operand(_ value: CompiledValue) throws(FunctionFault) -> Varying {
    switch value {
    case .varying(let varying): return varying
    case .tuple: throw refusal(.notAnArray("(...)"))
    case .known(let value, let constant):
      guard let array = value.array, array.count > 0 else { throw refusal(.notAnArray("[]")) }
      var view = view(of: array, constant)
      (view.rows, view.columns) = array.shape.matrix
      var result = Varying(view: view, shape: array.shape, dtype: array.dtype)
      if array.dtype == .bool { result.range = .truth }
      if case .int64(let values) = array.storage, let low = values.min(), let high = values.max() {
        result.range = CompiledValue.Range(low: Double(low), high: Double(high))
      }
      return result
    }
  }

  /// The same constant is one node: names by name, numbers by value.
  private func view(of array: NDArray, _ constant: CompiledValue.Constant?) -> GraphView {
    if let item = array.item { return numberView(item) }
    let (rows, columns) = array.shape.matrix
    guard var constant else { return graph.constant(array.doubles, rows: rows, columns: columns) }
    let isTransposed = constant.isTransposed
    constant.isTransposed = false
    if let known = constantViews[constant] {
      return isTransposed ? graph.transposed(known) : known
    }
    let view =
      isTransposed
      ? graph.constant(array.transposed.doubles, rows: columns, columns: rows)
      : graph.constant(array.doubles, rows: rows, columns: columns)
    constantViews[constant] = view
    return isTransposed ? graph.transposed(view) : view
  }

  /// A number as an operand.
  func numberView(_ value: Double) -> GraphView {
    if let known = numberViews[value.bitPattern] { return known }
    let view = graph.constant([value], rows: 1, columns: 1)
    numberViews[value.bitPattern] = view
    return view
  }

  /// The node of an array of this shape.
  func add(
    _ operation: GraphOperation, _ operands: [GraphView], _ shape: Shape, _ dtype: DType,
    _ range: CompiledValue.Range = .whole
  ) -> Varying {
    let (rows, columns) = shape.matrix
    return Varying(
      view: graph.add(operation, operands, rows, columns), shape: shape, dtype: dtype, range: range)
  }
}

extension Shape {
  /// The rows and columns of the matrix that stands for an array in a graph.
  var matrix: (rows: Int, columns: Int) {
    switch rank {
    case 0: (1, 1)
    case 1: (1, self[0])
    default: (self[0], self[1])
    }
  }
}
