import Arrays
import Equations
import Networks

/// What an explanation may ask about moments that have passed.
public struct ExplanationHistory {
  /// The value of a name when an epoch had ended; epoch 0 ends with `init`.
  public var value: (_ name: String, _ endOfEpoch: Int) -> NDArray?
  /// The state when the equation at the cursor came next.
  public var state: (Cursor) -> RunState?

  public init(
    value: @escaping (_ name: String, _ endOfEpoch: Int) -> NDArray? = { _, _ in nil },
    state: @escaping (Cursor) -> RunState? = { _ in nil }
  ) {
    self.value = value
    self.state = state
  }

  /// A history with only the values at the ends of epochs: other states are found by running the
  /// program again where that is quick.
  public static func values(
    of run: Run, _ value: @escaping (_ name: String, _ endOfEpoch: Int) -> NDArray?
  ) -> ExplanationHistory {
    let replay = Replay(run)
    return ExplanationHistory(value: value, state: replay.state)
  }

  /// A history found by running the program again from its start, where that is quick.
  public static func replaying(_ run: Run) -> ExplanationHistory {
    let replay = Replay(run)
    return ExplanationHistory(value: replay.value, state: replay.state)
  }
}

/// Runs a program again, keeping some of the states on the way.
final class Replay {
  /// Equations that may be run for one question.
  static let budget = 200_000

  private let start: Run
  private var kept: [Run] = []

  init(_ run: Run) {
    start = Run(run.program, seed: run.seed)
  }

  func value(_ name: String, _ endOfEpoch: Int) -> NDArray? {
    state(Cursor(epoch: endOfEpoch + 1, index: 0))?[name]
  }

  func state(_ cursor: Cursor) -> RunState? {
    var run = kept.last { $0.state.cursor <= cursor } ?? start
    let length = max(start.program.iteration.count * start.program.batchesPerEpoch, 1)
    let epochs = cursor.epoch - run.state.cursor.epoch
    guard epochs <= Self.budget / length else { return nil }
    while run.state.cursor < cursor {
      let before = run.state.cursor
      guard (try? run.stepEquation()) != nil, run.state.cursor > before else { return nil }
    }
    guard run.state.cursor == cursor else { return nil }
    kept.append(run)
    kept.sort { $0.state.cursor < $1.state.cursor }
    if kept.count > 32 { kept.remove(at: kept.count / 2) }
    return run.state
  }
}
