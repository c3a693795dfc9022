import Engine
import Equations
import Networks

extension Run {
  /// Runs all but the last of so many epochs compiled, if the program allows it.
  ///
  /// The last is left to be run equation by equation, so that what it computes on the way is there
  /// to be looked at, with conditions the last two, and so is the epoch in which a condition is met.
  /// Asked to stop, it runs such a last epoch at once.
  ///
  /// - Parameters:
  ///   - trial: when to try; takes note of what came of it.
  ///   - conditions: those before which it stops.
  /// - Returns: how many epochs were run.
  mutating func runCompiled(
    _ count: Int, _ trial: inout CompilationBackoff, watching conditions: [StopCondition] = [],
    _ shouldStop: (Run) -> Bool
  ) throws(Failure) -> (epochs: Int, isInterrupted: Bool) {
    var count = count
    if let end = timeline.segment.end { count = min(count, end.epoch - state.cursor.epoch) }
    // A condition may read what the epoch before the last computed.
    count -= conditions.isEmpty ? 1 : 2
    guard isCompiling, count >= CompiledTraining.fewest, trial.isDue() else { return (0, false) }
    var compiled: CompiledTraining
    do throws(NotCompilable) {
      compiled = try CompiledTraining(program, state, watching: conditions)
      interpretation = nil
    } catch {
      trial.note(epochs: 0)
      note(error)
      return (0, false)
    }
    var start = state
    var isInterrupted = false
    let (done, isConditionMet) = compiled.run(
      count, from: &start, keyframeSpacing: timeline.segment.keyframes.spacing,
      note: { losses, first in
        guard timeline.isInLastSegment else { return }
        // New are the losses of epochs that end behind the furthest moment.
        let start = max(first, timeline.furthest.epoch)
        timeline.losses.note(losses.dropFirst(start - first), from: start)
      },
      shouldStop: { state in
        self.state = state
        timeline.reach(state.cursor)
        isInterrupted = shouldStop(self)
        return isInterrupted
      },
      arrive: { timeline.arrive(at: $0, isCompiled: true) })
    state = start
    if isConditionMet { trial.note(epochs: done) }
    if isInterrupted, !isConditionMet {
      let epoch = state.cursor.epoch
      while state.cursor.epoch == epoch { try advance(nextStep) }
      return (done + 1, true)
    }
    return (done, false)
  }
}

/// Why a run's epochs are interpreted, equation by equation: the values are the same, and take
/// longer.
public struct Interpretation: Sendable, Equatable {
  public enum Reason: String, Sendable {
    case shapeDependsOnValues = "shape-depends-on-values"
    case drawDependsOnValues = "draw-depends-on-values"
    case notAnArray = "not-an-array"
    case typeOrShapeChanges = "type-or-shape-changes"
    case memory, condition
    case largeWatch = "large-watch"
  }

  public let reason: Reason
  /// The equation that it is about, if it is about one.
  public let equation: String?
}

extension Run {
  /// What epochs would be interpreted for from here; `nil` if they are compiled.
  public var expectedInterpretation: Interpretation? {
    guard isAtEpochStart, state.cursor.epoch > 1 else { return interpretation }
    do throws(NotCompilable) {
      _ = try CompiledTraining(program, state)
      return nil
    } catch {
      return Interpretation(error)
    }
  }

  mutating func note(_ error: NotCompilable) {
    if let new = Interpretation(error) { interpretation = new }
  }
}

extension Interpretation {
  /// `nil` where the interpreter is about to say what is wrong.
  fileprivate init?(_ error: NotCompilable) {
    equation = error.step?.text
    switch error.reason {
    case .fails, .noLoss: return nil
    case .shapeDependsOnValues: reason = .shapeDependsOnValues
    case .drawDependsOnValues: reason = .drawDependsOnValues
    case .notAnArray: reason = .notAnArray
    case .typeOrShapeChanges: reason = .typeOrShapeChanges
    case .memory: reason = .memory
    case .condition: reason = .condition
    case .largeWatch: reason = .largeWatch
    }
  }
}

/// When a run tries to compile its epochs: more and more rarely while that gains nothing.
struct CompilationBackoff {
  /// Fewer epochs do not repay compiling again what had to stop.
  private static let few = 16

  private var pause = 0
  private var remaining = 0

  /// Asked at the start of each epoch.
  mutating func isDue() -> Bool {
    remaining -= 1
    return remaining < 0
  }

  /// Takes note of how many epochs were run until a condition was met, or that there is no plan.
  mutating func note(epochs: Int) {
    pause = epochs >= Self.few ? 0 : min(max(pause * 2, 1), 1024)
    remaining = pause
  }
}
