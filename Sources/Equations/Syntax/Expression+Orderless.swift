extension Expression {
  /// The text of the expression, equal for those that differ only in what comes first: the order of
  /// terms and factors, brackets, signs, a matrix that is turned twice, 1 as a factor and 0 as a term.
  /// Nothing is cancelled or multiplied out.
  package var orderlessText: String {
    switch node {
    case .binary(.add, _, _), .binary(.subtract, _, _):
      let terms = self.terms.map { ($0.isNegative ? "-" : "+") + $0.text }.filter { $0 != "+0" }
      return "(\(terms.sorted().joined(separator: " ")))"
    case .binary(.multiply, _, _), .binary(.divide, _, _), .unary(.minus, _):
      var isNegative = false
      var factors = self.factors(&isNegative)
      factors.removeAll { $0 == "*1" || $0 == "*1.0" }
      if factors.count == 1, !isNegative, factors[0].hasPrefix("*") {
        return String(factors[0].dropFirst())
      }
      return "\(isNegative ? "-" : "")[\(factors.sorted().joined(separator: " "))]"
    case .unary(.plus, let inner): return inner.orderlessText
    case .attribute(let inner, .transpose): return inner.turned
    case _ where matrixFactors != nil:
      return "{\(allMatrixFactors.map(\.orderlessText).joined(separator: " @ "))}"
    case .call(let name, let arguments):
      let given = arguments.map { ($0.keyword.map { $0 + "=" } ?? "") + $0.value.orderlessText }
      return "\(name)(\(given.joined(separator: ", ")))"
    default: return text
    }
  }

  private var turned: String {
    switch node {
    case .attribute(let inner, .transpose): inner.orderlessText
    case _ where matrixFactors != nil:
      "{\(allMatrixFactors.reversed().map(\.turned).joined(separator: " @ "))}"
    default: "\(orderlessText).T"
    }
  }

  /// What is added up, each with its sign.
  private var terms: [(isNegative: Bool, text: String)] {
    switch node {
    case .binary(.add, let left, let right): left.terms + right.terms
    case .binary(.subtract, let left, let right):
      left.terms + right.terms.map { (!$0.isNegative, $0.text) }
    case .unary(.minus, let inner): inner.terms.map { (!$0.isNegative, $0.text) }
    case .unary(.plus, let inner): inner.terms
    default: [(false, orderlessText)]
    }
  }

  /// What is multiplied, `*A1`, and what it is divided by, `/m`.
  private func factors(_ isNegative: inout Bool, isDivisor: Bool = false) -> [String] {
    switch node {
    case .binary(.multiply, let left, let right):
      return left.factors(&isNegative, isDivisor: isDivisor)
        + right.factors(&isNegative, isDivisor: isDivisor)
    case .binary(.divide, let left, let right):
      return left.factors(&isNegative, isDivisor: isDivisor)
        + right.factors(&isNegative, isDivisor: !isDivisor)
    case .unary(.minus, let inner):
      isNegative.toggle()
      return inner.factors(&isNegative, isDivisor: isDivisor)
    case .unary(.plus, let inner): return inner.factors(&isNegative, isDivisor: isDivisor)
    default: return [(isDivisor ? "/" : "*") + orderlessText]
    }
  }

  /// The matrices of a product, whichever of them are multiplied first.
  private var allMatrixFactors: [Expression] {
    matrixFactors.map { $0.left.allMatrixFactors + $0.right.allMatrixFactors } ?? [self]
  }
}
