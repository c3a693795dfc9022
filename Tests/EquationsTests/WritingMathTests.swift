import Arrays
import Testing

@testable import Equations

/// Equations as a textbook writes them.
@Suite struct WritingMathTests {
  private static let scope: MathScope = {
    var scope = MathScope(examples: ("m", 1000))
    let matrices: [(String, Shape, Bool)] = [
      ("X", [2, 1000], true), ("Y", [1, 1000], true), ("Z1", [2, 1000], true),
      ("A1", [2, 1000], true), ("A2", [1, 1000], true), ("dZ1", [2, 1000], true),
      ("dZ2", [1, 1000], true), ("W1", [2, 2], false), ("b1", [2, 1], false),
      ("W2", [1, 2], false),
      ("v", [5], false), ("dW1", [2, 2], false),
    ]
    for (name, shape, isPerExample) in matrices {
      scope.declare(name, .array(.float64, shape), isPerExample: isPerExample)
    }
    for name in ["m", "lr", "beta1", "t", "L"] {
      scope.declare(name, .array(.float64, .scalar), isPerExample: false)
    }
    return scope
  }()

  static let texts: [(source: String, unicode: String, ascii: String)] = [
    ("W1 @ X + b1", "W₁ X + b₁", "W1 X + b1"),
    ("sigmoid(Z1)", "σ(Z₁)", "sigmoid(Z1)"),
    ("tanh(W1 @ X)", "tanh(W₁ X)", "tanh(W1 X)"),
    ("relu(Z1)", "ReLU(Z₁)", "ReLU(Z1)"),
    ("dZ2 @ A1.T / m", "1/m dZ₂ A₁ᵀ", "1/m dZ2 A1^T"),
    ("sum(dZ2, axis=1, keepdims=True) / m", "1/m Σⱼ dZ₂", "1/m sum_j dZ2"),
    ("dZ1 * A1 * (1 - A1)", "dZ₁ ⊙ A₁ ⊙ (1 − A₁)", "dZ1 * A1 * (1 - A1)"),
    ("(W2.T @ dZ2) * A1", "(W₂ᵀ dZ₂) ⊙ A₁", "(W2^T dZ2) * A1"),
    ("W1 - lr * dW1", "W₁ − lr · dW₁", "W1 - lr * dW1"),
    (
      "bce(A2, Y)", "−1/m Σ(Y ⊙ log A₂ + (1 − Y) ⊙ log(1 − A₂))",
      "-1/m sum(Y * log A2 + (1 - Y) * log(1 - A2))"
    ),
    ("mse(A1, X)", "1/(2m) Σ (A₁ − X)²", "1/(2 m) sum (A1 - X)^2"),
    ("mean(W1**2)", "1/4 Σ W₁²", "1/4 sum W1^2"),
    ("mean(A1, axis=1)", "1/m Σⱼ A₁", "1/m sum_j A1"),
    ("mean(A1, axis=0)", "1/2 Σᵢ A₁", "1/2 sum_i A1"),
    ("sum(v)", "Σ v", "sum v"),
    ("beta1 ** t", "β₁ᵗ", "beta1^t"),
    ("W1 ** (t + 1)", "W₁ᵗ⁺¹", "W1^(t + 1)"),
    ("-W1 ** 2", "−W₁²", "-W1^2"),
    ("(-W1) ** 2", "(−W₁)²", "(-W1)^2"),
    ("sqrt(W1) + 1e-08", "√W₁ + 10⁻⁸", "sqrt(W1) + 10^(-8)"),
    ("sqrt(W1 + 1)", "√(W₁ + 1)", "sqrt(W1 + 1)"),
    ("dZ1 * (Z1 > 0)", "dZ₁ ⊙ [Z₁ > 0]", "dZ1 * [Z1 > 0]"),
    (
      "where(Z1 > 0, Z1, 0.1 * Z1)", "{Z₁ if Z₁ > 0, 0.1 · Z₁ otherwise}",
      "{Z1 if Z1 > 0, 0.1 * Z1 otherwise}"
    ),
    ("abs(A1 - X)", "|A₁ − X|", "|A1 - X|"),
    ("2 * Z1", "2Z₁", "2 Z1"),
    ("W1 @ (X + X)", "W₁ (X + X)", "W1 (X + X)"),
    ("W1 @ (X @ X.T)", "W₁ (X Xᵀ)", "W1 (X X^T)"),
    ("A1 - (X - Z1)", "A₁ − (X − Z₁)", "A1 - (X - Z1)"),
    ("A1 / X", "A₁ / X", "A1 / X"),
    ("lr / m", "lr/m", "lr/m"),
    ("X[0:1, ::2]", "X[0:1, ::2]", "X[0:1, ::2]"),
    ("bitwise_xor(X[0:1], X[1:])", "X[0:1] ⊕ X[1:]", "X[0:1] xor X[1:]"),
    ("add(A1, matmul(W1, X))", "A₁ + W₁ X", "A1 + W1 X"),
    ("(A1 >= 0.5) == (Y != 1)", "[A₁ ≥ 0.5] = [Y ≠ 1]", "[A1 >= 0.5] = [Y /= 1]"),
    ("zeros((2, 1))", "0", "0"),
    ("randn(2, 2) * lr", "N(0, 1) · lr", "N(0, 1) * lr"),
    ("cumsum(v, axis=0)", "cumsum(v, axis=0)", "cumsum(v, axis=0)"),
    ("softplus(Z1)", "log(1 + exp(Z₁))", "log(1 + exp(Z1))"),
  ]

  @Test(arguments: texts.indices)
  func textbook(_ index: Int) throws {
    let sample = Self.texts[index]
    let expression = try Parser.expression(sample.source)
    for (unicode, text) in [(true, sample.unicode), (false, sample.ascii)] {
      #expect(MathWriter(scope: Self.scope, unicode: unicode).text(of: expression) == text)
    }
  }

  @Test(arguments: [
    ("W1 @ X + b1", "(2×2)(2×1000) + (2×1)"),
    ("sigmoid(Z1)", "σ(2×1000)"),
    ("dZ2 @ A1.T / m", "1/m (1×1000)(1000×2)"),
    ("W2.T @ dZ2", "(2×1)(1×1000)"),
    ("randn(2, 2) * lr", "(2×2) · lr"),
    ("lr / m", "lr/m"),
    ("1 - A2", "1 − (1×1000)"),
    ("X[0:1] * v[0]", "(1×1000) · v[0]"),
  ])
  func shapes(_ source: String, _ text: String) throws {
    let writer = MathWriter(scope: Self.scope, unicode: true, showsShapes: true)
    #expect(writer.text(of: try Parser.expression(source)) == text)
  }

  /// Everything that the language can say is written, in ASCII where that is asked for.
  @Test func everyFunctionIsWritten() throws {
    for function in FunctionTable.standard.functions {
      let arguments = function.parameters.compactMap { parameter in
        parameter.presence == .required ? Argument(.name("W1")) : nil
      }
      let expression = Expression(.call(function.name, arguments))
      for unicode in [true, false] {
        let text = MathWriter(scope: Self.scope, unicode: unicode).text(of: expression)
        #expect(!text.isEmpty && !text.contains("$") && !text.contains("malformed"))
        if !unicode { #expect(text.utf8.allSatisfy { $0 < 128 }, "\(text)") }
      }
    }
  }
}
