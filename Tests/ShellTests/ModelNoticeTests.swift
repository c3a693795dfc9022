import Networks
import ShellSupport
import Support
import Testing
import Training

@testable import Shell

/// What a model may not mean is said once, in words and in JSON.
@Suite struct ModelNoticeTests {
  private static func session(_ data: String, settings: String, _ loss: String) throws -> Session {
    let text = """
      settings:
        lr = 0.1
        \(settings)
      data:
        X = arange(8).reshape((1, 8))
        \(data)
      init:
        w = ones((1, 1))
      forward:
        A = w @ X
      loss:
        L = \(loss)
      update:
        sgd(lr)
      """
    let program = try Program(try Model(name: "notice", text: text))
    return Session(run: Run(program, seed: 0), context: Session.Context())
  }

  @Test(arguments: ["mse(A.T, Y)", "mse(Y, A.T)", "mae(A.T, Y)", "mean((A.T - Y)**2)"])
  func spreadingIsSaidOnce(loss: String) throws {
    var session = try Self.session("Y = arange(8)", settings: "", loss)
    let first = session.perform("step")
    #expect(Shells.text(first).contains("(8, 8)"))
    #expect(try first.parsed()["notice"] != nil)
    #expect(try session.perform("step").parsed()["notice"] == nil)
    #expect(try session.perform("run 2").parsed()["notice"] == nil)
    #expect(session.run.state["L"] != nil)
  }

  @Test(arguments: ["mse(A, Y)", "mse(A, Y.reshape((1, 8)))", "mean((A - Y)**2)"])
  func whatIsMeantIsNot(loss: String) throws {
    var session = try Self.session("Y = arange(8)", settings: "", loss)
    #expect(try session.perform("run 1").parsed()["notice"] == nil)
  }

  @Test func whatBecomesSoBySetIsSaid() throws {
    var session = try Self.session("Y = arange(8)", settings: "", "mse(A, Y)")
    #expect(try session.perform("run 1").parsed()["notice"] == nil)
    #expect(try session.perform("set L = mse(A.T, Y)").parsed()["notice"] != nil)
  }

  @Test func aClassThatIsHeldBackIsSaid() throws {
    var session = try Self.session(
      "Y = (X > 5) * 1", settings: "holdout = 0.25\n  shuffle = 0", "mse(A, Y)")
    let outcome = session.perform("run 1")
    #expect(Shells.text(outcome).contains("of Y is held back"))
  }
}
