/// A product as the simplifier sees it: a coefficient times powers of factors.
struct Term {
  var coefficient: Rational
  var factors: [Factor]

  static let one = Term(coefficient: .one, factors: [])
  static let zero = Term(coefficient: .zero, factors: [])

  init(coefficient: Rational, factors: [Factor]) {
    self.coefficient = coefficient
    self.factors = factors
  }

  init(_ atom: Expression) {
    self.init(coefficient: .one, factors: [Factor(atom)])
  }

  /// What terms that can be added up have in common: everything but the coefficient.
  var key: String {
    factors.map { "\($0.key)^\($0.exponent)" }.sorted().joined(separator: "·")
  }

  var isZero: Bool { coefficient.numerator == 0 }

  /// The product; `nil` if its coefficient is not exact.
  func multiplied(by other: Term) -> Term? {
    guard let coefficient = coefficient.multiplied(by: other.coefficient) else { return nil }
    if coefficient.numerator == 0 { return .zero }
    var product = Term(coefficient: coefficient, factors: factors)
    for factor in other.factors { product.multiply(by: factor) }
    return product
  }

  mutating func multiply(by factor: Factor) {
    guard let index = factors.firstIndex(where: { $0.key == factor.key }) else {
      factors.append(factor)
      return
    }
    factors[index].exponent += factor.exponent
    if factor.isWrittenAsPower { factors[index].isWrittenAsPower = true }
    if factors[index].exponent == 0 { factors.remove(at: index) }
  }

  func raised(to power: Int) -> Term? {
    if power == 0 { return .one }
    var coefficient = Rational.one
    for _ in 0..<power.magnitude {
      guard let next = coefficient.multiplied(by: self.coefficient) else { return nil }
      coefficient = next
    }
    if power < 0 {
      guard let inverse = coefficient.reciprocal else { return nil }
      coefficient = inverse
    }
    let powers = factors.map { factor in
      var factor = factor
      factor.exponent *= power
      factor.isWrittenAsPower = factor.isWrittenAsPower || power.magnitude > 1
      return factor
    }
    return Term(coefficient: coefficient, factors: powers)
  }
}

/// A power of something that is not taken apart further, or of a sum.
struct Factor {
  var base: Expression
  var exponent: Int
  /// Whether it was a power before; else it is a product, and stays one where that is short.
  var isWrittenAsPower = false
  /// The same for factors that are equal, in whatever order their terms stand.
  var key: String
  /// The terms, where the base is a sum.
  var terms: [Term]?

  init(_ atom: Expression) {
    base = atom
    exponent = 1
    key = atom.text
  }

  /// A sum of at least two terms, its sign chosen so that `1 - a` and `a - 1` are the same factor.
  ///
  /// - Returns: the factor, and whether its sign was turned.
  static func sum(_ terms: [Term]) -> (factor: Factor, isNegated: Bool) {
    let first = terms.min { $0.key < $1.key }
    let isNegated = (first?.coefficient.numerator ?? 0) < 0
    let signed = terms.map { term in
      isNegated ? Term(coefficient: term.coefficient.negated, factors: term.factors) : term
    }
    var factor = Factor(Self.expression(ofSum: signed))
    factor.key =
      signed.map { "\($0.coefficient.numerator)/\($0.coefficient.denominator)·\($0.key)" }
      .sorted().joined(separator: " + ")
    factor.terms = signed
    return (factor, isNegated)
  }

  /// What is added first, then what is taken away: `1 - a`, never `-a + 1`.
  private static func expression(ofSum terms: [Term]) -> Expression {
    let ordered =
      terms.filter { $0.coefficient.numerator > 0 } + terms.filter { $0.coefficient.numerator < 0 }
    var result: Expression?
    for term in ordered {
      guard let sum = result else {
        result = term.expression
        continue
      }
      result =
        term.coefficient.numerator < 0
        ? sum - Term(coefficient: term.coefficient.negated, factors: term.factors).expression
        : sum + term.expression
    }
    return result ?? .integer(0)
  }
}

extension Term {
  /// The term as an equation shows it: `2 * a * b / (c * d)`.
  var expression: Expression {
    if isZero { return .integer(0) }
    var numerator = factors.filter { $0.exponent > 0 }.flatMap(\.expressions)
    var denominator = factors.filter { $0.exponent < 0 }.flatMap(\.expressions)
    let size = Int(coefficient.numerator.magnitude)
    if size != 1 || numerator.isEmpty { numerator.insert(.integer(size), at: 0) }
    if coefficient.denominator != 1 { denominator.append(.integer(coefficient.denominator)) }
    if coefficient.numerator < 0 {
      // NumPy has no minus for truth values.
      if numerator[0].isTruthValue {
        numerator.insert(.integer(-1), at: 0)
      } else if case .integer(let value) = numerator[0].node {
        numerator[0] = .integer(-value)
      } else {
        numerator[0] = -numerator[0]
      }
    }
    let top = Self.product(numerator)
    return denominator.isEmpty ? top : top / Self.product(denominator)
  }

  private static func product(_ factors: [Expression]) -> Expression {
    factors.dropFirst().reduce(factors.first ?? .integer(1)) { $0 * $1 }
  }
}

extension Factor {
  /// What is multiplied, or divided by if the exponent is negative. `Z * Z * Z` is no `Z**3`, which
  /// takes a logarithm; `Z**2` is one product either way.
  var expressions: [Expression] {
    let size = Int(exponent.magnitude)
    if case .name = base.node, (3...4).contains(size), !isWrittenAsPower {
      return Array(repeating: base, count: size)
    }
    return [size == 1 ? base : .binary(.power, base, .integer(size))]
  }
}

extension Expression {
  /// Whether the value is made of `True` and `False`.
  var isTruthValue: Bool {
    switch node {
    case .boolean: true
    case .binary(let op, _, _): op.isComparison || op == .and || op == .or
    case .unary(.not, _): true
    default: false
    }
  }

  /// The number of nodes: what the simplifier keeps small.
  var size: Int { 1 + children.reduce(0) { $0 + $1.size } }
}
