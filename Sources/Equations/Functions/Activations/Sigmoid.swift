extension Function {
  /// σ(x) = 1 / (1 + e⁻ˣ), the logistic function (Verhulst, 1838).
  ///
  /// σ′ = σ(1 − σ), at most ¼, and near 0 where |x| is large: a saturated unit hardly learns.
  static let sigmoid = elementwise(
    "sigmoid", .sigmoid, summary: "1 / (1 + exp(-x)): squeezes every number into 0 to 1",
    derivative: .elementwise(["x": "result * (1 - result)"])
  )
  .bounded(0...1)
  .written(
    .template("σ($x)", ascii: "sigmoid($x)"),
    numpy: .helper(
      """
      def sigmoid(x):
          e = np.exp(-np.abs(x))
          return np.where(x >= 0, 1, e) / (1 + e)
      """))
}
