import Arrays
import Equations
import Networks

/// What becomes of a number: which equations read it, which elements it reaches through them, and how
/// much each of these moves when it moves.
public struct Uses: Sendable {
  /// The element that is asked about; without an index where it is about a whole array.
  public let element: ElementOperand
  /// The value of the name, or of the element.
  public let value: NDArray
  public let role: Explanation.Role
  /// The equations that read the name, in program order.
  public let readers: [ProgramEquation]
  /// What it reaches, by the equations in their order; of a whole array the names alone.
  public let reached: [Reached]
  /// Equations on the way that do not follow a small move: they look at whole numbers.
  public let unmoved: [ProgramEquation]
  /// How far the number was moved to see what happens; `nil` where nothing was moved.
  public let distance: Double?

  /// What one equation makes of the move.
  public struct Reached: Sendable {
    public let step: ProgramEquation
    public let shape: Shape
    /// The elements that move, those with the largest slope first, equal ones together.
    public let groups: [Group]

    public var name: String { step.target ?? step.text }
    /// How many elements move.
    public var count: Int { groups.reduce(0) { $0 + $1.count } }
  }

  /// Elements that move alike.
  public struct Group: Sendable {
    /// The first of them, with an index for each dimension.
    public let index: [Int]
    public let count: Int
    /// How much each moves for each 1 that the number moves: by the derivatives of the equations on
    /// the way. `nil` where one of them has none.
    public let slope: Double?
    /// How much each really moved.
    public let difference: Double
  }
}

extension Explainer {
  /// Follows a name, or one element of it, forwards.
  ///
  /// A value that an epoch computes is moved where it stands in that epoch, right after its equation;
  /// parameters, data and settings are moved as they are now. What was drawn stays as it was.
  ///
  /// - Parameters:
  ///   - index: as for `explain`; `nil` asks about the whole array, unless it is a single number.
  ///   - distance: how far to move it; `nil` for a thousandth of it, or of 1 where it is smaller.
  /// - Throws: `ExplanationError`: an unknown name, one without a value, no such element.
  public func uses(
    of name: String, at index: [Int]?, distance: Double? = nil
  ) throws(ExplanationError) -> Uses {
    let array = try run.array(named: name)
    let program = run.program
    let readers = (program.setup + program.iteration).filter { $0.inputs.contains(name) }
    let way = way(from: name)
    guard index != nil || array.rank == 0 else {
      return Uses(
        element: ElementOperand(name: name, index: []), value: array, role: role(of: name),
        readers: readers, reached: way?.names(from: name) ?? [], unmoved: [], distance: nil)
    }
    let flat = try Self.flat(index ?? [], in: array.shape, of: name)
    let element = ElementOperand(name: name, index: array.shape.index(ofFlat: flat))
    let value = array.element(at: flat)
    let size = value.item.map { $0.isFinite ? $0.magnitude : 1 } ?? 1
    let distance = distance ?? 0.001 * Self.powerOfTen(below: max(size, 1))
    var walk = way.flatMap {
      NudgeWalk($0, name, array.shape, flat, distance, limits: program.limits)
    }
    walk?.run()
    return Uses(
      element: element, value: value, role: role(of: name), readers: readers,
      reached: walk?.reached ?? [], unmoved: walk?.unmoved ?? [],
      distance: walk == nil ? nil : distance)
  }

  private static func powerOfTen(below size: Double) -> Double {
    var power = 1.0
    while power * 10 <= size, power < 1e100 { power *= 10 }
    return power
  }

  /// The equations that come after a name's value, and the state in which they find it; `nil` where
  /// no equation that can be run reads it.
  private func way(from name: String) -> NudgeWay? {
    let program = run.program
    let evaluation: Set<Phase> = [.forward, .loss]
    let learning: Set<Phase> = [.backward, .update]
    if let made = run.lastExecution(of: name, before: run.state.cursor), made.cursor.epoch > 0,
      made.step.phase != .update, made.step.origin != .batching
    {
      let after = program.cursor(after: made.cursor)
      // Where nothing has changed since, the present will do, and has what was set by hand.
      let state = run.freshness(of: name) == .current ? run.state : history.state(after)
      let phases = evaluation.contains(made.step.phase) ? evaluation : learning
      let rest = program.iteration.dropFirst(made.cursor.index + 1).filter {
        phases.contains($0.phase) && $0.origin != .batching
      }
      return NudgeWay(state: state ?? run.state, steps: rest)
    }
    guard run.isInitialised else { return nil }
    let reads = { (step: ProgramEquation) in step.inputs.contains(name) }
    let last = program.setup.lastIndex { $0.target == name }.map { $0 + 1 } ?? 0
    let data = program.setup[last...].filter { $0.phase == .data }
    let forward = program.iteration.filter { evaluation.contains($0.phase) }
    if (data + forward).contains(where: reads) {
      return NudgeWay(state: run.state, steps: data + forward)
    }
    // What only the update reads is moved before the last one.
    guard let first = program.iteration.firstIndex(where: reads),
      let target = program.iteration[first].target,
      let ran = run.lastExecution(of: target, before: run.state.cursor), ran.cursor.epoch > 0,
      let index = program.iteration.indices.first(where: { $0 <= ran.cursor.index && $0 >= first }),
      let state = history.state(
        Cursor(epoch: ran.cursor.epoch, batch: ran.cursor.batch, index: index))
    else { return nil }
    return NudgeWay(state: state, steps: Array(program.iteration[index...]))
  }
}

