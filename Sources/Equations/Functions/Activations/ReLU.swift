extension Function {
  /// relu(x) = max(0, x) (Nair and Hinton, 2010). Its derivative is 1 above 0 and 0 below; at 0
  /// itself, where there is none, 0 is taken, as in the common frameworks.
  static let relu = elementwise(
    "relu", .relu, summary: "max(0, x): lets what is positive through",
    derivative: .elementwise(["x": "x > 0"])
  )
  .written(
    .template("ReLU($x)", ascii: "ReLU($x)"),
    numpy: .helper(
      """
      def relu(x):
          return np.maximum(x, 0)
      """))
}
