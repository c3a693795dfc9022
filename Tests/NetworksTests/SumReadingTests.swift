import Equations
import Testing

@testable import Networks

/// Python's sums in a loss, which is one number.
@Suite struct SumReadingTests {
  private static func program(
    _ forward: String, _ loss: String,
    data: [String] = ["X = randn(2, 5)", "Y = randn(1, 5)"],
    parameters: [String] = ["W = randn(1, 2)"], update: [String] = ["sgd(0.1)"]
  ) throws -> Program {
    func lines(_ lines: [String]) -> String { lines.joined(separator: "\n  ") }
    let text = """
      data:
        seed(1)
        \(lines(data))
      init:
        \(lines(parameters))
      forward:
        \(forward)
      loss:
        \(loss)
      update:
        \(lines(update))

      """
    return try Program(try Model(name: "sums", text: text))
  }

  @Test(arguments: [
    ("L = sum((A - Y)**2)", "L = np.sum((A - Y)**2)"),
    ("L = mse(A, Y) + 0.1 * sum(W**2)", "L = mse(A, Y) + 0.1 * np.sum(W**2)"),
    ("L = max(abs(A - Y))", "L = np.max(abs(A - Y))"),
    ("L = -sum(Y * log(exp(A) / sum(exp(A))))", "L = -np.sum(Y * log(exp(A) / sum(exp(A))))"),
  ])
  func aLossIsOneNumber(written: String, read: String) throws {
    let program = try Self.program("A = W @ X", written)
    #expect(program.steps(in: .loss).map(\.text) == [read])
    #expect(program.notes.contains { $0.kind == .sumRead })
  }

  @Test(arguments: ["L = np.sum((A - Y)**2)", "L = sum(A[0])", "L = mean(sum(A * Y))"])
  func whatIsOneNumberStays(written: String) throws {
    let program = try Self.program("A = W @ X", written)
    #expect(program.steps(in: .loss).map(\.text) == [written])
    #expect(!program.notes.contains { $0.kind == .sumRead })
  }

  /// The norm of all gradients: rows of different lengths do not fit, numbers do.
  @Test func inAnUpdateWhatDoesNotFitIsNumPys() throws {
    let program = try Self.program(
      "A = W2 @ tanh(W1 @ X)", "L = mse(A, Y)",
      parameters: ["W1 = randn(3, 2)", "W2 = randn(1, 3)"],
      update: [
        "columns = sum(dW1**2)", "norm = sqrt(sum(dW1**2) + sum(dW2**2))",
        "W1 = W1 - 0.1 / norm * dW1", "W2 = W2 - 0.1 / norm * dW2",
      ])
    let read = "norm = sqrt(np.sum(dW1**2) + np.sum(dW2**2))"
    #expect(
      program.steps(in: .update).map(\.text).prefix(2) == ["columns = sum(dW1**2)", read])
    #expect(program.notes.filter { $0.kind == .sumFitted }.map(\.equation) == [read])
  }

  @Test func elsewhereASumIsPythons() throws {
    let program = try Self.program("A = exp(W @ X) / sum(exp(W @ X))", "L = mean((A - Y)**2)")
    #expect(program.steps(in: .forward).map(\.text) == ["A = exp(W @ X) / sum(exp(W @ X))"])
  }

  /// Weights of unlike widths, whose sums by column fit nothing: the examples are counted all the same.
  @Test func sumsOfSeveralWeightsDoNotHideTheExamples() throws {
    for penalty in ["sum(W1**2) + sum(W2**2)", "0.1 * (sum(W2**2) + sum(abs(W1)))"] {
      let program = try Self.program(
        "A1 = tanh(X @ W1)\n  A2 = A1 @ W2", "L = mse(A2, Y) + \(penalty)",
        data: ["X = randn(7, 2)", "Y = randn(7, 3)"],
        parameters: ["W1 = randn(2, 6)", "W2 = randn(6, 3)"])
      #expect(program.exampleCount == 7 && program.exampleAxis(of: "A1") == 0, "\(penalty)")
    }
  }
}
