import Arrays
import Equations
import Networks

/// A name as it was given its value once, with the arithmetic of all its elements as data.
///
/// What `Explainer.explain` says of one element, this holds for all of them, for a page that is
/// asked about any. What an equation read is named by when it was made in its turn, so that records
/// lead to records down to the data.
package struct ArithmeticRecord: Sendable {
  /// When a name was given a value: by the equation at a cursor of a stretch of the run's line.
  package struct Version: Hashable, Sendable {
    package let name: String
    /// `nil` where no equation gave it: a setting, a count, what was set by hand.
    package let made: Cursor?
    /// The moment of which it is the value, where no equation says so.
    package let seen: Cursor?
    package let segment: Int
    /// The examples that it was worked out for with the parameters that were there at that moment;
    /// `nil` of what the run itself has.
    package var part: DataPart?
  }

  package let version: Version
  package let value: NDArray
  package let role: Explanation.Role
  package let origin: Explanation.Origin
  package let moment: Explanation.ComputedAt?
  /// The equation that gave the value, where one did.
  package let step: ProgramEquation?
  /// `nil` where there is no arithmetic, or what it read is gone.
  package let arithmetic: ArithmeticPlan.Recorded?
  /// What the equation read, by the names in it.
  package let inputs: [String: Version]
  package let seed: Explanation.Seed?
  /// The version at the end of init, of what is updated.
  package let first: Version?
}

extension Explainer {
  /// The version of a name that the equation at a cursor would have found; `nil` where the name has
  /// no array there.
  package func version(of name: String, before cursor: Cursor) -> ArithmeticRecord.Version? {
    guard case .array? = value(of: name, at: cursor) else { return nil }
    let segment = run.segmentIndex(at: cursor)
    guard let execution = run.lastExecution(of: name, before: cursor), !isSetByHand(name, cursor)
    else {
      let isSetting = run.program(at: cursor).settings.contains { $0.name == name }
      return ArithmeticRecord.Version(
        name: name, made: nil,
        seen: isSetting || name == Program.examplesName ? nil : cursor, segment: segment)
    }
    return ArithmeticRecord.Version(
      name: name, made: execution.cursor, seen: nil,
      segment: run.segmentIndex(at: execution.cursor))
  }

  /// All that is known of the version of a name that the equation at a cursor found.
  ///
  /// - Parameter traces: whether its arithmetic is wanted, which computes its equation again.
  package func record(
    of name: String, before cursor: Cursor, traces: Bool
  ) -> ArithmeticRecord? {
    guard let version = version(of: name, before: cursor),
      case .array(let array)? = value(of: name, at: cursor)
    else { return nil }
    let role = role(of: name)
    guard let made = version.made, let execution = run.lastExecution(of: name, before: cursor)
    else {
      return ArithmeticRecord(
        version: version, value: array, role: role, origin: origin(of: name, role, at: cursor),
        moment: nil, step: nil, arithmetic: nil, inputs: [:], seed: nil, first: nil)
    }
    let step = execution.step
    let traced = traces ? traced(step, array, at: made) : nil
    let sources = (traced?.recorded.names ?? []).compactMap { name in
      self.version(of: name, before: made).map { (name, $0) }
    }
    return ArithmeticRecord(
      version: version, value: array, role: role,
      origin: traced == nil && traces
        ? .lost(step.statement) : .equation(step.statement, step.origin),
      moment: moment(of: step, at: made), step: step, arithmetic: traced?.recorded,
      inputs: Dictionary(sources) { first, _ in first },
      seed: traced?.seed,
      first: step.phase == .update
        ? self.version(of: name, before: Cursor(epoch: 1, index: 0)) : nil)
  }

  /// The chain rule of a gradient in symbols, the same for all its elements.
  package func symbolicChain(of record: ArithmeticRecord) -> ChainRuleExplanation? {
    guard record.step?.phase == .backward, let made = record.version.made else { return nil }
    return chain(of: record.version.name, 0, at: made)
  }

  private func origin(
    of name: String, _ role: Explanation.Role, at cursor: Cursor
  ) -> Explanation.Origin {
    let program = run.program(at: cursor)
    return run.lastExecution(of: name, before: cursor) == nil
      ? originWithoutEquation(of: name, role, in: program) : .setByHand
  }

  /// When an equation ran, in the epoch and batch of the program as it was then.
  func moment(of step: ProgramEquation, at made: Cursor) -> Explanation.ComputedAt {
    Explanation.ComputedAt(
      epoch: made.epoch, phase: step.phase,
      batch: run.program(at: made).batchesPerEpoch > 1 && made.epoch > 0 ? made.batch + 1 : nil)
  }

  /// The equation computed again, where it gives the very numbers that are there.
  private func traced(
    _ step: ProgramEquation, _ array: NDArray, at made: Cursor
  ) -> (recorded: ArithmeticPlan.Recorded, seed: Explanation.Seed?)? {
    guard let assignment = step.statement.assignment, assignment.subscripts == nil,
      let tracer = tracer(of: assignment.computedValue, at: made),
      tracer.value.array.map(array.isIdentical) == true, let recorded = tracer.recorded
    else { return nil }
    let seed = tracer.draws.map {
      Explanation.Seed(value: $0.seed ?? Int(run.seed), isWritten: $0.seed != nil)
    }
    return (recorded, seed)
  }
}
