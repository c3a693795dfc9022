import Arrays
import Equations
import Networks

/// All moments of a run from its start to the furthest one reached: one line, cut into segments
/// where something was changed by hand.
///
/// A moment is a segment and a cursor within it. The end of a segment and the start of the next
/// are the moments before and after the change; a run that arrives at the end goes over to the
/// start of the next at once.
struct Timeline: Sendable {
  struct Segment: Sendable {
    let program: Program
    let startCursor: Cursor
    /// The state right after the change that began the segment; `nil` where it has been dropped, to
    /// be computed from the end of the segment before and `edits`.
    var start: RunState?
    /// The changes that began the segment; `nil` where they are not enough to compute its start.
    let edits: [Edit]?
    /// About how much memory the start takes that nothing else does.
    let startBytes: Int
    /// Where the next change was made; of the last segment nothing.
    var end: Cursor?
    var keyframes: Keyframes
    /// The state before `init`, if the segment reaches from the data into it: a moment that is
    /// often gone back to, and costs the whole data section to compute.
    var beforeInit: RunState?

    init(_ program: Program, start: RunState, edits: [Edit]? = nil) {
      self.program = program
      self.start = start
      self.edits = edits
      startCursor = start.cursor
      keyframes = Keyframes(program)
      startBytes = keyframes.changingNames.reduce(0) { $0 + (start.slots[$1]?.bytes ?? 0) }
    }
  }

  /// A change by hand.
  struct Edit: Sendable {
    let assignment: Assignment
    let section: Phase?
  }

  /// How many bytes the states at changes may take. Beyond it every second one is dropped, then
  /// all but every fourth and so on; the last few stay.
  static let startBudget = 8 << 20
  private static let recentStarts = 4

  /// How many bytes the spaced keyframes of a line may take. With the losses (16 MiB), the states
  /// at changes (8), other runs (8) and what can be undone (12), the history stays under 64 MiB.
  static let frameBudget = 20 << 20

  private(set) var segments: [Segment]
  /// The segment that the present is in.
  var current = 0 {
    didSet {
      guard oldValue != current, oldValue < segments.count else { return }
      segments[oldValue].keyframes.forgetRecent()
    }
  }
  /// The furthest moment reached, in the last segment.
  private(set) var furthest: Cursor
  var losses = LossRecord()
  private var frameBytes = 0
  let budget: Int
  let startBudget: Int

  init(
    _ program: Program, start: RunState, budget: Int = Timeline.frameBudget,
    startBudget: Int = Timeline.startBudget
  ) {
    segments = [Segment(program, start: start)]
    furthest = start.cursor
    self.budget = budget
    self.startBudget = startBudget
  }

  var segment: Segment { segments[current] }
  /// Where the current segment ends, read without copying the segment after each equation.
  var currentEnd: Cursor? { segments[current].end }
  var isInLastSegment: Bool { current == segments.count - 1 }

  /// The end of a segment, or of what has been reached of the last.
  func end(of index: Int) -> Cursor { segments[index].end ?? furthest }

  func isAtEnd(_ state: RunState) -> Bool { isInLastSegment && state.cursor == furthest }

  mutating func reach(_ cursor: Cursor) {
    if isInLastSegment, cursor > furthest { furthest = cursor }
  }

  /// Takes note of where the run has got to.
  ///
  /// - Parameter isCompiled: whether compiled code has run the epochs before.
  mutating func arrive(at state: RunState, isCompiled: Bool = false) {
    let cursor = state.cursor
    reach(cursor)
    if cursor.index == 0, cursor.batch == 0, cursor.epoch > 0 {
      keep(state, isCompiled)
    } else if cursor.epoch == 0, cursor == segments[current].program.initCursor,
      segments[current].beforeInit == nil
    {
      segments[current].beforeInit = state
    }
  }

  private mutating func keep(_ state: RunState, _ isCompiled: Bool) {
    let before = segments[current].keyframes.bytes
    segments[current].keyframes.note(state, isCompiled: isCompiled)
    frameBytes += segments[current].keyframes.bytes - before
    while frameBytes > budget { if !thin() { break } }
  }

  /// Thins the keyframes until they take no more than so many bytes, as far as that goes.
  ///
  /// The states at changes then take no more than as much again.
  mutating func thin(to bytes: Int) {
    while frameBytes > bytes { if !thin() { break } }
    dropStarts(to: bytes, keepingLast: 0)
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
  ///
  /// - Parameter edit: what leads from one to the other, if that alone does.
  mutating func branch(before: RunState, after: RunState, _ program: Program, by edit: Edit?) {
    end(at: before)
    segments[current].end = before.cursor
    var edits = edit.map { [$0] }
    if segments[current].startCursor == before.cursor {
      // Changes made at one moment begin one segment.
      let earlier = segments.removeLast().edits
      edits = earlier.flatMap { earlier in edits.map { earlier + $0 } }
    }
    segments.append(Segment(program, start: after, edits: segments.isEmpty ? nil : edits))
    current = segments.count - 1
    furthest = after.cursor
    frameBytes = segments.reduce(0) { $0 + $1.keyframes.bytes }
    dropStarts(to: startBudget, keepingLast: Self.recentStarts)
  }

  /// Makes a moment of the current segment the furthest one: what lies ahead of it is forgotten.
  mutating func end(at state: RunState) {
    segments.removeLast(segments.count - 1 - current)
    segments[current].keyframes.truncate(after: state.cursor)
    segments[current].end = nil
    if let before = segments[current].beforeInit, before.cursor > state.cursor {
      segments[current].beforeInit = nil
    }
    losses.truncate(after: state.loss?.epoch ?? 0)
    if let loss = state.loss { losses.note(loss.value, epoch: loss.epoch) }
    furthest = state.cursor
    frameBytes = segments.reduce(0) { $0 + $1.keyframes.bytes }
  }

  private mutating func dropStarts(to budget: Int, keepingLast recent: Int) {
    func bytes() -> Int { segments.reduce(0) { $0 + ($1.start == nil ? 0 : $1.startBytes) } }
    let end = segments.count - recent
    var spacing = 1
    while bytes() > budget, spacing < segments.count {
      spacing *= 2
      for index in segments.indices
      where index < end && index % spacing != 0 && segments[index].edits != nil {
        segments[index].start = nil
      }
    }
  }
}
