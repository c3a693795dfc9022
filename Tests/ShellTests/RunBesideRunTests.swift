import Foundation
import ShellSupport
import Testing
import Training

@testable import Shell

/// `compare` and `reverse-continue`, as they are told.
@Suite struct RunBesideRunTests {
  @Test func anotherSeedIsOneLine() throws {
    var session = try Shells.article(after: "fork other", "set seed = 7", "run 2")
    let outcome = session.perform("compare main other")
    let text = Shells.text(outcome)
    #expect(text.contains("data: seed(42)\n    in other: seed(7)"), "\(text)")
    #expect(!text.contains("nothing"), "\(text)")
    let result = try #require(try outcome.parsed()["result"] as? [String: Any])
    let equations = try #require(result["equations"] as? [[String: Any]])
    #expect(equations.count == 1)
    #expect(equations[0]["first"] as? String == "seed(42)")
    #expect(equations[0]["second"] as? String == "seed(7)")
  }

  /// An expression is looked at where the two runs stand, not where they parted.
  @Test func valuesOfNowDiffer() throws {
    var session = try Shells.article(
      after: "run 2", "fork fast", "set lr = 5", "run 3", "switch main", "run 4")
    let text = Shells.text(session.perform("compare main fast W1[0, 0]"))
    #expect(text.contains("from main (6.update) to fast (5.update)"), "\(text)")
    #expect(text.contains(", change: "), "\(text)")
    #expect(!text.contains("part"), "\(text)")
    #expect(Shells.text(session.perform("compare main fast")).contains("They part at"))
  }

  @Test func goingBackRunsNothing() throws {
    var session = try Shells.article(after: "break loss", "run 1", "c", "c", "c")
    let back = Shells.text(session.perform("reverse-continue"))
    #expect(back.contains("1 epoch back"), "\(back)")
    #expect(!back.contains("run"), "\(back)")
    _ = session.perform("delete")
    for _ in 1...2 {
      let start = Shells.text(session.perform("reverse-continue"))
      #expect(start.contains("this is the start"), "\(start)")
      #expect(!start.contains("holds already"), "\(start)")
      #expect(!start.contains("run"), "\(start)")
    }
  }
}
