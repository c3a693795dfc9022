import Arrays
import Equations
import Networks

/// What cannot be computed again of the state at the start of an epoch: parameters, the
/// optimizer's state, the random state. What forward, loss and backward compute is left out: the
/// epoch that begins here computes all of it anew, with the same stamps, before anything reads it.
/// So a whole epoch after a keyframe the state is the one that was there, to the last bit and
/// stamp.
struct Keyframe: Sendable {
  let epoch: Int
  let stamp: Int
  let random: RandomState
  /// In the order of `Keyframes.carried`; `nil` for a name without a value.
  let slots: [RunState.Slot?]
  /// Whether nothing was left out, so that the state is exact at once.
  let isComplete: Bool
  let bytes: Int
}

/// The keyframes of one segment of a line.
///
/// `spaced` holds one at every `spacing` epochs. The spacing is 1 until the frames of the line fill
/// their budget; then every second one is dropped and the spacing is doubled. Going anywhere costs
/// at most `spacing + 1` epochs: with the article's network (under 1 KiB a frame) each of the first
/// 20,000 epochs is kept, and every fourth or eighth of 100,000. `recent` holds each of the last
/// few epochs before the present, so that steps back from it cost no more than two, wherever in
/// the line it is.
struct Keyframes: Sendable {
  private static let recentCount = 8
  /// Large states are kept in smaller numbers, but never fewer than two.
  private static let recentBytes = 4 << 20

  /// The names that are carried from epoch to epoch by the equations of the iteration.
  let carried: [String]
  private let recomputed: [String]
  /// The values that no epoch changes.
  private var base: [String: RunState.Slot]?
  private(set) var spaced: [Keyframe] = []
  private var recent: [Keyframe] = []
  private(set) var spacing = 1
  /// Of the spaced ones.
  private(set) var bytes = 0

  init(_ program: Program) {
    (carried, recomputed) = program.carriedAndRecomputedNames
  }

  /// Takes note of a state at the start of an epoch.
  ///
  /// - Parameter isCompiled: whether compiled code has run the epochs before, which leaves out in
  ///   the state what a keyframe leaves out.
  mutating func note(_ state: RunState, isCompiled: Bool = false) {
    let epoch = state.cursor.epoch
    let isSpaced = epoch % spacing == 0 && epoch > spaced.last?.epoch ?? 0
    let isRecent = epoch != recent.last?.epoch
    guard isSpaced || isRecent || base == nil else { return }
    let frame = frame(of: state, isCompiled)
    if isSpaced || spaced.isEmpty {
      spaced.append(frame)
      bytes += frame.bytes
    }
    guard isRecent else { return }
    if let last = recent.last, last.epoch != epoch - 1 { recent.removeAll(keepingCapacity: true) }
    let most = min(max(Self.recentBytes / frame.bytes, 2), Self.recentCount)
    if recent.count >= most { recent.removeFirst(recent.count - most + 1) }
    recent.append(frame)
  }

  /// Drops the frames of the last few epochs, when the present is no longer here.
  mutating func forgetRecent() { recent = [] }

  private mutating func frame(of state: RunState, _ isCompiled: Bool) -> Keyframe {
    if base == nil {
      base = state.slots
      for name in carried + recomputed { base?[name] = nil }
    }
    let slots = carried.map { state.slots[$0] }
    var bytes = 160 + slots.reduce(0) { $0 + ($1?.bytes ?? 64) }
    if spaced.last?.random != state.random { bytes += 2600 }
    return Keyframe(
      epoch: state.cursor.epoch, stamp: state.stamp, random: state.random, slots: slots,
      isComplete: !isCompiled && !recomputed.contains { state.slots[$0] != nil }, bytes: bytes)
  }

  /// The latest frame from which the exact state at `cursor` can be computed.
  func last(reaching cursor: Cursor) -> Keyframe? {
    func latest(_ frames: [Keyframe]) -> Keyframe? {
      var (low, high) = (0, frames.count)
      while low < high {
        let middle = (low + high) / 2
        if frames[middle].epoch <= cursor.epoch { low = middle + 1 } else { high = middle }
      }
      // The cursor's own epoch has not been replayed whole yet.
      while low > 0 {
        let frame = frames[low - 1]
        if frame.epoch < cursor.epoch || frame.isComplete { return frame }
        low -= 1
      }
      return nil
    }
    guard let a = latest(spaced) else { return latest(recent) }
    guard let b = latest(recent) else { return a }
    return a.epoch >= b.epoch ? a : b
  }

  /// The frame at the very start of an epoch.
  func exactly(at epoch: Int) -> Keyframe? {
    guard let frame = last(reaching: Cursor(epoch: epoch + 1, index: 0)), frame.epoch == epoch
    else { return nil }
    return frame
  }

  func slot(of name: String, in frame: Keyframe) -> RunState.Slot? {
    guard let index = carried.firstIndex(of: name) else { return base?[name] }
    return frame.slots[index]
  }

  /// All names that the iteration assigns.
  var changingNames: [String] { carried + recomputed }

  /// Whether `name` is the same in a frame as it was in the run.
  func holds(_ name: String) -> Bool { !recomputed.contains(name) }

  func state(at frame: Keyframe) -> RunState {
    var slots = base ?? [:]
    for (name, slot) in zip(carried, frame.slots) { slots[name] = slot }
    return RunState(
      slots: slots, stamp: frame.stamp, random: frame.random,
      cursor: Cursor(epoch: frame.epoch, index: 0))
  }

  /// Forgets what came after a moment.
  mutating func truncate(after cursor: Cursor) {
    func isAfter(_ frame: Keyframe) -> Bool { Cursor(epoch: frame.epoch, index: 0) > cursor }
    while let last = spaced.last, isAfter(last) {
      bytes -= last.bytes
      spaced.removeLast()
    }
    recent.removeAll(where: isAfter)
    if spaced.isEmpty && recent.isEmpty { base = nil }
  }

  /// Drops every second spaced frame.
  mutating func thin() {
    spacing *= 2
    spaced.removeAll { $0.epoch % spacing != 0 && !$0.isComplete }
    bytes = spaced.reduce(0) { $0 + $1.bytes }
  }
}

extension RunState.Slot {
  /// About how much memory it takes.
  package var bytes: Int {
    guard case .array(let array) = value else { return 256 }
    return 160 + (array.dtype == .bool ? 1 : 8) * array.count
  }
}
