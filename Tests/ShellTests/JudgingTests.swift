import Arrays
import Networks
import Support
import Terminal
import Testing
import Training

@testable import Shell

/// Confusion, the worst examples and the test: counted again in another way.
@Suite struct JudgingTests {
  /// Three classes on a line, with names.
  private static func session() throws -> Session {
    let folder = try TemporaryFolder()
    let kinds = ["low", "middle", "high"]
    let lines = (0..<120).map { index -> String in
      let x = Double(index * 47 % 120)
      return "\(x),\(index % 5),\(kinds[min(Int((x + Double(index * 31 % 23)) / 48), 2)])"
    }
    try folder.write("x,noise,kind\n" + lines.joined(separator: "\n") + "\n", to: "t.csv")
    var session = try DataCommandTests.session(folder)
    for command in ["data t.csv", "run 15"] {
      #expect(session.perform(command).failure == nil, "\(command)")
    }
    return session
  }

  @Test(arguments: DataPart.allCases) func confusionCountsEveryExample(part: DataPart) throws {
    let session = try Self.session()
    let examples = try session.run.judged(part)
    let matrix = try #require(examples.confusion)
    #expect(matrix.total == examples.count)
    #expect(examples.labels == ["high", "low", "middle"])
    let accuracy = try #require(session.run.judgement(of: part)?.accuracy)
    #expect(abs(Double(matrix.right) / Double(matrix.total) - accuracy) < 1e-12)
    for index in 0..<3 {
      let (wanted, answered) = (examples.wanted, examples.answered)
      let both = wanted.indices.filter { wanted[$0] == index && answered[$0] == index }.count
      let ofIt = wanted.filter { $0 == index }.count
      let takenFor = answered.filter { $0 == index }.count
      #expect(matrix.recall(index) == (ofIt == 0 ? nil : Double(both) / Double(ofIt)))
      #expect(matrix.precision(index) == (takenFor == 0 ? nil : Double(both) / Double(takenFor)))
    }
  }

  /// The costs of all examples, each alone, have the loss as their mean.
  @Test(arguments: DataPart.allCases) func costsAreTheLoss(part: DataPart) throws {
    let session = try Self.session()
    let examples = try session.run.judged(part)
    let costs = session.run.costliest(examples, count: .max)
    #expect(Set(costs.map(\.example)) == Set(0..<examples.count))
    #expect(zip(costs, costs.dropFirst()).allSatisfy { $0.cost >= $1.cost })
    let mean = costs.map(\.cost).reduce(0, +) / Double(costs.count)
    let loss = try #require(session.run.judgement(of: part)?.loss)
    #expect((mean - loss).magnitude < 1e-9)
  }

  @Test func theTestIsLookedAtOnce() throws {
    var session = try Self.session()
    for (command, looks) in [
      ("test", 1), ("confusion", 0), ("worst 2", 0), ("test", 2), ("confusion test", 3),
      ("worst test", 4),
    ] {
      let outcome = session.perform(command)
      #expect(outcome.failure == nil, "\(command)")
      #expect("\(outcome.json)".contains("looks"), "\(command)")
      var page = Page(capabilities: TerminalCapabilities(width: 80))
      outcome.write(to: &page)
      let text = page.text
      #expect(text.contains("This is look \(looks)") == (looks > 1), "\(command)")
    }
  }

  @Test func modelsWithoutClassesOrPartsSaySo() throws {
    var article = try Session.start(modelPath: nil, seed: 0, context: .init())
    #expect(article.perform("confusion").failure?.code == "not-computed")
    #expect(article.perform("run 2").failure == nil)
    #expect(article.perform("confusion").failure == nil)
    #expect(article.perform("confusion val").failure?.code == "no-validation-data")
    #expect(article.perform("test").failure?.code == "no-test-data")
    #expect(article.perform("worst 3").failure == nil)
    #expect(article.perform("worst 0").failure?.code == "bad-count")
    #expect(article.perform("plot confusion").failure == nil)
    #expect(article.perform("show X[:, :8] as 4x4").failure == nil)
    #expect(article.perform("show X as 4x4").failure?.code == "wrong-count")
  }

  /// Predictions that are no number are of no class, and cost most.
  @Test func notANumberIsNoAnswer() throws {
    var session = try Self.session()
    #expect(session.perform("set W2[0, 0] = nan").failure == nil)
    let examples = try session.run.judged(.training)
    let matrix = try #require(examples.confusion)
    #expect(matrix.right == 0 && matrix.withoutAnswer.reduce(0, +) == examples.count)
    #expect(session.perform("confusion").failure == nil)
    #expect(session.perform("worst").failure == nil)
  }
}
