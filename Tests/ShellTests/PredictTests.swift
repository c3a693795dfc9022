import ShellSupport
import Support
import Testing

@testable import Shell

/// What a network says to an input of one's own is what it says to the same example of its data.
@Suite struct PredictTests {
  private static func network(inputs: Int, outputs: Int, inRows: Bool) -> String {
    func shape(_ a: Int, _ b: Int) -> String { inRows ? "\(b), \(a)" : "\(a), \(b)" }
    return """
      data:
        seed(3)
        X = randn(\(shape(inputs, 7)))
        Y = float(randn(\(shape(outputs, 7))) > 0)
      init:
        W = randn(\(shape(outputs, inputs)))
        b = randn(\(shape(outputs, 1)))
      forward:
        A = sigmoid(\(inRows ? "X @ W" : "W @ X") + b)
      loss:
        L = bce(A, Y)
      update:
        sgd(0.1)
      """
  }

  private func values(_ outcome: Session.Outcome) throws -> [Double] {
    let result = try outcome.parsed()["result"] as? [String: Any]
    return try #require(result?["values"] as? [Double])
  }

  @Test(arguments: [false, true], [1, 2, 5])
  func equalsTheForwardPass(inRows: Bool, inputs: Int) throws {
    let folder = try TemporaryFolder()
    for outputs in [1, 3] {
      let path = folder.file("\(outputs).model")
      try Self.network(inputs: inputs, outputs: outputs, inRows: inRows)
        .write(toFile: path, atomically: true, encoding: .utf8)
      var session = try Session.start(
        modelPath: path, seed: 0,
        context: Session.Context(lessonDirectory: Transcript.lessonFolder))
      #expect(session.perform("step 3").isSuccess)
      for example in 0..<7 {
        func slice(_ name: String) -> String {
          inRows ? "\(name)[\(example)]" : "\(name)[:, \(example)]"
        }
        let outcome = session.perform("predict \(slice("X"))")
        let shown = session.perform("show \(slice("A"))")
        #expect(try values(outcome) == values(shown), "\(Shells.text(outcome))")
      }
      let before = session.run.position
      let many = Array(repeating: "0", count: inputs + 1).joined(separator: " ")
      #expect(session.perform("predict \(many)").error?.code == "wrong-count")
      #expect(session.perform("predict nothing").error?.code == "unknown-name")
      #expect(session.run.position == before)
    }
  }

  @Test func beforeThereAreParameters() throws {
    var session = try Shells.article()
    #expect(session.perform("predict 1 0").error?.code == "not-computed")
    #expect(session.perform("predict").error?.hint?.english == "predict 0 0")
    #expect(session.perform("step 2").isSuccess)
    for line in ["predict 1 0", "predict 1, 0", "predict [1, 0]", "predict -1 -2", "pred 1/2 0"] {
      #expect(session.perform(line).isSuccess, "\(line)")
    }
  }
}
