import Arrays
import Equations
import Networks

/// Which elements an update of one element of a parameter is made of, equation by equation, and the
/// arithmetic of each.
struct UpdatePlan {
  struct Element: Hashable {
    let name: String
    let flat: Int
  }

  struct Entry {
    let element: Element
    let plan: SharePlan
    let statement: Statement
    /// Where the plan's operands are in the arrays of their names.
    let places: [Int]
  }

  /// By the equation's number in the iteration: what is worked out before it is done.
  private(set) var entries: [Int: [Entry]] = [:]
  /// Equations that make numbers which all examples share.
  private(set) var shared: [Statement] = []
  private(set) var memories: [ElementOperand] = []
  private let program: Program
  private let state: RunState
  private let examples: Int
  private let parameter: Element
  /// What is carried on and is no sum over the examples: a mean of squares, with its equation, or a
  /// count, which has nothing to do with them.
  private var wholes: [Element: Statement?] = [:]
  /// While it is made: the elements that each equation has entries of, and its arithmetic.
  private var laid: [Int: Set<Element>] = [:]
  private var tracers: [Int: Tracer] = [:]

  /// - Parameter state: one in which every equation has been done.
  /// - Throws: `MovementFault`.
  init(
    _ program: Program, _ state: RunState, examples: Int, _ name: String, _ flat: Int
  ) throws(MovementFault) {
    self.program = program
    self.state = state
    self.examples = examples
    parameter = Element(name: name, flat: flat)
    guard
      let last = program.iteration.lastIndex(where: { $0.target == name && $0.phase == .update })
    else { throw .noUpdate(name) }
    while true {
      try add(parameter, at: last)
      let known = wholes.count
      for entry in entries.values.joined() {
        let element = entry.element
        let isMemory = memories.contains {
          $0.name == element.name && self.flat(of: $0) == element.flat
        }
        let isCount = entry.plan.operands.allSatisfy {
          $0.owner == .nobody || $0.element.name == element.name
        }
        if isMemory, isCount || entry.plan.sharesWholes {
          wholes.updateValue(isCount ? nil : entry.statement, forKey: element)
        }
      }
      if wholes.count == known { break }
      (entries, laid, shared, memories) = ([:], [:], [], [])
    }
    (laid, tracers) = ([:], [:])
    shared = wholes.values.compactMap { $0 }.sorted { $0.text < $1.text } + shared
  }

  private func flat(of operand: ElementOperand) -> Int {
    state[operand.name]?.shape.flat(ofIndex: operand.index) ?? 0
  }

  private mutating func add(_ element: Element, at index: Int) throws(MovementFault) {
    guard laid[index, default: []].insert(element).inserted else { return }
    let step = program.iteration[index]
    guard let assignment = step.statement.assignment, assignment.subscripts == nil,
      !assignment.computedValue.picksByValues,
      let tracer = tracers[index]
        ?? (try? Tracer(assignment.computedValue, in: SlotScope(state.slots))),
      let node = tracer.node(at: element.flat)
    else { throw .notFollowed(step.statement) }
    tracers[index] = tracer
    var wanted: [(Element, Int)] = []
    guard
      let plan = SharePlan(
        node,
        owner: { operand in
          let place = Element(name: operand.name, flat: flat(of: operand))
          let (owner, source) = owner(of: operand, place, before: index)
          if let source { wanted.append((place, source)) }
          return owner
        })
    else { throw .notFollowed(step.statement) }
    let places = plan.operands.map { flat(of: $0.element) }
    if plan.sharesWholes { shared.append(step.statement) }
    entries[index, default: []].append(
      Entry(element: element, plan: plan, statement: step.statement, places: places))
    for (element, source) in wanted { try add(element, at: source) }
  }

  /// Whose an operand is, and which equation makes its parts.
  private mutating func owner(
    of operand: ElementOperand, _ element: Element, before index: Int
  ) -> (SharePlan.Owner, source: Int?) {
    if let example = example(of: operand) { return (.example(example), nil) }
    let isLearning = { (phase: Phase) in phase == .backward || phase == .update }
    let made = program.iteration[..<index].lastIndex {
      $0.target == operand.name && isLearning($0.phase)
    }
    if wholes.keys.contains(element) { return (.nobody, nil) }
    if element == parameter {
      // A gradient that reads the parameter is moved by its size as by any other number.
      guard program.iteration[index].phase == .update else { return (.nobody, nil) }
      return (.parts, nil)
    }
    if let made { return (.parts, made) }
    // What it is made of in this update is carried on to the next.
    guard !program.parameters.contains(operand.name),
      let carried = program.iteration.lastIndex(where: {
        $0.target == operand.name && $0.phase == .update
      })
    else { return (.nobody, nil) }
    if !memories.contains(operand) { memories.append(operand) }
    return (.parts, carried)
  }

  /// The example that an element is of.
  private func example(of operand: ElementOperand) -> Int? {
    let names = [Differentiator.name(ofGradient: operand.name), operand.name].compactMap { $0 }
    guard let axis = names.lazy.compactMap({ program.exampleAxis(of: $0) }).first,
      let array = state[operand.name], axis < array.rank
    else { return nil }
    if examples == 1 { return 0 }
    return array.shape[axis] == examples ? operand.index[axis] : nil
  }
}

extension Expression {
  /// Whether values decide which elements it reads, so that its arithmetic is not the same every time.
  fileprivate var picksByValues: Bool {
    if case .index(_, let items) = node,
      items.flatMap(\.expressions).contains(where: { !$0.names.isEmpty })
    {
      return true
    }
    return children.contains { $0.picksByValues }
  }
}
