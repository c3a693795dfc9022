import Foundation
import ShellSupport
import Support
import Testing
import Training

@testable import Shell

/// What Tab offers can stand there.
@Suite struct CompletionTests {
  static func texts(_ line: String, in session: Session) -> [String] {
    Completer(session: session).complete(line, at: line.utf8.count).candidates
      .map { $0.text + $0.suffix }
  }

  static let offered: [(line: String, some: [String], none: [String])] = [
    ("sweep l", ["lr="], ["log(", "linspace("]),
    ("sweep ", ["hidden=", "seeds=", "epochs=", "by=", "random", "--commands"], ["X", "W1"]),
    ("sweep lr=1 ", ["hidden=", "seeds=", "--commands"], ["lr=", "random", "show"]),
    ("sweep update=", ["adam(", "sgd("], ["lr="]), ("sweep update=sgd(lr),ad", ["adam("], []),
    ("sweep lr=1 by=", ["loss ", "accuracy ", "epochs "], []), ("sweep lr=", [], ["X"]),
    ("break ", ["if ", "forward ", "dW1 ", "Z1 "], ["X", "sigmoid("]),
    ("break f", ["forward "], []),
    ("tbreak i", ["if ", "init "], []), ("break forward ", [], ["forward ", "if "]),
    ("break if ", ["L", "W1"], ["forward "]),
    ("set update = ", ["adam(", "rmsprop("], ["W1"]),
    ("set update = a", ["adam(", "adagrad("], []),
    ("set ", ["lr", "W1", "update", "seed"], []), ("set A1 = ta", ["tanh("], []),
    ("show ", ["cache", "grads", "W1"], []), ("stats ", ["W1", "X"], ["cache", "grads", "all"]),
    ("why ", ["W1"], ["cache", "params"]), ("watch c", [], ["cache"]),
    ("open ", ["best "], []), ("open best ", [], ["best "]), ("check g", ["gradients "], []),
    ("check gradients ", [], ["gradients "]), ("list math f", ["forward "], []),
    ("list math ", [], ["math "]), ("help why ", [], ["why "]), ("rewind 2 ", ["epoch "], []),
    ("sig", ["sigmoid("], []), ("np.ra", ["np.randn(", "np.random."], ["np.sum("]),
    ("X = np.random.ra", ["np.random.randn(", "np.random.randint("], []),
    ("W1.", ["W1.T", "W1.shape", "W1.sum("], []), ("show A2.me", ["A2.mean("], ["A2.sum("]),
    ("goto 1.", ["1.forward ", "1.update "], ["1.data "]), ("goto 0.", ["0.init "], []),
    ("goto 1.backward.dW", ["1.backward.dW1 "], []), ("set A1 = ", ["sigmoid(", "Z1"], []),
    ("switch main ", [], ["main "]), ("compare main ", [], ["main "]),
  ]

  @Test(arguments: offered.indices)
  func whatIsOffered(index: Int) throws {
    let session = try Shells.article(after: "run 1")
    let (line, some, none) = Self.offered[index]
    let texts = Self.texts(line, in: session)
    for text in some { #expect(texts.contains(text), "\(line): \(texts)") }
    for text in none { #expect(!texts.contains(text), "\(line): \(texts)") }
    #expect(texts.count == Set(texts).count, "\(line): \(texts)")
  }

  /// Each group that a command offers is one that it takes.
  @Test(arguments: ["show ", "stats ", "shape ", "why ", "watch ", "display "])
  func groupsAreTakenWhereTheyAreOffered(command: String) throws {
    var session = try Shells.article(after: "run 1")
    let groups = Set(ValueGroup.allCases.map(\.rawValue))
    for text in Self.texts(command, in: session) where groups.contains(text) {
      #expect(session.perform(command + text).isSuccess, "\(command)\(text)")
    }
  }
}
