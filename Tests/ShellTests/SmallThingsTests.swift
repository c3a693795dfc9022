import Foundation
import ShellSupport
import Support
import Testing
import Training

@testable import Shell

/// Moments, statistics and sweeps, where the obvious was refused or not said.
@Suite struct SmallThingsTests {
  private static func words(_ outcome: Session.Outcome) -> String {
    Shells.text(outcome).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  static let moments = [
    ("forward", "3.forward"), ("backward", "3.backward"), ("backward.dW2", "3.backward.dW2"),
    ("dZ2", "3.backward.dZ2"), ("2.dW2", "2.backward.dW2"), ("2.A1", "2.forward.A1"),
    ("W1", "3.update.W1"), ("init", "0.init"), ("data", "0.data"), ("start", "0.start"),
    ("2", "2.update"), ("5.forward", "5.forward"), ("4.L", "4.loss"),
  ]

  @Test(arguments: moments)
  func momentsAsTheyAreMeant(text: String, position: String) throws {
    var session = try Shells.article(after: "run 3", "goto 3.loss")
    #expect(session.perform("goto \(text)").position == position)
  }

  @Test(arguments: ["forwrad", "3.dW9", "3.X", "hidden", "3.forward.dW1", ""])
  func momentsThatAreNone(text: String) throws {
    var session = try Shells.article(after: "run 3")
    let outcome = session.perform("goto \(text)")
    #expect(outcome.error != nil)
    #expect(outcome.position == "3.update")
  }

  /// An array is neither true nor false: said when the condition is given, not when it is met.
  @Test(arguments: ["break if A2", "break if X > 0", "tbreak if W1", "until A2"])
  func conditionsOfSeveralValuesAreRefused(command: String) throws {
    var session = try Shells.article(after: "run 1")
    #expect(session.perform(command).error != nil)
    #expect(session.perform("break if any(A2 > 0.9)").error == nil)
  }

  @Test func beforeTheFirstEpochItsPhasesAreMeant() throws {
    var session = try Shells.article()
    #expect(session.perform("goto forward").position == "1.forward")
  }

  @Test func aWayThatIsCutShortSaysSoAndIsNotedAsFarAsItWent() throws {
    let counter = StopCounter()
    var session = try Shells.article(after: "run 1")
    session.context.shouldStop = { counter.isEnough(40) }
    let outcome = session.perform("goto 9000000")
    #expect(Self.words(outcome).contains("stopped at \(outcome.position), between two equations"))
    #expect(session.journal.records.last?.command == "goto \(outcome.position)")
  }

  /// What was found while the run went is said at its end, also to one who had to stop it.
  @Test func whoStopsAStandstillIsToldWhatItIs() throws {
    let still = StopFlag()
    var session = try Shells.article(after: "set seed = 3", "set lr = 10")
    #expect(session.perform("run 2000").isSuccess)
    session.context.progress = { if $0.note != nil { still.isSet = true } }
    session.context.shouldStop = { still.isSet }
    let outcome = session.perform("until L < 0.05")
    let text = Self.words(outcome)
    #expect(text.contains("No progress for the last"), "\(text)")
    #expect(text.contains("diagnose thinks: Trap."), "\(text)")
  }

  @Test func statisticsOfAnyExpression() throws {
    var session = try Shells.article(after: "run 1", "mine = [1.0, 2.0, 3.0]")
    #expect(Self.words(session.perform("stats W1[0]")).contains("W1[0] (2,) float64 2 elements"))
    #expect(Self.words(session.perform("stats A2 - Y")).contains("1000 elements"))
    #expect(Self.words(session.perform("stats mine")).contains("mean 2"))
    #expect(session.perform("stats A9").error?.code == "unknown-name")
    #expect(session.perform("stats W1.shape").error != nil)
    #expect(Self.words(session.perform("stats A1")).contains("saturated"))
  }

  @Test func anOptimizersArgumentsAreOnNoLine() throws {
    var session = try Shells.article()
    let text = Shells.text(session.perform("set update = adam(1, 2, 3, 4, 5, 6)"))
    #expect(text.contains("adam takes 4 arguments"), "\(text)")
    #expect(!text.contains("line 0"), "\(text)")
  }

  @Test func theScreenIsClearedByAKey() throws {
    var session = try Shells.article()
    for word in ["clear", "cls"] {
      #expect(session.perform(word).error?.hint?.english.contains("Ctrl-L") == true)
    }
  }

  @Test func aSweepWithNothingLeftSaysSo() throws {
    var session = try Shells.article()
    let sweep = session.perform("sweep lr=1,2 epochs=2 threads=1")
    #expect(!Self.words(sweep).contains("were done already"))
    let again = Self.words(session.perform("sweep continue"))
    #expect(again.contains("All 2 trials were done already."), "\(again)")
  }

  @Test func missingTrialsAreCounted() throws {
    let folder = try TemporaryFolder()
    var session = try Shells.article()
    let lines = Shells.text(session.perform("sweep lr=1,2,3 seeds=2 epochs=2 --commands"))
      .split(separator: "\n").map(String.init)
    #expect(lines.count == 6)
    #expect(lines.allSatisfy { $0.hasSuffix("--of 6") }, "\(lines)")
    var text = ""
    for (lr, seed) in [(1, 0), (2, 1), (3, 0), (1, 1)] {
      text +=
        try SingleTrial(
          modelPath: nil, settings: ["lr=\(lr)"], seed: UInt32(seed), epochs: 2, solved: nil,
          number: lr, sweepCount: 6
        ).line() + "\n"
    }
    try folder.write(text, to: "some.jsonl")
    let outcome = session.perform("sweep --collect \(folder.file("some.jsonl")) by=accuracy")
    let words = Self.words(outcome)
    #expect(words.contains("4 of 6 trials are here; the lines of 2 are missing."), "\(words)")
    #expect(words.contains("By accuracy."))
    try folder.write(text.replacingOccurrences(of: "\"of\":6,", with: ""), to: "old.jsonl")
    let old = Self.words(session.perform("sweep --collect \(folder.file("old.jsonl"))"))
    #expect(!old.contains("missing"), "\(old)")
    let help = Self.words(session.perform("help sweep"))
    #expect(help.contains("--collect FILE... [by=...]"))
  }
}

final class StopFlag: @unchecked Sendable { var isSet = false }

/// Says to stop after it has been asked so often.
final class StopCounter: @unchecked Sendable {
  private var count = 0

  func isEnough(_ most: Int) -> Bool {
    count += 1
    return count > most
  }
}
