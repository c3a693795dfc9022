/// One line on the way from the loss to an equation of the backward section.
public struct DerivationLine: Sendable, Equatable {
  /// By what a line differs from the one before it.
  public enum Rule: Sendable, Equatable {
    /// The first line: what is looked for, for each example's own loss where it is m times that.
    case sought(of: String, timesExamples: Bool)
    /// The chain rule through the equations that read a name.
    case chain(of: String, through: [Assignment])
    /// What is multiplied and divided by the number of examples comes to the front, and cancels.
    case examples(String)
    /// Equal factors cancel, like terms are collected.
    case collected
  }

  /// The gradient whose equation is derived: `dZ2`.
  public let gradient: String
  public let value: Expression
  public let rule: Rule
}

/// The way to the equation of a gradient, line by line.
public struct DerivationLines: Sendable {
  public let lines: [DerivationLine]
  /// The derivatives of the loss by names, which the lines mention as `dL_dA2`: each by those before
  /// it, as the rules give them and nothing simplified.
  public let symbols: [(name: String, value: Expression)]
}

extension Derivation {
  /// The lines that lead to the equation of a gradient, those of the gradients that it is made of
  /// first, in the order in which they are computed.
  ///
  /// - Returns: `nil` of a name that has no equation here, and where a name is computed in several
  ///   steps, each of which has a derivative of its own.
  public func lines(to gradient: String) -> DerivationLines? {
    guard equations.contains(where: { $0.name == gradient }) else { return nil }
    var wanted: Set<String> = [gradient]
    for equation in equations.reversed() where wanted.contains(equation.name) {
      wanted.formUnion(equation.value.names)
    }
    var writer = LineWriter(self)
    do {
      for equation in equations where wanted.contains(equation.name) {
        try writer.write(equation)
      }
      return DerivationLines(lines: writer.lines, symbols: try writer.symbols())
    } catch {
      return nil
    }
  }
}

/// What a derivation was made of, from which its lines can be told.
struct DerivationSource: Sendable {
  var equations: [Assignment]
  var loss: String
  var parameters: [String]
  var examples: Expression?
  var shapes: ShapeTable
  var active: Set<String>

  /// Whether a gradient is m times the derivative of the loss.
  func isScaled(_ name: String) -> Bool {
    examples != nil
      && ExampleScale(loss: loss, parameters: parameters, examples: examples)
        .carriesExamples(name)
  }
}

private struct LineWriter {
  private let derivation: Derivation
  private let source: DerivationSource
  private var shapes: ShapeTable
  private(set) var lines: [DerivationLine] = []
  /// The names that have a derivative here, in the order of their equations.
  private let names: [String]

  init(_ derivation: Derivation) {
    self.derivation = derivation
    source = derivation.source
    shapes = derivation.source.shapes
    var names = derivation.source.parameters
    for equation in source.equations where source.active.contains(equation.name) {
      if !names.contains(equation.name) { names.append(equation.name) }
    }
    self.names = names
    for name in names {
      shapes.declare(symbol(name), like: name)
      shapes.declare(Differentiator.gradientName(of: name), like: name)
    }
  }

  /// `dL_dA2`: how the loss moves with A2.
  private func symbol(_ name: String) -> String { "d\(source.loss)_d\(name)" }

  // MARK: Lines

  mutating func write(_ equation: GradientEquation) throws(LanguageError) {
    let name = equation.of
    func add(_ value: Expression, _ rule: DerivationLine.Rule) {
      let value = value.withoutBracketsInProducts
      if lines.last?.gradient == equation.name, lines.last?.value.text == value.text { return }
      lines.append(DerivationLine(gradient: equation.name, value: value, rule: rule))
    }
    var value = Expression.name(symbol(name))
    if source.isScaled(name), let examples = source.examples { value = examples * value }
    add(value, .sought(of: name, timesExamples: source.isScaled(name)))
    while let next = names.first(where: { value.names.contains(symbol($0)) }) {
      let (parts, through) = try parts(of: next, knowing: true)
      value = value.substituting([symbol(next): parts]).withoutOnes
      add(value, .chain(of: next, through: through))
    }
    if let examples = source.examples, case .name(let count) = examples.node {
      let front = ScaledByExamples(value, count).expression
      add(front, .examples(count))
    }
    add(equation.value, .collected)
  }

  /// The derivative of the loss by what an equation computes; by way of the gradient that has been
  /// derived before, if there is one and it is to be known.
  private func upstream(_ name: String, knowing: Bool) -> Expression {
    if name == source.loss { return .integer(1) }
    guard knowing, derivation.equations.contains(where: { $0.of == name }) else {
      return .name(symbol(name))
    }
    let gradient = Expression.name(Differentiator.gradientName(of: name))
    guard source.isScaled(name), let examples = source.examples else { return gradient }
    return gradient / examples
  }

