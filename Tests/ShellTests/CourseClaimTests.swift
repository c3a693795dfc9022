import Foundation
import ShellSupport
import Testing

@testable import Shell

/// What the course says in general, held against other random numbers than those of its lessons: a few
/// seeds, or as many as UNDERHOOD_CLAIMS says.
@Suite struct CourseClaimTests {
  struct Claim: CustomTestStringConvertible, Sendable {
    let lesson: String
    let says: String
    /// What is done in the lesson's network, started from another seed.
    let commands: [String]
    /// What holds then.
    let holds: String

    init(_ lesson: String, _ says: String, _ commands: [String], holds: String) {
      (self.lesson, self.says, self.commands, self.holds) = (lesson, says, commands, holds)
    }

    var testDescription: String { "\(lesson): \(says)" }
  }

  private static let seeds =
    1...(ProcessInfo.processInfo.environment["UNDERHOOD_CLAIMS"].flatMap { Int($0) } ?? 2)

  @Test(arguments: fixes + batches + scaling + curves + depth + digits)
  func holds(claim: Claim) throws {
    for seed in Self.seeds {
      var session = try Shells.article()
      for command in ["lesson \(claim.lesson)", "set seed = \(seed)"] + claim.commands {
        let outcome = session.perform(command)
        #expect(outcome.isSuccess, "\(command): \(String(describing: outcome.error))")
      }
      let text = Shells.text(session.perform("show \(claim.holds)"))
      #expect(text.hasPrefix("True"), "seed \(seed): \(text)")
    }
  }

  // MARK: 14, fifty networks at once

  private static let solved = "sum(all((A2 > 0.5) == Y, axis=1))"

  private static func fix(_ says: String, _ commands: [String], _ holds: String) -> Claim {
    Claim(
      "fixes-and-their-price", says, commands + ["run 400", "n = \(solved)"], holds: holds)
  }

  private static let fixes = [
    fix("at the article's scale none has solved it", [], "n == 0"),
    fix("most do from a scale of 1, not all", ["set scale = 1"], "(n > 30) & (n < 46)"),
    fix("few do from a scale of 5", ["set scale = 5"], "n < 25"),
    fix("three neurons: nearly all", ["set scale = 1", "set hidden = 3"], "n >= 46"),
    fix("four neurons: one missing at most", ["set scale = 1", "set hidden = 4"], "n >= 49"),
    fix("Adam with 0.1 breeds twins", ["set update = adam(0.1)"], "n == 0"),
    fix("RMSprop with its memory", ["set update = rmsprop(0.01)"], "(n > 35) & (n < 48)"),
    fix("RMSprop with another", ["set update = rmsprop(0.01, 0.9)"], "(n > 15) & (n < 35)"),
    fix("Adam with 0.01", ["set update = adam(0.01)"], "(n > 15) & (n < 35)"),
    fix(
      "a ReLU solves it seldom", ["set A1 = relu(Z1)", "set update = sgd(0.5)", "set scale = 1"],
      "n < 20"),
  ]

  // MARK: 18, a handful at a time

  private static let all = "bce(sigmoid(W2 @ tanh(W1 @ X_all + b1) + b2), Y_all)"

  private static let batches = [
    Claim(
      "a-handful-at-a-time", "the spread goes with one over the root",
      ["goto 1.backward", "g = dZ2 * A1[0:1]", "few = std(mean(reshape(g, 100, 4), axis=1))"],
      holds: "(std(g) / few > 1.6) & (std(g) / few < 2.5)"),
    Claim(
      "a-handful-at-a-time", "twenty epochs by handfuls beat twenty at once",
      ["run 20", "before = L", "reset", "set batch = 20", "run 20"], holds: "\(all) < before - 0.05"
    ),
    Claim(
      "a-handful-at-a-time", "a class at the end of each epoch has the last word",
      [
        "set side = repeat([[0, 1]], 200, axis=1)", "set shuffle = 0", "set batch = 20", "run 5",
      ], holds: "mean(sigmoid(W2 @ tanh(W1 @ X_all + b1) + b2) > 0.5) > 0.52"),
    Claim(
      "a-handful-at-a-time", "gradients that are never zeroed roll up the other side",
      ["set batch = 20", "set update = momentum(lr, 1)", "run 20"], holds: "\(all) > 0.5"),
    Claim(
      "a-handful-at-a-time", "smaller batches bring more in ten epochs",
      ["set batch = 5", "run 10"], holds: "\(all) < 0.25"),
  ]

