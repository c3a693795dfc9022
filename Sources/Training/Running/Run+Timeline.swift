import Arrays
import Equations

/// A moment of a run's line that has been reached.
public struct Moment: Sendable, Hashable {
  /// The segment of the line: how many changes by hand lie before it.
  var segment: Int
  public internal(set) var cursor: Cursor
}

/// Moving through the moments of a run.
extension Run {
  /// The present.
  public var moment: Moment { Moment(segment: timeline.current, cursor: state.cursor) }

  /// The furthest moment reached since the last change by hand.
  public var end: Moment {
    Moment(segment: timeline.segments.count - 1, cursor: timeline.furthest)
  }

  /// Whether nothing lies ahead.
  public var isAtEnd: Bool { timeline.isAtEnd(state) }

  /// The loss of each epoch up to now, from epoch 1; of one that was begun the loss of its last
  /// batch, once there is one.
  ///
  /// After two million epochs only every `lossStride`-th is kept.
  public var losses: [Double] {
    guard let (epoch, value) = state.loss else { return [] }
    if isAtEnd { return timeline.losses.values }
    var record = timeline.losses
    record.truncate(after: epoch - 1)
    record.note(value, epoch: epoch)
    return record.values
  }

  /// How many epochs apart the losses are; 1 for the first two million epochs.
  public var lossStride: Int { timeline.losses.stride }

  /// Goes to a moment of the line, without forgetting what lies ahead of it.
  ///
  /// - Throws: `Failure` if an equation on the way fails, which then failed before too.
  public mutating func go(to moment: Moment) throws(Failure) {
    let index = min(max(moment.segment, 0), timeline.segments.count - 1)
    let program = timeline.segments[index].program
    let target = min(moment.cursor, timeline.end(of: index))
    var start = timeline.base(of: target, in: index)
    if index == timeline.current, state.cursor <= target, state.cursor >= start.cursor {
      start = state
    }
    let present = timeline.current
    timeline.current = index
    do {
      while start.cursor < target {
        if usesPlans, start.cursor.index == 0, start.cursor.batch == 0, start.cursor.epoch > 0,
          target.epoch - start.cursor.epoch > PlannedEpochs.fewest,
          var planned = PlannedEpochs(program, start)
        {
          // The epoch before the target leaves its values behind, so it is run by equations.
          let count = target.epoch - start.cursor.epoch - 1
          planned.run(count, from: &start) { timeline.arrive(at: $0, isPlanned: true) }
        }
        try start.advance(program.step(at: start.cursor), in: program)
        timeline.arrive(at: start)
      }
    } catch {
      timeline.current = present
      throw error
    }
    self.program = program
    state = start
    if let end = timeline.segment.end, state.cursor == end { enterSegment(index + 1) }
  }

  /// Goes to the beginning of the line.
  public mutating func goToStart() { enterSegment(0) }

  /// Goes back by so many equations, phases or epochs.
  ///
  /// A phase or an epoch that was begun counts as one. A change by hand counts as nothing: the
  /// step before it leads to the moment before what was done before the change.
  ///
  /// - Returns: how many of them it could go back.
  @discardableResult
  public mutating func back(_ count: Int = 1, _ unit: StepUnit) throws(Failure) -> Int {
    guard count > 0 else { return 0 }
    var remaining = count
    var index = timeline.current
    var cursor = state.cursor
    while true {
      let segment = timeline.segments[index]
      let (last, isExact) = segment.program.boundary(before: cursor, unit)
      let target = last - (isExact ? remaining : remaining - 1)
      let (start, startIsExact) = segment.program.boundary(before: segment.start.cursor, unit)
      let first = startIsExact ? start : start + 1
      if target >= first {
        try go(to: Moment(segment: index, cursor: segment.program.boundary(target, unit)))
        return count
      }
      remaining -= max((isExact ? last : last + 1) - first, 0)
      guard index > 0 else {
        goToStart()
        return count - remaining
      }
      index -= 1
      cursor = timeline.end(of: index)
    }
  }

  /// What a name held at the end of an epoch of this line; `nil` if that has not been reached.
  public func value(of name: String, atEndOfEpoch epoch: Int) -> NDArray? {
    let target = Cursor(epoch: epoch + 1, index: 0)
    guard epoch >= 0,
      let index = timeline.segments.indices.last(where: {
        timeline.segments[$0].start.cursor <= target && target <= timeline.end(of: $0)
      })
    else { return nil }
    let keyframes = timeline.segments[index].keyframes
    if keyframes.holds(name), let frame = keyframes.exactly(at: epoch + 1) {
      return keyframes.slot(of: name, in: frame)?.value.array
    }
    var copy = self
    guard (try? copy.go(to: Moment(segment: index, cursor: target))) != nil else { return nil }
    return copy.state[name]
  }

  // MARK: Changes

  /// Goes to the moment before `init`, in the line as it is.
  mutating func go(toInitOf program: Program) throws(Failure) {
    let cursor = program.initCursor
    let index = timeline.segments.indices.last { timeline.segments[$0].start.cursor <= cursor }
    try go(to: Moment(segment: index ?? 0, cursor: cursor))
  }

  /// Starts a new segment of the line at the present state and program; what lay ahead of
  /// `moment`, the state before the change, is forgotten.
  mutating func branch(after moment: RunState) {
    timeline.branch(before: moment, after: state, program)
  }
}
