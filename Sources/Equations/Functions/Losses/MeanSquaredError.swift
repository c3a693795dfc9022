extension Function {
  /// mean((a − y)²) over all elements of the difference. ∂/∂a = 2 (a − y) / count.
  static let meanSquaredError = defined(
    "mse", [.required("a"), .required("y")], summary: "mean squared error: mean((a - y)**2)",
    definition: "mean((a - y)**2)",
    // The adjoint is (), those of a and y are (k, m).
    derivative: .broadcasting { context throws(LanguageError) in
      let a = context.argument(0)
      let y = context.argument(1)
      let slope = .integer(2) * context.adjoint * (a - y) / (try context.count(of: a - y))
      return [0: slope, 1: -slope]
    }
  )
  .written(.expression("np.sum((a - y)**2) / count(a - y)"))
}