  // MARK: 19, numbers of unlike size

  private static let scaled = [
    "set X = (inputs[:, :300] - center) / spread",
    "set X_val = (inputs[:, 300:] - center) / spread",
  ]

  private static let scaling = [
    Claim(
      "numbers-of-unlike-size", "a rate of 0.1 explodes on raw numbers", ["run 3"],
      holds: "L > 1000000"),
    Claim(
      "numbers-of-unlike-size", "twenty epochs do what ten thousand did",
      ["set lr = 0.00001", "run 10000", "before = L", "reset", "set lr = 0.1"] + scaled
        + ["run 40"], holds: "L < before"),
    Claim(
      "numbers-of-unlike-size", "by its weight space matters least, by what is lost most",
      scaled + ["run 400", "u = abs(w / spread.T)"],
      holds: """
        (u[0, 0] < u[0, 2]) & (abs(w[0, 0]) > 2 * abs(w[0, 2])) \
        & (mean((w[:, 1:] @ X[1:] + b - Y)**2) > 5 * L)
        """),
  ]

  // MARK: 21, a curve

  private static let curves = [
    Claim(
      "a-curve", "a line explains a part, and leaves a pattern",
      ["set P = W2 @ A1 + b2", "run 1000", "R = Y - P"],
      holds: "(L > 8) & (L < var(Y)) & (mean(R[abs(X) < 1]) > 1) & (abs(mean(R)) < 0.02)"),
    Claim(
      "a-curve", "a bend brings the loss down to the noise",
      ["set P = W2 @ A1 + b2", "set A1 = tanh(W1 @ X + b1)", "run 8000"],
      holds: "abs(L - var(noise)) < 0.5"),
  ]

  // MARK: 22, deeper

  private static let xavier = [
    "set A1 = tanh(Z1)", "set A2 = tanh(Z2)", "set W1 = randn(hidden, 2) * sqrt(1 / 2)",
    "set W2 = randn(hidden, hidden) * sqrt(1 / hidden)",
    "set W3 = randn(1, hidden) * sqrt(1 / hidden)",
  ]

  private static let depth = [
    Claim(
      "deeper", "2-10-10-1 stands still from small weights", ["run 10000"],
      holds: "abs(L - log(2)) < 0.001"),
    Claim("deeper", "2-10-1 does not", ["set A2 = A1", "run 10000"], holds: "L < 0.05"),
    Claim(
      "deeper", "the blame fades by a quarter times the weights", ["goto 1.backward"],
      holds: "abs(mean(abs(dZ2)) / mean(abs(dA2)) - 0.25) < 0.01"),
    Claim(
      "deeper", "with Xavier's numbers it learns at once", xavier + ["run 60"], holds: "L < 0.1"),
  ]

  // MARK: 23, digits

  private static let digits = [
    Claim(
      "digits-honestly", "mean pictures have nearly nine in ten",
      [
        "goto 0.init", "means = X @ Y.T / sum(Y, axis=1)",
        "near = means.T @ X_val - sum(means**2, axis=0).reshape(-1, 1) / 2",
      ], holds: "abs(accuracy(near, Y_val) - 0.89) < 0.06"),
    Claim(
      "digits-honestly", "straight borders do about as well",
      ["run 20", "bent = accuracy_val", "reset", "set A1 = W1 @ X + b1", "run 20"],
      holds: "abs(accuracy_val - bent) < 0.03"),
    Claim(
      "digits-honestly", "twins in both parts let random labels be guessed",
      [
        "set hidden = 60", "set order = hstack([permutation(1400) % 700, arange(700, 1097)])",
        "set digit = randint(0, 10, size=1797)[order]", "run 60",
      ], holds: "accuracy_val > 0.25"),
    Claim(
      "digits-honestly", "and without twins nobody guesses them",
      ["set digit = randint(0, 10, size=1797)[order]", "run 20"], holds: "accuracy_val < 0.17"),
  ]
}
