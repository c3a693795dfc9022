import Networks
import ShellSupport
import Testing
import Training

@testable import Shell

/// A run that is not compiled says so: for which equation, why, and what that costs.
@Suite struct InterpretedRunTests {
  static func session(
    forward: String = "", update: String = "", counts: Int = 3
  ) throws -> Session {
    let text = """
      data:
        seed(9)
        X = randn(2, 50)
        Y = X[0:1] + 1
      init:
        W = randn(1, 2)
        b = 0.0
        s = 1.0
        v = zeros(\(counts))
      forward:
        P = W @ X + b
        \(forward)
      loss:
        L = mse(P, Y)
      update:
        W = W - 0.01 * dW
        b -= 0.01 * db
        s = 0.99 * s
        \(update)
      """
    return Session(run: Run(try Program(try Model(name: "walked", text: text))))
  }

  @Test(arguments: [
    ("big = P[P > 0]", "", "how many elements it has depends on values"),
    ("", "W = W + normal(0, s, size=(1, 2))", "what it draws depends on values"),
  ])
  func isSaidOnce(forward: String, update: String, why: String) throws {
    let wanted =
      "Run equation by equation, often ten times slower, for \(forward)\(update): \(why)."
    var session = try Self.session(forward: forward, update: update)
    func run(_ command: String) -> String {
      // However it is wrapped.
      Shells.text(session.perform(command)).split { $0.isWhitespace }.joined(separator: " ")
    }
    #expect(!run("run 40").contains("often ten times slower"))
    #expect(run("run 400").contains(wanted))
    #expect(!run("run 400").contains("often ten times slower"))
    #expect(run("info").contains(wanted))
  }

  @Test func isInJSON() throws {
    var session = try Self.session(forward: "big = P[P > 0]")
    for command in ["run 200", "info"] {
      let json = "\(session.perform(command).json)"
      #expect(json.contains("shape-depends-on-values") && json.contains("big = P[P > 0]"))
    }
  }

  @Test func largeWatchesAreSaid() throws {
    var session = try Self.session(update: "v = v + float(s < 0.0001)", counts: 5000)
    func run(_ command: String) -> String {
      Shells.text(session.perform(command)).split { $0.isWhitespace }.joined(separator: " ")
    }
    _ = run("run 2")
    #expect(!run("watch v[0:4096]").isEmpty)
    #expect(!run("run 300").contains("often ten times"))
    #expect(!run("watch v").isEmpty)
    let wanted =
      "often ten times slower: a watched value has too many elements to be compared within an epoch."
    #expect(run("run 300").contains(wanted))
    #expect(run("run 900").contains("stopped at 917.update by 2"))
  }

  /// Said again when it is for something else, and after a run that was compiled.
  @Test func isSaidAnew() throws {
    var session = try Self.session(forward: "big = P[P > 0]")
    func isSaid(_ commands: String...) -> Bool {
      var text = ""
      for command in commands { text = Shells.text(session.perform(command)) }
      return text.contains("often ten times")
    }
    #expect(isSaid("run 200"))
    #expect(!isSaid("set big = P * 2", "run 200"))
    #expect(isSaid("set big = P[P > 1]", "run 200"))
    #expect(isSaid("set big = P[P > 2]", "run 200"))
  }

  @Test func ofCompiledRunsNothingIsSaid() throws {
    var session = try Self.session(forward: "big = P > 0", update: "v[1] = sum(P > s)")
    #expect(!Shells.text(session.perform("run 400")).contains("often ten times"))
    #expect(!Shells.text(session.perform("info")).contains("often ten times"))
  }
}
