import Foundation
import Networks
import ShellSupport
import Support
import Testing
import Training

@testable import Shell

/// What is suggested can be done, and helps.
@Suite struct SuggestionTests {
  private static func session(_ text: String) throws -> Session {
    Session(run: Run(try Program(try Model(name: "test", text: text))))
  }

  private static let withoutScale = """
    data:
      X = array([[0, 0, 1, 1], [0, 1, 0, 1]])
      Y = array([[0, 1, 1, 0]])
    init:
      W1 = randn(2, 2)
      W2 = randn(1, 2)
    forward:
      A1 = tanh(W1 @ X * 1e-30)
      A2 = sigmoid(W2 @ A1 * 1e-30)
    loss:
      L = bce(A2, Y)
    update:
      sgd(0.5)
    """

  private static let withScale =
    "settings:\n  scale = 1e-200\n  lr = 0.5\n"
    + withoutScale.replacingOccurrences(of: "W1 = randn(2, 2)", with: "W1 = randn(2, 2) * scale")
    .replacingOccurrences(of: "W2 = randn(1, 2)", with: "W2 = randn(1, 2) * scale")
    .replacingOccurrences(of: " * 1e-30", with: "")

  /// Words may be parted by the ends of lines.
  private static func words(_ outcome: Session.Outcome) -> String {
    Shells.text(outcome).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test func largerWeightsAreSuggestedWhereThereIsASettingForThem() throws {
    for (text, isSuggested) in [(Self.withoutScale, false), (Self.withScale, true)] {
      var session = try Self.session(text)
      #expect(session.perform("run 1").isSuccess)
      let words = Self.words(session.perform("check gradients"))
      #expect(words.contains("too small to be judged"), "\(words)")
      #expect(words.contains("set scale = 1") == isSuggested, "\(words)")
      #expect(words.contains("scale") == isSuggested, "\(words)")
    }
  }

  @Test func noOptimizerIsSuggestedForGradientsOfZero() throws {
    var session = try Self.session(
      Self.withScale.replacingOccurrences(of: "scale = 1e-200", with: "scale = 0"))
    #expect(session.perform("run 3").isSuccess)
    let words = Self.words(session.perform("diagnose"))
    #expect(words.contains("Every gradient is exactly 0"), "\(words)")
    #expect(!words.contains("rmsprop"), "\(words)")
    var slow = try Shells.article(after: "run 5")
    #expect(Self.words(slow.perform("diagnose")).contains("rmsprop"))
  }

  @Test(arguments: Optimizer.all.map(\.name))
  func anOptimizerByItsNameAlone(name: String) throws {
    for command in ["set update = \(name)", "sweep update=\(name) epochs=1"] {
      var session = try Shells.article()
      let error = try #require(session.perform(command).error)
      #expect(error.hint?.english == "\(name)(0.01)", "\(command)")
      #expect(!error.message.english.contains("there is no"), "\(error.message)")
      #expect(session.perform("set update = \(name)(0.01)").isSuccess)
    }
    let text = Self.withoutScale.replacingOccurrences(of: "sgd(0.5)", with: name)
    let error = #expect(throws: ModelError.self) { try Self.session(text) }
    let described = try Wording.describe(#require(error), place: "model.txt")
    #expect(described.hint?.english == "\(name)(0.01)", "\(described.message)")
  }

  @Test func aWordThatIsNoOptimizer() throws {
    for command in ["set update = adma", "set update = adma(0.01)", "sweep update=adma epochs=1"] {
      var session = try Shells.article()
      let error = try #require(session.perform(command).error)
      #expect(error.hint?.english.contains("adam") == true, "\(error)")
    }
  }

  @Test func aModelThatCallsNoSeed() throws {
    var session = try Self.session(Self.withoutScale)
    let error = try #require(session.perform("set seed = 5").error)
    #expect(error.message.english.contains("seed(...)"), "\(error.message)")
    #expect(error.hint?.english.contains("--seed 5") == true)
    var article = try Shells.article()
    #expect(article.perform("set seed = 5").isSuccess)
  }
}
