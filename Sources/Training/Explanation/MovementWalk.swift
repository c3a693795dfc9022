import Arrays
import Equations
import Networks

/// The updates between two moments, done again, each of them taken apart.
struct MovementWalk {
  /// The places of `Shares` that no example has.
  enum Place {
    static let noExample = 0
    static let itself = 1
    static let before = 2
    static let firstExample = 3
  }

  private struct Moment {
    let position: Position
    let value: Double
  }

  private let run: Run
  private let name: String
  private let shape: Shape
  private let flat: Int
  private let end: TimelinePoint
  private var state: RunState
  private var segment: Int
  private let start: Moment
  private var kinds: ExampleKinds
  private var plans: [PlanKey: UpdatePlan] = [:]
  /// What the equations of this update, and of the last one, have made of elements that they go on
  /// with.
  private var tables: [UpdatePlan.Element: Shares] = [:]
  private var totals = Shares(places: Place.firstExample)
  private var byHand = ExactSum()
  private var updates = 0
  private var shared: [Statement] = []
  private var memories: [ElementOperand] = []

  private struct PlanKey: Hashable {
    let segment: Int
    let examples: Int
  }

  init(
    _ run: Run, _ name: String, _ shape: Shape, _ flat: Int, from start: TimelinePoint,
    to end: TimelinePoint
  ) throws {
    var copy = run
    try copy.go(to: start)
    self.run = run
    self.name = name
    self.shape = shape
    self.flat = flat
    self.end = end
    state = copy.state
    segment = copy.timeline.current
    kinds = ExampleKinds()
    self.start = Moment(
      position: copy.position, value: state[name]?.element(at: flat).item ?? .nan)
  }

  private var program: Program { run.timeline.segments[segment].program }
  private var isAtEnd: Bool { segment == end.segment && state.cursor == end.cursor }

  private func number() throws(MovementFault) -> Double {
    let position = program.position(at: state.cursor)
    guard let array = state[name], array.shape == shape else { throw .otherShape(position) }
    let value = array.element(at: flat).item ?? .nan
    guard value.isFinite else { throw .notFinite(position) }
    return value
  }

  mutating func run(_ tell: (Int, Int) -> Void) throws {
    let first = state.cursor.epoch
    var epoch = first
    while !isAtEnd {
      if state.cursor.epoch != epoch {
        epoch = state.cursor.epoch
        tell(epoch - first, max(end.cursor.epoch - first, 1))
      }
      try Interruption.check()
      if segment < end.segment, state.cursor >= run.timeline.end(of: segment) {
        try cross()
      } else {
        try advance()
      }
    }
  }

  /// Goes over a change by hand.
  private mutating func cross() throws {
    let before = try number()
    segment += 1
    state = try run.timeline.start(of: segment, seed: run.seed)
    let after = try number()
    byHand.add(after)
    byHand.add(-before)
    // What was set of the optimizer's memory is as if it had been there before.
    for (element, parts) in tables {
      guard let value = state[element.name]?.element(at: element.flat).item else { continue }
      var sum = ExactSum((0..<parts.places).map { -parts[$0] })
      sum.add(value)
      if before != after || sum.value.magnitude > 1e-9 * value.magnitude {
        tables[element]?.add(sum.value, at: Place.before)
      }
    }
  }

  private mutating func advance() throws {
    let program = program
    let step = program.step(at: state.cursor)
    guard state.cursor.epoch > 0, step.phase == .backward || step.phase == .update else {
      return try state.advance(step, in: program)
    }
    let plan = try plan(of: program)
    var made: [UpdatePlan.Element: Shares] = [:]
    for entry in plan.entries[state.cursor.index] ?? [] { made[entry.element] = shares(of: entry) }
    let isMove = step.target == name && step.phase == .update
    let before = isMove ? try number() : 0
    try state.advance(step, in: program)
    for (element, parts) in made { tables[element] = parts }
    guard isMove, var moved = made[UpdatePlan.Element(name: name, flat: flat)] else { return }
    updates += 1
    _ = try number()
    // The number itself is in the place of what is its own, but where it was clipped or the like.
    moved.add(-before, at: moved[Place.itself] == 0 ? Place.noExample : Place.itself)
    totals.add(moved)
  }

  /// The parts of one element, of the numbers that are there.
  private func shares(of entry: UpdatePlan.Entry) -> Shares {
    var arrays: [String: [Double]] = [:]
    let numbers = entry.plan.operands.indices.map { place -> Double in
      let operand = entry.plan.operands[place].element
      let values = arrays[operand.name] ?? state[operand.name]?.doubles ?? []
      arrays[operand.name] = values
      let flat = entry.places[place]
      return flat < values.count ? values[flat] : .nan
    }
    return entry.plan.shares(
      numbers,
      parts: { place in
        let operand = entry.plan.operands[place].element
        let element = UpdatePlan.Element(name: operand.name, flat: entry.places[place])
        // Of itself an update knows the number alone, as it is or as an equation before has left it.
        let isOwn = operand.name == name
        if !isOwn, let known = tables[element] { return known }
        var parts = Shares(places: Place.firstExample)
        parts.add(numbers[place], at: isOwn ? Place.itself : Place.before)
        return parts
      }, places: kinds.places)
  }

  private mutating func plan(of program: Program) throws -> UpdatePlan {
    let examples = state[Program.examplesName]?.integers.first ?? 0
    kinds.look(at: state, program, segment: segment)
    let key = PlanKey(segment: segment, examples: examples)
    if let known = plans[key] { return known }
    // What the equations make of shapes shows when all have been done once.
    var ahead = state
    let cursor = state.cursor
    while (ahead.cursor.epoch, ahead.cursor.batch) == (cursor.epoch, cursor.batch) {
      try ahead.advance(program.step(at: ahead.cursor), in: program)
    }
    let plan = try UpdatePlan(program, ahead, examples: examples, name, flat)
    plans[key] = plan
    for statement in plan.shared where !shared.contains(statement) { shared.append(statement) }
    for memory in plan.memories where !memories.contains(memory) { memories.append(memory) }
    return plan
  }

  func movement() throws -> Movement {
    let value = try number()
    let groups = kinds.groups(totals, from: Place.firstExample)
    var difference = ExactSum([value, -start.value, -byHand.value])
    for place in 0..<totals.places { difference.add(-totals[place]) }
    return Movement(
      element: ElementOperand(name: name, index: shape.index(ofFlat: flat)),
      start: (start.position, start.value),
      end: (program.position(at: state.cursor), value), updates: updates, groups: groups,
      ofNoExample: totals[Place.noExample], ofItself: totals[Place.itself],
      ofBefore: totals[Place.before], byHand: byHand.value, rounding: difference.value,
      shared: shared, memories: memories)
  }
}
