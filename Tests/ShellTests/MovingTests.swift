import ShellSupport
import Testing

@testable import Shell

/// What `goto` and `back` say of what `set` had changed.
@Suite struct MovingTests {
  private func text(_ commands: String...) throws -> String {
    var session = try Shells.article()
    var last = ""
    for command in commands {
      let outcome = session.perform(command)
      #expect(outcome.isSuccess, "\(command): \(outcome)")
      last = Shells.text(outcome)
    }
    return last
  }

  private static let heading = "The settings and equations are those of this moment:\n"

  @Test func settingsThatAreAgainAsTheyWere() throws {
    let back = try text("run 2", "set update = adam(0.1)", "set lr = 3", "run 2", "goto 0.init")
    #expect(back.contains(Self.heading + "    lr = 0.5   was: lr = 3\n"), "\(back)")
    #expect(back.contains("    sgd(lr)   was: adam(0.1)\n"), "\(back)")
    let ahead = try text("run 2", "set lr = 3", "run 2", "goto 0.init", "goto end")
    #expect(ahead.contains(Self.heading + "    lr = 3   was: lr = 0.5\n"), "\(ahead)")
    let steps = try text("run 2", "set lr = 3", "step", "rewind 2")
    #expect(steps.contains("lr = 0.5   was: lr = 3"), "\(steps)")
  }

  @Test func equationsAndTheSeed() throws {
    let text = try text("run 2", "set A1 = tanh(Z1)", "set dZ2 = A2", "run 1", "goto 1")
    #expect(text.contains("    A1 = sigmoid(Z1)   was: A1 = tanh(Z1)\n"), "\(text)")
    #expect(text.contains("    dZ2 = A2 - Y   was: dZ2 = A2\n"), "\(text)")
    #expect(!text.contains("dW2 ="), "\(text)")
  }

  @Test func whereNothingWasChangedNothingIsSaid() throws {
    #expect(try !text("run 3", "goto 1").contains(Self.heading))
    #expect(try !text("run 3", "set W1[0, 0] = 1", "run 1", "goto 1").contains(Self.heading))
    #expect(try !text("run 3", "set lr = 3", "run 2", "goto 4").contains(Self.heading))
  }

  @Test func inJSON() throws {
    var session = try Shells.article(after: "run 2", "set lr = 3", "run 1")
    let result = try session.perform("goto 1").parsed()["result"] as? [String: Any]
    let changes = result?["changes"] as? [[String: Any]]
    #expect(changes?.first?["name"] as? String == "lr")
    #expect(changes?.first?["old"] as? String == "lr = 3")
    #expect(changes?.first?["new"] as? String == "lr = 0.5")
  }
}
