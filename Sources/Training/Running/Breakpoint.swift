import Arrays
import Engine
import Equations
import Networks

/// A place or a condition at which a run stops by itself.
public struct Breakpoint: Sendable, Equatable, Identifiable {
  public enum Kind: Sendable, Equatable {
    /// When the phase has been done.
    case phase(Phase)
    /// When the equation of this name has been done.
    case equation(String)
    /// When the condition has become true.
    case condition(Expression)
    /// When the value has become another, in any bit.
    case watch(Expression)
  }

  /// Counted from 1, never used again.
  public let id: Int
  public let kind: Kind
  /// Conditions and watches are looked at after each of these.
  public var granularity: StepUnit
  public var isEnabled = true
  /// Whether it is deleted when it has stopped the run once.
  public var isTemporary: Bool
  /// How often it has stopped the run.
  public internal(set) var hits = 0
}

/// The breakpoints of a session.
public struct Breakpoints: Sendable, Equatable {
  public private(set) var all: [Breakpoint] = []
  private var lastID = 0

  public init() {}

  public var isEmpty: Bool { all.isEmpty }

  public subscript(id: Int) -> Breakpoint? { all.first { $0.id == id } }

  /// Adds a breakpoint and returns its id. Check its expression with `Run.check` before.
  @discardableResult
  public mutating func add(
    _ kind: Breakpoint.Kind, every granularity: StepUnit = .equation, isTemporary: Bool = false
  ) -> Int {
    lastID += 1
    all.append(
      Breakpoint(id: lastID, kind: kind, granularity: granularity, isTemporary: isTemporary))
    return lastID
  }

  /// - Returns: whether there was one.
  @discardableResult
  public mutating func remove(_ id: Int) -> Bool {
    let count = all.count
    all.removeAll { $0.id == id }
    return all.count < count
  }

  public mutating func removeAll() { all = [] }

  /// - Returns: whether there is one.
  @discardableResult
  public mutating func enable(_ id: Int, _ isEnabled: Bool) -> Bool {
    guard let index = all.firstIndex(where: { $0.id == id }) else { return false }
    all[index].isEnabled = isEnabled
    return true
  }

  /// Counts the stops, and deletes what was there for one time.
  mutating func note(_ hits: [BreakpointHit]) {
    for hit in hits {
      guard let index = all.firstIndex(where: { $0.id == hit.breakpoint.id }) else { continue }
      all[index].hits += 1
      if all[index].isTemporary { all.remove(at: index) }
    }
  }
}

/// A breakpoint that has stopped a run.
public struct BreakpointHit: Sendable {
  public let breakpoint: Breakpoint
  /// Of a watch, the value before; `nil` if there was none.
  public let old: Value?
  /// Of a watch or a condition, the value now.
  public let new: Value?
  /// Why the expression could not be computed, where that stopped the run.
  public let error: LanguageError?
}

/// Looks after each equation whether a breakpoint stops the run.
///
/// An expression is computed only when something that it reads has been computed anew, so that a
/// condition on the loss costs one comparison an epoch. What has no value yet makes a condition
/// false. A condition stops when it becomes true, and again only after it has been false.
struct BreakpointWatch {
  private struct Check {
    let breakpoint: Breakpoint
    let expression: Expression?
    var names: Set<String> = []
    var isTrue = false
    var value: Value?
    var isDue = false
    /// After what it is looked at.
    var unit: StepUnit
    /// Whether every name is a value of the state, which is then all that needs to be looked at.
    var isPlain = false

    func value(in run: Run) throws(LanguageError) -> Value {
      guard let expression else { return .none }
      guard isPlain else { return try run.value(of: expression) }
      var none: RandomState?
      return try Evaluation.compute(expression, in: SlotScope(run.state.slots), random: &none)
    }
  }

  private var checks: [Check]
  private var segment: Int

  var isEmpty: Bool { checks.isEmpty }

