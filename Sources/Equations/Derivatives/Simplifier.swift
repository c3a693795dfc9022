/// Rewrites derived expressions into the form in which a textbook prints them.
///
/// Elementwise arithmetic is taken apart into coefficients and powers of factors, in which equal
/// factors cancel; what is then shortest is kept. Everything else (`@`, calls, indices) stays a
/// factor of its own, its scalars moved out in front of it.
///
/// What is simplified may be smaller than what it was, as an adjoint may: `A / A` is 1, the same
/// number in each place, and `0 * A` is 0. What looks at a shape (`@`, a sum, an index) keeps an
/// operand that would lose its own.
struct Simplifier {
  /// Whether an expression has a single value, so that it may be moved out of a product or a sum.
  let isScalar: (Expression) -> Bool
  /// Whether an expression has the shape of another, for any number of examples.
  let haveSameShape: (Expression, Expression) -> Bool

  init(_ shapes: ShapeTable) {
    isScalar = shapes.isScalar
    haveSameShape = { a, b in
      guard a != b else { return true }
      // Where it is not known, there is none to keep.
      guard let second = try? shapes.shapes(of: b) else { return true }
      return (try? shapes.shapes(of: a)) == second
    }
  }

  func simplified(_ expression: Expression) -> Expression {
    term(of: expression)?.expression ?? simplifiedInside(expression)
  }

  /// The expression with what stands in it simplified.
  private func simplifiedInside(_ expression: Expression) -> Expression {
    isElementwise(expression)
      ? expression.mapChildren(simplified) : expression.mapChildren(simplifiedInShape)
  }

  /// The expression simplified if its shape stays, and otherwise what stands in it.
  private func simplifiedInShape(_ expression: Expression) -> Expression {
    let short = simplified(expression)
    if haveSameShape(short, expression) { return short }
    return expression.children.isEmpty ? expression : expression.mapChildren(simplifiedInShape)
  }

  /// Whether each element comes from one of each operand, so that the same number in each place of
  /// an operand may stand there once.
  private func isElementwise(_ expression: Expression) -> Bool {
    switch expression.node {
    case .unary: true
    case .binary(let op, _, _): op != .matrixProduct
    case .call(let name, _): FunctionTable.standard[name]?.isElementwise ?? false
    default: false
    }
  }

  /// The expression as a product; `nil` if a coefficient would not be exact.
  private func term(of expression: Expression) -> Term? {
    switch expression.node {
    case .integer(let value):
      return Term(coefficient: Rational(value), factors: [])
    case .float(let value):
      guard let coefficient = Rational(exactly: value) else { return Term(expression) }
      return Term(coefficient: coefficient, factors: [])
    case .unary(.minus, let operand):
      guard var term = term(of: operand) else { return nil }
      term.coefficient = term.coefficient.negated
      return term
    case .unary(.plus, let operand):
      return term(of: operand)
    case .binary(.multiply, let left, let right):
      guard let a = term(of: left), let b = term(of: right) else { return nil }
      return a.multiplied(by: b).flatMap(clearingDenominators)
    case .binary(.divide, let left, let right):
      guard let a = term(of: left), let b = term(of: right)?.raised(to: -1) else { return nil }
      return a.multiplied(by: b).flatMap(clearingDenominators)
    case .binary(.power, let base, let exponent):
      guard case .integer(let power) = exponent.node, power.magnitude <= 64 else {
        return Term(.binary(.power, simplified(base), simplified(exponent)))
      }
      return term(of: base)?.raised(to: power)
    case .binary(.add, let left, let right):
      guard let a = term(of: left), let b = term(of: right) else { return nil }
      return sum([a, b].flatMap(Self.summands))
    case .binary(.subtract, let left, let right):
      guard let a = term(of: left), var b = term(of: right) else { return nil }
      b.coefficient = b.coefficient.negated
      return sum([a, b].flatMap(Self.summands))
    default:
      return opaqueTerm(of: expression)
    }
  }
}

// MARK: - Sums

extension Simplifier {
  /// The terms of what may be a bare sum.
  private static func summands(_ term: Term) -> [Term] {
    guard let only = term.factors.first, term.factors.count == 1, only.exponent == 1,
      let terms = only.terms
    else { return [term] }
    return terms.map { $0.scaled(by: term.coefficient) }
  }

  /// The sum as one term: like terms collected, multiplied out where that is shorter.
  private func sum(_ terms: [Term]) -> Term? {
    guard let collected = Self.collected(terms) else { return nil }
    let plain = Self.folded(collected)
    guard let expanded = Self.expanded(collected), let short = Self.collected(expanded) else {
      return plain
    }
    let alternative = Self.folded(short)
    return alternative.expression.size < plain.expression.size ? alternative : plain
  }

