import Equations
import Networks
import ShellSupport
import Support
import Testing
import Training

@testable import Shell

/// An explanation in few digits, written as one writes it by hand, is the same arithmetic.
@Suite struct WhyByHandTests {
  private static let classes = """
    data:
      seed(1)
      X = randn(2, 9)
      C = int(X[0] > 0) + int(X[1] > 0.5)
      Y = float(C == arange(3).reshape(3, 1))
    init:
      W = randn(3, 2)
    forward:
      A = softmax(W @ X)
    loss:
      L = cross_entropy(A, Y)
    update:
      sgd(0.5)
    """

  private func session(_ text: String?) throws -> Session {
    guard let text else { return try Shells.article() }
    let folder = try TemporaryFolder()
    let path = folder.file("model.txt")
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return try Session.start(modelPath: path, seed: 0, context: Session.Context())
  }

  /// A metric, which no equation of an epoch computes, has its arithmetic all the same.
  @Test func aMetricIsWorkedOut() throws {
    var session = try Shells.article()
    _ = session.perform("set holdout = 0.2")
    _ = session.perform("run 50")
    for (metric, count) in [(Metric.accuracy, 800), (.validationAccuracy, 200)] {
      let explanation = try Explainer(session.run).explain(metric.rawValue)
      let node = try #require(explanation.node)
      #expect(node.number == session.run.metric(metric)?.item)
      #expect(explanation.operands.count == 2 * count)
      let text = Shells.text(session.perform("why \(metric.rawValue)"))
      #expect(text.contains("what the network says, asked now"), "\(text)")
      #expect(text.contains("over \(count) \(count == 800 ? "examples" : "terms")"), "\(text)")
    }
    _ = session.perform("set A2 = tanh(Z2)")
    #expect(session.perform("why accuracy").isSuccess)
  }

  @Test func theNumberStaysTheSame() throws {
    for (model, names) in [(nil, ["L"]), (Self.classes, ["L", "A[1, 2]", "A[0, 0]"])] {
      for epochs in [1, 7, 60] {
        var session = try session(model)
        #expect(session.perform("run \(epochs)").isSuccess)
        for name in names {
          let node = try Explainer(session.run).explain(try Parser.expression(name))
          let plain = node.byHand.expression(sumLimit: .max, leaf: { .number($1) })
          let value = try WhyRecomputedTests.evaluated(plain.text)
          #expect((value - node.number).magnitude < 1e-12, "\(name): \(plain.text)")
        }
      }
    }
  }

  /// Scores that are long sums change nothing about that: the largest one cancels.
  @Test(arguments: [3, 6, 7, 20])
  func aSoftmaxOfLongSumsIsWrittenWithoutTheLargest(units: Int) throws {
    let text = Self.classes.replacing(
      "W = randn(3, 2)", with: "V = randn(\(units), 2)\n  W = randn(3, \(units))"
    )
    .replacing("A = softmax(W @ X)", with: "A = softmax(W @ tanh(V @ X))")
    var session = try session(text)
    #expect(session.perform("run 5").isSuccess)
    let said = Shells.text(session.perform("why A[0, 0]"))
    #expect(said.contains("exp(") && !said.contains("np.max") && !said.contains("max(["), "\(said)")
    let node = try Explainer(session.run).explain(try Parser.expression("A[0, 0]"))
    let plain = node.byHand.expression(sumLimit: .max, leaf: { .number($1) })
    let value = try WhyRecomputedTests.evaluated(plain.text)
    #expect((value - node.number).magnitude < 1e-12, "\(plain.text)")
  }

  @Test func lossesAreWrittenWithoutWhatDoesNotCount() throws {
    for (model, name) in [(nil, "L"), (Self.classes, "L"), (Self.classes, "A[1, 2]")] {
      var session = try session(model)
      #expect(session.perform("run 3").isSuccess)
      let short = Shells.text(session.perform("why \(name)"))
      for word in ["maximum", "max([", "-100", " * 1 ", "e-17"] {
        #expect(!short.contains(word), "\(short)")
      }
      let exact = Shells.text(session.perform("why \(name) --exact"))
      #expect(exact.contains("max"), "\(exact)")
      // The article's fits a window.
      if model == nil { #expect(short.split(separator: "\n").count <= 22, "\(short)") }
    }
  }

  @Test(arguments: [
    (0.49953627, 0.4995), (0.99996, 0.99996), (-0.0, 0), (1999.96, 2000), (3, 3), (1e-17, 1e-17),
    (0.000012345, 0.00001234), (123456.7, 123456.7),
  ])
  func digits(value: Double, rounded: Double) {
    let found = WhyDigits.few.rounded(value)
    #expect((found - rounded).magnitude <= 0.05 * rounded.magnitude && found.sign == rounded.sign)
    #expect((found == found.rounded()) == (value == value.rounded()))
    #expect(WhyDigits.all.rounded(value).bitPattern == value.bitPattern)
  }
}