  /// What the breakpoints come to as conditions; `nil` where one of them stops in every epoch, or has
  /// no value yet that could change.
  ///
  /// - Throws: `NotCompilable` where one of them is not to be had as a condition.
  func conditions(in program: Program) throws(NotCompilable) -> [StopCondition]? {
    var conditions: [StopCondition] = []
    for check in checks {
      let condition: Expression
      switch check.breakpoint.kind {
      case .phase(let phase):
        if program.iteration.contains(where: { $0.phase == phase }) { return nil }
        continue
      case .equation(let name):
        if program.iteration.contains(where: { $0.target == name }) { return nil }
        continue
      case .condition(let expression): condition = expression
      case .watch(let expression):
        guard let value = check.value else { return nil }
        condition = try expression.isOther(than: value)
      }
      conditions.append(StopCondition(expression: condition, every: check.breakpoint.granularity))
    }
    return conditions
  }

  /// Takes note of whole epochs in which no condition was true at any moment.
  mutating func noteUnmet() {
    for index in checks.indices {
      checks[index].isTrue = false
      checks[index].isDue = false
    }
  }

  init(_ breakpoints: [Breakpoint], _ run: Run) {
    segment = run.timeline.current
    checks = breakpoints.filter(\.isEnabled).map { breakpoint in
      let unit = breakpoint.granularity
      return switch breakpoint.kind {
      case .phase, .equation: Check(breakpoint: breakpoint, expression: nil, unit: unit)
      case .condition(let e), .watch(let e):
        Check(breakpoint: breakpoint, expression: e, unit: unit)
      }
    }
    refresh(run)
  }

  /// Takes the values as they are now for what changes are measured against.
  private mutating func refresh(_ run: Run) {
    for index in checks.indices {
      guard let expression = checks[index].expression else { continue }
      let unfolded = run.program.unfolding(expression)
      checks[index].names = Set(unfolded.names)
      let hasMetric = checks[index].names.contains { Metric(rawValue: $0) != nil }
      checks[index].unit = run.program.unit(
        of: unfolded, every: checks[index].breakpoint.granularity)
      // A metric is another whenever a parameter is.
      if hasMetric { checks[index].names.formUnion(run.program.parameters) }
      checks[index].isPlain =
        unfolded == expression && !hasMetric && !checks[index].names.contains("epoch")
      checks[index].value = try? checks[index].value(in: run)
      checks[index].isTrue = checks[index].value?.isTrue ?? false
      checks[index].isDue = false
    }
  }

  /// The breakpoints that stop the run after an equation.
  mutating func hits(after step: ProgramEquation, at done: Cursor, _ run: Run) -> [BreakpointHit] {
    let cursor = run.state.cursor
    let isEpochEnd = cursor.epoch != done.epoch
    let isPhaseEnd =
      isEpochEnd || cursor.batch != done.batch || run.nextStep.phase != step.phase
    // Behind a change by hand everything may be another; that is no reason to stop.
    let isOtherSegment = run.timeline.current != segment
    var hits: [BreakpointHit] = []
    for index in checks.indices {
      let breakpoint = checks[index].breakpoint
      switch breakpoint.kind {
      case .phase(let phase):
        if isPhaseEnd, step.phase == phase { hits.append(breakpoint.hit()) }
      case .equation(let name):
        if step.target == name { hits.append(breakpoint.hit()) }
      case .condition, .watch:
        if isOtherSegment { continue }
        if let target = step.target, checks[index].names.contains(target) {
          checks[index].isDue = true
        }
        // The epoch that is worked on is a name too, and changes with its first equation; the
        // number of the batch is stored by no equation.
        let isFirst = done.index == 0 && done.batch == 0
        if checks[index].names.contains("epoch") && isFirst
          || checks[index].names.contains(ProgramBuilder.batchIndexName)
        {
          checks[index].isDue = true
        }
        let isBoundary =
          switch checks[index].unit {
          case .equation: true
          case .phase: isPhaseEnd
          case .epoch: isEpochEnd
          }
        if isBoundary, checks[index].isDue, let hit = check(index, run) { hits.append(hit) }
      }
    }
    if isOtherSegment {
      segment = run.timeline.current
      refresh(run)
    }
    return hits
  }

