import Equations
import Networks
import ShellSupport
import Support
import Testing

@testable import Shell
@testable import Training

/// The next line of a derivation: any way to write it is right, and nothing else.
@Suite struct DeriveNextTests {
  private static let models = [
    Model.articleText.split(separator: "1000").joined(separator: "8"),
    """
    settings:
      examples = rows
    data:
      seed(2)
      X = randn(9, 3)
      Y = eye(3)[randint(0, 3, size=9)]
    init:
      W1 = randn(3, 4) * 0.5
      c1 = randn(1, 4)
      W2 = randn(4, 3) * 0.5
    forward:
      H = tanh(X @ W1 + c1)
      P = softmax(H @ W2)
    loss:
      L = cross_entropy(P, Y)
    update:
      sgd(0.1)
    """,
    """
    data:
      seed(5)
      X = randn(3, 7)
      Y = randn(1, 7)
    init:
      W1 = randn(4, 3) * 0.5
      b1 = randn(4, 1) * 0.1
      W2 = randn(1, 4) * 0.5
      b2 = zeros((1, 1))
    forward:
      Z1 = W1 @ X + b1
      A1 = softplus(Z1)
      A2 = W2 @ A1 + b2
    loss:
      L = mse(A2, Y) + 0.01 * sum(W1**2)
    update:
      sgd(0.1)
    """,
  ]

  private static func told(_ text: String) throws -> [ToldDerivation] {
    var run = Run(try Program(try Model(name: "test", text: text)), seed: 1)
    while !run.isInitialised { try run.stepEquation() }
    return run.program.parameters.compactMap { try? run.toldDerivation(of: "d" + $0) }
  }

  /// Lines that compute what a line computes, written otherwise.
  private static func rewritten(_ line: Expression, _ dice: inout Dice) -> Expression {
    line.rewriting { expression in
      guard dice.below(2) == 0 else { return expression }
      switch expression.node {
      case .binary(.multiply, let a, let b):
        if case .binary(.subtract, .integer(1), let c) = b.node, dice.below(3) == 0 {
          return Expression(.binary(.subtract, a, Expression(.binary(.multiply, a, c))))
        }
        return Expression(.binary(.multiply, b, a))
      case .binary(.add, let a, let b): return Expression(.binary(.add, b, a))
      case .binary(.subtract, let a, let b):
        return Expression(.unary(.minus, Expression(.binary(.subtract, b, a))))
      case .binary(.matrixProduct, let a, let b):
        let turned = Expression(.binary(.matrixProduct, b.transposed, a.transposed))
        return turned.transposed
      case .binary(.divide, let a, let b):
        if case .binary(.subtract, let c, let d) = a.node {
          let parts = [c, d].map { Expression(.binary(.divide, $0, b)) }
          return Expression(.binary(.subtract, parts[0], parts[1]))
        }
        return Expression(.binary(.multiply, Expression(.binary(.divide, .integer(1), b)), a))
      default: return expression
      }
    }
  }

  @Test(arguments: models, 0..<12)
  func everyWayToWriteALineIsRight(text: String, seed: Int) throws {
    var dice = Dice(seed)
    var judged = 0
    for told in try Self.told(text) {
      for (index, line) in told.lines.enumerated() where index > 0 {
        if case .sought = line.line.rule { continue }
        for given in [line.line.value, Self.rewritten(line.line.value, &dice)] {
          // What is written as the line before it, is that.
          let before = told.lines[index - 1].line
          if before.value.orderlessText == given.orderlessText { continue }
          let judgement = try told.judge(given, after: index)
          guard case .line(let found) = judgement else {
            Issue.record("\(line.line.gradient) = \(given.text): \(judgement)\n\(text)")
            continue
          }
          #expect(found >= index && told.lines[found].line.gradient == line.line.gradient)
          judged += 1
        }
      }
    }
    #expect(judged > 20)
  }

