import Foundation
import ShellSupport
import Testing
import Training

@testable import Shell

/// What `continue` does after Ctrl-C has stopped a run.
@Suite struct ContinueTests {
  /// Says to stop when it has been asked so often, until it is told to go on.
  private final class Stopper: @unchecked Sendable {
    private let lock = NSLock()
    private var remaining: Int?

    func stop(after count: Int?) { lock.withLock { remaining = count } }

    func ask() -> Bool {
      lock.withLock {
        guard let count = remaining else { return false }
        remaining = count - 1
        return count <= 0
      }
    }
  }

  /// A session on the article's network in which `command` was stopped after some questions.
  private func stopped(
    _ command: String, after count: Int, before: [String] = []
  ) throws -> (session: Session, stopper: Stopper) {
    let stopper = Stopper()
    var session = try Shells.article()
    session.context.shouldStop = { stopper.ask() }
    for command in before { #expect(session.perform(command).isSuccess) }
    stopper.stop(after: count)
    #expect(session.perform(command).isSuccess)
    stopper.stop(after: nil)
    return (session, stopper)
  }

  private static let goals: [(before: String, command: String)] = [
    ("step 3", "run 12"), ("reset", "run 12"), ("step 5", "epoch 9"), ("run 3", "until L < 0.6926"),
    ("step 2", "step 30"), ("stepi 3", "stepi 70"),
  ]

  @Test(arguments: goals, [0, 1, 2, 9, 23])
  func itDoesTheRest(goal: (before: String, command: String), count: Int) throws {
    var whole = try Shells.article(after: goal.before)
    #expect(whole.perform(goal.command).isSuccess)
    var (session, stopper) = try stopped(goal.command, after: count, before: [goal.before])
    if session.stateHash != whole.stateHash {
      // Twice, and with looks at things between.
      stopper.stop(after: 3)
      #expect(session.perform("continue").isSuccess)
      stopper.stop(after: nil)
      _ = session.perform("show W1")
      _ = session.perform("c")
    }
    #expect(session.stateHash == whole.stateHash, "\(session.run.position)")
    #expect(session.perform("continue").error?.code == "no-breakpoint")
    var replayed = try Shells.article()
    #expect(replayed.play(session.journal) == nil)
    #expect(replayed.stateHash == whole.stateHash)
  }

  @Test func itGoesOnWithWhatWasChanged() throws {
    var (session, _) = try stopped("run 1000", after: 0, before: ["run 3"])
    #expect(session.perform("set lr = 2").isSuccess)
    #expect(session.perform("step").isSuccess)
    #expect(session.perform("continue").isSuccess)
    #expect(session.run.position.description == "1003.update")
    #expect(session.run.finishedEpochs == 1003)
  }

  @Test(arguments: ["rewind 2 epochs", "reset", "goto 1", "switch main", "run 1"])
  func whatLeadsElsewhereEndsIt(command: String) throws {
    var (session, _) = try stopped("run 1000", after: 0, before: ["fork b", "run 3"])
    if command == "switch main" { _ = session.perform("switch b") }
    #expect(session.perform(command).isSuccess)
    #expect(session.perform("continue").error?.code == "no-breakpoint")
  }

  @Test func aBreakpointStopsTheRest() throws {
    var (session, _) = try stopped("run 1000", after: 0, before: ["run 3"])
    #expect(session.perform("break backward").isSuccess)
    #expect(session.perform("continue").isSuccess)
    #expect(session.run.position.phase == .backward)
  }
}