/// Equations that come after a value, and the state in which they find it.
private struct NudgeWay {
  var state: RunState
  let steps: [ProgramEquation]

  /// The names that the value of a name reaches, without numbers.
  func names(from name: String) -> [Uses.Reached] {
    var reached: Set<String> = [name]
    return steps.compactMap { step in
      guard let target = step.target, step.inputs.contains(where: reached.contains),
        !step.statement.drawsRandomNumbers
      else { return nil }
      reached.insert(target)
      return Uses.Reached(step: step, shape: state[target]?.shape ?? .scalar, groups: [])
    }
  }
}

/// The equations done twice, with the number as it is and moved, and their tangents beside them.
private struct NudgeWalk {
  private let steps: [ProgramEquation]
  private let limits: EvaluationLimits
  private var still: RunState
  private var moved: RunState
  /// Of the names that move; `nil` where a derivative is missing.
  private var tangents: [String: NDArray?]
  private(set) var reached: [Uses.Reached] = []
  private(set) var unmoved: [ProgramEquation] = []

  init?(
    _ way: NudgeWay, _ name: String, _ shape: Shape, _ flat: Int, _ distance: Double,
    limits: EvaluationLimits
  ) {
    guard let array = way.state[name], array.shape == shape else { return nil }
    steps = way.steps
    self.limits = limits
    still = way.state
    let index = ProgramBuilder.batchIndexName
    if still.slots[index] == nil { still.store(.array(NDArray(0)), as: index) }
    moved = still
    var values = array.doubles
    values[flat] += distance
    moved.store(.array(NDArray(shape: shape, float64: values)), as: name)
    var tangent = [Double](repeating: 0, count: shape.count)
    tangent[flat] = 1
    tangents = [name: NDArray(shape: shape, float64: tangent)]
  }

  mutating func run() {
    for step in steps {
      if Interruption.isRequested { return }
      guard let target = step.target else { continue }
      let isReached = step.inputs.contains { tangents[$0] != nil }
      if step.phase == .data {
        // The data is there, and only what the number reaches is made anew; what is changed in its
        // place would be changed twice.
        if !isReached { continue }
        if step.inputs.contains(target), tangents[target] == nil {
          unmoved.append(step)
          continue
        }
      }
      // What is there already of draws and of the batch stays.
      let isKept = step.statement.drawsRandomNumbers || !isReached && step.origin == .batching
      if isKept, still.slots[target] != nil { continue }
      if isReached { follow(step, target) } else { take(step, target) }
    }
  }

  /// An equation that the number does not reach.
  private mutating func take(_ step: ProgramEquation, _ target: String) {
    guard (try? still.execute(step, limits: limits)) != nil else { return }
    tangents[target] = nil
    copy(target)
  }

  private mutating func copy(_ name: String) {
    guard let value = still.slots[name]?.value else { return }
    moved.store(value, as: name)
  }

  private mutating func follow(_ step: ProgramEquation, _ target: String) {
    let tangent = self.tangent(of: step)
    guard (try? still.execute(step, limits: limits)) != nil, let before = still[target] else {
      return
    }
    guard (try? moved.execute(step, limits: limits)) != nil, let after = moved[target],
      after.shape == before.shape
    else {
      unmoved.append(step)
      return take(step, target)
    }
    tangents[target] = tangent.map { $0 ?? NDArray(repeating: NDArray(0.0), shape: before.shape) }
    reached.append(Self.reached(by: step, before, after, tangent))
  }

  /// - Returns: `nil` where there is no derivative, and `.some(nil)` where it is 0.
  private func tangent(of step: ProgramEquation) -> NDArray?? {
    guard let assignment = step.statement.assignment else { return .some(nil) }
    var known: [String: NDArray] = [:]
    for (name, tangent) in tangents where step.inputs.contains(name) {
      guard let tangent else { return nil }
      known[name] = tangent
    }
    do {
      return .some(try Tangent.of(assignment, in: SlotScope(still.slots), known))
    } catch {
      return nil
    }
  }

  private static func reached(
    by step: ProgramEquation, _ before: NDArray, _ after: NDArray, _ tangent: NDArray??
  ) -> Uses.Reached {
    struct Key: Hashable {
      let slope: UInt64?
      let difference: UInt64
    }
    let (old, new) = (before.doubles, after.doubles)
    let slopes = tangent.map { $0?.doubles ?? [Double](repeating: 0, count: old.count) }
    var places: [Key: Int] = [:]
    var groups: [(first: Int, count: Int, slope: Double?, difference: Double)] = []
    for place in old.indices {
      let slope = slopes.map { $0[place] + 0 }
      let difference = new[place] - old[place]
      if slope ?? 0 == 0, difference == 0 { continue }
      let key = Key(slope: slope?.bitPattern, difference: difference.bitPattern)
      if let known = places[key] {
        groups[known].count += 1
      } else {
        places[key] = groups.count
        groups.append((place, 1, slope, difference))
      }
    }
    let sorted = groups.sorted {
      let (a, b) = ($0.slope ?? $0.difference, $1.slope ?? $1.difference)
      return a.isLarger(than: b) ?? ($0.first < $1.first)
    }
    return Uses.Reached(
      step: step, shape: before.shape,
      groups: sorted.map {
        Uses.Group(
          index: before.shape.index(ofFlat: $0.first), count: $0.count, slope: $0.slope,
          difference: $0.difference)
      })
  }
}