  private static func collected(_ terms: [Term]) -> [Term]? {
    var result: [(key: String, term: Term)] = []
    for term in terms {
      let key = term.key
      guard let index = result.firstIndex(where: { $0.key == key }) else {
        result.append((key, term))
        continue
      }
      guard let sum = result[index].term.coefficient.added(to: term.coefficient) else {
        return nil
      }
      result[index].term.coefficient = sum
    }
    return result.map(\.term).filter { !$0.isZero }
  }

  private static func folded(_ terms: [Term]) -> Term {
    guard let first = terms.first else { return .zero }
    if terms.count == 1 { return first }
    let (factor, isNegated) = Factor.sum(terms)
    return Term(coefficient: Rational(isNegated ? -1 : 1), factors: [factor])
  }

  /// Multiplies out sums that stand in products. Bounded: a long expansion is no simplification.
  private static func expanded(_ terms: [Term]) -> [Term]? {
    var result: [Term] = []
    for term in terms {
      var products = [Term(coefficient: term.coefficient, factors: [])]
      for factor in term.factors {
        guard let sum = factor.terms, factor.exponent == 1 else {
          for index in products.indices { products[index].multiply(by: factor) }
          continue
        }
        var next: [Term] = []
        for product in products {
          for summand in sum {
            guard let both = product.multiplied(by: summand) else { return nil }
            next.append(both)
          }
        }
        products = next
        if products.count > 32 { return nil }
      }
      result += products
    }
    return result
  }

  /// Distributes factors over a sum whose terms divide by them: `(a/b + c) * b` is `a + c*b`.
  private func clearingDenominators(_ term: Term) -> Term? {
    for (index, factor) in term.factors.enumerated() {
      guard let terms = factor.terms, factor.exponent == 1 else { continue }
      let divisors = Set(terms.flatMap { $0.factors.filter { $0.exponent < 0 }.map(\.key) })
      var rest = Term(coefficient: term.coefficient, factors: [])
      var distributed = Term.one
      for (other, candidate) in term.factors.enumerated() where other != index {
        if candidate.exponent > 0, divisors.contains(candidate.key) {
          distributed.multiply(by: candidate)
        } else {
          rest.multiply(by: candidate)
        }
      }
      if distributed.factors.isEmpty { continue }
      var products: [Term] = []
      for summand in terms {
        guard let product = summand.multiplied(by: distributed) else { return nil }
        products.append(product)
      }
      return sum(products).flatMap { rest.multiplied(by: $0) }
    }
    return term
  }
}

extension Term {
  fileprivate func scaled(by factor: Rational) -> Term {
    Term(coefficient: coefficient.multiplied(by: factor) ?? coefficient, factors: factors)
  }
}

// MARK: - Everything that is not elementwise arithmetic

extension Simplifier {
  private func opaqueTerm(of expression: Expression) -> Term {
    switch expression.node {
    case .binary(.matrixProduct, let left, let right):
      guard let (a, x) = split(left), let (b, y) = split(right) else { return .zero }
      return joined([a, b], x.matrixProduct(y), or: expression)
    case .attribute(let base, .transpose):
      guard let (scalars, rest) = split(base) else { return .zero }
      return joined([scalars], rest.transposed, or: expression)
    case .attribute:
      // What is asked of an array may be its shape, which no other has.
      return Term(expression)
    case .call(let name, let arguments)
    where ["sum", "mean", "reshape", "transpose"].contains(name):
      guard let first = arguments.first else { break }
      guard let (scalars, rest) = split(first.value) else { return .zero }
      let call = Expression(.call(name, [Argument(rest)] + arguments.dropFirst()))
      return joined([scalars], call, or: expression)
    default:
      break
    }
    return Term(simplifiedInside(expression))
  }

  /// The scalar factors of an operand, and the rest of it, in the operand's shape; `nil` if it is
  /// zero, and with it all that is linear in it.
  private func split(_ operand: Expression) -> (scalars: Term, rest: Expression)? {
    guard let whole = term(of: operand) else { return (.one, simplifiedInShape(operand)) }
    if whole.isZero { return nil }
    let rest = whole.factors.filter { !isScalar($0.base) }
    let scalars = Term(
      coefficient: whole.coefficient, factors: whole.factors.filter { isScalar($0.base) })
    let core = rest.isEmpty ? whole.expression : Term(coefficient: .one, factors: rest).expression
    guard haveSameShape(core, operand) else { return (.one, simplifiedInShape(operand)) }
    return rest.isEmpty ? (.one, core) : (scalars, core)
  }

  private func joined(_ scalars: [Term], _ core: Expression, or original: Expression) -> Term {
    var result: Term? = .one
    for term in scalars { result = result.flatMap { $0.multiplied(by: term) } }
    guard let result, let product = result.multiplied(by: Term(core)) else { return Term(original) }
    return product
  }
}

extension Function {
  fileprivate var isElementwise: Bool {
    if case .elementwise = elements { return true }
    if case .elementwise = derivative { return true }
    return false
  }
}
