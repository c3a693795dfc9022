import Arrays
import Equations

/// All moments of a run from its start to the furthest one reached: one line, cut into segments
/// where something was changed by hand.
///
/// A moment is a segment and a cursor within it. The end of a segment and the start of the next
/// are the moments before and after the change; a run that arrives at the end goes over to the
/// start of the next at once.
struct Timeline: Sendable {
  struct Segment: Sendable {
    let program: Program
    /// The state right after the change that began the segment.
    let start: RunState
    /// Where the next change was made; of the last segment nothing.
    var end: Cursor?
    var keyframes: Keyframes
    /// The state before `init`, if the segment reaches from the data into it: a moment that is
    /// often gone back to, and costs the whole data section to compute.
    var beforeInit: RunState?

    init(_ program: Program, start: RunState) {
      self.program = program
      self.start = start
      keyframes = Keyframes(program)
    }
  }

  /// How many bytes the spaced keyframes of a line may take: with the losses (16 MiB) and the
  /// states at changes the history stays under 64 MiB.
  static let frameBudget = 24 << 20

  private(set) var segments: [Segment]
  /// The segment that the present is in.
  var current = 0
  /// The furthest moment reached, in the last segment.
  private(set) var furthest: Cursor
  var losses = LossRecord()
  private var frameBytes = 0
  let budget: Int

  init(_ program: Program, start: RunState, budget: Int = Timeline.frameBudget) {
    segments = [Segment(program, start: start)]
    furthest = start.cursor
    self.budget = budget
  }

  var segment: Segment { segments[current] }
  var isInLastSegment: Bool { current == segments.count - 1 }

  /// The end of a segment, or of what has been reached of the last.
  func end(of index: Int) -> Cursor { segments[index].end ?? furthest }

  func isAtEnd(_ state: RunState) -> Bool { isInLastSegment && state.cursor == furthest }

  mutating func reach(_ cursor: Cursor) {
    if isInLastSegment, cursor > furthest { furthest = cursor }
  }

  /// Takes note of where the run has got to.
  ///
  /// - Parameter isPlanned: whether a plan has run the epochs before.
  mutating func arrive(at state: RunState, isPlanned: Bool = false) {
    let cursor = state.cursor
    reach(cursor)
    if cursor.index == 0, cursor.batch == 0, cursor.epoch > 0 {
      keep(state, isPlanned)
    } else if cursor.epoch == 0, cursor == segments[current].program.initCursor,
      segments[current].beforeInit == nil
    {
      segments[current].beforeInit = state
    }
  }

  private mutating func keep(_ state: RunState, _ isPlanned: Bool) {
    let before = segments[current].keyframes.bytes
    segments[current].keyframes.note(state, isPlanned: isPlanned)
    frameBytes += segments[current].keyframes.bytes - before
    while frameBytes > budget { if !thin() { break } }
  }

  /// Thins the segment whose frames are closest together.
  private mutating func thin() -> Bool {
    let crowded = segments.indices.filter { segments[$0].keyframes.spaced.count > 2 }
    guard
      let index = crowded.min(by: { a, b in
        segments[a].keyframes.spacing < segments[b].keyframes.spacing
      })
    else { return false }
    let before = segments[index].keyframes.bytes
    segments[index].keyframes.thin()
    frameBytes += segments[index].keyframes.bytes - before
    return true
  }

  /// Ends the line at `before`, a moment of the current segment, and goes on from `after` with a
  /// program that may be another.
  mutating func branch(before: RunState, after: RunState, _ program: Program) {
    segments.removeLast(segments.count - 1 - current)
    segments[current].keyframes.truncate(after: before.cursor)
    segments[current].end = before.cursor
    if let state = segments[current].beforeInit, state.cursor > before.cursor {
      segments[current].beforeInit = nil
    }
    losses.truncate(after: before.loss?.epoch ?? 0)
    if let loss = before.loss { losses.note(loss.value, epoch: loss.epoch) }
    if segments[current].start.cursor == before.cursor { segments.removeLast() }
    segments.append(Segment(program, start: after))
    current = segments.count - 1
    furthest = after.cursor
    frameBytes = segments.reduce(0) { $0 + $1.keyframes.bytes }
  }

  /// The state nearest before a moment from which it can be computed exactly.
  func base(of cursor: Cursor, in index: Int) -> RunState {
    let segment = segments[index]
    if let frame = segment.keyframes.last(reaching: cursor) {
      return segment.keyframes.state(at: frame)
    }
    if let state = segment.beforeInit, state.cursor <= cursor { return state }
    return segment.start
  }
}
