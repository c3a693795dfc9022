import Arrays
import Equations

/// Everything that a run is at one moment: a value, so that a moment is kept by keeping a copy.
public struct RunState: Sendable {
  /// A value under its name, with when it was computed.
  public struct Slot: Sendable {
    public var value: Value
    /// The count of equations run when it was stored: later values have larger stamps.
    public var stamp: Int
    public var epoch: Int
    /// The phase that computed it; `nil` for settings and what was set by hand.
    public var phase: Phase?
    /// Whether the equation that computed it has been replaced since.
    public var isSuperseded = false

    package init(
      value: Value, stamp: Int, epoch: Int, phase: Phase? = nil, isSuperseded: Bool = false
    ) {
      self.value = value
      self.stamp = stamp
      self.epoch = epoch
      self.phase = phase
      self.isSuperseded = isSuperseded
    }
  }

  public private(set) var slots: [String: Slot] = [:]
  public var random: RandomState
  /// The equation that comes next.
  public var cursor: Cursor = .start
  /// How many values have been stored so far.
  public private(set) var stamp = 0

  /// The loss last noted, and the epoch that it belongs to: with batches the mean over those that the
  /// epoch has had, by the number of their examples.
  public package(set) var loss: (epoch: Int, value: Double)?

  /// What that mean is made of: each batch's loss times its examples, and the examples.
  package var lossOfBatches: (total: Double, examples: Double) = (0, 0)

  package init(slots: [String: Slot], stamp: Int, random: RandomState, cursor: Cursor) {
    self.slots = slots
    self.stamp = stamp
    self.random = random
    self.cursor = cursor
  }

  /// A state before anything was done.
  ///
  /// - Parameter seed: where random numbers start if the model does not call `seed`.
  public init(seed: UInt32) {
    random = RandomState(seed: seed)
  }

  public mutating func store(_ value: Value, as name: String, phase: Phase? = nil) {
    stamp += 1
    slots[name] = Slot(value: value, stamp: stamp, epoch: cursor.epoch, phase: phase)
  }

  /// Marks a value of a phase as computed by an equation that is no longer the program's.
  package mutating func supersede(_ name: String, phase: Phase) {
    if slots[name]?.phase == phase { slots[name]?.isSuperseded = true }
  }

  /// Takes the last `store` of a name back.
  package mutating func restore(_ slot: Slot?, as name: String) {
    slots[name] = slot
    stamp -= 1
  }

  public mutating func remove(_ name: String) { slots[name] = nil }

  public subscript(name: String) -> NDArray? { slots[name]?.value.array }

  /// Goes on to the start of an epoch, with what the epochs before it have computed of the names
  /// that are carried; what they recompute stays as it was.
  package mutating func arrive(
    atEpoch epoch: Int, stamp: Int, _ values: [(name: String, slot: Slot)], loss: Double
  ) {
    for (name, slot) in values { slots[name] = slot }
    self.stamp = stamp
    self.loss = (epoch - 1, loss)
    cursor = Cursor(epoch: epoch, index: 0)
  }

  /// Runs one equation on the values that are there.
  ///
  /// - Throws: `LanguageError` where it cannot be computed; nothing is stored then.
  package mutating func execute(_ step: ProgramEquation, limits: EvaluationLimits)
    throws(LanguageError)
  {
    var generator: RandomState? = random
    switch step.statement.kind {
    case .importOfNumPy: return
    case .expression(let expression):
      _ = try Evaluation.compute(expression, in: SlotScope(slots), random: &generator)
    case .assignment(let assignment):
      var value = try Evaluation.stored(by: assignment, in: SlotScope(slots), random: &generator)
      if case .generator(.fresh(let source)) = value {
        generator?.named[assignment.name] = source
        value = .generator(.named(assignment.name))
      }
      store(value, as: assignment.name, phase: step.phase)
    }
    if let generator { random = generator }
  }
}

/// The values of a state as a scope.
package struct SlotScope: Scope {
  package let slots: [String: RunState.Slot]

  package init(_ slots: [String: RunState.Slot]) { self.slots = slots }

  package func value(of name: String) -> Lookup<Value> {
    slots[name].map { .found($0.value) } ?? .unknown
  }

  package var candidateNames: [String] { slots.keys.sorted() }
}
