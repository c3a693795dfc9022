import Foundation
import Support
import Testing

@testable import Networks

/// Whatever stands in a model's text: a program or a ModelError, never a crash.
@Suite struct HostileModelTests {
  /// The article's network on few examples, and others like it.
  static let models = [
    Model.articleText.replacingOccurrences(of: "1000", with: "12"),
    GradientTests.network(4), GradientTests.network(8), GradientTests.network(13),
    """
    settings:
      batch = 3
      holdout = 0.25
      lam = 0.1
    data:
      X = randn(2, 13)
      Y = eye(3)[:, randint(0, 3, size=13)]
    init:
      W1 = randn(3, 2)
      b1 = zeros((3, 1))
    forward:
      Z1 = W1 @ X + b1
      Z1 += W1[0, 0]
      A1 = softmax(Z1)
      A2 = vstack((A1[0:1], A1[1:]))
    loss:
      L = cross_entropy(A2, Y) + lam / 2 * sum(W1**2)
    update:
      adam(0.1, beta1=0.8)
    """,
  ]

  private static let pieces = [
    "W1", "X", "Y", "A1", "m", "L", "(", ")", "[", "]", ":", ",", "=", "+", "-", "*", "/", "@",
    "**",
    ".T", "0", "1", "2", "1000000", "sum(", "exp(", "log(", "sigmoid", "\n", "  ", "update:\n",
    "backward:\n", "data:\n", "#", "np.", "axis=0", "None", "m = 3\n", "\r\n", "\0", "é",
    "reshape(",
    "concatenate([", "where(", "max(", "std(", "shuffle(X)\n", "import numpy as np\n", "randn(",
    "nan",
  ]

  private static func mutated(_ dice: inout Dice) -> String {
    var bytes = Array(dice.pick(models).utf8)
    for _ in 0...dice.below(2) {
      let place = dice.below(bytes.count + 1)
      switch dice.below(4) {
      case 0: bytes.removeSubrange(place..<min(place + 1 + dice.below(8), bytes.count))
      case 1: bytes.insert(contentsOf: dice.pick(pieces).utf8, at: place)
      case 2:
        let end = min(place + dice.below(40), bytes.count)
        bytes.insert(contentsOf: bytes[place..<end], at: dice.below(bytes.count))
      default:
        let other = Array(dice.pick(models).utf8)
        let start = dice.below(other.count)
        bytes.insert(contentsOf: other[start..<min(start + 30, other.count)], at: place)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Builds the program, and runs it where there is one.
  @discardableResult
  private static func run(_ text: String) -> Bool {
    guard let model = try? Model(name: "hostile", text: text),
      let program = try? Program(model, limits: .init(bytes: 1 << 22))
    else { return false }
    _ = try? RunState(of: program, epochs: 2)
    return true
  }

  @Test func mutatedModels() {
    var dice = Dice(5)
    for (index, model) in Self.models.enumerated() {
      #expect(Self.run(model), "model \(index)")
    }
    var built = 0
    for _ in 0..<800 where Self.run(Self.mutated(&dice)) { built += 1 }
    #expect(built > 5, "\(built)")
  }

  /// Forward equations as deep as the parser lets through; the derived ones are deeper.
  static let deep: [@Sendable (Int) -> String] = [
    { String(repeating: "tanh(", count: $0) + "W @ X" + String(repeating: ")", count: $0) },
    { String(repeating: "exp(-", count: $0) + "W @ X" + String(repeating: ")", count: $0) },
    { String(repeating: "W @ X + ", count: $0) + "W @ X" },
    { String(repeating: "(W @ X) * ", count: $0) + "(W @ X)" },
    { String(repeating: "W @ ", count: $0) + "X" },
    { String(repeating: "softmax(", count: $0) + "W @ X" + String(repeating: ")", count: $0) },
    { String(repeating: "(1 + ", count: $0) + "W @ X" + String(repeating: ")**2", count: $0) },
    { String(repeating: "1 / (1 + ", count: $0) + "W @ X" + String(repeating: ")", count: $0) },
    { "(W @ X)" + String(repeating: "[0:2]", count: $0) },
    {
      String(repeating: "where(X > 0, ", count: $0) + "W @ X"
        + String(repeating: ", W @ X)", count: $0)
    },
    {
      String(repeating: "mean(", count: $0) + "W @ X"
        + String(repeating: ", axis=0, keepdims=True)", count: $0)
    },
  ]

  @Test(arguments: deep.indices) func theDeepestEquationsAreDerived(index: Int) {
    @Sendable func text(_ depth: Int) -> String {
      """
      data:
        X = randn(2, 3)
      init:
        W = randn(2, 2) * 0.1
      forward:
        A = \(Self.deep[index](depth))
      loss:
        L = mean(A**2)
      update:
        sgd(0.1)
      """
    }
    // The main thread's stack, of which a session has the most part to itself.
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      var depth = 64
      while depth > 1, (try? Model(name: "deep", text: text(depth))) == nil { depth -= 1 }
      Self.run(text(depth))
      done.signal()
    }
    thread.stackSize = 4 << 20
    thread.start()
    done.wait()
  }
}
