import Arrays
import Engine
import Equations
import Networks

/// A moment of a run's line that has been reached.
public struct TimelinePoint: Sendable, Hashable {
  /// The segment of the line: how many changes by hand lie before it.
  var segment: Int
  public internal(set) var cursor: Cursor
}

/// Moving through the moments of a run.
extension Run {
  /// The present.
  public var moment: TimelinePoint {
    TimelinePoint(segment: timeline.current, cursor: state.cursor)
  }

  /// The furthest moment reached since the last change by hand.
  public var end: TimelinePoint {
    TimelinePoint(segment: timeline.segments.count - 1, cursor: timeline.furthest)
  }

  /// Whether nothing lies ahead.
  public var isAtEnd: Bool { timeline.isAtEnd(state) }

  /// The loss of each epoch up to now, from epoch 1; of one that was begun the loss of its last
  /// batch, once there is one.
  ///
  /// After two million epochs only every `losses.stride`-th is kept.
  public var losses: Losses { Losses(timeline.losses, latest: state.loss) }

  /// Goes to a moment of the line, without forgetting what lies ahead of it.
  ///
  /// - Throws: `Failure` if an equation on the way fails, which then failed before too.
  public mutating func go(to moment: TimelinePoint) throws(Failure) {
    let index = min(max(moment.segment, 0), timeline.segments.count - 1)
    let program = timeline.segments[index].program
    let target = min(moment.cursor, timeline.end(of: index))
    let frame = timeline.segments[index].frame(reaching: target)
    let start: RunState
    if index == timeline.current, state.cursor <= target, state.cursor >= frame?.cursor ?? .start {
      start = state
    } else {
      if let frame { start = frame } else { start = try timeline.start(of: index, seed: seed) }
    }
    let present = timeline.current
    timeline.current = index
    var reached = start
    do {
      while reached.cursor < target {
        if isCompiling, reached.cursor.index == 0, reached.cursor.batch == 0,
          reached.cursor.epoch > 0,
          target.epoch - reached.cursor.epoch > CompiledTraining.fewest,
          var compiled = try? CompiledTraining(program, reached)
        {
          // The epoch before the target leaves its values behind, so it is run by equations.
          let count = target.epoch - reached.cursor.epoch - 1
          compiled.run(count, from: &reached) { timeline.arrive(at: $0, isCompiled: true) }
        }
        try reached.advance(program.step(at: reached.cursor), in: program)
        timeline.arrive(at: reached)
      }
      if let end = timeline.currentEnd, reached.cursor == end { return try enter(index + 1) }
    } catch {
      timeline.current = present
      throw error
    }
    self.program = program
    state = reached
  }

  /// Goes to the beginning of the line.
  public mutating func goToStart() {
    guard let start = timeline.segments[0].start else { return }
    timeline.current = 0
    state = start
    program = timeline.segments[0].program
  }

  /// Goes to the start of a segment.
  mutating func enter(_ index: Int) throws(Failure) {
    state = try timeline.start(of: index, seed: seed)
    timeline.current = index
    program = timeline.segment.program
  }

  /// Goes back by so many equations, phases or epochs.
  ///
  /// A phase or an epoch that was begun counts as one. A change by hand counts as nothing: the
  /// step before it leads to the moment before what was done before the change.
  ///
  /// - Returns: how many of them it could go back.
  /// - Throws: `Failure` of an equation that is run again on the way.
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
      let (start, startIsExact) = segment.program.boundary(before: segment.startCursor, unit)
      let first = startIsExact ? start : start + 1
      if target >= first {
        try go(to: TimelinePoint(segment: index, cursor: segment.program.boundary(target, unit)))
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
        timeline.segments[$0].startCursor <= target && target <= timeline.end(of: $0)
      })
    else { return nil }
    let keyframes = timeline.segments[index].keyframes
    if keyframes.holds(name), let frame = keyframes.exactly(at: epoch + 1) {
      return keyframes.slot(of: name, in: frame)?.value.array
    }
    var copy = self
    guard (try? copy.go(to: TimelinePoint(segment: index, cursor: target))) != nil else {
      return nil
    }
    return copy.state[name]
  }

  // MARK: Changes

  /// Goes to the moment before `init`, in the line as it is.
  mutating func go(toInitOf program: Program) throws(Failure) {
    let cursor = program.initCursor
    let index = timeline.segments.indices.last { timeline.segments[$0].startCursor <= cursor }
    try go(to: TimelinePoint(segment: index ?? 0, cursor: cursor))
  }

  /// Starts a new segment of the line at the present state and program; what lay ahead of
  /// `moment`, the state before the change, is forgotten.
  ///
  /// - Parameter edit: what was changed, if that alone leads from `moment` to the present.
  mutating func branch(after moment: RunState, by edit: Timeline.Edit? = nil) {
    timeline.branch(before: moment, after: state, program, by: edit)
  }
}

extension Timeline.Segment {
  /// The kept state nearest before a moment of the segment from which it can be computed exactly;
  /// `nil` if that is the segment's start.
  func frame(reaching cursor: Cursor) -> RunState? {
    if let frame = keyframes.last(reaching: cursor) { return keyframes.state(at: frame) }
    if let state = beforeInit, state.cursor <= cursor { return state }
    return nil
  }
}

extension Timeline {
  /// The state with which a segment starts, computed again if it has been dropped.
  func start(of index: Int, seed: UInt32) throws(Run.Failure) -> RunState {
    if let start = segments[index].start { return start }
    let (before, edits) = (segments[index - 1], segments[index].edits ?? [])
    let end = self.end(of: index - 1)
    var state: RunState
    if let frame = before.frame(reaching: end) {
      state = frame
    } else {
      state = try start(of: index - 1, seed: seed)
    }
    while state.cursor < end {
      try state.advance(before.program.step(at: state.cursor), in: before.program)
    }
    var run = Run(before.program, seed: seed, at: state)
    // What could be done once can be done again.
    for edit in edits { _ = try? run.set(edit.assignment, in: edit.section) }
    return run.state
  }
}
