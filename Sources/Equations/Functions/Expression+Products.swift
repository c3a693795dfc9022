extension Expression {
  /// The two sides of a product of matrices, however it is written: `a @ b`, `dot(a, b)`,
  /// `a.dot(b)`; `nil` of anything else.
  package var matrixFactors: (left: Expression, right: Expression)? {
    switch node {
    case .binary(.matrixProduct, let left, let right): return (left, right)
    case .call(let name, let arguments):
      guard case .product = FunctionTable.standard[name]?.elements, arguments.count == 2 else {
        return nil
      }
      return (arguments[0].value, arguments[1].value)
    default: return nil
    }
  }
}