  /// A factor left out or put in, another sign, another operation, a matrix the wrong way round.
  private static func spoilt(_ line: Expression, _ dice: inout Dice) -> Expression? {
    var left = dice.below(max(line.operations, 1))
    var isSpoilt = false
    let result = line.rewriting { expression in
      guard case .binary(let op, let a, let b) = expression.node, !isSpoilt else {
        return expression
      }
      left -= 1
      guard left < 0 else { return expression }
      isSpoilt = true
      switch op {
      case .multiply: return dice.below(2) == 0 ? a : Expression(.binary(.add, a, b))
      case .divide: return dice.below(2) == 0 ? a : Expression(.binary(.multiply, a, b))
      case .add, .subtract:
        return Expression(.binary(op == .add ? .subtract : .add, a, b))
      case .matrixProduct: return Expression(.binary(.matrixProduct, b, a))
      default: return Expression(.binary(.add, expression, .integer(1)))
      }
    }
    return isSpoilt ? result : nil
  }

  @Test(arguments: models, 0..<12) func whatIsWrongIsRefused(text: String, seed: Int) throws {
    var dice = Dice(seed)
    var refused = 0
    for told in try Self.told(text) {
      for (index, line) in told.lines.enumerated() where index > 0 {
        if case .sought = line.line.rule { continue }
        guard let given = Self.spoilt(line.line.value, &dice), given != line.line.value else {
          continue
        }
        // What cannot be computed is refused with the reason why not.
        guard let judgement = try? told.judge(given, after: index) else {
          refused += 1
          continue
        }
        guard case .wrong = judgement else {
          Issue.record("\(line.line.gradient) = \(given.text): \(judgement)\n\(text)")
          continue
        }
        refused += 1
      }
    }
    #expect(refused > 5)
  }

  /// A name that stands for a part, in place of the part.
  @Test func namesInBetweenAreRight() throws {
    let told = try #require(try Self.told(Self.models[0]).first { $0.gradient == "dW1" })
    func index(_ gradient: String, _ text: String) throws -> Int {
      try #require(
        told.lines.firstIndex { $0.line.gradient == gradient && $0.line.value.text == text })
    }
    func judge(_ text: String, after known: Int) throws -> DerivationJudgement {
      try told.judge(try Parser.expression(text), after: known)
    }
    let last = try index("dW1", "dZ1 @ X.T / m")
    for text in [
      "(dA1 * A1 * (1 - A1)) @ X.T / m", "1 / m * (dZ1 @ X.T)", "np.dot(dZ1, X.T) / X.shape[1]",
      "(X @ dZ1.T).T / m", "dA1 * (A1 - A1**2) @ X.T / m",
    ] {
      guard case .line(last) = try judge(text, after: last) else {
        Issue.record("\(text): \(try judge(text, after: last))")
        continue
      }
    }
    for text in ["dZ1 / m @ X.T", "1 / m * dZ1 @ X.T"] {
      guard case .equal = try judge(text, after: last) else {
        Issue.record("\(text): \(try judge(text, after: last))")
        continue
      }
    }
    for text in ["dZ1 @ X.T", "dA1 @ X.T / m", "-dZ1 @ X.T / m", "(dZ1 @ X.T).T / m"] {
      guard case .wrong = try judge(text, after: last) else {
        Issue.record("\(text): \(try judge(text, after: last))")
        continue
      }
    }
  }
}

extension Expression {
  fileprivate var transposed: Expression { Expression(.attribute(self, .transpose)) }

  fileprivate var operations: Int {
    let own = if case .binary = node { 1 } else { 0 }
    return own + children.reduce(0) { $0 + $1.operations }
  }

  /// The expression with every part rewritten, from the inside.
  fileprivate func rewriting(_ change: (Expression) -> Expression) -> Expression {
    switch node {
    case .binary(let op, let a, let b):
      change(Expression(.binary(op, a.rewriting(change), b.rewriting(change))))
    case .unary(let op, let a): change(Expression(.unary(op, a.rewriting(change))))
    case .attribute(let a, .transpose): change(a.rewriting(change).transposed)
    default: self
    }
  }
}
