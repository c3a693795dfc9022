import Equations
import Testing

@testable import Networks

/// What `init` makes and nobody trains: sizes and constants.
@Suite struct ConstantsTests {
  private static func program(
    init extra: String, w1: String = "randn(4, 2)", forward: String = "A1 = tanh(W1 @ X)",
    loss: String = "L = np.sum((W2 @ A1 - Y)**2) / 30", rest: String = "update:\n  sgd(0.1)"
  ) throws -> Program {
    let text = """
      data:
        seed(1)
        X = randn(2, 30)
        Y = randn(1, 30)
      init:
        \(extra)
        W1 = \(w1)
        W2 = randn(1, 4)
      forward:
        \(forward)
      loss:
        \(loss)
      \(rest)

      """
    return try Program(try Model(name: "constants", text: text))
  }

  @Test(arguments: ["n = X.shape[1]", "n = 30", "n = len(X.T)", "k, n = X.shape", "n = X[0].size"])
  func theNumberOfExamplesIsNotTrained(line: String) throws {
    for loss in ["np.sum((W2 @ A1 - Y)**2) / n", "1 / n * np.sum((W2 @ A1 - Y)**2)"] {
      let program = try Self.program(init: line, loss: "L = \(loss)")
      #expect(program.parameters == ["W1", "W2"])
    }
  }

  /// A size by name is as good as its number, for the shapes of gradients too.
  @Test(arguments: ["n = X.shape[0]", "n = 2", "n, k = X.shape", "n = len(X)"])
  func aSizeByNameGivesTheSameGradients(line: String) throws {
    let named = try Self.program(init: line, w1: "randn(4, n)")
    let plain = try Self.program(init: "", w1: "randn(4, 2)")
    #expect(named.derivation?.equations == plain.derivation?.equations)
  }

  @Test(arguments: ["k = A0.shape[0]\n  h = k", "k, h = A0.shape", "k = len(A0)"])
  func sizesReadInForwardFixShapes(line: String) throws {
    let forward = """
      A0 = tanh(W1 @ X)
        \(line)
        D = rand(k, 30) < 0.8
        A1 = A0 * D
      """
    #expect(try Self.program(init: "", forward: forward).parameters == ["W1", "W2"])
  }

  /// A count that the epochs raise fixes no shape.
  @Test func whatTheEpochsChangeIsNoSize() throws {
    let rest = """
      backward:
        dW1 = zeros((4, 2))
        dW2 = zeros((1, 4))
      update:
        t = t + 1
        W1 = W1 - t * dW1
        W2 = W2 - t * dW2
      """
    let program = try Self.program(init: "t = 1", rest: rest)
    #expect(program.statics["t"]?.known == nil)
  }

  @Test func aPenaltyThatNoUpdateChangesIsNoParameter() throws {
    let loss = "L = mse(W2 @ A1, Y) + price * np.sum(W1**2)"
    let rest = """
      backward:
        dW1 = zeros((4, 2))
        dW2 = zeros((1, 4))
      update:

      """
    let written = "  W1 = W1 - dW1\n  W2 = W2 - dW2"
    for update in [written, "  sgd(0.1)"] {
      let program = try Self.program(init: "price = 0.1", loss: loss, rest: rest + update)
      #expect(program.parameters == ["W1", "W2"])
    }
    // Derived, everything is trained that may be a weight; so is what begins at 0 and is forgotten.
    #expect(try Self.program(init: "price = 0.1", loss: loss).parameters.contains("price"))
    let forgotten = try Self.program(
      init: "b = 0", loss: "L = mse(W2 @ A1 + b, Y)", rest: rest + written)
    #expect(forgotten.parameters.contains("b"))
  }
}