  private mutating func check(_ index: Int, _ run: Run) -> BreakpointHit? {
    guard let expression = checks[index].expression else { return nil }
    checks[index].isDue = false
    let breakpoint = checks[index].breakpoint
    let value: Value
    do throws(LanguageError) {
      value = try checks[index].value(in: run)
      if case .condition = breakpoint.kind { _ = try value.truth(of: expression) }
    } catch {
      if error.isAboutMissingName { return nil }
      return breakpoint.hit(error: error)
    }
    let old = checks[index].value
    checks[index].value = value
    if case .watch = breakpoint.kind {
      if let old, old.isIdentical(to: value) { return nil }
      return breakpoint.hit(old: old, new: value)
    }
    let wasTrue = checks[index].isTrue
    checks[index].isTrue = value.isTrue
    return value.isTrue && !wasTrue ? breakpoint.hit(new: value) : nil
  }
}

extension Breakpoint {
  fileprivate func hit(
    old: Value? = nil, new: Value? = nil, error: LanguageError? = nil
  ) -> BreakpointHit {
    BreakpointHit(breakpoint: self, old: old, new: new, error: error)
  }
}

extension Expression {
  /// The most elements of a value that a change is looked for in so: it stands in the condition.
  private static let mostCompared = 4096

  /// The condition that its value is another than this, in any bit.
  ///
  /// - Throws: `NotCompilable` of what is no array, or a large one.
  fileprivate func isOther(than value: Value) throws(NotCompilable) -> Expression {
    guard let array = value.array, array.count > 0 else { throw NotCompilable(.condition) }
    guard array.count <= Self.mostCompared else { throw NotCompilable(.largeWatch) }
    func differs(_ expression: Expression, _ array: NDArray) -> Expression {
      .call("any", .binary(.notEqual, expression, Expression(elementsOf: array)))
    }
    let isOther = differs(self, array)
    // 0.0 and -0.0 are equal, and 1 over them is not.
    guard array.dtype == .float64, array.doubles.contains(0),
      let inverse = try? NDArray.apply(.divide, NDArray(1.0), array)
    else { return isOther }
    return .binary(.or, isOther, differs(.integer(1) / self, inverse))
  }

  /// An array written out.
  private init(elementsOf array: NDArray) {
    let elements: [Expression] =
      switch array.storage {
      case .float64(let values): values.map { Expression(.float($0)) }
      case .int64(let values): values.map { .integer($0) }
      case .bool(let values): values.map { Expression(.boolean($0)) }
      }
    switch array.rank {
    case 0: self = elements[0]
    case 1: self.init(.list(elements))
    default:
      let columns = array.shape[1]
      let rows = stride(from: 0, to: elements.count, by: columns)
      self.init(.list(rows.map { Expression(.list(Array(elements[$0..<($0 + columns)]))) }))
    }
  }
}

extension LanguageError {
  /// Whether a name has no value at this moment. Names that no program has are found by
  /// `Run.check`.
  var isAboutMissingName: Bool {
    switch kind {
    case .unavailable, .unknownName: true
    default: false
    }
  }
}

extension Value {
  /// Whether it is one number and not 0.
  var isTrue: Bool { array?.item.map { $0 != 0 } ?? false }

  /// Its truth as a condition.
  func truth(of expression: Expression) throws(LanguageError) -> Bool {
    guard let array else { throw LanguageError(.notAnArray(expression.text), at: expression.span) }
    do {
      return try array.truth()
    } catch {
      let operand = LanguageError.Operand(text: expression.text, shape: array.shape)
      throw LanguageError(
        .array(error, operation: "if", operands: [operand]), at: expression.span)
    }
  }
}
