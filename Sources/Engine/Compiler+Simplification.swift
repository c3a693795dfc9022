import CKernels

/// Nodes of other operations that give the same bits sooner.
extension Compiler {
  /// The node of an operation, or of a faster one.
  func simplified(
    _ function: uh_binary, _ a: GraphView, _ b: GraphView, _ rows: Int, _ columns: Int
  ) -> GraphView {
    func isWhole(_ view: GraphView) -> Bool { view.rows == rows && view.columns == columns }
    if function == UH_ARRAY_POWER, b.isScalar, isWhole(a) {
      if graph.isConstant(b, 2) { return graph.add(.unary(UH_SQUARE.rawValue), [a], rows, columns) }
      if graph.isConstant(b, 3) { return graph.add(.unary(UH_CUBE.rawValue), [a], rows, columns) }
      if graph.isConstant(b, 1) { return a }
      if graph.isConstant(b, 0.5) { return graph.add(.unary(UH_SQRT.rawValue), [a], rows, columns) }
    }
    if function == UH_MULTIPLY, isWhole(a), isWhole(b),
      let (one, value) = graph.operands(of: b, if: UH_SUBTRACT), graph.isConstant(one, 1),
      isWhole(value)
    {
      if a == value {
        return graph.add(.unary(UH_SIGMOID_SLOPE.rawValue), [a], rows, columns)
      }
      if let (adjoint, factor) = graph.operands(of: a, if: UH_MULTIPLY), factor == value,
        isWhole(adjoint)
      {
        return graph.add(.binary(UH_SIGMOID_BACKWARD.rawValue), [adjoint, value], rows, columns)
      }
      if let base = graph.operand(of: value, if: UH_SQUARE) {
        return graph.add(.binary(UH_TANH_BACKWARD.rawValue), [a, base], rows, columns)
      }
    }
    if function == UH_MULTIPLY, isWhole(a), isWhole(b),
      let (value, bound) = graph.operands(of: b, if: UH_GREATER), graph.isConstant(bound, 0),
      isWhole(value)
    {
      // The relu is positive where its operand is, which then nothing needs to keep.
      let relu = graph.found(.unary(UH_RELU.rawValue), [value], rows, columns)
      return graph.add(.binary(UH_RELU_BACKWARD.rawValue), [a, relu ?? value], rows, columns)
    }
    return graph.add(.binary(function.rawValue), [a, b], rows, columns)
  }

  /// `where(x > 0, 1, s)`, and `where(x > 0, x, s * x)` as x times that: a leaky relu and its
  /// derivative then look at x once.
  func slope(_ operands: [GraphView], _ rows: Int, _ columns: Int) -> GraphView? {
    guard let (x, bound) = graph.operands(of: operands[0], if: UH_GREATER),
      graph.isConstant(bound, 0), x.rows == rows, x.columns == columns, !x.isScalar
    else { return nil }
    func slope(_ below: GraphView) -> GraphView {
      graph.add(.binary(UH_SLOPE.rawValue), [x, below], rows, columns)
    }
    if operands[2].isScalar, graph.isConstant(operands[1], 1) { return slope(operands[2]) }
    guard operands[1] == x, let (a, b) = graph.operands(of: operands[2], if: UH_MULTIPLY),
      let below = a == x ? b : b == x ? a : nil, below.isScalar
    else { return nil }
    return graph.add(.binary(UH_MULTIPLY.rawValue), [x, slope(below)], rows, columns)
  }

  /// A number that is divided is divided by the opposite: few examples take as long as their
  /// instructions are many, and a loss is often the opposite of a mean.
  func negated(_ view: GraphView) -> GraphView {
    if view.isScalar, let (whole, divisor) = graph.operands(of: view, if: UH_DIVIDE),
      let number = graph.number(divisor)
    {
      return graph.add(.binary(UH_DIVIDE.rawValue), [whole, numberView(-number)], 1, 1)
    }
    return graph.add(.unary(UH_NEGATE.rawValue), [view], view.rows, view.columns)
  }
}
