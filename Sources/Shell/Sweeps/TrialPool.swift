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
  func run<Result: Sendable>(
    _ numbers: [Int], shouldStop: () -> Bool, progress: (Int) -> Void,
    body: @escaping @Sendable (Int, _ shouldStop: () -> Bool) -> Result?
  ) -> [Int: Result] {
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
    return work.results
  }

  /// Does trials of so many epochs each, of which a session is told as they go.
  ///
  /// - Parameters:
  ///   - epochs: of one trial.
  ///   - done: how many trials were done before, which count in what the session is told.
  ///   - body: does one, and tells how many of its epochs are finished; `nil` where it was stopped.
  /// - Returns: what was done, by number.
  func run<Result: Sendable>(
    _ numbers: [Int], epochs: Int, after done: Int = 0, in context: Session.Context,
    body: @escaping @Sendable (Int, _ progress: (Int) -> Void, _ shouldStop: () -> Bool) -> Result?
  ) -> [Int: Result] {
    let count = EpochCount(of: numbers.count * epochs)
    return run(
      numbers, shouldStop: context.shouldStop,
      progress: {
        context.progress(
          Session.Progress(
            done: done + $0, total: done + numbers.count, loss: nil, unit: "trial",
            share: count.share))
      },
      body: { number, shouldStop in
        var finished = 0
        func tell(_ epochs: Int) {
          count.add(epochs - finished)
          finished = epochs
        }
        let result = body(number, tell, shouldStop)
        // A trial that could not be run, or ended before its last epoch, is done too.
        tell(epochs)
        return result
      })
  }

  private static func start<Result: Sendable>(_ work: Work<Result>) -> Bool {
    DetachedThread.start {
      work.run { false }
      work.leave()
    }
  }

  /// What the threads share.
  private final class Work<Result: Sendable>: Sendable {
    private struct State {
      var next = 0
      var left = 0
      var results: [Int: Result] = [:]
    }

    private let numbers: [Int]
    private let body: @Sendable (Int, () -> Bool) -> Result?
    private let state = Mutex(State())
    private let isStopped = Atomic(false)

    init(_ numbers: [Int], _ body: @escaping @Sendable (Int, () -> Bool) -> Result?) {
      self.numbers = numbers
      self.body = body
    }

    func run(_ shouldStop: () -> Bool) {
      while let number = take() {
        let result = body(number) { isStopped.load(ordering: .relaxed) || shouldStop() }
        guard let result else { return }
        state.withLock { $0.results[number] = result }
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

    var doneCount: Int { state.withLock { $0.results.count } }

    var results: [Int: Result] { state.withLock { $0.results } }
  }
}

/// The epochs that trials have finished, counted from several threads: a trial may
/// take so long that the number of those done says nothing for minutes.
private final class EpochCount: Sendable {
  private let total: Int
  private let finished = Atomic(0)

  init(of total: Int) { self.total = total }

  func add(_ count: Int) {
    if count != 0 { finished.add(count, ordering: .relaxed) }
  }

  /// From 0 to 1.
  var share: Double {
    total > 0 ? min(Double(finished.load(ordering: .relaxed)) / Double(total), 1) : 1
  }
}
