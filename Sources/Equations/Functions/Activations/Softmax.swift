extension Function {
  /// eˣ / Σ eˣ over each column: scores to probabilities. The column's largest score is taken off
  /// first, which changes nothing but keeps the exponentials finite.
  ///
  /// With the adjoint d of the result s, the adjoint of x is s (d − Σ d s), sums over a column:
  /// (k, m) each, the sums (1, m).
  static let softmax = defined(
    "softmax", [.required("x"), .optional("axis", "0")],
    summary: "exp(x) / sum(exp(x)) over each column: scores to probabilities",
    definition: """
      exp(x - max(x, axis=axis, keepdims=True)) \
      / sum(exp(x - max(x, axis=axis, keepdims=True)), axis=axis, keepdims=True)
      """,
    derivative: .custom { context throws(LanguageError) in
      let s = context.result
      let d = context.adjoint
      let axis = try context.axis(1) ?? 0
      return [0: s * (d - .reduction("sum", d * s, axis: axis, keepDimensions: true))]
    }
  )
  .alongClasses
  .bounded(0...1, slope: "result * (1 - result)")
  .written(.template("softmax($x)", ascii: "softmax($x)"))
}
