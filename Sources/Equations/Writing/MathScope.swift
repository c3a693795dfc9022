import Arrays

/// What is known of an equation's names, which decides how it is written: products of matrices and
/// of numbers look different, and a mean over the examples is divided by m.
public struct MathScope: Sendable {
  var values: [String: StaticValue] = [:]
  /// The name that the number of examples goes by, and the number.
  var examples: (name: String, count: Int)?
  /// Names with a column for each example.
  private var perExample: Set<String> = []

  public init(examples: (name: String, count: Int)? = nil) { self.examples = examples }

  /// Notes what is known of a name.
  ///
  /// - Parameter isPerExample: whether its columns are examples.
  public mutating func declare(_ name: String, _ value: StaticValue, isPerExample: Bool) {
    values[name] = value
    if isPerExample, value.shape?.dimensions.last == examples?.count {
      perExample.insert(name)
    } else {
      perExample.remove(name)
    }
  }

  /// Whether columns of the expression's value may be examples.
  public func isPerExample(_ expression: Expression) -> Bool {
    expression.names.contains(where: perExample.contains)
  }

  public func value(of expression: Expression) -> StaticValue? {
    try? Evaluation.check(
      expression, in: StaticScope(values), limits: EvaluationLimits(bytes: .max))
  }

  func shape(of expression: Expression) -> Shape? { value(of: expression)?.shape }

  /// Whether it is known to be a single number.
  func isNumber(_ expression: Expression) -> Bool {
    // The notation's own: the number of elements.
    if case .call("count", _) = expression.node { return true }
    return shape(of: expression)?.rank == 0
  }

  /// The number of elements, or of those along an axis: `m`, `3m`, `12`.
  func count(of expression: Expression, axis: Int?, in alphabet: MathAlphabet) -> String? {
    guard let shape = shape(of: expression) else { return nil }
    var dimensions = Array(shape.dimensions.enumerated())
    if let axis {
      let place = axis < 0 ? axis + shape.rank : axis
      guard dimensions.indices.contains(place) else { return nil }
      dimensions = [dimensions[place]]
    }
    var factor = 1
    var hasExamples = false
    for (axis, size) in dimensions {
      if let examples, axis == shape.rank - 1, size == examples.count, isPerExample(expression) {
        hasExamples = true
      } else {
        factor *= size
      }
    }
    guard hasExamples, let examples else { return "\(factor)" }
    let name = alphabet.name(examples.name)
    return factor == 1 ? name : alphabet.choose("(\(factor)\(name))", "(\(factor) \(name))")
  }
}
