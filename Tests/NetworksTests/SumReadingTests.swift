import Equations
import Testing

@testable import Networks

/// Python's sums in a loss, which is one number.
@Suite struct SumReadingTests {
  private static func program(_ forward: String, _ loss: String) throws -> Program {
    let text = """
      data:
        seed(1)
        X = randn(2, 5)
        Y = randn(1, 5)
      init:
        W = randn(1, 2)
      forward:
        \(forward)
      loss:
        \(loss)
      update:
        sgd(0.1)

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

  @Test func elsewhereASumIsPythons() throws {
    let program = try Self.program("A = exp(W @ X) / sum(exp(W @ X))", "L = mean((A - Y)**2)")
    #expect(program.steps(in: .forward).map(\.text) == ["A = exp(W @ X) / sum(exp(W @ X))"])
  }
}