  /// The derivative of the loss by a name: what comes through each equation that reads it, added up.
  private func parts(
    of name: String, knowing: Bool
  ) throws(LanguageError) -> (Expression, through: [Assignment]) {
    var parts: [Expression] = []
    var through: [Assignment] = []
    for equation in source.equations where source.active.contains(equation.name) {
      guard equation.computedValue.valueNames.contains(name) else { continue }
      if equation.name == name {
        if equation.name == source.loss { continue }
        throw LanguageError(.assignedTwice(name), at: equation.nameSpan)
      }
      let value = shapes.namingExamples(equation.computedValue.recognisingSigmoid)
      let trained = source.active
      var rule = ChainRule(
        shapes: shapes, isActive: { $0 == name }, isTrained: { trained.contains($0) })
      let start = upstream(equation.name, knowing: knowing)
      let result: Expression = equation.updateOperator == nil ? .name(equation.name) : value
      try rule.push(start, into: value, result: result)
      guard !rule.contributions.isEmpty else { continue }
      parts += rule.contributions.map { $0.adjoint.withoutOnes }
      through.append(equation)
    }
    guard let first = parts.first else { return (.integer(0), []) }
    return (parts.dropFirst().reduce(first) { $0 + $1 }, through)
  }

  /// All derivatives, from the loss on.
  func symbols() throws(LanguageError) -> [(name: String, value: Expression)] {
    var result: [(name: String, value: Expression)] = []
    for name in names.reversed() where name != source.loss {
      let value = try parts(of: name, knowing: false).0
      result.append(
        (symbol(name), try shapes.materialized(value, like: .name(name), named: .name(name))))
    }
    return result
  }
}

/// An expression as a power of the number of examples times another, in which it stands nowhere as a
/// factor of the whole.
private struct ScaledByExamples {
  private let power: Int
  private let rest: Expression
  private let count: String

  init(_ expression: Expression, _ count: String) {
    self.count = count
    (power, rest) = Self.taken(from: expression, count)
  }

  var expression: Expression { Self.joined(power, rest, count) }

  private static func joined(_ power: Int, _ rest: Expression, _ count: String) -> Expression {
    let size = Int(power.magnitude)
    if size == 0 { return rest }
    let m = Expression.name(count)
    let factor = size == 1 ? m : .binary(.power, m, .integer(size))
    if power < 0 { return rest / factor }
    return rest == .integer(1) ? factor : factor * rest
  }

  private static func taken(
    from expression: Expression, _ count: String
  ) -> (power: Int, rest: Expression) {
    func taken(_ expression: Expression) -> (power: Int, rest: Expression) {
      Self.taken(from: expression, count)
    }
    /// Of what has to keep its shape.
    func inShape(_ expression: Expression) -> (power: Int, rest: Expression) {
      let (power, rest) = taken(expression)
      return rest == .integer(1) ? (0, expression) : (power, rest)
    }
    switch expression.node {
    case .name(count): return (1, .integer(1))
    case .binary(.multiply, let a, let b):
      let ((p, x), (q, y)) = (taken(a), taken(b))
      if p == 0, q == 0 { return (0, expression) }
      return (p + q, x == .integer(1) ? y : y == .integer(1) ? x : x * y)
    case .binary(.divide, let a, let b):
      let ((p, x), (q, y)) = (taken(a), taken(b))
      if p == 0, q == 0 { return (0, expression) }
      return (p - q, y == .integer(1) ? x : x / y)
    case .binary(.add, let a, let b), .binary(.subtract, let a, let b):
      let ((p, x), (q, y)) = (inShape(a), inShape(b))
      guard p == q, p != 0 else {
        return (0, expression.mapChildren { ScaledByExamples($0, count).expression })
      }
      if case .binary(.add, _, _) = expression.node { return (p, x + y) }
      return (p, x - y)
    case .binary(.matrixProduct, let a, let b):
      let ((p, x), (q, y)) = (inShape(a), inShape(b))
      return p == 0 && q == 0 ? (0, expression) : (p + q, x.matrixProduct(y))
    case .unary(.minus, let a):
      let (p, x) = taken(a)
      // NumPy has no minus for truth values.
      return p == 0 ? (0, expression) : (p, x.isTruthValue ? .integer(-1) * x : -x)
    case .attribute(let a, .transpose):
      let (p, x) = inShape(a)
      return p == 0 ? (0, expression) : (p, x.transposed)
    case .call(let name, let arguments) where ["sum", "reshape"].contains(name):
      guard let first = arguments.first else { return (0, expression) }
      let (p, x) = inShape(first.value)
      if p == 0 { return (0, expression) }
      return (p, Expression(.call(name, [Argument(x)] + arguments.dropFirst())))
    default: return (0, expression)
    }
  }
}

extension Expression {
  /// `1 * x`, `x * 1` and `x / 1` as `x`, and `1 / m * x` as `x / m`, everywhere inside.
  fileprivate var withoutOnes: Expression {
    let mapped = mapChildren(\.withoutOnes)
    switch mapped.node {
    case .binary(.multiply, let a, let b):
      if case .binary(.divide, let one, let divisor) = a.node, one == .integer(1) {
        return b / divisor
      }
      // 1 times a truth value is a number, which the truth value is not.
      if a == .integer(1) { return b.isTruthValue ? mapped : b }
      return b == .integer(1) && !a.isTruthValue ? a : mapped
    case .binary(.divide, let a, let b): return b == .integer(1) ? a : mapped
    default: return mapped
    }
  }

  /// `a * (b * c)` as `a * b * c`, which is the same, everywhere inside.
  fileprivate var withoutBracketsInProducts: Expression {
    let mapped = mapChildren(\.withoutBracketsInProducts)
    guard case .binary(.multiply, let a, let right) = mapped.node else { return mapped }
    switch right.node {
    case .binary(.multiply, let b, let c): return (a * b).withoutBracketsInProducts * c
    case .binary(.divide, let b, let c): return (a * b).withoutBracketsInProducts / c
    default: return mapped
    }
  }
}
