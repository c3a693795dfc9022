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

  /// Scaling by numbers of all examples, of those too that are held back.
  @Test(arguments: [
    ("X = (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)", true),
    ("mu = mean(X)\n    X = X - mu", true), ("top = X.max()\n    X = X / top", true),
    ("raw = X * 2\n    low = raw.min(axis=1, keepdims=True)\n    X = (raw - low) * 3", true),
    ("X = X / 8", false), ("X = X / X.max(axis=0)", false), ("Z = X - mean(X)", false),
    ("n = mean(X)\n    X = X * n", false),
  ]) func scalingByAllIsSaidOnce(data: String, isSaid: Bool) throws {
    for settings in ["holdout = 0.25", "holdout_test = 0.25", "shuffle = 0"] {
      var session = try Self.session(
        data + "\n    Y = arange(8).reshape((1, 8))", settings: settings, "mse(A, Y)")
      let notice = try session.perform("step").parsed()["notice"] as? String ?? ""
      #expect(
        notice.contains("scales by numbers of all") == (isSaid && settings != "shuffle = 0"),
        "\(data): \(notice)")
      #expect(try session.perform("step").parsed()["notice"] == nil)
    }
  }
}
