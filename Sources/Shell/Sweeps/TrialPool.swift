import Synchronization
import System
import Training

/// Runs trials side by side on threads. What comes of a trial does not depend on the others, so it
/// does not matter which thread takes which.
struct TrialPool {
  /// How many run at a time.
  var threads: Int

  /// Does the trials of these numbers.
  ///
  /// - Parameters:
  ///   - body: does one; `nil` where it was stopped before it had finished.
  ///   - shouldStop: asked on this thread, many times a second.
  ///   - progress: told on this thread how many are done.
  /// - Returns: what was done, by number.
  func run(
    _ numbers: [Int], shouldStop: () -> Bool, progress: (Int) -> Void,
    body: @escaping @Sendable (Int, _ shouldStop: () -> Bool) -> TrialRecord?
  ) -> [Int: TrialRecord] {
    let work = Work(numbers, body)
    let count = min(max(threads, 1), max(numbers.count, 1))
    var workers = 0
    for _ in 0..<count where Self.start(work) { workers += 1 }
    // Without a thread the work is done here.
    if workers == 0 { work.run(shouldStop) }
    var pause = 200_000
    while workers > 0, !work.isFinished(workers) {
      if shouldStop() { work.stop() }
      progress(work.doneCount)
      Time.rest(nanoseconds: pause)
      pause = min(pause * 2, 20_000_000)
    }
    return work.records
  }

  private static func start(_ work: Work) -> Bool {
    DetachedThread.start {
      work.run { false }
      work.leave()
    }
  }

  /// What the threads share.
  private final class Work: Sendable {
    private struct State {
      var next = 0
      var left = 0
      var records: [Int: TrialRecord] = [:]
    }

    private let numbers: [Int]
    private let body: @Sendable (Int, () -> Bool) -> TrialRecord?
    private let state = Mutex(State())
    private let isStopped = Atomic(false)

    init(_ numbers: [Int], _ body: @escaping @Sendable (Int, () -> Bool) -> TrialRecord?) {
      self.numbers = numbers
      self.body = body
    }

    func run(_ shouldStop: () -> Bool) {
      while let number = take() {
        let record = body(number) { isStopped.load(ordering: .relaxed) || shouldStop() }
        guard let record else { return }
        state.withLock { $0.records[number] = record }
      }
    }

    private func take() -> Int? {
      if isStopped.load(ordering: .relaxed) { return nil }
      return state.withLock { state in
        guard state.next < numbers.count else { return nil }
        state.next += 1
        return numbers[state.next - 1]
      }
    }

    func leave() { state.withLock { $0.left += 1 } }

    func stop() { isStopped.store(true, ordering: .relaxed) }

    func isFinished(_ workers: Int) -> Bool { state.withLock { $0.left == workers } }

    var doneCount: Int { state.withLock { $0.records.count } }

    var records: [Int: TrialRecord] { state.withLock { $0.records } }
  }
}
