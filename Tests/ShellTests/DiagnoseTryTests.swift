import Foundation
import ShellSupport
import Support
import Testing
import Training

@testable import Shell

/// `diagnose try` in a session: what it says, and that it leaves the session as it is.
@Suite struct DiagnoseTryTests {
  private static func xor() throws -> Session {
    var session = try Shells.article()
    for line in ["set data X = array([[0., 0, 1, 1], [0, 1, 0, 1]]); Y = array([[0., 1, 1, 0]])"] {
      #expect(session.perform(line).isSuccess)
    }
    #expect(session.perform("run 40").isSuccess)
    return session
  }

  /// The run with its moments, the numbers that are drawn at the prompt, and the names of the runs
  /// are what they were.
  @Test func theSessionStaysAsItIs() throws {
    var session = try Self.xor()
    let (hash, random, names) = (session.run.stateHash, session.random, session.book.names)
    let losses = session.run.losses
    #expect(session.perform("diagnose try epochs=30").isSuccess)
    #expect(session.run.stateHash == hash && session.run.losses == losses)
    #expect(session.random == random && session.book.names == names)
    #expect(session.book.undoable.isEmpty == (try Self.xor()).book.undoable.isEmpty)
    // Twice the same, and under its other name.
    let text = Shells.text(session.perform("diagnose try epochs=30"))
    #expect(Shells.text(session.perform("diagnose --try epochs=30")) == text)
    #expect(text.contains("as it is") && !text.contains(" s "))
  }

  @Test func jsonHasARowForEachRemedy() throws {
    var session = try Self.xor()
    let outcome = session.perform("diagnose try epochs=25")
    guard case .success(let report) = outcome.result else {
      Issue.record("\(outcome)")
      return
    }
    let json = report.json
    #expect(json["type"]?.string == "treatment" && json["epochs"]?.integer == 25)
    #expect(json["done"]?.integer == json["trials"]?.integer)
    guard case .array(let rows)? = json["remedies"] else {
      Issue.record("no remedies")
      return
    }
    #expect(rows.first?["remedy"]?.string == "as it is")
    #expect(
      rows.contains { $0["remedy"]?.string == "set scale = 1" && $0["trials"]?.integer == 10 })
    // Without a clock nothing says how long it took.
    #expect(rows.allSatisfy { $0["seconds"] == .null })
  }

  @Test func aStopTellsWhatIsKnown() throws {
    var session = try Self.xor()
    let stop = Stop(after: 3)
    session.context.progress = { stop.note($0.done) }
    session.context.shouldStop = { stop.isDue }
    let outcome = session.perform("diagnose try epochs=2000")
    #expect(outcome.isSuccess)
    let text = Shells.text(outcome)
    #expect(text.contains("trainings were done") && text.contains("remedy"))
  }

  @Test func wordsThatAreNoneAreRefused() throws {
    var session = try Self.xor()
    for (line, code) in [
      ("diagnose try 5", "unexpected-argument"), ("diagnose try epochs=0", "bad-count"),
      ("diagnose try epochs=x", "bad-count"), ("diagnose tries", "unexpected-argument"),
    ] {
      #expect(session.perform(line).failure?.code == code, "\(line)")
    }
  }

  /// A network that has learned its task is not treated.
  @Test func whatIsSolvedIsNotTreated() throws {
    var session = try Shells.article()
    for line in ["set hidden = 6; scale = 1; lr = 5", "run 800", "diagnose try"] {
      let outcome = session.perform(line)
      #expect(outcome.isSuccess)
      if line == "diagnose try" { #expect(Shells.text(outcome).contains("Nothing to try")) }
    }
  }

  /// What is offered can be typed as it stands.
  @Test func theCommandCanBeTyped() throws {
    var session = try Self.xor()
    guard case .success(let report) = session.perform("diagnose try epochs=600").result else {
      Issue.record("refused")
      return
    }
    let command = try #require(report.json["try"]?.string)
    let parts = CommandText.numbered(command).map(\.text)
    for part in parts { #expect(session.perform(part).isSuccess, "\(part)") }
    #expect(try #require(SolvedGoal(session.run)).isReached(by: session.run), "\(command)")
  }

  private final class Stop: @unchecked Sendable {
    private let lock = NSLock()
    private var done = 0
    private let after: Int

    init(after: Int) { self.after = after }

    func note(_ count: Int) { lock.withLock { done = count } }
    var isDue: Bool { lock.withLock { done >= after } }
  }
}
